"""Columns: what becomes of what a compiled function is given."""

import math

import pytest

import autograd as ag
from autograd import GraphError
from autograd.compiler.columns import all_finite, as_arrays, as_lists, is_column, rows_of

np = pytest.importorskip("numpy", reason="arrays need NumPy")


def test_one_number_is_a_column_of_one_example() -> None:
    assert [a.tolist() for a in as_arrays([2.0, 3], ["x", "y"])] == [[2.0], [3.0]]
    assert as_lists([2.0, 3], ["x", "y"]) == [[2.0], [3.0]]
    assert ag.compile(lambda x: x * ag.Value(1.0)).bind(2.0).examples == 1


def test_single_numbers_are_repeated() -> None:
    assert [a.tolist() for a in as_arrays([2.0, [3.0, 4.0]], ["x", "y"])] == [
        [2.0, 2.0],
        [3.0, 4.0],
    ]
    assert as_lists([[3.0, 4.0], 2.0], ["x", "y"]) == [[3.0, 4.0], [2.0, 2.0]]
    assert [len(a) for a in as_arrays([2.0, []], ["x", "y"])] == [0, 0]


def test_an_array_of_floats_is_taken_as_it_is() -> None:
    array = np.arange(3.0)
    assert as_arrays([array], ["x"])[0] is array


def test_what_is_a_column() -> None:
    assert all(map(is_column, ([], (1.0,), np.ones(2))))
    assert not any(map(is_column, (1.0, np.float64(1.0), np.array(1.0), None)))


def test_rows() -> None:
    assert rows_of([[1.0, 2.0], [3.0, 4.0]]) == [(1.0, 3.0), (2.0, 4.0)]
    assert rows_of([]) == [()]


def test_finite_columns() -> None:
    for kind in (list, np.array):
        assert all_finite(kind([1.0, 2.0]))
        assert not all_finite(kind([1.0, math.nan]))


def test_lists_and_arrays_are_refused_alike() -> None:
    for convert in (as_arrays, as_lists):
        with pytest.raises(GraphError, match="column y is inf in example 1: mend or drop it"):
            convert([1.0, [2.0, math.inf]], ["x", "y"])
        with pytest.raises(GraphError, match="x has 1, y has 2 examples"):
            convert([[1.0], [2.0, 3.0]], ["x", "y"])
