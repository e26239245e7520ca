"""Which lessons there are: those that installed packages offer. Read ``tries.py`` next."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from autograd.exercises.lessons.exercise import Exercise, Lesson

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["exercise", "lessons"]

GROUP = "chainrule.lessons"


@cache
def lessons() -> tuple[Lesson, ...]:
    """The lessons of all installed packages, by number.

    A package offers a sequence of them under the entry point ``chainrule.lessons``. Raises
    ``ValueError`` where two lessons have one number, or what is offered is no lessons.
    """
    from importlib.metadata import entry_points  # takes as long as the rest of the package

    found: dict[str, Lesson] = {}
    for point in entry_points(group=GROUP):
        for lesson in _offered(point):
            if found.setdefault(lesson.number, lesson) is not lesson:
                raise ValueError(f"two lessons are numbered {lesson.number}: one is {point.value}")
    return tuple(found[number] for number in sorted(found))


def _offered(point: EntryPoint) -> Sequence[Lesson]:
    """What a package offers, which anybody may have written."""
    try:
        offered = tuple(point.load())
    except Exception as error:
        raise ValueError(
            f"the lessons {point.value} cannot be loaded: {type(error).__name__}: {error}; "
            "mend or uninstall the package that offers them"
        ) from error
    for lesson in offered:
        if not isinstance(lesson, Lesson) or not isinstance(lesson.number, str):
            raise ValueError(
                f"{point.value} has to be a tuple of Lessons, numbered by texts such as "
                f'Lesson("20", "Squares"); it has {lesson!r:.80}'
            )
    return offered


def exercise(number: str) -> Exercise:
    """The exercise of a number such as "05.2".

    Raises ``ValueError`` where there is none, with the nearest.
    """
    known = {made.number: made for lesson in lessons() for made in lesson.exercises}
    if type(number) is str and number in known:
        return known[number]
    if not known:
        raise ValueError(
            f"exercise {number!r} was asked for, and no installed package offers lessons: "
            "install this one by pip, as its README says"
        )
    near = difflib.get_close_matches(str(number), known, n=1, cutoff=0.5)
    also = f"; did you mean {near[0]!r}?" if near else ""
    raise ValueError(
        f"there is no exercise {number!r}: they are numbered {min(known)} to {max(known)}{also}"
    )
