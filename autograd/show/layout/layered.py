"""A layout in columns from left to right, for machines and pages without Graphviz.

As Sugiyama, Tagawa and Toda do it (1981): columns by the longest way from a source; things in a
column ordered by the middle of their neighbours; then moved towards these as far as there is room.
What has to keep its order, such as the neurons of a layer, keeps it.

Read ``autograd/show/drawing/svg.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple

__all__ = ["Arrow", "Level", "Size", "layered"]

Size = tuple[float, float]
#: pixels between two columns, and between two things in one
GAPS = (46.0, 16.0)
_SWEEPS = 8


class Arrow(NamedTuple):
    """From one thing to another; ``shift`` says how far from the middle of its side it enters.

    ``room`` is the width of what is written before its head.
    """

    tail: str
    head: str
    shift: float = 0.0
    room: float = 0.0


class Level(NamedTuple):
    """The size of the whole, the centre of each thing, and a curve for each arrow.

    A curve is x, y, x, y, …: a start, and three points for each piece, as in SVG's ``C``.
    """

    size: Size
    at: dict[str, tuple[float, float]]
    curves: list[list[float]]


def layered(
    sizes: Mapping[str, Size],
    arrows: Sequence[Arrow],
    groups: Iterable[Sequence[str]] = (),
) -> Level:
    """Place things of these sizes; those of one of the ``groups`` keep its order.

    >>> level = layered({"a": (10, 10), "b": (10, 10), "c": (10, 10)}, [Arrow("a", "c")])
    >>> level.size, level.at["a"], level.at["c"]
    ((66.0, 36.0), (5.0, 5.0), (61.0, 5.0))
    """
    columns, links, ways = _columns(sizes, arrows)
    neighbours = _neighbours(links)
    for sweep in range(_SWEEPS):
        _sort(columns[:: -1 if sweep % 2 else 1], neighbours, list(groups))
    high = {key: sizes[key][1] if key in sizes else 0.0 for column in columns for key in column}
    y = _heights(columns, neighbours, high, GAPS[1])
    room: dict[str, float] = {}
    for arrow in arrows:
        room[arrow.head] = max(room.get(arrow.head, 0.0), arrow.room)
    x, wide = _widths(columns, sizes, GAPS[0], room)
    top = min((y[key] - high[key] / 2 for key in sizes), default=0.0)
    bottom = max((y[key] + high[key] / 2 for key in sizes), default=0.0)
    at = {key: (x[key], y[key] - top) for column in columns for key in column}
    curves = [_curve(arrow, way, at, sizes) for arrow, way in zip(arrows, ways)]
    return Level((wide, bottom - top), {key: at[key] for key in sizes}, curves)


# --- columns ---


def _columns(
    sizes: Mapping[str, Size], arrows: Sequence[Arrow]
) -> tuple[list[list[str]], list[tuple[str, str]], list[list[str]]]:
    """What stands in each column, the links between neighbouring ones, and each arrow's way.

    Where an arrow passes a column, there is a place for it, a thing without a size.
    """
    rank = _ranks(sizes, arrows)
    columns: list[list[str]] = [[] for _ in range(max(rank.values(), default=-1) + 1)]
    for key in sizes:
        columns[rank[key]].append(key)
    links: list[tuple[str, str]] = []
    ways: list[list[str]] = []
    for i, (tail, head, *_) in enumerate(arrows):
        passed = [f"{i}:{k}" for k in range(rank[tail] + 1, rank[head])]
        for k, key in enumerate(passed, rank[tail] + 1):
            columns[k].append(key)
        ways.append(passed)
        if rank[tail] < rank[head]:
            links += pairwise([tail, *passed, head])
    return columns, links, ways


def _ranks(sizes: Mapping[str, Size], arrows: Sequence[Arrow]) -> dict[str, int]:
    """The column of each thing; of a circle, as closed boxes may make, one arrow leads back."""
    after: dict[str, list[str]] = {key: [] for key in sizes}
    waits = dict.fromkeys(sizes, 0)
    for tail, head, *_ in arrows:
        after[tail].append(head)
        waits[head] += 1
    sources = [key for key, many in waits.items() if not many]
    rank, left, ready = dict.fromkeys(sizes, 0), dict.fromkeys(sizes), sources[::-1]
    while left:
        key = ready.pop() if ready else next(iter(left))
        del left[key]
        for head in after[key]:
            if head in left:
                rank[head] = max(rank[head], rank[key] + 1)
                waits[head] -= 1
                if not waits[head]:
                    ready.append(head)
    for key in sources:  # beside what they are for
        rank[key] = max(min((rank[head] for head in after[key]), default=1) - 1, 0)
    return rank


# --- order ---


def _neighbours(links: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tail, head in links:
        found.setdefault(tail, []).append(head)
        found.setdefault(head, []).append(tail)
    return found


def _sort(
    columns: Sequence[list[str]],
    neighbours: Mapping[str, list[str]],
    groups: Sequence[Sequence[str]],
) -> None:
    """Each column by the middle of its neighbours in the one before it."""
    before: dict[str, float] = {}
    for column in columns:
        spots = {key: (i + 0.5) / len(column) for i, key in enumerate(column)}
        wish = {
            key: fmean([before[o] for o in neighbours.get(key, ()) if o in before] or [spot])
            for key, spot in spots.items()
        }
        column.sort(key=wish.__getitem__)
        for group in groups:
            _keep(column, group)
        before = {key: (i + 0.5) / len(column) for i, key in enumerate(column)}


def _keep(column: list[str], group: Sequence[str]) -> None:
    """Those of a group in its order, in the places that they have."""
    inside = set(column)
    ordered = [key for key in group if key in inside]
    members = set(ordered)
    for i, key in zip([i for i, key in enumerate(column) if key in members], ordered):
        column[i] = key


# --- places ---


def _heights(
    columns: Sequence[Sequence[str]],
    neighbours: Mapping[str, list[str]],
    high: Mapping[str, float],
    gap: float,
) -> dict[str, float]:
    """The middle of each thing, as near to its neighbours' as its column allows."""
    y: dict[str, float] = {}
    for column in columns:
        y |= _settled(column, lambda key: 0.0, high, gap)
    for sweep in range(_SWEEPS):
        for column in columns[:: -1 if sweep % 2 else 1]:
            wish = {k: fmean([y[o] for o in neighbours.get(k, ())] or [y[k]]) for k in column}
            y |= _settled(column, wish.__getitem__, high, gap)
    return y


def _settled(
    column: Sequence[str], wish: Callable[[str], float], high: Mapping[str, float], gap: float
) -> dict[str, float]:
    """The places nearest to the wished ones that overlap nowhere, by pooling of neighbours."""
    offsets, offset, last = [], 0.0, None
    for key in column:
        if last is not None:
            offset += (high[last] + high[key]) / 2 + gap
        offsets.append(offset)
        last = key
    pools: list[tuple[float, int]] = []  # mean, number of things
    for key, offset in zip(column, offsets):
        mean, many = wish(key) - offset, 1
        while pools and pools[-1][0] >= mean:
            other, others = pools.pop()
            mean, many = (mean * many + other * others) / (many + others), many + others
        pools.append((mean, many))
    means = [mean for mean, many in pools for _ in range(many)]
    return {key: mean + offset for key, mean, offset in zip(column, means, offsets)}


def _widths(
    columns: Sequence[Sequence[str]],
    sizes: Mapping[str, Size],
    gap: float,
    room: Mapping[str, float],
) -> tuple[dict[str, float], float]:
    """The middle of each thing, and the width of the whole."""
    x: dict[str, float] = {}
    left = -gap
    for column in columns:
        left += gap + max((room.get(key, 0.0) for key in column), default=0.0)
        wide = max((sizes[key][0] for key in column if key in sizes), default=0.0)
        x |= dict.fromkeys(column, left + wide / 2)
        left += wide
    return x, max(left, 0.0)


def _curve(
    arrow: Arrow,
    way: Sequence[str],
    at: Mapping[str, tuple[float, float]],
    sizes: Mapping[str, Size],
) -> list[float]:
    """From the right side of the tail through the places on the way to the head's left side."""
    (x, y), (u, v) = at[arrow.tail], at[arrow.head]
    start = (x + sizes[arrow.tail][0] / 2, y)
    end = (u - sizes[arrow.head][0] / 2, v + arrow.shift)
    found = [*start]
    for (x, y), (u, v) in pairwise([start, *(at[key] for key in way), end]):
        bend = max((u - x) / 2, 20.0 if u <= x else 0.0)
        found += [x + bend, y, u - bend, v, u, v]
    return [round(number, 1) for number in found]
