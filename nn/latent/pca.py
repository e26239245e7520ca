"""Principal components: the directions in which data vary most.

Needs NumPy, for the eigenvectors. Read ``ppca.py`` next.

>>> X = [[1.0, 1.0], [-1.0, -1.0], [2.0, 2.5], [-2.0, -2.5]]
>>> found = pca(X, 1)
>>> [round(x, 2) for x in found.directions[0]], [round(v, 2) for v in found.variances]
([0.64, 0.77], [6.11, 0.01])
>>> [[round(h, 2) for h in row] for row in found.encode(X[:2])]
[[1.41], [-1.41]]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import autograd as ag
from nn.checks import needed, whole

__all__ = ["PCA", "moments", "pca"]

Rows = list[list[float]]


@dataclass(frozen=True, repr=False)
class PCA:
    """A mean and orthonormal ``directions``, the first of them that of the largest variance.

    ``variances`` are all eigenvalues of the covariance, also those of directions left out.

    >>> found = pca([[1.0, 1.0], [-1.0, -1.0], [2.0, 2.5], [-2.0, -2.5]], 1)
    >>> found
    PCA(1 direction of 2, 99.83 % of the variance)
    >>> [[round(h, 2) for h in row] for row in found.encode([[1.0, 1.0]])]
    [[1.41]]
    """

    mean: list[float]
    directions: Rows
    variances: list[float]

    def encode(self, X: Any) -> Rows:
        """The coordinates of each row along the directions."""
        np = _numpy()
        H: Rows = ((np.asarray(X, float) - self.mean) @ np.array(self.directions).T).tolist()
        return H

    def decode(self, H: Sequence[Sequence[float]]) -> Rows:
        """The points with these coordinates: mean + Σ h·direction."""
        X: Rows = (_numpy().asarray(H, float) @ self.directions + self.mean).tolist()
        return X

    @property
    def explained(self) -> float:
        """The share of all variance that lies along the directions."""
        return sum(self.variances[: len(self.directions)]) / sum(self.variances)

    def __repr__(self) -> str:
        k, inputs = len(self.directions), len(self.mean)
        share = f"{100 * self.explained:.4g} % of the variance" if sum(self.variances) else ""
        along = f"{k} direction{'' if k == 1 else 's'} of {inputs}"
        return f"PCA({along}{', ' * bool(share)}{share})"


def pca(X: Any, k: int) -> PCA:
    """The ``k`` leading eigenvectors of the covariance of the rows of ``X``.

    A direction's largest entry is positive, as the sign is free otherwise. Raises ``GraphError``
    for a ``k`` that is not from 1 to the number of columns. Source: Hotelling 1933.

    >>> found = pca([[1.0, 1.0], [-1.0, -1.0], [2.0, 2.5], [-2.0, -2.5]], 1)
    >>> [round(x, 2) for x in found.directions[0]], [round(v, 2) for v in found.variances]
    ([0.64, 0.77], [6.11, 0.01])
    """
    np = _numpy()
    mean, covariance = moments(X)
    k = whole("k, the number of components,", k, most=len(mean))
    values, vectors = np.linalg.eigh(np.array(covariance))
    directions = vectors.T[::-1][:k]
    signs = np.sign(directions[np.arange(k), abs(directions).argmax(axis=1)])
    return PCA(mean, (directions * signs[:, None]).tolist(), values[::-1].clip(0.0).tolist())


def moments(X: Any) -> tuple[list[float], Rows]:
    """The mean of the rows of ``X`` and their covariance (1/n)Σ(x - mean)(x - mean)ᵀ.

    Raises ``GraphError`` unless X is a table of at least two rows of finite numbers.

    >>> moments([[0.0, 1.0], [2.0, 5.0]])
    ([1.0, 3.0], [[1.0, 2.0], [2.0, 4.0]])
    """
    np = _numpy()
    try:
        rows = np.asarray(X, dtype=float)
    except (TypeError, ValueError) as error:
        raise ag.GraphError(f"X is a table of numbers: {error}") from None
    if rows.ndim != 2 or len(rows) < 2 or not np.isfinite(rows).all():
        raise ag.GraphError(
            f"X is a table of at least two rows of finite numbers, got one of shape {rows.shape}"
        )
    centred = rows - rows.mean(axis=0)
    return rows.mean(axis=0).tolist(), (centred.T @ centred / len(rows)).tolist()


def _numpy() -> Any:
    return needed("principal component analysis", "numpy")
