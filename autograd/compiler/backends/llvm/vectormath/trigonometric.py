"""sin, cos and tan, and their inverses asin, acos and atan.

An angle is x = n pi/2 + r with |r| <= pi/4 (Cody and Waite's reduction with pi/2 in four parts,
three of them so short that their products with n are exact).  The quadrant n mod 4 then says
which of sin r and cos r is wanted, and with which sign.  Beyond `LARGE` that runs out of bits,
and a branch which is rarely taken calls libm for each lane.

References: W. Cody, W. Waite, Software Manual for the Elementary Functions (1980), chapter 8;
J.-M. Muller, Elementary Functions, chapter 11, for how close a double comes to n pi/2.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from autograd.compiler.backends.llvm.lanes import copysign, fmuladd, sqrt, where
from autograd.compiler.backends.llvm.vectormath.polynomial import evaluate
from autograd.compiler.backends.llvm.vectormath.tables import (
    ASIN,
    ATAN,
    COS,
    HALF_PI,
    PI_OVER_2,
    SIN,
)
from autograd.compiler.backends.llvm.vectors import IntVector, Vector

LARGE = 1e6  # up to here n < 2**20 and n * HALF_PI[i] (33 bits) is exact
SHIFT = 1.5 * 2.0**52  # adding it rounds to an integer, which then stands in the low bits


class Angle(NamedTuple):
    """x = n pi/2 + r with |r| <= pi/4; `quadrant` holds n in its low bits."""

    quadrant: IntVector
    r: Vector


def reduce(x: Vector) -> Angle:
    """Take the nearest multiple of pi/2 off x, for |x| <= LARGE.

    What cancels is exact: x - n c0 always, and then b if it comes out small.  If b is not small
    it is rounded, and `lost` carries what was rounded away to the next step.
    """
    shifted = fmuladd(x, 2.0 / math.pi, SHIFT)
    n = shifted - SHIFT
    a = x - n * HALF_PI[0]
    step = n * HALF_PI[1]
    b = a - step
    lost = (a - b) - step
    c = b - (n * HALF_PI[2] - lost)
    return Angle(shifted.bits(), c - n * HALF_PI[3])


def sin_near_zero(r: Vector) -> Vector:
    """sin r for |r| <= pi/4."""
    z = r * r
    return fmuladd(r * z, evaluate(z, SIN), r)


def cos_near_zero(r: Vector) -> Vector:
    """cos r for |r| <= pi/4."""
    z = r * r
    return 1.0 - fmuladd(z * z, -evaluate(z, COS), 0.5 * z)


def negated(x: Vector, quadrant: IntVector) -> Vector:
    """-x in the quadrants 2 and 3, else x: bit 1 moves to the place of the sign."""
    return (x.bits() ^ ((quadrant & 2) << 62)).as_double()


def with_libm(name: str, x: Vector, y: Vector) -> Vector:
    """y, but libm's answer where |x| is too large for `reduce`."""
    b = x.builder
    large = abs(x) > LARGE
    with b.rarely(large):
        b.ret(where(large, b.call_scalar(name, x), y))
    return y


def sin(x: Vector) -> Vector:
    """The sine of an angle in radians."""
    quadrant, r = reduce(x)
    y = where((quadrant & 1).nonzero(), cos_near_zero(r), sin_near_zero(r))
    y = where(x.equals(0.0), x, negated(y, quadrant))  # -0.0 stays -0.0
    return with_libm("sin", x, y)


def cos(x: Vector) -> Vector:
    """The cosine of an angle in radians."""
    quadrant, r = reduce(x)
    y = where((quadrant & 1).nonzero(), sin_near_zero(r), cos_near_zero(r))
    return with_libm("cos", x, negated(y, quadrant + 1))


def tan(x: Vector) -> Vector:
    """sin r / cos r, or -cos r / sin r in the odd quadrants."""
    quadrant, r = reduce(x)
    odd = (quadrant & 1).nonzero()
    s, c = sin_near_zero(r), cos_near_zero(r)
    y = where(odd, -c, s) / where(odd, s, c)
    return with_libm("tan", x, where(x.equals(0.0), x, y))


def atan(x: Vector) -> Vector:
    """atan|x| = base + atan t, with base 0, pi/4 or pi/2 and |t| <= tan(pi/8)."""
    size = abs(x)
    middle, far = size > math.tan(math.pi / 8), size > math.tan(3 * math.pi / 8)
    numerator = where(far, -1.0, where(middle, size - 1.0, size))
    t = numerator / where(far, size, where(middle, size + 1.0, 1.0))
    high = where(far, PI_OVER_2[0], where(middle, PI_OVER_2[0] / 2, 0.0))
    low = where(far, PI_OVER_2[1], where(middle, PI_OVER_2[1] / 2, 0.0))
    z = t * t
    return copysign(high + (t + fmuladd(t * z, evaluate(z, ATAN), low)), x)


def asin_near_zero(t: Vector, z: Vector) -> Vector:
    """asin t for 0 <= t <= 1/2, given z = t**2."""
    return fmuladd(t * z, evaluate(z, ASIN), t)


def asin(x: Vector) -> Vector:
    """asin|x| itself up to 1/2, and pi/2 - 2 asin(sqrt((1 - |x|) / 2)) from there to 1."""
    size = abs(x)
    far = size > 0.5
    z = where(far, 0.5 - 0.5 * size, size * size)
    near = asin_near_zero(where(far, sqrt(z), size), z)
    return copysign(where(far, PI_OVER_2[0] - (2.0 * near - PI_OVER_2[1]), near), x)


def acos(x: Vector) -> Vector:
    """pi/2 - asin x up to |x| = 1/2, and beyond it 2 asin(sqrt((1 - x) / 2)) or its supplement."""
    size = abs(x)
    far = size > 0.5
    z = where(far, 0.5 - 0.5 * size, size * size)
    near = asin_near_zero(where(far, sqrt(z), size), z)
    middle = PI_OVER_2[0] - (copysign(near, x) - PI_OVER_2[1])
    left = 2.0 * PI_OVER_2[0] - (2.0 * near - 2.0 * PI_OVER_2[1])
    return where(far, where(x < 0.0, left, 2.0 * near), middle)
