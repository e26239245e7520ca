"""The graph of one neuron: its own inputs, weights and answer."""

import pytest

from autograd import GraphError
from nn import MLP, Layer, Linear, Neuron, Sequential
from nn.plot.neuron_graph import neuron_graph, neurons_of

ROW = [0.5, -1.0]


def test_the_neurons_layer_by_layer():
    model = MLP(2, [3, 1], rng=0)
    assert neurons_of(model) == [layer.neurons for layer in model.layers]
    alone = Neuron(2, rng=0)
    assert neurons_of(alone) == [[alone]]
    assert neurons_of(Linear(2, 2)) == []


def test_a_neuron_gets_what_the_layers_before_it_answer():
    model = MLP(2, [3, 1], rng=0)
    source = neuron_graph(model, ROW, 1, 0).source
    for number in [v.data for v in model.layers[0](ROW)]:
        assert f"{number:.4g}" in source
    assert "answer" in source
    assert f"{model(ROW).data:.4g}" in source


def test_functions_between_layers_are_followed():
    model = Sequential(lambda x: [x[0] * 3], Layer(1, 2, rng=0))
    assert "1.5" in neuron_graph(model, ROW, 0, 1).source


@pytest.mark.parametrize(("layer", "place"), [(2, 0), (0, 3), (-1, 0), (0, -1)])
def test_a_neuron_that_is_not_there_is_refused(layer, place):
    with pytest.raises(GraphError, match="the layers have 3, 1 neurons"):
        neuron_graph(MLP(2, [3, 1], rng=0), ROW, layer, place)


def test_the_gradients_are_the_answers_and_the_model_keeps_its_own():
    neuron = Neuron(2, activation="linear", rng=0)
    for i, parameter in enumerate(neuron.parameters()):
        parameter.grad = 7.0 + i
    source = neuron_graph(neuron, [0.25, -3.5], 0, 0).source
    assert "grad 0.25" in source
    assert "grad -3.5" in source
    assert [p.grad for p in neuron.parameters()] == [7.0, 8.0, 9.0]
