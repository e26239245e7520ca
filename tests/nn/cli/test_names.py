"""``python -m nn names``, with a model that is ready at once."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

import autograd as ag
import nn
from nn import Adam
from nn.cli import names as task
from nn.data.names import name_of, tokens_of
from tests import pages


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
    step = Adam.step_with

    def interrupted(rule, *given):
        if rule.steps == 5:
            raise KeyboardInterrupt
        return step(rule, *given)

    monkeypatch.setattr(Adam, "step_with", interrupted)
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


# --- models in files ---

SHORT = ("names", "--steps", "6", "--temperature", "2", "--json")


def told(out):
    """What is said, without what the clock says."""
    report = json.loads(out)
    return {k: x for k, x in report.items() if k not in ("ready", "seconds", "saved", "stopped")}


@pytest.mark.usefixtures("little")
@pytest.mark.parametrize("words", [(), ("names",)])
def test_what_is_kept_is_judged_and_writes_again_without_training(run, words, monkeypatch):
    code, out, err = run(*SHORT, "--save", "gpt.json")
    assert (code, err, json.loads(out)["saved"]) == (1, "", "gpt.json")
    monkeypatch.setattr(task.TokenTraining, "run", None)
    code, again, err = run(*words, "--load", "gpt.json", "--temperature", "2", "--json")
    assert (code, err, json.loads(again)["stopped"]) == (1, "", "loaded")
    assert told(again) == told(out)
    found = nn.read("gpt.json")
    assert (found.about, found.seed, found.history.unit) == ({"task": "names"}, 0, "step")
    assert (found.history.steps, len(found.history.losses)) == (6, 6)
    text = run("--load", "gpt.json", "--temperature", "2")[1]
    assert re.search(r"not solved: held-out loss 3\.\d+ nats a letter after 6 steps", text)


@pytest.mark.usefixtures("little")
def test_a_kept_gpt_goes_into_another_file(run):
    pytest.importorskip("safetensors")
    run(*SHORT, "--save", "gpt.json")
    assert run("--load", "gpt.json", "--save", "b.safetensors") == (
        0,
        "kept in b.safetensors\n",
        "",
    )
    assert nn.load("b.safetensors").state_dict() == nn.load("gpt.json").state_dict()
    assert "kept in c.json" in run("names", "--load", "gpt.json", "--save", "c.json")[1]


@pytest.mark.usefixtures("little")
def test_names_begin_as_they_are_asked_to(run):
    run(*SHORT, "--save", "gpt.json")
    code, out, _ = run("--load", "gpt.json", "--predict", "q", "--temperature", "2")
    assert (code, out.splitlines()[0]) == (
        1, "names that nobody has and that begin with q: a little GPT, 424 parameters",
    )  # fmt: skip
    found = re.findall("^  ([a-z]+)$", out, re.MULTILINE)
    assert len(found) == len({*found}) == 20
    assert all(re.fullmatch("q[a-z]{1,2}", name) for name in found)
    report = json.loads(run(*SHORT, "--predict", "zz")[1])
    assert report["begin"] == "zz"
    assert all(name.startswith("zz") for name in report["names"])


@pytest.mark.usefixtures("little")
def test_a_training_goes_on_with_the_numbers_of_an_unbroken_one(run, monkeypatch):
    whole = told(run(*SHORT)[1])
    step, held = Adam.step_with, ("--resume", "run.json")

    def interrupted(rule, *given):
        if rule.steps == 4:
            raise KeyboardInterrupt
        return step(rule, *given)

    with monkeypatch.context() as patch:
        patch.setattr(Adam, "step_with", interrupted)
        code, out, _ = run(*SHORT, *held)
    assert (code, json.loads(out)["steps"]) == (130, 4)
    assert told(run(*SHORT, *held)[1]) == whole
    assert told(run(*SHORT, *held)[1]) == whole  # there is nothing left to do
    raw = Path("run.json").read_bytes()
    for words, said in (
        (("--lr", "0.02"), "lr: 'falling(0.01, 6)' in the file, 'falling(0.02, 6)' here"),
        (("--steps", "7"), "lr: 'falling(0.01, 6)' in the file, 'falling(0.01, 7)' here"),
    ):
        code, out, err = run(*SHORT, *held, *words)
        assert (code, out, err.count("\n"), said in err) == (2, "", 1, True)
    assert Path("run.json").read_bytes() == raw


@pytest.mark.usefixtures("little")
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_killed_training_goes_on(run, tmp_path):
    words = ["names", "--steps", "100000", "--quiet", "--resume", "run.json"]
    script = (
        "import sys; from nn.cli import names, run; names.POSITIONS, names.WIDTH, names.HEADS = "
        "4, 4, 2; sys.exit(run.main())"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(pages.ROOT)},
    )
    path = tmp_path / "run.json"
    try:
        while process.poll() is None and not steps_in(path):
            pass
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    done = steps_in(path)
    assert 0 < done < 100_000
    rows = [*map(tokens_of, nn.names("train"))]

    def training():
        rule = nn.Adam(task.falling(0.01, 100_000), betas=task.BETAS)
        return nn.TokenTraining(nn.GPT(27, 4, width=4, heads=2, rng=0), rows, rule, task.BATCH)

    again, unbroken = training(), training()
    again.run(done + 3, checkpoint=path, resume=True, progress=False)
    unbroken.run(done + 3, progress=False)
    assert again.history.losses == unbroken.history.losses
    assert again.vector.tolist() == unbroken.vector.tolist()


def steps_in(path):
    return ag.files.read_json(path)["optimizer"]["steps"] if path.exists() else 0


def other(name):
    """Models that are not of names."""
    if name == "mlp.json":
        return nn.MLP(2, [1])
    tokens, positions, width, hidden = {
        "five.json": (5, 4, 2, 2),
        "short.json": (27, 2, 2, 2),
        "long.json": (27, 33, 2, 2),
        "large.json": (27, 4, 30, 400),
    }[name]
    return nn.GPT(tokens, positions, width, 1, hidden=hidden)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("names --load mlp.json", "mlp.json holds a model of the class MLP; names are of an"),
        ("names --load five.json", "an nn.GPT of 5 tokens; names are of an nn.GPT of 27 tokens"),
        ("--load five.json", "names are of an nn.GPT of 27 tokens"),
        ("names --load short.json", "holds a GPT of 2 positions; for names 3 to 32"),
        ("names --load long.json", "holds a GPT of 33 positions"),
        ("names --load large.json", "parameters; the limit is 20,000"),
        ("names --load five.json --steps 3", "argument --steps: --load trains nothing"),
        ("names --load five.json --resume a.json", "argument --resume: --load trains nothing"),
        ("--load five.json --hidden 3", "argument --hidden: --load trains nothing"),
        ("--load five.json --noise 3", "argument --noise: the task names has no such option"),
        ("names --predict 0,1", "names begin with 1 to 14 small letters from a to z, got '0,1'"),
        ("names --predict abcdefghijklmno", "names begin with 1 to 14 small letters"),
        ("names --save a.pkl", "a model's file ends in .json or .safetensors"),
        ("names --save no/a.json", "no/a.json lies in a folder that is not there"),
        ("names --resume run.txt --steps 1", "a checkpoint ends in .json, got 'run.txt'"),
    ],
)
def test_files_that_are_of_no_use_are_refused(run, words, said):
    pytest.importorskip("llvmlite")
    if found := re.search(r"--load (\S+)", words):
        nn.save(other(found[1]), found[1], about={"task": "names"})
    code, out, err = run(*words.split())
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.usefixtures("little")
def test_a_model_that_cannot_be_kept_is_told_after_the_names(run, monkeypatch):
    def full(*given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(task, "keep", full)
    code, out, err = run("names", "--steps", "1", "--save", "a.json")
    assert (code, err) == (2, "python -m nn: [Errno 28] No space left on device\n")
    assert "held-out loss" in out
