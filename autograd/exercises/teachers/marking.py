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
from autograd.exercises.teachers.reading import definitions, pieces
from autograd.exercises.verdict import Verdict, one_line

__all__ = ["Marked", "handed_in", "mark", "mark_all", "table"]

_SUSPECT = ("exercises.lessons", "exercises.solution")


@dataclass
class Marked:
    """What came of one submission: a verdict for each exercise, and notes for the teacher."""

    name: str
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def handed_in(folder: Path) -> list[Path]:
    """The submissions in a folder and in the folders in it: notebooks and Python files."""
    found = [*folder.glob("*"), *folder.glob("*/*")]
    return sorted(p for p in found if p.suffix in (".ipynb", ".py") and p.is_file())


def mark(
    path: Path, lesson: Lesson, name: str = "", *, seconds: float = 20.0, megabytes: int = 1024
) -> Marked:
    """Mark one file by a lesson's exercises.

    Only its definitions are run, after those of the lesson: in a process of its own, which may
    take so many ``seconds`` and ``megabytes``. Raises ``OSError`` where there can be none.
    """
    marked = Marked(name or path.name)
    wanted = [made.name for made in lesson.exercises]
    try:
        text, marked.notes = definitions(pieces(path), wanted)
    except (FileFormatError, OSError, UnicodeDecodeError) as error:
        marked.notes = [one_line(f"it cannot be read: {error}")]
        text = ""
    modules = sorted({made.module for made in lesson.exercises})
    homes = {module.rpartition(".")[0] for module in modules}  # where the solutions are
    marked.notes += [f"it names {word}" for word in sorted({*homes, *_SUSPECT}) if word in text]
    whole = "\n".join([*map(_given, modules), text])
    limits = {"seconds": seconds, "megabytes": megabytes}
    with Submission(whole, modules=modules, **limits) as submission:  # type: ignore[arg-type]
        for made in lesson.exercises:
            marked.verdicts[made.number] = made.judge(submission[made.name])[0]
    return marked


def _given(module: str) -> str:
    """An import of what a lesson's module defines beside its exercises."""
    defined = vars(sys.modules[module])
    names = [
        name
        for name, x in defined.items()
        if not name.startswith("_")
        and not isinstance(x, (Exercise, Lesson))
        and name.isidentifier()
    ]
    return f"from {module} import {', '.join(sorted(names))}" if names else ""


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
    """A text that no spreadsheet takes for a formula."""
    line = one_line(text)
    return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line
