"""Lessons and their exercises: numbers, sources, what is asked of the graph."""

from functools import partial
from typing import Any

import pytest

from autograd import Value, relu
from autograd.exercises import Lesson, check, uses

LESSON = Lesson("99", "Tests")


@LESSON.exercise(
    "a function",
    check=partial(check, expected=abs, at=[1.0, -2.0]),
    where="Look left of zero.",
    first_line="return …",
    asks=[uses(1.0, relu=2)],
)
def size(x: Any) -> Any:
    return relu(x) + relu(-x)


@LESSON.exercise(
    "a value",
    check=partial(check, expected=[1.0, 2.0], secret=True),
    where="Look at the second.",
    first_line="[1, …]",
    value=True,
)
def numbers() -> list[float]:
    first = 1
    return [
        first,
        2,
    ]


@numbers.slip("The second is the double.")
def _() -> list[float]:
    return [1, 1]


def test_numbers_count_up_and_sources_are_what_a_student_would_write() -> None:
    assert [made.number for made in LESSON.exercises] == ["99.1", "99.2"]
    assert size.source == "def size(x: Any) -> Any:\n    return relu(x) + relu(-x)"
    assert numbers.source.startswith("first = 1\nnumbers = [")
    found: dict[str, Any] = {}
    exec(numbers.source, found)
    assert found["numbers"] == numbers.solution == [1, 2]


def test_what_is_right_by_other_means_is_not_what_was_asked() -> None:
    assert size.judge(size.solution)[0]
    verdict, _ = size.judge(lambda x: abs(x))
    assert (verdict.status, verdict.told) == ("wrong", "It uses no ReLUs; two were asked.")


@pytest.mark.parametrize("wrong", [3, "text", [1, 2, 3], None, ..., [Value(1.0), object()]])
def test_anything_is_judged(wrong: Any) -> None:
    assert numbers.judge(wrong)[0].status in ("wrong", "not yet")


def test_a_slip_of_a_value() -> None:
    verdict, seen = numbers.judge([1.0, 1.0])
    assert verdict.slip == "The second is the double."
    assert seen == [{"[0]": 1.0, "[1]": 1.0}]
    assert "2" not in verdict.told
