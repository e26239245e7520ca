"""Estrin's scheme: the values of Horner's, in steps that do not wait for one another."""

import math
import re
from fractions import Fraction

import pytest

from autograd.compiler.backends.llvm.vectormath.polynomial import evaluate
from autograd.compiler.backends.llvm.vectors import Builder, Vector
from tests.vectors import Machine, each_machine, inf, nan, run

DEGREES = range(14)


def depth(lines: list[str]) -> dict[str, int]:
    """How many instructions each name has to wait for, one after another."""
    steps: dict[str, int] = {}
    for line in lines:
        name, _, rest = line.strip().partition(" = ")
        steps[name] = 1 + max((steps.get(x, 0) for x in re.findall(r"%\w+", rest)), default=0)
    return steps


@each_machine
@pytest.mark.parametrize("degree", DEGREES)
def test_it_is_the_sum_of_the_powers(degree: int, machine: Machine) -> None:
    """In numbers so small that nothing is rounded, so the answer is exact."""
    coefficients = [(-1) ** k * (k + 1.0) for k in range(degree + 1)]
    xs = [0.0, 1.0, -1.0, 2.0, 3.0, -5.0, 0.5]
    wanted = [sum(int(c) * Fraction(x) ** k for k, c in enumerate(coefficients)) for x in xs]
    assert run(lambda x: evaluate(x, coefficients), machine, xs) == [float(y) for y in wanted]


@each_machine
def test_a_constant_is_one_in_every_lane(machine: Machine) -> None:
    assert run(lambda x: evaluate(x, [2.5]), machine, [0.0, 1.0, nan, inf]) == [2.5] * 4


@each_machine
def test_every_coefficient_counts_once(machine: Machine) -> None:
    def by_place(x: Vector) -> tuple[Vector, ...]:
        return tuple(evaluate(x, [float(k == place) for k in range(11)]) for place in range(11))

    assert run(by_place, machine, [3.0]) == [tuple(3.0**place for place in range(11))]


@pytest.mark.parametrize("terms", [2, 3, 4, 6, 8, 11, 12, 13, 25])
def test_the_steps_wait_for_a_logarithm_of_the_terms_only(terms: int) -> None:
    b = Builder(4)
    y = evaluate(Vector(b, "%x"), [1.0] * terms)
    products = [line for line in b.lines if "fmuladd" in line]
    assert len(products) == terms - 1
    assert depth(b.lines)[y.text] <= math.ceil(math.log2(terms)) + 1
