"""Numbers of any shape, side by side, and where they part.

Read ``diagnosis.py`` next.
"""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograd.exercises.asking import quietly, reading
from autograd.exercises.near import TOLERANCE, close
from autograd.exercises.verdict import stop
from autograd.exercises.witness import note
from autograd.value import Value, number

__all__ = ["answer_numbers", "difference", "numbers", "place", "short"]

#: no exercise asks for more; telling where such answers part would take long
MOST_NUMBERS = 10_000


def numbers(x: Any, path: str = "") -> dict[str, float]:
    """Every number in nested lists, arrays or dicts, by the path that leads to it.

    Raises ``OperandError`` for what is no number.

    >>> numbers([[1, 2], Value(3.0)])
    {'[0][0]': 1.0, '[0][1]': 2.0, '[1]': 3.0}
    """
    if isinstance(x, Value):
        return {path: number(x.data)}
    if hasattr(x, "tolist"):  # a NumPy number or array
        return numbers(x.tolist(), path)
    if isinstance(x, Mapping):
        parts = [numbers(v, f"{path}[{k!r}]") for k, v in x.items()]
    elif isinstance(x, (list, tuple)):
        parts = [numbers(v, f"{path}[{i}]") for i, v in enumerate(x)]
    else:
        return {path: number(x)}
    return {key: v for part in parts for key, v in part.items()}


def answer_numbers(got: Any, place: str = "", hint: str = "") -> dict[str, float]:
    """``numbers`` of a student's result, which may be anything: what is none ends the check."""
    with reading(place, hint):
        found = numbers(got)
        if len(found) > MOST_NUMBERS:
            stop(f"{place}{': ' if place else ''}more than {MOST_NUMBERS:,} numbers", hint)
        note(found)
        return found


def difference(
    expected: Mapping[str, float],
    got: Mapping[str, float],
    tolerance: float = TOLERANCE,
    secret: bool = False,
) -> str:
    """The first place where two sets of numbers part, in words; empty where they agree.

    A secret is not told: what was expected is left out.

    >>> difference({"[0]": 1.0, "[1]": 2.0}, {"[0]": 1.0, "[1]": 2.5})
    'entry [1]: expected 2, got 2.5'
    """
    if expected.keys() != got.keys():
        return _parted(expected, got)
    for path, wanted in expected.items():
        if not close(wanted, got[path], tolerance):
            entry = f"entry {path}: " if path else ""
            given = short(got[path], unlike=wanted)
            return (
                f"{entry}{given} is not it"
                if secret
                else f"{entry}expected {short(wanted)}, got {given}"
            )
    return ""


def place(function: Callable[..., Any], arguments: Sequence[Any]) -> str:
    """Where a function was called, in the names of its own parameters: ``at x = 2, y = 3``."""
    names = quietly(lambda f: list(inspect.signature(f).parameters), function) or []
    if len(names) != len(arguments):
        return "at " + ", ".join(map(short, arguments))
    return "at " + ", ".join(f"{name} = {short(x)}" for name, x in zip(names, arguments))


def short(x: Any, unlike: float | None = None) -> str:
    """A number in six digits (all of them if it would else look like ``unlike``), or a list."""
    if isinstance(x, Value):
        return short(x.data)
    if isinstance(x, (list, tuple)):
        return f"[{', '.join(map(short, x))}]"
    if isinstance(x, (int, float)):
        text = f"{x:.6g}"
        return repr(x) if unlike is not None and text == f"{unlike:.6g}" else text
    return short(x.tolist()) if hasattr(x, "tolist") else repr(x)


def _parted(expected: Mapping[str, float], got: Mapping[str, float]) -> str:
    """Which shapes differ: those of one entry, where the whole is neither list nor matrix."""
    wanted, found = _entries(expected), _entries(got)
    if not _regular(expected) and "" not in expected and wanted.keys() == found.keys():
        for entry, part in wanted.items():
            if part.keys() != found[entry].keys():
                return f"entry {entry}: expected {_shape(part)}, got {_shape(found[entry])}"
    return f"expected {_shape(expected)}, got {_shape(got)}"


def _entries(found: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """What stands under each first index."""
    entries: dict[str, dict[str, float]] = {}
    for path, x in found.items():
        first = path[: path.find("]") + 1]
        entries.setdefault(first, {})[path[len(first) :]] = x
    return entries


def _shape(found: Mapping[str, float]) -> str:
    """What kind of thing it is: one number, a list of so many, a matrix by rows and columns."""
    if not found:
        return "an empty list"
    if list(found) == [""]:
        return "one number"
    if sides := _regular(found):
        return _sides(sides)
    listed = ", ".join([path or "a number" for path in found][:3])
    return f"{_many(len(found))}{f' ({listed})' if len(found) <= 3 and listed else ''}"


def _regular(found: Mapping[str, float]) -> list[int]:
    """The sides of a list, a matrix and so on; none of what is ragged or has names."""
    indices = [tuple(re.findall(r"\[([^]]*)\]", path)) for path in found]
    depth = {len(index) for index in indices}
    sides = [len({index[i] for index in indices}) for i in range(min(depth, default=0))]
    even = len(depth) == 1 and math.prod(sides) == len(found) and "'" not in "".join(found)
    return sides if even else []


def _sides(sides: Sequence[int]) -> str:
    if len(sides) == 1:
        return f"a list of {_many(sides[0])}"
    if len(sides) == 2:
        rows, columns = sides
        return f"{rows} row{'' if rows == 1 else 's'} of {_many(columns)}"
    return f"lists of {' × '.join(map(str, sides))} numbers"


def _many(count: int) -> str:
    return f"{count} number{'' if count == 1 else 's'}"
