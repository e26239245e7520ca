"""Principal components against NumPy's singular values: directions, shares, what is refused."""

import math
import sys
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

import nn
from autograd import GraphError, MissingPackageError
from nn import pca
from nn.latent.pca import PCA, moments

SOURCE = np.random.default_rng(0)
X = SOURCE.normal(size=(150, 2)) @ SOURCE.normal(size=(2, 5)) + [1.0, 2.0, 3.0, 0.0, -1.0]
X = X + 0.3 * SOURCE.normal(size=X.shape)
#: four points on a line, two on either side of (1, 2)
LINE = [[1.0 + 3.0 * t, 2.0 - 4.0 * t] for t in (-2.0, -1.0, 1.0, 2.0)]


# --- moments ---


def test_moments_are_numpys():
    mean, covariance = moments(X.tolist())
    assert mean == pytest.approx(X.mean(axis=0), rel=1e-14)
    assert np.allclose(covariance, np.cov(X.T, bias=True), rtol=1e-13, atol=0)
    assert moments(X) == (mean, covariance)
    assert moments([(0, 1), (2, 5)]) == ([1.0, 3.0], [[1.0, 2.0], [2.0, 4.0]])
    assert {type(x) for x in mean} == {type(x) for row in covariance for x in row} == {float}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ([1.0, 2.0], r"at least two rows of finite numbers, got one of shape \(2,\)"),
        ([[1.0]], r"at least two rows of finite numbers, got one of shape \(1, 1\)"),
        ([], r"got one of shape \(0,\)"),
        ([[1.0], [math.nan]], r"finite numbers, got one of shape \(2, 1\)"),
        ([[1.0], [math.inf]], r"finite numbers, got one of shape \(2, 1\)"),
        ([[[1.0]], [[2.0]]], r"got one of shape \(2, 1, 1\)"),
        ([[1.0], [1.0, 2.0]], "^X is a table of numbers: .*inhomogeneous"),
        ([["a"], ["b"]], "^X is a table of numbers: could not convert"),
    ],
)
def test_what_is_no_table_is_refused(table, said):
    for function in (moments, lambda rows: pca(rows, 1)):
        with pytest.raises(GraphError, match=said):
            function(table)


# --- directions ---


@pytest.mark.parametrize("k", [1, 3, 5])
def test_directions_are_the_right_singular_vectors(k):
    found = pca(X, k)
    _, singular, vectors = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)
    assert found.mean == pytest.approx(X.mean(axis=0), rel=1e-14)
    assert found.variances == pytest.approx(singular**2 / len(X), rel=1e-12)  # all five
    assert len(found.directions) == k
    for direction, vector in zip(found.directions, vectors):
        assert abs(np.dot(direction, vector)) == pytest.approx(1.0, abs=1e-12)
    share = sum(singular[:k] ** 2) / sum(singular**2)
    assert found.explained == pytest.approx(share, rel=1e-12)


def test_directions_are_orthonormal_and_their_largest_entry_is_positive():
    for table in (X, -X, X @ SOURCE.normal(size=(5, 5))):
        W = np.array(pca(table, 5).directions)
        assert np.allclose(W @ W.T, np.eye(5), atol=1e-14)
        assert all(max(row, key=abs) > 0 for row in W.tolist())


def test_points_on_a_line_by_hand():
    found = pca(LINE, 2)
    assert found.mean == pytest.approx([1.0, 2.0])
    assert found.directions[0] == pytest.approx([-0.6, 0.8])  # (3, -4)/5, turned
    assert found.directions[1] == pytest.approx([0.8, 0.6])
    assert found.variances == pytest.approx([25 * (4 + 1 + 1 + 4) / 4, 0.0], abs=1e-12)
    assert min(found.variances) >= 0.0  # rounding makes no negative variance
    assert pca(LINE, 1).explained == pytest.approx(1.0)
    H = pca(LINE, 1).encode(LINE)
    assert [h for (h,) in H] == pytest.approx([10.0, 5.0, -5.0, -10.0])


def test_more_columns_than_rows_leave_variances_of_zero():
    found = pca(SOURCE.normal(size=(3, 6)), 6)
    assert found.variances[2:] == pytest.approx([0.0] * 4, abs=1e-15)
    assert all(v >= 0.0 for v in found.variances)


# --- there and back ---


@pytest.mark.parametrize("k", [1, 2, 4, 5])
def test_decoding_what_was_encoded_loses_the_variance_left_out(k):
    found = pca(X, k)
    H = np.array(found.encode(X))
    assert H.shape == (150, k)
    assert np.allclose(H.mean(axis=0), 0.0, atol=1e-13)
    assert np.allclose(np.cov(H.T, bias=True), np.diag(found.variances[:k]), atol=1e-12)
    lost = ((X - found.decode(H)) ** 2).sum(axis=1).mean()
    assert lost == pytest.approx(sum(found.variances[k:]), abs=1e-12)


def test_codes_are_coordinates_along_the_directions():
    found = PCA([1.0, 2.0], [[0.6, 0.8]], [4.0, 1.0])
    assert found.encode([[1.0, 2.0], [1.6, 2.8], [1.8, 1.4]]) == [
        [0.0],
        pytest.approx([1.0]),
        pytest.approx([0.0], abs=1e-15),
    ]
    assert found.decode([[0.0], [5.0]]) == [[1.0, 2.0], pytest.approx([4.0, 6.0])]
    assert found.explained == 0.8
    with pytest.raises(FrozenInstanceError):
        found.mean = [0.0, 0.0]


# --- what is refused ---


@pytest.mark.parametrize("k", [0, 6, -1, 2.0, "2", True, None])
def test_a_number_of_components_that_is_none_is_refused(k):
    with pytest.raises(
        GraphError, match=f"k, the number of components, is a whole number from 1 to 5, got {k!r}"
    ):
        pca(X, k)


def test_without_numpy_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    for call in (lambda: pca([[1.0], [2.0]], 1), lambda: moments([[1.0], [2.0]])):
        with pytest.raises(
            MissingPackageError, match=r"^principal component analysis needs numpy, .*pip install"
        ):
            call()


def test_the_digits_have_the_known_shares():
    pytest.importorskip("sklearn", reason="the digits come with scikit-learn")
    found = pca(nn.digits("all")[0], 10)
    shares = [sum(found.variances[:k]) / sum(found.variances) for k in (1, 2, 10)]
    assert shares == pytest.approx([0.149, 0.285, 0.738], abs=1e-3)
    assert found.explained == shares[2]
