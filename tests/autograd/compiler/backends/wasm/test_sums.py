"""Sums over the batch: of straight-line code, of loops, some twice, some constant."""

import pytest

from autograd.compiler.loops.loop import Apply, Index, Loop, Loops
from tests.loops import disagreement, mul, perceptron
from tests.wasm import Node


@pytest.mark.parametrize("examples", [1, 2, 3, 64, 65])
@pytest.mark.parametrize("hidden", [1, 5, 33])
def test_sums_of_loops(hidden: int, examples: int, node: Node) -> None:
    sums = 1 + 4 * hidden
    loops = perceptron(2, hidden)
    assert disagreement(node(loops, sums), loops, sums, examples) < 1e-13


def test_some_are_the_same_and_some_are_not_in_order(node: Node) -> None:
    seed, x, p = Index("input", 1), Index("input", 0), Index("parameter", 0, (1,))
    rows = Loop((70,), mul(mul(seed, x), p), 0)
    alone = Loop((), mul(seed, Apply("tanh", (x,))), 70)
    first = 72
    outputs = [first + i for i in range(69, -1, -1)]
    outputs += [first + 70, first + 3, first + 3, first + 70]
    loops = Loops(2, 70, (rows, alone), (*outputs, 0.0, first + 70, 0))
    assert disagreement(node(loops, 75), loops, 75, 9) < 1e-13


def test_sums_that_need_no_scratch_memory(node: Node) -> None:
    """Of parameters alone: a block's area is empty."""
    square = mul(Index("parameter", 0, (1,)), Index("parameter", 69, (-1,)))
    loops = Loops(2, 70, (Loop((70,), square, 0),), tuple(range(72, 142)))
    assert disagreement(node(loops, 70), loops, 70, 4) < 1e-13


@pytest.mark.parametrize("examples", [1, 3])
def test_a_lane_without_an_example_may_not_divide_by_zero(examples: int, node: Node) -> None:
    inverse = Loop((), mul(Index("input", 1), Apply("div", (1.0, Index("input", 0)))), 0)
    loops = Loops(2, 0, (inverse,), (2,))
    assert disagreement(node(loops, 1), loops, 1, examples) < 1e-13
