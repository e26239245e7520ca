"""The rows of the losses: when a prediction is right, and which targets and models fit."""

import pytest

from autograd import GraphError
from nn import MLP, Layer, Sequential, fit, gates, softmax
from nn.losses import formulas
from nn.losses.objective import LOSSES, Objective, last_activation, objective


def row(loss, y, model=None):
    return objective(loss, model, list(map(float, y)))


#: loss, the two labels, a number just below and just above what parts them
SIDES = [
    ("mse", (0, 1), 0.5 - 1e-9, 0.5 + 1e-9),
    ("mse", (-1, 1), -1e-9, 1e-9),
    ("squared_error", (0, 1), 0.5 - 1e-9, 0.5 + 1e-9),
    ("squared_error", (-1, 1), -1e-9, 1e-9),
    ("bce", (0, 1), 0.5 - 1e-9, 0.5 + 1e-9),
    ("bce_with_logits", (0, 1), -1e-9, 1e-9),
    ("hinge", (-1, 1), -1e-9, 1e-9),
]


@pytest.mark.parametrize(("loss", "labels", "below", "above"), SIDES)
def test_each_side_of_a_threshold_has_its_label(loss, labels, below, above):
    goal, (lower, upper) = row(loss, labels), labels
    assert goal.decides
    assert goal.right(below, lower)
    assert goal.right(above, upper)
    assert not goal.right(below, upper)
    assert not goal.right(above, lower)
    assert goal.accuracy([below, above, above], [lower, upper, lower]) == pytest.approx(2 / 3)
    assert goal.right(goal.threshold, lower)  # undecided counts as the lower label
    assert not goal.right(goal.threshold, upper)


@pytest.mark.parametrize("logits", [False, True])
def test_a_soft_target_has_the_side_of_its_half(logits):
    goal = LOSSES["bce_with_logits" if logits else "bce"]
    high, low = (2.0, -2.0) if logits else (0.8, 0.2)
    for target in (0.7, 0.51, 1.0):
        assert goal.right(high, target)
        assert not goal.right(low, target)
    for target in (0.3, 0.5, 0.0):
        assert goal.right(low, target)
        assert not goal.right(high, target)


def test_every_output_of_several_must_be_right():
    goal = row("bce", [0, 1])
    assert goal.right([0.9, 0.1], [1, 0])
    assert not goal.right([0.9, 0.9], [1, 0])
    assert goal.right([0.9], 1.0)
    assert goal.right(0.9, [1.0])
    assert not goal.right(0.9, [0.0])


def test_the_largest_output_is_the_class():
    goal = LOSSES["cross_entropy"]
    assert goal.right([0.1, 3.0, 2.0], 1)
    assert not goal.right([0.1, 3.0, 2.0], 2)
    assert goal.right([0.1, 3.0, 2.0], [0.2, 0.5, 0.3])
    assert not goal.right([0.1, 3.0, 2.0], [0.5, 0.2, 0.3])
    assert goal.accuracy([[1.0, 0.0], [1.0, 0.0]], [0, 1]) == 0.5


@pytest.mark.parametrize(
    ("y", "threshold"),
    [
        ([0, 1, 1], 0.5),
        ([1, 1], 0.5),
        ([-1, 1], 0.0),
        ([-1, -1], 0.0),
        ([0, 2], None),
        ([-1, 0, 1], None),
        ([0.5], None),
    ],
)
def test_numbers_are_labels_where_there_are_two_known_ones(y, threshold):
    assert row("mse", y).threshold == threshold
    assert row(lambda p, t: (p - t) ** 2, y).decides is (threshold is not None)
    assert objective("mse", None, [[t, t] for t in map(float, y)]).threshold == threshold


@pytest.mark.parametrize(
    ("loss", "y", "words"),
    [
        ("bce", 1.5, r"y, row 0 is 1\.5: bce needs targets from 0 to 1"),
        ("hinge", 0.0, "needs targets -1 and 1"),
        ("cross_entropy", 0.5, "needs the number of a class"),
        ("cross_entropy", -1.0, "needs the number of a class"),
        ("cross_entropy", [0.5, -0.5], "needs one probability per class"),
    ],
)
def test_targets_that_a_loss_cannot_take_are_named(loss, y, words):
    with pytest.raises(GraphError, match=words):
        objective(loss, None, [y])


def test_the_last_activation_is_looked_for_in_the_last_layer():
    assert last_activation(MLP(2, [2, 1], output="sigmoid")) == "sigmoid"
    assert last_activation(Sequential(Layer(2, 2), Layer(2, 2, "linear"), softmax)) == "softmax"
    assert last_activation(Sequential(Layer(2, 2, "sin"))) == "sin"
    assert last_activation(lambda x: x) is None


@pytest.mark.parametrize("goal", LOSSES.values(), ids=LOSSES)
def test_rows_are_whole(goal):
    """What may end a network, and what to write otherwise, go together; logits have their row."""
    assert goal.loss is getattr(formulas, goal.name)
    assert goal.name in formulas.__all__
    assert bool(goal.endings) == bool(goal.advice)
    assert not goal.on_logits or LOSSES[goal.on_logits].endings == ("linear",)
    assert goal.targets in ("number", "probability", "sign", "class")


def test_a_further_row_is_known_by_its_name(monkeypatch):
    def cube(prediction, target):
        difference = prediction - target
        return difference * difference * difference * difference

    monkeypatch.setitem(
        LOSSES, "fourth", Objective("fourth", cube, endings=("linear",), advice="!")
    )
    history = fit(MLP(2, [2, 1], rng=0), *gates.xor(), loss="fourth", epochs=3)
    assert history.losses[-1] < history.losses[0]
    with pytest.raises(ValueError, match="do not go together: !"):
        fit(MLP(2, [2, 1], output="tanh"), *gates.xor(), loss="fourth")
    with pytest.raises(ValueError, match=r"unknown loss 'forth' .did you mean 'fourth'"):
        fit(MLP(2, [2, 1]), *gates.xor(), loss="forth")


@pytest.mark.parametrize("name", LOSSES)
def test_the_function_of_a_row_stands_for_its_name(name):
    y = [1.0, -1.0] if name == "hinge" else [1.0, 0.0]
    assert objective(LOSSES[name].loss, None, y) == objective(name, None, y)


def test_the_number_of_a_class_is_whole():
    goal = LOSSES["cross_entropy"]
    assert [type(goal.target(t)) for t in (2.0, [0.5, 0.5])] == [int, list]
    assert type(LOSSES["mse"].target(2.0)) is float
