"""Composition, concatenation, lists taken apart and put together: order, Jacobians, errors."""

import numpy as np
import pytest

import autograd as ag
import nn
from autograd import GraphError, OperandError
from nn import Conv2d, Layer, Parallel, Sequential, compose, concatenate
from tests.nn.models.promises import data, each_promise


@each_promise
def test_a_concatenation_is_a_module(promise):
    promise(lambda s: concatenate(Layer(2, 3, rng=s), Layer(2, 1, "sin", rng=s)), [0.5, -1.0])


def test_compose_is_right_to_left_and_concatenate_side_by_side():
    double, more = (lambda x: [2 * v for v in x]), (lambda x: [v + 1 for v in x])
    assert compose(double, more)([3]) == [8]
    assert Sequential(double, more)([3]) == [7]
    assert concatenate(double, more, sum)([3, 4]) == [6, 8, 4, 5, 7]
    assert compose(concatenate(double, more), more)([3]) == [8, 5]


def test_the_jacobian_of_a_concatenation_is_the_parts_stacked():
    f, g = Layer(2, 2, rng=0), Layer(2, 1, "sigmoid", rng=1)

    def plain(part):
        return ag.jacobian(lambda x: list(part(x)))([0.3, -0.7])

    with_values = [[v.data for v in row] for row in plain(concatenate(f, g))]
    apart = [[v.data for v in row] for part in (f, g) for row in plain(part)]
    assert with_values == apart


def test_the_jacobian_of_a_composition_is_the_product():
    f, g = Layer(3, 2, rng=0), Layer(2, 3, "sigmoid", rng=1)
    x = [0.3, -0.7]

    def matrix(part, at):
        return np.array([[v.data for v in row] for row in ag.jacobian(part)(at)])

    product = matrix(f, data(g(x))) @ matrix(g, x)
    assert np.allclose(matrix(compose(f, g), x), product, atol=1e-14)


def test_what_cannot_be_called_is_no_part():
    with pytest.raises(OperandError, match="part 1 of a Parallel"):
        Parallel(sum, 3)
    with pytest.raises(OperandError, match="part 0 of a Sequential"):
        compose(sum, 3)


def test_reshape_is_the_inverse_of_flatten():
    numbers = list(range(24))
    assert nn.reshape(2, 3, 4)(numbers)[1][2] == [20, 21, 22, 23]
    assert nn.flatten(nn.reshape(2, 3, 4)(numbers)) == numbers
    assert nn.reshape(24)(numbers) == numbers
    with pytest.raises(GraphError, match="2×3 is 6 numbers, got 24"):
        nn.reshape(2, 3)(numbers)


def test_a_network_of_blocks_is_trained_by_fit():
    """Which half is brighter: a small convolution, flattened, into one neuron."""
    source = np.random.default_rng(0)
    X = source.uniform(size=(24, 8))
    y = [int(row[:4].sum() > row[4:].sum()) for row in X]
    model = Sequential(
        nn.reshape(1, 2, 4),
        Conv2d(1, 2, 2, "tanh", rng=0),
        nn.flatten,
        nn.Neuron(6, "linear", rng=1),
    )
    history = nn.fit(model, X, y, loss="bce_with_logits", epochs=60, optimizer=nn.Adam(0.1))
    assert history.metrics["accuracy"][-1] >= 0.95
    assert "layers.1: Conv2d(1, 2, kernel=2, stride=1)" in repr(model)
