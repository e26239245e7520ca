"""Vectors with the operators of the machine code."""

import math

import pytest

from autograd.compiler.backends.llvm.lanes import copysign, floor, maximum, minimum, rint, where
from autograd.compiler.backends.llvm.vectors import Vector
from autograd.compiler.backends.wasm import opcodes as op
from autograd.compiler.backends.wasm.builder import Builder
from autograd.compiler.backends.wasm.code import Code
from autograd.compiler.backends.wasm.encode import V128
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Loops
from autograd.ops import OPS
from tests.programs import same
from tests.wasm import Node

NUMBERS = [0.0, -0.0, 0.5, -0.5, 1.5, 2.5, -2.5, 1e300, math.inf, -math.inf, math.nan]
X, Y = Index("input", 0), Index("input", 1)


def builder() -> tuple[Builder, Vector, Vector]:
    made = Builder(Code({"%x": V128, "%y": V128}, V128))
    return made, Vector(made, "%x"), Vector(made, "%y")


def written(code: Code) -> str:
    return bytes(code.body).hex(" ")


def test_the_larger_and_the_smaller_are_one_instruction() -> None:
    for function, number in ((maximum, "f7"), (minimum, "f6")):
        made, x, y = builder()
        function(x, y)
        assert written(made.code) == f"20 00 20 01 fd {number} 01 21 02"


def test_bits_need_no_instruction() -> None:
    made, x, _ = builder()
    (x.bits() << 3).as_double()
    assert written(made.code) == "20 00 41 03 fd cb 01 21 02"


def test_a_function_of_javascript_is_called_for_each_lane() -> None:
    made, x, y = builder()
    made.call_scalar("atan2", x, y)
    assert made.imports == {"atan2": 2}
    assert [name for _, name in made.code.calls] == ["js.atan2"] * 2


def test_what_is_rare_is_skipped() -> None:
    made, x, y = builder()
    with made.rarely(x > y):
        made.ret(x)
    made.ret(y)
    text = bytes(made.code.body)
    assert text.index(op.ANY + op.IF) < text.index(op.RETURN + op.END)
    assert text.endswith(op.RETURN)


@pytest.mark.parametrize("name", ["greater", "maximum", "minimum", "floor", "abs", "sqrt"])
def test_choices_and_rounding_are_those_of_the_table(name: str, node: Node) -> None:
    row = OPS[name]
    body: Expression = Apply(name, (X, Y)[: row.arity])
    pairs = [(a, b) for a in NUMBERS for b in NUMBERS]
    if name == "sqrt":
        pairs = [(a, b) for a, b in pairs if not a < 0]
    loops = Loops(2, 0, (Loop((), body, 0),), (2,))
    bound = node(loops, 0).bind([*zip(*pairs)], len(pairs))
    bound.run([], 1.0)
    for pair, got in zip(pairs, bound.outputs[0]):
        assert same(got, row.evaluate(*pair[: row.arity])), pair


def test_every_function_of_lanes_can_be_written() -> None:
    made, x, y = builder()
    for one in (floor(x), rint(x), copysign(x, y), where(~x.differs(y), x, y)):
        assert one.text in made.code.names
