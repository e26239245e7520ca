"""``Sparse``: a matrix by its entries, for where SciPy is not there or has no place for them.

Read ``sweeps.py`` next.
"""

from __future__ import annotations

from typing import Any, NamedTuple

__all__ = ["Sparse", "sparse_matrix"]


class Sparse(NamedTuple):
    """Entries by rows, under the names that ``scipy.sparse.csr_array`` has for them.

    ``data`` are the entries, ``indices`` their columns; those of row i stand from ``indptr[i]`` to
    ``indptr[i + 1]``. ``shape`` is (rows, columns).

    >>> Sparse([5.0, 7.0], [1, 0], [0, 1, 2], (2, 2)).toarray()
    [[0.0, 5.0], [7.0, 0.0]]
    """

    data: list[Any]
    indices: list[int]
    indptr: list[int]
    shape: tuple[int, int]

    @property
    def nnz(self) -> int:
        """How many entries are stored."""
        return len(self.data)

    def toarray(self) -> list[list[Any]]:
        """All rows in full."""
        full = [[0.0] * self.shape[1] for _ in range(self.shape[0])]
        for row, start, stop in zip(full, self.indptr, self.indptr[1:]):
            for j, x in zip(self.indices[start:stop], self.data[start:stop]):
                row[j] = x
        return full


def sparse_matrix(rows: list[dict[int, Any]], columns: int, dtype: type[Any] = float) -> Any:
    """A matrix of these rows (column -> entry): SciPy's, if it is there and they are numbers.

    Otherwise, and where an entry is a Value (a derivative that is to be differentiated again), a
    ``Sparse``.
    """
    data = [x for row in rows for x in row.values()]
    indices = [j for row in rows for j in row]
    indptr = [0]
    for row in rows:
        indptr.append(indptr[-1] + len(row))
    found = Sparse(data, indices, indptr, (len(rows), columns))
    if not all(isinstance(x, (float, bool)) for x in data):
        return found
    try:
        from scipy.sparse import csr_array
    except ImportError:
        return found
    return csr_array((data, indices, indptr), shape=found.shape, dtype=dtype)
