"""Two ways to solve A·x = b, on lists of rows, in pure Python.

``solve`` (of ``autograd.elimination``) eliminates with row exchanges, for any matrix of numbers.
``cholesky`` is for symmetric positive definite ones and takes Values as well, since it never asks
how large an entry is; that makes log-determinants and inverses differentiable.

Read ``nn/probabilities.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul
from typing import Any

import autograd as ag

__all__ = ["cholesky", "dot", "matmul", "solve", "solve_cholesky", "transpose"]

Vector = Sequence[Any]
Matrix = Sequence[Sequence[Any]]
solve = ag.elimination.solve


def cholesky(A: Matrix) -> list[list[Any]]:
    """The lower triangular L with L·Lᵀ = A, for a symmetric positive definite A.

    Raises ``ArithmeticError`` for one that is not positive definite (the root of a number below
    0). Source: Golub & Van Loan, Matrix Computations, section 4.2.

    >>> cholesky([[4.0, 2.0], [2.0, 10.0]])
    [[2.0], [1.0, 3.0]]
    """
    L: list[list[Any]] = []
    for i, row in enumerate(A):
        L.append([])
        for j in range(i):
            L[i].append((row[j] - dot(L[i], L[j][:j])) / L[j][j])
        L[i].append(ag.sqrt(row[i] - dot(L[i], L[i])))
    return L


def solve_cholesky(L: Matrix, b: Vector) -> list[Any]:
    """The x with L·Lᵀ·x = b: forward through L, then backward through Lᵀ.

    >>> solve_cholesky(cholesky([[4.0, 2.0], [2.0, 10.0]]), [8.0, 22.0])
    [1.0, 2.0]
    """
    n = len(L)
    y: list[Any] = []
    for i in range(n):
        y.append((b[i] - dot(L[i][:i], y)) / L[i][i])
    x = y
    for i in reversed(range(n)):
        below = [L[k][i] for k in range(i + 1, n)]
        x[i] = (y[i] - dot(below, x[i + 1 :])) / L[i][i]
    return x


def dot(a: Vector, b: Vector) -> Any:
    """Σ aᵢbᵢ."""
    return sum(map(mul, a, b))


def matmul(A: Matrix, B: Matrix) -> list[list[Any]]:
    """The product of two matrices.

    >>> matmul([[1, 2]], [[3], [4]])
    [[11]]
    """
    columns = transpose(B)
    return [[dot(row, column) for column in columns] for row in A]


def transpose(A: Matrix) -> list[list[Any]]:
    """Rows as columns."""
    return [list(column) for column in zip(*A)]
