"""Vectors of two doubles in WebAssembly, with the operators and functions of the machine code.

What ``llvm/vectors.py`` and ``llvm/lanes.py`` write by an instruction's name is written here in
bytes, so that ``vectormath`` and the rows of the op table mean the same in both. There is no fused
multiplication: a product that is added is rounded twice. Read ``functions.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from autograd.compiler.backends.llvm.vectors import Builder as VectorBuilder
from autograd.compiler.backends.llvm.vectors import Mask, Operand, Vector
from autograd.compiler.backends.wasm import opcodes as op
from autograd.compiler.backends.wasm.code import Code
from autograd.compiler.backends.wasm.encode import F64, V128

__all__ = ["LANES", "Builder"]

LANES = 2
SIGN = -(2**63)


class Builder(VectorBuilder):
    """Writes to ``code``; ``imports`` are the functions on single numbers, with their arity."""

    def __init__(self, code: Code) -> None:
        super().__init__(LANES)
        self.code = code
        self.imports: dict[str, int] = {}

    def vector(self, value: Operand) -> Vector:
        """The operand as a Vector: a Python number becomes a constant in both lanes."""
        return value if isinstance(value, Vector) else Vector(self, self.code.doubles(value))

    def integer(self, value: int) -> str:
        """A constant with this number in both lanes."""
        return self.code.longs(value)

    def binary(self, opcode: str, kind: str, left: str, right: str) -> str:
        """An operation on two vectors; the distance of a shift is a constant."""
        if opcode in ("shl", "lshr"):
            right = self.code.number(int(right.removeprefix("i64x2 ")))
        table = op.F64X2 if kind == self.double else op.BITS | op.I64X2
        return self.code.emit(V128, table[opcode], left, right)

    def compare(self, predicate: str, kind: str, left: str, right: str) -> str:
        """A mask, all bits of a lane set or none."""
        return self.binary(predicate, kind, left, right)

    def select(self, mask: str, yes: str, no: str) -> str:
        """One operand where the mask is set, and the other elsewhere."""
        return self.code.emit(V128, op.BITSELECT, yes, no, mask)

    def negated(self, x: str) -> str:
        """-x."""
        return self.code.emit(V128, op.NEG, x)

    def inverted(self, mask: str) -> str:
        """The mask of the other lane."""
        return self.code.emit(V128, op.NOT, mask)

    def cast(self, x: str, kind: str, to: str) -> str:
        """A vector has no kind here."""
        return x

    def cut(self, x: str, wider: VectorBuilder) -> list[str]:
        """All vectors are of one length."""
        return [x]

    def larger(self, x: Operand, y: Operand) -> Vector:
        """x unless y is larger: one instruction."""
        return self._of_two("pmax", x, y)

    def smaller(self, x: Operand, y: Operand) -> Vector:
        """x unless y is smaller: one instruction."""
        return self._of_two("pmin", x, y)

    def _of_two(self, opcode: str, x: Operand, y: Operand) -> Vector:
        a, b = self.vector(x), self.vector(y)
        return Vector(self, self.binary(opcode, self.double, a.text, b.text))

    def intrinsic(self, name: str, *operands: Operand) -> Vector:
        """What LLVM has an intrinsic for."""
        x, *more = (self.vector(operand) for operand in operands)
        if name == "fmuladd":
            return x * more[0] + more[1]
        if name == "copysign":
            sign = self.integer(SIGN)
            return Vector(self, self.code.emit(V128, op.BITSELECT, more[0].text, x.text, sign))
        one = {"fabs": op.ABS, "sqrt": op.SQRT}[name]
        return Vector(self, self.code.emit(V128, one, x.text))

    def call(self, name: str, *operands: Operand) -> Vector:
        """Call a vector function by its plain name, and note that it is needed."""
        self.functions.add(name)
        self.code.call(name, *(self.vector(x).text for x in operands))
        return Vector(self, self.code.set(self.code.local(V128)))

    def call_scalar(self, name: str, *operands: Operand) -> Vector:
        """Call a function of JavaScript once per lane."""
        code, given = self.code, [self.vector(x).text for x in operands]
        self.imports[name] = len(operands)
        lanes = []
        for i in range(LANES):
            numbers = [code.emit(F64, op.LANES[i], x) for x in given]
            code.call(f"js.{name}", *numbers)
            lanes.append(code.set(code.local(F64)))
        code.say(op.SPLAT, lanes[0])
        code.say(op.REPLACE, lanes[1])
        return Vector(self, code.set(code.local(V128)))

    @contextmanager
    def rarely(self, mask: Mask) -> Iterator[None]:
        """A branch taken when a lane of the mask is set; it must end with ``ret``."""
        self.code.say(op.ANY, mask.text)
        with self.code.block(op.IF):
            yield

    def ret(self, value: Operand) -> None:
        """End the function (or a rare branch of it) with its result."""
        self.code.say(op.RETURN, self.vector(value).text)
