"""What can be told to others, and how it is said that something cannot."""

import pytest

import autograd as ag
import nn
from autograd import Value
from nn.export.known import activation_of, numbers, recorded, row_for
from tests.nn.files.models import OWN, Line

ROWS = {nn.Layer: "layer", "softmax": "softmax", "operation": "operation"}


def test_rows_are_found_by_class_and_by_name():
    layer = nn.Layer(1, 1)
    assert row_for(layer, "", ROWS, "others") == ("layer", layer)
    assert row_for(nn.softmax, "", ROWS, "others") == ("softmax", nn.softmax)
    assert row_for(ag.tanh, "", ROWS, "others") == ("operation", "tanh")


SLOPE = Value(0.1)


class Mine(nn.Layer):
    """A layer that may do anything."""


@pytest.mark.parametrize("part", [Mine(1, 1), Line(), len, lambda x: x])
def test_what_has_no_row_is_named(part):
    name = getattr(part, "__name__", type(part).__name__)
    with pytest.raises(ag.OperandError, match=rf"a\.b \({name}\) cannot .* write this one in ONNX"):
        row_for(part, "a.b", ROWS, "ONNX")


def test_what_was_changed_by_hand_is_refused():
    with pytest.raises(ag.OperandError, match=r"layers\.0 \(Layer\).*changed by hand"):
        row_for(OWN["replaced"]().layers[0], "layers.0", ROWS, "others")


def test_an_activation_has_its_name_if_there_is_one():
    def own(x):
        return x

    found = [activation_of([nn.Neuron(1, a)], "") for a in ("tanh", "linear", ag.sin, own)]
    assert found == ["tanh", "linear", "sin", own]
    with pytest.raises(ag.OperandError, match="different activations"):
        activation_of([nn.Neuron(1, "tanh"), nn.Neuron(1, own)], "")


@pytest.mark.parametrize(
    ("f", "said"),
    [
        (lambda x: x if x > 0 else 0.0, "must be recorded"),
        (lambda x: [x, x], "of one number and gives one"),
        (lambda x: SLOPE * x, "without parameters"),
        (lambda x: x * ag.detach(x), "differentiated there"),
        (lambda: 1.0, "must be recorded"),
    ],
)
def test_an_activation_that_a_recording_does_not_tell_is_refused(f, said):
    with pytest.raises(ag.OperandError, match=rf"at \(<lambda>\).*{said}"):
        recorded(f, "at")


def test_weights_are_parameters():
    W = [[Value(1.0)], [Value(2.0)]]
    assert numbers(W, "W") == [W[0][0], W[1][0]]
    with pytest.raises(ag.OperandError, match=r"a weight of W is no parameter but 1\.0"):
        numbers([1.0], "W")
