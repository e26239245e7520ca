"""Where leaves are found: forwards, backwards, by tables."""

import pytest

from autograd.compiler.loops.loop import Index, Loop, Loops
from tests.loops import disagreement, dot, mul
from tests.wasm import Node

TABLE = (0, 3, 1, 2, 9, 4, 4, 7, 30, 2)


@pytest.mark.parametrize(
    "index",
    [
        Index("parameter", 0, (1, 0)),
        Index("parameter", 79, (-1, 0)),
        Index("parameter", 100, (-1, -1)),
        Index("parameter", 3, (0, 2)),
        Index("parameter", 0, (1, 0), TABLE, (1,)),
        Index("parameter", 85, (-1, 0), TABLE, (1,)),
        Index("parameter", 30, (1, 0), tuple(-x for x in TABLE), (1,)),
    ],
)
@pytest.mark.parametrize("space", ["parameter", "input", "result"])
def test_leaves_of_every_kind(space: str, index: Index, node: Node) -> None:
    body = dot(10, mul(index._replace(space=space), Index("input", 5)))
    before = Loop((120,), mul(Index("input", 119, (-1,)), Index("parameter", 0, (1,))), 0)
    loops = Loops(120, 120, (before, Loop((80,), body, 120)), tuple(range(360, 440)))
    assert disagreement(node(loops, 0), loops, 0, 5) < 1e-13


def test_rows_that_are_the_same_for_all_examples(node: Node) -> None:
    square = Loop((60,), mul(Index("parameter", 0, (1,)), Index("parameter", 59, (-1,))), 0)
    product = Loop((60,), mul(Index("result", 59, (-1,)), Index("input", 0)), 60)
    loops = Loops(1, 60, (square, product), (*range(121, 181), 61, 62))
    assert disagreement(node(loops, 0), loops, 0, 7) < 1e-13
