"""log and its family: accuracy, special values, and the steps that they are made of."""

import math
import random
from fractions import Fraction
from typing import Any

import pytest

from autograd.compiler.backends.llvm.vectormath.logarithm import (
    acosh,
    asinh,
    at_the_edges,
    atanh,
    log,
    log1p,
    log2,
    log10,
    log_near_one,
    softplus,
    split,
    split_any,
)
from autograd.compiler.backends.llvm.vectormath.tables import LOG_WIDE
from tests.vectors import (
    NAN,
    SMALL,
    Case,
    Machine,
    assert_accurate,
    assert_values,
    each_machine,
    huge,
    inf,
    mp,
    nan,
    points,
    run,
    tiny,
    truth,
    ulps,
)

ABOVE, BELOW = math.nextafter(-1.0, 0.0), math.nextafter(1.0, 0.0)  # the last before a pole

CASES = {
    "log": Case(log, mp.log, 0.9, tiny),
    "log2": Case(log2, lambda x: mp.log(x) / mp.log(2), 1.4, tiny),
    "log10": Case(log10, mp.log10, 3.0, tiny),
    "log1p": Case(log1p, mp.log1p, 1.0, ABOVE),
    "softplus": Case(softplus, lambda x: mp.log1p(mp.exp(x)), 1.6, -1100),
    "asinh": Case(asinh, mp.asinh, 1.7),
    "acosh": Case(acosh, mp.acosh, 1.3, 1),
    "atanh": Case(atanh, mp.atanh, 1.6, ABOVE, BELOW),
}

LOG = [NAN, (0.0, -inf), (-0.0, -inf), (-tiny, nan), (-1.0, nan), (-inf, nan), (inf, inf)]
SPECIAL = {
    log: [*LOG, (1.0, 0.0)],
    log2: [*LOG, (1.0, 0.0)],
    log10: [*LOG, (1.0, 0.0)],
    log1p: [*SMALL, (-1.0, -inf), (-2.0, nan), (-inf, nan), (inf, inf)],
    softplus: [NAN, (inf, inf), (-inf, 0.0), (1000.0, 1000.0), (-1000.0, 0.0), (huge, huge)],
    asinh: [*SMALL, (inf, inf), (-inf, -inf)],
    acosh: [NAN, (1.0, 0.0), (BELOW, nan), (-5.0, nan), (-1e300, nan), (-inf, nan), (inf, inf)],
    atanh: [*SMALL, (1.0, inf), (-1.0, -inf), (2.0, nan), (-2.0, nan), (inf, nan), (-inf, nan)],
}

NORMAL = points(2.0**-1022)
ROOT_HALF, ROOT_TWO = math.sqrt(0.5), math.sqrt(2.0)


@each_machine
@pytest.mark.parametrize("name", CASES)
def test_the_error_is_within_the_bound(name: str, machine: Machine) -> None:
    assert_accurate(CASES[name], machine)


@each_machine
@pytest.mark.parametrize("function", SPECIAL, ids=lambda f: f.__name__)
def test_special_values(function: Any, machine: Machine) -> None:
    assert_values(function, SPECIAL[function], machine)


@each_machine
def test_log2_of_a_power_of_two_is_exact(machine: Machine) -> None:
    exponents = range(-1074, 1024)
    assert run(log2, machine, [math.ldexp(1.0, k) for k in exponents]) == [*map(float, exponents)]


@each_machine
def test_subnormal_numbers_have_logarithms(machine: Machine) -> None:
    xs = tuple(k * tiny for k in (1, 2, 3, 1000, 12345, 2**40 + 1, 2**52 - 1))
    for function, reference in ((log, mp.log), (log10, mp.log10)):
        for y, true in zip(run(function, machine, xs), truth(reference, xs), strict=True):
            assert ulps(y, *true) <= 2.0


@each_machine
def test_the_largest_numbers_do_not_overflow_on_the_way(machine: Machine) -> None:
    xs = (1e150, 1e200, 2.0**1000, 8e307, huge)
    for function, reference in ((asinh, mp.asinh), (acosh, mp.acosh), (log1p, mp.log1p)):
        for y, true in zip(run(function, machine, xs), truth(reference, xs), strict=True):
            assert ulps(y, *true) <= 1.0, function.__name__


@each_machine
def test_odd_functions_keep_the_sign(machine: Machine) -> None:
    xs = points(tiny, BELOW)
    for function in (asinh, atanh):
        assert run(function, machine, [-x for x in xs]) == [-y for y in run(function, machine, xs)]


# --- the steps ---


def assert_split(x: float, k: float, m: float) -> None:
    assert Fraction(x) == Fraction(2) ** int(k) * Fraction(m)
    assert ROOT_HALF <= m < ROOT_TWO
    assert k == int(k)


@each_machine
def test_a_number_is_a_power_of_two_times_one_near_one(machine: Machine) -> None:
    for x, (k, m) in zip(NORMAL, run(lambda x: split(x), machine, NORMAL), strict=True):
        assert_split(x, k, m)


@each_machine
def test_subnormal_numbers_are_split_too(machine: Machine) -> None:
    xs = [tiny, 3 * tiny, 2.0**-1050, 2.0**-1022 - tiny, 2.0**-1022, 1.0, huge]
    for x, (k, m) in zip(xs, run(lambda x: split_any(x), machine, xs), strict=True):
        assert_split(x, k, m)


@each_machine
def test_near_one_a_multiple_of_log_2_and_a_correction_are_added(machine: Machine) -> None:
    fs = points(ROOT_HALF - 1.0, ROOT_TWO - 1.0)
    ks = [float(i % 2099 - 1074) for i, _ in enumerate(fs)]
    cs = [((i % 7) - 3) * 2.0**-56 for i, _ in enumerate(fs)]
    got = run(lambda f, k, c: log_near_one(f, k, c), machine, fs, ks, cs)
    wanted = truth(lambda f, k, c: mp.log1p(f) + k * mp.log(2) + c, fs, tuple(ks), tuple(cs))
    assert max(ulps(y, *true) for y, true in zip(got, wanted, strict=True)) <= 0.9


@each_machine
def test_the_correction_counts(machine: Machine) -> None:
    """A correction as large as one would be seen in the first digit."""
    assert run(lambda f, c: log_near_one(f, c=c), machine, [0.0], [0.125]) == [0.125]
    assert run(lambda f, k: log_near_one(f, k), machine, [0.0], [-3.0]) == [-3 * math.log(2.0)]


@each_machine
def test_the_wide_coefficients_reach_from_one_to_two(machine: Machine) -> None:
    fs = points(0.0, 1.0)
    got = run(lambda f: log_near_one(f, coefficients=LOG_WIDE), machine, fs)
    wanted = truth(mp.log1p, fs)
    assert max(ulps(y, *true) for y, true in zip(got, wanted, strict=True)) <= 1.2


@each_machine
def test_at_the_edges_only_positive_finite_numbers_have_the_usual_value(machine: Machine) -> None:
    xs = [0.0, -0.0, inf, -inf, nan, -1.0, -tiny, tiny, 1.0, huge]
    got = run(at_the_edges, machine, xs, [7.0] * len(xs))
    assert got[:4] == [-inf, -inf, inf, pytest.approx(nan, nan_ok=True)]
    assert all(map(math.isnan, got[4:7]))
    assert got[7:] == [7.0] * 3


@each_machine
def test_softplus_keeps_the_tail_of_the_negative_side(machine: Machine) -> None:
    """softplus(x) is eˣ far below 0, to the last subnormal number."""
    xs = (-40.0, -100.5, -700.25, -744.0, -745.0)
    for y, true in zip(run(softplus, machine, xs), truth(mp.exp, xs), strict=True):
        assert ulps(y, *true) <= 1.0
        assert y > 0.0


@each_machine
def test_softplus_just_below_a_power_of_two(machine: Machine) -> None:
    """There e**x lies above it, and its rounding error would be seen twice: as 1.6 ulp."""
    rng = random.Random(0)
    widths = [0.02, 0.1] * 60
    shares = [2.0**-k * (1 - w * rng.random()) for k in range(1, 12) for w in widths]
    xs = tuple(math.log(math.expm1(y)) for y in shares)
    wanted = truth(lambda x: mp.log1p(mp.exp(x)), xs)
    assert max(ulps(y, *true) for y, true in zip(run(softplus, machine, xs), wanted)) <= 1.1
