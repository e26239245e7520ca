"""Numbers of any shape, side by side: where they part, and what the pattern of it suggests.

Read ``answers.py`` next.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograd.exercises.asking import quietly, reading
from autograd.value import Value, number

__all__ = ["TOLERANCE", "answer_numbers", "difference", "numbers", "pattern", "place", "short"]

TOLERANCE = 1e-6


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
        return numbers(got)


def difference(
    expected: Mapping[str, float], got: Mapping[str, float], tolerance: float = TOLERANCE
) -> str:
    """The first place where two sets of numbers part, in words; empty where they agree.

    >>> difference({"[0]": 1.0, "[1]": 2.0}, {"[0]": 1.0, "[1]": 2.5})
    'entry [1]: expected 2, got 2.5'
    """
    if expected.keys() != got.keys():
        return f"expected {_shape(expected)}, got {_shape(got)}"
    for path, wanted in expected.items():
        if not close(wanted, got[path], tolerance):
            entry = f"entry {path}: " if path else ""
            return f"{entry}expected {short(wanted)}, got {short(got[path], unlike=wanted)}"
    return ""


def close(expected: float, got: float, tolerance: float) -> bool:
    """Equal up to ``tolerance`` times (1 + |expected|); nan agrees with nan."""
    if not (math.isfinite(expected) and math.isfinite(got)):
        return expected == got or (math.isnan(expected) and math.isnan(got))
    return abs(expected - got) <= tolerance * (1.0 + abs(expected))


def pattern(pairs: Sequence[tuple[Mapping[str, float], Mapping[str, float]]]) -> str:
    """A sentence if all answers are off in the same way: the sign, a factor, the transpose.

    >>> pattern([({"": 4.0}, {"": 2.0}), ({"": 6.0}, {"": 3.0})])
    'Every answer is 0.5 times what it should be.'
    """
    if all(_transposed(expected) == dict(got) != dict(expected) for expected, got in pairs):
        return "This is the transpose: rows are outputs, columns inputs."
    if any(expected.keys() != got.keys() for expected, got in pairs):
        return ""
    both = [(w, got[path]) for expected, got in pairs for path, w in expected.items()]
    if any(not math.isfinite(w) or not math.isfinite(g) for w, g in both):
        return ""
    ratios = [g / w if w else math.inf for w, g in both if w or g]
    if len(ratios) < 2 or not all(close(ratios[0], ratio, 1e-9) for ratio in ratios):
        return ""
    if ratios[0] == 0.0 or not math.isfinite(ratios[0]):
        return ""
    if close(-1.0, ratios[0], 1e-9):
        return "Every answer has the wrong sign."
    return f"Every answer is {short(ratios[0])} times what it should be."


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


def _shape(found: Mapping[str, float]) -> str:
    if list(found) == [""]:
        return "one number"
    entries = list(found)
    ends = f" ({' … '.join([entries[0], *entries[1:][-1:]])})" if entries else ""
    return f"{len(entries)} number{'' if len(entries) == 1 else 's'}{ends}"


def _transposed(matrix: Mapping[str, float]) -> dict[str, float]:
    """The same numbers with the first two indices exchanged; empty unless all have two."""
    pairs = [path[1:-1].split("][") for path in matrix]
    if any(len(pair) != 2 or not all(map(str.isdecimal, pair)) for pair in pairs):
        return {}
    turned = {(int(j), int(i)): x for (i, j), x in zip(pairs, matrix.values())}
    return {f"[{i}][{j}]": turned[i, j] for i, j in sorted(turned)}
