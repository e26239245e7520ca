"""sin, cos and tan and their inverses: accuracy, special values, and the reduction of angles."""

import math
import struct
from typing import Any

import pytest

from autograd.compiler.backends.llvm.vectormath.trigonometric import (
    LARGE,
    acos,
    asin,
    atan,
    cos,
    cos_near_zero,
    negated,
    reduce,
    sin,
    sin_near_zero,
    tan,
    with_libm,
)
from autograd.compiler.backends.llvm.vectors import Builder, Vector
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
    truth,
    ulps,
)

QUARTER = math.pi / 4
CASES = {
    "sin": Case(sin, mp.sin, 1.4),
    "cos": Case(cos, mp.cos, 1.6),
    "tan": Case(tan, mp.tan, 2.7),
    "asin": Case(asin, mp.asin, 2.2, -1, 1),
    "acos": Case(acos, mp.acos, 1.3, -1, 1),
    "atan": Case(atan, mp.atan, 1.7),
    "sin_near_zero": Case(sin_near_zero, mp.sin, 1.0, -QUARTER, QUARTER),
    "cos_near_zero": Case(cos_near_zero, mp.cos, 1.0, -QUARTER, QUARTER),
}

ANGLE = [(inf, nan), (-inf, nan)]
SPECIAL = {
    sin: [*SMALL, *ANGLE],
    cos: [NAN, (0.0, 1.0), (-0.0, 1.0), *ANGLE],
    tan: [*SMALL, *ANGLE],
    asin: [*SMALL, (1.0, math.pi / 2), (-1.0, -math.pi / 2), (1.5, nan), (-1.5, nan), (inf, nan)],
    acos: [NAN, (1.0, 0.0), (-1.0, math.pi), (0.0, math.pi / 2), (1.5, nan), (-1.5, nan)],
    atan: [*SMALL, (inf, math.pi / 2), (-inf, -math.pi / 2), (1.0, QUARTER), (-1.0, -QUARTER)],
}

#: doubles next to a multiple of π/2, where nearly all digits cancel
TURNS = (1, 2, 3, 4, 7, 22, 355, 51819, 573204, 636618)
NEAR = [sign * n * math.pi / 2 for n in TURNS for sign in (1, -1)]


@each_machine
@pytest.mark.parametrize("name", CASES)
def test_the_error_is_within_the_bound(name: str, machine: Machine) -> None:
    assert_accurate(CASES[name], machine)


@each_machine
@pytest.mark.parametrize("function", SPECIAL, ids=lambda f: f.__name__)
def test_special_values(function: Any, machine: Machine) -> None:
    assert_values(function, SPECIAL[function], machine)


@each_machine
@pytest.mark.parametrize("name", ["sin", "cos", "tan"])
def test_angles_near_a_multiple_of_a_right_angle(name: str, machine: Machine) -> None:
    case = CASES[name]
    rows = zip(NEAR, run(case.function, machine, NEAR), truth(case.reference, tuple(NEAR)))
    for x, y, true in rows:
        assert ulps(y, *true) <= case.bound, x


@each_machine
def test_odd_functions_keep_the_sign(machine: Machine) -> None:
    angles, shares = [x for x in points(0.0, 1e9) if x], [x for x in points(0.0, 1.0) if x]
    for function, xs in ((sin, angles), (tan, angles), (atan, angles), (asin, shares)):
        assert run(function, machine, [-x for x in xs]) == [-y for y in run(function, machine, xs)]
    assert run(cos, machine, [-x for x in angles]) == run(cos, machine, angles)


# --- the steps ---


@each_machine
def test_angles_are_reduced_by_the_nearest_multiple_of_a_right_angle(machine: Machine) -> None:
    xs = [*points(-LARGE, LARGE), *NEAR, LARGE, -LARGE]
    found = run(lambda x: reduce(x), machine, xs)
    with mp.workprec(200):
        for x, (quadrant, r) in zip(xs, found, strict=True):
            n = int(mp.nint(x / (mp.pi / 2)))
            number = struct.unpack("<q", struct.pack("<d", quadrant))[0]
            if abs(r) < 0.7853:  # in the middle between two multiples either will do
                assert number % 4 == n % 4, x
            n += (number - n + 1) % 4 - 1
            assert abs(r) <= QUARTER + 1e-9
            rest = mp.mpf(x) - n * mp.pi / 2
            assert abs(rest - r) <= 1.2 * math.ulp(r), x


@each_machine
def test_the_quadrants_two_and_three_are_negative(machine: Machine) -> None:
    quadrants = [float(n) for n in range(8)]

    def by_quadrant(n: Vector) -> Vector:
        return negated(Vector(n.builder, "splat (double 1.5)"), (n + 2.0**52).bits())

    assert run(by_quadrant, machine, quadrants) == [1.5, 1.5, -1.5, -1.5] * 2


@each_machine
@pytest.mark.parametrize("name", ["sin", "cos", "tan"])
def test_huge_angles_are_left_to_libm(name: str, machine: Machine) -> None:
    """Alone, and beside usual ones in one vector."""
    case = CASES[name]
    xs = [1e6 + 0.5, 1e22, 2.0**1000, -huge, 1e9, -1e15, LARGE, math.nextafter(LARGE, inf)]
    mixed = [x for i, big in enumerate(xs) for x in (big, 0.25 * i, -3.0)]
    for column in (xs, mixed):
        got = run(case.function, machine, column)
        for x, y, true in zip(column, got, truth(case.reference, tuple(column))):
            assert ulps(y, *true) <= case.bound, x


@each_machine
def test_libm_answers_for_the_lanes_that_ask_only(machine: Machine) -> None:
    def marked(x: Vector) -> Vector:
        return with_libm("cos", x, x.builder.vector(7.0) + 0.0 * x)

    assert run(marked, machine, [1.0, LARGE, -LARGE, -2.0]) == [7.0] * 4
    got = run(marked, machine, [1.0, 2e6, -2e6, -2.0])
    assert (got[0], got[3]) == (7.0, 7.0)
    assert got[1] == got[2] == pytest.approx(math.cos(2e6), rel=1e-15)


def test_the_branch_to_libm_is_declared_and_comes_last() -> None:
    for function in (sin, cos, tan):
        b = Builder(4)
        function(Vector(b, "%x"))
        assert f"declare double @{function.__name__}(double)" in b.declarations
        assert b.lines[-1] == "usual0:"
        assert b.lines[-2].startswith("  ret <4 x double>")
