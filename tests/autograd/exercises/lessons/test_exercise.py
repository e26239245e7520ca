"""Lessons and their exercises: numbers, sources, what is asked of the graph."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from autograd import Value, relu
from autograd.exercises import Lesson, Verdict, check, uses

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


def test_a_slip_that_another_thread_is_looking_at_is_told() -> None:
    inner: list[str] = []

    def check_while_another_judges(answer: Any) -> Verdict:
        if answer is slip and not inner:
            inner.append("")
            with ThreadPoolExecutor(1) as pool:
                inner[0] = pool.submit(made.judge, lambda x: x + x).result()[0].slip
        return check(answer, lambda x: x**2, at=[3.0])

    @Lesson("01", "Squares").exercise(
        "the square", check=check_while_another_judges, where="", first_line=""
    )
    def made(x: float) -> float:
        return x * x

    @made.slip("That is twice x.")
    def slip(x: float) -> float:
        return 2 * x

    assert made.judge(lambda x: 2 * x)[0].slip == "That is twice x."
    assert inner == ["That is twice x."]
