"""Tiles: every member once, and along the counter in which most is shared."""

from math import prod

import pytest

from autograd.compiler.backends.llvm.tiles import sizes_for
from autograd.compiler.loops.loop import Apply, Index, Loop, Loops
from tests.autograd.compiler.backends.llvm.conftest import Native
from tests.loops import disagreement, dot, mul

W, X = Index("parameter", 0, (9, 0, 1)), Index("input", 0, (0, 7, 1))


@pytest.mark.parametrize("shape", [(7,), (8,), (19,), (3, 10), (16, 9), (5, 2, 7)])
def test_every_member_is_computed(shape: tuple[int, ...], native: Native) -> None:
    count = prod(shape)
    strides = tuple(prod(shape[i + 1 :]) for i in range(len(shape)))
    body = dot(60, mul(Index("parameter", 0, strides), Index("input", 0)))
    program = Loops(1, count, (Loop(shape, body, 0),), tuple(range(1 + count, 1 + 2 * count)))
    assert disagreement(native(program, 0), program, 0, 11) < 1e-13


def test_tiles_go_along_what_is_shared() -> None:
    assert sizes_for((16, 6), dot(9, mul(W, Index("input", 0, (0, 0, 1)))), 4) == (1, 3)
    assert sizes_for((16, 6), dot(9, mul(X, Index("input", 0, (0, 0, 1)))), 4) == (4, 1)
    assert sizes_for((16, 16), dot(9, mul(W, X)), 16) in {(4, 4), (2, 8), (8, 2)}


def test_tiles_are_of_one_size_where_they_can_be() -> None:
    body = dot(9, mul(Index("parameter", 0, (9, 1)), Index("input", 0, (0, 1))))
    assert [sizes_for((n,), body, 8) for n in (5, 8, 10, 12, 24)] == [(5,), (8,), (5,), (6,), (8,)]


def test_what_calls_a_function_is_computed_by_itself() -> None:
    assert sizes_for((16,), Apply("exp", (Index("input", 0, (1,)),)), 8) == (1,)
    assert sizes_for((), Index("input", 0), 8) == ()


def test_but_long_sums_in_it_are_computed_together() -> None:
    body = Apply("tanh", (dot(9, mul(W, Index("input", 0, (0, 0, 1)))),))
    assert sizes_for((16, 6), body, 4) == (1, 3)
    assert sizes_for((16, 6), Apply("tanh", (dot(8, mul(W, X)),)), 4) == (1, 1)
