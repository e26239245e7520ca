"""Lessons are found by their entry point; what is not there is said with the nearest."""

import subprocess
import sys

import pytest

from autograd.exercises.lessons import catalogue


def test_the_course_is_found() -> None:
    assert catalogue.exercise("01.1").title == "a quotient"
    numbers = [lesson.number for lesson in catalogue.lessons()]
    assert numbers == sorted(numbers)


def test_an_unknown_number_is_told_with_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"no exercise '01\.11'.*did you mean '01\.1'"):
        catalogue.exercise("01.11")
    with pytest.raises(ValueError, match=r"no exercise 1\.1"):
        catalogue.exercise(1.1)  # type: ignore[arg-type]


def test_without_lessons_the_way_to_some_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "lessons", tuple)
    with pytest.raises(ValueError, match="no installed package offers lessons"):
        catalogue.exercise("01.1")


def test_the_course_is_found_after_a_student_has_made_an_op() -> None:
    code = (
        "import autograd as ag\n"
        "ag.define_op('softsign', 'x', 'x / (1 + abs(x))', ('(1 - abs(y)) ** 2',), 'real')\n"
        "from autograd.exercises.lessons.catalogue import exercise\n"
        "print(exercise('02.1'))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "exercise 02.1" in run.stdout, run.stderr
