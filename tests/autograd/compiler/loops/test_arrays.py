"""Where an index lies: arrays, subscripts, tables."""

import pytest

from autograd.compiler.loops.arrays import (
    Array,
    Located,
    Subscript,
    depends,
    leaves,
    located,
    span,
)
from autograd.compiler.loops.loop import Apply, Index, Loop, Run, Sum

WEIGHTS, BIASES = Array("W1", 0, (4, 2), (3, 1)), Array("b1", 2, (4,), (3,))
GRID = Array("z", 10, (3, 4), (4, 1))


def test_places_and_subscripts_are_inverse() -> None:
    for array in (WEIGHTS, BIASES, GRID, Array("c", 7)):
        places = array.places()
        assert [array.subscripts(place) for place in places] == sorted(
            filter(None, map(array.subscripts, places)), key=lambda x: x
        ) or places == [7]
    assert WEIGHTS.places() == [0, 1, 3, 4, 6, 7, 9, 10]
    assert Array("c", 7).subscripts(7) == ()
    assert Array("c", 7).subscripts(8) is None
    assert WEIGHTS.subscripts(2) is WEIGHTS.subscripts(12) is WEIGHTS.subscripts(-1) is None


def test_an_index_is_found_in_the_array_that_has_it_all() -> None:
    found = located(Index("parameter", 0, (3, 1)), (4, 2), [BIASES, WEIGHTS])
    assert found == Located(WEIGHTS, (Subscript(0, (1, 0)), Subscript(0, (0, 1))))
    assert [s.counter for s in found.subscripts] == [0, 1]
    assert located(Index("parameter", 2, (3,)), (4,), [WEIGHTS, BIASES]).array is BIASES
    row = located(Index("parameter", 3, (0, 1)), (9, 2), [WEIGHTS])
    assert row.subscripts == (Subscript(1, (0, 0)), Subscript(0, (0, 1)))
    assert row.subscripts[0].counter is None


def test_steps_backwards_and_in_twos() -> None:
    found = located(Index("result", 21, (-8,)), (2,), [GRID])
    assert found.subscripts == (Subscript(2, (-2,)), Subscript(3, (0,)))


@pytest.mark.parametrize(
    ("index", "extents"),
    [
        (Index("result", 10, (1,)), (12,)),  # round the corner of a row
        (Index("result", 10, (4,)), (4,)),  # beyond the end
        (Index("result", 13, (1,)), (3,)),
        (Index("result", 9), ()),
        (Index("result", 10, (0,), (0, 40), (0,)), (2,)),
    ],
)
def test_what_leaves_an_array_is_not_in_it(index: Index, extents: tuple[int, ...]) -> None:
    with pytest.raises(LookupError, match="none of these arrays"):
        located(index, extents, [GRID])


def test_a_table_is_one_for_each_subscript_that_it_changes() -> None:
    index = Index("result", 10, (0, 1), (0, 8, 4), (0,))
    rows, columns = located(index, (3, 4), [GRID]).subscripts
    assert rows == Subscript(0, (0, 0), (0, 2, 1), (0,))
    assert columns == Subscript(0, (0, 1))
    assert rows.counter is None


def test_leaves_and_what_they_reach() -> None:
    x, w = Index("input", 3, (1, -1)), Index("parameter", 0, (0, 2), (0, 9), (0,))
    loop = Loop((2,), Sum((Run(1, 1.0), Run(4, Apply("mul", (x, w))))), 0)
    assert list(leaves(loop)) == [(x, (2, 4)), (w, (2, 4))]
    assert span(x, (2, 4)) == (0, 4)
    assert span(w, (2, 4)) == (0, 15)
    assert depends(loop.body, 0)
    assert depends(w, 0)
    assert not depends(Index("input", 0, (0, 1)), 0)
    assert not depends(Index("input", 0), 0)
