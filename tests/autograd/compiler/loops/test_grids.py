"""Loops over results count as the loops that made them."""

from autograd.compiler.loops.grids import gridded
from autograd.compiler.loops.loop import Apply, Index, Loop, Loops, Run, Sum

MADE = Loop((2, 3, 4), Index("input", 0), 0)


def after(shape: tuple[int, ...], body: object) -> Loop:
    return gridded(Loops(1, 0, (MADE, Loop(shape, body, 24)), (1,))).loops[1]  # type: ignore[arg-type]


def test_one_counter_becomes_all() -> None:
    body = Apply("mul", (Index("result", 0, (1,)), Index("input", 0, (5,))))
    expected = Apply("mul", (Index("result", 0, (12, 4, 1)), Index("input", 0, (60, 20, 5))))
    assert after((24,), body) == Loop((2, 3, 4), expected, 24)


def test_some_of_them_and_sums_below() -> None:
    term = Apply("mul", (Index("result", 0, (4, 1)), Index("input", 0, (0, 1))))
    found = after((6,), Sum((Run(4, term),)))
    moved = Apply("mul", (Index("result", 0, (12, 4, 1)), Index("input", 0, (0, 0, 1))))
    assert found == Loop((2, 3), Sum((Run(4, moved),)), 24)


def test_tables_over_other_counters_are_kept() -> None:
    body = Apply("add", (Index("result", 0, (1, 0)), Index("input", 0, (0, 0), (0, 7), (1,))))
    found = after((24, 2), body)
    assert found.shape == (2, 3, 4, 2)
    assert found.body == Apply(
        "add",
        (Index("result", 0, (12, 4, 1, 0)), Index("input", 0, (0, 0, 0, 0), (0, 7), (3,))),
    )


def test_what_runs_otherwise_stays() -> None:
    for body in (Index("result", 0, (2,)), Index("result", 0, (0,), (0, 5), (0,))):
        assert after((12,), body) == Loop((12,), body, 24)
