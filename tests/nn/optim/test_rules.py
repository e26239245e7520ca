"""The adaptive optimisers: closed forms, floats and arrays alike, and what they refuse."""

import itertools
import math

import mpmath
import numpy as np
import pytest

from autograd import Value
from nn import SGD, Adadelta, Adagrad, Adam, AdamW, Nadam, RMSProp, constant

ADAPTIVE = [Adagrad, RMSProp, Adadelta, Adam, AdamW, Nadam]
ALL = [lambda: SGD(0.1), lambda: SGD(0.1, momentum=0.9, nesterov=True), *ADAPTIVE]

each = pytest.mark.parametrize("make", ALL, ids=lambda m: getattr(m, "__name__", "SGD"))
each_adaptive = pytest.mark.parametrize("make", ADAPTIVE)


def run(optimizer, gradients, w=1.0):
    """The parameter after each of some steps with given gradients."""
    p, path = Value(w), []
    for g in gradients:
        p.grad = g
        optimizer.step([p])
        path.append(p.data)
    return path


@pytest.mark.parametrize("gradients", [(0.1, 0.2), (20.0, 10.0)])
def test_adagrad_divides_by_the_root_of_the_sum_of_squares(gradients):
    first, second = run(Adagrad(1.0, eps=1e-15), gradients, w=0.0)
    divisors = abs(gradients[0] / first), abs(gradients[1] / (second - first))
    assert divisors == pytest.approx((gradients[0], math.hypot(*gradients)), rel=1e-12)


def test_adagrads_steps_shrink_as_one_over_the_root_of_t():
    path = [0.0, *run(Adagrad(0.5), [3.0] * 9, w=0.0)]
    steps = [a - b for a, b in itertools.pairwise(path)]
    assert steps == pytest.approx([0.5 / math.sqrt(t) for t in range(1, 10)], rel=1e-9)


def test_rmsprops_average_is_a_weighted_sum_of_all_squares():
    rule, gradients, alpha = RMSProp(0.1, alpha=0.9), [3.0, -1.0, 2.0, 5.0], 0.9
    w, memory = 1.0, (0.0,)
    for t, g in enumerate(gradients, start=1):
        w, *memory = rule.update(w, g, 0.1, t, *memory)
        past = gradients[:t]
        expected = sum((1 - alpha) * alpha ** (t - 1 - i) * g * g for i, g in enumerate(past))
        assert memory[0] == pytest.approx(expected, rel=1e-14)


def test_rmsprop_takes_steps_of_the_rate_once_the_average_is_warm():
    path = run(RMSProp(0.01, alpha=0.9), [250.0] * 200)
    assert path[-2] - path[-1] == pytest.approx(0.01, rel=1e-6)


def test_adadeltas_first_steps_by_mpmath():
    rho, eps = mpmath.mpf("0.9"), mpmath.mpf("1e-6")
    w, s, d = mpmath.mpf(1), mpmath.mpf(0), mpmath.mpf(0)
    gradients, expected = [2.0, -1.0, 0.5, 3.0], []
    for g in map(mpmath.mpf, gradients):
        s = rho * s + (1 - rho) * g**2
        step = mpmath.sqrt(d + eps) / mpmath.sqrt(s + eps) * g
        d = rho * d + (1 - rho) * step**2
        w -= step
        expected.append(float(w))
    assert run(Adadelta(), gradients) == pytest.approx(expected, rel=1e-14)


def test_adams_averages_have_plus_signs_and_no_bias():
    """With a constant gradient both corrected averages are exact from the first step on."""
    path = [1.0, *run(Adam(0.01), [250.0] * 20)]
    assert [a - b for a, b in itertools.pairwise(path)] == pytest.approx([0.01] * 20, rel=1e-9)
    m, b1 = 0.0, 0.9
    for t in (1, 2, 3):  # with minus signs, as some notes print it, even the sign is lost
        m = b1 * m - (1 - b1) * 250.0
        assert m / (1 - b1**t) < 0.0


def test_adamw_decays_apart_from_the_gradient():
    assert run(AdamW(0.1, weight_decay=0.5), [0.0] * 3, w=2.0) == pytest.approx(
        [2 * 0.95**t for t in (1, 2, 3)], rel=1e-14
    )
    plain, decayed = run(Adam(0.1), [3.0]), run(AdamW(0.1, weight_decay=0.5), [3.0])
    assert plain[0] - decayed[0] == pytest.approx(0.1 * 0.5 * 1.0, rel=1e-9)
    assert run(AdamW(0.1, weight_decay=0.0), [1.0, -2.0]) == run(Adam(0.1), [1.0, -2.0])


def test_nadam_by_the_formula_with_its_products_written_out():
    b1, b2, lr, gradients = 0.9, 0.999, 0.02, [2.0, -1.0, 0.5, 3.0, 1.0]
    mu = [b1 * (1 - 0.5 * 0.96 ** (0.004 * t)) for t in range(len(gradients) + 2)]
    w, m, v, expected = 1.0, 0.0, 0.0, []
    for t, g in enumerate(gradients, start=1):
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
        now, next_ = 1 - math.prod(mu[1 : t + 1]), 1 - math.prod(mu[1 : t + 2])
        m_bar = mu[t + 1] * m / next_ + (1 - mu[t]) * g / now
        w -= lr * m_bar / (math.sqrt(v / (1 - b2**t)) + 1e-8)
        expected.append(w)
    assert run(Nadam(lr), gradients) == pytest.approx(expected, rel=1e-13)


def test_momentum_is_a_weighted_sum_of_all_past_gradients():
    mu, eta, gradients = 0.8, 0.1, [1.0, -2.0, 0.5, 4.0]
    path = [1.0, *run(SGD(eta, momentum=mu), gradients)]
    for t in range(1, 5):
        v = sum(mu ** (t - 1 - i) * g for i, g in enumerate(gradients[:t]))
        assert path[t] - path[t - 1] == pytest.approx(-eta * v, rel=1e-12)


@each
def test_floats_and_arrays_take_the_same_path(make):
    source = np.random.default_rng(0)
    parameters, vector = [Value(1.0), Value(-2.0), Value(0.5)], np.array([1.0, -2.0, 0.5])
    one, other, memory = make(), make(), None
    for _ in range(20):
        slopes = source.normal(size=3)
        for p, g in zip(parameters, slopes):
            p.grad = float(g)
        one.step(parameters)
        vector, memory = other.step_with(vector, slopes, memory)
        assert [p.data for p in parameters] == pytest.approx(vector.tolist(), rel=1e-13)


@pytest.mark.parametrize("make", [Adagrad, RMSProp, Adam, AdamW, Nadam])
def test_steps_do_not_depend_on_the_scale_of_the_gradient(make):
    gradients = [1.0, 2.0, -1.5, 0.5]
    small = run(make(eps=1e-300), gradients)
    large = run(make(eps=1e-300), [1e6 * g for g in gradients])
    assert small == pytest.approx(large, rel=1e-9)
    assert small[0] < 1.0


@each
def test_a_bowl_is_descended(make):
    p, optimizer = Value(1.0), make()
    optimizer.lr = 0.05 if not isinstance(optimizer, Adadelta) else 1.0
    for _ in range(400):
        p.grad = 2.0 * p.data
        optimizer.step([p])
    assert abs(p.data) < 0.55


@each_adaptive
def test_a_gradient_of_zero_changes_nothing_but_the_decay(make):
    options = {"weight_decay": 0.0} if make is AdamW else {}
    assert run(make(**options), [0.0, 0.0]) == [1.0, 1.0]


@each_adaptive
def test_hyper_parameters_out_of_range_are_named(make):
    with pytest.raises(ValueError, match=f"{make.__name__}: eps is a positive number, got 0"):
        make(eps=0.0)
    with pytest.raises(ValueError, match=f"{make.__name__}: lr is a positive number"):
        make(lr=-1.0)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: RMSProp(alpha=1.0), "alpha"),
        (lambda: Adadelta(rho=-0.1), "rho"),
        (lambda: AdamW(weight_decay=-1.0), "weight_decay"),
        (lambda: Nadam(psi=-1.0), "psi"),
        (lambda: Nadam(betas=(0.9, 1.0)), "betas"),
    ],
)
def test_shares_out_of_range_are_named(make, name):
    with pytest.raises(ValueError, match=name):
        make()


def test_a_fresh_optimiser_has_the_settings_and_no_memory():
    used = Nadam(0.1, betas=(0.8, 0.9))
    first = run(used, [1.0, -3.0, 2.0])
    assert run(used.fresh(), [1.0, -3.0, 2.0]) == first
    assert used.steps == 3
    assert (
        repr(used.fresh()) == repr(used) == "Nadam(lr=0.1, betas=(0.8, 0.9), eps=1e-08, psi=0.004)"
    )


@pytest.mark.parametrize(
    "shown",
    [
        "SGD(lr=0.1, momentum=0.0, nesterov=False)",
        "Adagrad(lr=0.01, eps=1e-10)",
        "RMSProp(lr=0.01, alpha=0.99, eps=1e-08)",
        "Adadelta(lr=1.0, rho=0.9, eps=1e-06)",
        "Adam(lr=0.001, betas=(0.9, 0.999), eps=1e-08)",
        "AdamW(lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0.01)",
        "Nadam(lr=0.002, betas=(0.9, 0.999), eps=1e-08, psi=0.004)",
    ],
)
def test_the_defaults_are_those_of_pytorch(shown):
    kinds = {"SGD": lambda: SGD(0.1), **{kind.__name__: kind for kind in ADAPTIVE}}
    assert repr(kinds[shown.partition("(")[0]]()) == shown


def test_a_schedule_is_asked_once_per_step():
    asked = []
    run(Adagrad(lambda step: asked.append(step) or 0.1), [1.0] * 3)
    assert asked == [0, 1, 2]
    assert run(Adagrad(constant(0.1)), [1.0, 2.0]) == run(Adagrad(0.1), [1.0, 2.0])


@pytest.mark.parametrize(("make", "eps"), [(Adagrad, 0.5), (RMSProp, 0.5)])
def test_epsilon_stands_outside_of_the_root(make, eps):
    """g / (√s + ε), as in PyTorch, and not g / √(s + ε): at ε = ½ these are far apart."""
    share = 1.0 if make is Adagrad else 0.25
    options = {} if make is Adagrad else {"alpha": 0.75}
    w, s = 1.0, 0.0
    for g, found in zip((2.0, -1.0, 3.0), run(make(0.1, eps=eps, **options), (2.0, -1.0, 3.0))):
        s = s * (1.0 if make is Adagrad else 0.75) + share * g * g
        w -= 0.1 * g / (math.sqrt(s) + eps)
        assert found == pytest.approx(w, rel=1e-14)
