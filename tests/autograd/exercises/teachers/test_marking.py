"""A folder of submissions: each is marked by itself, whatever the others do."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from autograd.exercises.lessons.catalogue import lessons
from autograd.exercises.lessons.exercise import Lesson
from autograd.exercises.teachers.marking import Marked, handed_in, mark, mark_all, table
from autograd.exercises.verdict import Verdict

LESSON = next(lesson for lesson in lessons() if lesson.number == "01")
GOOD = "import math\nimport autograd as ag\nfrom autograd import Value\n" + "\n".join(
    exercise.source for exercise in LESSON.exercises
)
ONE_WRONG = GOOD.replace("[1 / y, -x / y**2]", "[1 / y, x / y**2]")
RIGHT = len(LESSON.exercises)
HOSTILE = {
    "exits": "import os\nos._exit(0)\ndef quotient_slopes(x, y): os._exit(0)",
    "loops": "def quotient_slopes(x, y):\n    while True: pass",
    "fills the memory": "def quotient_slopes(x, y):\n    return [0] * 10**11",
    "changes the check": (
        "import autograd.exercises.compare as c\n"
        "c.difference = lambda *a, **k: ''\n"
        "import autograd.exercises.verdict as v\n"
        "v.stop = lambda *a, **k: None\n"
        "def quotient_slopes(x, y):\n    return [1, 1]"
    ),
    "forges a verdict": (
        "from autograd.exercises import Verdict\n"
        "class Right(float):\n"
        "    def __eq__(self, other): return True\n"
        "    def __sub__(self, other): return 0.0\n"
        "def quotient_slopes(x, y):\n    return Verdict('right')"
    ),
    "writes files": (
        "def quotient_slopes(x, y):\n"
        "    open('good.py', 'w').write('x')\n    return [1 / y, -x / y**2]"
    ),
    "prints a lot": "def quotient_slopes(x, y):\n    print('x' * 10**7)\n    return [1, 2]",
    "ends the marker": (
        "import os, signal\ndef quotient_slopes(x, y):\n    os.kill(os.getppid(), 9)\n    return 1"
    ),
}


def test_right_wrong_and_not_yet(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(ONE_WRONG)
    marked = mark(tmp_path / "a.py", LESSON)
    assert sum(map(bool, marked.verdicts.values())) == RIGHT - 1
    assert "the minus is missing" in marked.verdicts["01.1"].slip
    (tmp_path / "b.py").write_text("x = 1")
    assert {v.status for v in mark(tmp_path / "b.py", LESSON).verdicts.values()} == {"not yet"}
    (tmp_path / "c.ipynb").write_text("{")
    assert "cannot be read" in mark(tmp_path / "c.ipynb", LESSON).notes[0]


def test_no_submission_changes_another_ones_mark(tmp_path: Path) -> None:
    for i, (name, text) in enumerate(HOSTILE.items()):
        (tmp_path / f"{i} {name}.py").write_text(text)
        cells = [{"cell_type": "code", "source": GOOD}]
        folder = tmp_path / f"student {i}"
        folder.mkdir()
        (folder / "good.ipynb").write_text(json.dumps({"cells": cells}))
    paths = handed_in(tmp_path)
    assert len(paths) == 2 * len(HOSTILE)
    for marked in mark_all(paths, LESSON, tmp_path, seconds=3.0):
        right = sum(map(bool, marked.verdicts.values()))
        if "good" in marked.name:
            assert right == RIGHT, marked
        elif "writes" not in marked.name:
            assert right == 0, marked


def test_a_statement_that_fails_spoils_its_own_answer_only(tmp_path: Path) -> None:
    future = "from __future__ import annotations\n"
    (tmp_path / "a.py").write_text(future + GOOD + "\nw = 1 / 0\npredict = missing(w)\n")
    verdicts = mark(tmp_path / "a.py", LESSON).verdicts
    assert sum(map(bool, verdicts.values())) == RIGHT, "what was defined before stays"
    failing = GOOD.replace("def predict(", "predict = missing()\ndef unused(")
    (tmp_path / "a.py").write_text(failing)
    verdicts = mark(tmp_path / "a.py", LESSON).verdicts
    wrong = [verdict.told for verdict in verdicts.values() if not verdict]
    assert wrong == ["NameError: name 'missing' is not defined (in line 1 of <module>)"]


def test_a_lesson_in_a_module_of_no_package(tmp_path: Path) -> None:
    made = [replace(made, module="pathlib") for made in LESSON.exercises[:1]]
    (tmp_path / "a.py").write_text("x = 1")
    assert mark(tmp_path / "a.py", Lesson("98", "Mine", made)).notes == []


def test_submissions_in_folders_of_folders_but_no_checkpoints(tmp_path: Path) -> None:
    for folder in ("ada/01", ".ipynb_checkpoints", "ada/.ipynb_checkpoints"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.ipynb").write_text("{}")
    assert handed_in(tmp_path) == [tmp_path / "ada/01/a.ipynb"]


@pytest.mark.parametrize("name", ["=1", " +1", "＝1", "@a"])
def test_names_are_no_formulas(name: str) -> None:
    verdicts = {made.number: Verdict("right") for made in LESSON.exercises}
    (row,) = csv.DictReader(io.StringIO(table([Marked(name, verdicts)], LESSON)))
    assert row["submission"] == f"'{name}"


def test_the_table_is_a_line_a_submission_and_no_formula(tmp_path: Path) -> None:
    (tmp_path / "=1+2.py").write_text("from nn.course.lesson01 import predict")
    marked = [mark(path, LESSON) for path in handed_in(tmp_path)]
    rows = list(csv.DictReader(io.StringIO(table(marked, LESSON))))
    assert [row["submission"] for row in rows] == ["'=1+2.py"]
    assert (rows[0]["right"], rows[0]["of"]) == ("0", str(RIGHT))
    assert "it names nn.course" in rows[0]["notes"]


@pytest.mark.parametrize("name", ["a.txt", ".hidden.md"])
def test_other_files_are_no_submissions(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("")
    assert handed_in(tmp_path) == []
