"""Lessons are found by their entry point; what is not there is said with the nearest."""

import importlib.metadata
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("import nowhere", "cannot be loaded: ModuleNotFoundError: No module named 'nowhere'"),
        ("OTHER = ()", "cannot be loaded: AttributeError"),
        ("LESSONS = 3", "cannot be loaded: TypeError"),
        ("LESSONS = [3]", r"a tuple of Lessons, numbered by texts .*; it has 3"),
        (
            "from autograd.exercises import Lesson\nLESSONS = [Lesson(20, 'Squares')]",
            r"numbered by texts .*; it has Lesson\(number=20",
        ),
    ],
)
def test_a_package_whose_lessons_are_none_is_told(
    text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "offering.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "offering", raising=False)
    point = EntryPoint("mine", "offering:LESSONS", catalogue.GROUP)
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [point])
    with pytest.raises(ValueError, match=f"offering:LESSONS .*{told}"):
        catalogue.lessons.__wrapped__()


def test_the_course_is_found_after_a_student_has_made_an_op() -> None:
    code = (
        "import autograd as ag\n"
        "ag.define_op('softsign', 'x', 'x / (1 + abs(x))', ('(1 - abs(y)) ** 2',), 'real')\n"
        "from autograd.exercises.lessons.catalogue import exercise\n"
        "print(exercise('02.1'))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "exercise 02.1" in run.stdout, run.stderr
