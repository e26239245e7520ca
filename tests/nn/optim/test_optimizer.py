"""Optimisers: the updates by hand, floats as arrays, and hyper-parameters that make no sense."""

import copy
import math

import numpy as np
import pytest

from autograd import OperandError, Value
from nn import SGD, Adam, Optimizer

GRADIENTS = [0.5, -1.0, 0.25, 2.0]


def run(optimizer, gradients=GRADIENTS, start=1.0):
    w = Value(start)
    course = []
    for g in gradients:
        w.grad = g
        optimizer.step([w])
        course.append(w.data)
    return course


def test_gradient_descent():
    assert run(SGD(0.1)) == pytest.approx([0.95, 1.05, 1.025, 0.825], rel=1e-15)


def test_momentum_is_a_weighted_sum_of_all_past_gradients():
    course, w = run(SGD(0.1, momentum=0.9)), 1.0
    for t in range(4):
        w -= 0.1 * sum(0.9 ** (t - k) * g for k, g in enumerate(GRADIENTS[: t + 1]))
        assert course[t] == pytest.approx(w, rel=1e-14)


def test_nesterov_in_the_form_of_pytorch():
    course, w, v = run(SGD(0.1, momentum=0.9, nesterov=True)), 1.0, 0.0
    for t, g in enumerate(GRADIENTS):
        v = 0.9 * v + g
        w -= 0.1 * (g + 0.9 * v)
        assert course[t] == pytest.approx(w, rel=1e-14)


def test_nesterov_is_the_gradient_at_the_point_ahead():
    """Sutskever's form on f = w²/2 follows u ← μu - η f'(w + μu); PyTorch's w is his w + μu."""
    descent, ahead = SGD(0.1, momentum=0.9, nesterov=True), Value(1.0)
    w, u = 1.0, 0.0
    for _ in range(5):
        ahead.grad = ahead.data
        descent.step([ahead])
        u = 0.9 * u - 0.1 * (w + 0.9 * u)
        w += u
        assert ahead.data == pytest.approx(w + 0.9 * u, rel=1e-13)


def test_adam_step_by_step():
    course = run(Adam(lr=0.1, betas=(0.8, 0.95), eps=1e-3))
    w, m, v = 1.0, 0.0, 0.0
    for t, g in enumerate(GRADIENTS, start=1):
        m, v = 0.8 * m + 0.2 * g, 0.95 * v + 0.05 * g * g
        w -= 0.1 * (m / (1 - 0.8**t)) / (math.sqrt(v / (1 - 0.95**t)) + 1e-3)
        assert course[t - 1] == pytest.approx(w, rel=1e-14)


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e6])
def test_the_first_step_of_adam_does_not_know_the_scale(scale):
    assert run(Adam(lr=0.1), [scale])[0] == pytest.approx(0.9, rel=1e-5)


@pytest.mark.parametrize(
    "make",
    [lambda: SGD(0.1), lambda: SGD(0.1, 0.9), lambda: SGD(0.1, 0.9, True), lambda: Adam(0.1)],
)
def test_floats_and_arrays_go_the_same_way(make):
    starts, rng = [1.0, -2.0, 0.5], np.random.default_rng(0)
    values, array = [Value(x) for x in starts], np.array(starts)
    on_values, on_array = make(), make()
    for _ in range(5):
        g = rng.normal(size=3)
        for value, slope in zip(values, g):
            value.grad = float(slope)
        on_values.step(values)
        array = on_array.step_array(array, g)
        assert array.tolist() == [value.data for value in values]
    assert on_values.steps == on_array.steps == 5


def test_each_parameter_has_its_own_memory_whatever_the_order():
    a, b = Value(0.0), Value(0.0)
    descent = SGD(1.0, momentum=0.5)
    a.grad, b.grad = 1.0, -1.0
    descent.step([a, b])
    descent.step([b, a])
    assert (a.data, b.data) == (-2.5, 2.5)


def test_state_belongs_to_the_optimiser():
    assert run(Adam(0.1)) == run(Adam(0.1))
    used = Adam(0.1)
    assert run(used) == run(Adam(0.1))
    assert run(used) != run(Adam(0.1))  # a new parameter, but later steps correct the bias less
    assert copy.deepcopy(used).steps == used.steps == 8


def test_a_schedule_counts_the_steps_that_are_done():
    seen = []
    descent = SGD(lambda step: seen.append(step) or 1 / (step + 1) ** 0.5)
    course = run(descent, [1.0, 1.0, 1.0], start=0.0)
    assert seen == [0, 1, 2]
    assert course == pytest.approx([-1.0, -1 - 0.5**0.5, -1 - 0.5**0.5 - 3**-0.5], rel=1e-15)
    with pytest.raises(ValueError, match=r"SGD: lr\(0\) is a number from 0 on, got -1"):
        run(SGD(lambda step: -1.0))
    with pytest.raises(OperandError, match=r"lr\(0\)"):
        run(SGD(lambda step: None))


def test_gradients_on_a_smooth_function_descend_by_the_lemma():
    """f = 2w², L = 4, step 1/L: f(new) ≤ f(old) - f'(old)²/(2L)."""
    w = Value(3.0)
    for _ in range(3):
        before, w.grad = 2 * w.data**2, 0.0
        (2.0 * w * w).backward()
        SGD(0.25).step([w])
        assert 2 * w.data**2 <= before - w.grad**2 / 8 + 1e-12


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: SGD(0.0), "SGD: lr is a positive number, got 0.0"),
        (lambda: SGD(-1), "SGD: lr"),
        (lambda: SGD(math.nan), "SGD: lr"),
        (lambda: SGD(math.inf), "SGD: lr"),
        (lambda: SGD(0.1, momentum=1.0), "SGD: momentum is a number from 0 to just below 1"),
        (lambda: SGD(0.1, momentum=-0.1), "SGD: momentum"),
        (lambda: SGD(0.1, nesterov=True), "nesterov=True needs momentum"),
        (lambda: Adam(betas=(0.9, 1.0)), r"Adam: betas\[1\]"),
        (lambda: Adam(betas=(-0.1, 0.9)), r"Adam: betas\[0\]"),
        (lambda: Adam(eps=0.0), "Adam: eps"),
    ],
)
def test_bad_hyper_parameters_are_refused_by_name(make, words):
    with pytest.raises(ValueError, match=words):
        make()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: SGD("0.1"), "SGD: lr"),
        (lambda: SGD(Value(0.1)), "SGD: lr"),
        (lambda: SGD(0.1, momentum=None), "SGD: momentum"),
        (lambda: SGD(True), "SGD: lr"),
        (lambda: Adam(betas=0.9), "Adam: betas is a pair"),
    ],
)
def test_what_is_no_number_is_refused_by_name(make, words):
    with pytest.raises(OperandError, match=words):
        make()


def test_parameters_must_be_values():
    with pytest.raises(OperandError, match=r"step takes Values, such as model.parameters\(\)"):
        SGD(0.1).step([1.0])
    with pytest.raises(OperandError, match="step takes a list of Values"):
        SGD(0.1).step(Value(1.0))


def test_a_step_to_infinity_changes_nothing():
    a, b = Value(1.0), Value(1e308)
    a.grad, b.grad = 1.0, -1e308
    descent = SGD(10.0, momentum=0.9)
    with pytest.raises(FloatingPointError, match="try a smaller learning rate"):
        descent.step([a, b])
    assert (a.data, b.data, descent.steps) == (1.0, 1e308, 0)
    array = np.array([1.0, 1e308])
    with np.errstate(over="ignore"), pytest.raises(FloatingPointError, match="SGD: a parameter"):
        descent.step_array(array, np.array([1.0, -1e308]))
    assert descent.steps == 0
    assert run(descent) == run(SGD(10.0, momentum=0.9))


def test_a_new_optimiser_is_one_rule():
    class Adagrad(Optimizer):
        remembers = 1

        def update(self, w, g, lr, t, *memory):
            total = memory[0] + g * g
            return w - lr * g / total**0.5, total

    first, second = run(Adagrad(1.0), [0.1, 0.2], start=0.0)
    assert first == pytest.approx(-1.0)
    assert second - first == pytest.approx(-0.2 / math.hypot(0.1, 0.2))
    assert Adagrad(1.0).step_array(np.zeros(2), np.array([0.1, 20.0])).tolist() == [-1.0, -1.0]


def test_repr():
    assert repr(SGD(0.1, 0.9)) == "SGD(lr=0.1, momentum=0.9, nesterov=False)"
    assert repr(Adam()) == "Adam(lr=0.001, betas=(0.9, 0.999), eps=1e-08)"
