"""Lessons as graders want them: what is cut out holds the solution, and nothing else does."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from autograd.exercises.lessons.catalogue import lessons
from autograd.exercises.teachers.notebooks import CHECK, FORMS, exported

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
    for exercise in LESSONS[path.name[:2]].exercises:
        assert f'exercises.course("{exercise.number}", {exercise.name})' in left
        body = [line.strip() for line in exercise.source.splitlines()[1:] if len(line.strip()) > 25]
        shown = [line for line in body if line in left]
        assert len(shown) <= len(body) // 2, (exercise, shown)


@each_form
@each_lesson
def test_what_is_cut_out_is_right(path: Path, form: str) -> None:
    texts = sources(exported(json.loads(path.read_text(encoding="utf-8")), form))
    for exercise in LESSONS[path.name[:2]].exercises:
        (cell,) = [t for t in texts if "BEGIN SOLUTION\n" in t and _defines(t, exercise.name)]
        code = "\n".join(line for line in cell.splitlines() if not re.match(r"\s*#", line))
        given = f"from {exercise.module} import *\n"
        found: dict[str, Any] = {"__name__": exercise.module}
        exec(given + code, found)
        assert exercise.judge(found[exercise.name])[0]


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


def test_a_notebook_without_exercises_is_refused() -> None:
    with pytest.raises(ValueError, match="no exercises"):
        exported({"cells": [{"cell_type": "markdown", "source": "# A"}]}, "otter")
