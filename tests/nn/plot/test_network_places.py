"""Where neurons stand: in order, within the picture, and where their squares are clicked."""

import pytest

from nn import MLP, Layer, Linear, Sequential, gates
from nn.plot.network_panel import MAP
from nn.plot.network_places import WIDTH, boxes, layout
from nn.plot.network_scene import network_scene


def scene(model, X=None, y=None):
    rows, targets = (X, y) if X else gates.xor()
    return network_scene(model, rows, [float(t) for t in targets], None, None)


@pytest.mark.parametrize("size", range(1, 21))
def test_neurons_stand_in_order(size):
    seen = scene(MLP(2, [size, size, 1], rng=0))
    found = layout(seen)
    assert all(place.ys == sorted(place.ys) for place in found.places)
    lefts = [place.x for place in found.lines]
    assert lefts == sorted(lefts)
    for box in boxes(seen, found):
        assert 0 <= box.x <= WIDTH - box.side
        assert 0 <= box.y <= found.high - box.side


def test_the_squares_are_those_of_the_neurons_layer_by_layer():
    seen = scene(MLP(2, [3, 1], rng=0))
    found = [*boxes(seen, layout(seen))]
    assert [box[:2] for box in found] == [(0, 0), (0, 1), (0, 2), (1, 0)]
    assert found[-1].side == MAP
    assert len({box.x for box in found[:3]}) == 1


def test_inputs_functions_and_matrices_have_no_scalars_of_their_own():
    model = Sequential(lambda x: [x[0] * 3, x[1], x[0]], Layer(3, 2, rng=0), Linear(2, 2, rng=0))
    seen = scene(model)
    assert [box[:2] for box in boxes(seen, layout(seen))] == [(0, 0), (0, 1)]


def test_many_inputs_are_one_square():
    seen = scene(MLP(25, [4, 3], rng=0), [[1.0] * 25, [0.0] * 25], [0, 1])
    found = layout(seen)
    assert len(found.places[0].ys) == 1
    assert not found.alone
