"""Write LLVM IR text for vectors of doubles, with Python's operators.

Here are a `Builder`, which collects the lines of one function, and three kinds of value which
write a line for every operation made on them: `Vector` (`<L x double>`), `IntVector`
(`<L x i64>`) and `Mask` (`<L x i1>`).  Python numbers mix in as constants.  Nothing is
computed and nothing is imported: the result is text, for LLVM 19 or newer (`splat`).

>>> b = Builder(lanes=4)
>>> x = Vector(b, "%x")
>>> y = 0.5 * x + 1.0
>>> print("\\n".join(b.lines))
  %v0 = fmul <4 x double> splat (double 0x3FE0000000000000), %x
  %v1 = fadd <4 x double> %v0, splat (double 0x3FF0000000000000)

No fast-math flag is ever written, so LLVM keeps every rounding where the text has it.  Read
`lanes.py` (choices, roots, rounding) and then `vectormath` (exp, log, sin, …) next.

Reference: the LLVM Language Reference Manual, https://llvm.org/docs/LangRef.html
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import TypeAlias


class Builder:
    """The text of one function on vectors of `lanes` doubles, and what that text relies on.

    `lines` is the body so far, `declarations` the `declare` lines it needs (intrinsics, libm),
    `functions` the names of the vector functions it calls (see `call`).  Names made here are
    `%v0`, `%v1`, ... and the labels `rare0`, `usual0`, ...; any others are free for use.
    """

    def __init__(self, lanes: int) -> None:
        if lanes < 1:
            raise ValueError(f"a vector needs at least one lane, got lanes={lanes}")
        self.lanes = lanes
        self.double = f"<{lanes} x double>"
        self.int = f"<{lanes} x i64>"
        self.mask = f"<{lanes} x i1>"
        self.int32 = f"<{lanes} x i32>"
        self.lines: list[str] = []
        self.declarations: set[str] = set()
        self.functions: set[str] = set()
        self._names = count()
        self._branches = 0

    def narrower(self, lanes: int) -> Builder:
        """A builder for shorter vectors that writes into the same text: see `Vector.parts`."""
        other = Builder(lanes)
        other.lines, other.declarations, other.functions = (
            self.lines,
            self.declarations,
            self.functions,
        )
        other._names = self._names
        return other

    def emit(self, instruction: str) -> str:
        """Append `%name = instruction` and return the new name."""
        name = f"%v{next(self._names)}"
        self.lines.append(f"  {name} = {instruction}")
        return name

    def vector(self, value: Operand) -> Vector:
        """The operand as a Vector: a Python number becomes a constant in every lane."""
        if isinstance(value, Vector):
            return value
        return Vector(self, f"splat ({scalar(value)})")

    def integer(self, value: int) -> str:
        """A constant with this number in every lane."""
        return f"splat (i64 {value})"

    def binary(self, opcode: str, kind: str, left: str, right: str) -> str:
        """A register for an operation on two vectors of a kind."""
        return self.emit(f"{opcode} {kind} {left}, {right}")

    def compare(self, predicate: str, kind: str, left: str, right: str) -> str:
        """A register for a mask that says where the predicate holds."""
        return self.emit(f"{predicate} {kind} {left}, {right}")

    def select(self, mask: str, yes: str, no: str) -> str:
        """A register with one operand where the mask is set and the other elsewhere."""
        return self.emit(f"select {self.mask} {mask}, {self.double} {yes}, {self.double} {no}")

    def negated(self, x: str) -> str:
        """A register for -x."""
        return self.emit(f"fneg {self.double} {x}")

    def inverted(self, mask: str) -> str:
        """A register for the mask of the other lanes."""
        return self.binary("xor", self.mask, mask, "splat (i1 true)")

    def cast(self, x: str, kind: str, to: str) -> str:
        """A register for the same bits as another kind of vector."""
        return self.emit(f"bitcast {kind} {x} to {to}")

    def splat(self, kind: str, register: str) -> str:
        """A register that holds the scalar (a `double`, an `i64`) in every lane."""
        vector = f"<{self.lanes} x {kind}>"
        one = self.emit(f"insertelement {vector} poison, {kind} {register}, i64 0")
        return self.emit(
            f"shufflevector {vector} {one}, {vector} poison, {self.int32} zeroinitializer"
        )

    def cut(self, x: str, wider: Builder) -> list[str]:
        """Registers for the lanes of a longer vector, in order."""
        found = []
        for start in range(0, wider.lanes, self.lanes):
            places = ", ".join(f"i32 {start + i}" for i in range(self.lanes))
            kind, mask = wider.double, f"<{self.lanes} x i32> <{places}>"
            found.append(self.emit(f"shufflevector {kind} {x}, {kind} poison, {mask}"))
        return found

    def larger(self, x: Operand, y: Operand) -> Vector:
        """x unless y is larger."""
        a, b = self.vector(x), self.vector(y)
        return Vector(self, self.select((b > a).text, b.text, a.text))

    def smaller(self, x: Operand, y: Operand) -> Vector:
        """x unless y is smaller."""
        a, b = self.vector(x), self.vector(y)
        return Vector(self, self.select((b < a).text, b.text, a.text))

    def intrinsic(self, name: str, *operands: Operand) -> Vector:
        """Call LLVM's intrinsic on whole vectors, as `llvm.<name>.v<lanes>f64`."""
        return self._call(f"@llvm.{name}.v{self.lanes}f64", operands, declare=True)

    def call(self, name: str, *operands: Operand) -> Vector:
        """Call a vector function by its plain name (`exp`), and note that it is needed."""
        self.functions.add(name)
        return self._call(vector_function(name, self.lanes), operands, declare=False)

    def _call(self, symbol: str, operands: tuple[Operand, ...], declare: bool) -> Vector:
        arguments = ", ".join(f"{self.double} {self.vector(x).text}" for x in operands)
        if declare:
            types = ", ".join([self.double] * len(operands))
            self.declarations.add(f"declare {self.double} {symbol}({types})")
        return Vector(self, self.emit(f"call {self.double} {symbol}({arguments})"))

    def call_scalar(self, name: str, *operands: Operand) -> Vector:
        """Call libm's function once per lane: slow, for what is rarely used."""
        self.declarations.add(f"declare double @{name}({', '.join(['double'] * len(operands))})")
        vectors = [self.vector(x) for x in operands]
        result = "poison"
        for i in range(self.lanes):
            lane = [self.emit(f"extractelement {self.double} {x.text}, i32 {i}") for x in vectors]
            y = self.emit(f"call double @{name}({', '.join('double ' + x for x in lane)})")
            result = self.emit(f"insertelement {self.double} {result}, double {y}, i32 {i}")
        return Vector(self, result)

    @contextmanager
    def rarely(self, mask: Mask) -> Iterator[None]:
        """A branch taken when any lane of the mask is set; it must end with `ret`."""
        symbol = f"@llvm.vector.reduce.or.v{self.lanes}i1"
        self.declarations.add(f"declare i1 {symbol}({self.mask})")
        rare, usual = f"rare{self._branches}", f"usual{self._branches}"
        self._branches += 1
        some = self.emit(f"call i1 {symbol}({self.mask} {mask.text})")
        self.lines += [f"  br i1 {some}, label %{rare}, label %{usual}", f"{rare}:"]
        yield
        self.lines += [f"{usual}:"]

    def ret(self, value: Operand) -> None:
        """End the function (or a rare branch of it) with its result."""
        self.lines.append(f"  ret {self.double} {self.vector(value).text}")

    def function(self, name: str, parameters: tuple[str, ...]) -> str:
        """The whole text of the vector function whose body these lines are."""
        arguments = ", ".join(f"{self.double} %{p}" for p in parameters)
        symbol = vector_function(name, self.lanes)
        head = f"define internal {self.double} {symbol}({arguments}) nounwind {{"
        return "\n".join([head, "entry:", *self.lines, "}"])


class _Register:
    """One value per lane: the name of the instruction which made it, or a constant."""

    def __init__(self, builder: Builder, text: str) -> None:
        self.builder = builder
        self.text = text

    def __bool__(self) -> bool:
        raise TypeError(
            "a vector or mask has no single truth value; choose per lane with where(...)"
        )


class Vector(_Register):
    """A `<L x double>`, with the arithmetic and the comparisons of Python's floats."""

    def _binary(self, opcode: str, left: Operand, right: Operand) -> Vector:
        b = self.builder
        x, y = b.vector(left), b.vector(right)
        return Vector(b, b.binary(opcode, b.double, x.text, y.text))

    def _compare(self, predicate: str, other: Operand) -> Mask:
        b = self.builder
        return Mask(b, b.compare(f"fcmp {predicate}", b.double, self.text, b.vector(other).text))

    def __add__(self, other: Operand) -> Vector:
        return self._binary("fadd", self, other)

    def __radd__(self, other: float) -> Vector:
        return self._binary("fadd", other, self)

    def __sub__(self, other: Operand) -> Vector:
        return self._binary("fsub", self, other)

    def __rsub__(self, other: float) -> Vector:
        return self._binary("fsub", other, self)

    def __mul__(self, other: Operand) -> Vector:
        return self._binary("fmul", self, other)

    def __rmul__(self, other: float) -> Vector:
        return self._binary("fmul", other, self)

    def __truediv__(self, other: Operand) -> Vector:
        return self._binary("fdiv", self, other)

    def __rtruediv__(self, other: float) -> Vector:
        return self._binary("fdiv", other, self)

    def __pow__(self, other: Operand) -> Vector:
        """The vector function `pow`, except that a square is one multiplication."""
        if isinstance(other, int | float) and other == 2:
            return self * self
        return self.builder.call("pow", self, other)

    def __rpow__(self, other: float) -> Vector:
        return self.builder.call("pow", other, self)

    def __neg__(self) -> Vector:
        return Vector(self.builder, self.builder.negated(self.text))

    def __pos__(self) -> Vector:
        return self

    def __abs__(self) -> Vector:
        return self.builder.intrinsic("fabs", self)

    def __lt__(self, other: Operand) -> Mask:
        return self._compare("olt", other)

    def __le__(self, other: Operand) -> Mask:
        return self._compare("ole", other)

    def __gt__(self, other: Operand) -> Mask:
        return self._compare("ogt", other)

    def __ge__(self, other: Operand) -> Mask:
        return self._compare("oge", other)

    def parts(self, builder: Builder) -> list[Vector]:
        """The lanes in order, cut into vectors of a `narrower` builder."""
        return [Vector(builder, x) for x in builder.cut(self.text, self.builder)]

    def equals(self, other: Operand) -> Mask:
        """Lanes with equal numbers (`==` stays identity, as everywhere in this library)."""
        return self._compare("oeq", other)

    def differs(self, other: Operand) -> Mask:
        """Lanes with different numbers; a nan differs from everything, itself included."""
        return self._compare("une", other)

    def bits(self) -> IntVector:
        """The same 64 bits per lane, read as integers."""
        b = self.builder
        return IntVector(b, b.cast(self.text, b.double, b.int))


class IntVector(_Register):
    """A `<L x i64>`, for work on the bit patterns of doubles; arithmetic wraps around."""

    def _binary(self, opcode: str, other: IntVector | int) -> IntVector:
        b = self.builder
        text = other.text if isinstance(other, IntVector) else b.integer(other)
        return IntVector(b, b.binary(opcode, b.int, self.text, text))

    def __add__(self, other: IntVector | int) -> IntVector:
        return self._binary("add", other)

    def __sub__(self, other: IntVector | int) -> IntVector:
        return self._binary("sub", other)

    def __and__(self, other: IntVector | int) -> IntVector:
        return self._binary("and", other)

    def __or__(self, other: IntVector | int) -> IntVector:
        return self._binary("or", other)

    def __xor__(self, other: IntVector | int) -> IntVector:
        return self._binary("xor", other)

    def __lshift__(self, count: int) -> IntVector:
        return self._binary("shl", count)

    def __rshift__(self, count: int) -> IntVector:
        """Shift zeros in from the left (an arithmetic shift is slow before AVX-512)."""
        return self._binary("lshr", count)

    def nonzero(self) -> Mask:
        """Lanes which are not 0."""
        b = self.builder
        return Mask(b, b.compare("icmp ne", b.int, self.text, b.integer(0)))

    def as_double(self) -> Vector:
        """The same 64 bits per lane, read as doubles."""
        b = self.builder
        return Vector(b, b.cast(self.text, b.int, b.double))


class Mask(_Register):
    """A `<L x i1>`: one truth value per lane, made by a comparison and used by `where`."""

    def _binary(self, opcode: str, other: str) -> Mask:
        b = self.builder
        return Mask(b, b.binary(opcode, b.mask, self.text, other))

    def __and__(self, other: Mask) -> Mask:
        return self._binary("and", other.text)

    def __or__(self, other: Mask) -> Mask:
        return self._binary("or", other.text)

    def __invert__(self) -> Mask:
        return Mask(self.builder, self.builder.inverted(self.text))


Operand: TypeAlias = Vector | float


def scalar(value: float) -> str:
    """The constant as LLVM writes it exactly: the type and the 64 bits in hexadecimal."""
    return f"double 0x{struct.pack('>d', value).hex().upper()}"


def vector_function(name: str, lanes: int) -> str:
    """The symbol of a vector function; the lanes are in it so that widths can be mixed."""
    return f"@ag_{name}_v{lanes}"
