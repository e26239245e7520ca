"""Probabilistic principal components: x = W·h + b + noise, with h ~ N(0, I), noise ~ N(0, σ²I).

So x ~ N(b, C) with C = W·Wᵀ + σ²I. Its density is a formula in the parameters, and therefore a
graph of Values: the likelihood can be climbed by gradients, and there is a closed form to hold the
result against. C is d×d; what is computed instead is the small k×k matrix M = Wᵀ·W + σ²I, with

    log|C| = (d - k) log σ² + log|M|   and   C⁻¹ = (I - W·M⁻¹·Wᵀ) / σ².

Source: Tipping & Bishop 1999, "Probabilistic principal component analysis" (J. R. Statist. Soc. B
61, 611-622).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from typing import Any

import autograd as ag
from autograd import Value
from nn.checks import whole
from nn.latent.pca import Rows, moments, pca
from nn.linalg import cholesky, dot, matmul, solve_cholesky, transpose
from nn.models.init import generator
from nn.models.module import Module
from nn.models.predict import numbers_of
from nn.optim.optimizer import Optimizer
from nn.optim.rules import Adam
from nn.optim.schedules import cosine

__all__ = ["PPCA"]


class PPCA(Module):
    """Probabilistic PCA of ``inputs`` numbers by ``latent`` hidden ones.

    ``W`` has ``inputs`` rows of ``latent`` Values, ``b`` one Value per input; ``log_noise`` is
    log σ², so that σ² is positive whatever a gradient step does. Raises ``GraphError`` for a
    ``latent`` that is not from 1 to ``inputs`` - 1, and for a point of another length. Source:
    Tipping & Bishop 1999.

    >>> X = [[1.0, 1.0, 0.1], [-1.0, -1.0, 0.0], [2.0, 2.5, -0.1], [-2.0, -2.5, 0.0]]
    >>> model = PPCA(3, 1, rng=0)
    >>> climbed = model.fit(X)
    >>> best = PPCA.closed_form(X, 1).log_likelihood(X).data
    >>> -1e-12 < best - climbed[-1] < 1e-6
    True
    """

    def __init__(self, inputs: int, latent: int, rng: int | Random | None = None) -> None:
        inputs = whole("inputs", inputs, least=2)
        latent = whole(f"latent, of {inputs} inputs,", latent, most=inputs - 1)
        source = generator(rng)
        self.W = [[Value(source.gauss(0.0, 1.0)) for _ in range(latent)] for _ in range(inputs)]
        self.b = [Value(0.0) for _ in range(inputs)]
        self.log_noise = Value(0.0)

    @classmethod
    def closed_form(cls, X: Any, latent: int) -> PPCA:
        """The model of the greatest likelihood: W = U(Λ - σ²I)^½, and b is the mean.

        U and Λ are the leading eigenvectors and eigenvalues of the covariance, σ² is the mean of
        the other eigenvalues (equations 7 and 8 of the paper). Any rotation W·R is as good.
        Raises ``GraphError`` for data without noise.
        """
        inputs = len(moments(X)[0])
        model, found = cls(inputs, latent, rng=0), pca(X, latent)
        noise = sum(found.variances[latent:]) / (inputs - latent)
        if not noise > 1e-12 * found.variances[0]:
            raise ag.GraphError(f"the rows lie in {latent} dimensions exactly: there is no noise")
        scales = [math.sqrt(variance - noise) for variance in found.variances[:latent]]
        for row, entries in zip(model.W, transpose(found.directions)):
            for w, u, scale in zip(row, entries, scales):
                w.data = u * scale
        for b, mean in zip(model.b, found.mean):
            b.data = mean
        model.log_noise.data = math.log(noise)
        return model

    def __call__(self, x: Sequence[Any]) -> Any:
        """The logarithm of the density at one point ``x``, as a Value."""
        return self._log_density(self._centred(x))

    def log_likelihood(self, X: Any) -> Any:
        """The mean of the log-densities of the rows, as a Value, by their mean and covariance.

        -½(d log 2π + log|C| + tr(C⁻¹S)), with S the covariance about b: equation 4 of the paper.
        """
        mean, covariance = moments(X)
        return self._log_density(self._centred(mean), covariance)

    def fit(self, X: Any, optimizer: Optimizer | None = None, steps: int = 500) -> list[float]:
        """Climb the likelihood; return its course (mean log-density before each step, and last).

        ``optimizer`` is Adam with a rate that falls from 0.1 along a cosine, unless given.
        """
        optimizer = optimizer or Adam(cosine(0.1, steps))
        mean, covariance = moments(X)
        course = []
        for _ in range(steps):
            self.zero_grad()
            climbed = self._log_density(self._centred(mean), covariance)
            climbed.backward(-1.0)  # an optimiser goes down, so it gets the slope of -log p
            optimizer.step(self.parameters())
            course.append(climbed.data)
        return [*course, self.log_likelihood(X).data]

    def posterior(self, x: Sequence[Any]) -> tuple[list[float], Rows]:
        """The mean and covariance of h given x: M⁻¹Wᵀ(x - b) and σ²M⁻¹, in plain numbers."""
        L, k = cholesky(self._small()), len(self.W[0])
        mean = solve_cholesky(L, self._projected(self._centred(x)))
        noise = math.exp(self.log_noise.data)
        units = [[float(i == j) for j in range(k)] for i in range(k)]
        inverse = [numbers_of(solve_cholesky(L, unit)) for unit in units]
        return numbers_of(mean), [[noise * entry for entry in row] for row in inverse]

    def decode(self, h: Sequence[float]) -> list[float]:
        """The mean of x given h, W·h + b, in plain numbers."""
        return [dot(numbers_of(row), h) + b.data for row, b in zip(self.W, self.b)]

    def sample(self, n: int, rng: int | Random | None = None) -> Rows:
        """``n`` points drawn from the model: h, then W·h + b, then noise on each entry."""
        source, spread = generator(rng), math.exp(0.5 * self.log_noise.data)
        rows = []
        for _ in range(n):
            x = self.decode([source.gauss(0.0, 1.0) for _ in self.W[0]])
            rows.append([entry + spread * source.gauss(0.0, 1.0) for entry in x])
        return rows

    def _log_density(self, offset: list[Any], covariance: Rows | None = None) -> Any:
        """-½(d log 2π + log|C| + tr(C⁻¹(S + δδᵀ))), δ the offset from b and S a covariance."""
        d, k, L = len(self.W), len(self.W[0]), cholesky(self._small())
        projected = self._projected(offset)
        squares = dot(offset, offset) - dot(projected, solve_cholesky(L, projected))
        if covariance is not None:
            inner = matmul(transpose(self.W), matmul(covariance, self.W))
            explained = sum(solve_cholesky(L, row)[i] for i, row in enumerate(inner))
            squares = squares + sum(row[i] for i, row in enumerate(covariance)) - explained
        log_determinant = (d - k) * self.log_noise + 2.0 * sum(ag.log(row[-1]) for row in L)
        in_noise = squares / ag.exp(self.log_noise)
        return -0.5 * (d * math.log(2.0 * math.pi) + log_determinant + in_noise)

    def _small(self) -> list[list[Any]]:
        """M = Wᵀ·W + σ²I."""
        M = matmul(transpose(self.W), self.W)
        for i, row in enumerate(M):
            row[i] = row[i] + ag.exp(self.log_noise)
        return M

    def _projected(self, offset: Sequence[Any]) -> list[Any]:
        return [dot(column, offset) for column in transpose(self.W)]

    def _centred(self, x: Sequence[Any]) -> list[Any]:
        if len(x) != len(self.b):
            raise ag.GraphError(f"expected a list of {len(self.b)} inputs, got {len(x)}")
        return [entry - b for entry, b in zip(x, self.b)]

    def __repr__(self) -> str:
        return f"PPCA({len(self.W)}, {len(self.W[0])})"
