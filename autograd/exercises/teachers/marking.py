"""Submissions marked: each in a process of its own, with limits, and a table of what came of it.

Read ``autograd/exercises/__main__.py`` next.
"""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from autograd.errors import FileFormatError
from autograd.exercises.lessons.exercise import Exercise, Lesson
from autograd.exercises.submission import Submission
from autograd.exercises.teachers.reading import Statement, definitions, pieces
from autograd.exercises.verdict import Verdict, one_line

__all__ = ["Marked", "handed_in", "mark", "mark_all", "table"]

_SUSPECT = ("exercises.lessons", "exercises.solution")
#: a statement that fails is the answer of the names that it was to bind, and of no other
_BEGINNING = """from __future__ import annotations
def _run(source, names):
    try:
        exec(source, globals())
    except BaseException as raised:
        for name in names:
            globals().setdefault(name, raised)
"""


@dataclass
class Marked:
    """What came of one submission: a verdict for each exercise, and notes for the teacher."""

    name: str
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def handed_in(folder: Path) -> list[Path]:
    """The submissions in a folder and the folders in it: notebooks and Python files, none hidden.

    A notebook's ``.ipynb_checkpoints`` hold its copies.
    """
    found = [p for p in folder.rglob("*") if p.suffix in (".ipynb", ".py") and p.is_file()]
    return sorted(p for p in found if not any(x[0] == "." for x in p.relative_to(folder).parts))


def mark(
    path: Path, lesson: Lesson, name: str = "", *, seconds: float = 20.0, megabytes: int = 1024
) -> Marked:
    """Mark one file by a lesson's exercises.

    Only its definitions are run, after those of the lesson: in a process of its own, which may
    take so many ``seconds`` and ``megabytes``. Raises ``OSError`` where there can be none.
    """
    marked = Marked(name or path.name)
    modules = sorted({made.module for made in lesson.exercises})
    given = {module: _given(module) for module in modules}
    known = {name for names in given.values() for name in names}
    found: list[Statement] = []
    try:
        wanted = [made.name for made in lesson.exercises]
        found, marked.notes = definitions(pieces(path), wanted, known)
    except (FileFormatError, OSError, UnicodeDecodeError, SyntaxError) as error:
        marked.notes = [one_line(f"it cannot be read: {error}")]
    homes = {module.rpartition(".")[0] or module for module in modules}  # where solutions are
    text = "\n".join(statement.source for statement in found)
    marked.notes += [f"it names {word}" for word in sorted({*homes, *_SUSPECT}) if word in text]
    imports = [f"from {m} import {', '.join(names)}" for m, names in given.items() if names]
    runs = [f"_run({one.source!r}, {sorted(one.binds)!r})" for one in found]
    whole = "\n".join([_BEGINNING, *imports, *runs])
    limits = {"seconds": seconds, "megabytes": megabytes}
    with Submission(whole, modules=modules, **limits) as submission:  # type: ignore[arg-type]
        for made in lesson.exercises:
            marked.verdicts[made.number] = made.judge(submission[made.name])[0]
    return marked


def _given(module: str) -> list[str]:
    """The names of what a lesson's module defines beside its exercises."""
    return sorted(
        name
        for name, x in vars(sys.modules[module]).items()
        if not name.startswith("_")
        and not isinstance(x, (Exercise, Lesson))
        and name.isidentifier()
    )


def mark_all(paths: Sequence[Path], lesson: Lesson, folder: Path, **limits: float) -> list[Marked]:
    """Mark all these files, a few at a time; in the order of the files."""

    def one(path: Path) -> Marked:
        return mark(path, lesson, path.relative_to(folder).as_posix(), **limits)  # type: ignore[arg-type]

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(one, paths))


def table(marked: Sequence[Marked], lesson: Lesson) -> str:
    """The results as CSV: a line a submission, with how many are right and each verdict."""
    numbers = [made.number for made in lesson.exercises]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(["submission", "right", "of", *numbers, "notes"])
    for one in marked:
        verdicts = [one.verdicts[number] for number in numbers]
        right = sum(map(bool, verdicts))
        told = [_plain(_told(verdict)) for verdict in verdicts]
        notes = _plain("; ".join(one.notes))
        writer.writerow([_plain(one.name), right, len(numbers), *told, notes])
    return written.getvalue()


def _told(verdict: Verdict) -> str:
    what = verdict.slip or verdict.told
    return f"{verdict.status}: {what}" if verdict.status == "wrong" and what else verdict.status


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula, though it drops blanks or width."""
    line = one_line(text)
    return f"'{line}" if line.lstrip().startswith(tuple("=+-@＝＋－＠")) else line
