"""The loop by itself: where it goes on from, and in which order its parts are asked."""

import pytest

import nn
from nn.files.checkpoint import Checkpoint
from nn.training.eager import EagerStep
from nn.training.keeping import Unkept
from nn.training.loop import Training
from nn.training.problem import posed, trainable
from nn.training.progress import Bar
from nn.training.shuffling import Shuffling

X, Y = [[1.0], [2.0], [4.0]], [1.0, 0.0, 3.0]


class Told(Unkept):
    """A keeper that notes what it is told."""

    def __init__(self):
        self.told = []

    def begin(self, training):
        self.told.append("begin")

    def epoch(self, training):
        self.told.append(training.history.epochs)

    def end(self, training, stopped):
        self.told.append(stopped)

    def failed(self, training, error):
        self.told.append(type(error).__name__)


def training_of(callback=None, size=None):
    model, rule = nn.Neuron(1, "linear", rng=0), nn.SGD(0.05, momentum=0.5)
    problem = trainable(posed(model, X, Y, "mse"), None)
    batches = Shuffling(3, size, 0)
    step = EagerStep(problem, rule)
    return Training(step, problem.y, {}, callback, batches, Told()), model, rule


def test_a_keeper_is_told_of_every_epoch_and_of_the_end():
    training, _, _ = training_of()
    training.run(3, Bar())
    assert training.keeper.told == ["begin", 1, 2, 3, "finished"]


@pytest.mark.parametrize(
    ("error", "told"),
    [(KeyboardInterrupt, "interrupted"), (ZeroDivisionError, "ZeroDivisionError")],
)
def test_a_keeper_is_told_how_it_ended(error, told):
    def callback(history):
        if history.epochs == 2:
            raise error

    training, _, _ = training_of(callback)
    try:
        training.run(3, Bar())
    except ZeroDivisionError:
        assert told == "ZeroDivisionError"
    assert training.keeper.told == ["begin", 1, told]
    training, _, _ = training_of(lambda history: history.epochs == 2)
    training.run(3, Bar())
    assert training.keeper.told == ["begin", 1, 2, "callback"]


def test_it_goes_on_from_any_moment():
    training, model, rule = training_of(size=2)
    training.run(2, Bar())
    numbers, memory, steps = training.step.plain(training.step.state())
    found = Checkpoint({}, training.history, numbers, steps, memory, training.batches.state())
    other, twin, other_rule = training_of(size=2)
    other.go_on(found)
    assert (other.history.epochs, other.history.steps, other_rule.steps) == (2, 4, 4)
    for each in (training, other):
        each.run(5, Bar())
    assert twin.state_dict() == model.state_dict()
    assert other.history == training.history
    assert [other_rule.remembered(p) for p in twin.parameters()] == [
        rule.remembered(p) for p in model.parameters()
    ]
