"""``check_chosen``: an answer that is the student's own choice, judged by what must hold of it.

There is no one right answer to compare with: a row of the table, a layer, a way to split data. So a
question measures the answer, where it lives, and the numbers are judged here, one by one.

Read ``lines.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from inspect import isfunction
from typing import Any

from autograd.exercises.asking import asked, called, careful
from autograd.exercises.verdict import Verdict, answered, filled_in, stop
from autograd.exercises.witness import note

__all__ = ["check_chosen"]

#: what must hold, and a function that says of the measures where it does not; empty where it does
Held = tuple[str, Callable[[Any], str]]


@answered
def check_chosen(
    measure: Callable[..., Any], answer: Any, holds: Sequence[Held], *, hint: str = ""
) -> Verdict:
    """Check what a student chose, by properties in place of one solution.

    ``measure(answer)``, a function of a module, returns numbers and texts in lists and dicts;
    each of ``holds`` is a name and a function that takes them and says what is wrong, or an empty
    text. The first that fails is told, and by its name one slip is told from another.

    >>> def measure(f): return [f(x) for x in (-1.0, 0.0, 1.0)]
    >>> def bends(y): return "three points on a line" if y[0] + y[2] == 2 * y[1] else ""
    >>> check_chosen(measure, lambda x: 3 * x, holds=[("it bends", bends)])
    wrong: it bends: three points on a line
    >>> check_chosen(measure, lambda x: x * x, holds=[("it bends", bends)])
    right: it bends
    """
    found = asked(partial(_measured, measure), answer, hint=hint)
    for name, missed in holds:
        with careful(name, hint):
            told = missed(found)
        if told:
            note(name)
            stop(f"{name}: {told}", hint)
    return Verdict("right", "; ".join(name for name, _ in holds))


def _measured(measure: Callable[..., Any], answer: Any) -> Any:
    """What is measured where the answer lives; a starter inside of it ends the check, too."""
    for part in _parts(answer):
        filled_in(part)
    return measure(partial(called, answer) if isfunction(answer) else answer)


def _parts(answer: Any) -> list[Any]:
    """The answer and, of tuples and lists, what stands in them."""
    if type(answer) not in (tuple, list):
        return [answer]
    return [answer, *(part for inner in answer[:100] for part in _parts(inner))]
