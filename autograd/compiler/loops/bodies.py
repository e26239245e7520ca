"""The body of a loop: the expression of its members, with an index for every leaf.

Read ``simplify.py`` next.
"""

from __future__ import annotations

from itertools import pairwise, product
from math import prod
from typing import NamedTuple

from autograd.compiler.loops.affine import progression, shape_of
from autograd.compiler.loops.loop import Apply, Expression, Index, Run, Sum
from autograd.compiler.loops.places import Places, space_of
from autograd.compiler.loops.trees import Forest

__all__ = ["Members", "bodies"]


class _Around(NamedTuple):
    """A run around a leaf: where it starts among a member's leaves, and how many terms it has of
    how many leaves each."""

    start: int
    length: int
    width: int


class _Slot(NamedTuple):
    """A leaf of the body: its kind, its first place among a member's leaves, the runs around it."""

    kind: int
    offset: int
    runs: tuple[_Around, ...]

    @property
    def counts(self) -> tuple[int, ...]:
        return tuple(run.length for run in self.runs)

    def offsets(self) -> list[int]:
        """Its places among a member's leaves, the innermost run running fastest."""
        steps = [range(0, run.length * run.width, run.width) for run in self.runs]
        return [self.offset + sum(step) for step in product(*steps)]


#: where runs are cut: the start and the length of a run -> the lengths of its pieces
Cuts = dict[tuple[int, int], list[int]]


class Members(NamedTuple):
    """Members of a loop in their order, the counts of its counters, and its body."""

    roots: list[int]
    counts: tuple[int, ...]
    body: Expression


def bodies(forest: Forest, roots: list[int], places: Places) -> list[Members]:
    """The members, whose trees are of one shape, as one loop with its body.

    They become a few loops where some of them go through a run in another order than the rest.
    """
    shape = forest.trees[roots[0]].shape
    leaves = [forest.trees[root].leaves for root in roots]
    slots, found = _located(_Body(forest), shape, leaves, places)
    uneven = _uneven(slots, found) if len(roots) > 1 else {}
    turns = _turns(slots, found, len(roots)) if any(uneven.values()) else []
    if 0 < len(turns) <= min(MOST_TURNS, len(roots) // 4):
        parts = [roots[a:b] for a, b in pairwise([0, *turns, len(roots)])]
        return [loop for part in parts for loop in bodies(forest, part, places)]
    cuts = _cuts(uneven)
    if cuts:
        slots, found = _located(_Body(forest, cuts), shape, leaves, places)
    bases = {tuple(p[:: prod(slot.counts)]) for slot, p in zip(slots, found)}
    counts = shape_of(bases, len(roots)) if len(roots) > 1 else ()
    indices = [_index(slot, p, counts) for slot, p in zip(slots, found)]
    return [Members(roots, counts, _Body(forest, cuts, indices).expression(shape))]


def _located(
    body: _Body, shape: int, leaves: list[list[int]], places: Places
) -> tuple[list[_Slot], list[list[int]]]:
    """The leaves of the body, and the places of each: for all members and all repetitions."""
    body.expression(shape)
    return body.slots, [places.of(slot.kind, _gathered(slot, leaves)) for slot in body.slots]


def _gathered(slot: _Slot, leaves: list[list[int]]) -> list[int]:
    if len(slot.runs) == 1:
        (run,) = slot.runs
        stop = slot.offset + run.length * run.width
        return [x for row in leaves for x in row[slot.offset : stop : run.width]]
    offsets = slot.offsets()
    return [row[o] for row in leaves for o in offsets]


def _uneven(slots: list[_Slot], found: list[list[int]]) -> dict[_Around, set[int]]:
    """For each run the terms before which a leaf moves by another step for some members."""
    uneven: dict[_Around, set[int]] = {}
    for slot, places in zip(slots, found):
        if len(slot.runs) == 1:
            run, length = slot.runs[0], slot.runs[0].length
            steps = (
                {b - a for a, b in zip(places[k::length], places[k + 1 :: length])}
                for k in range(length - 1)
            )
            uneven.setdefault(run, set()).update(
                k + 1 for k, step in enumerate(steps) if len(step) > 1
            )
    return uneven


def _turns(slots: list[_Slot], found: list[list[int]], members: int) -> list[int]:
    """The members that go through a run by other steps than the member before them."""
    turns: set[int] = set()
    for slot, places in zip(slots, found):
        if len(slot.runs) == 1:
            n = slot.runs[0].length
            rows = (places[m * n : (m + 1) * n] for m in range(members))
            ways = [[x - row[0] for x in row] for row in rows]
            turns.update(m + 1 for m, (a, b) in enumerate(pairwise(ways)) if a != b)
    return sorted(turns)


def _cuts(uneven: dict[_Around, set[int]]) -> Cuts:
    """Runs to be cut, since they are no loop, but terms that happen to have one shape."""
    return {
        (run.start, run.length): [b - a for a, b in pairwise([0, *sorted(places), run.length])]
        for run, places in uneven.items()
        if 0 < len(places) <= max(MOST_PIECES, run.length // 2)
    }


#: members that turn more often stay one loop
MOST_TURNS = 2
#: runs without any order stay one, with a table, if they are longer than this
MOST_PIECES = 8


def _index(slot: _Slot, places: list[int], shape: tuple[int, ...]) -> Index:
    found, table = progression(places, (*shape, *slot.counts))
    over = tuple(i for i, step in enumerate(found) if step is None)
    steps = tuple(step or 0 for step in found)
    return Index(space_of(slot.kind), places[0], steps, tuple(table), over)


class _Body:
    """Walks a shape: first to find the leaves, then to put indices in their place."""

    def __init__(
        self,
        forest: Forest,
        cuts: Cuts | None = None,
        indices: list[Index] | None = None,
    ) -> None:
        self.shapes, self.widths, self.cuts = forest.shapes, forest.widths, cuts or {}
        self.slots: list[_Slot] = []
        self.indices = iter(indices) if indices is not None else None

    def expression(self, shape: int) -> Expression:
        """The body of a tree of that shape."""
        return self._walk(shape, 0, ())[1]

    def _walk(self, shape: int, offset: int, runs: tuple[_Around, ...]) -> tuple[int, Expression]:
        """Behind which leaf it ends, and its expression."""
        op, *parts = self.shapes[shape]
        if op == "leaf":
            self.slots.append(_Slot(shape, offset, runs))
            return offset + 1, Index("", 0) if self.indices is None else next(self.indices)
        if op == "constant":
            return offset, float(parts[0])
        if op == "sum":
            return self._sum(parts, offset, runs)
        operands = []
        for part in parts:
            offset, operand = self._walk(part, offset, runs)
            operands.append(operand)
        return offset, Apply(op, tuple(operands))

    def _sum(
        self, parts: list[tuple[int, int]], offset: int, runs: tuple[_Around, ...]
    ) -> tuple[int, Expression]:
        found = []
        for part, count in parts:
            width = self.widths[part]
            pieces = self.cuts.get((offset, count), [count])
            for length in [count] if runs else pieces:
                around = (*runs, _Around(offset, length, width)) if length > 1 else runs
                found.append(Run(length, self._walk(part, offset, around)[1]))
                offset += length * width
        return offset, Sum(tuple(found))
