"""One question at many points: the first wrong answer is told."""

from collections.abc import Mapping
from typing import Any

import pytest

from autograd.exercises.pointwise import Row, first_wrong
from autograd.exercises.verdict import Stop, stop

ROWS: list[Row] = [((float(i),), f"at {i}", {"": 2.0 * i}) for i in range(4)]


def test_right_answers_say_nothing_and_all_are_kept() -> None:
    told, pairs = first_wrong(lambda x, **_: 2 * x, ROWS, "")
    assert told == ""
    assert [*pairs] == [(wanted, wanted) for _, _, wanted in ROWS]


def test_the_first_wrong_one_is_told_and_the_rest_are_asked() -> None:
    told, pairs = first_wrong(lambda x, **_: x + 2, ROWS, "")
    assert told == "at 0: expected 0, got 2"
    assert [found for _, found in pairs] == [{"": x + 2.0} for x in range(4)]


def test_an_end_at_the_first_point_is_the_answer() -> None:
    def ends(x: float, **_: Any) -> float:
        stop("no number")

    with pytest.raises(Stop, match="no number"):
        first_wrong(ends, ROWS, "")


def test_an_end_behind_a_wrong_answer_is_not() -> None:
    def sometimes(x: float, **_: Any) -> float:
        if x == 2:
            stop("no number")
        return 1.0

    told, pairs = first_wrong(sometimes, ROWS, "")
    assert told == "at 0: expected 0, got 1"
    assert len(pairs) == 2


def test_the_question_may_change_its_lists() -> None:
    point = [1.0, 2.0]
    rows: list[Row] = [((point,), "here", {"": 2.0})]
    assert first_wrong(lambda x, **_: x.pop(), rows, "")[0] == ""
    assert point == [1.0, 2.0]


def test_numbers_may_be_read_in_another_way() -> None:
    def doubled(given: Any, where: str, hint: str) -> Mapping[str, float]:
        return {"": 2.0 * given}

    assert first_wrong(lambda x, **_: x, ROWS, "", numbers=doubled)[0] == ""
    assert first_wrong(lambda x, **_: x + 0.01, ROWS, "", tolerance=0.1, numbers=doubled)[0] == ""
