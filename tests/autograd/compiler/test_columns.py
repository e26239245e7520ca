"""Columns: what becomes of what a compiled function is given."""

import math

import pytest

import autograd as ag
from autograd import GraphError, OperandError, Value, nonfinite
from autograd.compiler.columns import (
    all_finite,
    as_array,
    as_arrays,
    as_lists,
    checked_array,
    checked_list,
    is_column,
    require_examples,
    rows_of,
)

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


def test_inf_is_a_number_where_that_is_allowed() -> None:
    for convert in (as_arrays, as_lists):
        with nonfinite("allow"):
            assert [*convert([[1.0, math.inf]], ["x"])[0]] == [1.0, math.inf]


@pytest.mark.parametrize("given", [[1, 2**70], (True, 0.5), [np.float32(0.5), 2]], ids=str)
def test_numbers_of_other_kinds_become_floats(given: object) -> None:
    (array,), (numbers,) = as_arrays([given], ["x"]), as_lists([given], ["x"])
    assert array.dtype == np.float64
    assert array.tolist() == numbers == [float(x) for x in given]  # type: ignore[attr-defined]
    assert {type(x) for x in numbers} == {float}


def test_arrays_of_other_kinds_are_copied() -> None:
    for array in (np.arange(3), np.ones(3, bool), np.ones(3, np.float32), np.arange(6.0)[::2]):
        (made,) = as_arrays([array], ["x"])
        assert made.tolist() == array.tolist()
        assert made.dtype == np.float64
        assert made.flags.c_contiguous


@pytest.mark.parametrize(
    ("column", "error", "words"),
    [
        (["1"], OperandError, "column x has the type <U1: numbers are needed"),
        (np.ones(2, complex), OperandError, "x has the type complex128: numbers are needed"),
        (np.array([1.0, 2**70], object), OperandError, "x has the type object"),
        ([Value(1.0)], OperandError, "column x is not made of numbers"),
        ([1.0, [2.0]], OperandError, "column x is not made of numbers"),
        ([None, 2**70], OperandError, "column x is not made of numbers"),
        ([[1.0, 2.0]], GraphError, r"column x has the shape \(1, 2\): one dimension is needed"),
        ("1", OperandError, "argument x: "),
        (None, OperandError, "argument x: "),
    ],
    ids=str,
)
def test_what_is_no_column_is_refused_by_name(
    column: object, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        as_arrays([[1.0], column], ["w", "x"])


@pytest.mark.parametrize("column", [["1"], [None], [Value(1.0)], [[1.0]]], ids=str)
def test_lists_of_other_things_are_refused_by_name(column: object) -> None:
    with pytest.raises(OperandError, match=r"^column x: "):
        as_lists([[1.0], column], ["w", "x"])
    with pytest.raises(OperandError, match=r"^argument x: "):
        as_lists([[1.0], "1"], ["w", "x"])


def test_an_array_without_dimensions_is_a_number() -> None:
    assert as_lists([np.array(2.0)], ["x"]) == [[2.0]]
    assert as_arrays([np.array(2)], ["x"])[0].tolist() == [2.0]


def test_a_mean_needs_examples() -> None:
    require_examples(1)
    with pytest.raises(GraphError, match="at least one example, got none"):
        require_examples(0)


def test_parameters_are_an_array_of_floats() -> None:
    vector = as_array([1, 2])
    assert (vector.dtype, vector.tolist()) == (np.float64, [1.0, 2.0])
    assert checked_array(vector, 2) is vector
    for wrong in (np.ones(3), np.ones((1, 2)), np.ones(2, np.float32), [1.0, 2.0], None):
        with pytest.raises(GraphError, match="a float64 array of 2 numbers"):
            checked_array(wrong, 2)
    with pytest.raises(GraphError, match=r"side by side: pass parameters\.copy"):
        checked_array(np.arange(4.0)[::2], 2)


def test_parameters_are_a_list_of_floats() -> None:
    vector = [1.0, 2.0]
    assert checked_list(vector, 2) is vector
    for wrong in ([1.0], [1.0, 2], [1.0, 2.0, 3.0], None, "ab"):
        with pytest.raises(GraphError, match="a list of 2 floats"):
            checked_list(wrong, 2)
