"""The fits: near the best polynomial there is, accurate enough, and those of the tables."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

mp = pytest.importorskip("mpmath")

from autograd.compiler.backends.llvm.vectormath import fit as module  # noqa: E402
from autograd.compiler.backends.llvm.vectormath import tables  # noqa: E402
from autograd.compiler.backends.llvm.vectormath.fit import (  # noqa: E402
    FITS,
    Fit,
    fit,
    parts,
)

each_row = pytest.mark.parametrize("name", FITS)

#: what each polynomial stands for, written out; x is the argument of the function, z = x²
FORMULAS: dict[str, tuple[Any, Any]] = {
    "EXP": (lambda x, p: 1 + x + x**2 * p(x), mp.exp),
    "LOG": (lambda s, p: 2 * s + s**3 * p(s * s), lambda s: mp.log((1 + s) / (1 - s))),
    "LOG_TAIL": (
        lambda s, p: 2 * s + 2 * s**3 / 3 + s**5 * p(s * s),
        lambda s: mp.log((1 + s) / (1 - s)),
    ),
    "LOG_WIDE": (lambda s, p: 2 * s + s**3 * p(s * s), lambda s: mp.log((1 + s) / (1 - s))),
    "SIN": (lambda r, p: r + r**3 * p(r * r), mp.sin),
    "COS": (lambda r, p: 1 - r**2 / 2 + r**4 * p(r * r), mp.cos),
    "ATAN": (lambda t, p: t + t**3 * p(t * t), mp.atan),
    "ASIN": (lambda t, p: t + t**3 * p(t * t), mp.asin),
    "ERF": (lambda x, p: 1 - mp.exp(-x * p(x)), mp.erf),
}
#: the ends of the interval on which a function is used, and its largest relative error there
REACH = {
    "EXP": (-0.3466, 0.3466, 2.0**-60),
    "LOG": (1e-9, 0.17157, 2.0**-61),
    "LOG_TAIL": (1e-9, 0.17157, 2.0**-67),
    "LOG_WIDE": (1e-9, 0.33333, 2.0**-58),
    "SIN": (1e-9, 0.7854, 2.0**-57),
    "COS": (1e-9, 0.7854, 2.0**-60),
    "ATAN": (1e-9, 0.41421, 2.0**-57),
    "ASIN": (1e-9, 0.5, 2.0**-58),
    "ERF": (1e-9, 6.0, 2.0**-56),
}


def polynomial(coefficients: Any) -> Any:
    return lambda x: mp.fsum(mp.mpf(c) * x**i for i, c in enumerate(coefficients))


def grid(low: float, high: float, count: int) -> list[Any]:
    return [mp.mpf(low) + (mp.mpf(high) - low) * k / count for k in range(count + 1)]


@each_row
def test_the_function_that_is_built_from_it_is_that_accurate(name: str) -> None:
    (formula, true), (low, high, bound) = FORMULAS[name], REACH[name]
    p = polynomial(getattr(tables, name))
    with mp.workdps(40):
        errors = [abs(formula(x, p) / true(x) - 1) for x in grid(low, high, 150) if x]
    assert max(errors) <= bound


def test_a_polynomial_is_found_again() -> None:
    wanted = [1.0, -2.0, 0.5, 4.0]
    for low, high in ((-1.0, 1.0), (0.0, 0.25), (2.0, 3.0)):
        row = Fit(lambda x: polynomial(wanted)(x), lambda x: 1 + x * x, low, high, 4)
        assert fit(row) == pytest.approx(wanted, rel=1e-15)


@pytest.mark.parametrize("terms", [3, 5, 8])
@pytest.mark.parametrize(
    ("function", "weight", "low", "high"),
    [
        (mp.exp, lambda x: 1 / mp.exp(x), -1.0, 1.0),
        (mp.cos, lambda x: mp.mpf(1), 0.0, 1.5),
        (lambda x: mp.log1p(x) / x, lambda x: x, 0.0, 1.0),
    ],
    ids=["exp", "cos", "log1p"],
)
def test_no_polynomial_is_much_better(
    function: Any, weight: Any, low: float, high: float, terms: int
) -> None:
    """Where an error changes sign n + 1 times, the best polynomial of n coefficients has an error
    of at least the smallest of its extrema (de la Vallée-Poussin 1910)."""
    p = polynomial(fit(Fit(function, weight, low, high, terms)))
    extrema: list[Any] = []
    with mp.workdps(40):
        for x in grid(low, high, 400)[1:]:
            e = weight(x) * (function(x) - p(x))
            if not extrema or e * extrema[-1] < 0:
                extrema.append(e)
            extrema[-1] = max(e, extrema[-1], key=abs)
    assert len(extrema) == terms + 1
    assert max(map(abs, extrema)) <= 2.0 * min(map(abs, extrema))


def test_parts_are_short_and_add_up() -> None:
    with mp.workdps(60):
        for number in (mp.pi, mp.log(2), mp.mpf(1) / 3, -mp.e, mp.mpf(2) ** -40 * 5 / 7):
            for bits in ((53,), (33, 33, 33), (41,), (10, 20)):
                found = parts(number, bits)
                assert len(found) == len(bits) + 1
                left = abs(sum(map(mp.mpf, found)) - number)
                assert left <= abs(number) * mp.mpf(2) ** -(sum(bits) + 52)
                for part, width in zip(found, bits):
                    mantissa, _ = mp.frexp(part)
                    assert mantissa * 2**width == int(mantissa * 2**width)


def test_the_constants_are_cut_so_that_their_products_are_exact() -> None:
    """n times a part has no rounding error: n has 12 bits for a logarithm, 20 for an angle."""
    with mp.workdps(80):
        whole = {"LN2": mp.log(2), "LOG10_2": mp.log10(2)}
        whole |= dict.fromkeys(("HALF_PI", "PI_OVER_2"), mp.pi / 2)
        for name, number in whole.items():
            split = getattr(tables, name)
            sizes = {"HALF_PI": 2**20, "PI_OVER_2": 1}.get(name, 2**12)
            for part in split[:-1]:
                assert all(Fraction(n * part) == n * Fraction(part) for n in (sizes - 1, sizes))
            left = abs(sum(map(mp.mpf, split)) - number)
            assert left <= mp.mpf(2) ** -(152 if name == "HALF_PI" else 93)


def test_the_tables_are_what_main_prints(capsys: pytest.CaptureFixture[str]) -> None:
    module.main()
    assert capsys.readouterr().out == Path(str(tables.__file__)).read_text(encoding="utf-8")
