"""``python -m nn names``, with a model that is ready at once."""

import json
import re
import sys
from random import Random

import pytest

import nn
from nn.cli import names as task
from nn.data.names import name_of, tokens_of


@pytest.fixture
def little(monkeypatch):
    """A smaller model on fewer names."""
    pytest.importorskip("llvmlite")
    for name, size in (("POSITIONS", 4), ("WIDTH", 4), ("HEADS", 2), ("TRIES", 3000)):
        monkeypatch.setattr(task, name, size)


@pytest.mark.usefixtures("little")
def test_it_trains_and_writes_twenty_names_that_nobody_has(run):
    code, out, err = run("names", "--steps", "200", "--temperature", "2", "--json")
    report = json.loads(out)
    assert (code, err) == (1, "")  # so small a model foretells too little
    found = report["names"]
    assert len(found) == len(set(found)) == 20
    assert not set(found) & set(nn.names())
    assert all(re.fullmatch("[a-z]{2,3}", name) for name in found)  # and an end
    assert (report["task"], report["solved"], report["stopped"]) == ("names", False, "finished")
    assert (report["steps"], report["parameters"]) == (200, (27 + 4 + 27 + 4 * 4 + 2 * 16) * 4)
    assert 2.25 < report["loss"] < 2.7
    assert report["training_loss"] == pytest.approx(report["loss"], abs=0.05)
    assert (report["seed"], report["lr"], report["temperature"]) == (0, 0.01, 2.0)
    assert 0.0 < report["ready"] < report["seconds"]


@pytest.mark.usefixtures("little")
def test_options_reach_the_training(run, monkeypatch):
    words = ["names", "--steps", "4", "--lr", "0.03", "--seed", "9", "--temperature", "2", "--json"]
    report = json.loads(run(*words)[1])
    assert report["steps"] == 4
    assert (report["lr"], report["seed"], report["temperature"]) == (0.03, 9, 2.0)
    again = json.loads(run(*words)[1])
    assert (again["loss"], again["names"]) == (report["loss"], report["names"])
    words[words.index("--seed") + 1] = "8"
    other = json.loads(run(*words)[1])
    assert other["loss"] != report["loss"]
    assert other["names"] != report["names"]


@pytest.mark.usefixtures("little")
def test_it_is_the_training_and_the_writing_of_nn(run):
    """Four steps on the names in their order, with a rate that falls along a line."""
    words = ["names", "--steps", "4", "--lr", "0.1", "--temperature", "0.3", "--json"]
    report = json.loads(run(*words)[1])
    model = nn.GPT(27, 4, width=4, heads=2, rng=0)
    rows = [*map(tokens_of, nn.names("train"))]
    rates = nn.Adam(lambda step: (0.1, 0.075, 0.05, 0.025)[step], betas=(0.85, 0.99))
    training = nn.TokenTraining(model, rows, rates, 32)
    losses = [training.step() for _ in range(4)]
    assert report["training_loss"] == pytest.approx(sum(losses) / 4, abs=1e-12)
    held = training.loss([*map(tokens_of, nn.names("held-out"))])
    assert report["loss"] == pytest.approx(held, abs=1e-12)
    training.store()
    source, written = Random(0), []
    while len(written) < 20:
        name = name_of(model.generate(26, 26, 0.3, source))
        if 1 < len(name) < 4 and name not in {*nn.names(), *written}:
            written.append(name)
    assert report["names"] == written


@pytest.mark.usefixtures("little")
def test_what_is_said_in_full_and_quietly(run, monkeypatch):
    monkeypatch.setattr(task, "SOLVED", 3.4)
    code, out, err = run("names", "--steps", "3")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == "names that nobody has: a little GPT, 424 parameters"
    assert len([line for line in lines if re.fullmatch("  [a-z]+", line)]) == 20
    verdict = r"solved: held-out loss 3\.\d{4} nats a letter after 3 steps \(\d+\.\d s\)"
    assert re.fullmatch(verdict, lines[-1])
    quiet = run("names", "--steps", "3", "--quiet")[1].splitlines()
    assert quiet[:-1] == [line.strip() for line in lines[2:22]]


@pytest.mark.usefixtures("little")
def test_what_is_not_solved_is_said(run):
    code, out, _ = run("names", "--steps", "2")
    assert code == 1
    assert "not solved: held-out loss 3." in out
    assert "where 2.25 is needed. Try more --steps" in out


@pytest.mark.usefixtures("little")
def test_ctrl_c_writes_with_what_was_learned(run, monkeypatch):
    step = task.TokenTraining.step

    def interrupted(training):
        if training.steps == 5:
            raise KeyboardInterrupt
        return step(training)

    monkeypatch.setattr(task.TokenTraining, "step", interrupted)
    code, out, _ = run("names", "--json")
    report = json.loads(out)
    assert code == 130
    assert (report["stopped"], report["steps"], len(report["names"])) == ("interrupted", 5, 20)
    assert "interrupted: held-out loss" in run("names")[1]


@pytest.mark.usefixtures("little")
def test_a_rate_that_is_far_too_large_ends_in_one_line(run):
    code, out, err = run("names", "--steps", "20", "--lr", "1e308")
    assert (code, out) == (1, "")
    assert err.startswith("python -m nn: training diverged: ")
    assert err.count("\n") == 1


@pytest.mark.usefixtures("little")
def test_fewer_names_where_there_are_no_others(run, monkeypatch):
    monkeypatch.setattr(task, "TRIES", 3)
    assert len(json.loads(run("names", "--steps", "1", "--json")[1])["names"]) <= 3


def test_without_llvmlite_it_says_what_is_missing(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "llvmlite", None)
    code, out, err = run("names")
    assert (code, out) == (2, "")
    assert err.startswith("python -m nn: the task names needs llvmlite")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("names --hidden 4", "--hidden: the task names has no such option, but --steps, --temp"),
        ("names --activation sin", "argument --activation: the task names has no such option"),
        ("names --epochs 4", "argument --epochs: the task names has no such option"),
        ("names --out here", "argument --out: the task names has no such option"),
        ("xor --steps 4", "argument --steps: the task xor has no such option, but --hidden"),
        ("xor --temperature 4", "argument --temperature: the task xor has no such option"),
        ("names --steps 0", "0 is not a number from 1"),
        ("names --temperature 0", "'0' is not a positive number"),
        ("nams", "unknown task 'nams' (did you mean 'names'"),
    ],
)
def test_options_of_other_tasks_are_refused(run, words, said):
    code, out, err = run(*words.split())
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
