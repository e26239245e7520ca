"""Loops that repeat numbers are looked through."""

from autograd.compiler.loops.copies import without_copies
from autograd.compiler.loops.loop import Apply, Index, Loop, Loops, Run, Sum

X = Index("input", 1, (2,))


def user(first: int, *operands: Index) -> Loop:
    return Loop((2,), Apply("add", operands), first)  # type: ignore[arg-type]


def test_a_copy_and_a_copy_of_a_copy() -> None:
    loops = (
        Loop((3,), X, 0),
        Loop((3,), Apply("identity", (Index("result", 2, (-1,)),)), 3),
        user(6, Index("result", 3, (1,)), Index("result", 1, (0, 1))),
    )
    found = without_copies(Loops(6, 2, loops, (8, 11, 14, 0.5, 7)))
    assert [loop.first for loop in found.loops] == [6]
    assert found.loops[0].body == Apply(
        "add", (Index("input", 5, (-2,)), Index("input", 3, (0, 2)))
    )
    assert found.outputs == (1, 5, 14, 0.5, 7)


def test_constants_and_parameters() -> None:
    loops = (Loop((), 2.0, 0), Loop((), Index("parameter", 1), 1), user(2, Index("result", 0), X))
    found = without_copies(Loops(6, 2, loops, (8, 9)))
    assert found.outputs == (2.0, 7)
    assert found.loops[0].body == Apply("add", (2.0, X))


def test_a_copy_that_is_used_beside_others_stays() -> None:
    across = Loop((), Sum((Run(4, Index("result", 0, (1,))),)), 4)
    loops = (Loop((2,), X, 0), Loop((2,), Apply("tanh", (X,)), 2), across)
    assert without_copies(Loops(6, 0, loops, (10,))).loops == loops


def test_what_is_no_index_or_of_two_counters_stays() -> None:
    loops = (
        Loop((2, 2), Index("input", 0, (2, 1)), 0),
        Loop((2,), Index("input", 0, (0,), (0, 3), (0,)), 4),
    )
    assert without_copies(Loops(6, 0, loops, (6, 11))).loops == loops
