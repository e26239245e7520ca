"""Where weights begin: the variances of the papers, and seeds."""

from random import Random
from statistics import fmean, pvariance

import pytest

from autograd import OperandError
from nn import MLP, Layer, Neuron
from nn.models import init


def draws(function, inputs, outputs, n=4000):
    rng = Random(0)
    return [function(inputs, outputs, rng) for _ in range(n)]


def test_xavier_is_uniform_with_the_variance_of_the_paper():
    found = draws(init.xavier, 3, 5)
    limit = (6 / 8) ** 0.5
    assert max(map(abs, found)) <= limit
    assert max(map(abs, found)) > 0.99 * limit
    assert pvariance(found) == pytest.approx(2 / 8, rel=0.05)
    assert fmean(found) == pytest.approx(0.0, abs=0.03)


def test_he_has_the_variance_of_the_paper():
    found = draws(init.he, 8, 5)
    assert pvariance(found) == pytest.approx(2 / 8, rel=0.05)
    assert max(map(abs, found)) > 3 * 0.5  # normal, not uniform


def test_uniform_constant_and_zeros():
    assert set(draws(init.zeros, 2, 2)) == {0.0}
    assert set(draws(init.constant(0.25), 2, 2)) == {0.25}
    found = draws(init.uniform(2.0, 3.0), 9, 9)
    assert 2.0 <= min(found) < 2.01
    assert 2.99 < max(found) <= 3.0


def test_normal_has_the_deviation_that_was_asked_for():
    found = draws(init.normal(0.08), 9, 9)
    assert pvariance(found) == pytest.approx(0.08**2, rel=0.05)
    assert max(map(abs, found)) > 3 * 0.08


@pytest.mark.parametrize("name", ["relu", "leaky_relu", "softplus"])
def test_the_default_follows_the_activation(name):
    assert init.default(name) is init.he
    assert init.default("tanh") is init.xavier
    assert init.default(lambda x: x) is init.xavier


def test_the_layer_tells_init_both_widths():
    seen = []
    Layer(3, 2, init=lambda inputs, outputs, rng: seen.append((inputs, outputs)) or 0.5)
    assert seen == [(3, 2)] * 6
    assert [p.data for p in Neuron(2, init=init.constant(0.5)).parameters()] == [0.5, 0.5, 0.0]


def test_one_seed_is_one_network_bit_for_bit():
    first, second = MLP(3, [4, 1], rng=7), MLP(3, [4, 1], rng=Random(7))
    assert first.state_dict() == second.state_dict()
    assert first.state_dict() != MLP(3, [4, 1], rng=8).state_dict()
    assert MLP(3, [4, 1]).state_dict() != MLP(3, [4, 1]).state_dict()


@pytest.mark.parametrize("rng", [0.5, "seed", [1]])
def test_what_is_no_seed_is_refused(rng):
    with pytest.raises(OperandError, match="rng is a seed"):
        Neuron(2, rng=rng)
