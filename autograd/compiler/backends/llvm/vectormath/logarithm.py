"""log and its family: log1p, log2, log10, softplus, asinh, acosh, atanh.

A positive number is x = 2**k m with 1/sqrt(2) <= m < sqrt(2).  With f = m - 1 and
s = f / (2 + f), log m = log((1+s)/(1-s)) = 2s + s**3 (2/3 + 2/5 s**2 + ...) converges fast; it
is summed as f - f**2/2 + s (f**2/2 + ...), whose large terms are exact or nearly so.

References: P. Tang, Table-driven implementation of the logarithm function, ACM TOMS 16 (1990);
the method notes of Sun's fdlibm (1993), e_log.c and s_log1p.c, for that order of the sum.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from autograd.compiler.backends.llvm.lanes import copysign, fmuladd, maximum, sqrt, where
from autograd.compiler.backends.llvm.vectormath.exponential import exp_pair
from autograd.compiler.backends.llvm.vectormath.polynomial import evaluate
from autograd.compiler.backends.llvm.vectormath.tables import LN2, LOG, LOG10_2, LOG_WIDE
from autograd.compiler.backends.llvm.vectors import Operand, Vector

ONE, SQRT_HALF = 0x3FF0000000000000, 0x3FE6A09E667F3BCD  # the bits of 1.0 and of sqrt(1/2)
FRACTION = 0x000FFFFFFFFFFFFF
TWO_52_BITS, TWO_52 = 0x4330000000000000, 2.0**52  # `or` a small integer in: 2**52 + integer
SMALLEST_NORMAL, LIFT = 2.0**-1022, 54


def split(x: Vector) -> tuple[Vector, Vector]:
    """k and m with x = 2**k m and 1/sqrt(2) <= m < sqrt(2), for a normal x > 0."""
    bits = x.bits() + (ONE - SQRT_HALF)
    m = ((bits & FRACTION) + SQRT_HALF).as_double()
    return (bits >> 52 | TWO_52_BITS).as_double() - (TWO_52 + 1023.0), m


def split_any(x: Vector) -> tuple[Vector, Vector]:
    """The same for any finite x > 0: a subnormal number is lifted first."""
    subnormal = x < SMALLEST_NORMAL
    k, m = split(where(subnormal, x * 2.0**LIFT, x))
    return where(subnormal, k - LIFT, k), m


def log_near_one(
    f: Vector, k: Operand = 0.0, c: Operand = 0.0, coefficients: Sequence[float] = LOG
) -> Vector:
    """log(1 + f) + k log 2 + c for 1/sqrt(2) <= 1 + f <= sqrt(2) and a tiny correction c."""
    s = f / (2.0 + f)
    z = s * s
    half_square = 0.5 * f * f
    low = fmuladd(s, fmuladd(z, evaluate(z, coefficients), half_square), c)
    if isinstance(k, Vector):
        low = fmuladd(k, LN2[1], low)
        return fmuladd(k, LN2[0], f - (half_square - low))
    return f - (half_square - low)


def at_the_edges(x: Vector, usual: Vector) -> Vector:
    """A logarithm's value at 0, at infinity, below 0 and at nan; the usual one elsewhere."""
    edge = where(x > 0.0, x, where(x.equals(0.0), -math.inf, math.nan))
    return where((x > 0.0) & (x < math.inf), usual, edge)


def log(x: Vector) -> Vector:
    """The natural logarithm."""
    k, m = split_any(x)
    return at_the_edges(x, log_near_one(m - 1.0, k))


def log2(x: Vector) -> Vector:
    """The logarithm to base 2, exact at powers of 2."""
    k, m = split_any(x)
    return at_the_edges(x, fmuladd(log_near_one(m - 1.0), 1.0 / math.log(2.0), k))


def log10(x: Vector) -> Vector:
    """The logarithm to base 10."""
    k, m = split_any(x)
    low = fmuladd(k, LOG10_2[1], log_near_one(m - 1.0) * (1.0 / math.log(10.0)))
    return at_the_edges(x, fmuladd(k, LOG10_2[0], low))


def log1p(x: Vector) -> Vector:
    """log(1 + x): the rounding error of u = 1 + x comes back as the correction error / u."""
    u = 1.0 + x
    t = u - 1.0
    error = (1.0 - (u - t)) + (x - t)
    k, m = split(u)
    usual = log_near_one(m - 1.0, k, error / u)
    return where(x.equals(0.0), x, at_the_edges(u, usual))


def softplus(x: Vector) -> Vector:
    """log(1 + e**x) = max(x, 0) + log(1 + z), where z = e**-|x| is at most 1.

    z is kept as a sum of two doubles: for x < 0 the rounding error of z would be seen twice,
    since the result may lie just below a power of 2 and z just above.  The derivative of
    log(1 + z), by which the low part counts, need not be accurate: 1 - z + z**2/2 will do.
    """
    z, low = exp_pair(-abs(x))
    derivative = fmuladd(fmuladd(z, 0.5, -1.0), z, 1.0)
    return maximum(x, 0.0) + log_near_one(z, c=low * derivative, coefficients=LOG_WIDE)


def atanh(x: Vector) -> Vector:
    """log1p(2|x| / (1 - |x|)) / 2."""
    size = abs(x)
    return copysign(0.5 * log1p(2.0 * size / (1.0 - size)), x)


def asinh(x: Vector) -> Vector:
    """log1p(|x| + x**2 / (1 + sqrt(x**2 + 1))); log(2|x|) where x**2 could overflow."""
    size = abs(x)
    large = size > 2.0**100
    square = size * size
    near = size + square / (1.0 + sqrt(square + 1.0))
    y = log1p(where(large, size, near))
    return copysign(where(large, y + math.log(2.0), y), x)


def acosh(x: Vector) -> Vector:
    """log1p(t + sqrt(2t + t**2)) where t = x - 1; log(2x) where t**2 could overflow."""
    large = x > 2.0**100
    t = x - 1.0
    y = log1p(where(large, x, t + sqrt(t * (t + 2.0))))
    return where(x < 1.0, math.nan, where(large, y + math.log(2.0), y))
