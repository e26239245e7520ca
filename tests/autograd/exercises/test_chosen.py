"""Answers of one's own choice: measured where they live, judged by properties."""

from collections.abc import Callable

import pytest

from autograd.exercises import Submission, check_chosen
from autograd.exercises.witness import seeing


def measure(f: Callable[[float], float]) -> dict[str, list[float]]:
    return {"y": [f(x) for x in (-1.0, 0.0, 1.0)]}


def through_zero(found: dict[str, list[float]]) -> str:
    return "" if found["y"][1] == 0 else f"f(0) = {found['y'][1]}"


def bends(found: dict[str, list[float]]) -> str:
    return "a straight line" if found["y"][0] + found["y"][2] == 2 * found["y"][1] else ""


HOLDS = [("f(0) is 0", through_zero), ("it bends", bends)]


@pytest.mark.parametrize("f", [lambda x: x * x, lambda x: x**3 + x**2])
def test_different_choices_are_right(f: Callable[[float], float]) -> None:
    verdict = check_chosen(measure, f, HOLDS)
    assert (verdict.status, verdict.told) == ("right", "f(0) is 0; it bends")


@pytest.mark.parametrize(
    ("f", "told"),
    [
        (lambda x: x * x + 1, "f(0) is 0: f(0) = 1.0"),
        (lambda x: 2 * x, "it bends: a straight line"),
        (lambda x: x + "1", "TypeError"),
        (3.0, "TypeError: 'float' object is not callable"),
    ],
)
def test_the_first_that_fails_is_told(f: Callable[[float], float], told: str) -> None:
    verdict = check_chosen(measure, f, HOLDS)
    assert verdict.status == "wrong"
    assert verdict.told.startswith(told)


def test_two_answers_that_fail_by_the_same_are_the_same_slip() -> None:
    said = []
    for f in (lambda x: 2 * x, lambda x: -5 * x):
        with seeing() as seen:
            check_chosen(measure, f, HOLDS)
        said.append(seen)
    assert said == [["it bends"], ["it bends"]]


@pytest.mark.parametrize("starter", [..., None, (1, ...), ("op", (..., "1"), [NotImplemented])])
def test_a_starter_anywhere_is_not_yet(starter: object) -> None:
    assert check_chosen(measure, starter, HOLDS).status == "not yet"


def test_a_function_that_returns_a_starter_is_not_yet() -> None:
    verdict = check_chosen(measure, lambda x: ..., HOLDS)
    assert (verdict.status, verdict.told) == ("not yet", "the function returns ...")


def test_it_is_measured_where_it_lives_and_judged_here() -> None:
    text = "def square(x): return x * x\ndef odd(x): return x\nhalf = (1, ...)"
    with Submission(text, modules=[__name__]) as work:
        assert check_chosen(measure, work["square"], HOLDS)
        assert check_chosen(measure, work["odd"], HOLDS).told == "it bends: a straight line"
        assert check_chosen(measure, work["half"], HOLDS).status == "not yet"


def test_measures_that_do_not_fit_are_no_crash() -> None:
    verdict = check_chosen(list, [1.0], HOLDS)
    assert (verdict.status, verdict.told[:9]) == ("wrong", "f(0) is 0")
