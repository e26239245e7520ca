"""Lessons as graders want them: what is cut out holds the solution, and nothing else does."""

import ast
import json
import re
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from autograd.exercises.lessons.catalogue import exercise, lessons
from autograd.exercises.teachers.notebooks import CHECK, FORMS, exported
from autograd.exercises.teachers.reading import definitions, pieces

NOTEBOOKS = Path(__file__).parents[4] / "notebooks"
LESSONS = {lesson.number: lesson for lesson in lessons()}
PATHS = [path for path in sorted(NOTEBOOKS.glob("*.ipynb")) if path.name[:2] in LESSONS]
CUT = {
    "nbgrader": r"### BEGIN (SOLUTION|HIDDEN TESTS).*?### END \1",
    "otter": r"# BEGIN (SOLUTION).*?# END \1",
}

each_lesson = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name[:2])
each_form = pytest.mark.parametrize("form", FORMS)


def sources(notebook: dict[str, Any]) -> list[str]:
    return ["".join(cell["source"]) for cell in notebook["cells"]]


@each_form
@each_lesson
def test_what_is_left_for_students_holds_no_solution(path: Path, form: str) -> None:
    whole = exported(json.loads(path.read_text(encoding="utf-8")), form)
    left = "\n".join(re.sub(CUT[form], "", text, flags=re.DOTALL) for text in sources(whole))
    given = path.read_text(encoding="utf-8")
    for made in LESSONS[path.name[:2]].exercises:
        assert f'exercises.course("{made.number}", {made.name})' in left
        body = [line.strip() for line in made.source.splitlines()[1:] if len(line.strip()) > 25]
        shown = [line for line in body if line in left and json.dumps(line)[1:-1] not in given]
        assert len(shown) <= len(body) // 2, (made, shown)


@each_form
@each_lesson
def test_what_is_cut_out_is_right(path: Path, form: str) -> None:
    texts = sources(exported(json.loads(path.read_text(encoding="utf-8")), form))
    kept, _ = definitions(pieces(path), [])
    imports = [one.source for one in kept if isinstance(one.node, (ast.Import, ast.ImportFrom))]
    for made in LESSONS[path.name[:2]].exercises:
        (cell,) = [t for t in texts if "BEGIN SOLUTION\n" in t and _defines(t, made.name)]
        code = "\n".join(line for line in cell.splitlines() if not re.match(r"\s*#", line))
        found = dict(vars(sys.modules[made.module]))
        exec("\n".join([*imports, code]), found)
        assert made.judge(found[made.name])[0]


@each_form
@each_lesson
def test_students_keep_what_the_starter_gives_them(path: Path, form: str) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = sources(notebook)
    left = [re.sub(CUT[form], "", t, flags=re.DOTALL) for t in sources(exported(notebook, form))]
    kept = {re.sub(r"^ *# ?", "", line).strip() for text in left for line in text.splitlines()}
    for starter, check in pairwise(cells):
        if CHECK.fullmatch(check):
            lines = [line.strip() for line in starter.splitlines()]
            begun = [x for x in lines if x and not x.startswith(("raise", "return ...", "#"))]
            assert set(begun) <= kept, check


def test_a_comment_above_the_solutions_first_line_is_cut_out() -> None:
    notebook = json.loads(PATHS[1].read_text(encoding="utf-8"))
    (number, name) = next(m.groups() for m in map(CHECK.fullmatch, sources(notebook)) if m)
    made = replace(exercise(number), source=f"def {name}(x, y):\n    # the trick\n    return x")
    with patch("autograd.exercises.teachers.notebooks.exercise", lambda asked: made):
        (cell,) = [t for t in sources(exported(notebook, "otter")) if "the trick" in t][:1]
    assert "the trick" not in re.sub(CUT["otter"], "", cell, flags=re.DOTALL)


def _defines(text: str, name: str) -> bool:
    return re.search(rf"^(def|class) {name}\b|^{name} = ", text, re.MULTILINE) is not None


def test_hidden_tests_and_outputs() -> None:
    notebook = json.loads(PATHS[0].read_text(encoding="utf-8"))
    before = json.dumps(notebook)
    whole = exported(notebook, "nbgrader")
    assert json.dumps(notebook) == before, "the lesson itself is left as it is"
    assert not any(cell.get("outputs") for cell in whole["cells"])
    graded = [c for c in whole["cells"] if c["metadata"].get("nbgrader", {}).get("grade")]
    assert len(graded) == sum(bool(CHECK.fullmatch(text)) for text in sources(notebook))
    ids = [
        c["metadata"]["nbgrader"]["grade_id"] for c in whole["cells"] if "nbgrader" in c["metadata"]
    ]
    assert len(set(ids)) == len(ids)


def test_otter_adds_no_cell_that_lacks_its_grader() -> None:
    notebook = json.loads(PATHS[0].read_text(encoding="utf-8"))
    settings = sources(exported(notebook, "otter"))[0].splitlines()
    assert {"init_cell: false", "export_cell: false"} <= set(settings)


def test_a_notebook_without_exercises_is_refused() -> None:
    with pytest.raises(ValueError, match="no exercises"):
        exported({"cells": [{"cell_type": "markdown", "source": "# A"}]}, "otter")
