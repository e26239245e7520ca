"""The sums over the batch: two lanes become one number. Read ``kernel.py`` next."""

from __future__ import annotations

from collections.abc import Sequence

from autograd.compiler.backends.llvm.batch_sums import BatchSums as TextBatchSums
from autograd.compiler.backends.llvm.bodies import Member
from autograd.compiler.backends.llvm.places import Counter, affine
from autograd.compiler.backends.llvm.vectors import Vector
from autograd.compiler.backends.wasm import opcodes as op
from autograd.compiler.backends.wasm.code import Code
from autograd.compiler.backends.wasm.encode import F64, V128
from autograd.compiler.backends.wasm.flow import Flow
from autograd.compiler.backends.wasm.memory import DOUBLE, VECTOR, Memory
from autograd.compiler.loops.loop import Index

__all__ = ["BatchSums", "checked", "copied", "reduced"]


class BatchSums(TextBatchSums):
    """Writes the jobs of a layout, a tile of at most ``most`` results at once."""

    def __init__(self, flow: Flow, memory: Memory, pitch: int, most: int) -> None:
        super().__init__(flow, memory, pitch, most)
        self.code, self.places = flow.code, memory

    def settle(self, totals: list[Vector], members: Sequence[Member], places: Index) -> None:
        """Add each vector's lanes to its place among the sums."""
        for total, member in zip(totals, members):
            at, offset = self.places.found(places, member)
            old = self.code.emit(F64, op.aligned(op.F64_LOAD, offset), at)
            new = self.code.emit(F64, op.F64_ADD, old, lanes_added(self.code, total.text))
            self.code.say(op.aligned(op.F64_STORE, offset), at, new)


def lanes_added(code: Code, vector: str) -> str:
    """The sum of a vector's lanes."""
    lanes = [code.emit(F64, op.LANES[i], vector) for i in range(2)]
    return code.emit(F64, op.F64_ADD, *lanes)


def reduced(memory: Memory, places: Sequence[int]) -> None:
    """Add the lanes of the accumulators; the i-th is the sum ``places[i]``."""
    flow, code, count = memory.flow, memory.code, len(places)
    if not count:
        return
    to = affine("sum", places, (count,))
    with flow.repeat(count) as turn:
        from_ = memory.moved("%totals", turn.counter, VECTOR)
        total = lanes_added(code, code.emit(V128, op.aligned(op.LOAD, 0), from_))
        at, offset = memory.found(to, (Counter(turn.counter, 0, count),))
        code.say(op.aligned(op.F64_STORE, offset), at, total)


def copied(memory: Memory, pairs: Sequence[tuple[int, int]]) -> None:
    """Give the second sum of each pair the first one's number."""
    code = memory.code
    for source, target in pairs:
        one = code.emit(F64, op.aligned(op.F64_LOAD, DOUBLE * source), "%sums")
        code.say(op.aligned(op.F64_STORE, DOUBLE * target), "%sums", one)


def checked(memory: Memory, sums: int) -> None:
    """Return 0.0, or nan where one of so many sums is not finite."""
    code, zero = memory.code, memory.flow.builder.vector(0.0)
    worst = code.emit(F64, op.LANES[0], zero.text)
    if sums:
        with memory.flow.repeat(sums) as turn:
            at = memory.moved("%sums", turn.counter, DOUBLE)
            one = code.emit(F64, op.aligned(op.F64_LOAD, 0), at)
            nothing = code.emit(F64, op.LANES[0], zero.text)
            product = code.emit(F64, op.F64_MUL, one, nothing)
            code.say(op.F64_ADD, worst, product)
            code.set(worst)
    code.say(op.RETURN, worst)
