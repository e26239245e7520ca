"""``solve``: A·x = b by elimination with row exchanges, on lists of rows, in pure Python.

The matrix is numbers; the right-hand side may be Values, since its numbers are never looked at.
Read ``graph.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from autograd.errors import GraphError

__all__ = ["Factors", "factored", "solve"]

#: pivots below this are rounding errors, where a matrix's rows and columns are about 1
_SMALLEST = 1e-14


class Factors(NamedTuple):
    """A matrix as the product of a lower and an upper triangular one.

    ``rows`` has both in one, without the ones on the diagonal of the lower; its i-th is made of the
    ``places[i]``-th row of the matrix.

    >>> factored([[2.0, 1.0], [4.0, 4.0]]).solve([3.0, 8.0])
    [1.0, 1.0]
    """

    rows: list[list[float]]
    places: list[int]

    def solve(self, b: Sequence[Any]) -> list[Any]:
        """The x with A·x = b, of as many numbers or Values as there are rows."""
        x: list[Any] = []
        for row, place in zip(self.rows, self.places):
            x.append(_less(b[place], row, x))
        for i in reversed(range(len(x))):
            x[i] = _less(x[i], self.rows[i][i + 1 :], x[i + 1 :]) / self.rows[i][i]
        return x


def _less(x: Any, row: Sequence[float], others: Sequence[Any]) -> Any:
    """x - Σ row·others, which a zero is no part of: Values would only make their graph longer."""
    for factor, other in zip(row, others):
        if factor:
            x = x - factor * other
    return x


def solve(A: Sequence[Sequence[float]], b: Sequence[Any]) -> list[Any]:
    """The x with A·x = b, by Gaussian elimination with partial pivoting.

    Raises ``GraphError`` for a matrix that is not square, or singular (to 14 digits, whatever the
    units of its rows and columns are). Source: Golub & Van Loan, Matrix Computations, chapter 3.

    >>> solve([[0.0, 2.0], [1.0, 1.0]], [4.0, 5.0])
    [3.0, 2.0]
    """
    n = len(b)
    if len(A) != n or any(len(row) != n for row in A):
        raise GraphError(f"solve needs a square matrix of {n} rows for {n} right-hand sides")
    return factored(A).solve(b)


def factored(A: Sequence[Sequence[float]]) -> Factors:
    """What of the elimination is the same for all right-hand sides: ``solve`` takes it from there.

    Raises ``GraphError`` for a matrix that is singular, as ``solve``.

    >>> factored([[2.0, 1.0], [4.0, 4.0]])
    Factors(rows=[[2.0, 1.0], [2.0, 2.0]], places=[0, 1])
    """
    rows = [[*map(float, row)] for row in A]
    n, places = len(rows), [*range(len(rows))]
    columns = [max(abs(row[j]) for row in rows) or 1.0 for j in range(n)]
    sizes = [max(abs(x) / size for x, size in zip(row, columns)) or 1.0 for row in rows]
    for k in range(n):
        pivot = max(range(k, n), key=lambda i: abs(rows[i][k]) / sizes[i])
        if abs(rows[pivot][k]) / columns[k] <= _SMALLEST * sizes[pivot]:
            raise GraphError("the matrix is singular: A·x = b has no one solution")
        rows[k], rows[pivot] = rows[pivot], rows[k]
        places[k], places[pivot] = places[pivot], places[k]
        sizes[k], sizes[pivot] = sizes[pivot], sizes[k]
        for row in rows[k + 1 :]:
            if row[k]:
                share = row[k] = row[k] / rows[k][k]
                row[k + 1 :] = [x - share * y for x, y in zip(row[k + 1 :], rows[k][k + 1 :])]
    return Factors(rows, places)
