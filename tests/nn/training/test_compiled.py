"""The compiled engine trains what the eager one trains, and sees what a callback changes."""

import math
import os
import sys

import numpy as np
import pytest

import autograd as ag
import nn
from autograd import Value
from autograd.compiler.backends import choice
from nn import MLP, SGD, Adam, AdamW, Layer, Module, Neuron, fit, gates
from nn.training.compiled import CompiledStep
from tests.nn.training.agreement import differences

XOR = gates.xor()
ENGINES = ["eager", "compiled"]

each_engine = pytest.mark.parametrize("engine", ENGINES)


#: random trainings that both engines are compared on: AUTOGRAD_AGREEMENT=500 takes so many
COUNT = int(os.environ.get("AUTOGRAD_AGREEMENT", "60"))


@pytest.mark.parametrize("seed", range(COUNT))
def test_the_engines_give_one_model_and_touch_nothing_else(seed):
    assert list(differences(seed)) == []


def test_the_comparison_notices_what_it_is_for(monkeypatch):
    """Were frozen parts trained, memory dropped, or one number lost, it would say so."""
    assert list(differences(0)) == []
    honest = CompiledStep.store

    def wrong(step):
        honest(step)
        step.parameters[-1].data += 2e-9 * max(1.0, abs(step.parameters[-1].data))

    monkeypatch.setattr(CompiledStep, "store", wrong)
    assert any("model" in line for line in differences(0))
    monkeypatch.setattr(CompiledStep, "store", honest)
    monkeypatch.setattr(nn.Optimizer, "remember", lambda self, memory: None)
    assert any("memory" in line for line in differences(0))


def numbers(model):
    return [p.data for p in model.parameters()]


class Headed(Module):
    """A frozen layer below a trained one."""

    def __init__(self):
        self._frozen = Layer(2, 3, rng=0)
        self.head = Layer(3, 1, "linear", rng=1)

    def __call__(self, x):
        return self.head(self._frozen(x))[0]


@each_engine
def test_a_value_in_the_loss_is_no_parameter(engine):
    k, model = Value(1.0), MLP(2, [3, 1], rng=0)
    before = numbers(model)
    fit(model, *XOR, loss=lambda p, t: k * (p - t) ** 2, epochs=100, rng=0, engine=engine)
    assert k.data == 1.0
    assert numbers(model) != before


@each_engine
def test_frozen_layers_stay(engine):
    model = Headed()
    frozen = numbers(model._frozen)
    fit(model, *XOR, loss="mse", epochs=20, engine=engine)
    assert numbers(model._frozen) == frozen


@each_engine
def test_a_teacher_and_a_value_in_the_penalty_stay(engine):
    teacher, strength, student = MLP(1, [3, 1], rng=5), Value(0.25), MLP(1, [3, 1], rng=6)
    before = numbers(teacher)

    def distilled(prediction, target):
        return (prediction - teacher([target])) ** 2

    fit(
        student,
        [[0.0], [1.0], [2.0]],
        [0.0, 1.0, 2.0],
        loss=distilled,
        penalty=lambda ps: strength * nn.l2_penalty(ps),
        epochs=30,
        engine=engine,
    )
    assert numbers(teacher) == before
    assert strength.data == 0.25


@each_engine
def test_what_does_not_take_part_keeps_its_gradient(engine):
    k, model = Value(1.0), MLP(2, [3, 1], rng=0)
    k.grad = 7.0
    fit(model, *XOR, loss=lambda p, t: k * (p - t) ** 2, epochs=3, engine=engine)
    assert k.grad == 7.0


def trained(engine, callback=None, model=None, **settings):
    model = model or MLP(2, [3, 1], rng=0)
    fit(model, *XOR, epochs=12, engine=engine, callback=callback, **settings)
    return numbers(model)


def test_a_parameter_that_the_loss_does_not_reach_decays_as_well():
    """AdamW shrinks every parameter, whatever its gradient."""

    class Idle(Neuron):
        def __init__(self):
            super().__init__(2, "linear", rng=0)
            self.idle = Value(1.0)

    eager, compiled = (
        trained(engine, model=Idle(), loss="mse", optimizer=AdamW(0.1, weight_decay=0.5))
        for engine in ENGINES
    )
    assert compiled == pytest.approx(eager, rel=1e-9)
    assert eager[-1] == pytest.approx((1 - 0.1 * 0.5) ** 12)


def test_the_parameters_are_those_that_the_model_names():
    class First(Neuron):
        def parameters(self):
            return [self.w[0], self.w[0]]

    eager, compiled = (trained(engine, model=First(2, rng=0), loss="mse") for engine in ENGINES)
    assert compiled == pytest.approx(eager, rel=1e-9)
    model = First(2, rng=0)
    rest = model.w[1].data, model.b.data
    fit(model, *XOR, loss="mse", epochs=3, engine="compiled")
    assert (model.w[1].data, model.b.data) == rest


def test_an_outside_value_may_change_between_epochs():
    runs = []
    for engine in ENGINES:
        k = Value(1.0)

        def fade(history, k=k):
            k.data *= 0.5

        def loss(p, t, k=k):
            return k * (p - t) ** 2

        runs.append(trained(engine, fade, loss=loss, optimizer=SGD(0.1)))
        assert k.data == 0.5**12
    assert runs[1] == pytest.approx(runs[0], rel=1e-9)


def test_the_model_itself_may_change_between_epochs():
    runs = []
    for engine in ENGINES:
        model = MLP(2, [3, 1], rng=0)

        def clip(history, model=model):
            for p in model.parameters():
                p.data = min(max(p.data, -0.1), 0.1)

        runs.append(trained(engine, clip, model))
        assert max(map(abs, runs[-1])) <= 0.1
    assert runs[1] == pytest.approx(runs[0], rel=1e-9)


def test_a_layer_may_be_thawed_between_epochs():
    runs = []
    for engine in ENGINES:
        model = Headed()

        def thaw(history, model=model):
            if history.epochs == 5:
                model.body = model._frozen

        runs.append(trained(engine, thaw, model, loss="mse", optimizer=Adam(0.01)))
        assert len(runs[-1]) == len(Headed().head.parameters()) + 9
        assert numbers(Headed()._frozen) != numbers(model._frozen)
    assert runs[1] == pytest.approx(runs[0], rel=1e-9)


def test_columns_of_one_and_of_classes():
    column = [[t] for t in XOR[1]]
    for engine in ENGINES:
        flat, tall = (MLP(2, [3, 1], rng=0) for _ in range(2))
        kept = fit(flat, *XOR, epochs=5, engine=engine)
        assert fit(tall, XOR[0], column, epochs=5, engine=engine) == kept
        assert tall.state_dict() == flat.state_dict()
        flat, tall = (MLP(2, [3, 2], rng=0) for _ in range(2))
        kept = fit(flat, *XOR, loss="cross_entropy", epochs=5, engine=engine)
        assert fit(tall, XOR[0], column, loss="cross_entropy", epochs=5, engine=engine) == kept
        assert tall.state_dict() == flat.state_dict()


@pytest.mark.parametrize("size", [1, 2, 3])
def test_every_batch_size(size):
    runs = []
    for engine in ENGINES:
        model = MLP(2, [3, 1], rng=0)
        history = fit(model, *XOR, epochs=5, batch_size=size, rng=1, engine=engine)
        assert history.steps == 5 * math.ceil(4 / size)
        runs.append(numbers(model))
    assert runs[1] == pytest.approx(runs[0], rel=1e-9)


def test_arrays_as_rows_train_like_lists():
    runs = []
    for X, y in (XOR, map(np.array, XOR)):
        model = MLP(2, [3, 1], rng=0)
        fit(model, X, y, epochs=5, engine="compiled")
        runs.append(numbers(model))
    assert runs[0] == runs[1]


def test_a_loss_that_branches_is_refused_by_name_and_auto_goes_another_way():
    def steep(prediction, target):
        return (prediction - target) ** 2 if prediction > target else 2.0 * (target - prediction)

    with pytest.raises(ag.RecordingError, match=r"steep branches .* autograd.where"):
        fit(MLP(2, [3, 1], rng=0), *XOR, loss=steep, epochs=3, engine="compiled")


def test_a_backend_on_lists_is_refused(monkeypatch):
    monkeypatch.setattr(choice, "BACKENDS", choice.BACKENDS[-1:])
    with pytest.raises(ag.RecordingError, match="works on arrays, and the backend"):
        fit(MLP(2, [3, 1], rng=0), *XOR, epochs=1, engine="compiled")


def test_without_numpy_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(ag.MissingPackageError, match=r"^compiled training needs numpy, "):
        fit(MLP(2, [2, 1]), *XOR, engine="compiled")


class Rule(nn.Optimizer):
    def __init__(self, lr=0.1):
        super().__init__(lr)


class Optimistic(Rule):
    remembers = 1

    def update(self, w, g, lr, t, before):
        return w - lr * (2 * g - before), g


class InPlace(Rule):
    def update(self, w, g, lr, t):
        w -= lr * g
        return (w,)


class ByNorm(Rule):
    def update(self, w, g, lr, t):
        return (w - lr * g / max(1e-2, float(np.linalg.norm(g))),)


def trained_by(engine, rule):
    model = MLP(2, [3, 1], output="sigmoid", rng=0)
    fit(model, *XOR, optimizer=rule, epochs=20, engine=engine)
    return [p.data for p in model.parameters()]


@pytest.mark.parametrize("rule", [Optimistic, InPlace])
def test_a_rule_may_keep_the_gradient_and_write_on_the_parameters(rule):
    eager, compiled = (trained_by(engine, rule()) for engine in ENGINES)
    assert compiled == pytest.approx(eager, rel=1e-12)


def test_a_failing_metric_takes_back_an_epoch_of_a_rule_that_writes():
    found = []
    for engine in ENGINES:
        model, calls = MLP(2, [3, 1], output="sigmoid", rng=0), []

        def metric(predictions, targets, calls=calls):
            calls.append(1)
            return 1.0 if len(calls) < 3 else 1 / 0

        with pytest.raises(ZeroDivisionError):
            fit(model, *XOR, optimizer=InPlace(), metrics=[metric], epochs=9, engine=engine)
        found.append([p.data for p in model.parameters()])
    assert found[1] == pytest.approx(found[0], rel=1e-12)


def test_a_rule_that_makes_one_number_of_an_array_is_refused():
    with pytest.raises(ag.RecordingError, match="other numbers than its elements one by one"):
        trained_by("compiled", ByNorm())


def test_a_metric_may_look_at_the_model():
    courses = []
    for engine in ENGINES:
        model = MLP(2, [3, 1], output="sigmoid", rng=0)

        def norm(predictions, targets, model=model):
            return sum(p.data**2 for p in model.parameters())

        history = fit(model, *XOR, optimizer=SGD(0.5), metrics=[norm], epochs=5, engine=engine)
        courses.append(history.metrics["norm"])
    assert courses[1] == pytest.approx(courses[0], rel=1e-12)
