"""A recurrent layer against the recurrence written out: states, gradients through time, errors."""

import math
from random import Random

import numpy as np
import pytest

import autograd as ag
import nn
from autograd import GraphError, OperandError, Value
from nn import Recurrent
from tests.nn.models.promises import data, each_promise


@each_promise
def test_it_is_a_module(promise):
    promise(lambda s: Recurrent(2, 3, rng=s), [[0.1, 0.2], [1.0, -1.0], [0.3, 0.3]])


def matrices(layer):
    return (np.array([[v.data for v in row] for row in M]) for M in (layer.W, layer.U))


# --- what it computes ---


@pytest.mark.parametrize(
    ("activation", "g"),
    [
        ("tanh", np.tanh),
        ("linear", lambda a: a),
        ("relu", lambda a: np.maximum(a, 0.0)),
        (ag.sin, np.sin),
    ],
)
def test_the_recurrence_written_out(activation, g):
    layer = Recurrent(2, 3, activation, rng=0)
    W, U = matrices(layer)
    for b, number in zip(layer.b, (0.1, -0.2, 0.3)):
        b.data = number
    h, x = np.zeros(3), np.random.default_rng(0).normal(size=(5, 2))
    states = layer(x.tolist())
    assert len(states) == 5
    for x_t, state in zip(x, states):
        h = g(W @ x_t + U @ h + [0.1, -0.2, 0.3])
        assert data(state) == pytest.approx(h, abs=1e-14)


def test_a_sequence_can_be_continued_from_a_state():
    layer = Recurrent(1, 2, "sigmoid", rng=0)
    x = [[0.1], [0.5], [-1.0], [2.0]]
    whole = layer(x)
    assert data(layer(x[2:], h=whole[1])) == data(whole[2:])
    assert data(layer.step(x[2], whole[1])) == data(whole[2])
    assert layer([]) == []
    assert data(layer(x, [0.0, 0.0])) == data(whole)
    assert data(layer(np.array(x))) == data(whole)


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


def test_gradients_reach_the_first_state():
    """∂h₁/∂h₀ = diag(1 - h₁²)·U: its columns summed are the gradient of Σ h₁."""
    layer = Recurrent(1, 3, rng=0)
    _, U = matrices(layer)
    h = [Value(v) for v in (0.3, -0.5, 0.1)]
    (state,) = layer([[0.7]], h)
    sum(state).backward()
    expected = (1 - np.array(data(state)) ** 2) @ U
    assert [v.grad for v in h] == pytest.approx(expected, abs=1e-15)


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


# --- its parameters ---


def test_a_row_of_weights_for_each_hidden_unit():
    layer = Recurrent(3, 2, rng=0)
    assert (len(layer.W), {len(row) for row in layer.W}) == (2, {3})
    assert (len(layer.U), {len(row) for row in layer.U}) == (2, {2})
    assert [b.data for b in layer.b] == [0.0, 0.0]
    names = [name for name, _ in layer.named_parameters()]
    assert names == [
        *("W.0.0", "W.0.1", "W.0.2", "W.1.0", "W.1.1", "W.1.2"),
        *("U.0.0", "U.0.1", "U.1.0", "U.1.1", "b.0", "b.1"),
    ]
    assert repr(layer) == "Recurrent(3, 2)"
    assert layer.activation == "tanh"


def test_weights_begin_as_init_says():
    """A unit sums over its inputs and over all states before."""
    asked = []

    def init(inputs, outputs, rng):
        asked.append((inputs, outputs))
        return rng.random()

    layer = Recurrent(3, 2, "tanh", Random(4), init)
    assert asked == [(5, 2)] * 10
    source = Random(4)
    assert [p.data for p in layer.parameters()[:10]] == [source.random() for _ in range(10)]
    assert Recurrent(3, 2, rng=4).state_dict() == Recurrent(3, 2, rng=Random(4)).state_dict()


def test_the_default_init_suits_the_activation():
    def drawn(activation):
        layer = Recurrent(4, 8, activation, rng=0)
        return [p.data for row in (*layer.W, *layer.U) for p in row]

    limit = math.sqrt(6.0 / (12 + 8))  # Glorot's: 4 inputs and 8 states before, 8 units
    assert 0.9 * limit < max(map(abs, drawn("tanh"))) <= limit
    normal = drawn("relu")
    assert max(map(abs, normal)) > limit  # He's has no limit
    assert np.std(normal) == pytest.approx(math.sqrt(2 / 12), rel=0.2)


# --- what is refused ---


@pytest.mark.parametrize(
    ("x", "h", "said"),
    [
        ([[1.0]], None, "expected a list of 2 numbers, got 1"),
        ([1.0, 2.0], None, r"expected a list of 2 numbers, got 1\.0"),
        ([[1.0, 2.0], [1.0, 2.0, 3.0]], None, "expected a list of 2 numbers, got 3"),
        ([[1.0, 2.0]], [0.0, 0.0], "expected a list of 3 numbers, got 2"),
        ([[1.0, 2.0]], 0.0, r"expected a list of 3 numbers, got 0\.0"),
    ],
)
def test_widths_that_do_not_fit_are_refused(x, h, said):
    with pytest.raises(GraphError, match=said):
        Recurrent(2, 3)(x, h)


@pytest.mark.parametrize("wrong", [0, -2, 1.0, True, "3", None])
def test_sizes_are_whole_numbers(wrong):
    with pytest.raises(GraphError, match=f"^inputs is a whole number from 1 on, got {wrong!r}"):
        Recurrent(wrong, 2)
    with pytest.raises(GraphError, match=f"^hidden is a whole number from 1 on, got {wrong!r}"):
        Recurrent(2, wrong)
    assert len(Recurrent(np.int64(2), np.int64(1)).parameters()) == 4


def test_an_unknown_activation_is_refused():
    with pytest.raises((GraphError, OperandError), match="tanhh"):
        Recurrent(1, 1, "tanhh")
