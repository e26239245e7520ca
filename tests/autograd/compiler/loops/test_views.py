"""What one leaf goes through stands side by side."""

from autograd.compiler.loops.arrays import Array
from autograd.compiler.loops.expand import expanded
from autograd.compiler.loops.loop import Apply, Index, Loop, Loops, Run, Sum
from autograd.compiler.loops.views import grid_of, with_views

X = Apply("exp", (Index("input", 0),))
PAIR, THREE = Loop((2,), X, 0), Loop((3,), X, 4)


def total(index: Index, length: int) -> Loop:
    return Loop((), Sum((Run(length, index),)), 9)


def changed(*loops: Loop) -> tuple[Loop, ...]:
    return with_views(Loops(1, 0, loops, (1 + loops[-1].first,))).loops


def test_a_grid_of_loops() -> None:
    steps = [Loop((2, 3), X, 10 * t) for t in (2, 0, 1)]
    assert grid_of(steps) == Array("", 0, (3, 2, 3), (10, 3, 1))
    assert grid_of(steps[:1]) == Array("", 20, (1, 2, 3), (6, 3, 1))
    assert grid_of([PAIR, THREE]) is None
    assert grid_of([PAIR, PAIR._replace(first=3), PAIR._replace(first=7)]) is None


def test_what_goes_through_one_loop_or_a_grid_stays() -> None:
    alone = (PAIR, THREE, total(Index("result", 4, (1,)), 3))
    assert changed(*alone) == alone
    steps = (PAIR, PAIR._replace(first=4), total(Index("result", 0, (4,)), 2))
    assert changed(*steps) == steps


def test_other_leaves_go_through_copies() -> None:
    user = total(Index("result", 0, (0,), (0, 1, 4, 5, 6), (0,)), 5)
    first, second, *copies, last = changed(PAIR, THREE, user)
    assert (first, second) == (PAIR, THREE)
    assert copies == [
        Loop((2,), Index("result", 0, (1,)), 10),
        Loop((3,), Index("result", 4, (1,)), 14),
    ]
    assert last.body == Sum((Run(5, Index("result", 10, (0,), (0, 1, 4, 5, 6), (0,))),))


def test_copies_are_made_once_for_the_same_loops() -> None:
    table = Index("result", 0, (0,), (0, 1, 4, 5, 6), (0,))
    users = total(table, 5), total(table._replace(table=(6, 5, 4, 1, 0)), 5)._replace(first=10)
    assert len(changed(PAIR, THREE, *users)) == 6


def test_a_leaf_that_counts_a_grid_otherwise_goes_through_copies() -> None:
    steps = (PAIR, PAIR._replace(first=2), total(Index("result", 0, (1,)), 4))
    assert len(changed(*steps)) == 5


def test_the_program_is_the_same() -> None:
    user = total(Index("result", 0, (0,), (0, 1, 4, 5, 6), (0,)), 5)
    loops = Loops(1, 0, (PAIR, THREE, user), (10,))
    assert expanded(with_views(loops)).evaluate([0.5]) == expanded(loops).evaluate([0.5])
