"""Where numbers lie on NumPy arrays, and the views of them."""

import random
from itertools import product

import pytest

from autograd.compiler.loops.expand import place
from autograd.compiler.loops.loop import Apply, Index, Loop, Loops, Run, Sum

np = pytest.importorskip("numpy", reason="array code needs NumPy")
spaces = pytest.importorskip("autograd.compiler.backends.spaces")
EXAMPLES = spaces.EXAMPLES
P, X = Index("parameter", 0), Index("input", 0)


def layered() -> Loops:
    """A row of parameters alone, one of both, one that is summed only; x1 is the weight."""
    squared = Loop((), Apply("mul", (P, P)), 0)
    mixed = Loop((2,), Apply("mul", (Index("result", 0, (0,)), Index("input", 0, (0,)))), 1)
    summed = Loop((), Apply("mul", (Index("result", 1), Index("input", 1))), 3)
    return Loops(2, 1, (squared, mixed, summed), (6, 3, 4))


def test_numbers_of_parameters_alone_have_one_column() -> None:
    found = spaces.Spaces(layered(), 1)
    assert [found.of_results(loop) for loop in found.loops.loops] == ["U", "R", "S"]
    assert found.of(Index("result", 0, (0,)), (2,)) == ("U", 0)
    assert found.of(Index("result", 1), ()) == ("R", 1)
    assert found.of(Index("input", 1), ()) == ("W", 0)
    assert found.of(X, ()) == ("X", 0)
    assert [found.of_output(x) for x in (0, 2, 3, 4, 6)] == [
        ("X", 0), ("P", 0), ("U", 0), ("R", 1), ("S", 3)
    ]  # fmt: skip


def test_without_sums_the_last_input_is_no_weight() -> None:
    found = spaces.Spaces(layered(), 0)
    assert found.of(Index("input", 1), ()) == ("X", 1)
    assert found.of_results(found.loops.loops[2]) == "R"


def test_what_is_read_together_with_numbers_by_example_lies_beside_them() -> None:
    both = Sum((Run(2, Index("result", 0, (1,))),))
    loops = Loops(1, 1, (Loop((), P, 0), Loop((), X, 1), Loop((), both, 2)), (4,))
    assert [spaces.Spaces(loops, 0).of_results(loop) for loop in loops.loops] == ["R", "R", "R"]


def test_an_expression_depends_on_the_counters_that_move_its_leaves() -> None:
    found = spaces.Spaces(layered(), 1)
    weight, x = Index("parameter", 0, (0, 1)), Index("input", 0, (0, 0))
    body = Sum((Run(3, Apply("mul", (weight, x))),))
    assert found.axes(weight, (2, 3)) == {1}
    assert found.axes(body, (2,)) == {EXAMPLES}
    assert found.axes(Index("input", 0, (0,), (0, 2), (0,)), (2,)) == {0, EXAMPLES}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_places_are_those_of_each_leaf_in_the_axes_asked_for(order: tuple[int, ...]) -> None:
    counts, rng = (2, 3, 4), random.Random(1)
    table = tuple(rng.randrange(9) for _ in range(8))
    index = Index("input", 20, (0, -5, 0), table, (0, 2))
    found = spaces.places(index, counts, order)
    for counters in product(*map(range, counts)):
        assert found[tuple(counters[c] for c in order)] == place(index, counters, counts)


def test_a_view_goes_backwards_too() -> None:
    rows = np.arange(8.0).reshape(4, 2)
    view = spaces.View("R", 3, (spaces.Axis(2, -2), spaces.Axis(1, 0, True)))
    assert spaces.realised(view, rows).tolist() == [[6.0, 7.0], [2.0, 3.0]]
    side = spaces.side_by_side("R", Loop((2, 2), X, 0))
    assert spaces.realised(side, rows).shape == (2, 2, 2)
