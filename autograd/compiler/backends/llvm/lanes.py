"""Functions on vectors of doubles that every machine has instructions for, lane by lane.

Choices, fused products, roots and rounding, written with the builder of ``vectors.py``. ``fmuladd``
alone leaves LLVM the choice between one rounding and two.

>>> from autograd.compiler.backends.llvm.vectors import Builder, Vector
>>> b = Builder(lanes=4)
>>> x = Vector(b, "%x")
>>> y = where(x > 0, x, 0.5 * x)
>>> print("\\n".join(b.lines))
  %v0 = fcmp ogt <4 x double> %x, splat (double 0x0000000000000000)
  %v1 = fmul <4 x double> splat (double 0x3FE0000000000000), %x
  %v2 = select <4 x i1> %v0, <4 x double> %x, <4 x double> %v1

Read ``vectormath`` next.
"""

from __future__ import annotations

from autograd.compiler.backends.llvm.vectors import Builder, Mask, Operand, Vector

__all__ = ["copysign", "floor", "fmuladd", "maximum", "minimum", "rint", "sqrt", "where"]

ROUND_BIT = 2.0**52  # adding it pushes the fraction of a smaller non-negative double out


def _builder(*operands: Mask | Operand) -> Builder:
    for x in operands:
        if isinstance(x, Vector | Mask):
            return x.builder
    raise TypeError(f"expected at least one Vector, got {operands}; use math on plain numbers")


def where(condition: Mask | Operand, yes: Operand, no: Operand) -> Vector:
    """Choose per lane; a Vector or a number as the condition means "not zero"."""
    b = _builder(condition, yes, no)
    if not isinstance(condition, Mask):
        condition = b.vector(condition).differs(0.0)
    x, y = b.vector(yes).text, b.vector(no).text
    return Vector(b, b.select(condition.text, x, y))


def fmuladd(x: Operand, y: Operand, z: Operand) -> Vector:
    """x*y + z, fused where the machine has the instruction and rounded twice elsewhere.

    (`llvm.fma` would become a slow library call on machines without the instruction.)
    """
    return _builder(x, y, z).intrinsic("fmuladd", x, y, z)


def sqrt(x: Operand) -> Vector:
    """The square root, correctly rounded; nan for x < 0."""
    return _builder(x).intrinsic("sqrt", x)


def copysign(size: Operand, sign: Operand) -> Vector:
    """The first operand's magnitude with the second operand's sign."""
    return _builder(size, sign).intrinsic("copysign", size, sign)


def maximum(x: Operand, y: Operand) -> Vector:
    """Python's max(x, y): the first operand unless the second is larger."""
    return _builder(x, y).larger(x, y)


def minimum(x: Operand, y: Operand) -> Vector:
    """Python's min(x, y): the first operand unless the second is smaller."""
    return _builder(x, y).smaller(x, y)


def rint(x: Vector) -> Vector:
    """Round to the nearest integer, ties to even.

    Adding and subtracting 2**52 does it with any instruction set (`llvm.rint` is a library
    call before SSE4.1); larger numbers are integers already.
    """
    size = abs(x)
    return where(size < ROUND_BIT, copysign((size + ROUND_BIT) - ROUND_BIT, x), x)


def floor(x: Vector) -> Vector:
    """The largest integer which is not above x."""
    nearest = rint(x)
    return copysign(where(nearest > x, nearest - 1.0, nearest), x)
