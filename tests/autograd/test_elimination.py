"""Elimination against exact fractions; Values on the right; units of rows and columns.

More of ``solve``, which nn has too, stands in ``tests/nn/test_linalg.py``.
"""

import random
from fractions import Fraction

import pytest

from autograd import GraphError, Value, elimination, topological_order
from autograd.elimination import factored


def product(A: list[list[float]], x: list[float]) -> list[float]:
    return [float(sum(Fraction(a) * Fraction(b) for a, b in zip(row, x))) for row in A]


@pytest.mark.parametrize("n", [1, 2, 5, 20])
def test_solutions_solve(n: int) -> None:
    rng = random.Random(n)
    A = [[rng.gauss(0, 1) for _ in range(n)] for _ in range(n)]
    factors = factored(A)
    for _ in range(3):
        b = [rng.gauss(0, 1) for _ in range(n)]
        assert product(A, factors.solve(b)) == pytest.approx(b, abs=1e-12)
        assert elimination.solve(A, b) == factors.solve(b)


def test_rows_are_exchanged_for_a_large_pivot() -> None:
    assert factored([[1e-20, 1.0], [1.0, 1.0]]).places == [1, 0]


def test_units_of_rows_and_columns_make_no_matrix_singular() -> None:
    assert elimination.solve([[1.0, 1e-20], [1.0, 2e-20]], [1.0, 3.0]) == pytest.approx(
        [-1.0, 2e20]
    )
    assert elimination.solve([[1e20, 1e20], [1.0, 2.0]], [1e20, 3.0]) == pytest.approx([-1.0, 2.0])
    for A in ([[1.0, 1e-20], [1.0, 1e-20]], [[0.0, 1.0], [0.0, 2.0]], [[0.0, 0.0], [1.0, 2.0]]):
        with pytest.raises(GraphError, match="the matrix is singular"):
            elimination.solve(A, [1.0, 1.0])


def test_values_on_the_right_and_what_is_zero_leaves_no_trace() -> None:
    b = [Value(8.0), Value(3.0)]
    x = elimination.solve([[2.0, 0.0], [0.0, 1.0]], b)
    x[0].backward()
    assert (x[0].data, b[0].grad, x[1].data) == (4.0, 0.5, 3.0)
    assert len(topological_order(*x)) == 4
