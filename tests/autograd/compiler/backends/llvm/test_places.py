"""Where leaves are found, with counters that are numbers, registers, or both."""

from itertools import product

import pytest

from autograd.compiler.backends.llvm.places import (
    Counter,
    Place,
    affine,
    bounds,
    place,
    rows_of,
)
from autograd.compiler.loops import expand
from autograd.compiler.loops.expand import leaves
from autograd.compiler.loops.loop import Apply, Index, Run, Sum

SIZES = (3, 2, 4)
LEAVES = [
    Index("result", 5, (8, 4, 1)),
    Index("result", 30, (-2, 0, -3)),
    Index("result", 7),
    Index("result", 2, (0, 4, 0), (0, 9, 1, 5, 2, 2, 2, 2, 3, 3, 3, 4), (0, 2)),
    Index("result", 2, (10, 0, 1), (0, 6), (1,)),
]


@pytest.mark.parametrize("index", LEAVES)
def test_places_at_numbers_are_what_loops_mean(index: Index) -> None:
    found = set()
    for counters in product(*map(range, SIZES)):
        at = place(index, [Counter("", k, size) for k, size in zip(counters, SIZES)])
        assert at == Place(expand.place(index, counters, SIZES), ())
        found.add(at.base)
    assert rows_of(index, SIZES) == found
    assert bounds(index, SIZES) == (min(found), max(found))


def test_registers_stay_terms() -> None:
    counters = [Counter("%i", 1, 3), Counter("", 1, 2), Counter("%k", 0, 4)]
    assert place(LEAVES[0], counters) == Place(5 + 8 + 4, (("%i", 8), ("%k", 1)))
    assert place(LEAVES[3], counters) == Place(2 + 4, (), 4, (("%i", 4), ("%k", 1)))
    assert place(LEAVES[4], counters) == Place(2 + 10 + 6, (("%i", 10), ("%k", 1)))


def test_every_leaf_knows_the_counters_around_it() -> None:
    a, b = Index("input", 0, (1,)), Index("result", 0, (0, 1, 1))
    body = Apply("exp", (Sum((Run(1, a), Run(3, Sum((Run(4, b), Run(1, 2.0)))))),))
    assert [*leaves(body, (5,))] == [(a, (5,)), (b, (5, 3, 4))]


@pytest.mark.parametrize(
    ("places", "shape", "straight"),
    [([4, 5, 6, 14, 15, 16], (2, 3), True), ([4, 5, 6, 7, 9, 8], (2, 3), False), ([3], (), True)],
)
def test_places_are_strides_where_they_can_be(
    places: list[int], shape: tuple[int, ...], straight: bool
) -> None:
    index = affine("sum", places, shape)
    assert (not index.table) == straight
    counters = product(*map(range, shape))
    assert [expand.place(index, c, shape) for c in counters] == places
