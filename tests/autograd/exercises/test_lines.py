"""Derivations, line by line: the first wrong one is told, blanks are waited for."""

from typing import Any

import numpy as np
import pytest

from autograd import exercises
from autograd.exercises import check_lines
from autograd.exercises.witness import seeing

AT = [1.0, 2.0, -3.0]
NAMES = ("the inner", "the outer", "the product")


def true(a: float) -> list[Any]:
    return [2 * a, [a, a + 1], 3 * a]


def test_all_lines_right() -> None:
    verdict = check_lines(true, true, AT)
    assert repr(verdict) == "right: 3 lines agree at 3 points"
    assert repr(check_lines(true, true, [1.0])) == "right: 3 lines agree at 1 point"


def test_the_first_wrong_line_is_told() -> None:
    verdict = check_lines(lambda a: [2 * a, [a, a], 0.0], true, AT, names=NAMES)
    assert repr(verdict).startswith("wrong: line 2, the outer: at a = 1: entry [1]: expected 2")
    half = check_lines(lambda a: [a, [a, a], 0.0], true, AT)
    assert "half of what it should be" in half.slip


def test_blanks_are_waited_for_and_right_lines_told() -> None:
    told = [check_lines(lambda a, k=k: [*true(a)[:k], ..., None][:3], true, AT) for k in (0, 1, 2)]
    assert [repr(verdict) for verdict in told[1:]] == [
        "not yet: line 2 is still ...; line 1 is right",
        "not yet: line 3 is still ...; the lines before it are right",
    ]
    assert "a list of 3 lines is needed" in repr(told[0])
    for starter in (..., None, lambda a: ..., lambda a: [..., ..., ...]):
        assert check_lines(starter, true, AT).status == "not yet"


def test_a_list_of_functions_is_an_answer_too() -> None:
    lines = [lambda a: 2 * a, lambda a: [a, a + 1], lambda a: 3 * a]
    assert check_lines(lines, true, AT)
    lines[2] = lambda a: a
    assert "line 3" in repr(check_lines(lines, true, AT))


def test_what_is_no_list_of_lines_is_told() -> None:
    for answer in (3.0, [1.0], lambda a: 2.0, lambda a: {"x": a}, "lines"):
        assert "a list of 3 lines is needed" in repr(check_lines(answer, true, AT))
    error = check_lines(lambda a: [2 * a, a / 0, 1], true, AT)
    assert "ZeroDivisionError" in repr(error)
    assert check_lines(lambda a: [2 * a, ["x", 1], 1], true, AT).status == "wrong"


def test_points_are_needed() -> None:
    with pytest.raises(ValueError, match="at points"):
        check_lines(true, true, [])


def test_a_slip_is_known_by_its_line_whatever_comes_after() -> None:
    with seeing() as seen:
        check_lines(lambda a: [2 * a, [a, a], 0.0], true, AT)
    with seeing() as other:
        check_lines(lambda a: [2 * a, [a, a], ...], true, AT)
    assert seen == other != []
    assert seen[0] == {"line 2[0]": 1.0, "line 2[1]": 1.0}


def test_it_is_asked_where_the_answer_lives() -> None:
    text = "def mine(a): return [2 * a, [a, a + 1], ...]"
    with exercises.Submission(text) as submission:
        assert "line 3 is still" in repr(check_lines(submission["mine"], true, AT))


def test_what_went_wrong_first_is_told_though_a_later_point_raises() -> None:
    verdict = check_lines(lambda a: [1 / (a - 2), 0, 0], true, AT)
    assert repr(verdict).startswith("wrong: line 1: at a = 1: expected 2, got -1")


def test_lines_may_be_an_array() -> None:
    def true(a: float) -> list[float]:
        return [2 * a, a + 1]

    assert exercises.check_lines(lambda a: np.array(true(a)), true, at=[1.0, 2.0])
    wrong = exercises.check_lines(lambda a: np.array([a, a]), true, at=[1.0, 2.0])
    assert wrong.told == "line 1: at a = 1: expected 2, got 1"
