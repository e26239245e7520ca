"""How high each thing stands in its column, and what way each arrow takes: the last two steps.

Read ``layered.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from autograd.show.layout.columns import Arrow, Near, sweeps

__all__ = ["curve", "entered", "heights"]

_SWEEPS = 12
#: pixels by which an arrow swings out where it turns
_TURN = 24.0
Point = tuple[float, float]


def heights(
    columns: Sequence[Sequence[str]],
    near: Mapping[str, Sequence[Near]],
    high: Mapping[str, float],
    gap: float,
) -> dict[str, float]:
    """The middle of each thing, as near to straight arrows as its column allows."""
    y: dict[str, float] = {}
    weights = {key: sum(n.weight for n in found) for key, found in near.items()}

    def wish(key: str) -> float:
        found = near.get(key, ())
        if not found:
            return y[key]
        return sum(n.weight * (y[n.key] + n.theirs - n.own) for n in found) / weights[key]

    for column in columns:
        y |= _settled(column, lambda key: 0.0, weights, high, gap)
    for sweep in range(sweeps(columns, _SWEEPS)):
        for column in columns[:: -1 if sweep % 2 else 1]:
            y |= _settled(column, wish, weights, high, gap)
    return y


def _settled(
    column: Sequence[str],
    wish: Callable[[str], float],
    weights: Mapping[str, float],
    high: Mapping[str, float],
    gap: float,
) -> dict[str, float]:
    """The places nearest to the wished ones that overlap nowhere, by pooling of neighbours."""
    offsets, offset, last = [], 0.0, None
    for key in column:
        if last is not None:
            apart = gap if high[last] or high[key] else gap / 2
            offset += (high[last] + high[key]) / 2 + apart
        offsets.append(offset)
        last = key
    pools: list[tuple[float, float, int]] = []  # mean, weight, number of things
    for key, offset in zip(column, offsets):
        mean, weight, many = wish(key) - offset, weights.get(key, 1.0), 1
        while pools and pools[-1][0] >= mean:
            other, more, others = pools.pop()
            mean = (mean * weight + other * more) / (weight + more)
            weight, many = weight + more, many + others
        pools.append((mean, weight, many))
    means = [mean for mean, _, many in pools for _ in range(many)]
    return {key: mean + offset for key, mean, offset in zip(column, means, offsets)}


def entered(
    arrows: Sequence[Arrow], ways: Sequence[Sequence[str]], y: Mapping[str, float]
) -> list[float]:
    """The shift at which each arrow enters; free ones so that they do not cross."""
    shifts = [arrow.shift for arrow in arrows]
    free: dict[str, list[int]] = {}
    for i, arrow in enumerate(arrows):
        if arrow.free:
            free.setdefault(arrow.head, []).append(i)
    for found in free.values():
        from_ = [y[ways[i][-1]] if ways[i] else y[arrows[i].tail] + arrows[i].leave for i in found]
        places = sorted(shifts[i] for i in found)
        for (_, i), place in zip(sorted(zip(from_, found)), places):
            shifts[i] = place
    return shifts


def curve(start: Point, way: Sequence[Point], end: Point, room: float) -> list[float]:
    """From one point to another, by way of others, straight for the last ``room`` pixels.

    Between two points one above the other it turns: to the right in the first half of a way that
    leads back, to the left in the second. The answer is x, y, x, y, …: a start, and three points
    for each piece, as in SVG's ``C``.
    """
    found = [*start]
    stations = [start, *way, (end[0] - room, end[1])]
    for i, ((x, y), (u, v)) in enumerate(pairwise(stations)):
        out = into = (u - x) / 2
        if abs(out) < 1 and abs(v - y) > 1:
            out = _TURN if 2 * i < len(stations) - 1 else -_TURN
            into = -out
        found += [x + out, y, u - into, v, u, v]
    if room:
        x, y = stations[-1]
        found += [x + room / 3, y, x + room * 2 / 3, y, *end]
    return [round(number, 1) for number in found]
