"""What is to be seen of a network: maps, figures, courses, for every kind of inputs and targets."""

import pytest

from nn import MLP, History, evaluate, gates
from nn.plot.network_scene import CURVE, SIDE, network_scene


def scene(model, X, y, loss=None, history=None):
    rows = [[float(x) for x in row] for row in X]
    return network_scene(model, rows, [float(t) for t in y], loss, history)


def test_each_neuron_of_two_inputs_has_a_map():
    model = MLP(2, [3, 1], rng=0)
    found = scene(model, *gates.xor())
    assert [len(column) for column in found.maps] == [2, 3, 1]
    assert all(len(m) == SIDE * SIDE for column in found.maps for m in column)
    (low, high), (bottom, _) = found.where
    assert (low, high) == pytest.approx((-0.2, 1.2))
    corner = [v.data for v in model.layers[0]([low, bottom])]
    assert [m[0] for m in found.maps[1]] == pytest.approx(corner)
    assert found.answer[0] == pytest.approx([model([low, bottom]).data])


def test_of_one_input_they_are_curves_and_of_many_there_are_none():
    line = scene(MLP(1, [3, 1], rng=0), [[0.0], [2.0]], [0.5, 0.7])
    assert len(line.maps[1][0]) == CURVE
    assert line.meaning.kinds == []
    many = scene(MLP(3, [2, 1], rng=0), [[0, 1, 2], [2, 1, 0]], [0, 1])
    assert (many.maps, many.where, many.answer) == ([], [], [])


def test_the_figures_are_those_of_evaluate():
    model = MLP(2, [3, 1], rng=0)
    reached = evaluate(model, *gates.xor(), loss="bce")
    found = scene(model, *gates.xor())
    assert found.figures == [
        f"loss {reached['loss']:.4g}",
        f"accuracy {100 * reached['accuracy']:.0f} %",
    ]
    assert found.title.startswith("network 2-3-1: loss ")
    assert len(scene(model, [[0, 1], [1, 1]], [0.2, 3.0]).figures) == 1


def test_courses_are_those_of_the_history():
    history = History([0.7, 0.1], {"accuracy": [0.5, 1.0], "none": []})
    found = scene(MLP(2, [1], rng=0), *gates.xor(), history=history)
    assert found.courses == {"loss": [0.7, 0.1], "accuracy": [0.5, 1.0]}
    assert scene(MLP(2, [1], rng=0), *gates.xor()).courses == {}
