"""Arrays: which numbers of a program belong together, and what an ``Index`` means within them.

The inputs, the parameters and the results of a program are three long rows of places. An ``Array``
is a grid of such places with a name; ``located`` reads an ``Index`` (base and strides) as an array
and its subscripts, ``W1[i,j]``. Read ``naming.py`` (which arrays there are) next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from autograd.compiler.loops.expand import leaves as leaves_of
from autograd.compiler.loops.loop import Expression, Index, Loop

__all__ = ["Array", "Located", "Subscript", "depends", "leaves", "located", "span", "under"]


class Array(NamedTuple):
    """``name[i,j]`` is at the place ``base + strides[0]·i + strides[1]·j``; strides fall."""

    name: str
    base: int
    shape: tuple[int, ...] = ()
    strides: tuple[int, ...] = ()

    def subscripts(self, place: int) -> tuple[int, ...] | None:
        """Where a place lies within it.

        >>> weights = Array("W1", 0, (16, 2), (3, 1))
        >>> weights.subscripts(7), weights.subscripts(8)
        ((2, 1), None)
        """
        rest, found = place - self.base, []
        for size, stride in zip(self.shape, self.strides):
            i, rest = divmod(rest, stride)
            if not 0 <= i < size:
                return None
            found.append(i)
        return None if rest else tuple(found)

    def places(self) -> list[int]:
        """All its places, row-major."""
        found = [self.base]
        for size, stride in zip(self.shape, self.strides):
            found = [place + stride * i for place in found for i in range(size)]
        return found


class Subscript(NamedTuple):
    """``offset`` plus ``factors`` times counters, plus a ``table`` over those in ``over``."""

    offset: int
    factors: tuple[int, ...]
    table: tuple[int, ...] = ()
    over: tuple[int, ...] = ()

    @property
    def counter(self) -> int | None:
        """The one counter that it is, and nothing more."""
        used = [c for c, factor in enumerate(self.factors) if factor]
        plain = not self.table and not self.offset and len(used) == 1 and self.factors[used[0]] == 1
        return used[0] if plain else None


class Located(NamedTuple):
    """An element of an array."""

    array: Array
    subscripts: tuple[Subscript, ...]


def located(index: Index, extents: Sequence[int], arrays: Iterable[Array]) -> Located:
    """The first array that has all places of an index; ``LookupError`` if none has.

    >>> weights, biases = Array("W1", 0, (16, 2), (3, 1)), Array("b1", 2, (16,), (3,))
    >>> found = located(Index("parameter", 2, (3,)), [16], [weights, biases])
    >>> found.array.name, found.subscripts[0].counter
    ('b1', 0)
    """
    for array in arrays:
        subscripts = _within(index, extents, array)
        if subscripts is not None:
            return Located(array, subscripts)
    raise LookupError(f"{index} lies in none of these arrays")


def _within(index: Index, extents: Sequence[int], array: Array) -> tuple[Subscript, ...] | None:
    starts = [array.subscripts(index.base + more) for more in (index.table or (0,))]
    origins = [start for start in starts if start is not None]
    if len(origins) < len(starts):
        return None
    factors: list[tuple[int, ...]] = []
    for stride, extent in zip(_padded(index, extents), extents):
        factor = _factor(array, origins[0], stride, extent)
        if factor is None:
            return None
        factors.append(factor)
    found = []
    for d, size in enumerate(array.shape):
        own, first = tuple(f[d] for f in factors), tuple(origin[d] for origin in origins)
        reach = [f * (extent - 1) for f, extent in zip(own, extents)]
        low, high = sum(x for x in reach if x < 0), sum(x for x in reach if x > 0)
        if min(first) + low < 0 or max(first) + high >= size:
            return None
        found.append(_subscript(own, first, index.over))
    return tuple(found)


def _subscript(
    factors: tuple[int, ...], first: tuple[int, ...], over: tuple[int, ...]
) -> Subscript:
    """A subscript with these numbers added; they are a table where they are not even steps."""
    steps = {b - a for a, b in pairwise(first)}
    if len(first) == 1 or steps == {0}:
        return Subscript(first[0], factors)
    if len(steps) == len(over) == 1:
        (step,), (counter,) = steps, over
        own = (*factors[:counter], step, *factors[counter + 1 :])
        return Subscript(first[0], own)
    return Subscript(0, factors, first, over)


def _factor(
    array: Array, origin: tuple[int, ...], stride: int, extent: int
) -> tuple[int, ...] | None:
    """How far the subscripts move when a counter goes on by one."""
    steps = extent - 1
    if not steps or not stride:
        return (0,) * len(origin)
    place = array.base + sum(s * i for s, i in zip(array.strides, origin))
    end = array.subscripts(place + stride * steps)
    if end is None or any((e - o) % steps for e, o in zip(end, origin)):
        return None
    return tuple((e - o) // steps for e, o in zip(end, origin))


def _padded(index: Index, extents: Sequence[int]) -> tuple[int, ...]:
    return index.strides + (0,) * (len(extents) - len(index.strides))


def span(index: Index, extents: Sequence[int]) -> tuple[int, int]:
    """The least and the greatest place of an index."""
    steps = [s * (extent - 1) for s, extent in zip(index.strides, extents)]
    low, high = sum(x for x in steps if x < 0), sum(x for x in steps if x > 0)
    table = index.table or (0,)
    return index.base + min(table) + low, index.base + max(table) + high


def under(extents: tuple[int, ...], length: int) -> tuple[int, ...]:
    """The counters within a run: one more, if there is more than one term."""
    return (*extents, length) if length > 1 else extents


def leaves(loop: Loop) -> Iterator[tuple[Index, tuple[int, ...]]]:
    """Every leaf that is no constant, with the extents of the counters around it."""
    return leaves_of(loop.body, loop.shape)


def depends(x: Expression, counter: int) -> bool:
    """Whether an expression is another one when that counter goes on."""
    return any(
        counter in index.over or any(index.strides[counter : counter + 1])
        for index, _ in leaves(Loop((), x, 0))
    )
