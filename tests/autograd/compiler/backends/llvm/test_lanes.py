"""Choices, fused products, roots and rounding, lane by lane, against Python's floats."""

import math
import random
from fractions import Fraction
from typing import Any

import pytest

from autograd.compiler.backends.llvm.lanes import (
    copysign,
    floor,
    fmuladd,
    maximum,
    minimum,
    rint,
    sqrt,
    where,
)
from autograd.compiler.backends.llvm.vectors import Builder, Vector
from tests.programs import same
from tests.vectors import (
    NAN,
    Machine,
    assert_values,
    each_machine,
    from_bits,
    huge,
    inf,
    nan,
    run,
    tiny,
)

RNG = random.Random(0)
NUMBERS = [-3.0, -2.5, -1.0, -0.0, 0.0, 0.3, 1.0, 2.5, 1e300, tiny, inf, -inf, nan]
PAIRS = [(x, y) for x in NUMBERS for y in NUMBERS]
#: halves, their neighbours, and numbers around the place where all doubles are whole
HALVES = [k / 2 for k in range(-9, 10)]
ROUNDED = [y for x in HALVES for y in (x, math.nextafter(x, inf), math.nextafter(x, -inf))]
for step in (-1.0, -0.5, 0.0, 0.5, 1.0):
    ROUNDED += [sign * (2.0**k + step) for k in (51, 52, 53) for sign in (1, -1)]
ROUNDED += [RNG.uniform(-1e6, 1e6) for _ in range(200)] + [from_bits(RNG) for _ in range(200)]
ROUNDED += [-0.0, tiny, -tiny, huge, -huge]


def by_pairs(function: Any, machine: Machine) -> Any:
    return zip(PAIRS, run(lambda x, y: function(x, y), machine, *zip(*PAIRS)), strict=True)


@each_machine
def test_where_chooses_per_lane(machine: Machine) -> None:
    for (x, y), z in by_pairs(lambda x, y: where(x > y, x, 0.5), machine):
        assert same(z, x if x > y else 0.5)
    for (x, y), z in by_pairs(lambda x, y: where(x > y, 0.5, y), machine):
        assert same(z, 0.5 if x > y else y)


@each_machine
def test_a_number_as_condition_means_not_zero(machine: Machine) -> None:
    """As in ``if x:`` of Python: a nan is not zero."""
    for (x, y), z in by_pairs(lambda x, y: where(x, y, 7.0), machine):
        assert same(z, y if x else 7.0)
    assert run(lambda x: (where(0.0, 1.0, x), where(2, x, 1.0)), machine, [5.0]) == [(5.0, 5.0)]


@each_machine
def test_maximum_and_minimum_are_pythons(machine: Machine) -> None:
    """The first unless the second is larger: so are equal zeros and nan told apart."""
    for (x, y), z in by_pairs(maximum, machine):
        assert same(z, max(x, y)), (x, y)
    for (x, y), z in by_pairs(minimum, machine):
        assert same(z, min(x, y)), (x, y)
    plain = run(lambda x: (maximum(0.5, x), minimum(x, 0.5)), machine, NUMBERS)
    assert all(same(a, max(0.5, x)) for x, (a, _) in zip(NUMBERS, plain))
    assert all(same(b, min(x, 0.5)) for x, (_, b) in zip(NUMBERS, plain))


@each_machine
def test_fmuladd_rounds_once_or_twice(machine: Machine) -> None:
    xs, ys, zs = ([RNG.uniform(-2, 2) for _ in range(300)] for _ in range(3))
    zs[:100] = [-x * y for x, y in zip(xs, ys)][:100]  # what cancels shows the difference
    got = run(fmuladd, machine, xs, ys, zs)
    once = [float(Fraction(x) * Fraction(y) + Fraction(z)) for x, y, z in zip(xs, ys, zs)]
    twice = [x * y + z for x, y, z in zip(xs, ys, zs)]
    assert got in (once, twice)
    assert once != twice


@each_machine
def test_the_order_of_fmuladd_is_product_then_sum(machine: Machine) -> None:
    assert run(lambda x: fmuladd(x, 3.0, 0.5), machine, [2.0]) == [6.5]
    assert run(lambda x: fmuladd(2.0, 3.0, x), machine, [0.25]) == [6.25]


@each_machine
def test_roots_are_rounded_correctly(machine: Machine) -> None:
    xs = [abs(from_bits(RNG)) for _ in range(300)] + [0.0, -0.0, tiny, huge, inf, 2.0, 1e-310]
    assert all(map(same, run(sqrt, machine, xs), map(math.sqrt, xs)))
    assert_values(sqrt, [NAN, (-1.0, nan), (-tiny, nan), (-inf, nan)], machine)


@each_machine
def test_copysign_takes_the_size_of_the_first_and_the_sign_of_the_second(
    machine: Machine,
) -> None:
    for (x, y), z in by_pairs(copysign, machine):
        if x == x:
            assert same(z, math.copysign(x, y)), (x, y)
    got = run(lambda x: copysign(3.0, x), machine, [-0.0, 0.0, -inf])
    assert got == [-3.0, 3.0, -3.0]


@each_machine
def test_rint_goes_to_the_nearest_and_from_the_middle_to_the_even(machine: Machine) -> None:
    for x, got in zip(ROUNDED, run(rint, machine, ROUNDED), strict=True):
        assert same(got, math.copysign(float(round(x)), x)), x
    assert_values(rint, [NAN, (inf, inf), (-inf, -inf)], machine)


@each_machine
def test_floor_is_not_above(machine: Machine) -> None:
    for x, got in zip(ROUNDED, run(floor, machine, ROUNDED), strict=True):
        assert same(got, math.copysign(float(math.floor(x)), x)), x
    assert_values(floor, [NAN, (inf, inf), (-inf, -inf)], machine)


def test_plain_numbers_are_refused() -> None:
    functions = [lambda: sqrt(2.0), lambda: where(True, 1.0, 2.0), lambda: maximum(1.0, 2.0)]
    functions += [lambda: fmuladd(1.0, 2.0, 3.0), lambda: copysign(1.0, -1.0)]
    functions += [lambda: minimum(1.0, 2.0)]
    for call in functions:
        with pytest.raises(
            TypeError, match=r"at least one Vector, got .*; use math on plain numbers$"
        ):
            call()


def test_no_instruction_that_an_old_machine_lacks() -> None:
    """``llvm.rint``, ``llvm.floor`` and ``llvm.fma`` are library calls without SSE4.1 or FMA."""
    b = Builder(4)
    x = Vector(b, "%x")
    floor(x), rint(x), fmuladd(x, x, x), sqrt(x), copysign(x, x), maximum(x, 0), minimum(x, 0)
    called = {line.split("@llvm.")[1].split(".")[0] for line in b.declarations}
    assert called == {"fabs", "copysign", "fmuladd", "sqrt"}
