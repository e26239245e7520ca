"""Places at even distances, and what is found of them."""

import random
from itertools import product

import pytest

from autograd.compiler.loops.affine import progression, shape_of


def at(steps: list[int | None], table: list[int], shape: tuple[int, ...], base: int) -> list[int]:
    """The places that a progression stands for."""
    found = []
    for counters in product(*map(range, shape)):
        place, row = base, 0
        for counter, count, step in zip(counters, shape, steps):
            if step is None:
                row = row * count + counter
            else:
                place += step * counter
        found.append(place + (table[row] if table else 0))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_a_progression_stands_for_its_places(seed: int) -> None:
    rng = random.Random(seed)
    shape = tuple(rng.randint(1, 4) for _ in range(rng.randint(0, 4)))
    tables = [
        [rng.randint(0, 9) for _ in range(c)] if rng.random() < 0.4 else [rng.randint(-3, 9)] * 1
        for c in shape
    ]
    places = [
        50 + sum(t[i] if len(t) > 1 else t[0] * i for t, i in zip(tables, counters))
        for counters in product(*map(range, shape))
    ]
    steps, table = progression(places, shape)
    assert at(steps, table, shape, places[0]) == places
    for t, step, count in zip(tables, steps, shape):
        if len(t) == 1:
            assert step == (t[0] if count > 1 else 0)  # what is even is found to be


def test_places_without_any_order_become_one_table() -> None:
    assert progression([3, 1, 4, 1, 5, 9], (2, 3)) == ([None, None], [0, -2, 1, -2, 2, 6])


def test_counters_come_from_the_changes_of_the_step() -> None:
    rows = [i for i, _ in product(range(5), range(7))]
    columns = [10 * j for _, j in product(range(5), range(7))]
    assert shape_of([rows, columns], 35) == (5, 7)
    assert shape_of([rows], 35) == (5, 7)
    assert shape_of([[3] * 6], 6) == (6,)
    cube = [100 * i + 10 * j + k for i, j, k in product(range(2), range(3), range(4))]
    assert shape_of([cube], 24) == (2, 3, 4)


def test_a_sequence_without_order_has_no_say_in_the_counters() -> None:
    columns = [j for _, j in product(range(2), range(3))]
    assert shape_of([columns, [3, 1, 4, 1, 5, 9]], 6) == (2, 3)
    assert shape_of([[3, 1, 4, 1, 5, 9]], 6) == (6,)
