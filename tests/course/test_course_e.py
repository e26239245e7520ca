"""Section E of the course, optimisation: the library's numbers against the closed forms."""

import itertools
import math

import numpy as np
import pytest

import autograd as ag
import nn
from autograd import Value
from nn.linalg import dot

A = np.array([[3.0, 1.0], [1.0, 2.0]])
B = np.array([1.0, -1.0])
MINIMUM = np.linalg.solve(A, B)
SMOOTHNESS = float(np.linalg.eigvalsh(A)[-1])
START = [4.0, -3.0]


def quadratic(x):
    """½xᵀAx - bᵀx: its gradient is Ax - b, its Hessian A, its smoothness A's largest eigenvalue."""
    return 0.5 * dot(x, [dot(row, x) for row in A.tolist()]) - dot(B.tolist(), x)


def run(optimizer, gradients, w=0.0):
    """The parameter before and after each of some steps with given gradients."""
    p, path = Value(w), [w]
    for g in gradients:
        p.grad = float(g)
        optimizer.step([p])
        path.append(p.data)
    return np.array(path)


def batch_gradient(model, rows):
    model.zero_grad()
    nn.mse([model(x) for x, _ in rows], [t for _, t in rows]).backward()
    return np.array([p.grad for p in model.parameters()])


def test_course_E1_the_mini_batch_gradient_is_unbiased():
    """The mean over all batches of two rows is the gradient of the empirical risk."""
    model, rows = nn.MLP(2, [2, 1], rng=0), list(zip(*nn.moons(6)))
    batches = [batch_gradient(model, batch) for batch in itertools.combinations(rows, 2)]
    full = batch_gradient(model, rows)
    assert np.allclose(np.mean(batches, axis=0), full, rtol=0, atol=1e-14)
    assert not np.allclose(batches[0], full, atol=0.01)  # each alone is off


def test_course_E1_one_step_of_fit_is_gradient_descent_on_the_risk():
    """w ← w - η ∇(1/N)Σ loss."""
    X, y = nn.moons(6)
    model = nn.MLP(2, [2, 1], rng=0)
    before = np.array([p.data for p in model.parameters()])
    slope = batch_gradient(model, list(zip(X, y)))
    nn.fit(model, X, y, loss="mse", optimizer=nn.SGD(0.1), epochs=1, progress=False)
    assert np.allclose([p.data for p in model.parameters()], before - 0.1 * slope, atol=1e-14)


def test_course_E2_the_descent_lemma():
    """With the step 1/L: f(x_{t+1}) ≤ f(x_t) - ‖∇f(x_t)‖²/(2L), and the gradients go to 0."""
    points, values = nn.descend(quadratic, START, nn.SGD(1 / SMOOTHNESS), steps=60)
    squares = [dot(g, g) for g in map(ag.grad(quadratic), points)]
    for (before, after), square in zip(itertools.pairwise(values), squares):
        assert after <= before - square / (2 * SMOOTHNESS) + 1e-13
    assert squares[-1] < 1e-12 * squares[0]
    longer = nn.descend(quadratic, START, nn.SGD(2.1 / SMOOTHNESS), steps=60).values
    assert longer[-1] > longer[0]  # beyond 2/L it climbs


def test_course_E3_the_rate_on_convex_functions():
    """f(x_t) - f* ≤ 2L‖x₀ - x*‖²/(t + 4), for a function which is nowhere strongly curved."""

    def valley(x):
        return ag.softplus(x[0]) + ag.softplus(-x[0]) + 0.001 * x[1] * x[1]

    smoothness, best = 0.5, 2 * math.log(2.0)  # L = max 2σ'; the minimum is at 0
    points, values = nn.descend(valley, [6.0, 20.0], nn.SGD(1 / smoothness), steps=100)
    distance = dot(points[0], points[0])
    for t, value in enumerate(values):
        assert value - best <= 2 * smoothness * distance / (t + 4)
    assert values[10] - best > 0.1  # slow: the bound says something


def test_course_E4_newton_lands_on_a_quadratics_minimum_in_one_step():
    """x - (∇²f)⁻¹∇f = A⁻¹b from anywhere."""
    assert nn.newton_step(quadratic, START) == pytest.approx(MINIMUM - START, rel=1e-13)
    assert nn.descend(quadratic, START, nn.newton_step, steps=1).points[1] == pytest.approx(
        MINIMUM, abs=1e-13
    )


def test_course_E4_exact_line_search():
    """α = gᵀg / gᵀAg; each gradient is at right angles to the one before."""
    g = A @ START - B
    assert nn.exact(quadratic, START, list(-g)) == pytest.approx(g @ g / (g @ A @ g), rel=1e-14)
    points, _ = nn.descend(quadratic, START, nn.line_search(nn.exact), steps=4)
    for one, two in itertools.pairwise([A @ x - B for x in points]):
        assert one @ two == pytest.approx(0.0, abs=1e-12)


def test_course_E4_backtracking_line_search():
    """The first of 1, ½, ¼, … that Armijo accepts: f(x + αd) ≤ f(x) + c α ∇fᵀd."""
    g = A @ START - B

    def accepted(alpha):
        return quadratic(list(START - alpha * g)) <= quadratic(START) - 1e-4 * alpha * (g @ g)

    alpha = next(a for a in (0.5**k for k in range(60)) if accepted(a))
    assert nn.backtracking(quadratic, START, list(-g)) == alpha == 0.5
    values = nn.descend(quadratic, START, nn.line_search(nn.backtracking), steps=60).values
    assert values[-1] == pytest.approx(quadratic(list(MINIMUM)), abs=1e-9)


def test_course_E5_momentum_is_a_weighted_sum_of_all_past_gradients():
    """v ← λv - η∇, w ← w + v: so v_t = -η Σ λ^(t-s) ∇_s."""
    gradients, eta, momentum = [1.0, -2.0, 0.5, 4.0, 1.0], 0.1, 0.9
    path = run(nn.SGD(eta, momentum=momentum), gradients)
    for t, v in enumerate(np.diff(path), start=1):
        weights = momentum ** np.arange(t - 1, -1, -1)
        assert v == pytest.approx(-eta * weights @ gradients[:t], rel=1e-12)


def test_course_E5_nesterov_takes_the_gradient_where_momentum_leads():
    """v ← λv - η∇f(w + λv), w ← w + v; the optimiser's parameters are the points w + λv."""
    eta, momentum = 0.05, 0.8
    w, v, ahead = np.array(START), np.zeros(2), [START]
    for _ in range(30):
        v = momentum * v - eta * (A @ (w + momentum * v) - B)
        w = w + v
        ahead.append(w + momentum * v)
    rule = nn.SGD(eta, momentum=momentum, nesterov=True)
    assert np.allclose(nn.descend(quadratic, START, rule, steps=30).points, ahead, atol=1e-12)


def test_course_E6_rates_that_decay():
    """η/√(t+1); by steps; exponential; cosine; warm-up."""
    t, eta = np.arange(40), 0.3
    wave = 0.5 * eta * (1 + np.cos(np.pi * t / 40))
    expected = {
        nn.constant(eta): np.full(40, eta),
        nn.inverse_sqrt(eta): eta / np.sqrt(t + 1),
        nn.step_decay(eta, every=10, factor=0.1): eta * 0.1 ** (t // 10),
        nn.exponential(eta, 0.9): eta * 0.9**t,
        nn.cosine(eta, steps=40): wave,
        nn.warmup(5, then=nn.cosine(eta, steps=40)): [*eta * t[1:6] / 5, *wave[:35]],
    }
    for schedule, rates in expected.items():
        assert np.allclose([schedule(step) for step in range(40)], rates, rtol=1e-13, atol=0)
        path = run(nn.SGD(schedule), [1.0] * 40)
        assert np.allclose(-np.diff(path), rates, rtol=0, atol=1e-14)


@pytest.mark.parametrize(
    ("gradients", "divisors"), [((0.1, 0.2), (0.1, 0.2236)), ((20.0, 10.0), (20.0, 22.36))]
)
def test_course_E7_adagrads_divisors(gradients, divisors):
    """η/√Σg²: small gradients get large steps, and no step is larger than the first."""
    steps = -np.diff(run(nn.Adagrad(1.0), gradients))
    assert gradients / steps == pytest.approx(divisors, rel=3e-4)
    assert gradients / steps == pytest.approx(np.sqrt(np.cumsum(np.square(gradients))), rel=1e-8)


GRADIENTS = np.array([2.0, -1.0, 0.5, 3.0, 3.0])


def averages(weight, numbers):
    """x̄ ← β x̄ + (1-β) x from 0 on: a sum with weights (1-β)β^(t-s)."""
    return np.array(
        [
            (1 - weight) * weight ** np.arange(t, -1, -1) @ numbers[: t + 1]
            for t in range(len(numbers))
        ]
    )


def test_course_E8_rmsprop():
    """σ² ← ασ² + (1-α)g², w ← w - η g/σ."""
    spread = np.sqrt(averages(0.9, GRADIENTS**2))
    path = run(nn.RMSProp(0.1, alpha=0.9), GRADIENTS)
    assert np.allclose(np.diff(path), -0.1 * GRADIENTS / (spread + 1e-8), atol=1e-10)


def test_course_E8_adadelta():
    """The step is √(mean Δ² + ε)/√(mean g² + ε)·g, with the mean Δ² of the steps before."""
    steps = -np.diff(run(nn.Adadelta(rho=0.9, eps=1e-3), GRADIENTS))
    before = [0.0, *averages(0.9, steps**2)[:-1]]
    scale = np.sqrt(np.add(before, 1e-3) / (averages(0.9, GRADIENTS**2) + 1e-3))
    assert np.allclose(steps, scale * GRADIENTS, atol=1e-12)


def adam_steps():
    t = np.arange(1, len(GRADIENTS) + 1)
    m = averages(0.9, GRADIENTS) / (1 - 0.9**t)
    v = averages(0.999, GRADIENTS**2) / (1 - 0.999**t)
    return m / (np.sqrt(v) + 1e-8)


def test_course_E8_adam_with_bias_correction():
    """w ← w - η m̂/(√v̂ + ε), both averages with plus signs inside."""
    path = run(nn.Adam(0.1), GRADIENTS)
    assert np.allclose(np.diff(path), -0.1 * adam_steps(), atol=1e-13)
    assert path[1] == pytest.approx(-0.1)  # corrected: the first step is η whatever the gradient


def test_course_E8_adamw():
    """w ← (1 - ηλ)w, then Adam's step: the decay is not divided by √v̂."""
    path = run(nn.AdamW(0.1, weight_decay=0.5), GRADIENTS, w=2.0)
    assert np.allclose(path[1:], 0.95 * path[:-1] - 0.1 * adam_steps(), atol=1e-13)


def test_course_E8_nadam():
    """Adam with the momentum of the next step: μ_{t+1} m/(1-Πμ) + (1-μ_t) g/(1-Πμ)."""
    t = np.arange(1, len(GRADIENTS) + 2)
    mu = 0.9 * (1 - 0.5 * 0.96 ** (0.004 * t))
    m, v = averages(0.9, GRADIENTS), averages(0.999, GRADIENTS**2) / (1 - 0.999 ** t[:-1])
    missing = 1 - np.cumprod(mu)
    looked = mu[1:] * m / missing[1:] + (1 - mu[:-1]) * GRADIENTS / missing[:-1]
    path = run(nn.Nadam(0.1), GRADIENTS)
    assert np.allclose(np.diff(path), -0.1 * looked / (np.sqrt(v) + 1e-8), atol=1e-13)


def least_curvature(loss, point):
    return np.linalg.eigvalsh(ag.hessian(loss)(point))[0]


def test_course_E9_a_linear_predictor_has_a_bowl_and_a_two_layer_net_has_not():
    """The Hessian is nowhere negative in one case; in the other it is, and minima come in pairs."""
    X, y = [-1.0, 0.5, 2.0], [-1.5, 0.2, 1.4]

    def linear(w):
        return nn.mse([w[0] * x + w[1] for x in X], y)

    def two_layers(w):
        return nn.mse([w[1] * ag.tanh(w[0] * x) for x in X], y)

    grid = [[a, b] for a in (-2.0, -0.5, 0.5, 2.0) for b in (-2.0, 0.0, 1.0)]
    assert all(least_curvature(linear, point) > 0 for point in grid)
    assert least_curvature(two_layers, [0.0, 0.0]) < -0.1
    one, other = [0.7, 2.0], [-0.7, -2.0]
    assert two_layers(one) == two_layers(other) < two_layers([0.0, 0.0])  # a ridge in between


def test_course_E10_noise_against_batch_size():
    """Drawn with replacement, the mean of B gradients has 1/B of the variance of one."""
    model, rows = nn.MLP(2, [2, 1], rng=0), list(zip(*nn.moons(4)))
    variance = {
        size: np.var(
            [batch_gradient(model, batch) for batch in itertools.product(rows, repeat=size)], axis=0
        )
        for size in (1, 2, 3)
    }
    for size in (2, 3):
        assert np.allclose(variance[size], variance[1] / size, rtol=1e-10, atol=1e-15)


def test_course_E10_two_small_steps_are_one_of_twice_the_batch_and_rate():
    """Up to η²: halving η makes the difference four times smaller."""
    X, y = nn.moons(4)

    def difference(eta):
        small, large = nn.MLP(2, [2, 1], rng=0), nn.MLP(2, [2, 1], rng=0)
        for half in (slice(0, 2), slice(2, 4)):
            nn.fit(small, X[half], y[half], loss="mse", optimizer=nn.SGD(eta), epochs=1)
        nn.fit(large, X, y, loss="mse", optimizer=nn.SGD(2 * eta), epochs=1)
        pairs = zip(small.parameters(), large.parameters())
        return max(abs(a.data - b.data) for a, b in pairs)

    assert difference(0.01) / difference(0.005) == pytest.approx(4.0, rel=0.05)
