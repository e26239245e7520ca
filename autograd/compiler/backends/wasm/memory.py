"""Loads and stores: where the leaves of loops are found while the kernel runs.

Tables lie at the beginning of the memory, before what the page puts there. Read ``columns.py``
next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from autograd.compiler.backends.llvm.layout import Layout
from autograd.compiler.backends.llvm.memory import Accumulator
from autograd.compiler.backends.llvm.memory import Memory as TextMemory
from autograd.compiler.backends.llvm.places import Counter, Place, place
from autograd.compiler.backends.llvm.vectors import Builder as VectorBuilder
from autograd.compiler.backends.llvm.vectors import Vector
from autograd.compiler.backends.wasm import opcodes as op
from autograd.compiler.backends.wasm.encode import I32, V128
from autograd.compiler.backends.wasm.flow import Flow
from autograd.compiler.loops.loop import Index

__all__ = ["DOUBLE", "Memory"]

#: bytes of a double, of a vector of two, and of a table's entry
DOUBLE, VECTOR, ENTRY = 8, 16, 4


class Memory(TextMemory):
    """Leaves in memory: parameters and uniform rows are spread over a vector."""

    def __init__(self, flow: Flow, layout: Layout) -> None:
        super().__init__(flow, layout)
        self.flow: Flow = flow
        self.code = flow.code
        self.table_places: dict[tuple[int, ...], int] = {}

    def load(self, b: VectorBuilder, index: Index, counters: Sequence[Counter]) -> Vector:
        """A leaf's number at these counters."""
        register, offset = self.found(index, counters)
        how = op.LOAD if self.base(index)[0] == self.lines else op.LOAD_SPLAT
        text = self.flow.computed(
            ("load", register, offset),
            lambda: self.code.emit(V128, op.aligned(how, offset), register),
        )
        return Vector(b, text)

    def store(self, v: Vector, index: Index, counters: Sequence[Counter]) -> None:
        """Put a number where that leaf is found: a line, or one lane in a uniform row."""
        register, offset = self.found(index, counters)
        if self.base(index)[0] == self.lines:
            self.code.say(op.aligned(op.STORE, offset), register, v.text)
        else:
            self.code.say(op.aligned(op.STORE_LANE, offset, 0), register, v.text)

    def area(self, counter: str, pitch: int) -> str:
        """The register with the address of a block's area, ``pitch`` numbers for each example."""
        return self.moved("%blocks", counter, pitch * DOUBLE)

    @contextmanager
    def accumulator(self, place: int) -> Iterator[Accumulator]:
        """What straight-line code adds up: loaded, and stored again when the block is left."""
        at = VECTOR * place
        old = self.code.emit(V128, op.aligned(op.LOAD, at), "%totals")
        found = Accumulator(Vector(self.flow.builder, old))
        yield found
        self.code.say(op.aligned(op.STORE, at), "%totals", found.total.text)

    def found(self, index: Index, counters: Sequence[Counter]) -> tuple[str, int]:
        """The register that a leaf is found behind, and how many bytes.

        An address that is to go down, or by a table, starts where the leaf is: the machine adds
        the bytes to it as a number without a sign, which does not wrap around.
        """
        pointer, unit, shift = self.base(index)
        where = place(index, counters)
        offset = (where.base + shift) * unit * DOUBLE
        if offset and (min([offset, *(s for _, s in where.terms)]) < 0 or where.table_terms):
            pointer, offset = self.moved(pointer, self.code.number(offset), 1), 0
        for register, stride in where.terms:
            pointer = self.moved(pointer, register, stride * unit * DOUBLE)
        if where.table_terms:
            pointer = self.moved(pointer, self._entry(index, where), unit * DOUBLE)
        return pointer, offset

    def moved(self, pointer: str, by: str, stride: int) -> str:
        """An address moved by so many strides of so many bytes."""

        def make() -> str:
            further = self.code.whole(op.MUL, by, stride) if stride != 1 else by
            return self.code.whole(op.ADD, pointer, further)

        return self.flow.computed((pointer, by, stride), make)

    def _entry(self, index: Index, where: Place) -> str:
        """The register with a table's entry."""
        known = self.table_places
        at = known.setdefault(index.table, ENTRY * sum(map(len, known)))
        pointer = self.code.number(at + ENTRY * where.entry)
        for register, stride in where.table_terms:
            pointer = self.moved(pointer, register, stride * ENTRY)
        return self.flow.computed(
            (pointer, "entry"), lambda: self.code.emit(I32, op.aligned(op.I32_LOAD, 0), pointer)
        )
