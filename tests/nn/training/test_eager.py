"""The eager engine's step by itself: gradients add up over a batch, and states can be put back."""

import pytest

import nn
from autograd import OperandError, Value
from nn import SGD, Neuron
from nn.training.eager import EagerStep
from nn.training.problem import posed, trainable

X, Y = [[1.0], [2.0], [4.0]], [1.0, 0.0, 3.0]


def step_of(penalty=None, loss="mse"):
    line, optimizer = Neuron(1, "linear", rng=0), SGD(0.1, momentum=0.5)
    line.w[0].data, line.b.data = 2.0, 1.0
    return line, optimizer, EagerStep(trainable(posed(line, X, Y, loss), penalty), optimizer)


def test_loss_predictions_and_gradient_of_a_batch():
    line, _, step = step_of()
    line.w[0].grad = 99.0  # from elsewhere
    loss, predictions = step.forward_backward([2, 0])
    assert predictions == [9.0, 3.0]
    assert loss == (6.0**2 + 2.0**2) / 2
    assert [p.grad for p in line.parameters()] == [6.0 * 4.0 + 2.0 * 1.0, 6.0 + 2.0]


def test_a_penalty_is_added_once_to_a_batch():
    line, _, step = step_of(lambda ps: nn.l2_penalty(ps, 0.5))
    loss, _ = step.forward_backward([2, 0])
    assert loss == 20.0 + 0.5 * (4.0 + 1.0)
    assert [p.grad for p in line.parameters()] == [26.0 + 2.0, 8.0 + 1.0]


def test_update_and_restore():
    line, optimizer, step = step_of()
    before = step.state()
    step.forward_backward([0, 1, 2])
    step.update()
    assert optimizer.steps == 1
    assert line.w[0].data != 2.0
    step.restore(before)
    assert [p.data for p in line.parameters()] == [2.0, 1.0]
    assert (optimizer.steps, optimizer.remembered(line.b)) == (0, (0, 0.0))


def test_what_takes_part_untrained_gets_its_gradient_back_at_the_end():
    k = Value(1.0)
    k.grad = 5.0
    line, _, step = step_of(loss=lambda p, t: k * (p - t) ** 2)
    step.forward_backward([0, 1, 2])
    assert k.grad != 5.0
    gradients = [p.grad for p in line.parameters()]
    step.store()
    assert k.grad == 5.0
    assert [p.grad for p in line.parameters()] == gradients != [0.0, 0.0]


def test_a_constant_row_is_part_of_the_mean_and_has_no_gradient():
    line, _, step = step_of(loss=lambda p, t: (p - t) ** 2 if t else 3)
    loss, _ = step.forward_backward([0, 1])
    assert loss == (4.0 + 3.0) / 2
    assert line.b.grad == 2.0


def test_a_loss_that_turns_into_something_else_later_is_refused():
    _, _, step = step_of(loss=lambda p, t: (p - t) ** 2 if t else [p])
    with pytest.raises(OperandError, match="the loss is one number for one row, got "):
        step.forward_backward([0, 1])
