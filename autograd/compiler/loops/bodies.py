"""The body of a loop: the expression of its members, with an index for every leaf.

Read ``simplify.py`` next.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import NamedTuple

from autograd.compiler.loops.affine import progression, shape_of
from autograd.compiler.loops.loop import Apply, Expression, Index, Run, Sum
from autograd.compiler.loops.trees import INPUT, PARAMETER, SEED, Forest

__all__ = ["Places", "body_of"]


class Places(NamedTuple):
    """Where a number is found: the counts of the program, the row of each root, and the root that
    stands for an equal one."""

    inputs: int
    first: int
    row_of: dict[int, int]
    canonical: dict[int, int]

    def of(self, kind: int, numbers: list[int]) -> list[int]:
        """Their places in the space of that kind of leaf."""
        if kind in (INPUT, SEED):
            return numbers
        if kind == PARAMETER:
            return [x - self.inputs for x in numbers]
        row_of, canonical = self.row_of, self.canonical
        return [row_of[canonical.get(x, x)] for x in numbers]


class _Slot(NamedTuple):
    """A leaf of the body: its kind, its offset among a member's leaves, and how often the sums
    around it repeat it, at which distance."""

    kind: int
    offset: int
    counts: tuple[int, ...]
    widths: tuple[int, ...]

    def offsets(self) -> list[int]:
        """Where a member's leaves have it, the innermost sum running fastest."""
        steps = [range(0, c * w, w) for c, w in zip(self.counts, self.widths)]
        return [self.offset + sum(step) for step in product(*steps)]


def body_of(
    forest: Forest, members: list[int], places: Places, apart: bool
) -> tuple[tuple[int, ...], Expression]:
    """The counts of a loop's counters and its body, for members in their order."""
    tree = forest.trees[members[0]]
    slots: list[_Slot] = []
    body = _Body(forest, slots, apart)
    body.walk(tree.shape, 0, (), ())
    leaves = [forest.trees[root].leaves for root in members]
    found = [places.of(slot.kind, _gathered(slot, leaves)) for slot in slots]
    bases = [p[:: prod(slot.counts)] for slot, p in zip(slots, found)]
    shape = shape_of(_distinct(bases), len(members)) if len(members) > 1 else ()
    indices = [_index(slot, p, shape) for slot, p in zip(slots, found)]
    return shape, _Body(forest, [], apart, indices).walk(tree.shape, 0, (), ())[1]


def _distinct(sequences: list[list[int]]) -> list[list[int]]:
    return list({tuple(s): s for s in sequences}.values())


def _gathered(slot: _Slot, leaves: list[list[int]]) -> list[int]:
    """The leaf's numbers, for all members and all repetitions."""
    if len(slot.counts) == 1:
        start, width = slot.offset, slot.widths[0]
        stop = start + slot.counts[0] * width
        return [x for row in leaves for x in row[start:stop:width]]
    offsets = slot.offsets()
    return [row[o] for row in leaves for o in offsets]


_SPACES = {INPUT: "input", SEED: "input", PARAMETER: "parameter"}


def _index(slot: _Slot, places: list[int], shape: tuple[int, ...]) -> Index:
    space = _SPACES.get(slot.kind, "result")
    steps, table = progression(places, (*shape, *slot.counts))
    over = tuple(i for i, step in enumerate(steps) if step is None)
    return Index(space, places[0], tuple(step or 0 for step in steps), tuple(table), over)


class _Body:
    """Walks a shape: first to find the leaves, then to put indices in their place."""

    def __init__(
        self, forest: Forest, slots: list[_Slot], apart: bool, indices: list[Index] | None = None
    ) -> None:
        self.shapes, self.slots, self.apart = forest.shapes, slots, apart
        self.indices = iter(indices) if indices is not None else None

    def walk(
        self, shape: int, offset: int, counts: tuple[int, ...], widths: tuple[int, ...]
    ) -> tuple[int, Expression]:
        """How many leaves it has, and its expression."""
        op, *parts = self.shapes[shape]
        if op == "leaf":
            return 1, self._leaf(_Slot(shape, offset, counts, widths))
        if op == "constant":
            return 0, float(parts[0])
        if op == "sum":
            return self._sum(parts, offset, counts, widths)
        start, operands = offset, []
        for part in parts:
            width, operand = self.walk(part, offset, counts, widths)
            offset += width
            operands.append(operand)
        return offset - start, Apply(op, tuple(operands))

    def _leaf(self, slot: _Slot) -> Index:
        self.slots.append(slot)
        return Index("", 0) if self.indices is None else next(self.indices)

    def _sum(
        self,
        parts: list[tuple[int, int]],
        offset: int,
        counts: tuple[int, ...],
        widths: tuple[int, ...],
    ) -> tuple[int, Expression]:
        start, runs = offset, []
        for part, count in parts:
            width = self.width(part)
            if count == 1 or self.apart:
                for _ in range(count):
                    runs.append(Run(1, self.walk(part, offset, counts, widths)[1]))
                    offset += width
            else:
                term = self.walk(part, offset, (*counts, count), (*widths, width))[1]
                runs.append(Run(count, term))
                offset += count * width
        return offset - start, Sum(tuple(runs))

    def width(self, shape: int) -> int:
        """How many leaves it has."""
        op, *parts = self.shapes[shape]
        if op in ("leaf", "constant"):
            return int(op == "leaf")
        if op == "sum":
            return sum(count * self.width(part) for part, count in parts)
        return sum(map(self.width, parts))
