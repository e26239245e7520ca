"""Tables on their way in: what is taken, and which number is named when it is not."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from autograd import GraphError, OperandError, Value
from nn.data.tables import checked


@pytest.mark.parametrize(
    "X",
    [
        [[0, 1], [2, 3]],
        ((0, 1), (2, 3)),
        np.array([[0, 1], [2, 3]], dtype=np.int8),
        [np.array([0.0, 1.0]), (2, 3)],
        [[Fraction(0), Decimal(1)], [np.float32(2), True + 2]],
        iter([[0, 1], [2, 3]]),
    ],
)
def test_tables_of_all_kinds_become_lists_of_floats(X):
    rows, targets = checked(X, (1, 0))
    assert rows == [[0.0, 1.0], [2.0, 3.0]]
    assert targets == [1.0, 0.0]
    assert {type(x) for row in (*rows, targets) for x in row} == {float}


@pytest.mark.parametrize("y", [[[1], [0]], np.array([[1.0], [0.0]]), [(1,), (0,)]])
def test_targets_of_several_columns_or_of_one_stay_lists(y):
    assert checked([[1], [2]], y)[1] == [[1.0], [0.0]]


@pytest.mark.parametrize(
    ("X", "y", "kind", "words"),
    [
        ([[1], [2]], [[1], 0], GraphError, r"y, row 1 is 0, not a list.*\[\[v\] for v in y\]"),
        ([[1], [2]], [1, [0]], OperandError, "y, row 1: one number is needed, got a list"),
        ([[1], [2]], [[1], [0, 1]], GraphError, "y is ragged: row 1 has 2 columns, row 0 has 1"),
        ([[1], [float("nan")]], [1, 0], GraphError, "X, row 1, column 0 is nan: fill it in or dr"),
        ([[1], [10**400]], [1, 0], OperandError, "X, row 1, column 0: "),
        ([[1]], [1, 0], GraphError, "X has 1 rows and y has 2: one target per row"),
        ({1: 2}, [1], OperandError, "X is a list of rows or an array"),
        ([[1]], Value(1.0), OperandError, "y is a list of rows or an array"),
        (np.float64(3.0), [1], OperandError, "X is a list of rows or an array"),
        ([[]], [1], GraphError, "X has no columns"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(X, y, kind, words):
    with pytest.raises(kind, match=words):
        checked(X, y)
