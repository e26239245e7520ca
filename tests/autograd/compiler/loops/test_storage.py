"""Which arrays inputs and results stand in."""

from autograd.compiler.loops.arrays import Array
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Loops, Run, Sum
from autograd.compiler.loops.storage import input_arrays, places, result_arrays, spelled_out


def reading(*leaves: Index, shape: tuple[int, ...] = (3,)) -> Loops:
    return Loops(6, 0, (Loop(shape, Apply("f", leaves), 0),), ())


def test_inputs_that_a_counter_goes_through_are_an_array() -> None:
    program = reading(Index("input", 1, (1,)), Index("input", 5))
    assert input_arrays(program, ["a", "b", "c", "d", "e", "x"]) == (
        *(Array("a", 0), Array("x_", 1, (3,), (1,)), Array("e", 4), Array("x", 5)),
    )
    assert input_arrays(program, [f"x{i}" for i in range(6)]) == (Array("x", 0, (6,), (1,)),)
    assert input_arrays(program, ["a", "x1", "x2", "x3", "x4", "seed"]) == (
        *(Array("a", 0), Array("x", 1, (4,), (1,)), Array("seed", 5)),
    )
    overlapping = reading(Index("input", 0, (1,)), Index("input", 2, (1,)))
    assert input_arrays(overlapping, [*"abcdef"])[0] == Array("x", 0, (5,), (1,))


def results(*loops: Loop) -> tuple[Array, ...]:
    return result_arrays(Loops(1, 0, loops, ()))


X = Index("input", 0)


def test_results_that_one_leaf_goes_through_are_an_array() -> None:
    first, second = Loop((3,), X, 0), Loop((3,), X, 3)
    both = Loop((), Sum((Run(6, Index("result", 0, (1,))),)), 6)
    steps = Loop((), Sum((Run(2, Index("result", 1, (3,))),)), 6)
    apart = Loop((), Apply("f", (Index("result", 0), Index("result", 3))), 6)
    assert results(first, second, both)[0] == Array("", 0, (6,), (1,))
    assert results(first, second, steps)[0] == Array("", 0, (2, 3), (3, 1))
    assert results(first, second, apart)[:2] == (Array("", 0, (3,), (1,)), Array("", 3, (3,), (1,)))


def test_loops_of_different_shapes_are_a_row_together() -> None:
    loops = Loop((2, 2), X, 3), Loop((3,), X, 0)
    found = results(*loops, Loop((), Sum((Run(7, Index("result", 0, (1,))),)), 7))
    assert found == (Array("", 0, (7,), (1,)), Array("", 7))
    gap = results(*loops, Loop((3,), X, 8), Loop((), Sum((Run(2, Index("result", 0, (8,))),)), 11))
    assert gap == (Array("", 3, (2, 2), (2, 1)), Array("", 0, (2, 3), (8, 1)), Array("", 11))


def test_what_counts_a_grid_otherwise_makes_it_a_row() -> None:
    grid = Loop((2, 3), X, 0)
    across = Loop((), Sum((Run(6, Index("result", 0, (1,))),)), 6)
    assert results(grid, across)[0] == Array("", 0, (6,), (1,))


def test_loops_that_stand_between_those_of_a_row_belong_to_it() -> None:
    loops = Loop((2,), X, 0), Loop((3,), X, 2), Loop((4,), X, 5), Loop((5,), X, 9)
    through = Index("result", 0, (0,), (0, 6), (0,))  # a place of the first loop, one of the third
    user = Loop((), Sum((Run(2, through),)), 14)
    assert results(*loops, user)[:2] == (Array("", 0, (9,), (1,)), Array("", 9, (5,), (1,)))


def test_places() -> None:
    assert places(Index("result", 4, (0, 2), (0, 10), (0,)), (2, 3)) == {4, 6, 8, 14, 16, 18}


def expression(body: Expression, names: str, shape: tuple[int, ...] = ()) -> tuple[Loop, ...]:
    return spelled_out(Loops(len(names), 0, (Loop(shape, body, 0),), ()), [*names]).loops


def test_sums_over_few_named_inputs_are_written_out() -> None:
    term = Apply("mul", (Index("input", 0, (1,)), Index("parameter", 3, (0,), (0, 5), (0,))))
    (written,) = expression(Apply("exp", (Sum((Run(2, term),)),)), "ab")
    a = Apply("mul", (X, Index("parameter", 3)))
    b = Apply("mul", (Index("input", 1), Index("parameter", 8)))
    assert written.body == Apply("exp", (Sum((Run(1, a), Run(1, b))),))
    many = Sum((Run(5, Index("input", 0, (1,))),))
    assert expression(many, "abcde")[0].body == many
    rest = spelled_out(Loops(2, 0, (Loop((), Sum((Run(2, term),)), 0),), ()), ["x0", "x1"])
    assert rest.loops[0].body == Sum((Run(2, term),))


def test_loops_over_few_named_inputs_are_written_out() -> None:
    found = expression(Apply("exp", (Index("input", 1, (1,)),)), "abc", (2,))
    assert found == (
        Loop((), Apply("exp", (Index("input", 1),)), 0),
        Loop((), Apply("exp", (Index("input", 2),)), 1),
    )
    layer = Sum((Run(2, Apply("mul", (Index("input", 0, (0, 1)), Index("parameter", 0, (2, 1))))),))
    assert expression(layer, "ab", (3,)) == (Loop((3,), layer, 0),)
