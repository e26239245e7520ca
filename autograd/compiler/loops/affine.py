"""Whether places lie at even distances: the index of a leaf as a function of counters.

>>> from itertools import product
>>> places = [7 + 10 * i + 2 * j for i, j in product(range(3), range(4))]
>>> progression(places, (3, 4))
([10, 2], [])
>>> shape_of([places, [5] * 12], 12)
(3, 4)
>>> progression([0, 1, 8, 9, 5, 6, 13, 14], (2, 4))
([5, None], [0, 1, 8, 9])

Read ``bodies.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, chain

__all__ = ["progression", "row_major", "shape_of"]


def progression(places: Sequence[int], shape: Sequence[int]) -> tuple[list[int | None], list[int]]:
    """What each counter adds to the place, the last one running fastest; None where that varies.

    What the counters add that have None is a table over these, row-major; it is empty if there is
    no such counter.
    """
    found: list[int | None] = []
    rest, width = list(places), 1  # width: so many places belong to the counters with None so far
    for count in reversed(shape):
        stride = rest[width] - rest[0] if count > 1 else 0
        columns = [rest[i::width] for i in range(width)]
        if all(_even(column, count, stride) for column in columns):
            found.append(stride)
            rest = [*chain.from_iterable(zip(*(column[::count] for column in columns)))]
        else:
            found.append(None)
            width *= count
    found.reverse()
    return found, [x - places[0] for x in rest] if width > 1 else []


def _even(places: list[int], count: int, stride: int) -> bool:
    """Whether places go on from every so many-th in steps of that stride."""
    bases = places[::count]
    return all(places[i::count] == _moved(bases, i * stride) for i in range(1, count))


def _moved(places: list[int], by: int) -> list[int]:
    return [x + by for x in places] if by else places


def shape_of(sequences: Iterable[Sequence[int]], members: int) -> tuple[int, ...]:
    """Counts of the fewest counters in which most of these sequences are affine, all of one length.

    A sequence that changes its step at no divisor of the length has no say.
    """
    shape: list[int] = []
    open_ = [list(s) for s in sequences]
    while members > 1:
        breaks = [(s, _break(s)) for s in open_]
        own = [b for s, b in breaks if members % b == 0 and _even(s, b, s[1] - s[0])]
        period = min(own, default=members)
        open_ = [s[::period] for s in open_ if _even(s, period, s[1] - s[0])]
        shape.append(period)
        members //= period
    return tuple(reversed(shape))


def _break(places: list[int]) -> int:
    """The number of places before the step changes."""
    step = places[1] - places[0]
    last = places[0] - step
    for i, place in enumerate(places):
        if place - last != step:
            return i
        last = place
    return len(places)


def row_major(shape: Sequence[int]) -> tuple[int, ...]:
    """The strides of a grid without gaps.

    >>> row_major((4, 3, 2))
    (6, 2, 1)
    """
    return tuple(accumulate(shape[:0:-1], lambda a, b: a * b, initial=1))[::-1] if shape else ()
