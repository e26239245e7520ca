"""Standardised columns, and networks that take the columns as they were."""

import numpy as np
import pytest

from nn.cli.scaling import drawable, fold, fold_target, standardised
from nn.models.layers import MLP

ROWS = [[1.0, 1e6, 5.0], [2.0, 3e6, 5.0], [4.0, -1e6, 5.0]]


def test_columns_are_as_numpy_has_them():
    pytest.importorskip("numpy")
    rows, scales = standardised(ROWS)
    X = np.array(ROWS)
    wide = np.where(X.std(axis=0) > 0, X.std(axis=0), 1.0)
    np.testing.assert_allclose(rows, (X - X.mean(axis=0)) / wide, atol=1e-15)
    np.testing.assert_allclose(scales, np.c_[X.mean(axis=0), wide])


def test_a_column_of_rounding_errors_is_one_that_is_always_the_same():
    assert standardised([[0.1 + 0.2], [0.3]])[1][0][1] == 1.0


def test_a_folded_network_gives_the_same_answers():
    model = MLP(3, [4, 2], rng=0)
    rows, scales = standardised(ROWS)
    before = [[y.data for y in model(row)] for row in rows]
    fold(model, scales)
    after = [[y.data for y in model(row)] for row in ROWS]
    assert after == [pytest.approx(row, rel=1e-12) for row in before]


def test_what_is_drawn_answers_alike():
    model = MLP(3, [4, 1], rng=0)
    again, rows = drawable(model, ROWS)
    before = [model(row).data for row in ROWS]
    assert [again(row).data for row in rows] == pytest.approx(before, rel=1e-9)
    assert [model(row).data for row in ROWS] == before
    assert rows == standardised(ROWS)[0]


def test_a_network_answers_in_the_numbers_as_they_are():
    model = MLP(3, [4, 1], rng=0)
    model.layers[-1].neurons[0].b.data = 0.5
    before = [model(row).data for row in ROWS]
    fold_target(model, 1e4, 250.0)
    assert [model(row).data for row in ROWS] == pytest.approx([1e4 + 250 * y for y in before])
