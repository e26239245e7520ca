"""Trainings that are broken off and gone on with: the numbers are those of an unbroken one."""

import contextlib
import os
from itertools import pairwise
from random import Random
from types import SimpleNamespace

import numpy as np
import pytest

import autograd as ag
import nn
from autograd import FileFormatError, GraphError, Value
from nn import MLP, SGD, Adadelta, Adagrad, Adam, AdamW, Nadam, RMSProp, fit, gates
from nn.files import checkpoint as files
from nn.training import fit as fitting
from nn.training.keeping import Keeper
from nn.training.shuffling import Shuffling

XOR = gates.xor()
ENGINES = ("eager", "compiled")
EPOCHS = 12

RULES = {
    "SGD": lambda: SGD(0.1),
    "momentum": lambda: SGD(nn.step_decay(0.2, every=5), momentum=0.9),
    "Adam": lambda: Adam(nn.cosine(0.1, 20)),
    "AdamW": lambda: AdamW(0.05),
    "Nadam": lambda: Nadam(nn.warmup(6, 0.1)),
    "Adagrad": lambda: Adagrad(0.1),
    "RMSProp": lambda: RMSProp(nn.exponential(0.05)),
    "Adadelta": lambda: Adadelta(),
}


def trained(rule="Adam", epochs=EPOCHS, size=3, **settings):
    """All that a training leaves, to the last bit."""
    model = settings.pop("model", None) or MLP(2, [3, 1], rng=0)
    optimizer = settings.pop("optimizer", None) or RULES[rule]()
    settings = {"batch_size": size, "rng": 5, "progress": False, **settings}
    history = fit(model, *XOR, optimizer=optimizer, epochs=epochs, **settings)
    return outcome(model, optimizer, history)


def outcome(model, optimizer, history):
    courses = {"loss": history.losses, **history.metrics}
    return {
        "numbers": [p.data.hex() for p in model.parameters()],
        "memory": [tuple(map(float, optimizer.remembered(p))) for p in model.parameters()],
        "steps": (optimizer.steps, history.steps),
        "history": {name: [float(x).hex() for x in course] for name, course in courses.items()},
        "stopped": history.stopped,
    }


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("size", [1, 3, None])
@pytest.mark.parametrize("rule", RULES)
def test_more_epochs_go_on_as_if_they_had_been_asked_for_at_once(rule, size, engine, tmp_path):
    held = {"checkpoint": tmp_path / "run.json", "resume": True}
    whole = trained(rule, size=size, engine=engine)
    for epochs in (0, 3, 4, EPOCHS):
        found = trained(rule, epochs, size, engine=engine, **held)
    assert found == whole


def breaking(base, step):
    """A rule like another, of the same name, that is broken off in the middle of a step."""

    class Rule(base):
        left = step
        error = KeyboardInterrupt

        def update(self, w, g, lr, t, *memory):
            if self.steps >= type(self).left:
                raise type(self).error
            return super().update(w, g, lr, t, *memory)

    Rule.__name__ = base.__name__
    return Rule


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError, ArithmeticError])
@pytest.mark.parametrize("base", [Adam, Nadam])
def test_ctrl_c_and_errors_leave_the_last_complete_epoch(base, error, engine, tmp_path):
    path = tmp_path / "run.json"
    whole = trained(optimizer=base(0.05), engine=engine)
    kind = breaking(base, 7)  # two steps an epoch: in the middle of the fourth
    kind.error = error
    settings = {"engine": engine, "checkpoint": path, "resume": True}
    with contextlib.suppress(ArithmeticError):
        broken = trained(optimizer=kind(0.05), **settings)
        assert broken["stopped"] == "interrupted"
        assert broken["steps"] == (7, 7)
    assert '"stopped": "interrupted"' in path.read_text()
    assert '"steps": 6' in path.read_text()
    model = MLP(2, [3, 1], rng=99)  # where it begins is of no matter any more
    assert trained(optimizer=base(0.05), model=model, **settings) == whole


@pytest.mark.parametrize("engine", ENGINES)
def test_broken_off_after_every_step_in_turn(engine, tmp_path):
    whole = trained(optimizer=Nadam(0.1), engine=engine, epochs=6)
    for steps in range(1, 12):
        settings = {"engine": engine, "epochs": 6, "checkpoint": tmp_path / f"{steps}.json"}
        trained(optimizer=breaking(Nadam, steps)(0.1), **settings)
        assert trained(optimizer=Nadam(0.1), resume=True, **settings) == whole


def test_a_finished_run_is_not_run_again(tmp_path):
    path, calls = tmp_path / "run.json", []
    first = trained(checkpoint=path)
    raw, changed = path.read_bytes(), path.stat().st_mtime_ns
    again = trained(checkpoint=path, resume=True, callback=calls.append)
    assert again == first
    assert calls == []
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (raw, changed)


def test_what_a_callback_ended_is_at_its_end(tmp_path):
    def third(history):
        return history.epochs == 3

    settings = {"checkpoint": tmp_path / "run.json", "callback": third}
    first = trained(**settings)
    assert first["stopped"] == "callback"
    assert trained(resume=True, **settings) == first


def test_what_a_callback_ended_goes_on_without_it(tmp_path):
    path = tmp_path / "run.json"
    trained(checkpoint=path, callback=lambda history: history.epochs == 3)
    assert trained(checkpoint=path, resume=True) == trained()


def test_a_callback_that_changes_the_model_is_held_with_what_it_did(tmp_path):
    def halve(history):
        for p in model.parameters():
            p.data *= 0.5

    settings = {"callback": halve, "engine": "compiled"}
    model = MLP(2, [3, 1], rng=0)
    whole = trained(model=model, **settings)
    model = MLP(2, [3, 1], rng=0)
    trained(model=model, epochs=5, checkpoint=tmp_path / "run.json", **settings)
    model = MLP(2, [3, 1], rng=0)
    held = {"checkpoint": tmp_path / "run.json", "resume": True}
    assert trained(model=model, **held, **settings) == whole


def test_a_generator_goes_on_where_it_was(tmp_path):
    unbroken, first, second = Random(3), Random(3), Random(3)
    whole = trained(rng=unbroken)
    trained(rng=first, epochs=5, checkpoint=tmp_path / "run.json")
    assert trained(rng=second, checkpoint=tmp_path / "run.json", resume=True) == whole
    assert second.getstate() == unbroken.getstate()


def test_a_run_without_a_seed_goes_on_too(tmp_path):
    for epochs in (3, 6):
        found = trained(rng=None, epochs=epochs, checkpoint=tmp_path / "run.json", resume=True)
    assert found["steps"] == (12, 12)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_engine_of_the_file_is_followed(engine, tmp_path):
    settings = {"checkpoint": tmp_path / "run.json", "resume": True}
    whole = trained(engine=engine)
    trained(epochs=3, engine=engine, **settings)
    assert trained(engine="auto", **settings) == whole
    other = ENGINES[engine == "eager"]
    with pytest.raises(FileFormatError, match=f"engine: '{engine}' in the file, '{other}' here"):
        trained(engine=other, **settings)


def test_models_that_are_no_modules_and_tied_ones_are_held(tmp_path):
    class Line:
        def __init__(self):
            self.w = Value(0.5)

        def parameters(self):
            return [self.w]

        def __call__(self, x):
            return self.w * x[0] + self.w * x[1]

    settings = {"loss": "mse", "batch_size": 3, "checkpoint": tmp_path / "run.json"}
    whole = trained(model=Line(), **{**settings, "checkpoint": None})
    trained(model=Line(), epochs=3, **settings)
    assert trained(model=Line(), resume=True, **settings) == whole


def test_what_the_optimiser_remembers_of_others_stays(tmp_path):
    other, optimizer = Value(1.0), Adam(0.05)
    other.grad = 0.5
    optimizer.step([other])
    before = optimizer.remembered(other)
    for epochs in (2, 4):
        trained(epochs=epochs, optimizer=optimizer, checkpoint=tmp_path / "a.json", resume=True)
    assert optimizer.remembered(other) == before != (0, 0.0, 0.0)


class Falling:
    """A schedule that is no function: its text tells where it stands in memory."""

    def __call__(self, step):
        return 0.1 / (1 + step)


def test_where_a_schedule_stands_in_memory_is_no_part_of_the_run(tmp_path):
    kept = [Falling(), Falling()]  # at two places
    assert str(kept[0]) != str(kept[1])
    held = {"checkpoint": tmp_path / "run.json", "resume": True}
    trained(epochs=3, optimizer=SGD(kept[0]), **held)
    assert trained(optimizer=SGD(kept[1]), **held) == trained(optimizer=SGD(Falling()))


def test_the_bar_is_as_long_as_what_is_left(tmp_path, monkeypatch):
    lengths, real = [], fitting.bar
    monkeypatch.setattr(fitting, "bar", lambda n, progress: lengths.append(n) or real(n, False))
    for epochs in (4, 10):
        trained(epochs=epochs, checkpoint=tmp_path / "run.json", resume=True)
    assert lengths == [4, 6]


# --- what is refused ---


def l2(parameters):
    return nn.l2_penalty(parameters, 0.1)


OTHER = {
    "model": ({"model": MLP(2, [3, 1], "relu", rng=0)}, "model.layers.0.activation: 'tanh' in the"),
    "sizes": ({"model": MLP(2, [4, 1], rng=0)}, "model.layers.0.neurons: 3 in the file, 4 here"),
    "loss": ({"loss": "mse"}, "loss: 'bce_with_logits' in the file, 'mse' here"),
    "penalty": ({"penalty": l2}, "penalty: None in the file, 'l2' here"),
    "metrics": ({"metrics": []}, "metrics: 1 parts in the file, 0 parts here"),
    "batch size": ({"size": 2}, "batch_size: 3 in the file, 2 here"),
    "no batches": ({"size": None}, "batch_size: 3 in the file, 4 here; shuffled: True in"),
    "seed": ({"rng": 6}, "rng: 5 in the file, 6 here"),
    "no seed": ({"rng": None}, "rng: 5 in the file, None here"),
    "generator": ({"rng": Random(5)}, "rng: 5 in the file, 'state "),
    "rule": ({"rule": "Nadam"}, "optimizer"),
    "rate": ({"optimizer": Adam(0.3)}, r"optimizer.lr: 'cosine\(0.1, 20\)' in the file, '0.3' he"),
    "betas": ({"optimizer": Adam(nn.cosine(0.1, 20), (0.8, 0.9))}, "optimizer.betas"),
}  # fmt: skip


@pytest.mark.parametrize("what", OTHER)
def test_the_checkpoint_of_another_run_changes_nothing(what, tmp_path):
    path, (settings, words) = tmp_path / "run.json", OTHER[what]
    trained(epochs=3, checkpoint=path)
    raw = path.read_bytes()
    model, optimizer = settings.get("model") or MLP(2, [3, 1], rng=1), settings.get("optimizer")
    before = [p.data for p in model.parameters()]
    with pytest.raises(FileFormatError, match=f"checkpoint of another run: {words}"):
        trained(**{**settings, "model": model}, checkpoint=path, resume=True)
    assert [p.data for p in model.parameters()] == before
    assert optimizer is None or optimizer.steps == 0
    assert path.read_bytes() == raw


def test_other_data_are_another_run(tmp_path):
    X, y = XOR
    settings = {"checkpoint": tmp_path / "run.json", "resume": True, "epochs": 2}
    fit(MLP(2, [1], rng=0), X, y, **settings)
    for data in ((X, [*y[1:], y[0]]), ([[*X[0][:-1], 1e-300], *X[1:]], y), (X[:-1], y[:-1])):
        with pytest.raises(FileFormatError, match=r"another run: .*X or y are not tho"):
            fit(MLP(2, [1], rng=0), *data, **settings)


def test_nobodys_work_is_written_over(tmp_path):
    path = tmp_path / "run.json"
    trained(epochs=3, checkpoint=path)
    raw, model = path.read_bytes(), MLP(2, [3, 1], rng=0)
    before = model.state_dict()
    with pytest.raises(FileExistsError, match=r"resume=True goes on with it, .*run\.json"):
        trained(model=model, checkpoint=path)
    with pytest.raises(GraphError, match=r"run\.json has 3 epochs done, and 2 are asked for"):
        trained(model=model, epochs=2, checkpoint=path, resume=True)
    path.write_text("{")
    with pytest.raises(FileFormatError, match=r"run\.json is no JSON"):
        trained(model=model, checkpoint=path, resume=True)
    assert model.state_dict() == before
    path.write_bytes(raw)
    assert trained(checkpoint=path, resume=True) == trained()


@pytest.mark.parametrize("resume", [False, True])
def test_a_checkpoint_is_a_json_file(resume, tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileFormatError, match=r"folder is a folder: .*folder/run\.json"):
        trained(checkpoint=tmp_path / "folder", resume=resume)
    for name in ("", "run.safetensors", "run"):
        with pytest.raises(GraphError, match=r"a checkpoint ends in \.json, got '"):
            trained(checkpoint=name, resume=resume)


def test_numbers_of_other_kinds_are_held_as_floats(tmp_path):
    model, path = MLP(2, [3, 1], rng=0), tmp_path / "run.json"
    first, second, *_ = model.parameters()
    first.data, second.data = True, np.float32(0.5)
    fit(model, *XOR, checkpoint=path, engine="eager", epochs=0)
    assert ag.files.read_json(path)["parameters"][:2] == [1.0, 0.5]
    assert '"parameters": [\n    1.0, 0.5,' in path.read_text()


def test_resume_needs_a_file_to_go_on_from():
    with pytest.raises(GraphError, match=r'give checkpoint="run\.json" too'):
        trained(resume=True)


def test_a_path_that_cannot_be_written_is_said_before_the_training(tmp_path):
    model, calls = MLP(2, [3, 1], rng=0), []
    before = model.state_dict()
    with pytest.raises(FileNotFoundError, match="no such folder"):
        trained(model=model, checkpoint=tmp_path / "no" / "run.json", callback=calls.append)
    assert (model.state_dict(), calls) == (before, [])


def test_a_disk_that_is_full_is_told_and_the_model_keeps_its_last_step(tmp_path, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    def callback(history):
        if history.epochs == 2:
            monkeypatch.setattr(os, "fsync", full)
            raise ZeroDivisionError

    path, model = tmp_path / "run.json", MLP(2, [3, 1], rng=0)
    with pytest.raises(ZeroDivisionError) as caught:
        trained(model=model, checkpoint=path, callback=callback)
    notes = caught.value.__notes__
    assert notes[-1].startswith("The checkpoint was not written either: [Errno 28] No space")
    assert os.listdir(tmp_path) == ["run.json"]
    monkeypatch.undo()
    assert trained(checkpoint=path, resume=True) == trained()


# --- how often ---


@pytest.mark.parametrize("cost", [1.0, 0.25])
def test_writing_takes_a_twentieth_of_the_time_at_most(cost, tmp_path, monkeypatch):
    now, written = [100.0], []

    def write(path, found):
        now[0] += cost
        written.append((now[0], found.history.epochs, found.history.stopped))

    monkeypatch.setattr("nn.training.keeping.write_checkpoint", write)
    keeper = Keeper(tmp_path / "run.json", {}, clock=lambda: now[0])
    history = nn.History()
    step = SimpleNamespace(name="eager", state=lambda: None, plain=lambda state: ([], [], 0))
    batches = Shuffling(4, None, 0)
    training = SimpleNamespace(step=step, batches=batches, history=history)
    keeper.begin(training)
    for _ in range(1000):
        now[0] += 0.5
        history.losses.append(1.0)
        keeper.epoch(training)
    assert len(written) == 1 + 1000 // (40 * cost)
    for (one, *_), (other, *_) in pairwise(written):
        assert other - one >= 20 * cost
    keeper.end(training, "finished")
    assert written[-1][1:] == (1000, "finished")
    count = len(written)
    keeper.end(training, "finished")
    assert len(written) == count
    keeper.epoch(training)
    history.losses.append(2.0)  # of an epoch that nobody has told of
    keeper.end(training, "interrupted")
    assert written[-1][1:] == (1000, "interrupted")


def test_each_file_on_the_way_is_one_to_go_on_from(tmp_path, monkeypatch):
    """Whatever was written last when the process was killed: here every epoch."""
    monkeypatch.setattr("nn.training.keeping.PAUSE", 0.0)
    write, texts = files.write_checkpoint, []

    def noted(path, found):
        write(path, found)
        texts.append(path.read_bytes())

    monkeypatch.setattr("nn.training.keeping.write_checkpoint", noted)
    path = tmp_path / "run.json"
    whole = trained(checkpoint=path)
    assert len(texts) == EPOCHS + 2
    for text in texts[:]:
        path.write_bytes(text)
        assert trained(checkpoint=path, resume=True) == whole
