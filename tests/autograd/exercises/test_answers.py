"""Functions, derivatives and neurons: right ones pass, wrong ones learn where."""

import math
from collections.abc import Callable
from typing import Any

import pytest

import autograd as ag
from autograd import Value, exercises
from autograd.exercises import Verdict


def told(verdict: Verdict) -> str:
    return repr(verdict)


def test_right_function() -> None:
    verdict = exercises.check(lambda x, y: x * y, lambda x, y: y * x, at=[(1, 2), (3, 4)])
    assert verdict
    assert told(verdict) == "right: agrees at 2 points"


def test_wrong_function_is_told_where_and_why() -> None:
    verdict = exercises.check(
        lambda x: x + 6, lambda x: 6 * x, at=[1.2, 2], hint="Times, not plus."
    )
    assert not verdict
    assert told(verdict) == "wrong: at x = 2: expected 12, got 8\nhint: Times, not plus."


def test_arrays_lists_and_values_are_compared_entry_by_entry() -> None:
    np = pytest.importorskip("numpy")
    expected = [[1.0, 2.0], [3.0, 4.0]]
    assert exercises.check(np.array(expected), expected)
    assert exercises.check([[Value(1.0), 2], [3, 4]], expected)
    assert "entry [1][0]: expected 3, got 5" in told(exercises.check([[1, 2], [5, 4]], expected))
    assert "expected 2 rows of 2 numbers, got a list of 2 numbers" in told(
        exercises.check([1, 2], expected)
    )


def test_nan_is_no_number_but_itself() -> None:
    assert not exercises.check(math.nan, 1.0)
    assert not exercises.check(math.inf, 1.0)
    assert exercises.check(math.nan, math.nan)


def test_numbers_that_look_alike_are_shown_in_full() -> None:
    assert "expected 0.333333, got 0.3333331" in told(
        exercises.check(0.3333331, 1 / 3, tolerance=1e-9)
    )


def test_functions_need_points() -> None:
    with pytest.raises(ValueError, match="at points"):
        exercises.check(abs, abs)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda x: -2 * x, "Every answer has the wrong sign."),
        (lambda x: x, "Every answer is half of what it should be: is a factor 2 missing?"),
        (lambda x: 2 * x + (x > 1), ""),
        (lambda x: 0, ""),
    ],
)
def test_common_factor_is_noticed(answer: Callable[[float], float], sentence: str) -> None:
    verdict = exercises.check_derivative(lambda x: x**2, answer, at=[1, 2, 3])
    assert verdict.status == "wrong"
    assert verdict.slip == sentence


def test_dicts_are_no_matrix() -> None:
    nested = exercises.check(lambda x: {"x": {"y": 2.0}}, lambda x: {"x": {"y": x}}, at=[1])
    assert nested.told == "at x = 1: entry ['x']['y']: expected 1, got 2"


def test_transpose_is_noticed() -> None:
    def f(x: Any) -> Any:
        return [2 * x[0] + x[1], math.pi * x[1]]

    verdict = exercises.check_derivative(f, lambda x: [[2, 0], [1, math.pi]], at=[[1.0, 2.0]])
    assert "transpose" in verdict.slip
    assert exercises.check_derivative(f, lambda x: [[2, 1], [0, math.pi]], at=[[1.0, 2.0]])


def test_derivative_by_one_argument_of_several() -> None:
    assert exercises.check_derivative(
        lambda x, w: ag.tanh(w * x),
        lambda x, w: x * (1 - math.tanh(w * x) ** 2),
        at=[(1, 2), (0.5, -1)],
        argnums=1,
    )


def test_neuron_right_and_with_a_lost_graph() -> None:
    def neuron(w: Any, b: Any, x: Any) -> Any:
        return ag.sigmoid(w[0] * x[0] + w[1] * x[1] + b)

    def lost(w: Any, b: Any, x: Any) -> Any:
        total = w[0] * x[0] + w[1] * x[1] + b
        return ag.sigmoid(getattr(total, "data", total))

    assert exercises.check_neuron(neuron, "sigmoid")
    assert "gradient" in told(exercises.check_neuron(lost, "sigmoid"))
    assert exercises.check_neuron(lost, "sigmoid", gradient=False)
    assert "expected" in told(exercises.check_neuron(neuron, "tanh"))


def side(weights: Any, x: float) -> bool:
    return bool(weights[0] * x + weights[1] > 0)


def test_a_question_is_put_to_the_answer_here_and_elsewhere() -> None:
    def right(x: float) -> bool:
        return x >= 2

    ask = {"expected": right, "at": [1, 3]}
    assert exercises.check_with(side, (1.0, -1.5), **ask)
    wrong = exercises.check_with(side, (-1.0, 1.5), **ask)
    assert wrong.told == "at x = 1: expected 0, got 1"
    with exercises.Submission("weights = (-1.0, 1.5)", modules=[__name__]) as submission:
        assert told(exercises.check_with(side, submission["weights"], **ask)) == told(wrong)


def test_a_secret_is_not_told() -> None:
    verdict = exercises.check([1, 5], [1.0, 2.0], secret=True)
    assert verdict.told == "entry [1]: 5 is not it"


def test_a_question_about_a_starter_is_not_yet() -> None:
    verdict = exercises.check_with(lambda f, x: f(x), lambda x: ..., abs, at=[1.0])
    assert told(verdict) == "not yet: the function returns ..."


def test_what_went_wrong_first_is_told_though_a_later_point_raises() -> None:
    verdict = exercises.check(lambda x: 1 / (x - 2), lambda x: x, at=[1.0, 2.0])
    assert told(verdict).startswith("wrong: at x = 1: expected 1, got -1")
    assert "ZeroDivisionError" in told(exercises.check(lambda x: x / (x - 1), abs, at=[0.0, 1.0]))
