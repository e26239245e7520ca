"""A layout in columns from left to right, for machines and pages without Graphviz.

As Sugiyama, Tagawa and Toda do it (1981): columns by the longest way from a source; things in a
column ordered by the middle of their neighbours; then moved towards these as far as there is room.
What has to keep its order, such as the neurons of a layer, keeps it.

Read ``nested.py`` next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from autograd.show.layout.columns import Arrow, Size, neighbours, ordered, ranked
from autograd.show.layout.heights import curve, entered, heights

__all__ = ["Arrow", "Level", "Size", "layered"]

Point = tuple[float, float]

#: pixels between two columns, and between two things in one
GAPS = (22.0, 16.0)


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
    first: Collection[str] = (),
    last: Collection[str] = (),
) -> Level:
    """Place things of these sizes; those of one of the ``groups`` keep its order.

    ``first`` and ``last`` have columns of their own at both ends.

    >>> level = layered({"a": (10, 10), "b": (10, 10), "c": (10, 10)}, [Arrow("a", "c")])
    >>> level.size, level.at["a"], level.at["c"]
    ((42.0, 36.0), (5.0, 5.0), (37.0, 5.0))
    """
    found = ranked(sizes, arrows, first, last)
    near = neighbours(found, arrows)
    columns = ordered(found.columns, near, sizes, groups)
    high = {key: sizes[key][1] if key in sizes else 0.0 for column in columns for key in column}
    y = heights(columns, near, high, GAPS[1])
    room: dict[str, float] = {}
    for arrow in arrows:
        room[arrow.head] = max(room.get(arrow.head, 0.0), arrow.room)
    x, wide, sides = _widths(columns, sizes, GAPS[0], room)
    top = min((y[key] - high[key] / 2 for key in high), default=0.0)
    bottom = max((y[key] + high[key] / 2 for key in high), default=0.0)
    at = {key: (x[key], y[key] - top) for key in high}
    shifts = entered(arrows, found.ways, y)
    curves = [
        _curve(arrow._replace(shift=shift), way, at, sizes, sides)
        for arrow, way, shift in zip(arrows, found.ways, shifts)
    ]
    return _with_turns(Level((wide, bottom - top), {key: at[key] for key in sizes}, curves))


def _with_turns(level: Level) -> Level:
    """With room at the sides for arrows that turn there."""
    left = min([0.0, *(min(points[::2]) for points in level.curves)])
    right = max([level.size[0], *(max(points[::2]) for points in level.curves)])
    moved = [[n - left * (i % 2 == 0) for i, n in enumerate(points)] for points in level.curves]
    at = {key: (x - left, y) for key, (x, y) in level.at.items()}
    return Level((right - left, level.size[1]), at, moved)


def _curve(
    arrow: Arrow,
    way: Sequence[str],
    at: Mapping[str, Point],
    sizes: Mapping[str, Size],
    sides: Mapping[str, Size],
) -> list[float]:
    """From the right side of the tail to the left side of the head."""
    (x, y), (u, v) = at[arrow.tail], at[arrow.head]
    start = x + sizes[arrow.tail][0] / 2, y + arrow.leave
    end = u - sizes[arrow.head][0] / 2, v + arrow.shift
    inner = [(*sides[key], at[key][1]) for key in way]
    passed = [(*sides[arrow.tail], start[1]), *inner, (*sides[arrow.head], end[1])]
    return curve(start, _past(start, passed, (end[0] - arrow.room, end[1])), end, arrow.room)


def _past(start: Point, passed: Sequence[tuple[float, float, float]], end: Point) -> list[Point]:
    """The points at the sides of the columns that an arrow passes: left, right, and how high.

    In its own column it passes what is wider than its ends.
    """
    forth, out, into = start[0] < end[0], passed[0][1], passed[-1][0]
    inner = [
        (x, y) for left, right, y in passed[1:-1] for x in ((left, right)[:: 1 if forth else -1])
    ]
    found = dict.fromkeys([(out, start[1]), *inner, (into, end[1])])
    if forth:
        return [(x, y) for x, y in found if start[0] + 1 < x < end[0] - 1]
    return [place for place in found if place not in (start, end)]


def _widths(
    columns: Sequence[Sequence[str]],
    sizes: Mapping[str, Size],
    gap: float,
    room: Mapping[str, float],
) -> tuple[dict[str, float], float, dict[str, Size]]:
    """The middle of each thing, the width of the whole, and the sides of the thing's column."""
    x: dict[str, float] = {}
    sides: dict[str, Size] = {}
    left, before = 0.0, None
    for column in columns:
        wide = max((sizes[key][0] for key in column if key in sizes), default=0.0)
        if before is not None:
            left += gap if wide and before else gap / 2  # less beside doors, which have no width
        left += max((room.get(key, 0.0) for key in column), default=0.0)
        x |= dict.fromkeys(column, left + wide / 2)
        sides |= dict.fromkeys(column, (left, left + wide))
        left, before = left + wide, wide
    return x, left, sides
