"""What is done for one block of examples, loop by loop.

Read ``kernel_text.py`` next.
"""

from __future__ import annotations

from autograd.compiler.backends.llvm.bodies import Bodies
from autograd.compiler.backends.llvm.columns import Columns
from autograd.compiler.backends.llvm.flow import Flow
from autograd.compiler.backends.llvm.layout import Layout
from autograd.compiler.backends.llvm.lowering import vector_words
from autograd.compiler.backends.llvm.memory import Memory
from autograd.compiler.backends.llvm.scalars import Scalars
from autograd.compiler.backends.llvm.straight import Straight
from autograd.compiler.backends.llvm.tiles import sizes_for, tiled
from autograd.compiler.backends.llvm.vectors import Vector
from autograd.compiler.loops.loop import Index, Loop
from autograd.compiler.program import Operand

__all__ = ["Steps"]


class Steps:
    """Writes the loops of a layout; a tile of them has ``most`` results.

    ``sums`` lists to which sums the accumulators of straight-line code belong, ``copies`` pairs of
    sums of which the second is the first again.
    """

    def __init__(self, flow: Flow, memory: Memory, columns: Columns, most: int) -> None:
        self.flow, self.memory, self.columns, self.most = flow, memory, columns, most
        self.layout: Layout = memory.layout
        self.loops = self.layout.loops
        self.words = vector_words()
        self.scalars = Scalars(self.layout.is_uniform)
        self.numbers = [
            self.scalars.add(loop) if kind == "alone" else None
            for loop, kind in zip(self.loops.loops, self.layout.kinds)
        ]
        self.sums: list[int] = []
        self.copies = [*self.layout.copies]
        places = self._needed()
        self.straight = Straight(flow, memory, columns, self.scalars, self.words, places)

    def _needed(self) -> dict[int, int]:
        """Note what is needed of the numbers that stand alone; to which accumulators they go."""
        places: dict[int, int] = {}
        for position, output in enumerate(self.loops.outputs):
            operand = self._operand(output)
            if operand is None or isinstance(operand, float):
                continue
            if position >= self.layout.sums:
                self.scalars.need(operand)
            elif operand in places:
                self.copies.append((self.sums[places[operand]], position))
            else:
                self.scalars.need(operand)
                places[operand] = len(self.sums)
                self.sums.append(position)
        for loop, numbers in zip(self.loops.loops, self.numbers):
            for row in self.layout.rows_kept(loop) if numbers is not None else ():
                self.scalars.need(self.scalars.rows[row])
        return places

    def _operand(self, output: Operand) -> Operand | None:
        """An output as an operand of the scalars; ``None`` for a row that a loop has computed."""
        if isinstance(output, float):
            return output
        if output < self.loops.inputs:
            return self.scalars.leaf("input", output)
        if output < self.loops.first:
            return self.scalars.leaf("parameter", output - self.loops.inputs)
        return self.scalars.rows.get(output - self.loops.first)

    def begin(self, weight: Vector | None) -> None:
        """Copy the inputs that loops read; the weight is the last of them."""
        last = self.loops.inputs - 1
        if weight is not None:
            self.straight.kept[int(self.scalars.leaf("input", last))] = weight
        for low, high in self.layout.inputs:
            if weight is not None and high == last:
                self.memory.store(weight, Index("input", high), ())
                high -= 1
            if low <= high:
                self.columns.pack(low, high)

    def run(self, *, uniform: bool) -> None:
        """In their order, those (and of straight-line code that) which are the same for the whole
        batch, or the others."""
        layout, straight = self.layout, self.straight
        for i, loop in enumerate(self.loops.loops):
            numbers = self.numbers[i]
            if numbers is not None:
                straight.write(numbers, uniform)
                if layout.uniform[i] is uniform:
                    self._keep(loop)
            elif layout.kinds[i] == "counted" and layout.uniform[i] is uniform:
                self._counted(loop)
                straight.passing = {}

    def _keep(self, loop: Loop) -> None:
        """Store rows of straight-line code that loops read."""
        for row in self.layout.rows_kept(loop):
            vector = self.straight.vector(self.scalars.rows[row])
            with self.flow.scope():
                self.memory.store(vector, Index("result", row), ())

    def _counted(self, loop: Loop) -> None:
        bodies = Bodies(self.flow, self.memory, self.flow.wide, self.words, loop.body)
        own = self.layout.own_rows(loop)
        with self.flow.scope():
            sizes = sizes_for(loop.shape, loop.body, self.most)
            for members in tiled(self.flow, loop.shape, sizes):
                for member, value in zip(members, bodies.values(loop.body, members)):
                    self.memory.store(value, own, member)

    def finish(self) -> None:
        """Add up and store what is left of the outputs."""
        self.straight.accumulate_rest()
        first, sums = self.loops.first, self.layout.sums
        column = self.loops.inputs - (1 if sums else 0)
        rows: list[int] = []  # a stretch of outputs that loops have computed
        stored = self.loops.outputs[sums:]
        for i, output in enumerate((*stored, 0.0)):
            operand = self._operand(output)
            if operand is None:
                rows.append(int(output) - first)
                continue
            if rows:
                self.columns.unpack(rows, column + i - len(rows))
                rows = []
            if i < len(stored):
                self.columns.store(self.straight.vector(operand), column + i)
