"""Rows held out: which, how many, and shares that are none."""

import pytest

from nn import split


@pytest.mark.parametrize(("rows", "test", "held"), [(10, 0.5, 5), (10, 0.01, 1), (10, 0.99, 9)])
def test_every_row_is_on_one_side_in_its_order(rows, test, held):
    X = [[float(i)] for i in range(rows)]
    (some, numbers), (others, more) = split(X, range(rows), test)
    assert len(more) == held
    assert numbers == sorted(numbers)
    assert more == sorted(more)
    assert sorted([*numbers, *more]) == list(range(rows))
    assert some + others == [X[i] for i in [*numbers, *more]]


def test_the_seed_draws():
    rows = range(30)
    assert split(rows, rows, 0.5, 1) == split(rows, rows, 0.5, 1) != split(rows, rows, 0.5, 2)


def test_what_is_refused():
    with pytest.raises(ValueError, match="share of rows to hold out"):
        split([1, 2], [1, 2], 1.0)
    with pytest.raises(ValueError, match="1 rows cannot be split"):
        split([1], [1], 0.5)
