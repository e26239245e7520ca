"""What outputs mean: sides, classes, numbers, by model, targets and loss."""

import pytest

from autograd import GraphError
from nn import MLP, Layer, Sequential, softmax
from nn.plot.meaning import label_of, meaning, usual_loss

ROW = [0.5, 0.25]


def read(outputs=1, targets=(0.0, 1.0), output="linear", loss=None):
    return meaning(MLP(2, [outputs], output=output, rng=0), ROW, list(targets), loss)


def test_one_output_and_two_labels_are_sides():
    assert read().kinds == [0.0, 1.0]
    assert read(targets=(-1.0, 1.0)).kinds == [-1.0, 1.0]
    assert read().side(0.0) == 0.5
    assert read(output="sigmoid").side(0.25) == 0.25
    assert read(output="tanh", targets=(-1.0, 1.0)).side(0.0) == 0.5
    assert read(loss="mse").side(3.0) == 1.0


def test_numbers_have_no_kinds_and_no_sides():
    found = read(targets=(0.3, 7.0))
    assert (found.kinds, found.goal.name) == ([], "mse")
    with pytest.raises(GraphError, match="no two labels"):
        found.side(0.0)


def test_several_outputs_are_classes():
    found = read(3, targets=(0.0, 2.0))
    assert (found.kinds, found.goal.name) == ([0.0, 1.0, 2.0], "cross_entropy")
    assert found.sure([0.0, 9.0, 0.0])[0] == 1
    assert found.sure([0.0, 9.0, 0.0])[1] == pytest.approx(1.0, abs=0.01)
    assert found.sure([1.0, 1.0, 1.0]) == (0, pytest.approx(0.0))


def test_shares_for_each_class_are_classes_too():
    assert read(2, targets=([1.0, 0.0], [0.0, 1.0])).kinds == [0.0, 1.0]
    assert read(2, targets=([1.0, 0.0], [0.0, 1.0]), output="tanh").goal.name == "mse"
    assert read(2, targets=([0.5, 3.0], [2.0, 1.0])).kinds == []


def test_a_softmax_gives_shares_already():
    model = Sequential(Layer(2, 3, "linear", rng=0), softmax)
    found = meaning(model, ROW, [0.0, 2.0], None)
    assert found.shares([0.2, 0.3, 0.5]) == [0.2, 0.3, 0.5]
    assert found.sure([0.2, 0.3, 0.5]) == (2, pytest.approx(0.25))
    assert found.goal is None


def test_the_loss_that_is_given_decides():
    assert read(loss="hinge", targets=(-1.0, 1.0)).goal.name == "hinge"
    with pytest.raises(GraphError, match="hinge needs targets -1 and 1"):
        read(loss="hinge")


@pytest.mark.parametrize(
    ("output", "targets", "loss"),
    [
        ("linear", [0.0, 1.0], "bce"),
        ("linear", [-1.0, 1.0], "hinge"),
        ("linear", [0.5], "mse"),
        ("tanh", [-1.0, 1.0], "mse"),
    ],
)
def test_the_usual_loss(output, targets, loss):
    assert usual_loss(MLP(2, [1], output=output), targets) == loss


def test_the_label_of_shares_is_the_largest():
    assert (label_of(2.0), label_of([0.1, 0.7, 0.2])) == (2.0, 1.0)
