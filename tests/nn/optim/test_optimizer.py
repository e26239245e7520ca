"""Optimisers: the updates by hand, floats as arrays, and hyper-parameters that make no sense."""

import copy
import math

import numpy as np
import pytest

import nn
from autograd import GraphError, OperandError, Value
from nn import SGD, Adam, Optimizer
from nn.optim.optimizer import optimizer_of

#: the rules of this package: a further one is tested here as well
KINDS = [
    kind
    for places in Optimizer.known.values()
    for place, kind in places.items()
    if place.startswith("nn.optim.rules.")
]
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
    values, array, memory = [Value(x) for x in starts], np.array(starts), None
    on_values, on_array = make(), make()
    for _ in range(5):
        g = rng.normal(size=3)
        for value, slope in zip(values, g):
            value.grad = float(slope)
        on_values.step(values)
        array, memory = on_array.step_with(array, g, memory)
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
    assert run(used) == run(Adam(0.1))  # a new parameter, and so its averages have just begun
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
    with pytest.raises(OperandError, match=r"step takes a list of Values: write optimizer\.step"):
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


def test_an_array_is_remembered_from_step_to_step():
    by_itself, by_hand, memory = Adam(0.1), Adam(0.1), None
    one = other = np.array([1.0, -2.0])
    for g in ([1.0, 0.5], [-0.5, 2.0], [0.25, 0.0]):
        one = by_itself.step_array(one, np.array(g))
        other, memory = by_hand.step_with(other, np.array(g), memory)
        assert one.tolist() == other.tolist()
    assert by_itself.steps == 3
    with pytest.raises(GraphError, match=r"remembers an array of shape \(2,\), got \(3,\)"):
        by_itself.step_array(np.zeros(3), np.ones(3))
    assert by_itself.fresh().step_array(np.zeros(3), np.ones(3)).shape == (3,)


def test_a_new_optimiser_is_one_rule():
    class Adagrad(Optimizer):
        remembers = 1

        def update(self, w, g, lr, t, *memory):
            total = memory[0] + g * g
            return w - lr * g / total**0.5, total

    first, second = run(Adagrad(1.0), [0.1, 0.2], start=0.0)
    assert first == pytest.approx(-1.0)
    assert second - first == pytest.approx(-0.2 / math.hypot(0.1, 0.2))
    new, memory = Adagrad(1.0).step_with(np.zeros(2), np.array([0.1, 20.0]), None)
    assert new.tolist() == [-1.0, -1.0]
    assert (memory[0], memory[1].tolist()) == (1, [0.1**2, 400.0])


def test_repr():
    assert repr(SGD(0.1, 0.9)) == "SGD(lr=0.1, momentum=0.9, nesterov=False)"
    assert repr(Adam()) == "Adam(lr=0.001, betas=(0.9, 0.999), eps=1e-08)"


def test_in_a_notebook_it_is_a_table():
    html = SGD(0.5, momentum=0.9)._repr_html_()
    assert "<p>SGD, 0 steps done</p>" in html
    assert "<tr><th>momentum</th><td>0.9</td></tr>" in html
    scheduled = SGD(lambda step: 0.25 / (step + 1))
    scheduled.step([Value(1.0)])
    html = scheduled._repr_html_()
    assert "<p>SGD, 1 step done</p>" in html
    assert "<th>lr</th><td>&lt;lambda&gt;</td>" in html
    assert "<th>the next step&#x27;s rate</th><td>0.125</td>" in html


def test_a_step_without_parameters_says_what_to_write():
    with pytest.raises(OperandError, match=r"write optimizer\.step\(model\.parameters\(\)\)"):
        Adam().step()


def test_memory_belongs_to_the_parameter_and_not_to_its_place():
    """A parameter that comes later, or another model, begins as with a fresh optimiser."""
    a, b, c = Value(1.0), Value(1.0), Value(1.0)
    used, fresh = Adam(0.1), Adam(0.1)
    for g in GRADIENTS:
        a.grad = b.grad = g
        used.step([a])
    used.step([b])
    c.grad = b.grad
    fresh.step([c])
    assert b.data == c.data
    assert used.remembered(a)[0] == 4
    assert used.remembered(b) == fresh.remembered(c) == (1, *fresh.remembered(c)[1:])
    assert used.remembered(Value(0.0)) == (0, 0.0, 0.0)
    assert (used.steps, fresh.steps) == (5, 1)


def test_a_schedule_goes_on_where_memory_begins():
    """The rate is the optimiser's, and counts all of its steps."""
    seen = []
    descent = SGD(lambda step: seen.append(step) or 0.1)
    run(descent, [1.0, 1.0])
    run(descent, [1.0])
    assert seen == [0, 1, 2]


@pytest.mark.parametrize("kind", KINDS)
def test_parameters_of_different_age_in_one_array(kind):
    """The counts of steps are then an array as well; each entry goes its own way."""
    young, old, source = Value(1.0), Value(1.0), np.random.default_rng(1)
    optimizer, twin = (kind(0.1) for _ in range(2))
    for g in (0.5, -1.0):
        old.grad = g
        optimizer.step([old])
    columns = list(zip(*map(optimizer.remembered, (young, old))))
    memory, vector = tuple(map(np.array, columns)), np.array([young.data, old.data])
    twin.state = optimizer.state
    for g in source.normal(size=(5, 2)):
        vector, memory = twin.step_with(vector, g, memory)
        young.grad, old.grad = map(float, g)
        optimizer.step([young, old])
        assert vector.tolist() == pytest.approx([young.data, old.data], rel=1e-14)
    assert memory[0].tolist() == [5, 7]
    assert twin.steps == optimizer.steps == 7


def test_what_was_remembered_can_be_put_back():
    p = Value(1.0)
    descent = SGD(0.1, momentum=0.9)
    p.grad = 1.0
    descent.step([p])
    state, data = descent.state, p.data
    descent.step([p])
    assert descent.remembered(p) == (2, 1.9)
    descent.state, p.data = state, data
    assert (descent.steps, descent.remembered(p)) == (1, (1, 1.0))
    descent.remember({p: (3, 0.5)})
    assert (descent.steps, descent.remembered(p)) == (1, (3, 0.5))
    assert state[1][p] == (1, 1.0)
    assert descent.fresh().remembered(p) == (0, 0.0)


def test_the_message_about_divergence_counts_from_one():
    p = Value(1.0)
    p.grad = 1e308
    with pytest.raises(FloatingPointError, match=r"become -inf in step 1 \(it is 1, its gradient"):
        SGD(100.0).step([p])
    descent = SGD(1.0)
    p.grad = 0.0
    descent.step([p])
    p.grad, descent.lr = 1e308, 100.0
    with pytest.raises(FloatingPointError, match="in step 2 "):
        descent.step([p])
    assert descent.steps == 1


def define(name, lr):
    """A class as a cell of a notebook defines it, each time at the same place."""

    def begin(self, lr=lr):
        SGD.__init__(self, lr)

    return type(name, (SGD,), {"__init__": begin, "__module__": "a.cell"})


def test_a_cell_may_be_run_again_and_two_places_are_told_apart():
    first = define("Twice", 0.5)
    assert optimizer_of("Twice").lr == 0.5
    define("Twice", 0.25)
    assert optimizer_of("twice").lr == 0.25
    assert optimizer_of(first).lr == 0.5
    type("Twice", (SGD,), {"__module__": "another.cell"})
    words = r"several optimisers are called 'twice' \(a.cell.Twice, another.cell.Twice\): pass the"
    with pytest.raises(GraphError, match=words):
        optimizer_of("twice")


@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_says_what_it_is(kind):
    """A further rule needs its class alone: settings in the repr, its source, an example."""
    assert kind.__module__ == "nn.optim.rules"
    assert repr(kind(0.5)).startswith(f"{kind.__name__}(lr=0.5")
    assert ">>> " in kind.__doc__
    assert len(kind(0.5).update(1.0, 1.0, 0.5, 1, *[0.0] * kind.remembers)) == 1 + kind.remembers
    assert kind in Optimizer.known[kind.__name__.lower()].values()
    assert getattr(nn, kind.__name__) is kind


def test_what_stands_for_no_optimiser_is_refused():
    for given in (0.1, None, dict, Value(1.0)):
        with pytest.raises(OperandError, match=r"an Optimizer such as Adam\(0\.05\), or its name"):
            optimizer_of(given)
    with pytest.raises(OperandError, match=r"SGD needs lr: write optimizer=SGD\(lr=…\)"):
        optimizer_of("SGD")
    used = Adam(0.1)
    assert optimizer_of(used) is used
