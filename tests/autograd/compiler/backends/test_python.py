"""Generated Python on floats, one example at a time or list by list."""

import math

import pytest

from autograd.compiler.backends import python
from autograd.compiler.backends.python import (
    FloatKernel,
    ForKernel,
    ListKernel,
    float_kernel,
    python_source,
)
from autograd.compiler.loops.loop import Apply, Index, Loop, Loops
from autograd.compiler.loops.runnable import runnable
from autograd.compiler.program import Instruction, Program
from tests.programs import same

#: 1 / x0, and the square of x0 times the parameter
PROGRAM = Program(
    1,
    1,
    (Instruction("div", (1.0, 0)), Instruction("mul", (0, 0)), Instruction("mul", (3, 1))),
    (2, 4),
)


def test_one_example() -> None:
    kernel = FloatKernel(PROGRAM)
    assert kernel([4.0], [3.0]) == [0.25, 48.0]
    assert kernel([0.0], [3.0]) == [math.inf, 0.0]  # IEEE where Python's floats would raise
    assert same(kernel([-0.0], [3.0])[0], -math.inf)


def test_lists_of_examples_and_sums() -> None:
    weighted = Program(2, 1, (Instruction("mul", (0, 2)), Instruction("mul", (3, 1))), (4, 0))
    bound = ListKernel(runnable(weighted), 1).bind([[1.0, 2.0, 6.0]], 3)
    assert bound.run([10.0], 0.5)
    assert (bound.sums, bound.gradient, bound.outputs) == ([45.0], [], [[1.0, 2.0, 6.0]])
    assert not bound.run([math.inf], 0.5)
    assert bound.run([20.0], 0.5)
    assert bound.sums == [90.0]


def test_each_argument_is_looked_up_under_a_name_of_its_own() -> None:
    text = python_source(PROGRAM, ["exp"], name="exp_")
    assert text.splitlines()[0] == "def exp__(p=()):" or "def exp_(exp__, p=()):" in text


@pytest.mark.parametrize("constant", [-0.0, math.inf, -math.inf, 1e300, -2.5])
def test_constants_are_written_exactly(constant: float) -> None:
    program = Program(0, 0, (), (constant,))
    assert same(FloatKernel(program)([], [])[0], constant)


def test_a_large_program_is_run_as_loops(monkeypatch: pytest.MonkeyPatch) -> None:
    product = Apply("mul", (Index("parameter", 0, (1,)), Index("input", 0, (0,))))
    layer = Loop((3,), Apply("mul", (product, Index("input", 1, (0,)))), 0)
    loops = Loops(2, 3, (layer,), (5, 6, 7))
    assert isinstance(float_kernel(loops), FloatKernel)
    monkeypatch.setattr(python, "STRAIGHT", 5)
    assert isinstance(float_kernel(loops), FloatKernel)  # three members are few
    monkeypatch.setattr(python, "FEW", 3)
    assert isinstance(float_kernel(loops), ForKernel)
    bound = ListKernel(loops, 2).bind([[1.0, 2.0, 4.0]], 3)
    assert bound.run([1.0, 10.0, 100.0], 0.5)
    assert (bound.sums, bound.gradient, bound.outputs) == ([3.5, 35.0], [35.0], [[50, 100, 200]])


def test_the_batch_is_added_up_in_its_order() -> None:
    loops = Loops(2, 0, (Loop((), Apply("mul", (Index("input", 0), Index("input", 1))), 0),), (2,))
    bound = ListKernel(loops, 1).bind([[1.0, 1e100, -1e100]], 3)
    assert bound.run([], 1.0)
    assert bound.sums == [0.0]
