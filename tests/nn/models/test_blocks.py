"""Composition, concatenation, convolutions, recurrence: shapes, sharing, gradients, errors."""

import math

import numpy as np
import pytest

import autograd as ag
import nn
from autograd import GraphError, OperandError, Value, topological_order
from nn import Conv1d, Conv2d, Layer, Parallel, Recurrent, Sequential, compose, concatenate

MODULES = {
    "parallel": (lambda s: concatenate(Layer(2, 3, rng=s), Layer(2, 1, "sin", rng=s)), [0.5, -1.0]),
    "conv1d": (lambda s: Conv1d(2, 3, kernel=2, rng=s), [[0.1, 0.2, 0.3], [1.0, -1.0, 0.5]]),
    "conv2d": (lambda s: Conv2d(1, 2, kernel=2, rng=s), [[[0.1, 0.2, 0.3], [1.0, -1.0, 0.5]]]),
    "recurrent": (lambda s: Recurrent(2, 3, rng=s), [[0.1, 0.2], [1.0, -1.0], [0.3, 0.3]]),
}
each_module = pytest.mark.parametrize("name", MODULES)


def data(output):
    return [v.data for v in nn.flatten(output)]


@each_module
def test_state_copies_a_module_and_names_are_paths(name):
    make, x = MODULES[name]
    one, other = make(0), make(1)
    names = [key for key, _ in one.named_parameters()]
    assert len(set(names)) == len(names) == len(one.parameters())
    assert data(one(x)) != data(other(x))
    other.load_state_dict(one.state_dict())
    assert data(one(x)) == data(other(x))
    assert data(make(0)(x)) == data(one(x))


@each_module
def test_gradients_of_all_parameters_agree_with_differences(name):
    make, x = MODULES[name]
    module = make(0)

    def loss():
        return sum(v * v for v in nn.flatten(module(x)))

    loss().backward()
    for key, p in module.named_parameters():
        at, h = p.data, 1e-6
        p.data = at + h
        above = loss().data
        p.data = at - h
        slope = (above - loss().data) / (2 * h)
        p.data = at
        assert p.grad == pytest.approx(slope, abs=1e-7), key
        assert p.grad != 0.0, key


@each_module
def test_it_is_recorded_and_compiled_like_a_formula(name):
    make, x = MODULES[name]
    module, shape = make(0), [len(x)]
    inner = x
    while hasattr(inner[0], "__len__"):
        inner = inner[0]
        shape.append(len(inner))
    restore = nn.reshape(*shape)
    compiled = ag.compile(lambda *v: nn.flatten(module(restore(v))), inputs=len(nn.flatten(x)))
    assert list(compiled(*nn.flatten(x))) == pytest.approx(data(module(x)), rel=1e-13)


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


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_conv1d_is_a_correlation(stride):
    source = np.random.default_rng(0)
    x = source.normal(size=(2, 10))
    layer = Conv1d(2, 3, kernel=4, activation="linear", rng=0, stride=stride)
    out = layer(x.tolist())
    for neuron, channel in zip(layer.filters.neurons, out):
        w = np.array([v.data for v in neuron.w]).reshape(2, 4)
        full = sum(np.correlate(a, b, "valid") for a, b in zip(x, w))
        assert data(channel) == pytest.approx(full[::stride], abs=1e-13)


@pytest.mark.parametrize("stride", [1, 2])
def test_conv2d_by_sums_over_windows(stride):
    source = np.random.default_rng(0)
    x = source.normal(size=(2, 6, 7))
    layer = Conv2d(2, 3, kernel=3, activation="linear", rng=0, stride=stride)
    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3), axis=(1, 2))
    w = np.array([[v.data for v in n.w] for n in layer.filters.neurons]).reshape(3, 2, 3, 3)
    expected = np.einsum("cijab,ocab->oij", windows, w)[:, ::stride, ::stride]
    found = layer(x.tolist())
    assert (len(found), len(found[0]), len(found[0][0])) == expected.shape
    assert data(found) == pytest.approx(expected.ravel(), abs=1e-13)


def test_a_convolution_follows_a_shift_of_its_input():
    layer = Conv1d(1, 2, kernel=3, activation="relu", rng=0)
    x = [0.0, 0.0, 0.0, 1.0, -2.0, 0.5, 0.0, 0.0, 0.0]
    moved = x[-1:] + x[:-1]
    for one, other in zip(layer([x]), layer([moved])):
        assert data(one)[:-1] == data(other)[1:]


def test_weights_are_shared_by_all_positions():
    layer = Conv2d(1, 1, kernel=2, activation="linear", rng=0)
    assert len(layer.parameters()) == 5
    for side in (2, 5):
        layer.zero_grad()
        sum(nn.flatten(layer([[[1.0] * side] * side]))).backward()
        assert [p.grad for p in layer.parameters()] == [(side - 1) ** 2] * 5


def test_shapes_that_do_not_fit_are_refused():
    layer = Conv1d(2, 1, kernel=3)
    with pytest.raises(GraphError, match="expected a list of 2 channels, got 1"):
        layer([[1.0, 2.0, 3.0]])
    with pytest.raises(GraphError, match="lists of one length"):
        layer([[1.0, 2.0, 3.0], [1.0]])
    with pytest.raises(GraphError, match="lists of one length"):
        layer([1.0, 2.0])
    with pytest.raises(GraphError, match="kernel of 3 does not fit into 2"):
        layer([[1.0, 2.0], [1.0, 2.0]])
    with pytest.raises(GraphError, match="lists of one length"):
        Conv2d(1, 1, kernel=1)([[[1.0, 2.0], [1.0]]])
    with pytest.raises(GraphError, match="channels, got 3"):
        Conv2d(1, 1, kernel=1)(3)
    with pytest.raises(GraphError, match=r"kernel is a whole number from 1 on, got 0"):
        Conv1d(1, 1, kernel=0)


def test_recurrence_written_out():
    layer = Recurrent(2, 3, rng=0)
    W, U = (np.array([[v.data for v in row] for row in M]) for M in (layer.W, layer.U))
    for b, number in zip(layer.b, (0.1, -0.2, 0.3)):
        b.data = number
    h, x = np.zeros(3), np.random.default_rng(0).normal(size=(5, 2))
    for x_t, state in zip(x, layer(x.tolist())):
        h = np.tanh(W @ x_t + U @ h + [0.1, -0.2, 0.3])
        assert data(state) == pytest.approx(h, abs=1e-14)


def test_a_sequence_can_be_continued_from_a_state():
    layer = Recurrent(1, 2, "sigmoid", rng=0)
    x = [[0.1], [0.5], [-1.0], [2.0]]
    whole = layer(x)
    assert data(layer(x[2:], h=whole[1])) == data(whole[2:])
    assert layer([]) == []


def test_backpropagation_reaches_through_time():
    """For a linear unit h_T = Σ u^(T-t) x_t: so dh/dx_t = u^(T-t), and dh/du is their sum's."""
    layer = Recurrent(1, 1, activation="linear")
    for p, number in zip(layer.parameters(), (1.0, 0.8, 0.0)):
        p.data = number
    x = [[Value(v)] for v in (1.0, 2.0, -1.0, 0.5)]
    layer(x)[-1][0].backward()
    assert [v.grad for (v,) in x] == pytest.approx([0.8**k for k in (3, 2, 1, 0)], rel=1e-14)
    expected = sum(k * 0.8 ** (k - 1) * v.data for k, (v,) in zip((3, 2, 1, 0), x))
    assert layer.U[0][0].grad == pytest.approx(expected, rel=1e-14)


def test_a_recurrent_layer_learns_to_add_up():
    source = np.random.default_rng(0)
    sequences = source.normal(size=(12, 4, 1)).tolist()
    totals = [sum(x for (x,) in s) for s in sequences]
    layer, optimizer = Recurrent(1, 1, "linear", rng=0), nn.Adam(0.1)
    for _ in range(150):
        layer.zero_grad()
        nn.mse([layer(s)[-1][0] for s in sequences], totals).backward()
        optimizer.step(layer.parameters())
    assert math.prod(p.data for p in layer.parameters()[:2]) == pytest.approx(1.0, abs=0.02)


def test_widths_that_do_not_fit_are_refused_by_a_recurrent_layer():
    layer = Recurrent(2, 3)
    with pytest.raises(GraphError, match="expected a list of 2 numbers, got 1"):
        layer([[1.0]])
    with pytest.raises(GraphError, match="expected a list of 2 numbers, got 1"):
        layer([1.0, 2.0])
    with pytest.raises(GraphError, match="expected a list of 3 numbers, got 2"):
        layer([[1.0, 2.0]], h=[0.0, 0.0])
    with pytest.raises(GraphError, match="hidden is a whole number"):
        Recurrent(2, 0)


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


def test_the_graph_of_a_window_holds_its_own_numbers_only():
    out = Conv1d(1, 1, kernel=2, activation="linear", rng=0)([[Value(float(i)) for i in range(5)]])
    inputs = [n for n in topological_order(out[0][2]) if n.op is None and n.data in (2.0, 3.0)]
    assert len(inputs) == 2
