"""Where a leaf is found, with some counters numbers and others registers of the machine.

Read ``layout.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from autograd.compiler.loops.affine import row_major
from autograd.compiler.loops.loop import Index

__all__ = ["Counter", "Place", "affine", "bounds", "place", "rows_of"]


class Counter(NamedTuple):
    """A counter's value: a register (none: "") plus an offset. It counts up to ``size``."""

    register: str
    offset: int
    size: int


class Place(NamedTuple):
    """``base`` plus registers times strides, plus the entry of the leaf's table at ``entry`` plus
    registers times strides (if there are such; else the entry is in the base)."""

    base: int
    terms: tuple[tuple[str, int], ...]
    entry: int = 0
    table_terms: tuple[tuple[str, int], ...] = ()


def place(index: Index, counters: Sequence[Counter]) -> Place:
    """The place of a leaf at these counters. A table is looked up here where that is possible."""
    base, terms = _dot(index.strides, counters)
    if not index.table:
        return Place(index.base + base, terms)
    over = [counters[i] for i in index.over]
    entry, table_terms = _dot(row_major([c.size for c in over]), over)
    if table_terms:
        return Place(index.base + base, terms, entry, table_terms)
    return Place(index.base + base + index.table[entry], terms)


def _dot(
    strides: Sequence[int], counters: Sequence[Counter]
) -> tuple[int, tuple[tuple[str, int], ...]]:
    """strides · counters: the part that is a number, and the registers."""
    base, terms = 0, []
    for stride, (register, offset, _) in zip(strides, counters):
        base += stride * offset
        if stride and register:
            terms.append((register, stride))
    return base, tuple(terms)


def rows_of(index: Index, sizes: Sequence[int]) -> set[int]:
    """All places that a leaf reads."""
    found = {index.base + x for x in index.table} if index.table else {index.base}
    for stride, size in zip(index.strides, sizes):
        if stride:
            found = {x + stride * k for x in found for k in range(size)}
    return found


def bounds(index: Index, sizes: Sequence[int]) -> tuple[int, int]:
    """The first and the last place that a leaf reads."""
    low = index.base + min(index.table, default=0)
    high = index.base + max(index.table, default=0)
    for stride, size in zip(index.strides, sizes):
        low, high = low + min(0, stride * (size - 1)), high + max(0, stride * (size - 1))
    return low, high


def affine(space: str, places: Sequence[int], shape: tuple[int, ...]) -> Index:
    """The leaf that reads these places, in the order of the members: by strides if that can be."""
    steps = row_major(shape)
    strides = tuple(places[s] - places[0] if n > 1 else 0 for s, n in zip(steps, shape))
    straight = [places[0]]
    for stride, size in zip(strides, shape):
        straight = [x + stride * k for x in straight for k in range(size)]
    if list(places) == straight:
        return Index(space, places[0], strides)
    return Index(space, 0, (0,) * len(shape), tuple(places), tuple(range(len(shape))))
