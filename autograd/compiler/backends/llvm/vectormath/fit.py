"""Compute the numbers in `tables.py`; run `python fit.py > tables.py` here.

Every polynomial is a weighted least-squares fit in 60 digits on points that lie dense near
the ends of the interval, as Chebyshev's nodes do.  That comes within a small factor of the
best (minimax) polynomial, and an extra coefficient makes up for the factor.  The weight turns an
error of the polynomial into a relative error of the function that is built from it.

Needs mpmath, which nothing else in the library needs: the tables are kept as text.

Reference: J.-M. Muller, Elementary Functions: Algorithms and Implementation, chapter 3.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import mpmath as mp  # type: ignore[import-untyped]

Real = Any  # mpmath has no type hints
ROWS = 4  # fitted points for each coefficient


class Fit(NamedTuple):
    """A polynomial of `terms` coefficients near `function` on [low, high]."""

    function: Callable[[Real], Real]
    weight: Callable[[Real], Real]
    low: float
    high: float
    terms: int


def _tail(function: Callable[[Real], Real], first: Callable[[Real], Real], power: int) -> Any:
    """What is left of an odd or even function after its first terms, in z = x**2."""
    return lambda z: (function(mp.sqrt(z)) - first(mp.sqrt(z))) / mp.sqrt(z) ** power


def _log(s: Real) -> Real:
    return mp.log((1 + s) / (1 - s))


def _square(z: Real) -> Real:
    return z**2


def _log_erfc(x: Real) -> Real:
    return -mp.log(mp.erfc(x)) / x


def _erf_weight(x: Real) -> Real:
    return x * mp.erfc(x) / mp.erf(x)


FITS = {
    # e**r = 1 + r + r**2 EXP(r)
    "EXP": Fit(lambda r: (mp.expm1(r) - r) / r**2, abs, -0.35, 0.35, 11),
    # log((1+s)/(1-s)) = 2s + s**3 LOG(s**2), where (1+s)/(1-s) is in [1/sqrt(2), sqrt(2)]
    "LOG": Fit(_tail(_log, lambda s: 2 * s, 3), abs, 0.0, 0.0295, 8),
    # log((1+s)/(1-s)) = 2s + 2/3 s**3 + s**5 LOG_TAIL(s**2), to more than 64 bits
    "LOG_TAIL": Fit(_tail(_log, lambda s: 2 * s + 2 * s**3 / 3, 5), _square, 0.0, 0.0295, 8),
    # as LOG, where (1+s)/(1-s) is in [1, 2]
    "LOG_WIDE": Fit(_tail(_log, lambda s: 2 * s, 3), abs, 0.0, 0.1112, 12),
    # sin(r) = r + r**3 SIN(r**2) and cos(r) = 1 - r**2/2 + r**4 COS(r**2), |r| <= pi/4
    "SIN": Fit(_tail(mp.sin, lambda r: r, 3), abs, 0.0, 0.62, 6),
    "COS": Fit(_tail(mp.cos, lambda r: 1 - r**2 / 2, 4), _square, 0.0, 0.62, 6),
    # atan(t) = t + t**3 ATAN(t**2), |t| <= tan(pi/8)
    "ATAN": Fit(_tail(mp.atan, lambda t: t, 3), abs, 0.0, 0.1717, 11),
    # asin(t) = t + t**3 ASIN(t**2), |t| <= 1/2
    "ASIN": Fit(_tail(mp.asin, lambda t: t, 3), abs, 0.0, 0.25, 13),
    # erf(x) = 1 - exp(-x ERF(x)), 0 <= x <= 6
    "ERF": Fit(_log_erfc, _erf_weight, 0.0, 6.0, 25),
}


def fit(row: Fit) -> list[float]:
    """The coefficients, constant term first, rounded to doubles."""
    with mp.workdps(60):
        points = ROWS * row.terms
        middle, radius = (mp.mpf(row.low) + row.high) / 2, (mp.mpf(row.high) - row.low) / 2
        nodes = [
            middle + radius * mp.cospi(mp.mpf(2 * k + 1) / (2 * points)) for k in range(points)
        ]
        matrix = mp.matrix([[row.weight(x) * x**k for k in range(row.terms)] for x in nodes])
        values = mp.matrix([row.weight(x) * row.function(x) for x in nodes])
        return [float(c) for c in mp.lu_solve(matrix.T * matrix, matrix.T * values)]


def parts(number: Real, bits: tuple[int, ...]) -> list[float]:
    """Split a number into doubles of the given bits each (the last one full) that sum to it.

    So an integer of up to 53 - bits bits times a part is exact (Cody and Waite's reduction).
    """
    result = []
    for width in bits:
        grid = mp.mpf(2) ** (mp.floor(mp.log(abs(number), 2)) + 1 - width)
        part = mp.nint(number / grid) * grid
        result.append(float(part))
        number -= part
    return [*result, float(number)]


def constants() -> dict[str, list[float]]:
    """Logarithms of 2 and multiples of pi in several parts."""
    with mp.workdps(80):
        return {
            "LN2": parts(mp.log(2), (41,)),
            "LOG10_2": parts(mp.log10(2), (41,)),
            "HALF_PI": parts(mp.pi / 2, (33, 33, 33)),
            "PI_OVER_2": parts(mp.pi / 2, (53,)),
        }


def main() -> None:
    """Print the text of `tables.py`."""
    print('"""Polynomial coefficients (constant term first) and split constants; see `fit.py`."""')
    for name, numbers in {**constants(), **{name: fit(row) for name, row in FITS.items()}}.items():
        print(f"\n{name} = (", *[f"    {number!r}," for number in numbers], ")", sep="\n")


if __name__ == "__main__":
    main()
