"""Passes: each keeps the results, to the bit and at inf, nan and -0.0 as well, and shortens."""

import math
import random
from itertools import product

import pytest

from autograd.compiler import Program
from autograd.compiler.passes import drop_dead, fold, optimise, share, simplify
from autograd.compiler.program import Instruction
from tests.programs import close, random_program, same

EXACT = [fold, share, drop_dead]
PASSES = [*EXACT, simplify, optimise]
SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.37, -2.5, math.inf, -math.inf, math.nan]

each_pass = pytest.mark.parametrize("a_pass", PASSES, ids=lambda p: p.__name__)


def run(program: Program, a: float, b: float) -> list[float]:
    return program.evaluate([a, b], [0.7])


def program_of(*steps: tuple[str, tuple[int | float, ...]], outputs: tuple[int, ...]) -> Program:
    """Of two inputs and no parameters; the first instruction is number 2."""
    return Program(2, 0, tuple(Instruction(*step) for step in steps), outputs).check()


def names(program: Program) -> list[str]:
    return [op for op, _ in program.instructions]


@each_pass
@pytest.mark.parametrize("seed", range(40))
def test_results_stay(a_pass, seed: int) -> None:
    """Exactly, except where a square is written as a product: pow may round differently."""
    program = random_program(random.Random(seed))
    shorter = a_pass(program).check()
    assert len(shorter.instructions) <= len(program.instructions)
    assert (shorter.inputs, shorter.parameters) == (program.inputs, program.parameters)
    for a, b in product(SPECIAL, repeat=2):
        for before, after in zip(run(program, a, b), run(shorter, a, b)):
            if a_pass in EXACT:
                assert same(before, after), (a, b)
            else:
                assert close(after, before, 1e-12), (a, b)


@each_pass
@pytest.mark.parametrize("seed", range(10))
def test_once_is_enough(a_pass, seed: int) -> None:
    once = a_pass(random_program(random.Random(seed)))
    assert a_pass(once) == once


@each_pass
def test_the_program_that_was_given_stays_as_it_was(a_pass) -> None:
    program = random_program(random.Random(3))
    before = str(program)
    a_pass(program)
    assert str(program) == before


def test_fold_computes_what_has_constant_operands() -> None:
    folded = fold(program_of(("add", (1.0, 2.0)), ("mul", (2, 2.0)), ("add", (0, 3)), outputs=(4,)))
    assert [str(step.operands) for step in folded.instructions] == ["(0, 6.0)"]


def test_fold_computes_inf_and_nan() -> None:
    folded = fold(program_of(("div", (1.0, -0.0)), ("log", (-1.0,)), outputs=(2, 3)))
    assert folded.instructions == ()
    assert list(map(str, folded.outputs)) == ["-inf", "nan"]


@pytest.mark.parametrize(
    ("op", "operands", "cheaper"),
    [
        ("pow", (0, 2.0), ["mul"]),
        ("pow", (0, -1.0), ["div"]),
        ("pow", (0, 1.0), []),
        ("mul", (0, 1.0), []),
        ("mul", (1.0, 0), []),
        ("mul", (0, -1.0), ["neg"]),
        ("mul", (-1.0, 0), ["neg"]),
        ("div", (0, 1.0), []),
        ("identity", (0,), []),
        ("detach", (0,), []),
    ],
)
def test_simplify(op: str, operands: tuple[int | float, ...], cheaper: list[str]) -> None:
    program = program_of((op, operands), outputs=(2,))
    simplified = simplify(program)
    assert names(simplified) == cheaper
    for x in SPECIAL:
        assert same(program.evaluate([x, 0.0])[0], simplified.evaluate([x, 0.0])[0]), x


@pytest.mark.parametrize(
    ("op", "operands"),
    [("add", (0, 0.0)), ("mul", (0, 0.0)), ("sub", (0, 0.0)), ("sub", (0, 0)), ("div", (0, 0))],
)
def test_what_holds_for_real_numbers_only_is_left_alone(op, operands) -> None:
    program = program_of((op, operands), outputs=(2,))
    assert optimise(program) == program


def test_share_knows_which_ops_are_commutative() -> None:
    both_ways = [("add", (0, 1)), ("add", (1, 0)), ("mul", (0, 1)), ("mul", (1, 0))]
    assert names(share(program_of(*both_ways, outputs=(2, 3, 4, 5)))) == ["add", "mul"]
    ordered = [("sub", (0, 1)), ("sub", (1, 0)), ("maximum", (0, 1)), ("maximum", (1, 0))]
    assert len(share(program_of(*ordered, outputs=(2, 3, 4, 5))).instructions) == 4


def test_share_follows_what_it_shared() -> None:
    steps = [("mul", (0, 1)), ("sin", (2,)), ("mul", (1, 0)), ("sin", (4,)), ("add", (3, 5))]
    assert names(share(program_of(*steps, outputs=(6,)))) == ["mul", "sin", "add"]


def test_share_tells_constants_from_registers_and_zeros_from_each_other() -> None:
    steps = [("add", (0, 1)), ("add", (0, 1.0)), ("add", (0, 0.0)), ("add", (0, -0.0))]
    assert len(share(program_of(*steps, outputs=(2, 3, 4, 5))).instructions) == 4


def test_drop_dead_keeps_what_outputs_need_and_nothing_else() -> None:
    steps = [("sin", (0,)), ("cos", (0,)), ("neg", (2,)), ("exp", (3,))]
    kept = drop_dead(program_of(*steps, outputs=(4,)))
    assert names(kept) == ["sin", "neg"]
    assert names(drop_dead(program_of(*steps, outputs=(0, 1)))) == []


def test_a_program_may_be_long() -> None:
    chain = tuple(Instruction("add", (i, 0.5)) for i in range(20_000))
    long = Program(1, 0, chain, (len(chain),))
    assert optimise(long) == long


def test_a_constant_keeps_no_instruction_alive() -> None:
    dead = Instruction("exp", (0,))  # its index is 1
    program = Program(1, 0, (dead, Instruction("mul", (0, 1.0))), (2,))
    assert [op for op, _ in drop_dead(program).instructions] == ["mul"]
