"""Columns of the page: those that loops count through, many of them, and outputs of every kind."""

import pytest

from autograd.compiler.loops.loop import Index, Loop, Loops
from tests.loops import disagreement, dot, mul
from tests.wasm import Node


@pytest.mark.parametrize("count", [1, 8, 9, 70])
@pytest.mark.parametrize("examples", [1, 2, 5])
def test_columns_in_and_out(count: int, examples: int, node: Node) -> None:
    row = mul(Index("input", 0, (1,)), Index("parameter", 0))
    each = Loop((count,), row, 0)
    total = Loop((), dot(count, mul(Index("result", 0, (1,)), Index("input", count - 1))), count)
    first = count + 1
    rows = tuple(range(first, first + count + 1))
    outputs = (*rows, 0, count, 2.5, *reversed(rows), count - 1)
    loops = Loops(count, 1, (each, total), outputs)
    assert disagreement(node(loops, 0), loops, 0, examples) < 1e-13
