"""Programs: the listing and its grammar, what ``check`` refuses, the reference evaluator."""

import math
import random
import re

import pytest

from autograd import GraphError
from autograd.compiler import Program
from autograd.compiler.program import Instruction, Instructions, remap, rewrite
from autograd.finite import evaluate
from autograd.ops import OPS
from tests.programs import random_program, same

TWICE = Program(2, 1, (Instruction("mul", (0, 2)), Instruction("add", (3, 0.5))), (4, 1, 2.0))

OPERAND = r"(v\d+|-?(\d+\.\d+(e[+-]?\d+)?|\d+e[+-]?\d+|inf)|nan)"
GRAMMAR = re.compile(
    r"inputs( +v\d+)*\nparameters( +v\d+)*\n"
    rf"(v\d+ = \w+( {OPERAND})+\n)*"
    rf"outputs( +{OPERAND})*"
)


def test_listing() -> None:
    assert str(TWICE).splitlines() == [
        "inputs      v0 v1",
        "parameters  v2",
        "v3 = mul v0 v2",
        "v4 = add v3 0.5",
        "outputs     v4 v1 2.0",
    ]


def test_listing_of_nothing() -> None:
    assert str(Program(0, 0, (), ())) == "inputs\nparameters\noutputs"


@pytest.mark.parametrize("seed", range(20))
def test_every_listing_follows_the_grammar_and_can_be_read_back(seed: int) -> None:
    program = random_program(random.Random(seed))
    listing = str(program)
    assert GRAMMAR.fullmatch(listing)
    assert parsed(listing) == program


def parsed(listing: str) -> Program:
    """A program from its listing: what stands there is all there is."""

    def operand(word: str) -> int | float:
        return int(word[1:]) if word.startswith("v") else float(word)

    inputs, parameters, *steps, outputs = (line.split() for line in listing.splitlines())
    made = tuple(Instruction(line[2], tuple(map(operand, line[3:]))) for line in steps)
    return Program(len(inputs) - 1, len(parameters) - 1, made, tuple(map(operand, outputs[1:])))


@pytest.mark.parametrize(
    ("instructions", "outputs", "message"),
    [
        ([("frobnicate", (0,))], (1,), "v1 = frobnicate v0: there is no op 'frobnicate'"),
        ([("add", (0,))], (1,), "v1 = add v0: add takes 2 operands"),
        ([("neg", (0, 0))], (1,), "v1 = neg v0 v0: neg takes 1 operands"),
        ([("neg", (1,))], (1,), "v1 = neg v1: v1 is used before it is assigned"),
        ([("add", (0, 7))], (1,), "v7 is used before it is assigned"),
        ([("neg", (-1,))], (1,), "v-1 is used before it is assigned"),
        ([("neg", (0,))], (2,), "outputs: v2 is used before it is assigned"),
    ],
)
def test_check_says_what_is_wrong_and_where(instructions, outputs, message) -> None:
    program = Program(1, 0, tuple(Instruction(*step) for step in instructions), outputs)
    with pytest.raises(GraphError, match=re.escape(message)):
        program.check()


def test_check_returns_the_program() -> None:
    assert TWICE.check() is TWICE


def test_nothing_in_a_program_can_be_assigned() -> None:
    with pytest.raises(AttributeError):
        TWICE.inputs = 3  # type: ignore[misc]
    with pytest.raises(AttributeError):
        TWICE.instructions[0].op = "sub"  # type: ignore[misc]
    with pytest.raises(TypeError):
        TWICE.instructions[0] = TWICE.instructions[1]  # type: ignore[index]
    hash(TWICE)  # nor is there a list in it


def test_evaluate() -> None:
    assert TWICE.evaluate([3.0, 7.0], [4.0]) == [12.5, 7.0, 2.0]
    assert Program(0, 0, (), ()).evaluate([]) == []


def test_evaluate_answers_by_ieee_arithmetic() -> None:
    program = Program(1, 0, (Instruction("div", (1.0, 0)), Instruction("log", (0,))), (1, 2))
    assert program.evaluate([0.0]) == [math.inf, -math.inf]
    assert same(program.evaluate([-0.0])[0], -math.inf)
    assert evaluate(OPS["exp"], [1000.0]) == math.inf


def test_programs_are_equal_when_their_listings_are() -> None:
    def one(*operands: int | float) -> Program:
        return Program(2, 0, (Instruction("add", operands),), (2,))

    assert one(0, 1) == one(0, 1)
    assert hash(one(0, 1)) == hash(one(0, 1))
    assert one(0, 1) != one(0, 1.0)  # the second input is not the constant one
    assert one(0, 0.0) != one(0, -0.0)
    nans = [one(0, float("nan")) for _ in range(2)]
    assert nans[0] == nans[1]
    assert hash(nans[0]) == hash(nans[1])
    assert one(0, 1) != "inputs"


def test_remap_leaves_constants_alone() -> None:
    assert remap((0, 1.0, 1), {0: 5, 1: 2.5}) == (5, 1.0, 2.5)


def test_rewrite_that_keeps_everything_changes_nothing() -> None:
    program = random_program(random.Random(1))
    assert rewrite(program, lambda instruction, kept, first: None) == program


def test_every_row_can_stand_in_a_program() -> None:
    for name, op in OPS.items():
        operands = tuple(range(op.arity))
        Program(op.arity, 0, (Instruction(name, operands),), (op.arity,)).check()


def test_two_columns_are_read_like_a_tuple_of_instructions() -> None:
    steps = (Instruction("mul", (0, 2)), Instruction("add", (3, 0.5)), Instruction("sin", (4,)))
    columns = Instructions(["mul", "add", "sin"], [(0, 2), (3, 0.5), (4,)])
    assert tuple(columns) == tuple(columns[i] for i in range(3)) == steps
    assert all(type(step) is Instruction for step in (*columns, columns[-1]))
    assert (len(columns), tuple(columns[1:]), columns[-1].op) == (3, steps[1:], "sin")
    assert list(reversed(columns)) == [*reversed(steps)]
    assert Program(2, 1, columns, (5,)) == Program(2, 1, steps, (5,))
    with pytest.raises(IndexError):
        columns[3]
    with pytest.raises(TypeError):
        columns[0] = steps[1]  # type: ignore[index]


def test_columns_of_instructions_however_they_are_kept() -> None:
    steps = (Instruction("mul", (0, 1)), Instruction("sin", (2,)))
    columns = Instructions(["mul", "sin"], [(0, 1), (2,)])
    for instructions in (steps, columns):
        ops, operands = Program(2, 0, instructions, (3,)).columns()
        assert (list(ops), list(operands)) == (["mul", "sin"], [(0, 1), (2,)])
