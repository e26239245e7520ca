"""The record of a sparse matrix, and SciPy's in its place."""

import sys

import pytest

from autograd import Value
from autograd.sparse.matrix import Sparse, sparse_matrix

ROWS = [{2: 5.0}, {}, {0: 1.0, 1: -2.0}]
FULL = [[0.0, 0.0, 5.0], [0.0, 0.0, 0.0], [1.0, -2.0, 0.0]]


def test_without_scipy_it_is_a_record_with_scipys_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.sparse", None)
    found = sparse_matrix(ROWS, 3)
    assert found == Sparse([5.0, 1.0, -2.0], [2, 0, 1], [0, 1, 1, 3], (3, 3))
    assert (found.toarray(), found.nnz) == (FULL, 3)


def test_with_scipy_it_is_scipys_and_reads_alike() -> None:
    scipy = pytest.importorskip("scipy.sparse")
    found = sparse_matrix(ROWS, 3)
    assert isinstance(found, scipy.csr_array)
    assert (found.toarray().tolist(), found.nnz, found.shape) == (FULL, 3, (3, 3))
    assert found.data.tolist() == [5.0, 1.0, -2.0]
    assert found.indices.tolist() == [2, 0, 1]
    assert found.indptr.tolist() == [0, 1, 1, 3]
    assert sparse_matrix([{0: True}], 2, bool).dtype == bool
    assert sparse_matrix([], 2).shape == (0, 2)
    assert sparse_matrix([{}], 2, bool).dtype == bool  # without an entry, too


def test_values_have_no_place_in_scipys() -> None:
    x = Value(2.0)
    found = sparse_matrix([{1: x, 0: 1.0}], 2)
    assert isinstance(found, Sparse)
    assert found.toarray() == [[1.0, x]]
