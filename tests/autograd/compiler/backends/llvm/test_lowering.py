"""What stands fast before a kernel is written: ops on vectors, uniform work, fused products."""

import math
import random

import pytest

from autograd import ieee
from autograd.compiler.backends.llvm.lowering import fused_products, uniform, vector_words
from autograd.compiler.program import Instruction, Operand, Program
from autograd.ops import OPS
from tests.programs import same
from tests.vectors import Machine, each_machine, run

RNG = random.Random(0)
inf, nan = math.inf, math.nan
SIGNED = [-7.5, -2.0, -1.0, -0.0, 0.0, 0.25, 1.0, 2.0, 7.5, inf, -inf, nan]


def program(*steps: tuple[str, tuple[Operand, ...]], outputs: tuple[Operand, ...]) -> Program:
    """Two inputs, v0 and v1, two parameters, v2 and v3; the first instruction is v4."""
    return Program(2, 2, tuple(Instruction(*step) for step in steps), outputs).check()


def fused(
    *steps: tuple[str, tuple[Operand, ...]], outputs: tuple[Operand, ...], sums: int = 0
) -> set[int]:
    made = program(*steps, outputs=outputs)
    return fused_products(made, sums, uniform(made))


# --- ops on vectors ---


@each_machine
def test_the_remainder_has_the_sign_of_the_divisor(machine: Machine) -> None:
    pairs = [(a, b) for a in SIGNED for b in SIGNED if b != 0.0 and math.isfinite(a)]
    remainder = vector_words()["mod"]
    results = run(lambda a, b: remainder(a, b), machine, *zip(*pairs))
    for (a, b), rest in zip(pairs, results, strict=True):
        assert same(rest, OPS["mod"].evaluate(a, b)), (a, b)


#: quotients between 2^51 and 2^52, where halves are the smallest steps; in the first two the one
#: that is rounded up to a half belongs below it
LARGE = [(6365303814460469.0, 1.5675107406206719), (-5216487111382344.0, -1.603185627961383)]
LARGE += [(RNG.uniform(-1, 1) * 2.0**52, RNG.uniform(0.4, 2)) for _ in range(200)]


@each_machine
def test_the_floor_of_a_quotient_is_pythons(machine: Machine) -> None:
    small = [(a, b) for a in SIGNED for b in SIGNED]
    small += [(k * b, b) for b in (0.1, -0.3, 1 / 3) for k in range(-9, 10)]
    floor = vector_words()["floordiv"]
    results = run(lambda a, b: floor(a, b), machine, *zip(*small, *LARGE))
    for (a, b), whole in zip([*small, *LARGE], results, strict=True):
        assert same(whole, ieee.floordiv(a, b)), (a, b)


# --- uniform work ---


def test_what_parameters_and_constants_make_is_uniform() -> None:
    steps = [("mul", (2, 3)), ("add", (4, 1.0)), ("mul", (5, 0)), ("exp", (6,)), ("neg", (1,))]
    assert uniform(program(*steps, outputs=(7, 8))) == {4, 5}


def test_a_constant_that_equals_an_index_is_no_operand() -> None:
    assert uniform(program(("add", (2, 0.0)), ("add", (1.0, 3)), outputs=(4, 5))) == {4, 5}


# --- fused products ---


@pytest.mark.parametrize("op", ["add", "sub"])
@pytest.mark.parametrize("operands", [(4, 1), (1, 4), (4, 0.5), (0.5, 4), (4, 2)])
def test_a_product_is_fused_into_the_sum_that_needs_it(
    op: str, operands: tuple[Operand, Operand]
) -> None:
    assert fused(("mul", (0, 2)), (op, operands), outputs=(5,)) == {4}


@pytest.mark.parametrize("op", ["mul", "div", "maximum"])
def test_only_sums_take_a_product_in(op: str) -> None:
    assert fused(("mul", (0, 2)), (op, (4, 1)), outputs=(5,)) == set()


@pytest.mark.parametrize("op", ["div", "add", "maximum"])
def test_only_products_are_taken_in(op: str) -> None:
    assert fused((op, (0, 2)), ("add", (4, 1)), outputs=(5,)) == set()


@pytest.mark.parametrize("operands", [(4, 5), (4, 4)])
def test_two_products_that_meet_are_both_rounded(operands: tuple[int, int]) -> None:
    steps = [("mul", (0, 0)), ("mul", (1, 1)), ("sub", operands)]
    assert fused(*steps, outputs=(6,)) == set()


def test_a_product_that_is_needed_twice_is_computed() -> None:
    steps = [("mul", (0, 2)), ("add", (4, 1)), ("add", (4, 0))]
    assert fused(*steps, outputs=(5, 6)) == set()
    assert fused(("mul", (0, 2)), ("add", (4, 1)), outputs=(5, 4)) == set()


def test_a_product_of_parameters_is_computed_once_for_all() -> None:
    steps = [("mul", (2, 3)), ("add", (4, 1)), ("mul", (0, 1)), ("add", (6, 5))]
    assert fused(*steps, outputs=(7,)) == {6}
    assert fused(("mul", (2, 3)), ("add", (4, 2)), outputs=(5,)) == set()


def test_a_product_is_fused_into_a_sum_over_the_batch() -> None:
    assert fused(("mul", (0, 1)), outputs=(4,), sums=1) == {4}
    assert fused(("mul", (0, 1)), outputs=(4,), sums=0) == set()
    assert fused(("mul", (0, 1)), ("mul", (0, 2)), outputs=(4, 5), sums=1) == {4}
    assert fused(("mul", (0, 1)), outputs=(4, 4), sums=2) == set()
    assert fused(("mul", (2, 3)), outputs=(4,), sums=1) == set()
    assert fused(("exp", (0,)), outputs=(4, 0.5), sums=2) == set()
    assert fused(("mul", (0, 1)), ("exp", (0,)), outputs=(0, 2), sums=2) == set()
