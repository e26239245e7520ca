"""What a block of examples begins and ends with: inputs are copied to where loops read them, and
results to the columns that they are stored in.

Read ``kernel_text.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograd.compiler.backends.llvm.flow import Flow
from autograd.compiler.backends.llvm.memory import Memory
from autograd.compiler.backends.llvm.places import Counter
from autograd.compiler.backends.llvm.tiles import tiled
from autograd.compiler.backends.llvm.vectors import Vector
from autograd.compiler.loops.loop import Index

__all__ = ["Columns"]

#: so many columns are copied one by one, more by a loop
FEW = 8


class Columns:
    """Writes the copies; so many ``words`` stand before the column pointers."""

    def __init__(self, flow: Flow, memory: Memory, words: int) -> None:
        self.flow, self.memory, self.words = flow, memory, words
        self.named: set[int] = set()  # columns whose pointers are loaded at the entry

    def definitions(self) -> list[str]:
        """The text that loads the pointers."""
        lines = []
        for i in sorted(self.named):
            lines.append(f"  %c{i}_at = getelementptr i64, ptr %words, i64 {self.words + i}")
            lines.append(f"  %c{i} = load ptr, ptr %c{i}_at")
        return lines

    def address(self, column: int, counter: Counter) -> str:
        """Of this block's examples in a column, so many behind the given one."""
        b = self.flow.wide
        if not counter.register:
            self.named.add(column + counter.offset)
            at = f"%c{column + counter.offset}"
        else:
            word = f"getelementptr i64, ptr %words, i64 {counter.register}"
            near = self.flow.once(("word", counter.register), word)
            place = self.words + column + counter.offset
            at = b.emit(f"load ptr, ptr {b.emit(f'getelementptr i64, ptr {near}, i64 {place}')}")
        return b.emit(f"getelementptr double, ptr {at}, i64 %start")

    def load(self, column: int) -> Vector:
        """This block's examples of an input."""
        return self.loaded(self.address(column, Counter("", 0, 1)))

    def store(self, v: Vector, column: int) -> None:
        """Store this block's examples of an output."""
        self.stored(v, self.address(column, Counter("", 0, 1)))

    def loaded(self, address: str) -> Vector:
        """The numbers at an address."""
        b = self.flow.wide
        return Vector(b, b.emit(f"load {b.double}, ptr {address}, align 8"))

    def stored(self, v: Vector, address: str) -> None:
        """Put the numbers there."""
        v.builder.lines.append(f"  store {v.builder.double} {v.text}, ptr {address}, align 8")

    def pack(self, low: int, high: int) -> None:
        """Copy an interval of inputs into the block's area."""
        for counter in self._each(high - low + 1):
            v = self.loaded(self.address(low, counter))
            self.memory.store(v, Index("input", low, (1,)), (counter,))

    def unpack(self, rows: Sequence[int], column: int) -> None:
        """Store rows that loops have computed in the columns from the given one on."""
        b = self.flow.wide
        lines = [self.memory.layout.line("result", row) for row in rows]
        for first, length in _runs(lines):
            for counter in self._each(length):
                v = self.memory.load(b, Index("result", rows[first], (1,)), (counter,))
                self.stored(v, self.address(column + first, counter))

    def _each(self, count: int) -> Iterator[Counter]:
        for members in tiled(self.flow, (count,), (count if count <= FEW else 1,)):
            for (counter,) in members:
                yield counter


def _runs(lines: Sequence[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    """(start, length) of stretches in which each line follows the one before."""
    start = 0
    for i in range(1, len(lines) + 1):
        kind, number = lines[i - 1]
        if i == len(lines) or lines[i] != (kind, number + 1):
            yield start, i - start
            start = i
