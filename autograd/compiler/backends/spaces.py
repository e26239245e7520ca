"""Where the numbers of a program of loops lie while it runs on NumPy arrays.

Each space is an array of two axes, a row a number and a column an example: X the inputs, R the
results; and with one column P the parameters, W the weight, U the results that depend on these
alone, S the sums over the batch of results that nothing but such a sum uses. A leaf is a strided
view of its space, or, where it has a table or its steps suit no view, gathered from there. Read
``statements.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any, NamedTuple

import numpy as np

from autograd.compiler.loops.expand import leaves, moving
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Loops, Sum

__all__ = [
    *("BATCHED", "EXAMPLES", "Axis", "Spaces", "View"),
    *("places", "realised", "side_by_side"),
]

#: the axis of the examples, behind all counters
EXAMPLES = 1_000_000
#: the spaces that have a column for each example
BATCHED = ("X", "R")


class Axis(NamedTuple):
    """So many steps of so many rows each; ``examples`` says that it goes on through these."""

    length: int
    step: int
    examples: bool = False


class View(NamedTuple):
    """A strided view of a space, from that row on."""

    space: str
    base: int
    axes: tuple[Axis, ...]


def realised(view: View, array: Any) -> Any:
    """The view on the array of its space.

    >>> rows = np.arange(12.0).reshape(6, 2)  # two examples
    >>> realised(View("R", 1, (Axis(2, 3), Axis(1, 0, True))), rows).tolist()
    [[2.0, 3.0], [8.0, 9.0]]
    """
    width = array.shape[1]
    shape = [a.length * width if a.examples else a.length for a in view.axes]
    strides = [8 if a.examples else 8 * width * a.step for a in view.axes]
    return np.ndarray(shape, float, array, 8 * width * view.base, strides)


def side_by_side(space: str, loop: Loop) -> View:
    """The results of a loop in that space."""
    counts = loop.shape
    axes = (Axis(count, prod(counts[i + 1 :])) for i, count in enumerate(counts))
    return View(space, loop.first, (*axes, Axis(1, 0, True)))


def places(index: Index, counts: Sequence[int], axes: Sequence[int]) -> Any:
    """The rows of a leaf in its space, over these counters (the others stand at 0)."""
    found = np.full([counts[a] for a in axes], index.base, dtype=np.intp)
    for position, axis in enumerate(axes):
        if index.strides[axis]:
            found += _along(np.arange(counts[axis]) * index.strides[axis], position, len(axes))
    if index.table:
        table = np.array(index.table, dtype=np.intp).reshape([counts[c] for c in index.over])
        # its axes are ascending: bring them to where they stand in ``axes``
        order = sorted(range(len(index.over)), key=lambda i: axes.index(index.over[i]))
        shape = [counts[a] if a in index.over else 1 for a in axes]
        found += table.transpose(order).reshape(shape)
    return found


def _rows(index: Index, counts: tuple[int, ...]) -> Any:
    """All rows of a leaf."""
    moves = moving(index, counts)
    return places(index, counts, moves).ravel() if moves else np.array([index.base])


def _along(numbers: Any, position: int, axes: int) -> Any:
    return numbers.reshape([-1 if i == position else 1 for i in range(axes)])


class Spaces:
    """Which space each number of the program lies in."""

    def __init__(self, loops: Loops, sums: int) -> None:
        self.loops, self.sums, self.rows = loops, sums, sum(x.members for x in loops.loops)
        self.seed = loops.inputs - 1 if sums else -1
        found = {leaf: None for loop in loops.loops for leaf in leaves(loop.body, loop.shape)}
        self.touched = {leaf: _rows(*leaf) for leaf in found if leaf[0].space == "result"}
        self.uniform = self._uniform()
        self.by_example = self._by_example()
        self.found: dict[tuple[Index, tuple[int, ...]], tuple[str, int]] = {}

    def _by_example(self) -> Any:
        """Rows of loops of which one is used otherwise than in a sum over the batch."""
        used = np.zeros(self.rows, bool)
        for rows in self.touched.values():
            used[rows] = True
        first, outputs = self.loops.first, self.loops.outputs[self.sums :]
        used[[x - first for x in outputs if isinstance(x, int) and x >= first]] = True
        for loop in self.loops.loops:
            rows = used[loop.first : loop.first + loop.members]
            rows[:] = rows.any()
        return used

    def _uniform(self) -> Any:
        """Rows that depend on the parameters and the weight alone, and are never read together
        with others."""
        uniform = np.ones(self.rows, bool)
        together = [rows for rows in self.touched.values() if rows.size > 1]
        changed = True
        while changed:
            changed = False
            for loop in self.loops.loops:
                rows = uniform[loop.first : loop.first + loop.members]
                if rows.any() and not self._is_uniform(loop, uniform):
                    rows[:] = False
                    changed = True
            for touched in together if uniform.any() else ():
                mixed = uniform[touched]
                if mixed.any() and not mixed.all():
                    uniform[touched] = False
                    changed = True
        return uniform

    def _is_uniform(self, loop: Loop, uniform: Any) -> bool:
        if not uniform[loop.first : loop.first + loop.members].all():
            return False
        for index, counts in leaves(loop.body, loop.shape):
            if index.space == "input" and not self._is_weight(index, counts):
                return False
            if index.space == "result" and not uniform[self.touched[index, counts]].all():
                return False
        return True

    def _is_weight(self, index: Index, counts: tuple[int, ...]) -> bool:
        return index.base == self.seed and not moving(index, counts)

    def weight_among_inputs(self) -> bool:
        """Whether someone looks at the weight as one of the inputs."""
        if self.seed in self.loops.outputs:
            return True
        found = (x for loop in self.loops.loops for x in leaves(loop.body, loop.shape))
        return any(
            index.space == "input"
            and not self._is_weight(index, counts)
            and self.seed in places(index, counts, moving(index, counts))
            for index, counts in found
        )

    def of(self, index: Index, counts: tuple[int, ...]) -> tuple[str, int]:
        """The space of a leaf, and its base there."""
        known = self.found.get((index, counts))
        if known is None:
            known = self.found[index, counts] = self._space(index, counts)
        return known

    def _space(self, index: Index, counts: tuple[int, ...]) -> tuple[str, int]:
        if index.space == "parameter":
            return "P", index.base
        if index.space == "input":
            return ("W", 0) if self._is_weight(index, counts) else ("X", index.base)
        return "U" if self.uniform[self.touched[index, counts][0]] else "R", index.base

    def of_results(self, loop: Loop) -> str:
        """The space that a loop writes to."""
        if self.uniform[loop.first]:
            return "U"
        return "R" if self.by_example[loop.first] else "S"

    def of_output(self, x: int) -> tuple[str, int]:
        """The space of an output that is no constant, and its row there."""
        if x < self.loops.inputs:
            return "X", x
        if x < self.loops.first:
            return "P", x - self.loops.inputs
        row = x - self.loops.first
        if self.uniform[row]:
            return "U", row
        return ("R" if self.by_example[row] else "S"), row

    def axes(self, x: Expression, counts: tuple[int, ...]) -> frozenset[int]:
        """The counters, and the examples, that an expression depends on."""
        if isinstance(x, Index):
            batched = self.of(x, counts)[0] in BATCHED
            return frozenset(moving(x, counts) + [EXAMPLES] * batched)
        found: frozenset[int] = frozenset()
        if isinstance(x, Apply):
            for operand in x.operands:
                found |= self.axes(operand, counts)
        elif isinstance(x, Sum):
            for length, term in x.runs:
                inner = (*counts, length) if length > 1 else counts
                found |= self.axes(term, inner) - {len(counts)}
        return found
