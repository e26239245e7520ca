"""What a block of examples begins and ends with: columns of the page's numbers.

Column i lies ``i * stride`` bytes behind the first. Read ``sums.py`` next.
"""

from __future__ import annotations

from autograd.compiler.backends.llvm.columns import Columns as TextColumns
from autograd.compiler.backends.llvm.places import Counter
from autograd.compiler.backends.llvm.vectors import Vector
from autograd.compiler.backends.wasm import opcodes as op
from autograd.compiler.backends.wasm.encode import V128
from autograd.compiler.backends.wasm.flow import Flow
from autograd.compiler.backends.wasm.memory import Memory

__all__ = ["Columns"]


class Columns(TextColumns):
    """Writes the copies; ``%here`` is the address of this block's examples in the first column."""

    def __init__(self, flow: Flow, memory: Memory) -> None:
        super().__init__(flow, memory, 0)
        self.flow: Flow = flow

    def address(self, column: int, counter: Counter) -> str:
        """Of this block's examples in a column, so many behind the given one."""
        code, place = self.flow.code, column + counter.offset
        if not counter.register and not place:
            return "%here"

        def make() -> str:
            at = code.number(place)
            if counter.register:
                at = code.whole(op.ADD, counter.register, at)
            return code.whole(op.ADD, "%here", code.whole(op.MUL, at, "%stride"))

        return self.flow.computed(("column", counter.register, place), make)

    def loaded(self, address: str) -> Vector:
        """The numbers at an address."""
        code = self.flow.code
        return Vector(self.flow.builder, code.emit(V128, op.aligned(op.LOAD, 0), address))

    def stored(self, v: Vector, address: str) -> None:
        """Put the numbers there."""
        self.flow.code.say(op.aligned(op.STORE, 0), address, v.text)
