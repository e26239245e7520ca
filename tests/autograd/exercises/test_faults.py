"""Answers that come of a fault in the chain rule are told by it; others are not."""

import math
from collections.abc import Callable
from typing import Any

import pytest

import autograd as ag
from autograd import exercises

POINTS = [0.5, -1.2, 2.0]


def s(x: float) -> float:
    return 1 / (1 + math.exp(-x))


@pytest.mark.parametrize(
    ("f", "answer", "told"),
    [
        (lambda x: ag.tanh(3 * x), lambda x: 3.0, "The factor tanh′ is missing"),
        (lambda x: ag.exp(ag.sin(x)), lambda x: math.cos(x), "The factor exp′ is missing"),
        (
            lambda x: ag.exp(ag.sin(x)),
            lambda x: math.exp(math.sin(x)),
            "The factor sin′ is missing",
        ),
        (
            lambda x: ag.sigmoid(2 * x),
            lambda x: 2 * s(s(2 * x)) * (1 - s(s(2 * x))),
            "sigmoid′ is taken at the result",
        ),
        (lambda x: ag.sin(x) * ag.exp(x), lambda x: math.sin(x) * math.exp(x), "one of them"),
        (lambda x: ag.sin(x) + x * 3, lambda x: math.cos(x), "keeps one share only"),
        (lambda x: ag.sin(x) + x * 3, lambda x: 3.0, "keeps one share only"),
    ],
)
def test_a_fault_is_named(f: Callable[[Any], Any], answer: Any, told: str) -> None:
    verdict = exercises.check_derivative(f, answer, at=POINTS)
    assert told in verdict.slip


def test_by_argument_and_in_lists() -> None:
    def f(w: Any, x: Any) -> Any:
        return ag.tanh(w[0] * x + w[1])

    points = [([0.5, -0.2], 2.0), ([1.5, 0.3], -0.4)]
    by_w = exercises.check_derivative(f, lambda w, x: [x, 1.0], at=points, argnums=0)
    both = exercises.check_derivative(f, lambda w, x: [[x, 1.0], w[0]], at=points)
    assert "tanh′ is missing" in by_w.slip
    assert "tanh′ is missing" in both.slip


def test_what_is_no_such_fault_is_told_by_the_numbers() -> None:
    verdict = exercises.check_derivative(lambda x: x**2, lambda x: -2 * x, at=POINTS)
    assert verdict.slip == "Every answer has the wrong sign."
    assert not exercises.check_derivative(lambda x: x**2, lambda x: x**3, at=POINTS).slip


def test_outputs_of_several_numbers_and_failures_are_left_alone() -> None:
    several = exercises.check_derivative(lambda x: [x, x**2], lambda x: [1.0, x**3], at=POINTS)
    assert "Entry [1] is wrong" in several.slip
    edge = exercises.check_derivative(lambda x: ag.sqrt(x), lambda x: 1.0, at=[0.25, 4.0])
    assert "sqrt′ is missing" in edge.slip
