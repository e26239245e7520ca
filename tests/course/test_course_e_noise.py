"""Section E of the course, what is said of noise and of rates: risks, the dance, how fast."""

import itertools
import math

import numpy as np
import pytest

import autograd as ag
import nn
from nn.linalg import dot

SIGNS = (-1.0, 1.0)
CURVATURES = (1.0, 4.0, 25.0)


def bowl(x):
    """Curvatures from μ = 1 to L = 25."""
    return sum(c * xi**2 for c, xi in zip(CURVATURES, x)) / 2


def test_course_E1_a_fit_looks_better_on_its_own_examples_than_it_is():
    """Over all noises ±s: empirical risk ½s²(1 - d/N), on new noise ½s²(1 + d/N); between, ½s²."""
    inputs, s = [-1.0, 0.0, 0.5, 1.0, 2.0], 0.6
    seen, unseen = [], []
    for noise in itertools.product(SIGNS, repeat=len(inputs)):

        def empirical(theta, noise=noise):
            errors = [theta[0] * x + theta[1] - s * e for x, e in zip(inputs, noise)]
            return sum(e**2 for e in errors) / (2 * len(errors))

        fit = nn.descend(empirical, [1.0, 1.0], nn.newton_step, steps=1).points[1]
        seen.append(empirical(fit))
        unseen.append(sum((fit[0] * x + fit[1]) ** 2 + s**2 for x in inputs) / (2 * len(inputs)))
    share = 2 / len(inputs)
    assert np.mean(seen) == pytest.approx(s**2 / 2 * (1 - share), rel=1e-12)
    assert np.mean(unseen) == pytest.approx(s**2 / 2 * (1 + share), rel=1e-12)


def test_course_E1_a_fresh_example_is_unbiased_for_the_true_risk():
    """∇ E ℓ = E ∇ℓ, over a distribution of four examples with unequal probabilities."""
    chances, examples = [0.1, 0.2, 0.3, 0.4], [(-1.0, 2.0), (0.5, 1.0), (1.0, -1.0), (2.0, 0.0)]

    def loss(theta, x, y):
        return (ag.tanh(theta[0] * x) * theta[1] - y) ** 2

    def true_risk(theta):
        return sum(p * loss(theta, x, y) for p, (x, y) in zip(chances, examples))

    theta = [0.7, -1.2]
    each = np.array([ag.grad(loss)(theta, x, y)[0] for x, y in examples])
    assert np.dot(chances, each) == pytest.approx(ag.grad(true_risk)(theta)[0], rel=1e-12)
    assert not np.allclose(each.mean(axis=0), np.dot(chances, each), atol=0.01)


@pytest.mark.parametrize(("rate", "batch"), [(0.5, 1), (0.5, 4), (0.25, 1)])
def test_course_E10_the_dance_of_sgd_at_a_constant_rate(rate, batch):
    """Mean height ησ²/(2m(2 - ηc)): half the rate or twice the batch is about half of it."""
    c, sigma, steps = 2.0, 0.8, 12
    noise = np.array(list(itertools.product(SIGNS, repeat=steps))) * sigma / batch**0.5
    z, optimizer = np.zeros(len(noise)), nn.SGD(rate)
    for each in noise.T:
        z = optimizer.step_array(z, c * z + each)
    height = rate * sigma**2 / (2 * batch * (2 - rate * c))
    assert (c * z**2 / 2).mean() == pytest.approx(height, rel=1e-6)
    assert z.mean() == pytest.approx(0.0, abs=1e-12)


def test_course_E3_strong_convexity_takes_a_share_of_the_gap_in_every_step():
    """‖∇f‖² ≥ 2μ(f - f*), so with the step 1/L the gap shrinks by 1 - μ/L at least."""
    mu, smoothness = CURVATURES[0], CURVATURES[-1]
    points, values = nn.descend(bowl, [3.0, -2.0, 1.0], nn.SGD(1 / smoothness), steps=80)
    for x, value in zip(points, values):
        slope = ag.grad(bowl)(x)
        assert dot(slope, slope) >= 2 * mu * value
    for before, after in itertools.pairwise(values):
        assert after <= (1 - mu / smoothness) * before
    assert values[80] / values[79] == pytest.approx((1 - mu / smoothness) ** 2, rel=1e-6)


def test_course_E5_momentums_best_pair_replaces_the_condition_number_by_its_root():
    """√λ = (√κ - 1)/(√κ + 1) with η = (2/(√L + √μ))²; plain descent has (κ - 1)/(κ + 1)."""
    root = math.sqrt(CURVATURES[-1] / CURVATURES[0])
    factor = (root - 1) / (root + 1)
    eta = (2 / (math.sqrt(CURVATURES[-1]) + math.sqrt(CURVATURES[0]))) ** 2
    heavy = nn.descend(bowl, [1.0, 1.0, 1.0], nn.SGD(eta, momentum=factor**2), steps=60)
    plain = nn.descend(bowl, [1.0, 1.0, 1.0], nn.SGD(2 / 26), steps=60)
    ends = [np.linalg.norm(path.points[-1]) for path in (heavy, plain)]
    assert factor == pytest.approx(2 / 3)
    assert ends[0] < 60 * factor**60 * 2  # at a double eigenvalue: t times its power
    assert ends[1] > (24 / 26) ** 60


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_course_E5_momentum_bears_rates_up_to_twice_one_plus_lambda(momentum):
    """In one direction of curvature c it converges for ηc < 2(1 + λ), and no further."""
    limit = 2 * (1 + momentum)
    below, beyond = (
        nn.descend(lambda x: x[0] ** 2 / 2, [1.0], nn.SGD(limit * s, momentum=momentum), 300)
        for s in (0.98, 1.02)
    )
    assert below.values[-1] < 1e-2
    assert beyond.values[-1] > 1e2


@pytest.mark.parametrize(("momentum", "end"), [(0.0, -3.641), (0.7, -2.210), (0.9, 0.739)])
def test_course_E5_momentum_rolls_over_small_hills(momentum, end):
    """On ⅛x² + ¼cos 4x plain descent stays in the first dip; 0.9 reaches one of the lowest two."""

    def hills(x):
        return x[0] ** 2 / 8 + ag.cos(4 * x[0]) / 4

    path = nn.descend(hills, [-5.5], nn.SGD(0.05, momentum=momentum), steps=250)
    assert path.points[-1][0] == pytest.approx(end, abs=2e-3)


@pytest.mark.parametrize("gradient", [1.0, -40.0])
def test_course_E8_how_long_the_first_steps_are(gradient):
    """Of RMSProp η/√(1-α), of Adam η, of Adadelta √(ε/(1-ρ)), whatever the gradient."""
    lengths = {
        nn.RMSProp(0.1, alpha=0.9): 0.1 / math.sqrt(0.1),
        nn.Adam(0.1): 0.1,
        nn.Adadelta(rho=0.9, eps=1e-6): math.sqrt(1e-6 / 0.1),
    }
    for optimizer, length in lengths.items():
        moved = optimizer.update(0.0, gradient, optimizer.rate(), 1, *[0.0] * optimizer.remembers)
        assert moved[0] == pytest.approx(-math.copysign(length, gradient), rel=1e-4)
