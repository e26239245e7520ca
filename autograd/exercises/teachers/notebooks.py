"""Lessons as nbgrader and Otter want them: the solution between their marks, a hidden test below.

What is exported is the teacher's side; ``nbgrader generate_assignment`` and ``otter assign`` cut
the solutions and the hidden tests out of what students get. Read ``reading.py`` next.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Callable, Iterator
from typing import Any

from autograd.exercises.lessons.catalogue import exercise
from autograd.exercises.lessons.exercise import Exercise

__all__ = ["CHECK", "FORMS", "exported"]

Cell = dict[str, Any]
#: the cell that hands in an answer
CHECK = re.compile(r'exercises\.course\("([\w.]+)", (\w+)\)\s*')


def exported(notebook: dict[str, Any], form: str) -> dict[str, Any]:
    """A lesson's notebook in another form, "nbgrader" or "otter"; this one is left as it is.

    Raises ``ValueError`` for a notebook without exercises.
    """
    cells = copy.deepcopy(notebook["cells"])
    made: list[Cell] = []
    found = 0
    begin, question = FORMS[form]
    i = 0
    while i < len(cells):
        asked = CHECK.fullmatch(_text(cells[i + 2])) if i + 2 < len(cells) else None
        if asked:
            made += question(exercise(asked[1]), *cells[i : i + 3])
            found += 1
        else:
            made.append(cells[i])
        i += 3 if asked else 1
    if not found:
        raise ValueError('it has no exercises: no cell is exercises.course("…", …)')
    title = re.sub(r"\W+", "-", _text(notebook["cells"][0]).splitlines()[0]).strip("-").lower()
    whole = {**copy.deepcopy(notebook), "cells": [_identified(c, k) for k, c in enumerate(made)]}
    whole["cells"] = [*begin(title), *whole["cells"]]
    for cell in whole["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    return whole


def _identified(cell: Cell, k: int) -> Cell:
    return {**cell, "id": f"cell-{k}"}


def _text(cell: Cell) -> str:
    return "".join(cell["source"])


def _cell(kind: str, source: str, **metadata: Any) -> Cell:
    made: Cell = {"cell_type": kind, "metadata": metadata, "source": source, "id": "cell"}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def _parts(asked: Exercise, starter: str) -> tuple[str, str]:
    """What a student is given of a solution, and what is cut out of it.

    Of a function its first line and, as a comment, the lines that are begun; of anything else
    the starter, as a comment. What the starter defines before stays.
    """
    lines = starter.splitlines()
    given = _function(starter, asked.name)
    solved = _function(asked.source, asked.name)
    if given is None or solved is None or asked.is_value:
        return "\n".join(f"# {line}".rstrip() for line in lines), asked.source
    begun = given.body[0].lineno - 1
    frame = lines[begun : given.end_lineno] if len(given.body) > 1 else []
    commented = [f"    # {line[4:]}".rstrip() for line in frame]
    cut = asked.source.splitlines()[solved.body[0].lineno - 1 :]
    return "\n".join([*lines[:begun], *commented]), "\n".join(cut)


def _function(text: str, name: str) -> ast.FunctionDef | None:
    """The function of this name that a text defines, on lines of its own."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node if node.body[0].lineno > node.lineno else None
    return None


def _marked(asked: Exercise, starter: str, begin: str, end: str) -> str:
    given, cut = _parts(asked, starter)
    indent = cut[: len(cut) - len(cut.lstrip())]
    return f"{given}\n{indent}{begin}\n{cut}\n{indent}{end}"


def _test(asked: Exercise) -> str:
    return f'verdict = exercises.course("{asked.number}", {asked.name})\nassert verdict, verdict'


def _nbgrader(asked: Exercise, task: Cell, starter: Cell, check: Cell) -> Iterator[Cell]:
    common = {"locked": False, "schema_version": 3, "task": False}
    name = f"{asked.name}-{asked.number.replace('.', '-')}"
    answer = common | {"grade": False, "grade_id": name, "solution": True}
    graded = common | {"grade": True, "grade_id": f"{name}-test", "solution": False, "points": 1}
    graded["locked"] = True
    source = _marked(asked, _text(starter), "### BEGIN SOLUTION", "### END SOLUTION")
    hidden = f"### BEGIN HIDDEN TESTS\n{_test(asked)}\n### END HIDDEN TESTS"
    yield task
    yield _cell("code", source, nbgrader=answer)
    yield check
    yield _cell("code", hidden, nbgrader=graded)


def _otter(asked: Exercise, task: Cell, starter: Cell, check: Cell) -> Iterator[Cell]:
    name = f"q{asked.number.replace('.', '_')}"
    yield _cell("raw", f"# BEGIN QUESTION\nname: {name}\npoints: 1")
    yield task
    yield _cell("raw", "# BEGIN SOLUTION")
    yield _cell("code", _marked(asked, _text(starter), "# BEGIN SOLUTION", "# END SOLUTION"))
    yield _cell("raw", "# END SOLUTION")
    yield _cell("raw", "# BEGIN TESTS")
    yield _cell("code", f"# HIDDEN\n{_test(asked)}")
    yield _cell("raw", "# END TESTS")
    yield _cell("raw", "# END QUESTION")
    yield check


def _no_beginning(title: str) -> list[Cell]:
    return []


def _otter_beginning(title: str) -> list[Cell]:
    settings = ["# ASSIGNMENT CONFIG", f"name: {title}", "init_cell: false"]
    settings += ["export_cell: false", "solutions_pdf: false"]  # they would need a grader
    return [_cell("raw", "\n".join(settings))]


#: form -> how a notebook begins, and the cells of a question
FORMS: dict[str, tuple[Callable[[str], list[Cell]], Callable[..., Iterator[Cell]]]] = {
    "nbgrader": (_no_beginning, _nbgrader),
    "otter": (_otter_beginning, _otter),
}
