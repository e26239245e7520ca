"""exp and its family: accuracy, special values, and the steps that they are made of."""

import math
import struct
from typing import Any

import pytest

from autograd.compiler.backends.llvm.vectormath.exponential import (
    BIAS,
    clamped,
    cosh,
    erf,
    exp,
    exp2,
    exp_pair,
    expm1,
    expm1_near_zero,
    expm1_of_negative,
    half_exp,
    power_of_two,
    reduce,
    scaled,
    sigmoid,
    sinh,
    tanh,
)
from tests.vectors import (
    NAN,
    ODD,
    SMALL,
    Case,
    Machine,
    assert_accurate,
    assert_values,
    each_machine,
    huge,
    inf,
    mp,
    points,
    run,
    tiny,
    truth,
)

CASES = {
    "exp": Case(exp, mp.exp, 1.2, -1100, 1100),
    "exp2": Case(exp2, lambda x: mp.power(2, x), 1.2, -1100, 1100),
    "expm1": Case(expm1, mp.expm1, 2.0, -1100, 1100),
    "sinh": Case(sinh, mp.sinh, 2.2, -1100, 1100),
    "cosh": Case(cosh, mp.cosh, 1.3, -1100, 1100),
    "tanh": Case(tanh, mp.tanh, 2.7),
    "sigmoid": Case(sigmoid, lambda x: 1 / (1 + mp.exp(-x)), 1.8, -1100, 1100),
    "erf": Case(erf, mp.erf, 1.6),
    "expm1_near_zero": Case(expm1_near_zero, mp.expm1, 1.0, -0.3466, 0.3466),
    "expm1_of_negative": Case(expm1_of_negative, mp.expm1, 2.0, -50, 0),
    "half_exp": Case(half_exp, lambda x: mp.exp(x) / 2, 1.2, -700, 1100),
}

SATURATED = [(inf, 1.0), (1000.0, 1.0), (-1000.0, -1.0), (-inf, -1.0)]
UNBOUNDED = [(inf, inf), (-inf, -inf), (1000.0, inf), (-1000.0, -inf)]
SPECIAL = {
    exp: [NAN, (0.0, 1.0), (-0.0, 1.0), (inf, inf), (-inf, 0.0), (huge, inf), (-huge, 0.0)],
    exp2: [NAN, (-0.0, 1.0), (inf, inf), (-inf, 0.0), (huge, inf), (-huge, 0.0)],
    expm1: [*SMALL, (inf, inf), (1000.0, inf), (-1000.0, -1.0), (-inf, -1.0)],
    sinh: [*SMALL, *UNBOUNDED],
    cosh: [NAN, (0.0, 1.0), (-0.0, 1.0), (inf, inf), (-inf, inf), (-1000.0, inf)],
    tanh: [*SMALL, *SATURATED],
    erf: [*ODD, *SATURATED],
    sigmoid: [NAN, (-0.0, 0.5), (inf, 1.0), (-inf, 0.0), (1000.0, 1.0), (-1000.0, 0.0)],
    half_exp: [NAN, (0.0, 0.5), (inf, inf)],
    clamped: [NAN, (inf, 710.0), (-inf, -746.0), (1.5, 1.5), (-0.0, -0.0)],
}

REDUCED = [x for x in points() if 1e-300 < abs(x) < 1100]


@each_machine
@pytest.mark.parametrize("name", CASES)
def test_the_error_is_within_the_bound(name: str, machine: Machine) -> None:
    assert_accurate(CASES[name], machine)


@each_machine
@pytest.mark.parametrize("function", SPECIAL, ids=lambda f: f.__name__)
def test_special_values(function: Any, machine: Machine) -> None:
    assert_values(function, SPECIAL[function], machine)


@each_machine
def test_where_exp_and_its_relatives_leave_the_doubles(machine: Machine) -> None:
    """The last argument with a finite (or non-zero) answer, and the first without."""
    edges = {exp: 709.782712893384, expm1: 709.782712893384}
    edges |= dict.fromkeys((half_exp, sinh, cosh), 710.4758600739439)
    for function, last in edges.items():
        finite, infinite = run(function, machine, [last, math.nextafter(last, inf)])
        assert 1.79e308 < finite < inf == infinite, function.__name__
    assert run(exp, machine, [-745.1332191019411, -745.1332191019412]) == [tiny, 0.0]
    assert run(exp2, machine, [-1074.5, -1075.0]) == [tiny, 0.0]


@each_machine
def test_exp2_of_a_whole_number_is_exact(machine: Machine) -> None:
    exponents = [float(n) for n in range(-1080, 1024)]
    assert run(exp2, machine, exponents) == [math.ldexp(1.0, int(n)) for n in exponents]
    assert run(exp2, machine, [1024.0, 1100.0]) == [inf, inf]


@each_machine
def test_odd_functions_keep_the_sign_and_even_ones_lose_it(machine: Machine) -> None:
    xs = [x for x in points(0.0) if x > 0.0]
    mirrored = [-x for x in xs]
    for function in (sinh, tanh, erf):
        assert run(function, machine, mirrored) == [-y for y in run(function, machine, xs)]
    assert run(cosh, machine, mirrored) == run(cosh, machine, xs)


@each_machine
def test_functions_that_saturate_never_leave_their_range(machine: Machine) -> None:
    xs = points()
    for function, low, high in ((tanh, -1, 1), (erf, -1, 1), (sigmoid, 0, 1), (expm1, -1, inf)):
        ys = run(function, machine, xs)
        assert all(low <= y <= high for y in ys), function.__name__


# --- the steps ---


@each_machine
def test_reduction_takes_the_nearest_multiple_of_log_2_off(machine: Machine) -> None:
    found = run(lambda x: reduce(x), machine, REDUCED)
    with mp.workprec(200):
        for x, (n, bits, r) in zip(REDUCED, found, strict=True):
            assert n == mp.nint(x / mp.log(2)) or abs(r) > 0.34657
            assert abs(r) < 0.34658
            rest = mp.mpf(x) - int(n) * mp.log(2)
            assert abs(rest - r) <= 0.6 * math.ulp(r) + abs(n) * 2.0**-94
            assert as_integer(bits) & 0x7FF == (int(n) + 2 * BIAS) & 0x7FF


def as_integer(x: float) -> int:
    return int(struct.unpack("<q", struct.pack("<d", x))[0])


@each_machine
def test_the_exponent_is_put_back_in_two_steps(machine: Machine) -> None:
    """y·2ⁿ rounded once, also where 2ⁿ alone is no normal number."""
    ys, exponents = [1.0, 1.25, 1.7, 0.75, 1.9999999999999998], range(-1076, 1025)
    pairs = [(y, n) for n in exponents for y in ys]
    columns = [y for y, _ in pairs], [as_double(n + 2 * BIAS) for _, n in pairs]
    got = run(lambda y, bits: scaled(y, bits.bits()), machine, *columns)
    assert got == [times_power(y, n) for y, n in pairs]


def as_double(bits: int) -> float:
    return float(struct.unpack("<d", struct.pack("<q", bits))[0])


def times_power(y: float, n: int) -> float:
    try:
        return math.ldexp(y, n)
    except OverflowError:
        return inf


@each_machine
def test_powers_of_two_by_their_exponent_bits(machine: Machine) -> None:
    biased = [float(n) for n in range(1, 2047)]
    shift = 2.0**52  # adding it puts a small integer into the low bits; those above must fall out
    got = run(lambda x: power_of_two((x + shift).bits()), machine, biased)
    assert got == [math.ldexp(1.0, int(n) - BIAS) for n in biased]


@each_machine
def test_a_pair_keeps_what_rounding_lost(machine: Machine) -> None:
    xs = points(-700.0, 0.0)
    found = run(lambda x: exp_pair(x), machine, xs)
    for x, (high, low), (true, rest) in zip(xs, found, truth(mp.exp, xs), strict=True):
        assert abs(low) <= math.ulp(high) / 2
        assert abs((high - true) + (low - rest)) <= 0.75 * math.ulp(true), x
    assert sum(low != 0.0 for _, low in found) > len(xs) / 2
    assert run(lambda x: exp_pair(x), machine, [-1000.0, -inf, 0.0]) == [(0, 0), (0, 0), (1, 0)]
    assert_values(lambda x: exp_pair(x)[0], [NAN], machine)


@each_machine
def test_tiny_numbers_are_their_own_expm1_and_sinh(machine: Machine) -> None:
    """Below 2⁻⁵⁴ nothing is lost: subnormal numbers come back whole, of either sign."""
    xs = [sign * 2.0**k for k in range(-1074, -55, 7) for sign in (1, -1)]
    for function in (expm1, sinh, tanh):
        assert run(function, machine, xs) == xs, function.__name__
