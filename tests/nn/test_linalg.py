"""Elimination and Cholesky against NumPy, derivatives through them, refusals."""

import math
from itertools import permutations

import numpy as np
import pytest

import autograd as ag
from autograd import GraphError, Value
from nn.linalg import cholesky, dot, matmul, solve, solve_cholesky, transpose

SOURCE = np.random.default_rng(0)
SIZES = (1, 2, 3, 5, 8)
each_size = pytest.mark.parametrize("n", SIZES)


def square(n):
    return SOURCE.normal(size=(n, n))


def positive(n):
    A = square(n)
    return A @ A.T + 0.1 * np.eye(n)


# --- elimination ---


@each_size
def test_solve_is_numpys(n):
    A, b = square(n), SOURCE.normal(size=n)
    x = solve(A.tolist(), b.tolist())
    assert x == pytest.approx(np.linalg.solve(A, b), rel=1e-9)
    assert A @ x == pytest.approx(b, abs=1e-12)
    assert all(type(entry) is float for entry in x)


def test_whole_numbers_are_taken_as_floats():
    assert solve([[2, 1], [1, 3]], [3, 5]) == [0.8, 1.4]
    assert solve([[4.0]], [2.0]) == [0.5]
    assert solve([], []) == []


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_rows_are_exchanged_where_a_pivot_is_zero(order):
    """A permutation of x: every order needs other exchanges."""
    A = [[float(j == place) for j in range(3)] for place in order]
    x = [5.0, -1.0, 2.0]
    assert solve(A, [x[place] for place in order]) == x


def test_the_largest_pivot_is_taken():
    """Without an exchange, 1e-20 as the pivot would lose everything: x would be [0, 1]."""
    assert solve([[1e-20, 1.0], [1.0, 1.0]], [1.0, 2.0]) == [1.0, 1.0]
    assert solve([[1e-20, 1.0], [-1.0, 1.0]], [1.0, 0.0]) == [1.0, 1.0]


def test_hilberts_matrix_is_solved_to_what_its_condition_allows():
    A = [[1.0 / (i + j + 1) for j in range(6)] for i in range(6)]
    b = [sum(row) for row in A]
    assert solve(A, b) == pytest.approx([1.0] * 6, abs=1e-9)


def test_arguments_are_left_as_they_were():
    A, b = [[0.0, 2.0], [1.0, 1.0]], [4.0, 5.0]
    solve(A, b)
    assert (A, b) == ([[0.0, 2.0], [1.0, 1.0]], [4.0, 5.0])


@pytest.mark.parametrize(
    "A",
    [
        [[1.0, 2.0], [2.0, 4.0]],
        [[0.0, 0.0], [0.0, 0.0]],
        [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]],
        [[1e-200, 2e-200], [2e-200, 4e-200]],
    ],
)
def test_a_singular_matrix_is_refused(A):
    with pytest.raises(GraphError, match=r"the matrix is singular: A·x = b has no one solution"):
        solve(A, [1.0] * len(A))


def test_smallness_alone_is_not_singular():
    assert solve([[2e-200, 0.0], [0.0, 4e-200]], [1.0, 1.0]) == [5e199, 2.5e199]
    assert solve([[1.0, 0.0], [0.0, 1e-13]], [1.0, 1.0]) == [1.0, 1e13]


@pytest.mark.parametrize(
    ("A", "b"),
    [
        ([[1.0, 2.0]], [1.0]),
        ([[1.0], [2.0]], [1.0, 2.0]),
        ([[1.0, 2.0], [3.0, 4.0]], [1.0]),
        ([[1.0, 2.0], [3.0]], [1.0, 2.0]),
    ],
)
def test_what_is_not_square_is_refused(A, b):
    n = len(b)
    with pytest.raises(GraphError, match=f"a square matrix of {n} rows for {n} right-hand sides"):
        solve(A, b)


# --- Cholesky ---


@each_size
def test_cholesky_is_numpys(n):
    A = positive(n)
    L = cholesky(A.tolist())
    assert [len(row) for row in L] == list(range(1, n + 1))  # the triangle and no zeros
    full = np.array([row + [0.0] * (n - len(row)) for row in L])
    assert np.allclose(full, np.linalg.cholesky(A), rtol=1e-11, atol=1e-13)
    b = SOURCE.normal(size=n)
    assert solve_cholesky(L, b.tolist()) == pytest.approx(np.linalg.solve(A, b), rel=1e-8)


def test_only_the_lower_triangle_is_read():
    assert cholesky([[4.0, math.nan], [2.0, 10.0]]) == [[2.0], [1.0, 3.0]]
    assert cholesky([]) == []


def test_right_hand_sides_are_left_as_they_were():
    b = [8.0, 22.0]
    assert solve_cholesky([[2.0], [1.0, 3.0]], b) == [1.0, 2.0]
    assert b == [8.0, 22.0]


@pytest.mark.parametrize("A", [[[-1.0]], [[1.0, 2.0], [2.0, 1.0]]])
@pytest.mark.parametrize("kind", [float, Value])
def test_what_is_not_positive_definite_is_refused(A, kind):
    with pytest.raises(ArithmeticError, match="sqrt"):
        cholesky([[kind(x) for x in row] for row in A])


def test_the_gradient_of_a_log_determinant_is_the_inverse():
    """∂ log det A / ∂A = A⁻¹ for a symmetric A: where only the lower triangle is read, an entry
    beside the diagonal stands for two."""
    A = positive(4)
    entries = [[Value(x) for x in row] for row in A]
    (2.0 * sum(ag.log(row[-1]) for row in cholesky(entries))).backward()
    inverse = np.linalg.inv(A)
    for i in range(4):
        for j in range(4):
            share = 1 if i == j else 2 if i > j else 0
            assert entries[i][j].grad == pytest.approx(share * inverse[i, j], abs=1e-9)


def test_solving_can_be_differentiated():
    """For y = cᵀA⁻¹b: ∂y/∂b = A⁻¹c, and ∂y/∂A = -(A⁻¹c)(A⁻¹b)ᵀ."""
    A, b, c = positive(3), SOURCE.normal(size=3), SOURCE.normal(size=3)
    entries, right = [[Value(x) for x in row] for row in A], [Value(x) for x in b]
    dot(c.tolist(), solve_cholesky(cholesky(entries), right)).backward()
    by_b, x = np.linalg.solve(A, c), np.linalg.solve(A, b)
    assert [v.grad for v in right] == pytest.approx(by_b, rel=1e-8)
    for i in range(3):
        for j in range(i + 1):
            whole = -(by_b[i] * x[j] + (by_b[j] * x[i] if i != j else 0.0))
            assert entries[i][j].grad == pytest.approx(whole, rel=1e-7)


# --- products ---


def test_products_are_numpys():
    A, B = SOURCE.normal(size=(2, 3)), SOURCE.normal(size=(3, 4))
    assert np.allclose(matmul(A.tolist(), B.tolist()), A @ B, atol=1e-15)
    assert transpose(A.tolist()) == A.T.tolist()
    assert transpose([]) == []
    assert dot(A[0].tolist(), A[1].tolist()) == pytest.approx(A[0] @ A[1], abs=1e-15)
    assert dot([], []) == 0


def test_products_take_values():
    x = [Value(2.0), Value(-3.0)]
    y = matmul([[1.0, 2.0], [3.0, 4.0]], [[x[0]], [x[1]]])
    assert [[v.data for v in row] for row in y] == [[-4.0], [-6.0]]
    dot(x, x).backward()
    assert [v.grad for v in x] == [4.0, -6.0]
