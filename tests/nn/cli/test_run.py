"""``python -m nn``: it solves, shows, and says what is wrong in one line."""

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import autograd as ag

ROOT = Path(__file__).parents[3]
PNG = b"\x89PNG\r\n\x1a\n"


def test_xor_from_start_to_end(tmp_path):
    pytest.importorskip("matplotlib")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "error", "-m", "nn", "xor"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    table = [line.split() for line in done.stdout.splitlines() if line.startswith("   ")]
    assert [row[:3] for row in table] == [list("000"), list("011"), list("101"), list("110")]
    assert [round(float(row[3])) for row in table] == [0, 1, 1, 0]
    assert "solved: loss 0.0" in done.stdout
    verdict = done.stdout.index("solved: loss")
    for name in ("xor-network.svg", "xor-boundary.png", "xor-training.png", "xor-graph.svg"):
        assert done.stdout.index(str(Path("pictures") / name)) > verdict
    assert "<svg" in (tmp_path / "pictures" / "xor-graph.svg").read_text(encoding="utf-8")
    assert (tmp_path / "pictures" / "xor-boundary.png").read_bytes().startswith(PNG)


@pytest.mark.usefixtures("no_pictures")
def test_options_reach_the_training(run):
    words = "xor --hidden 5,3 --activation sin --epochs 7 --lr 0.02 --seed 9 --batch 3 --json"
    _, out, _ = run(*words.split())
    report = json.loads(out)
    assert report["hidden"] == [5, 3]
    assert report["activation"] == "sin"
    assert (report["epochs"], report["lr"], report["seed"]) == (7, 0.02, 9)
    assert (report["batch"], report["optimizer"], report["test"]) == (3, "adam", None)
    assert report["parameters"] == 5 * 3 + 3 * 6 + 4
    again = json.loads(run(*words.split())[1])
    assert again["loss"] == report["loss"]


@pytest.mark.usefixtures("no_pictures")
def test_each_of_the_other_options_changes_the_training(run):
    words = ["moons", "--epochs", "3", "--json"]
    reports = [
        json.loads(run(*words, *more.split())[1])
        for more in ("", "--optimizer sgd", "--batch 7", "--noise 0.3", "--test 0.25")
    ]
    assert len({report["loss"] for report in reports}) == len(reports)
    assert [report["judged_by"] for report in reports[-2:]] == [
        "100 training rows",
        "25 held-out rows",
    ]


def test_the_verdict_comes_before_the_pictures(run, monkeypatch, capsys):
    def drawn(*given):
        assert "solved: loss" in capsys.readouterr().out
        return ["a picture"], []

    monkeypatch.setattr("nn.cli.run.pictures", drawn)
    assert run("and") == (0, "a picture\n", "")


@pytest.mark.usefixtures("no_pictures")
def test_a_rate_that_is_far_too_large_ends_in_one_line(run):
    code, out, err = run("xor", "--lr", "1e308", "--epochs", "20")
    assert code == 1
    assert out == ""
    assert "training diverged" in err
    assert err.count("\n") == 1
    code, out, _ = run("xor", "--lr", "1e308", "--epochs", "20", "--json")
    assert code == 1
    assert json.loads(out)["stopped"] == "diverged"


@pytest.mark.usefixtures("no_pictures")
def test_ctrl_c_prints_what_there_is(run, monkeypatch):
    def interrupted(history):
        if history.epochs == 3:
            raise KeyboardInterrupt
        return False

    monkeypatch.setattr("nn.cli.run._enough", lambda task: interrupted)
    code, out, _ = run("xor")
    assert code == 130
    assert "interrupted: loss" in out
    assert "after 3 epochs" in out


def test_ctrl_c_while_drawing_keeps_the_report(run, monkeypatch):
    def interrupted(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr("nn.cli.run.pictures", interrupted)
    code, out, _ = run("xor", "--json")
    assert code == 130
    assert json.loads(out)["stopped"] == "interrupted"


@pytest.mark.parametrize(
    "error", [ImportError("numpy"), ag.missing_package("all", "numpy"), SystemError("numpy")]
)
def test_an_import_that_ctrl_c_cuts_short_is_an_interruption(run, monkeypatch, error):
    def importing(*given, **named):
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        raise error

    monkeypatch.setattr("nn.cli.run.fit", importing)
    code, out, err = run("xor")
    assert (code, out, err) == (130, "", "python -m nn: interrupted\n")


@pytest.mark.usefixtures("no_pictures")
def test_a_report_that_cannot_be_written_is_one_line(run, monkeypatch):
    def full(text):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("nn.cli.report.say", full)
    code, out, err = run("and")
    assert (code, out) == (2, "")
    assert err == "python -m nn: cannot write the report: [Errno 28] No space left on device\n"


# --- from outside ---


posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

TRAIN = """
import sys
from nn.cli import run
fit = run.fit

def told(history):
    if history.epochs == 3:
        print("training", flush=True)

run.fit = lambda *given, **named: fit(*given, **named | {"callback": told})
sys.exit(run.main(sys.argv[1:]))
"""


@posix
def test_ctrl_c_from_outside(tmp_path):
    words = ["moons", "--epochs", "1000000", "--hidden", "4", "--out", "."]
    process = subprocess.Popen(
        [sys.executable, "-c", TRAIN, *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "training\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted: loss" in out
    assert err == ""


PRESS = """
import os, signal, sys

class Press:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["AT"]:
            sys.meta_path.remove(self)
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Press())
"""


@posix
@pytest.mark.parametrize("module", ["autograd", "nn.models", "nn.plot", "nn.cli.run", "matplotlib"])
def test_ctrl_c_during_an_import(tmp_path, module):
    if module == "matplotlib":
        pytest.importorskip(module)
    (tmp_path / "sitecustomize.py").write_text(PRESS)
    path = f"{ROOT}{os.pathsep}{tmp_path}"
    done = subprocess.run(
        [sys.executable, "-m", "nn", "xor", "--quiet"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path, "AT": module},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode in (130, -signal.SIGINT)
    assert done.stderr == ""


def test_a_program_that_imports_nn_keeps_its_ctrl_c(tmp_path):
    text = "import nn, signal; print(signal.getsignal(signal.SIGINT))"
    (tmp_path / "pack").mkdir()
    for name in ("mine.py", "pack/__init__.py", "pack/__main__.py"):
        (tmp_path / name).write_text(text)
    for words in (["-m", "mine"], ["-m", "pack"], ["mine.py"], ["-c", "import mine"]):
        done = subprocess.run(
            [sys.executable, *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.stdout.count("default_int_handler") == done.stdout.count("\n") > 0
