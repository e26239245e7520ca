"""Histories in files: lists for people, and long courses packed, to the last bit."""

import json
import math
from random import Random

import pytest

import nn
from autograd import FileFormatError, OperandError
from nn import History
from nn.files import histories
from nn.files.checkpoint import Checkpoint, read_checkpoint, write_checkpoint
from nn.files.fields import Unfit
from nn.files.histories import history_of, told_history


def test_a_history_comes_back():
    metrics = {"f": [math.nan, math.inf], "g": [-math.inf, 0.1], "n": [3, True]}
    history = History([0.5, -0.0], metrics, "callback", 7)
    again = history_of(told_history(history), "history")
    assert repr(vars(again)) == repr(vars(history))


GOOD = {"losses": [1.0], "metrics": {"a": [0.5]}, "stopped": "finished", "steps": 1}


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"losses": None}, "metrics.a is not as long"),
        ({"losses": None, "metrics": {}}, "losses is no list"),
        ({"unit": "year"}, "unit is one of epoch, step"),
        ({"losses": {"float64": 3}}, "losses.float64 is a text in base64"),
        ({"losses": {"float32": ""}}, "losses has no 'float64'"),
        ({"losses": {"float64": "AAAA!AAAAAA="}}, "losses.float64 is no text of whole numbers"),
        ({"losses": {"float64": "AAAAAAAAAPA"}, "metrics": {}}, "losses.float64 is no text"),
        ({"losses": {"float64": "AAAAAAAAAAAAAAAA"}}, "losses.float64 is no text"),
        ({"losses": {"float64": "é" * 12}}, "losses.float64 is no text"),
        ({"losses": {"float64": "AAAA" * 10}}, "metrics.a is not as long"),
        ({"losses": ["x"]}, "a list of numbers"),
        ({"losses": []}, "metrics.a is not as long"),
        ({"metrics": []}, "metrics by name"),
        ({"metrics": {"a": [None]}}, "metrics.a is a list of numbers"),
        ({"stopped": 3}, "a word for why"),
        ({"steps": -1}, "steps should be a whole number"),
        ({"more": 1}, "unknown entry"),
    ],
)
def test_a_history_that_makes_no_sense_is_refused(entries, words):
    history_of(GOOD, "history")
    with pytest.raises(Unfit, match=words):
        history_of({**GOOD, **entries}, "history")


def test_a_metric_that_gave_no_number_is_named():
    with pytest.raises(OperandError, match=r"the metric 'pairs' gave \(1, 2\)"):
        told_history(History([1.0], {"pairs": [(1, 2)]}))


def bits(history):
    return [
        [float(x).hex() for x in course] for course in (history.losses, *history.metrics.values())
    ]


def long(count, **more):
    source = Random(0)
    losses = [source.expovariate(1.0) * 10.0 ** source.randrange(-300, 300) for _ in range(count)]
    losses[:4] = [5e-324, -0.0, math.inf, math.nan]
    return History(losses, more, "interrupted", count, "step")


@pytest.mark.parametrize("count", [histories.LONGEST, histories.LONGEST + 1])
def test_a_long_history_comes_back_to_the_last_bit(count):
    history = long(count, whole=[7] * count, mixed=[True, 0.1, *[-math.inf] * (count - 2)])
    told = json.loads(json.dumps(told_history(history), allow_nan=False))
    again = history_of(told, "history")
    assert bits(again) == bits(history)
    assert isinstance(told["losses"], list) == (count == histories.LONGEST)
    assert (again.stopped, again.steps, again.unit) == ("interrupted", count, "step")
    packed = dict.fromkeys(("a", "b"), told["losses"])
    with pytest.raises(Unfit, match=f"has {3 * count:,} numbers, and {3 * count - 1:,} are"):
        history_of({**told, "metrics": packed}, "history", 3 * count - 1)


def test_whole_numbers_that_no_float_holds_stay_as_they_are(monkeypatch):
    monkeypatch.setattr(histories, "LONGEST", 2)
    told = told_history(History([1.0] * 3, {"a": [1, 2, 2**53 + 1], "b": [1, 2, 2**53]}))
    assert told["metrics"]["a"] == [1, 2, 2**53 + 1]
    assert [*told["metrics"]["b"]] == ["float64"]
    with pytest.raises(OperandError, match="the metric 'c' gave 'x'"):
        told_history(History([1.0] * 3, {"c": [1.0, 2.0, "x"]}))


def test_the_packed_form_is_that_of_numpy(monkeypatch):
    np, base64 = pytest.importorskip("numpy"), pytest.importorskip("base64")
    monkeypatch.setattr(histories, "LONGEST", 2)
    text = told_history(History([0.1, -2.0, 1e300]))["losses"]["float64"]
    assert np.frombuffer(base64.b64decode(text), "<f8").tolist() == [0.1, -2.0, 1e300]


RUN = {"engine": "eager", "parameters": 1, "rows": 1, "metrics": ["a"], "shuffled": False}
RUN |= {"optimizer": {"rule": "SGD", "remembers": 0}}


def test_a_checkpoint_has_no_longest_history(tmp_path, monkeypatch):
    """What a file may take besides is small here, in place of a history of gigabytes."""
    monkeypatch.setattr("autograd.files.plain.MEMORY", 20_000)
    monkeypatch.setattr("autograd.files.plain.LARGEST", 10_000)
    monkeypatch.setattr("nn.files.checkpoint.MOST", 200)
    path, history = tmp_path / "run.json", long(20_000, a=[0.25] * 20_000)
    write_checkpoint(path, Checkpoint(RUN, history, [0.5], 20_000, [(20_000,)], None))
    for numbers in (40_000, 10**12):
        assert bits(read_checkpoint(path, RUN, numbers).history) == bits(history)
    with pytest.raises(FileFormatError, match="bytes, and at most 10,000 are read"):
        read_checkpoint(path, RUN)
    with pytest.raises(FileFormatError, match="has 40,000 numbers, and 39,800 are the most"):
        read_checkpoint(path, RUN, 39_600)


def test_a_training_goes_on_with_a_long_history(tmp_path, monkeypatch):
    monkeypatch.setattr(histories, "LONGEST", 5)

    def trained(epochs, **held):
        model = nn.MLP(2, [3, 1], rng=0)
        history = nn.fit(
            model, *nn.gates.xor(), epochs=epochs, rng=1, batch_size=2, progress=False, **held
        )
        return model.state_dict(), bits(history)

    held = {"checkpoint": tmp_path / "run.json", "resume": True}
    trained(30, **held)
    assert "float64" in (tmp_path / "run.json").read_text()
    assert trained(50, **held) == trained(50)
