"""What somebody has solved so far: kept in a file of one's own, shown as a table.

Read ``course.py`` next.
"""

from __future__ import annotations

import html
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograd.errors import FileFormatError
from autograd.exercises.lessons.catalogue import lessons
from autograd.files import read_json, write_json

__all__ = ["Progress", "keep", "kept", "place", "progress"]

FORMAT = "autograd course progress"


@dataclass(frozen=True)
class Progress:
    """How far one is: for each lesson the exercises that are solved, tried, or not begun.

    ``rows`` has number, title, and a mark for each exercise: "x" solved, "~" tried, "." not yet.

    >>> Progress((("01", "Graphs", "x~."), ("02", "Value", "..")))
    01  Graphs  x~.
    02  Value   ..
    1 of 5 solved (x), ~ tried, . not yet
    """

    rows: tuple[tuple[str, str, str], ...]

    def __repr__(self) -> str:
        wide = max((len(title) for _, title, _ in self.rows), default=0)
        solved = sum(marks.count("x") for *_, marks in self.rows)
        lines = [f"{number}  {title:{wide}}  {marks}" for number, title, marks in self.rows]
        many = sum(len(marks) for *_, marks in self.rows)
        return "\n".join([*lines, f"{solved} of {many} solved (x), ~ tried, . not yet"])

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(repr(self))}</pre>"


def place() -> Path | None:
    """The file: ``AUTOGRAD_COURSE``, which may be empty for none, or the user's folder of data."""
    named = os.environ.get("AUTOGRAD_COURSE")
    if named is not None:
        return Path(named) if named else None
    default = {"win32": "~/AppData/Local", "darwin": "~/Library/Application Support"}
    folder = os.environ.get("XDG_DATA_HOME") or default.get(sys.platform, "~/.local/share")
    return Path(folder).expanduser() / "autograd" / "course.json"


def kept() -> dict[str, str]:
    """Exercise -> "right" or "wrong", as the file has it; nothing where there is none.

    Raises ``FileFormatError`` for a file that is damaged or another's.
    """
    path = place()
    if path is None or not path.exists():
        return {}
    try:
        found = read_json(path)
    except FileFormatError as error:
        raise FileFormatError(f"{error}; move it away, and progress begins anew") from None
    exercises = found.get("exercises") if isinstance(found, Mapping) else None
    if not isinstance(exercises, Mapping) or found.get("format") != FORMAT:
        raise FileFormatError(f"{path} is no file of a course's progress: move it away")
    return {str(k): str(v) for k, v in exercises.items()}


def keep(number: str, status: str) -> None:
    """Write down how an exercise went; what was right once stays right.

    Where nothing can be written nothing is kept: a check says what it has to say all the same.
    """
    path = place()
    if path is None:
        return
    with suppress(OSError, FileFormatError, ValueError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(path.parent):
            before = kept()
            if before.get(number) in ("right", status):
                return
            data: dict[str, Any] = {"format": FORMAT, "exercises": {**before, number: status}}
            write_json(path, data)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let no other notebook write between what is read here and what is written, if it can be."""
    opened = None
    with suppress(ImportError, OSError):  # Windows has no such locks, nor have some disks
        import fcntl

        opened = os.open(folder, os.O_RDONLY)
        fcntl.flock(opened, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if opened is not None:
            os.close(opened)


def progress() -> Progress:
    """How far one is in the course.

    Raises ``FileFormatError`` for a damaged file of progress.

    >>> [title for number, title, marks in progress().rows if number == "01"]
    ['Graphs and the chain rule']
    """
    found = kept()
    marks = {"right": "x", "wrong": "~"}
    return Progress(
        tuple(
            (
                lesson.number,
                lesson.title,
                "".join(marks.get(found.get(made.number, ""), ".") for made in lesson.exercises),
            )
            for lesson in lessons()
        )
    )
