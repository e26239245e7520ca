"""Sums get a line of their own; numbers and orders stay."""

from autograd.compiler.loops.loop import Apply, Index, Loop, Loops, Run, Sum
from autograd.compiler.loops.outline import Falling, is_reduction, outlined, row_major


def inner(shape: tuple[int, ...], body: object, inputs: int = 9) -> tuple[Loop, ...]:
    return outlined(Loops(inputs, 0, (Loop(shape, body, 0),), (inputs,))).loops  # type: ignore[arg-type]


def total(*strides: int, length: int = 3) -> Sum:
    return Sum((Run(length, Index("input", 0, strides)),))


def test_a_sum_at_the_top_stays() -> None:
    loop = Loop((2,), total(3, 1), 0)
    assert inner((2,), loop.body) == (loop,)
    nested = Sum((Run(1, Index("input", 0)), Run(1, total(1))))
    assert inner((), nested) == (Loop((), nested, 0),)


def test_a_sum_within_something_becomes_a_loop_over_the_counters_it_depends_on() -> None:
    row, whole = inner((2, 4), Apply("tanh", (total(0, 2, 1),)))
    assert row == Loop((4,), total(2, 1), 8)
    assert whole == Loop((2, 4), Apply("tanh", (Index("result", 8, (0, 1)),)), 0)


def test_an_activation_of_a_sum_within_something_becomes_a_loop_too() -> None:
    body = Sum((Run(4, Apply("mul", (Index("input", 0, (1,)), Apply("relu", (total(2, 1),))))),))
    pre, hidden, out = inner((), body)
    assert pre == Loop((4,), total(2, 1), 1)
    assert hidden == Loop((4,), Apply("relu", (Index("result", 1, (1,)),)), 5)
    term = Apply("mul", (Index("input", 0, (1,)), Index("result", 5, (1,))))
    assert out == Loop((), Sum((Run(4, term),)), 0)


def test_a_table_keeps_its_counters() -> None:
    leaf = Index("input", 0, (0, 0, 1), (0, 3, 1, 2), (1,))
    (first, _) = inner((2, 4), Apply("tanh", (Sum((Run(2, leaf),)),)))
    assert first.shape == (4,)
    assert first.body == Sum((Run(2, Index("input", 0, (0, 1), (0, 3, 1, 2), (0,))),))


def test_a_sum_from_the_last_to_the_first_is_turned_and_marked() -> None:
    down = Sum((Run(3, Apply("mul", (Index("input", 8, (1, -4)), Index("input", 2, (0, -1))))),))
    ((_, _, _),) = [inner((2,), down)[0]]
    body = inner((2,), down)[0].body
    assert isinstance(body, Sum)
    (run,) = body.runs
    assert isinstance(run, Falling)
    assert run.term == Apply("mul", (Index("input", 0, (1, 4)), Index("input", 0, (0, 1))))
    both = Sum((Run(3, Apply("mul", (Index("input", 8, (-4,)), Index("input", 2, (1,))))),))
    kept = inner((), both)[0].body
    assert isinstance(kept, Sum)
    assert not isinstance(kept.runs[0], Falling)


def test_what_is_a_sum_over_a_counter() -> None:
    assert is_reduction(total(1))
    assert is_reduction(Sum((Run(1, total(1)),)))
    assert not is_reduction(Sum((Run(1, 1.0), Run(1, 2.0))))
    assert row_major(()) == ()
    assert row_major((5,)) == (1,)
