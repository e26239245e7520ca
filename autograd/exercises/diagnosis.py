"""What kind of slip it is, by the numbers alone: sign, factor, transpose, order, one entry.

``diagnose`` looks at the pairs of numbers that were wanted and given, at all points together, entry
by entry. It says nothing rather than something doubtful. Read ``pointwise.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from autograd.exercises.compare import short
from autograd.exercises.near import close, same

__all__ = ["Pairs", "diagnose"]

Numbers = Mapping[str, float]
Pairs = Sequence[tuple[Numbers, Numbers]]
#: (wanted, given) of one entry at all points
Column = list[tuple[float, float]]

_FACTORS = {
    2.0: "twice what it should be: is there a 2 too many, or a ½ too few?",
    0.5: "half of what it should be: is a factor 2 missing?",
}


def diagnose(pairs: Pairs) -> str:
    """One sentence on how all answers are off, or an empty text.

    >>> diagnose([({"": 4.0}, {"": 2.0}), ({"": 6.0}, {"": 3.0})])
    'Every answer is half of what it should be: is a factor 2 missing?'
    >>> diagnose([({"[0]": 1.0, "[1]": 2.0}, {"[0]": 1.0, "[1]": -2.0})])
    'Entry [1] has the wrong sign. The rest is right.'
    """
    if any(not math.isfinite(x) for pair in pairs for numbers in pair for x in numbers.values()):
        return ""
    if sentence := _transposed(pairs):
        return sentence
    if any(wanted.keys() != given.keys() for wanted, given in pairs):
        return ""
    columns = _columns(pairs)
    off = {path: column for path, column in columns.items() if not _agrees(column)}
    if not off:
        return ""
    everything = [pair for column in columns.values() for pair in column]
    if told := _of_all(everything, len(columns)):
        return f"Every answer {told}"
    return _exchanged(off) or _of_some(off, len(columns))


def _of_all(column: Column, entries: int) -> str:
    """How a column of at least two numbers is off, by one rule for all of them."""
    factor = _factor(column)
    if factor is not None:
        return _by_factor(factor, entries)
    moved = [given - wanted for wanted, given in column]
    if len(column) > 1 and moved[0] and all(close(moved[0], x, 1e-9) for x in moved):
        return f"is {short(abs(moved[0]))} too {'large' if moved[0] > 0 else 'small'}."
    return ""


def _of_some(off: Mapping[str, Column], entries: int) -> str:
    """Some entries are right: what is the matter with the others."""
    if len(off) == entries > 1 or entries == 1:
        return ""
    several = len(off) > 1
    names = "Entries" if several else "Entry"
    listed = " and ".join(off) if len(off) <= 3 else f"{', '.join(list(off)[:3])} and others"
    whole = [pair for column in off.values() for pair in column]
    if all(given == 0.0 for _, given in whole):
        return f"{names} {listed} {'are' if several else 'is'} 0. The rest is right."
    factor = _factor(whole)
    told = _by_factor(factor, entries) if factor is not None else "is wrong."
    if several:
        told = told.replace("has the", "have the").replace("is ", "are ", 1)
    return f"{names} {listed} {told} The rest is right."


def _by_factor(factor: float, entries: int) -> str:
    if close(-1.0, factor, 1e-9):
        return "has the wrong sign."
    for known, told in _FACTORS.items():
        if close(known, factor, 1e-9):
            return f"is {told}"
    if entries > 2 and (close(entries, factor, 1e-9) or close(1 / entries, factor, 1e-9)):
        if factor > 1:
            return f"is {entries} times what it should be: a sum where a mean is meant?"
        return f"is 1/{entries} of what it should be: a mean where a sum is meant?"
    return f"is {short(factor)} times what it should be."


def _factor(column: Column) -> float | None:
    """The one factor between what was wanted and what was given; None if there is none."""
    ratios = [given / wanted if wanted else math.inf for wanted, given in column if wanted or given]
    if not ratios or not all(close(ratios[0], ratio, 1e-9) for ratio in ratios):
        return None
    if len(ratios) == 1 and ratios[0] not in (-1.0, *_FACTORS):
        return None  # any two numbers have some factor
    telling = 1e-3 < abs(ratios[0]) < 1e3  # else rounding, or two things unlike each other
    return ratios[0] if telling else None


def _exchanged(off: Mapping[str, Column]) -> str:
    """Two entries that stand in each other's place, or all of them in the opposite order."""
    given = {path: [g for _, g in column] for path, column in off.items()}
    wanted = {path: [w for w, _ in column] for path, column in off.items()}
    if len(off) == 2:
        (one, other) = off
        if _all_close(wanted[one], given[other]) and _all_close(wanted[other], given[one]):
            return f"Entries {one} and {other} have changed places."
    backwards = dict(zip(off, reversed(list(given.values()))))
    if len(off) > 2 and all(_all_close(wanted[path], backwards[path]) for path in off):
        return "The order is turned around: the first entry stands last."
    return ""


def _transposed(pairs: Pairs) -> str:
    """The transpose at every point, which a symmetric matrix is of itself."""
    turned = [(_turned(wanted), given) for wanted, given in pairs]
    if not all(wanted and same(wanted, given) for wanted, given in turned):
        return ""
    if all(same(wanted, given) for wanted, given in pairs):
        return ""
    return "This is the transpose: rows are outputs, columns inputs."


def _turned(matrix: Numbers) -> dict[str, float]:
    """The same numbers with the first two indices exchanged; empty unless all have two."""
    indices = [path[1:-1].split("][") for path in matrix]
    if any(len(pair) != 2 or not all(map(str.isdecimal, pair)) for pair in indices):
        return {}
    turned = {(int(j), int(i)): x for (i, j), x in zip(indices, matrix.values())}
    return {f"[{i}][{j}]": turned[i, j] for i, j in sorted(turned)}


def _columns(pairs: Pairs) -> dict[str, Column]:
    """The pairs of numbers by entry; entries that not every point has are left out."""
    return {
        path: [(wanted[path], given[path]) for wanted, given in pairs]
        for path in pairs[0][0]
        if all(path in wanted for wanted, _ in pairs)
    }


def _agrees(column: Column) -> bool:
    return all(close(wanted, given) for wanted, given in column)


def _all_close(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(close(x, y) for x, y in zip(one, other))
