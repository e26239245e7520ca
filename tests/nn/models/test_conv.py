"""Convolutions against NumPy's correlation: windows, strides, channels, sharing, refusals."""

from random import Random

import numpy as np
import pytest

import nn
from autograd import GraphError, Value, topological_order
from nn import Conv1d, Conv2d
from tests.nn.models.promises import data, each_promise

SEQUENCE = [[0.1, 0.2, 0.3], [1.0, -1.0, 0.5]]
MODULES = {
    "conv1d": (lambda s: Conv1d(2, 3, kernel=2, rng=s), SEQUENCE),
    "conv2d": (lambda s: Conv2d(1, 2, kernel=2, rng=s), [SEQUENCE]),
}


@each_promise
@pytest.mark.parametrize("name", MODULES)
def test_it_is_a_module(name, promise):
    promise(*MODULES[name])


def weights(layer, *shape):
    return np.array([[v.data for v in n.w] for n in layer.filters.neurons]).reshape(shape)


# --- what it computes ---


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("kernel", [1, 4, 10])
def test_conv1d_is_a_correlation(stride, kernel):
    x = np.random.default_rng(0).normal(size=(2, 10))
    layer = Conv1d(2, 3, kernel, activation="linear", rng=0, stride=stride)
    out = layer(x.tolist())
    assert len(out) == 3
    for w, channel in zip(weights(layer, 3, 2, kernel), out):
        full = sum(np.correlate(a, b, "valid") for a, b in zip(x, w))
        assert len(channel) == (10 - kernel) // stride + 1
        assert data(channel) == pytest.approx(full[::stride], abs=1e-13)


@pytest.mark.parametrize("stride", [1, 2, 4])
@pytest.mark.parametrize(("height", "width"), [(6, 7), (7, 6), (3, 3)])
def test_conv2d_by_sums_over_windows(stride, height, width):
    x = np.random.default_rng(0).normal(size=(2, height, width))
    layer = Conv2d(2, 3, kernel=3, activation="linear", rng=0, stride=stride)
    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3), axis=(1, 2))
    expected = np.einsum("cijab,ocab->oij", windows, weights(layer, 3, 2, 3, 3))
    expected = expected[:, ::stride, ::stride]
    found = layer(x.tolist())
    assert (len(found), len(found[0]), len(found[0][0])) == expected.shape
    assert data(found) == pytest.approx(expected.ravel(), abs=1e-13)


@pytest.mark.parametrize(("make", "x"), [(Conv1d, [[1.0, -2.0, 3.0]]), (Conv2d, [[[1.0, -2.0]]])])
def test_bias_and_activation_come_last(make, x):
    layer = make(1, 2, kernel=1, rng=0)
    for neuron, b in zip(layer.filters.neurons, (0.5, -1.0)):
        neuron.b.data = b
    flat, w = np.ravel(x), weights(layer, 2)
    expected = np.tanh(np.outer(w, flat) + np.array([[0.5], [-1.0]]))  # tanh where nothing is said
    assert data(layer(x)) == pytest.approx(expected.ravel(), abs=1e-15)
    relu = make(1, 2, 1, "relu", 0)
    assert data(relu(x)) == pytest.approx(np.maximum(np.outer(weights(relu, 2), flat), 0).ravel())


def test_numbers_of_numpy_and_values_are_inputs():
    x = np.random.default_rng(1).normal(size=(2, 5, 4))
    for layer, given in ((Conv2d(2, 1, 2, rng=0), x), (Conv1d(2, 1, 2, rng=0), x[:, 0])):
        assert data(layer(given)) == data(layer(given.tolist()))
        assert data(layer(tuple(map(tuple, given)))) == data(layer(given.tolist()))


def test_gradients_reach_the_inputs():
    """∂(Σ out)/∂x is what the windows over a place give it together: a full convolution."""
    layer = Conv1d(1, 2, kernel=3, activation="linear", rng=0)
    x = [Value(0.0) for _ in range(6)]
    sum(nn.flatten(layer([x]))).backward()
    expected = np.convolve(np.ones(4), weights(layer, 2, 3).sum(axis=0), "full")
    assert [v.grad for v in x] == pytest.approx(expected, abs=1e-15)


def test_a_convolution_follows_a_shift_of_its_input():
    layer = Conv1d(1, 2, kernel=3, activation="relu", rng=0)
    x = [0.0, 0.0, 0.0, 1.0, -2.0, 0.5, 0.0, 0.0, 0.0]
    moved = x[-1:] + x[:-1]
    for one, other in zip(layer([x]), layer([moved])):
        assert data(one)[:-1] == data(other)[1:]


# --- its parameters ---


def test_weights_are_shared_by_all_positions():
    layer = Conv2d(1, 1, kernel=2, activation="linear", rng=0)
    assert len(layer.parameters()) == 5
    for side in (2, 5):
        layer.zero_grad()
        sum(nn.flatten(layer([[[1.0] * side] * side]))).backward()
        assert [p.grad for p in layer.parameters()] == [(side - 1) ** 2] * 5


def test_parameters_are_a_kernel_per_channel_and_a_bias():
    assert len(Conv1d(3, 5, kernel=4).parameters()) == 5 * (3 * 4 + 1)
    assert len(Conv2d(3, 5, kernel=4).parameters()) == 5 * (3 * 4 * 4 + 1)
    names = [name for name, _ in Conv1d(1, 1, kernel=1).named_parameters()]
    assert names == ["filters.neurons.0.w.0", "filters.neurons.0.b"]


def test_weights_begin_as_init_says():
    asked = []

    def init(inputs, outputs, rng):
        asked.append((inputs, outputs))
        return rng.random()

    Conv1d(2, 3, 4, init=init)
    Conv2d(2, 3, 4, init=init)
    assert asked == [(8, 3)] * 24 + [(32, 3)] * 96
    source = Random(5)
    twins = [Conv1d(1, 2, 3, "linear", rng) for rng in (5, Random(5), source, source)]
    assert twins[0].state_dict() == twins[1].state_dict() == twins[2].state_dict()
    assert twins[2].state_dict() != twins[3].state_dict()


def test_representation():
    assert repr(Conv1d(2, 3, kernel=4)) == "Conv1d(2, 3, kernel=4, stride=1)"
    assert repr(Conv2d(1, 2, 3, stride=2)) == "Conv2d(1, 2, kernel=3, stride=2)"


def test_the_graph_of_a_window_holds_its_own_numbers_only():
    out = Conv1d(1, 1, kernel=2, activation="linear", rng=0)([[Value(float(i)) for i in range(5)]])
    inputs = [n for n in topological_order(out[0][2]) if n.op is None and n.data in (2.0, 3.0)]
    assert len(inputs) == 2


# --- what is refused ---


@pytest.mark.parametrize(
    ("x", "said"),
    [
        ([[1.0, 2.0, 3.0]], "expected a list of 2 channels, got 1"),
        ([[1.0, 2.0, 3.0]] * 3, "expected a list of 2 channels, got 3"),
        (3.0, "expected a list of 2 channels, got 3.0"),
        ([[1.0, 2.0, 3.0], [1.0]], "channels and rows of an input are lists of one length"),
        ([1.0, 2.0], "lists of one length"),
        ([[1.0, 2.0], [1.0, 2.0]], "a kernel of 3 does not fit into 2"),
    ],
)
def test_sequences_that_do_not_fit_are_refused(x, said):
    with pytest.raises(GraphError, match=said):
        Conv1d(2, 1, kernel=3)(x)


@pytest.mark.parametrize(
    ("x", "said"),
    [
        (3, "channels, got 3"),
        ([], "expected a list of 1 channels, got 0"),
        ([[[1.0, 2.0], [1.0]]], "lists of one length"),
        ([[1.0, 2.0]], "lists of one length"),
        ([[[1.0], [1.0]]], "a kernel of 2 does not fit into 1"),
        ([[[1.0, 2.0]]], "a kernel of 2 does not fit into 1"),
    ],
)
def test_pictures_that_do_not_fit_are_refused(x, said):
    with pytest.raises(GraphError, match=said):
        Conv2d(1, 1, kernel=2)(x)
    with pytest.raises(GraphError, match="lists of one length"):
        Conv2d(2, 1, kernel=1)([[[1.0], [1.0]], [[1.0, 2.0], [1.0, 2.0]]])


@pytest.mark.parametrize("make", [Conv1d, Conv2d])
@pytest.mark.parametrize("what", ["inputs", "outputs", "kernel", "stride"])
def test_sizes_are_whole_numbers(make, what):
    for wrong in (0, -1, 1.0, True, "2", None):
        sizes = {"inputs": 1, "outputs": 1, "kernel": 1, "stride": 1, what: wrong}
        with pytest.raises(GraphError, match=f"^{what} is a whole number from 1 on, got {wrong!r}"):
            make(**sizes)
    assert data(make(np.int64(1), 1, 1, rng=0)([[[0.0]]] if make is Conv2d else [[0.0]])) == [0.0]
