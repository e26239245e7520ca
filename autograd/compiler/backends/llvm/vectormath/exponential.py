"""exp and its family: expm1, exp2, sinh, cosh, tanh, sigmoid, and erf.

All of them write x = n log 2 + r with an integer n and |r| <= log(2)/2 (Cody and Waite's
reduction: log 2 in two parts, the first short enough that its product with n is exact), take
e**r = 1 + p(r) from a polynomial, and put 2**n back by writing n into the exponent bits.

References: W. Cody, W. Waite, Software Manual for the Elementary Functions (1980), chapter 6;
P. Tang, Table-driven implementation of the expm1 function, ACM TOMS 18 (1992), for the order
in which 2**n and 1 meet in `expm1`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from autograd.compiler.backends.llvm.lanes import copysign, fmuladd, maximum, minimum, where
from autograd.compiler.backends.llvm.vectormath.polynomial import evaluate
from autograd.compiler.backends.llvm.vectormath.tables import ERF, EXP, LN2
from autograd.compiler.backends.llvm.vectors import IntVector, Vector

# Adding 1.5 * 2**52 rounds a double to an integer, which then stands in its low bits.  The
# bias is added twice because `scaled` spreads the exponent over two factors.
BIAS = 1023
SHIFT = 1.5 * 2.0**52 + 2 * BIAS
LOWEST, HIGHEST = -746.0, 710.0  # e**x is 0 below and infinite above


class Reduced(NamedTuple):
    """x = n log 2 + r; `bits` holds n + 2 * BIAS in its low bits."""

    n: Vector
    bits: IntVector
    r: Vector


def reduce(x: Vector) -> Reduced:
    """Take the nearest multiple of log 2 off x, for |x| < 1100."""
    shifted = fmuladd(x, 1.0 / math.log(2.0), SHIFT)
    n = shifted - SHIFT
    r = fmuladd(n, -LN2[1], fmuladd(n, -LN2[0], x))
    return Reduced(n, shifted.bits(), r)


def expm1_near_zero(r: Vector) -> Vector:
    """e**r - 1 for |r| <= log(2)/2."""
    return fmuladd(r * r, evaluate(r, EXP), r)


def power_of_two(biased: IntVector) -> Vector:
    """2**(biased - BIAS), for a normal result; bits above the low 11 (of `biased`) fall out."""
    return (biased << 52).as_double()


def scaled(y: Vector, bits: IntVector) -> Vector:
    """y * 2**n in two steps, since 2**n alone may overflow (n = 1024) or underflow."""
    half = bits >> 1
    return y * power_of_two(half) * power_of_two(bits - half)


def clamped(x: Vector) -> Vector:
    """x within the limits of `reduce`; nan stays nan."""
    return minimum(maximum(x, LOWEST), HIGHEST)


def exp(x: Vector) -> Vector:
    """e**x."""
    _, bits, r = reduce(clamped(x))
    return scaled(1.0 + expm1_near_zero(r), bits)


def exp_pair(x: Vector) -> tuple[Vector, Vector]:
    """e**x as a sum of two doubles, for x <= 0; the second is what rounding the first lost."""
    _, bits, r = reduce(maximum(x, LOWEST))
    p = expm1_near_zero(r)
    high = 1.0 + p
    low = p - (high - 1.0)
    return scaled(high, bits), scaled(low, bits)


def exp2(x: Vector) -> Vector:
    """2**x."""
    x = minimum(maximum(x, -1080.0), 1030.0)
    shifted = x + SHIFT
    r = (x - (shifted - SHIFT)) * math.log(2.0)
    return scaled(1.0 + expm1_near_zero(r), shifted.bits())


def expm1(x: Vector) -> Vector:
    """e**x - 1 = 2 * (h*p + (h - 1/2)) where h = 2**(n-1), which does not overflow."""
    _, bits, r = reduce(minimum(maximum(x, -40.0), HIGHEST))
    h = power_of_two(bits - (BIAS + 1))
    y = 2.0 * fmuladd(h, expm1_near_zero(r), h - 0.5)
    return where(abs(x) < 2.0**-54, x, y)  # keeps -0.0, and subnormal numbers whole


def expm1_of_negative(x: Vector) -> Vector:
    """e**x - 1 for -50 <= x <= 0."""
    _, bits, r = reduce(x)
    power = power_of_two(bits - BIAS)
    return fmuladd(power, expm1_near_zero(r), power - 1.0)


def tanh(x: Vector) -> Vector:
    """-t / (t + 2) where t = exp(-2|x|) - 1; it is 1 in double precision from 20 on."""
    t = expm1_of_negative(-2.0 * minimum(abs(x), 20.0))
    return copysign(t / (t + 2.0), x)


def sigmoid(x: Vector) -> Vector:
    """1 / (1 + z) or z / (1 + z) where z = exp(-|x|), which cannot overflow."""
    _, bits, r = reduce(maximum(-abs(x), LOWEST))
    z = scaled(1.0 + expm1_near_zero(r), bits)
    return where(x < 0.0, z, 1.0) / (1.0 + z)


def half_exp(size: Vector) -> Vector:
    """e**size / 2, which is finite a little longer than e**size."""
    _, bits, r = reduce(minimum(size, HIGHEST + 1.0))
    return scaled(1.0 + expm1_near_zero(r), bits - 1)


def cosh(x: Vector) -> Vector:
    """h + 1/(4h) where h = exp(|x|) / 2."""
    h = half_exp(abs(x))
    return h + 0.25 / h


def sinh(x: Vector) -> Vector:
    """(t + t/(t+1)) / 2 where t = expm1(|x|); exp(|x|) / 2 from 22 on."""
    size = abs(x)
    t = expm1(minimum(size, 22.0))
    small = 0.5 * (t + t / (t + 1.0))
    return copysign(where(size < 22.0, small, half_exp(size)), x)


def erf(x: Vector) -> Vector:
    """-expm1(-w) where w = -log(erfc|x|) = |x| q(|x|), with one polynomial q for all x.

    An error of w counts in the result by the factor w / (exp(w) - 1) <= 1, so the result is
    accurate near 0, where q is 2/sqrt(pi), as well as near 6, from where on it is 1.
    """
    size = minimum(abs(x), 6.0)
    q = fmuladd(size, evaluate(size, ERF[1:]), ERF[0])  # c[0] apart: fewer roundings near 0
    return copysign(expm1_of_negative(-(size * q)), x)
