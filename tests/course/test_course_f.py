"""Section F of the course, latent variables: the library's numbers against the closed forms."""

import math

import numpy as np
import pytest

import autograd as ag
import nn
from nn.linalg import dot

SOURCE = np.random.default_rng(3)
X = SOURCE.normal(size=(80, 2)) @ SOURCE.normal(size=(2, 4)) + [1.0, -1.0, 0.5, 2.0]
X += 0.2 * SOURCE.normal(size=X.shape)
MEAN, S = X.mean(axis=0), np.cov(X.T, bias=True)


def matrix(rows):
    return np.array([[w.data for w in row] for row in rows])


def test_course_F1_principal_directions_are_leading_eigenvectors():
    """S·u = λu, and no direction has more variance: uᵀSu/uᵀu is stationary there."""
    found = nn.pca(X, 2)
    values = np.linalg.eigvalsh(S)[::-1]
    assert found.variances == pytest.approx(values, abs=1e-12)

    def spread(u):
        return dot(u, [dot(row, u) for row in S.tolist()]) / dot(u, u)

    for u, value in zip(found.directions, values):
        assert np.allclose(S @ u, value * np.array(u), atol=1e-12)
        assert spread(u) == pytest.approx(value, rel=1e-12)
        assert ag.grad(spread)(u) == pytest.approx([0.0] * 4, abs=1e-12)


def test_course_F1_gradient_ascent_finds_the_first_direction():
    """Climbing uᵀSu/uᵀu by the engine ends at the eigenvector of the largest eigenvalue."""

    def minus_spread(u):
        return -dot(u, [dot(row, u) for row in S.tolist()]) / dot(u, u)

    u = nn.descend(minus_spread, [1.0, 1.0, 1.0, 1.0], nn.SGD(0.3), steps=150).points[-1]
    cosine = np.dot(u, nn.pca(X, 1).directions[0]) / np.linalg.norm(u)
    assert abs(cosine) == pytest.approx(1.0, abs=1e-9)


def test_course_F2_the_likelihoods_maximum_is_the_closed_form_up_to_rotation():
    """b = mean; W by gradient ascent equals U(Λ - σ²I)^½ times a rotation."""
    climbed, best = nn.PPCA(4, 2, rng=0), nn.PPCA.closed_form(X, 2)
    course = climbed.fit(X, steps=400)
    values, vectors = np.linalg.eigh(S)
    noise = values[:2].mean()
    W0 = vectors[:, :1:-1] * np.sqrt(values[:1:-1] - noise)
    assert course[-1] == pytest.approx(best.log_likelihood(X).data, abs=1e-9)
    assert [b.data for b in climbed.b] == pytest.approx(MEAN, abs=1e-5)
    assert math.exp(climbed.log_noise.data) == pytest.approx(noise, rel=1e-4)
    for W in (matrix(climbed.W), matrix(best.W)):
        rotation = np.linalg.pinv(W) @ W0
        assert np.allclose(rotation @ rotation.T, np.eye(2), atol=1e-4)
        assert np.allclose(W @ rotation, W0, atol=1e-4)


def test_course_F3_the_posterior_of_h_and_samples_of_x():
    """h given x ~ N(M⁻¹Wᵀ(x - b), σ²M⁻¹) with M = WᵀW + σ²I; x ~ N(b, WWᵀ + σ²I)."""
    model = nn.PPCA.closed_form(X, 2)
    W, noise = matrix(model.W), math.exp(model.log_noise.data)
    M = W.T @ W + noise * np.eye(2)
    mean, covariance = model.posterior(X[0])
    assert mean == pytest.approx(np.linalg.solve(M, W.T @ (X[0] - MEAN)), rel=1e-10)
    assert np.allclose(covariance, noise * np.linalg.inv(M), atol=1e-14)
    drawn = np.array(model.sample(4000, rng=0))
    assert np.allclose(drawn.mean(axis=0), MEAN, atol=0.1)
    C = W @ W.T + noise * np.eye(4)
    assert np.allclose(np.cov(drawn.T), C, atol=0.06 * C.max())


def test_course_F3_on_the_digits():
    """A few hidden numbers bring back most of a picture, and more of them more."""
    pytest.importorskip("sklearn", reason="the digits come with scikit-learn")
    rows, _ = nn.digits("train")
    errors = []
    for latent in (2, 10):
        model = nn.PPCA.closed_form(rows[:400], latent)
        pairs = [(x, model.decode(model.posterior(x)[0])) for x in rows[400:410]]
        errors.append(np.mean([np.sum(np.subtract(x, y) ** 2) for x, y in pairs]))
    assert errors[1] < 0.6 * errors[0]
    assert all(len(x) == 64 for x in model.sample(2, rng=0))


def test_course_F3_how_far_to_the_middle():
    """At s·u₁ from the mean: E[h|x] = √(λ₁-σ²)·s/λ₁, decoded at (λ₁-σ²)/λ₁·s along u₁."""
    model, found = nn.PPCA.closed_form(X, 1), nn.pca(X, 1)
    largest, noise = found.variances[0], math.exp(model.log_noise.data)
    direction = np.array(found.directions[0])
    for s in (0.5, -2.0):
        mean, _ = model.posterior(MEAN + s * direction)
        assert mean == pytest.approx([math.sqrt(largest - noise) * s / largest], rel=1e-10)
        decoded = (np.array(model.decode(mean)) - MEAN) @ direction
        assert decoded == pytest.approx((largest - noise) / largest * s, rel=1e-10)


def test_course_F3_the_evidence_adds_up_all_causes():
    """Z(x) = ∫ p(x|h) p(h) dh is the model's density at x; the posterior is the joint over it."""
    model = nn.PPCA.closed_form(X, 1)
    w, noise = matrix(model.W)[:, 0], math.exp(model.log_noise.data)
    h, width = np.linspace(-9, 9, 20001, retstep=True)
    offset = X[3] - MEAN
    misses = ((offset[:, None] - np.outer(w, h)) ** 2).sum(axis=0)
    joint = np.exp(-misses / (2 * noise) - h**2 / 2) / (2 * math.pi * noise) ** 2
    joint /= math.sqrt(2 * math.pi)
    Z = joint.sum() * width
    assert math.log(Z) == pytest.approx(model(X[3]).data, abs=1e-9)
    (mean,), ((variance,),) = model.posterior(X[3])
    assert (h * joint).sum() * width / Z == pytest.approx(mean, abs=1e-9)
    assert ((h - mean) ** 2 * joint).sum() * width / Z == pytest.approx(variance, rel=1e-9)
