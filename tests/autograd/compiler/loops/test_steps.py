"""Loops that are one array change places, and the program stays what it was."""

from autograd.compiler.loops.expand import expanded
from autograd.compiler.loops.loop import Apply, Index, Loop, Loops
from autograd.compiler.loops.steps import in_order

POINT = [0.3, -1.2, 0.7, 2.0, 0.1, -0.4]


def sequence(outputs: tuple[int, ...] = (12, 6)) -> Loops:
    """Three loops of two, and one that goes through all of them."""
    blocks = [Loop((2,), Apply("exp", (Index("input", 2 * t, (1,)),)), 2 * t) for t in range(3)]
    through = Apply("tanh", (Index("result", 0, (2, 1)),))
    return Loops(6, 0, (*blocks, Loop((3, 2), through, 6)), outputs)


def test_any_order_is_the_same_program() -> None:
    loops = sequence()
    for ranks in ((1, 2, 3), (3, 2, 1), (2, 3, 1), (2, 1, 3)):
        found, moved = in_order(loops, dict(zip((0, 2, 4), ranks)))
        firsts = {loop.first: rank for loop, rank in zip(found.loops, ranks)}
        assert [firsts[first] for first in (0, 2, 4)] == [1, 2, 3]
        assert expanded(found).evaluate(POINT, []) == expanded(loops).evaluate(POINT, [])
        assert moved.keys() == {*moved.values()}


def test_what_has_no_rank_or_the_same_stays() -> None:
    loops = sequence()
    for ranks in ({}, {0: 3, 2: 2}, {0: 2, 2: 1, 4: 1}):
        assert in_order(loops, ranks) == (loops, {})


def test_blocks_of_several_shapes_stay() -> None:
    steps = [Loop((n,), Index("input", first, (1,)), first) for n, first in ((2, 0), (3, 2))]
    loops = Loops(6, 0, (*steps, Loop((5,), Index("result", 0, (1,)), 5)), ())
    assert in_order(loops, {0: 2, 2: 1}) == (loops, {})
