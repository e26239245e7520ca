"""Loads and stores: where the leaves of loops are found while the kernel runs.

Read ``bodies.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from autograd.compiler.backends.llvm.flow import Flow
from autograd.compiler.backends.llvm.layout import Layout
from autograd.compiler.backends.llvm.places import Counter, Place, place
from autograd.compiler.backends.llvm.vectors import Builder, Vector
from autograd.compiler.loops.loop import Index

__all__ = ["Accumulator", "Memory"]


class Accumulator:
    """A vector of sums over the batch, of which each lane has its own examples."""

    def __init__(self, total: Vector) -> None:
        self.total = total


class Memory:
    """Leaves in memory: parameters and uniform rows are spread over a vector, lines loaded as such.

    ``lines`` is the register with the address of a block's area, ``part`` which vector of a line
    is meant where the builder's are shorter than a line.
    """

    def __init__(self, flow: Flow, layout: Layout) -> None:
        self.flow, self.layout = flow, layout
        self.lines, self.part = "%lines", 0
        self.tables: dict[tuple[int, ...], str] = {}

    def load(self, b: Builder, index: Index, counters: Sequence[Counter]) -> Vector:
        """A leaf's number at these counters."""
        at = self.address(index, counters, b)
        key = ("load", b.lanes, at)
        known = self.flow.known
        if key not in known:
            if self.base(index)[0] != self.lines:
                known[key] = b.splat("double", self.flow.once((at,), f"load double, ptr {at}"))
            else:
                known[key] = b.emit(f"load {b.double}, ptr {at}, align {_alignment(b)}")
        return Vector(b, known[key])

    def store(self, v: Vector, index: Index, counters: Sequence[Counter]) -> None:
        """Put a number where that leaf is found: a line, or one lane in a uniform row."""
        b = v.builder
        at = self.address(index, counters, b)
        if self.base(index)[0] != self.lines:
            one = b.emit(f"extractelement {b.double} {v.text}, i64 0")
            b.lines.append(f"  store double {one}, ptr {at}")
        else:
            b.lines.append(f"  store {b.double} {v.text}, ptr {at}, align {_alignment(b)}")

    def base(self, index: Index) -> tuple[str, int, int]:
        """The register that a leaf's places count from, in which unit, and what to add to them."""
        if index.space in ("parameter", "sum"):
            return {"parameter": "%parameters", "sum": "%sums"}[index.space], 1, 0
        anywhere = index.base + (index.table[0] if index.table else 0)
        kind, line = self.layout.line(index.space, anywhere)
        if kind == "uniform":
            return "%uniforms", 1, line - anywhere
        return self.lines, self.flow.wide.lanes, line - anywhere

    def address(self, index: Index, counters: Sequence[Counter], b: Builder) -> str:
        """The register that holds a leaf's address."""
        pointer, unit, shift = self.base(index)
        where = place(index, counters)
        for register, stride in where.terms:
            pointer = self._moved(pointer, register, stride * unit)
        if where.table_terms:
            pointer = self._moved(pointer, self._looked_up(index, where), unit)
        constant = (where.base + shift) * unit + (self.part * b.lanes if unit > 1 else 0)
        return self._moved(pointer, constant, 1)

    def _moved(self, pointer: str, by: int | str, stride: int, kind: str = "double") -> str:
        """A pointer moved by so many strides."""
        if not by:
            return pointer
        once = self.flow.once
        if stride != 1:
            by = once((by, stride, "mul"), f"mul i64 {by}, {stride}")
        text = f"getelementptr {kind}, ptr {pointer}, i64 {by}"
        return once((pointer, by, kind), text)

    def _looked_up(self, index: Index, where: Place) -> str:
        """A table's entry, as a register."""
        table = self.tables.setdefault(index.table, f"@table{len(self.tables)}")
        once = self.flow.once
        pointer = table
        for register, stride in where.table_terms:
            pointer = self._moved(pointer, register, stride, "i32")
        pointer = self._moved(pointer, where.entry, 1, "i32")
        word = once((pointer, "word"), f"load i32, ptr {pointer}")
        return once((word, "long"), f"sext i32 {word} to i64")

    def area(self, counter: str, pitch: int) -> str:
        """The register with the address of a block's area, ``pitch`` numbers for each example."""
        at = self.flow.once((counter, "area"), f"mul i64 {counter}, {pitch}")
        return self.flow.wide.emit(f"getelementptr double, ptr %blocks, i64 {at}")

    @contextmanager
    def accumulator(self, place: int) -> Iterator[Accumulator]:
        """What straight-line code adds up: loaded, and stored again when the block is left."""
        b = self.flow.narrow
        at = b.emit(f"getelementptr double, ptr %totals, i64 {place * b.lanes}")
        found = Accumulator(Vector(b, b.emit(f"load {b.double}, ptr {at}, align 8")))
        yield found
        b.lines.append(f"  store {b.double} {found.total.text}, ptr {at}, align 8")

    def definitions(self) -> list[str]:
        """The tables, as text before the function."""
        lines = []
        for table, name in self.tables.items():
            entries = ", ".join(f"i32 {x}" for x in table)
            lines.append(f"{name} = internal constant [{len(table)} x i32] [{entries}]")
        return lines


def _alignment(b: Builder) -> int:
    """Of a vector in a line, in bytes; the scratch memory begins at a multiple of 64."""
    return min(8 * b.lanes, 64)
