"""Tiles: which members of a loop are computed at once, so that a leaf that several of them share
is loaded once for all.

Read ``batch_sums.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from autograd.compiler.backends.llvm import vectormath
from autograd.compiler.backends.llvm.bodies import Member
from autograd.compiler.backends.llvm.flow import Flow
from autograd.compiler.backends.llvm.places import Counter
from autograd.compiler.backends.words import MATH_H
from autograd.compiler.loops.expand import cost, leaves
from autograd.compiler.loops.loop import Apply, Expression, Index, Sum

__all__ = ["sizes_for", "tiled"]

#: operations of a tile's text, but for one member
LARGEST = 96
#: the same where the members share little, and wait for nothing
SMALL = 16


def sizes_for(shape: tuple[int, ...], body: Expression, at_most: int) -> tuple[int, ...]:
    """How many members along each counter are a tile of so many results at most."""
    sizes = [1] * len(shape)
    if not shape or (_calls(body) and not _runs(body)):
        return tuple(sizes)
    order = sorted(range(len(shape)), key=lambda c: -_shared(body, shape, c))
    useful = _runs(body) or 3 * _shared(body, shape, order[0]) >= len([*leaves(body, shape)])
    at_most = max(1, min(at_most, (LARGEST if useful else SMALL) // (1 + _text_cost(body))))
    if len(order) > 1 and at_most >= 8 and _shared(body, shape, order[1]):
        half = _even(shape[order[1]], at_most // 8 * 2)
        sizes[order[1]] = half
        at_most //= half
    sizes[order[0]] = _even(shape[order[0]], at_most)
    return tuple(sizes)


def _even(size: int, at_most: int) -> int:
    """Tiles of one size, as far as that can be, and not above a number."""
    tiles = -(-size // at_most)
    return -(-size // tiles)


def _shared(body: Expression, shape: tuple[int, ...], counter: int) -> int:
    """How many leaves do not depend on a counter."""
    return sum(not _moves(x, counter) for x, _ in leaves(body, shape))


def _moves(x: Index, counter: int) -> bool:
    """Whether the place of a leaf depends on a counter."""
    return counter in x.over or any(x.strides[counter : counter + 1])


def _calls(x: Expression) -> bool:
    """Whether computing it calls functions, across which no register is kept."""
    if isinstance(x, Apply):
        return x.op in vectormath.NAMES or x.op in MATH_H or any(map(_calls, x.operands))
    return isinstance(x, Sum) and any(_calls(run.term) for run in x.runs)


def _runs(x: Expression) -> bool:
    """Whether there is a long sum, each term of which waits for the one before."""
    if isinstance(x, Apply):
        return any(map(_runs, x.operands))
    return isinstance(x, Sum) and any(length > 8 or _runs(term) for length, term in x.runs)


def _text_cost(x: Expression) -> int:
    """``cost``, with every run counted once."""
    if isinstance(x, Sum):
        return sum(_text_cost(run.term) for run in x.runs)
    return 1 + sum(map(_text_cost, x.operands)) if isinstance(x, Apply) else cost(x)


def tiled(
    flow: Flow, shape: tuple[int, ...], sizes: Sequence[int], order: Sequence[int] | None = None
) -> Iterator[list[Member]]:
    """Write the loops over all tiles; the text of each kind of tile follows where it yields."""
    yield from _along(flow, shape, sizes, list(range(len(shape)) if order is None else order), {})


def _along(
    flow: Flow,
    shape: tuple[int, ...],
    sizes: Sequence[int],
    order: list[int],
    chosen: dict[int, list[Counter]],
) -> Iterator[list[Member]]:
    if not order:
        with flow.scope():
            yield list(product(*(chosen[c] for c in range(len(shape)))))
        return
    c, *rest = order
    size, step = shape[c], sizes[c]
    whole = size // step * step
    for start, stop, count in ((0, whole, step), (whole, size, size - whole)):
        if stop - start > count:
            with flow.repeat(stop, count) as turn:
                counters = [Counter(turn.counter, i, size) for i in range(count)]
                yield from _along(flow, shape, sizes, rest, {**chosen, c: counters})
        elif count:
            counters = [Counter("", start + i, size) for i in range(count)]
            yield from _along(flow, shape, sizes, rest, {**chosen, c: counters})
