"""Checkpoints in files: every number comes back, and nothing is taken on trust."""

import json
import math
from random import Random

import pytest

import nn
from autograd import FileFormatError, OperandError
from nn import History
from nn.files.checkpoint import Checkpoint, read_checkpoint, write_checkpoint

RUN = {
    "model": {"kind": "Neuron", "inputs": 1, "activation": "tanh"},
    "parameters": 2,
    "rows": 3,
    "metrics": ["a"],
    "shuffled": True,
    "optimizer": {"rule": "Adam", "lr": "0.1", "remembers": 2},
    "engine": "eager",
}


def checkpoint(run=RUN):
    source = Random(0)
    source.gauss(0, 1)  # which leaves a number for the next
    history = History([0.5, 1e-300], {"a": [math.nan, 1.0]}, "interrupted", 5)
    memory = [(5, -0.0, math.inf), (4, 5e-324, 1.0)]
    shuffled = ([2, 0, 1], source.getstate()) if run["shuffled"] else None
    return Checkpoint(run, history, [0.1, -0.0], 5, memory, shuffled)


@pytest.mark.parametrize("shuffled", [True, False])
def test_a_checkpoint_comes_back_to_the_last_bit(shuffled, tmp_path):
    run = {**RUN, "shuffled": shuffled}
    write_checkpoint(tmp_path / "run.json", checkpoint(run))
    found = read_checkpoint(tmp_path / "run.json", run)
    assert repr(vars(found)) == repr(vars(checkpoint(run)))
    assert repr(vars(found.history)) == repr(vars(checkpoint(run).history))


def changed(path, way, x):
    """The file with another thing in a place."""
    data = json.loads(path.read_text())
    part = data
    for name in way[:-1]:
        part = part[name]
    part[way[-1]] = x
    path.write_text(json.dumps(data))


WRONG = {
    "another format": (["format"], "x", "the format 'x'"),
    "a model": (["format"], "nn model", r"that is read by nn\.load"),
    "newer": (["version"], 2, "newer package"),
    "no run": (["run"], None, "run is no object"),
    "more in the run": (["run", "more"], 1, "run has an unknown entry"),
    "engine": (["run", "engine"], "auto", 'run.engine is "eager" or "compiled"'),
    "no numbers": (["parameters"], None, "parameters is a list of 2"),
    "three numbers": (["parameters"], [1.0, 2.0, 3.0], "parameters is a list of 2"),
    "a text": (["parameters", 0], "1.0", "parameters is a finite number"),
    "a slot less": (["optimizer", "memory"], [[1, 1]], "memory is a list of 3"),
    "a short slot": (["optimizer", "memory", 1], [1.0], "memory is a list of 2"),
    "half a step": (["optimizer", "memory", 0, 0], 0.5, "memory.0 should be a whole number"),
    "a word": (["optimizer", "memory", 1, 0], "many", "a list of numbers"),
    "steps": (["optimizer", "steps"], -1, "steps should be a whole number"),
    "other metrics": (["history", "metrics"], {"b": [1, 2]}, "metrics are others"),
    "no shuffling": (["shuffling"], None, "shuffling is no object"),
    "a row twice": (["shuffling", "order"], [0, 1, 1], "has each row once"),
    "a row less": (["shuffling", "order"], [0, 1], "order is a list of 3"),
    "a row of text": (["shuffling", "order", 0], "0", "order should be a whole number"),
    "few words": (["shuffling", "words"], [1, 2], "words is a list of 625"),
    "a large word": (["shuffling", "words", 7], 2**70, "no state of a random.Random"),
    "a far place": (["shuffling", "words", 624], 10**6, "no state of a random.Random"),
    "another version": (["shuffling", "version"], 7, "no state of a random.Random"),
    "gauss": (["shuffling", "more"], "x", "more is a finite number"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_checkpoint_that_makes_no_sense_is_refused(what, tmp_path):
    path, (way, x, words) = tmp_path / "run.json", WRONG[what]
    write_checkpoint(path, checkpoint())
    changed(path, way, x)
    with pytest.raises(FileFormatError, match=words) as caught:
        read_checkpoint(path, RUN)
    assert str(caught.value).startswith(str(path))


def test_shuffling_where_there_is_none_is_refused(tmp_path):
    path, run = tmp_path / "run.json", {**RUN, "shuffled": False}
    write_checkpoint(path, checkpoint(run))
    changed(path, ["shuffling"], {})
    with pytest.raises(FileFormatError, match="shuffling is null"):
        read_checkpoint(path, run)


@pytest.mark.parametrize("name", RUN)
def test_another_run_is_refused_with_what_differs(name, tmp_path):
    path = tmp_path / "run.json"
    write_checkpoint(path, checkpoint())
    other = {**RUN["optimizer"], "lr": "0.2"} if name == "optimizer" else None
    run = {**RUN, name: other}
    words = "optimizer.lr: '0.1' in the file, '0.2' here" if other else f"{name}: .* None here"
    with pytest.raises(FileFormatError, match=f"another run: {words}"):
        read_checkpoint(path, run)
    every = {**dict.fromkeys(RUN), "optimizer": RUN["optimizer"]}
    with pytest.raises(FileFormatError, match=r"\(and 3 more\)"):
        read_checkpoint(path, every)
    with pytest.raises(FileFormatError, match=r"\(and 1 more\)"):
        read_checkpoint(path, {**every, **{k: RUN[k] for k in ("rows", "metrics")}})


@pytest.mark.parametrize(
    "name", ["version", "chainrule", "run", "history", "optimizer", "shuffling", "parameters"]
)
def test_every_entry_is_needed_and_no_other(name, tmp_path):
    path = tmp_path / "run.json"
    write_checkpoint(path, checkpoint())
    data = json.loads(path.read_text())
    path.write_text(json.dumps({**data, f"{name}s": 1}))
    with pytest.raises(FileFormatError, match=f"unknown entry '{name}s'"):
        read_checkpoint(path, RUN)
    del data[name]
    path.write_text(json.dumps(data))
    with pytest.raises(FileFormatError, match=f"has no '{name}'|version should be a whole number"):
        read_checkpoint(path, RUN)


def test_a_rule_that_remembers_no_numbers_is_told():
    odd = Checkpoint(RUN, History(), [0.1, 0.2], 1, [(1, "a", 0.0), (1, "b", 0.0)], None)
    with pytest.raises(OperandError, match="keeps numbers, and the optimiser gave 'a'"):
        write_checkpoint("run.json", odd)


def test_the_engine_is_followed_where_none_is_asked_for(tmp_path):
    write_checkpoint(tmp_path / "run.json", checkpoint())
    found = read_checkpoint(tmp_path / "run.json", {**RUN, "engine": "auto"})
    assert found.run["engine"] == "eager"


def test_a_checkpoint_is_no_model(tmp_path):
    write_checkpoint(tmp_path / "run.json", checkpoint())
    with pytest.raises(FileFormatError, match=r"fit\(…, checkpoint=path, resume=True\)"):
        nn.load(tmp_path / "run.json")


def test_a_number_that_no_float_is_is_not_written(tmp_path):
    odd = Checkpoint(RUN, History(), [True, 10**400], 1, [(1, 0.0, 0.0)] * 2, None)
    with pytest.raises(OperandError, match="a parameter gave a number of hundreds of digits"):
        write_checkpoint(tmp_path / "run.json", odd)
    assert list(tmp_path.iterdir()) == []
