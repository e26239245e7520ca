"""RMSNorm and LayerNorm against NumPy, their gradients against the closed forms."""

from random import Random

import numpy as np
import pytest

from autograd import GraphError, Value
from nn import LayerNorm, RMSNorm
from tests.nn.models.promises import data, each_promise

X = [0.3, -1.0, 2.0, 0.5]


def seeded(kind):
    """A norm whose gains and biases are drawn, as they all begin alike."""

    def make(seed):
        norm, rng = kind(4), Random(seed)
        for p in norm.parameters():
            p.data = rng.uniform(0.5, 1.5)
        return norm

    return make


@each_promise
@pytest.mark.parametrize("kind", [RMSNorm, LayerNorm])
def test_it_is_a_module(promise, kind):
    promise(seeded(kind), X)


def test_rms_norm_by_hand():
    x = np.array(X)
    expected = x / np.sqrt(np.mean(x**2) + 1e-5)
    assert RMSNorm(4, gain=False)(X) == pytest.approx(expected, abs=1e-15)
    norm = seeded(RMSNorm)(0)
    g = np.array(data(norm.g))
    assert data(norm(X)) == pytest.approx(g * expected, abs=1e-15)


def test_layer_norm_by_hand():
    x = np.array(X)
    expected = (x - x.mean()) / np.sqrt(x.var() + 1e-5)
    norm = seeded(LayerNorm)(0)
    g, b = np.array(data(norm.g)), np.array(data(norm.b))
    assert data(norm(X)) == pytest.approx(g * expected + b, abs=1e-15)
    assert data(LayerNorm(4)(X)) == pytest.approx(expected, abs=1e-15)
    assert data(LayerNorm(4)([7.0] * 4)) == [0.0] * 4


def test_the_jacobian_of_rms_norm():
    """∂yᵢ/∂xⱼ = (δᵢⱼ - yᵢyⱼ/n)/r, with r² = mean(x²) + ε."""
    x, r = np.array(X), np.sqrt(np.mean(np.array(X) ** 2) + 0.25)
    y = x / r
    expected = (np.eye(4) - np.outer(y, y) / 4) / r
    for i in range(4):
        values = list(map(Value, X))
        RMSNorm(4, gain=False, epsilon=0.25)(values)[i].backward()
        assert [v.grad for v in values] == pytest.approx(expected[i], abs=1e-15)


def test_they_begin_with_gain_one_and_bias_zero():
    assert data(RMSNorm(3).g) == [1.0] * 3
    assert (data(LayerNorm(3).g), data(LayerNorm(3).b)) == ([1.0] * 3, [0.0] * 3)
    assert [name for name, _ in LayerNorm(2).named_parameters()] == ["g.0", "g.1", "b.0", "b.1"]
    assert (repr(RMSNorm(3)), repr(LayerNorm(3))) == ("RMSNorm(3)", "LayerNorm(3)")
    assert repr(RMSNorm(3, gain=False)) == "RMSNorm(3, gain=False)"


@pytest.mark.parametrize("kind", [RMSNorm, LayerNorm])
def test_what_does_not_fit_is_refused(kind):
    with pytest.raises(GraphError, match="expected a list of 3 numbers, got 2"):
        kind(3)([1.0, 2.0])
    with pytest.raises(GraphError, match=r"^width is a whole number from 1 on, got 0"):
        kind(0)


@pytest.mark.parametrize("norm", [RMSNorm, LayerNorm])
def test_epsilon_is_above_zero(norm: type[RMSNorm] | type[LayerNorm]) -> None:
    with pytest.raises(ValueError, match="epsilon is a positive number, got -1"):
        norm(2, epsilon=-1)
