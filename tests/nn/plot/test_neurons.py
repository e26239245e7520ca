"""A network as columns: their sizes, kinds, weights and answers, for every kind of chain."""

import pytest

from autograd import GraphError
from nn import MLP, Layer, Linear, Neuron, Sequential, softmax
from nn.plot.neurons import answers, columns, squares


def shapes(model, row=(0.5, 0.25)):
    return [(column.size, column.kind) for column in columns(model, list(row))]


def test_a_perceptron_has_a_column_for_each_layer():
    model = MLP(2, [3, 1], rng=0)
    assert shapes(model) == [(2, "inputs"), (3, "tanh"), (1, "linear")]
    _, hidden, last = columns(model, [0.5, 0.25])
    assert hidden.weights == [[w.data for w in n.w] for n in model.layers[0].neurons]
    assert last.biases == [model.layers[1].neurons[0].b.data]


def test_functions_belong_to_the_layer_before_if_they_keep_its_width():
    model = Sequential(Layer(2, 3, "linear", rng=0), softmax)
    assert shapes(model) == [(2, "inputs"), (3, "softmax")]
    assert len(columns(model, [0.5, 0.25])[1].weights) == 3


def test_a_function_that_changes_the_width_is_a_column_without_weights():
    model = Sequential(lambda x: [*x, x[0] * x[1]], Layer(3, 1, rng=0))
    found = columns(model, [0.5, 0.25])
    assert [column.size for column in found] == [2, 3, 1]
    assert found[1].weights == []


def test_networks_within_networks_are_opened():
    model = Sequential(MLP(2, [3, 2], rng=0), MLP(2, [1], rng=1))
    assert shapes(model) == [(2, "inputs"), (3, "tanh"), (2, "linear"), (1, "linear")]


def test_one_number_goes_on_without_its_list():
    model = Sequential(MLP(2, [1], rng=0), lambda y: y.tanh())
    assert shapes(model)[-1][0] == 1
    assert answers(model, [[1.0, 2.0]])[0][-1] == pytest.approx(model([1.0, 2.0]).data)


@pytest.mark.parametrize("model", [Neuron(2, rng=0), Layer(2, 2, rng=0), Linear(2, 2, rng=0)])
def test_a_part_alone_is_a_network(model):
    assert len(columns(model, [0.5, 0.25])) == 2
    assert columns(model, [0.5, 0.25])[1].weights


def test_what_each_neuron_answers():
    model = MLP(2, [3, 1], rng=0)
    (row,) = answers(model, [[0.5, -1.0]])
    hidden = [v.data for v in model.layers[0]([0.5, -1.0])]
    assert row == pytest.approx([0.5, -1.0, *hidden, model([0.5, -1.0]).data])


def test_squares_go_row_by_row_from_below():
    assert squares([(0.0, 1.0), (2.0, 4.0)], 2) == [[0, 2], [1, 2], [0, 4], [1, 4]]


def test_what_gives_tables_is_refused():
    with pytest.raises(GraphError, match="gives a table, not a list of numbers"):
        columns(lambda x: [[x[0]], [x[1]]], [0.5, 0.25])
