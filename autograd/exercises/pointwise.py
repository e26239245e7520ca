"""One question at many points: the first answer that is wrong is told, and the others help to say
what is the matter with it.

Read ``answers.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any

from autograd.exercises.compare import answer_numbers, difference
from autograd.exercises.diagnosis import Pairs
from autograd.exercises.near import TOLERANCE
from autograd.exercises.verdict import Stop

__all__ = ["Row", "first_wrong"]

#: a point, the words for it, and the truth there
Row = tuple[tuple[Any, ...], str, Mapping[str, float]]
Numbers = Callable[[Any, str, str], Mapping[str, float]]


def first_wrong(
    question: Callable[..., Any],
    rows: Iterable[Row],
    hint: str,
    tolerance: float = TOLERANCE,
    numbers: Numbers = answer_numbers,
) -> tuple[str, Pairs]:
    """What is wrong at the first point where something is, and (truth, answer) of all points.

    An answer that ends the check itself, by an error or a blank, does so at the first point only;
    behind one that is wrong it ends the search. ``numbers`` reads what an answer gives.

    >>> rows = [((1.0,), "at x = 1", {"": 2.0}), ((3.0,), "at x = 3", {"": 6.0})]
    >>> first_wrong(lambda x, **_: x + 1.0, rows, "")[0]
    'at x = 3: expected 6, got 4'
    """
    pairs: list[tuple[Mapping[str, float], Mapping[str, float]]] = []
    told = ""
    for point, where, wanted in rows:
        try:
            given = question(*deepcopy(point), place=where, hint=hint)  # it may change lists
            pairs.append((wanted, numbers(given, where, hint)))
        except Stop:
            if told:
                break  # what went wrong first is told
            raise
        wrong = difference(*pairs[-1], tolerance)
        told = told or (wrong and f"{where}: {wrong}")
    return told, pairs
