"""The training loop: it learns, it checks first, it stops well, and one seed is one run."""

import contextlib
import math
import sys
from random import Random
from types import SimpleNamespace

import numpy as np
import pytest

import nn
from autograd import GraphError, OperandError, RecordingError, Value, nonfinite
from nn import (
    MLP,
    SGD,
    Adam,
    Layer,
    Module,
    Neuron,
    Optimizer,
    Sequential,
    evaluate,
    fit,
    gates,
)
from nn.training import fit as module

XOR = gates.xor()


def answers(model):
    return [round(float(model(x).data > 0.0)) for x in XOR[0]]


@pytest.mark.parametrize("seed", range(5))
def test_xor_is_learned(seed):
    model = MLP(2, [6, 1], rng=seed)
    history = fit(model, *XOR, epochs=200, optimizer=Adam(0.1), progress=False)
    assert answers(model) == [0, 1, 1, 0]
    assert history.epochs == len(history.metrics["accuracy"]) == 200
    assert history.losses[-1] < 0.05
    assert history.stopped == "finished"


@pytest.mark.parametrize("name", ["and", "or", "nand", "nor", "if-first"])
def test_a_single_neuron_learns_a_linear_gate(name):
    neuron = Neuron(2, "sigmoid", rng=0)
    fit(neuron, *gates.gate(name), optimizer=SGD(1.0, momentum=0.9), epochs=200)
    assert [round(neuron(x).data) for x in XOR[0]] == list(gates.TABLE[name])


def test_no_linear_model_learns_xor():
    line = Neuron(2, "linear", rng=1)
    fit(line, *XOR, loss="mse", optimizer=SGD(0.3), epochs=400)
    assert [line(x).data for x in XOR[0]] == pytest.approx([0.5] * 4, abs=1e-6)
    for seed in range(3):
        model = Neuron(2, "linear", rng=seed)
        fit(model, *XOR, optimizer=Adam(0.1), epochs=100)
        assert evaluate(model, *XOR)["accuracy"] <= 0.75


def test_a_quadratic_feature_makes_xor_linear():
    line = Neuron(3, "linear", rng=0)
    X = [[a, b, a * b] for a, b in XOR[0]]
    fit(line, X, XOR[1], loss="mse", optimizer=SGD(0.4, momentum=0.9), epochs=800)
    assert [p.data for p in line.parameters()] == pytest.approx([1, 1, -2, 0], abs=1e-6)


def test_one_full_step_is_gradient_descent_on_the_mean():
    line = Neuron(1, "linear", rng=0)
    w, b = (p.data for p in line.parameters())
    X, y = [[1.0], [2.0], [4.0]], [1.0, 0.0, 3.0]
    errors = [w * x + b - t for (x,), t in zip(X, y)]
    history = fit(line, X, y, loss="mse", optimizer=SGD(0.1), epochs=1)
    assert history.losses == [pytest.approx(sum(e * e for e in errors) / 3)]
    slope_w = 2 / 3 * sum(e * x for e, (x,) in zip(errors, X))
    expected = [w - 0.1 * slope_w, b - 0.1 * 2 / 3 * sum(errors)]
    assert [p.data for p in line.parameters()] == pytest.approx(expected, rel=1e-14)


def test_a_penalty_adds_its_gradient_once_per_step():
    free, bound = Neuron(1, "linear", rng=0), Neuron(1, "linear", rng=0)
    data, before = ([[1.0], [2.0]], [1.0, 0.0]), [p.data for p in free.parameters()]
    fit(free, *data, loss="mse", optimizer=SGD(0.1), epochs=1)
    history = fit(
        bound,
        *data,
        loss="mse",
        optimizer=SGD(0.1),
        epochs=1,
        penalty=lambda ps: nn.l2_penalty(ps, 0.5),
    )
    for p, q, w in zip(free.parameters(), bound.parameters(), before):
        assert q.data == pytest.approx(p.data - 0.1 * w)  # 2λw with λ = ½
    plain = evaluate(Neuron(1, "linear", rng=0), *data, loss="mse")["loss"]
    assert history.losses[0] == pytest.approx(plain + 0.5 * sum(w * w for w in before))


@pytest.mark.parametrize("engine", ["eager", "compiled"])
def test_one_seed_is_one_run_bit_for_bit(engine):
    runs = []
    for rng in (3, 3, 4):
        model = MLP(2, [4, 1], rng=0)
        history = fit(model, *nn.moons(20), epochs=3, batch_size=7, rng=rng, engine=engine)
        runs.append((history.losses, model.state_dict()))
    assert runs[0] == runs[1]
    assert runs[0] != runs[2]


@pytest.mark.parametrize("loss", ["bce", "hinge", "mse", "cross_entropy"])
def test_the_engines_agree(loss):
    X, y = nn.moons(20, rng=2)
    y = [2 * t - 1 for t in y] if loss == "hinge" else y
    runs = []
    for engine in ("eager", "compiled"):
        model = MLP(2, [4, 2 if loss == "cross_entropy" else 1], activation="relu", rng=0)
        settings = {"loss": loss, "epochs": 4, "batch_size": 6, "rng": 1, "engine": engine}
        runs.append((fit(model, X, y, **settings, optimizer=Adam(0.05)), model.state_dict()))
    (eager, numbers), (compiled, others) = runs
    assert compiled.losses == pytest.approx(eager.losses, rel=1e-9)
    assert compiled.metrics == eager.metrics
    assert list(others.values()) == pytest.approx(list(numbers.values()), rel=1e-8)


def test_batches_cover_every_row_once_per_epoch():
    seen = []

    def loss(prediction, target):
        seen.append(target)
        return nn.mse(prediction, target)

    X, y = [[float(i)] for i in range(7)], [float(i) for i in range(7)]
    neuron = Neuron(1, "linear", rng=0, init=nn.init.zeros)
    fit(neuron, X, y, loss=loss, batch_size=3, rng=0, epochs=2, engine="eager")
    epochs = seen[-14:-7], seen[-7:]
    assert [sorted(epoch) for epoch in epochs] == [y, y]
    assert epochs[0] != epochs[1] != y


def test_classes_with_cross_entropy_and_with_one_hot_targets():
    X, y = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0]], [0, 1, 2]
    one_hot = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    states = []
    for targets in (y, one_hot):
        model = MLP(2, [3], rng=0)
        history = fit(model, X, targets, loss="cross_entropy", optimizer=Adam(0.2), epochs=60)
        assert evaluate(model, X, targets, loss="cross_entropy")["accuracy"] == 1.0
        assert history.metrics["accuracy"][-1] == 1.0
        states.append(list(model.state_dict().values()))
    assert states[0] == pytest.approx(states[1], rel=1e-9)


def test_hinge_takes_signs():
    model = MLP(2, [8, 1], activation="relu", rng=0)
    signs = [2 * t - 1 for t in XOR[1]]
    fit(model, XOR[0], signs, loss="hinge", optimizer=Adam(0.05), epochs=150)
    assert evaluate(model, XOR[0], signs, loss="hinge") == {"loss": 0.0, "accuracy": 1.0}
    with pytest.raises(GraphError, match=r"y, row 0 is 0\.0: hinge needs targets -1 and 1"):
        fit(model, *XOR, loss="hinge")


def test_bce_reads_what_the_last_layer_gives():
    logits, probabilities = MLP(2, [4, 1], rng=0), MLP(2, [4, 1], output="sigmoid", rng=0)
    for model in (logits, probabilities):
        fit(model, *XOR, loss="bce", optimizer=SGD(0.5), epochs=20)
    first, second = logits.state_dict(), probabilities.state_dict()
    assert list(first.values()) == pytest.approx(list(second.values()), rel=1e-9)
    for loss, output in (
        ("bce", "tanh"),
        ("bce_with_logits", "sigmoid"),
        ("cross_entropy", "relu"),
    ):
        with pytest.raises(ValueError, match="do not go together"):
            fit(MLP(2, [4, 2], output=output), *XOR, loss=loss)


def test_real_targets_have_no_accuracy():
    model = Neuron(1, rng=0)
    X, y = [[0.0], [0.5], [1.0]], [0.0, 0.3, 0.9]
    assert fit(model, X, y, loss="mse", epochs=2).metrics == {}
    with pytest.raises(ValueError, match="accuracy needs labels"):
        fit(model, X, y, loss="mse", metrics=["accuracy"])


def test_metrics_may_be_functions():
    def worst(predictions, targets):
        return max(abs(p - t) for p, t in zip(predictions, targets))

    history = fit(Neuron(2, rng=0), *XOR, loss="mse", metrics=["accuracy", worst], epochs=3)
    assert set(history.metrics) == {"accuracy", "worst"}
    assert len(history.metrics["worst"]) == 3
    with pytest.raises(ValueError, match="unknown metric 'precision'"):
        fit(Neuron(2, rng=0), *XOR, metrics=["precision"], loss="mse")
    with pytest.raises(OperandError, match="metrics is a list"):
        fit(Neuron(2, rng=0), *XOR, metrics="accuracy", loss="mse")


def test_modules_of_ones_own_and_sequences_are_trained_too():
    class Bowl(Module):
        def __init__(self):
            self.w = Value(3.0)

        def __call__(self, x):
            return (self.w - x[0]) ** 2

    bowl = Bowl()
    fit(bowl, [[1.0]], [0.0], loss=lambda p, t: p - t, optimizer=SGD(0.25), epochs=40)
    assert bowl.w.data == pytest.approx(1.0, abs=1e-9)
    model = Sequential(Layer(2, 6, rng=0), Layer(6, 1, "linear", rng=1))
    fit(model, *XOR, optimizer=Adam(0.1), epochs=100)
    assert evaluate(model, *XOR)["accuracy"] == 1.0


def test_arrays_are_taken():
    first, second = MLP(2, [3, 1], rng=0), MLP(2, [3, 1], rng=0)
    X, y = XOR
    fit(first, X, y, epochs=3)
    fit(second, np.array(X), np.array(y), epochs=3)
    assert first.state_dict() == second.state_dict()
    fit(second, [np.array(x, dtype=np.float32) for x in X], tuple(y), epochs=1)


@pytest.mark.parametrize(
    ("X", "y", "kind", "words"),
    [
        ([], [], GraphError, "X and y are empty"),
        ([[0, 1]], [0, 1], GraphError, "X has 1 rows and y has 2"),
        ([[0, 1], [2]], [0, 1], GraphError, "ragged: row 1 has 1 columns, row 0 has 2"),
        ([[0, 1], [2, math.nan]], [0, 1], GraphError, "X, row 1, column 1 is nan"),
        ([[0, 1], [math.inf, 2]], [0, 1], GraphError, "X, row 1, column 0 is inf"),
        ([[0, 1], [2, 3]], [0, math.nan], GraphError, "y, row 1 is nan"),
        ([[0, 1], [2, "3"]], [0, 1], OperandError, "X, row 1, column 1: .*text '3'"),
        ([[0, 1], [2, None]], [0, 1], OperandError, "X, row 1, column 1: .*None"),
        ([[0, 1], [2, 3 + 1j]], [0, 1], OperandError, "X, row 1, column 1: .*real"),
        ([[0, 1], [2, [3]]], [0, 1], OperandError, "X, row 1, column 1: .*a list"),
        ([[0, 1], [2, Value(3)]], [0, 1], OperandError, "X, row 1, column 1: .*pass v.data"),
        ([[0, 1], [2, 3]], [0, "one"], OperandError, "y, row 1: .*'one'"),
        ([[0, 1, 2]], [1], GraphError, "X has 3 columns: expected a list of 2 inputs, got 3"),
        ([[0, 1], [2, 3]], [[0], [1, 2]], GraphError, "y is ragged: row 1"),
        ([0, 1], [0, 1], GraphError, r"X, row 0 is 0, not a list of numbers.*\[\[v\] for v in X\]"),
        ([[], []], [0, 1], GraphError, "X has no columns"),
        ("text", [0], OperandError, "X is a list of rows"),
        ([[0, 1]], 3.0, OperandError, "y is a list of rows"),
        ([[0, 1], [2, 3]], [0, 2], GraphError, r"y, row 1 is 2\.0: bce.* targets from 0 to 1"),
        ([[0, 1], [2, 3]], [0, -1], GraphError, r"for labels -1 and 1: \(t \+ 1\) / 2"),
        ([[0, 1], [2, 3]], [[0, 1], [1, 0]], GraphError, "y, row 0: .*1 predictions and 2 targets"),
    ],
)
@pytest.mark.parametrize("engine", ["eager", "auto"])
def test_bad_data_are_refused_before_training(X, y, kind, words, engine):
    model = MLP(2, [2, 1], rng=0)
    before = model.state_dict()
    with pytest.raises(kind, match=words):
        fit(model, X, y, engine=engine)
    assert model.state_dict() == before


def test_classes_must_fit_the_outputs():
    X = [[0.0, 1.0], [1.0, 0.0]]
    with pytest.raises(GraphError, match="y, row 1: class 3 of 3"):
        fit(MLP(2, [3]), X, [2, 3], loss="cross_entropy")
    with pytest.raises(GraphError, match=r"y, row 1 is 0\.5: cross_entropy needs the number of a"):
        fit(MLP(2, [3]), X, [2, 0.5], loss="cross_entropy")
    with pytest.raises(GraphError, match="bce_with_logits"):
        fit(MLP(2, [1]), X, [0, 1], loss="cross_entropy")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"loss": "mce"}, "unknown loss 'mce' .did you mean 'mse'"),
        ({"epochs": -1}, "epochs is a whole number"),
        ({"epochs": 2.5}, "epochs is a whole number"),
        ({"batch_size": 0}, "batch_size is a whole number"),
        ({"engine": "steam"}, "unknown engine 'steam'; known: auto, eager, compiled"),
        ({"progress": "maybe"}, "progress is True, False"),
    ],
)
def test_bad_settings_are_refused(settings, words):
    with pytest.raises(ValueError, match=words):
        fit(MLP(2, [2, 1]), *XOR, **settings)


def test_what_is_no_model_is_refused():
    for model in (None, [1.0], lambda x: x[0], Sequential(max)):
        with pytest.raises(OperandError, match="a model with parameters is needed"):
            fit(model, *XOR)


def test_a_loss_that_lost_its_graph_is_refused():
    with pytest.raises(OperandError, match=r"was \.data used"):
        fit(MLP(2, [2, 1]), *XOR, loss=lambda p, t: (p.data - t) ** 2, engine="eager")


def interrupt_at(k):
    """A loss that raises KeyboardInterrupt the k-th time it is called."""
    calls = []

    def loss(prediction, target):
        calls.append(1)
        if len(calls) == k:
            raise KeyboardInterrupt
        return nn.mse(prediction, target)

    return loss


def test_ctrl_c_keeps_the_last_complete_step():
    model, twin = (Neuron(2, "linear", rng=0) for _ in range(2))
    # one call tries the first row out, and each epoch has four: this is amid the third epoch
    history = fit(model, *XOR, loss=interrupt_at(3 + 8 + 3), epochs=9, optimizer=SGD(0.1))
    assert history.stopped == "interrupted"
    assert history.epochs == len(history.metrics["accuracy"]) == 2
    fit(twin, *XOR, loss="mse", epochs=2, optimizer=SGD(0.1))
    assert model.state_dict() == twin.state_dict()


def test_ctrl_c_within_an_update_is_undone():
    class Slow(SGD):
        def step(self, parameters):
            if self.steps == 2:
                parameters[0].data = 99.0
                raise KeyboardInterrupt
            super().step(parameters)

    model, twin = (Neuron(2, "linear", rng=0) for _ in range(2))
    assert fit(model, *XOR, epochs=9, optimizer=Slow(0.1)).stopped == "interrupted"
    fit(twin, *XOR, epochs=2, optimizer=SGD(0.1))
    assert model.state_dict() == twin.state_dict()


def test_divergence_is_an_error_and_keeps_finite_numbers():
    model = Neuron(1, "linear", rng=0)
    with pytest.raises(ArithmeticError) as caught:
        fit(model, [[1e3], [2e3]], [0.0, 1.0], loss="mse", optimizer=SGD(1e6), epochs=99)
    assert "epoch" in caught.value.__notes__[0]
    assert all(map(math.isfinite, model.state_dict().values()))
    with nonfinite("allow"), pytest.raises(ArithmeticError):
        fit(model, [[1e3], [2e3]], [0.0, 1.0], loss="mse", optimizer=SGD(1e6), epochs=99)
    assert all(map(math.isfinite, model.state_dict().values()))


@pytest.mark.parametrize("engine", ["eager", "compiled"])
def test_a_callback_sees_the_model_and_may_stop(engine):
    model, seen = MLP(2, [3, 1], rng=0), []

    def callback(history):
        seen.append(model.parameters()[0].data)
        return history.epochs == 4

    history = fit(model, *XOR, epochs=50, callback=callback, engine=engine)
    assert (history.epochs, history.stopped) == (4, "callback")
    assert len(set(seen)) == 4
    assert seen[-1] == model.parameters()[0].data


def test_no_epochs_change_nothing():
    model = MLP(2, [2, 1], rng=0)
    before = model.state_dict()
    assert repr(fit(model, *XOR, epochs=0)) == "History(0 epochs, finished)"
    assert model.state_dict() == before


def test_history_tells_its_story():
    history = fit(Neuron(2, "linear", rng=0, init=nn.init.zeros), *XOR, epochs=1)
    assert repr(history) == (
        "History(1 epoch, finished: loss 0.6931 -> 0.6931, accuracy 0.5 -> 0.5)"
    )


def test_nothing_is_shown_when_nobody_looks(capsys):
    fit(MLP(2, [2, 1], rng=0), *XOR, epochs=3)
    assert capsys.readouterr() == ("", "")


def test_the_bar_is_shown_on_demand_or_in_a_terminal(capsys, monkeypatch):
    fit(MLP(2, [2, 1], rng=0), *XOR, epochs=3, progress=True)
    out, err = capsys.readouterr()
    assert out == ""
    assert "3/3" in err
    assert "loss" in err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    fit(MLP(2, [2, 1], rng=0), *XOR, epochs=3)
    assert "3/3" in capsys.readouterr().err


def test_without_tqdm_it_is_quiet(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    fit(MLP(2, [2, 1], rng=0), *XOR, epochs=3, progress=True)
    assert capsys.readouterr() == ("", "")


def test_anything_with_parameters_and_a_call_is_a_model():
    w = Value(1.0)

    class Plain:
        parameters = staticmethod(lambda: [w])

        def __call__(self, x):
            return w * x[0]

    fit(Plain(), [[1.0], [2.0]], [2.0, 4.0], loss="mse", optimizer=SGD(0.1), epochs=60)
    assert w.data == pytest.approx(2.0)
    with pytest.raises(OperandError, match="a model with parameters"):
        fit(SimpleNamespace(parameters=lambda: [w]), *XOR)


# --- interruptions: model, optimiser and history are always of one moment ---

EPOCHS, SIZE = 3, 2  # two steps an epoch


def one_run(engine, optimizer, callback=None):
    model = MLP(2, [2, 1], rng=0)
    settings = {"engine": engine, "optimizer": optimizer, "rng": 0, "batch_size": SIZE}
    history = fit(model, *XOR, epochs=EPOCHS, callback=callback, **settings)
    return model, history


class InterruptAt:
    """Raises KeyboardInterrupt before the k-th bytecode that runs in the training or optim room."""

    def __init__(self, k):
        self.left, self.before = k, sys.gettrace()

    def __enter__(self):
        sys.settrace(self.trace)
        return self

    def __exit__(self, *exception):
        sys.settrace(self.before)

    def trace(self, frame, event, arg):
        file = frame.f_code.co_filename.replace("\\", "/")
        if frame.f_code.co_filename == __file__ or not (
            "/nn/training/" in file or "/nn/optim/" in file
        ):  # this file is in a folder of that name itself, and its own __exit__ is no place for it
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            self.left -= 1
            if self.left == 0:
                raise KeyboardInterrupt
        return self.trace


def states_by_step(engine):
    """The model's numbers after 0, 1, 2 … steps."""
    states, taken = [MLP(2, [2, 1], rng=0).state_dict()], Adam(0.1)
    for k in range(1, 2 * EPOCHS + 1):
        model, optimizer, source = MLP(2, [2, 1], rng=0), taken.fresh(), Random(0)
        order = [0, 1, 2, 3]
        for done in range(k):
            if done % 2 == 0:
                source.shuffle(order)
            rows = order[:2] if done % 2 == 0 else order[2:]
            X, y = ([column[i] for i in rows] for column in XOR)
            fit(model, X, y, epochs=1, optimizer=optimizer, engine=engine)
        states.append(model.state_dict())
    return states


@pytest.mark.parametrize("engine", ["eager", "compiled"])
@pytest.mark.parametrize("watched", [False, True])
def test_an_interruption_anywhere_leaves_one_moment(engine, watched):
    states, callback = states_by_step(engine), (lambda history: None) if watched else None
    for _ in range(2):  # Python 3.12 sees the single instructions from the second time on
        with InterruptAt(10**9) as counter:
            one_run(engine, Adam(0.1), callback)
    total, ends = 10**9 - counter.left, []
    for k in range(1, total, max(1, total // 60)):
        model, optimizer = MLP(2, [2, 1], rng=0), Adam(0.1)
        settings = {"engine": engine, "optimizer": optimizer, "rng": 0, "batch_size": SIZE}
        history = None
        with InterruptAt(k), contextlib.suppress(KeyboardInterrupt):  # before the loop, or after
            history = fit(model, *XOR, epochs=EPOCHS, callback=callback, **settings)
        steps = optimizer.steps
        for name, number in model.state_dict().items():
            assert number == pytest.approx(states[steps][name], rel=1e-12), k
        assert {optimizer.remembered(p)[0] for p in model.parameters()} == {steps}, k
        if history is not None:
            ends.append(history.stopped)
            assert history.steps == steps, k
            assert history.epochs == len(history.metrics["accuracy"]) == steps // 2, k
    assert ends.count("interrupted") > 20


@pytest.mark.parametrize("engine", ["eager", "compiled"])
def test_an_epoch_that_was_not_complete_is_no_part_of_the_history(engine, monkeypatch):
    keep, begun = module.Training._keep, []

    def press(training):
        if begun:
            raise KeyboardInterrupt
        begun.append(keep(training))

    monkeypatch.setattr(module.Training, "_keep", press)
    model = MLP(2, [2, 1], rng=0)
    before = model.state_dict()
    history = fit(model, *XOR, epochs=3, engine=engine)
    assert repr(history) == "History(0 epochs, interrupted)"
    assert (history.metrics, history.steps) == ({"accuracy": []}, 0)
    assert model.state_dict() == before


@pytest.mark.parametrize("engine", ["eager", "compiled"])
def test_an_error_in_a_metric_leaves_one_moment_too(engine):
    def picky(predictions, targets):
        if len(seen) == 2:
            raise ZeroDivisionError
        seen.append(1)
        return 0.0

    seen, model, optimizer = [], MLP(2, [2, 1], rng=0), Adam(0.1)
    with pytest.raises(ZeroDivisionError) as caught:
        fit(model, *XOR, epochs=9, metrics=[picky], optimizer=optimizer, engine=engine)
    assert caught.value.__notes__ == ["This ended the training in epoch 3."]
    twin = MLP(2, [2, 1], rng=0)
    fit(twin, *XOR, epochs=2, optimizer=Adam(0.1), engine=engine)
    assert model.state_dict() == twin.state_dict()
    assert optimizer.steps == 2


@pytest.mark.parametrize("engine", ["eager", "compiled"])
def test_an_error_of_the_callback_keeps_the_epoch_before_it(engine):
    def callback(history):
        if history.epochs == 2:
            raise RuntimeError("disk full")

    model, twin = (MLP(2, [2, 1], rng=0) for _ in range(2))
    with pytest.raises(RuntimeError, match="disk full"):
        fit(model, *XOR, epochs=9, callback=callback, engine=engine)
    fit(twin, *XOR, epochs=2, engine=engine)
    assert model.state_dict() == twin.state_dict()


# --- which engine "auto" takes ---


def steps_made(monkeypatch):
    """The engines that ``fit`` has made a step of, in turn."""
    made = []
    for name in ("EagerStep", "CompiledStep"):
        kind = getattr(module, name)

        def make(*given, name=name, kind=kind):
            step = kind(*given)
            made.append(name)
            return step

        monkeypatch.setattr(module, name, make)
    return made


def test_auto_compiles_what_is_worth_it(monkeypatch):
    made = steps_made(monkeypatch)
    fit(MLP(2, [2, 1], rng=0), *XOR, epochs=2)
    assert made == ["EagerStep"]
    monkeypatch.setattr(module, "worth_compiling", lambda model, X, epochs: True)
    fit(MLP(2, [2, 1], rng=0), *XOR, epochs=2)
    assert made == ["EagerStep", "CompiledStep"]


def steep(prediction, target):
    """A loss that branches."""
    return (prediction - target) ** 2 if prediction > target else 2.0 * (target - prediction)


def test_auto_goes_back_to_graphs_where_the_numbers_are_looked_at(monkeypatch):
    monkeypatch.setattr(module, "worth_compiling", lambda model, X, epochs: True)
    made = steps_made(monkeypatch)
    models = [MLP(2, [2, 1], rng=0) for _ in range(2)]
    fit(models[0], *XOR, loss=steep, epochs=3)
    assert made == ["EagerStep"]
    fit(models[1], *XOR, loss=steep, epochs=3, engine="eager")
    assert models[0].state_dict() == models[1].state_dict()
    with pytest.raises(RecordingError, match=r"steep branches"):
        fit(models[0], *XOR, loss=steep, epochs=3, engine="compiled")


def test_a_model_that_draws_numbers_is_not_compiled(monkeypatch):
    """Recorded once, it would repeat its first draw for ever."""

    class Noisy(Neuron):
        def __init__(self):
            super().__init__(2, "linear", rng=0)
            self._source = Random(0)

        def __call__(self, x):
            return super().__call__([each + self._source.gauss(0.0, 0.1) for each in x])

    monkeypatch.setattr(module, "worth_compiling", lambda model, X, epochs: True)
    made = steps_made(monkeypatch)
    fit(Noisy(), *XOR, loss="mse", epochs=3)
    assert made == ["EagerStep"]
    with pytest.raises(RecordingError, match=r'two different losses.*use engine="eager"'):
        fit(Noisy(), *XOR, loss="mse", epochs=3, engine="compiled")


class Careful(Optimizer):
    """A rule for one number at a time."""

    def update(self, w, g, lr, t):
        return (w - lr * math.copysign(1.0, g) if g else w,)


def test_a_rule_for_single_numbers_is_not_given_arrays(monkeypatch):
    monkeypatch.setattr(module, "worth_compiling", lambda model, X, epochs: True)
    made = steps_made(monkeypatch)
    history = fit(MLP(2, [2, 1], rng=0), *XOR, epochs=5, optimizer=Careful(0.1))
    assert made == ["EagerStep"]
    assert history.epochs == 5
    optimizer = Careful(0.1)
    with pytest.raises(RecordingError, match=r"Careful\.update does not take arrays .*\"eager\""):
        fit(MLP(2, [2, 1], rng=0), *XOR, optimizer=optimizer, engine="compiled")
    assert optimizer.steps == 0
