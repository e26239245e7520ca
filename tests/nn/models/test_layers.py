"""Neurons, layers, networks: shapes, names, gates set by hand, and the graph they leave."""

import math

import numpy as np
import pytest

import autograd as ag
from autograd import GraphError, OperandError, Value, topological_order
from nn import MLP, Layer, Neuron, Sequential, gates, softmax


def set_numbers(module, numbers):
    parameters = module.parameters()
    assert len(parameters) == len(numbers)
    for parameter, number in zip(parameters, numbers):
        parameter.data = float(number)
    return module


def test_micrograds_habits_work():
    model = MLP(3, [4, 4, 1])
    assert len(model.parameters()) == 41
    model([2.0, 3.0, -1.0]).backward()
    assert model.layers[0].neurons[0].w[0].grad != 0.0
    for p in model.parameters():
        p.data -= 0.01 * p.grad
    assert Neuron(2, nonlin=True).activation == "relu"
    assert Neuron(2, nonlin=False).activation == "linear"
    assert Layer(2, 3, nonlin=False).activation == "linear"


def test_and_as_a_neuron():
    neuron = set_numbers(Neuron(2, "sigmoid"), [20, 20, -30])
    expected = [1 / (1 + math.exp(30)), *[1 / (1 + math.exp(10))] * 2, 1 / (1 + math.exp(-10))]
    X, y = gates.and_()
    assert [neuron(x).data for x in X] == pytest.approx(expected, rel=1e-14)
    assert [round(neuron(x).data) for x in X] == y


def test_xor_by_hand_set_relu_units():
    hidden = set_numbers(Layer(2, 2, "relu"), [2, 2, -1, 1, 1, -1])
    # rows (2, 2) and (1, 1), biases -1 and -1: the table of the course
    X, y = gates.xor()
    assert [[v.data for v in hidden(x)] for x in X] == [[0, 0], [1, 0], [1, 0], [3, 1]]
    output = set_numbers(Neuron(2, "linear"), [1, -3, 0])
    assert [output(hidden(x)).data for x in X] == [float(t) for t in y]


def test_a_linear_network_is_one_matrix():
    model = MLP(2, [3, 2], activation="linear", rng=0)
    first, second = model.layers
    for x in ([1.0, 0.0], [0.3, -2.0]):
        h = [n.w[0].data * x[0] + n.w[1].data * x[1] + n.b.data for n in first.neurons]
        expected = [sum(w.data * v for w, v in zip(n.w, h)) + n.b.data for n in second.neurons]
        assert [v.data for v in model(x)] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("activation", "nodes"), [("linear", 6), ("tanh", 7)])
def test_one_product_and_one_sum_per_weight_and_nothing_else(activation, nodes):
    out = Neuron(3, activation, rng=0)([1.0, 2.0, 3.0])
    interior = [node for node in topological_order(out) if node.op is not None]
    assert len(interior) == nodes
    assert sum(node.op.name == "mul" for node in interior) == 3


def test_the_sum_is_micrograds_bit_for_bit():
    neuron = Neuron(5, "linear", rng=3)
    neuron.b.data = 0.1
    x = [0.1, 0.7, -1.3, 1e3, 1e-3]
    total = neuron.b.data
    for w, v in zip(neuron.w, x):
        total += w.data * v
    assert neuron(x).data == total


def test_a_layer_gives_a_list_and_only_a_network_unwraps_one_output():
    x = [1.0, 2.0]
    assert isinstance(Layer(2, 1)(x), list)
    assert isinstance(MLP(2, [3, 1])(x), Value)
    assert len(MLP(2, [3, 2])(x)) == 2
    assert isinstance(Sequential(Layer(2, 1))(x), list)


@pytest.mark.parametrize(
    "name", ["tanh", "relu", "sigmoid", "leaky_relu", "softplus", "sin", "step", "linear", "erf"]
)
def test_activations_by_name(name):
    neuron = set_numbers(Neuron(1, name), [2.0, 0.25])
    function = getattr(ag, name, lambda z: z)
    assert neuron([0.5]).data == function(1.25)


def test_activations_by_function_and_per_layer():
    assert set_numbers(Neuron(1, ag.sin), [1, 0])([0.5]).data == math.sin(0.5)
    assert set_numbers(Neuron(1, lambda z: z * z), [3, 0])([1.0]).data == 9.0
    names = [layer.activation for layer in MLP(1, [2, 2, 1], ["relu", "sin"], "sigmoid").layers]
    assert names == ["relu", "sin", "sigmoid"]
    names = [layer.activation for layer in MLP(1, [2, 1], ["relu", "tanh"]).layers]
    assert names == ["relu", "tanh"]
    with pytest.raises(GraphError, match="3 activations for 2 layers"):
        MLP(1, [2, 1], ["relu"] * 3)


def test_an_unknown_activation_is_answered_with_the_closest_and_all():
    with pytest.raises(ValueError, match="did you mean 'relu'") as caught:
        MLP(2, [2, 1], activation="ReLu")
    for name in ("linear", "tanh", "sigmoid", "sin"):
        assert name in str(caught.value)
    with pytest.raises(ValueError, match="unknown activation 'add'"):
        Neuron(2, "add")
    with pytest.raises(OperandError, match="a name or a function, got 3"):
        Neuron(2, 3)


@pytest.mark.parametrize("module", [Neuron(3), Layer(3, 2), MLP(3, [4, 1])])
def test_the_wrong_width_is_refused(module):
    with pytest.raises(GraphError, match="expected a list of 3 inputs, got 2"):
        module([1.0, 2.0])
    with pytest.raises(GraphError, match=r"expected a list of 3 inputs, got 1\.0, which is not"):
        module(1.0)


@pytest.mark.parametrize("sizes", [4, "4", []])
def test_sizes_that_are_no_list_are_refused(sizes):
    with pytest.raises(GraphError, match="sizes lists the layers"):
        MLP(2, sizes)


@pytest.mark.parametrize("n", [0, -1, 2.0, True, "2"])
def test_a_width_is_a_positive_whole_number(n):
    with pytest.raises(GraphError, match="whole number from 1 on"):
        MLP(2, [n, 1])
    with pytest.raises(GraphError, match="the number of inputs is a whole number"):
        Neuron(n)


def test_inputs_may_be_values_tuples_and_arrays():
    model = MLP(2, [2, 1], rng=0)
    expected = model([0.5, -1.0]).data
    assert model((0.5, -1.0)).data == expected
    assert model(np.array([0.5, -1.0])).data == expected
    x = [Value(0.5), Value(-1.0)]
    out = model(x)
    assert out.data == expected
    out.backward()
    assert all(v.grad for v in x)


def test_sequential_applies_modules_and_functions_in_turn():
    model = Sequential(Layer(2, 3, rng=0), Layer(3, 2, "linear", rng=1), softmax)
    assert sum(p.data for p in model([1.0, 2.0])) == pytest.approx(1.0, abs=1e-15)
    assert len(model.parameters()) == 9 + 8
    assert model.named_parameters()[0][0] == "layers.0.neurons.0.w.0"
    assert "layers.2: softmax" in repr(model)
    with pytest.raises(OperandError, match="part 1 of a Sequential"):
        Sequential(Layer(2, 2), "relu")


def test_backpropagation_through_layers_is_the_recursion_of_the_course():
    """∇W_k = ∇a_k h_{k-1}ᵀ, ∇b_k = ∇a_k, ∇a_{k-1} = (W_kᵀ∇a_k) ⊙ g'(a_{k-1})."""
    model = MLP(2, [3, 2], output="linear", rng=5)
    x = [0.7, -0.4]
    total = sum(v * v for v in model(x))
    total.backward()
    W1, W2 = ([[w.data for w in n.w] for n in layer.neurons] for layer in model.layers)
    h = np.tanh(np.array(W1) @ x)
    delta2 = 2 * (np.array(W2) @ h)
    delta1 = (np.array(W2).T @ delta2) * (1 - h**2)
    for layer, delta, below in zip(model.layers, (delta1, delta2), (np.array(x), h)):
        for neuron, d in zip(layer.neurons, delta):
            assert [w.grad for w in neuron.w] == pytest.approx(list(d * below), rel=1e-12)
            assert neuron.b.grad == pytest.approx(d, rel=1e-12)


def test_an_activation_that_is_none_is_told_as_one():
    with pytest.raises(ag.OperandError, match="an activation is a name or a function, got 3"):
        MLP(2, [3, 1], activation=3)
