"""``python -m autograd.exercises``: lessons for nbgrader and Otter, submissions marked.

Read ``teachers`` for what it does.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from autograd.errors import AutogradError
from autograd.exercises.lessons.catalogue import lessons
from autograd.exercises.lessons.exercise import Lesson
from autograd.exercises.teachers.marking import handed_in, mark_all, table
from autograd.exercises.teachers.notebooks import FORMS, exported
from autograd.files import read_json, write_json, write_whole

PROGRAM = "python -m autograd.exercises"


class Refused(Exception):  # noqa: N818  # why: the sentence that is said
    """What is wrong with what was asked for."""


def main(words: list[str] | None = None) -> int:
    """Run a command; 0 when it is done, 2 for what cannot be."""
    asked = _parser().parse_args(words)
    try:
        asked.run(asked)
    except (Refused, AutogradError, OSError) as error:
        print(f"{PROGRAM}: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"{PROGRAM}: interrupted", file=sys.stderr)
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(PROGRAM, description="For teachers of the course.")
    commands = parser.add_subparsers(required=True, metavar="export | mark")
    export = commands.add_parser("export", help="lessons with solutions in, as a grader wants them")
    for form in FORMS:
        export.add_argument(f"--{form}", type=Path, metavar="DIR", help=f"a folder for {form}")
    export.add_argument(
        "--notebooks", type=Path, default=Path("notebooks"), metavar="DIR", help="the lessons"
    )
    export.add_argument("--lesson", action="append", metavar="05", help="these only")
    export.set_defaults(run=_export)
    mark = commands.add_parser("mark", help="a folder of submissions, into a table")
    mark.add_argument("folder", type=Path, help="notebooks and Python files, or a folder for each")
    mark.add_argument("--lesson", required=True, metavar="05", help="the lesson they answer")
    mark.add_argument("--csv", type=Path, metavar="FILE", help="where to write (else: print)")
    mark.add_argument("--seconds", type=float, default=20.0, help="for each submission (20)")
    mark.add_argument("--megabytes", type=int, default=1024, help="for each submission (1024)")
    mark.set_defaults(run=_mark)
    return parser


def _export(asked: argparse.Namespace) -> None:
    targets = [(form, getattr(asked, form)) for form in FORMS if getattr(asked, form)]
    if not targets:
        raise Refused("name a folder to export to: --nbgrader DIR or --otter DIR")
    numbers = [_lesson(number).number for number in asked.lesson or []]
    known = [lesson.number for lesson in lessons()]
    found = sorted(p for p in asked.notebooks.glob("*.ipynb") if p.name[:2] in (numbers or known))
    if not found:
        raise Refused(
            f"there are no lessons in {asked.notebooks}: name their folder by --notebooks"
        )
    for form, folder in targets:
        for path in found:
            target = folder / ("source" if form == "nbgrader" else ".") / path.stem / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                write_json(target, exported(read_json(path), form))
            except ValueError as error:
                raise Refused(f"{path} was to be exported: {error}") from None
        print(f"{_many(len(found), 'lesson')} for {form} in {folder}")


def _mark(asked: argparse.Namespace) -> None:
    lesson = _lesson(asked.lesson)
    if not asked.folder.is_dir():
        raise Refused(f"{asked.folder} is no folder: give the one that holds the submissions")
    paths = handed_in(asked.folder)
    if not paths:
        raise Refused(f"{asked.folder} holds no submissions: .ipynb or .py, or a folder for each")
    if not 0 < asked.seconds < 3600 or not 64 <= asked.megabytes <= 65536:
        raise Refused("seconds are more than 0 and less than 3600, megabytes from 64 to 65536")
    limits = {"seconds": asked.seconds, "megabytes": asked.megabytes}
    marked = mark_all(paths, lesson, asked.folder, **limits)
    text = table(marked, lesson)
    if asked.csv is None:
        print(text, end="")
        return
    write_whole(asked.csv, text.encode("utf-8"))
    print(f"{_many(len(marked), 'submission')} marked in {asked.csv}")


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _lesson(number: str) -> Lesson:
    found = {lesson.number: lesson for lesson in lessons()}
    if number not in found:
        raise Refused(f"there is no lesson {number!r}; there are {', '.join(found)}")
    return found[number]


if __name__ == "__main__":
    sys.exit(main())
