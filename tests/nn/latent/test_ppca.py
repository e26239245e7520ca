"""Probabilistic PCA: against the full density, the paper's gradients, and the closed form."""

import math

import numpy as np
import pytest

from autograd import GraphError
from nn import PPCA, pca

SOURCE = np.random.default_rng(0)
LOADINGS = SOURCE.normal(size=(5, 2))
CENTRE = np.array([1.0, 2.0, 3.0, 0.0, -1.0])
X = SOURCE.normal(size=(150, 2)) @ LOADINGS.T + CENTRE + 0.3 * SOURCE.normal(size=(150, 5))


def numbers(model):
    """W, b and σ² of a model as arrays."""
    W = np.array([[w.data for w in row] for row in model.W])
    return W, np.array([b.data for b in model.b]), math.exp(model.log_noise.data)


@pytest.fixture(scope="module")
def best():
    return PPCA.closed_form(X, 2)


@pytest.fixture(scope="module")
def climbed():
    model = PPCA(5, 2, rng=1)
    model.course = model.fit(X)
    return model


def test_the_density_is_the_one_of_the_full_covariance(climbed):
    model = PPCA(5, 2, rng=7)  # any parameters will do
    W, b, noise = numbers(model)
    C = W @ W.T + noise * np.eye(5)
    densities = [
        -0.5 * (5 * math.log(2 * math.pi) + np.linalg.slogdet(C)[1] + d @ np.linalg.solve(C, d))
        for d in X - b
    ]
    assert [model(x).data for x in X[:5]] == pytest.approx(densities[:5], rel=1e-12)
    assert model.log_likelihood(X).data == pytest.approx(np.mean(densities), rel=1e-12)


def test_the_gradient_of_the_likelihood_is_the_papers():
    """∂/∂W = C⁻¹S C⁻¹W - C⁻¹W (Tipping & Bishop 1999, appendix A), ∂/∂b = C⁻¹(mean - b)."""
    model = PPCA(5, 2, rng=7)
    W, b, noise = numbers(model)
    model.log_likelihood(X).backward()
    inverse = np.linalg.inv(W @ W.T + noise * np.eye(5))
    S = (X - b).T @ (X - b) / len(X)
    expected = inverse @ S @ inverse @ W - inverse @ W
    assert np.allclose([[w.grad for w in row] for row in model.W], expected, atol=1e-12)
    slopes = [p.grad for p in model.b]
    assert slopes == pytest.approx(inverse @ (X.mean(axis=0) - b), abs=1e-12)
    by_noise = 0.5 * np.trace(inverse @ S @ inverse - inverse) * noise
    assert model.log_noise.grad == pytest.approx(by_noise, rel=1e-12)


def test_at_the_closed_form_every_slope_is_zero(best):
    best.zero_grad()
    best.log_likelihood(X).backward()
    assert [p.grad for p in best.parameters()] == pytest.approx([0.0] * 16, abs=1e-12)


def test_climbing_the_likelihood_reaches_the_closed_form_up_to_rotation(best, climbed):
    assert climbed.course[0] < climbed.course[-1] - 1.0
    assert climbed.course[-1] == pytest.approx(best.log_likelihood(X).data, abs=1e-9)
    (W, b, noise), (W0, b0, noise0) = numbers(climbed), numbers(best)
    assert b == pytest.approx(X.mean(axis=0), abs=1e-5)
    assert b0 == pytest.approx(X.mean(axis=0), abs=1e-14)
    assert noise == pytest.approx(noise0, rel=1e-5)
    assert np.allclose(W @ W.T, W0 @ W0.T, atol=1e-5)
    left, _, right = np.linalg.svd(W.T @ W0)
    rotation = left @ right
    assert np.allclose(rotation @ rotation.T, np.eye(2), atol=1e-12)
    assert np.allclose(W @ rotation, W0, atol=1e-5)
    assert not np.allclose(W, W0, atol=0.05)  # it did have to be turned


def test_the_closed_form_finds_the_model_that_made_the_data(best):
    many = np.random.default_rng(1).normal(size=(20_000, 2)) @ LOADINGS.T
    many += CENTRE + 0.3 * np.random.default_rng(2).normal(size=many.shape)
    W, b, noise = numbers(PPCA.closed_form(many, 2))
    assert np.allclose(W @ W.T, LOADINGS @ LOADINGS.T, atol=0.1)
    assert b == pytest.approx(CENTRE, abs=0.06)
    assert noise == pytest.approx(0.09, rel=0.02)


def test_the_posterior_is_gaussian_conditioning(best):
    W, b, noise = numbers(best)
    C = W @ W.T + noise * np.eye(5)
    mean, covariance = best.posterior(X[0])
    assert mean == pytest.approx(W.T @ np.linalg.solve(C, X[0] - b), rel=1e-9)
    assert np.allclose(covariance, np.eye(2) - W.T @ np.linalg.solve(C, W), atol=1e-12)


def test_the_posterior_mean_is_pulled_to_zero_by_the_noise(best):
    """W·E[h|x] is shorter than the projection onto the directions, and equal without noise."""
    found = pca(X, 2)
    projected = np.array(found.decode(found.encode(X[:1])))[0] - found.mean
    shrunk = np.array(best.decode(best.posterior(X[0])[0])) - found.mean
    assert np.linalg.norm(shrunk) < np.linalg.norm(projected)
    sure = PPCA.closed_form(X, 2)
    sure.log_noise.data = math.log(1e-12)
    assert np.allclose(sure.decode(sure.posterior(X[0])[0]) - np.array(found.mean), projected)


def test_samples_have_the_models_mean_and_covariance(best):
    W, b, noise = numbers(best)
    sample = np.array(best.sample(6000, rng=0))
    assert np.allclose(sample.mean(axis=0), b, atol=0.1)
    C = W @ W.T + noise * np.eye(5)
    assert np.allclose(np.cov(sample.T), C, atol=0.06 * C.max())
    assert np.linalg.eigvalsh(np.cov(sample.T))[:3] == pytest.approx([noise] * 3, rel=0.1)
    assert best.sample(3, rng=5) == best.sample(3, rng=5)


def test_it_is_a_module():
    model = PPCA(3, 1, rng=0)
    names = [name for name, _ in model.named_parameters()]
    assert names == ["W.0.0", "W.1.0", "W.2.0", "b.0", "b.1", "b.2", "log_noise"]
    other = PPCA(3, 1, rng=1)
    other.load_state_dict(model.state_dict())
    assert other([1.0, 2.0, 3.0]).data == model([1.0, 2.0, 3.0]).data
    assert repr(model) == "PPCA(3, 1)"


def test_single_examples_serve_mini_batches():
    """The mean of the examples' gradients is the gradient of the mean."""
    model = PPCA(5, 1, rng=3)
    (sum(model(x) for x in X[:6]) / 6).backward()
    by_example = [p.grad for p in model.parameters()]
    model.zero_grad()
    model.log_likelihood(X[:6]).backward()
    assert by_example == pytest.approx([p.grad for p in model.parameters()], abs=1e-11)


def test_what_makes_no_model_is_refused():
    for inputs, latent in ((3, 3), (3, 0), (3, "1")):
        with pytest.raises(GraphError, match="latent, of 3 inputs, is a whole number from 1 to 2"):
            PPCA(inputs, latent)
    line = [[t, 2.0 * t, -t] for t in (0.0, 1.0, 2.0, 5.0)]
    with pytest.raises(GraphError, match="in 1 dimensions exactly"):
        PPCA.closed_form(line, 1)
    with pytest.raises(GraphError, match="expected a list of 3 inputs, got 2"):
        PPCA(3, 1)([1.0, 2.0])
