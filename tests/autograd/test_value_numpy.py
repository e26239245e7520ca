"""NumPy's scalars and object arrays meet Values; without NumPy these tests are skipped."""

import math

import pytest

from autograd import OperandError, Value

np = pytest.importorskip("numpy")


@pytest.mark.parametrize("kind", ["float64", "float32", "int64", "bool_"])
def test_numpy_scalars_are_numbers(kind: str) -> None:
    number = getattr(np, kind)(1)
    x = Value(3.0)
    results = [x * number, number * x, x - number, number - x, number / x, x**number]
    assert [type(y) for y in results] == [Value] * 6
    assert [y.data for y in results] == [3.0, 3.0, 2.0, -2.0, 1 / 3, 3.0]
    assert type(results[1].operands[0]) is float
    assert number < x
    assert x > number


def test_numpy_object_arrays_work_by_themselves() -> None:
    x = np.array([Value(1.0), Value(2.0)])
    weights = np.array([[0.5, -1.0], [2.0, 0.25]])
    hidden = np.tanh(weights @ x)
    assert [h.data for h in hidden] == [math.tanh(-1.5), math.tanh(2.5)]
    hidden.sum().backward()
    expected = weights.T @ (1 - np.tanh(weights @ np.array([1.0, 2.0])) ** 2)
    assert [v.grad for v in x] == pytest.approx(list(expected))
    assert all(isinstance(y, Value) for y in Value(2.0) * np.array([1.0, 2.0]))
    assert np.mean(x).data == 1.5


def test_numpy_arrays_are_not_one_value() -> None:
    for wrong in (np.array([1.0, 2.0]), np.array([[3.0]])):
        with pytest.raises(OperandError, match="got a ndarray: make a Value of each element"):
            Value(wrong)
    with pytest.raises(OperandError, match=r"v\.data"):
        np.array([Value(1.0)], dtype=float)
