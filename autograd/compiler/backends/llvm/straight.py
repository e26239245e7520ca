"""Straight-line code: the numbers that stand alone, one after another, in registers.

Read ``kernel_text.py`` next.
"""

from __future__ import annotations

from autograd.compiler.backends.llvm.bodies import fused
from autograd.compiler.backends.llvm.columns import Columns
from autograd.compiler.backends.llvm.flow import Flow
from autograd.compiler.backends.llvm.lanes import fmuladd
from autograd.compiler.backends.llvm.memory import Memory
from autograd.compiler.backends.llvm.scalars import Scalars
from autograd.compiler.backends.llvm.vectors import Vector
from autograd.compiler.backends.words import Words, said
from autograd.compiler.loops.loop import Index
from autograd.compiler.program import Instruction, Operand
from autograd.ops import OPS

__all__ = ["Straight"]

#: instructions between two labels: LLVM keeps track of shorter stretches better, and faster
SECTION = 100


class Straight:
    """Writes the numbers of ``scalars``; ``places`` are accumulators that some are added to."""

    def __init__(
        self,
        flow: Flow,
        memory: Memory,
        columns: Columns,
        scalars: Scalars,
        words: Words,
        places: dict[int, int],
    ) -> None:
        self.flow, self.memory, self.columns = flow, memory, columns
        self.scalars, self.words = scalars, words
        self.places = places
        self.fused = scalars.fused()
        self.fused.update(x for x in places if scalars.is_lone_product(x))
        self.kept: dict[int, Vector] = {}
        self.passing: dict[int, Vector] = {}  # rows of counted loops: loaded again after each
        self._written = 0

    def write(self, numbers: range, uniform: bool) -> None:
        """Compute the instructions among these numbers that are uniform, or those that are not."""
        for number in numbers:
            made = self.scalars.made[number]
            if isinstance(made, Instruction) and self.scalars.uniform[number] is uniform:
                if number not in self.fused:
                    self._compute(number, made)
                if number in self.places and not uniform:
                    self._accumulate(self.places.pop(number), number)

    def accumulate_rest(self) -> None:
        """Add up what is no instruction of its own."""
        for number, place in self.places.items():
            self._accumulate(place, number)
        self.places = {}

    def _compute(self, number: int, made: Instruction) -> None:
        op, operands = made
        at = [i for i, x in enumerate(operands) if not isinstance(x, float) and x in self.fused]
        if at:
            a, b = map(self.vector, self._factors(operands[at[0]]))
            self.kept[number] = fused(op, at[0], a, b, self.vector(operands[1 - at[0]]))
        else:
            arguments = [self.vector(x) for x in operands]
            self.kept[number] = self.flow.wide.vector(said(OPS[op], arguments, self.words))
        self._written += 1
        if self._written % SECTION == 0:
            self.flow.label(f"section{self._written}")

    def _factors(self, number: Operand) -> tuple[Operand, ...]:
        made = self.scalars.made[int(number)]
        return made.operands if isinstance(made, Instruction) else (number,)

    def vector(self, x: Operand) -> Vector:
        """An operand as a vector. Columns are loaded when first needed; parameters at each use,
        since loading one again is cheaper than keeping a vector of it."""
        if isinstance(x, float):
            return self.flow.wide.vector(x)
        if x in self.kept:
            return self.kept[x]
        space, index = self.scalars.made[x]
        assert isinstance(index, int)
        if space == "input":
            self.kept[x] = self.columns.load(index)
            return self.kept[x]
        if space == "result" and x in self.passing:
            return self.passing[x]
        loaded = self._fresh(Index(space, index))
        if space == "result":
            self.passing[x] = loaded
        return loaded

    def _fresh(self, index: Index) -> Vector:
        with self.flow.scope():
            return self.memory.load(self.flow.wide, index, ())

    def _accumulate(self, place: int, number: int) -> None:
        """Add a number, or a product that only this sum needs, to its accumulator."""
        factors = self._factors(number) if number in self.fused else (number,)
        vectors = [self.vector(factor) for factor in factors]
        b = self.flow.narrow
        with self.memory.accumulator(place) as sum_:
            for parts in zip(*(vector.parts(b) for vector in vectors)):
                if len(parts) == 2:
                    sum_.total = fmuladd(*parts, sum_.total)
                else:
                    sum_.total = sum_.total + parts[0]
