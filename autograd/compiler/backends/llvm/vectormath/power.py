"""pow: x**y = exp(y log x), with log x as a sum of two doubles.

An error of y log x, which may be as large as 745, is a relative error of the power, so log x is
needed to about 65 bits.  The sums and products of two doubles below keep their rounding
errors; they work with and without fused multiplication.

References: T. Dekker, A floating-point technique for extending the available precision, Numer.
Math. 18 (1971); O. Moller, Quasi double precision in floating-point addition, BIT 5 (1965).
"""

from __future__ import annotations

import math
from typing import NamedTuple

from autograd.compiler.backends.llvm.lanes import copysign, fmuladd, rint, where
from autograd.compiler.backends.llvm.vectormath.exponential import (
    clamped,
    expm1_near_zero,
    reduce,
    scaled,
)
from autograd.compiler.backends.llvm.vectormath.logarithm import split_any
from autograd.compiler.backends.llvm.vectormath.polynomial import evaluate
from autograd.compiler.backends.llvm.vectormath.tables import LN2, LOG_TAIL
from autograd.compiler.backends.llvm.vectors import Vector

UPPER_HALF = -(2**27)  # as a bit mask: the first 26 of a double's 53 significant bits
THIRD_LOW = 2.0 / 3.0 * 2.0**-54  # 2/3 less its double (which ends in ...1010|1010...)


class Pair(NamedTuple):
    """The number high + low, where low is at most a rounding error of high."""

    high: Vector
    low: Vector


def two_sum(x: Vector, y: Vector) -> Pair:
    """x + y exactly."""
    high = x + y
    y_seen = high - x
    return Pair(high, (x - (high - y_seen)) + (y - y_seen))


def renormalised(x: Vector, y: Vector) -> Pair:
    """x + y exactly, if |x| >= |y|."""
    high = x + y
    return Pair(high, y - (high - x))


def two_product(x: Vector, y: Vector) -> Pair:
    """x * y to 104 bits: of the halves' products only the last (27 bits each) may be rounded."""
    x1, y1 = (x.bits() & UPPER_HALF).as_double(), (y.bits() & UPPER_HALF).as_double()
    x2, y2 = x - x1, y - y1
    high = x * y
    return Pair(high, ((x1 * y1 - high) + x1 * y2 + x2 * y1) + x2 * y2)


def times(x: Pair, y: Pair) -> Pair:
    """x * y to about 100 bits."""
    high, low = two_product(x.high, y.high)
    return renormalised(high, low + (x.high * y.low + x.low * y.high))


def quotient(f: Vector, d: Pair) -> Pair:
    """f / d to about 100 bits."""
    high = f / d.high
    back = two_product(high, d.high)
    return Pair(high, ((f - back.high) - back.low - high * d.low) / d.high)


def log_pair(x: Vector) -> Pair:
    """log x to about 66 bits for a finite x > 0, by the series of `logarithm.py`.

    Of 2s + 2/3 s**3 + s**5 (...) the first two terms are pairs; the rest is small enough.
    """
    b = x.builder
    k, m = split_any(x)
    f = m - 1.0
    s = quotient(f, renormalised(b.vector(2.0), f))
    z = times(s, s)
    two_thirds = Pair(b.vector(2.0 / 3.0), b.vector(THIRD_LOW))
    rest = z.high * z.high * evaluate(z.high, LOG_TAIL)
    second = times(z, two_thirds)
    factor = renormalised(second.high, second.low + rest)
    third = times(s, factor)
    first = two_sum(k * LN2[0], 2.0 * s.high)
    total = two_sum(first.high, third.high)
    low = fmuladd(k, LN2[1], 2.0 * s.low) + (first.low + total.low + third.low)
    return renormalised(total.high, low)


def exp_of_pair(x: Pair) -> Vector:
    """e**(high + low)."""
    _, bits, r = reduce(clamped(x.high))
    return scaled(1.0 + expm1_near_zero(r + x.low), bits)


def power_of_size(size: Vector, y: Vector) -> Vector:
    """size**y for size >= 0, with plain arithmetic where the pairs would hold no numbers."""
    log = log_pair(size)
    precise = times(log, Pair(y, y.builder.vector(0.0)))
    infinite = where(size.equals(0.0), -y, y) * math.inf
    plain = where(size.equals(0.0) | size.equals(math.inf), infinite, log.high * y)
    moderate = abs(plain) < 800.0
    high = where(moderate, precise.high, plain)
    power = exp_of_pair(Pair(high, where(moderate, precise.low, 0.0)))
    return where(size.equals(1.0), 1.0, power)  # also for infinite y


def pow(x: Vector, y: Vector) -> Vector:
    """x**y with the special cases of IEEE 754: x**0 and 1**y are 1, whatever the other is.

    A negative number has powers with whole exponents only (infinities count as even).
    """
    size = abs(x)
    power = power_of_size(size, y)
    half = 0.5 * y
    odd = y.equals(rint(y)) & half.differs(rint(half))
    power = where(odd, copysign(power, x), power)
    outside = (x < 0.0) & (x > -math.inf) & y.differs(rint(y))
    power = where(outside | x.differs(x) | y.differs(y), math.nan, power)
    return where(y.equals(0.0) | x.equals(1.0), 1.0, power)
