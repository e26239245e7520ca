"""Which column each thing stands in, and in which order: the first two steps of a layout.

A thing's column is the longest way to it from a source. Where an arrow passes a column there is a
place for it, a thing without a size; an arrow that leads back, as closed boxes may make one, has
a place in the columns of its ends as well, beside which it turns.

Read ``heights.py`` next.
"""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple

__all__ = [
    "Arrow",
    "Columns",
    "Near",
    "Size",
    "neighbours",
    "ordered",
    "ranked",
    "sweeps",
    "tangled",
]

Size = tuple[float, float]
_SWEEPS = 8
#: places in columns that a layout goes over in one of its steps, more or less
_PATIENCE = 40_000
#: how much an arrow wants to be straight: from a source, from what is made of others, in passing
_LOOSE, _FIRM, _PASSING = 0.1, 24.0, 24.0


class Arrow(NamedTuple):
    """From one thing to another; ``shift`` says how far from the middle of its side it enters.

    ``room`` is the width of what is written before its head, ``leave`` how far from the middle it
    starts. Those that are ``free`` may change places where they enter the same thing; those that
    are ``straight`` cross the borders of frames on the shortest way.
    """

    tail: str
    head: str
    shift: float = 0.0
    room: float = 0.0
    leave: float = 0.0
    free: bool = False
    straight: bool = False


class Near(NamedTuple):
    """A neighbour: an arrow joins ``own`` below one's middle with ``theirs`` below its middle."""

    key: str
    own: float
    theirs: float
    weight: float


class Columns(NamedTuple):
    """What stands in each column, and the places on each arrow's way, in its direction."""

    columns: list[list[str]]
    ways: list[list[str]]


def ranked(
    sizes: Mapping[str, Size],
    arrows: Sequence[Arrow],
    first: Collection[str] = (),
    last: Collection[str] = (),
) -> Columns:
    """Everything in its column; ``first`` and ``last`` have columns of their own at the ends."""
    rank = _ranks(sizes, arrows)
    if first:
        rank = {key: 0 if key in first else number + 1 for key, number in rank.items()}
    if last:
        end = max(number for key, number in rank.items() if key not in last) + 1
        rank |= dict.fromkeys(last, end)
    columns: list[list[str]] = [[] for _ in range(max(rank.values(), default=-1) + 1)]
    for key in sizes:
        columns[rank[key]].append(key)
    ways: list[list[str]] = []
    for i, (tail, head, *_) in enumerate(arrows):
        passed = range(rank[tail] + 1, rank[head])
        if rank[tail] >= rank[head]:
            passed = range(rank[tail], rank[head] - 1, -1)
        ways.append([f"{i}:{k}" for k in passed])
        for k, key in zip(passed, ways[-1]):
            columns[k].append(key)
    return Columns(columns, ways)


#: columns passed by arrows, all together, beyond which Graphviz takes seconds, and soon minutes
_CROSSED = 400


def tangled(things: Iterable[str], arrows: Sequence[Arrow]) -> bool:
    """Whether Graphviz takes long: it puts a thing of its own where an arrow passes a column.

    >>> tangled("ab", [Arrow("a", "b")])
    False
    """
    rank = _ranks(things, arrows)
    return sum(max(rank[arrow.head] - rank[arrow.tail] - 1, 0) for arrow in arrows) > _CROSSED


def _ranks(sizes: Iterable[str], arrows: Sequence[Arrow]) -> dict[str, int]:
    """The column of each thing; in a circle what is reached first comes first."""
    sizes = list(sizes)
    after: dict[str, list[str]] = {key: [] for key in sizes}
    waits = dict.fromkeys(sizes, 0)
    for tail, head, *_ in arrows:
        after[tail].append(head)
        waits[head] += 1
    sources = [key for key, many in waits.items() if not many]
    rank, left, ready = dict.fromkeys(sizes, 0), dict.fromkeys(sizes), sources[::-1]
    reached: dict[str, None] = {}
    while left:
        key = ready.pop() if ready else next((k for k in reached if k in left), next(iter(left)))
        del left[key]
        for head in after[key]:
            reached[head] = None
            if head in left:
                rank[head] = max(rank[head], rank[key] + 1)
                waits[head] -= 1
                if not waits[head]:
                    ready.append(head)
    for key in sources:  # beside what they are for
        rank[key] = max(min((rank[head] for head in after[key]), default=1) - 1, 0)
    return rank


def neighbours(found: Columns, arrows: Sequence[Arrow]) -> dict[str, list[Near]]:
    """What each thing is joined with in the columns beside its own."""
    made = {arrow.head for arrow in arrows}
    near: dict[str, list[Near]] = {}
    number = {key: k for k, column in enumerate(found.columns) for key in column}
    for arrow, way in zip(arrows, found.ways):
        stations = [arrow.tail, *way, arrow.head]
        for tail, head in pairwise(stations):
            if number[tail] == number[head]:
                continue  # where an arrow that leads back turns
            leave = arrow.leave if tail == arrow.tail else 0.0
            enter = arrow.shift if head == arrow.head and not arrow.free else 0.0
            weight = _FIRM if arrow.tail in made else _LOOSE
            weight = _PASSING if tail in way and head in way else weight
            near.setdefault(tail, []).append(Near(head, leave, enter, weight))
            near.setdefault(head, []).append(Near(tail, enter, leave, weight))
    return near


def sweeps(columns: Sequence[Sequence[str]], most: int) -> int:
    """How often a layout goes over all columns: seldom where there are very many places."""
    return max(min(most, _PATIENCE // max(sum(map(len, columns)), 1)), 2)


# --- order ---


def ordered(
    columns: list[list[str]],
    near: Mapping[str, Sequence[Near]],
    sizes: Mapping[str, Size],
    groups: Iterable[Sequence[str]],
) -> list[list[str]]:
    """Each column by the middle of its neighbours; of all that are tried, with least crossings."""
    kept = [list(group) for group in groups]
    best, least = columns, float("inf")
    for sweep in range(sweeps(columns, _SWEEPS)):
        columns = [[*column] for column in columns]
        _sort(columns[:: -1 if sweep % 2 else 1], near, sizes, kept)
        many = _crossings(columns, near, sizes)
        if many <= least:
            best, least = columns, many
    return best


def _sort(
    columns: Sequence[list[str]],
    near: Mapping[str, Sequence[Near]],
    sizes: Mapping[str, Size],
    groups: Sequence[Sequence[str]],
) -> None:
    """Each column by what it is joined with in the one before it."""
    before: dict[str, tuple[float, float]] = {}
    for column in columns:
        spots = _spots(column, sizes)
        wish = {}
        for key, (spot, _) in spots.items():
            found = [n for n in near.get(key, ()) if n.key in before]
            wish[key] = fmean([_end(before[n.key], n.theirs) for n in found] or [spot])
        column.sort(key=wish.__getitem__)
        for group in groups:
            _keep(column, group)
        before = _spots(column, sizes)


def _spots(column: Sequence[str], sizes: Mapping[str, Size]) -> dict[str, tuple[float, float]]:
    """Where each thing is in its column, from 0 to 1, and how much of that a pixel is."""
    part = 1 / max(len(column), 1)
    return {
        key: ((i + 0.5) * part, part / max(sizes[key][1], 1.0) if key in sizes else 0.0)
        for i, key in enumerate(column)
    }


def _end(spot: tuple[float, float], shift: float) -> float:
    return spot[0] + spot[1] * shift


def _keep(column: list[str], group: Sequence[str]) -> None:
    """Those of a group in its order, in the places that they have."""
    inside = set(column)
    kept = [key for key in group if key in inside]
    members = set(kept)
    for i, key in zip([i for i, key in enumerate(column) if key in members], kept):
        column[i] = key


def _crossings(
    columns: Sequence[Sequence[str]],
    near: Mapping[str, Sequence[Near]],
    sizes: Mapping[str, Size],
) -> int:
    """How often arrows between neighbouring columns cross."""
    many = 0
    for column, after in pairwise(columns):
        here, there = _spots(column, sizes), _spots(after, sizes)
        ends = sorted(
            (_end(here[key], n.own), _end(there[n.key], n.theirs))
            for key in column
            for n in near.get(key, ())
            if n.key in there
        )
        seen: list[float] = []
        for _, end in ends:
            many += len(seen) - bisect(seen, end)
            insort(seen, end)
    return many
