"""``python -m nn``: it solves, shows, and says what is wrong in one line."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nn import gates
from nn.cli.run import main
from nn.cli.tasks import TASKS

ROOT = Path(__file__).parents[3]
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Run the command line in an empty folder; return code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        try:
            code = main(list(words))
        except SystemExit as leave:
            code = leave.code
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def no_pictures(monkeypatch):
    monkeypatch.setattr("nn.cli.run.pictures", lambda *given: ([], []))


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
    for name in ("xor-graph.svg", "xor-boundary.png"):
        assert str(Path("pictures") / name) in done.stdout
    assert "<svg" in (tmp_path / "pictures" / "xor-graph.svg").read_text(encoding="utf-8")
    assert (tmp_path / "pictures" / "xor-boundary.png").read_bytes().startswith(PNG)


@pytest.mark.parametrize("task", gates.TABLE)
@pytest.mark.usefixtures("no_pictures")
def test_every_gate_is_solved(run, task):
    code, out, err = run(task, "--json", "--seed", "1")
    report = json.loads(out)
    assert (code, err) == (0, "")
    assert report["solved"] is True
    assert report["loss"] < 0.05
    assert [round(row["answer"]) for row in report["rows"]] == list(gates.TABLE[task])


@pytest.mark.parametrize("task", sorted(set(TASKS) - set(gates.TABLE) - {"digits"}))
@pytest.mark.usefixtures("no_pictures")
def test_every_data_set_is_solved(run, task):
    code, out, _ = run(task, "--json")
    assert code == 0
    assert json.loads(out)["accuracy"] >= 0.98


@pytest.mark.parametrize("task", ["xor", "and", "or"])
@pytest.mark.parametrize("seed", range(10, 18))
@pytest.mark.usefixtures("no_pictures")
def test_gates_are_solved_from_many_seeds(run, task, seed):
    assert run(task, "--quiet", "--seed", str(seed))[0] == 0


@pytest.mark.usefixtures("no_pictures")
def test_options_reach_the_training(run):
    words = "xor --hidden 5,3 --activation sin --epochs 7 --lr 0.02 --seed 9 --json"
    _, out, _ = run(*words.split())
    report = json.loads(out)
    assert report["hidden"] == [5, 3]
    assert report["activation"] == "sin"
    assert (report["epochs"], report["lr"], report["seed"]) == (7, 0.02, 9)
    assert report["parameters"] == 5 * 3 + 3 * 6 + 4
    again = json.loads(run(*words.split())[1])
    assert again["loss"] == report["loss"]


@pytest.mark.usefixtures("no_pictures")
def test_what_is_not_solved_is_said_and_gives_code_1(run):
    code, out, err = run("xor", "--hidden", "none", "--epochs", "50")
    assert code == 1
    assert "not solved: loss" in out
    assert "accuracy 100 % and loss below 0.05 is needed" in out
    assert err == ""
    assert run("xor", "--hidden", "none", "--epochs", "50", "--json")[0] == 1


@pytest.mark.usefixtures("no_pictures")
def test_quiet_leaves_the_verdict(run):
    code, out, err = run("and", "--quiet")
    assert code == 0
    assert out.startswith("solved: loss")
    assert out.count("\n") == 1
    assert err == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "the following arguments are required: TASK"),
        ("xorr", "unknown task 'xorr' (did you mean xor?)"),
        ("xor --hidden 0", "'0' is not a list of layer sizes"),
        ("xor --hidden four", "'four' is not a list of layer sizes"),
        ("xor --hidden 4,,4", "'4,,4' is not a list of layer sizes"),
        ("xor --hidden -4", "--hidden"),
        ("xor --hidden 1e3", "'1e3' is not a list of layer sizes"),
        ("xor --hidden 999999999", "the limit is 20,000"),
        ("xor --hidden ²", "is not a list of layer sizes"),
        ("xor --activation tahn", "did you mean 'tan' or 'tanh'"),
        ("xor --epochs -5", "-5 is not a number from 1 to 1,000,000"),
        ("xor --epochs 0", "0 is not a number from 1"),
        ("xor --epochs 1e3", "'1e3' is not a whole number"),
        ("xor --epochs 99999999999999999999", "is not a number from 1 to 1,000,000"),
        ("xor --lr 0", "'0' is not a positive number"),
        ("xor --lr -1", "is not a positive number"),
        ("xor --lr nan", "'nan' is not a positive number"),
        ("xor --lr inf", "'inf' is not a positive number"),
        ("xor --lr fast", "'fast' is not a positive number"),
        ("xor --seed x", "'x' is not a whole number"),
        ("xor --out taken", "cannot make the folder taken"),
        ("xor --out taken/deeper", "cannot make the folder taken/deeper"),
        ("xor --colour red", "unrecognized arguments: --colour red"),
        ("xor and", "unrecognized arguments: and"),
    ],
)
def test_wrong_arguments_are_one_line_and_code_2(run, words, said):
    Path("taken").write_text("a file")
    code, out, err = run(*words.split())
    assert code == 2
    assert said in err
    assert out == ""
    assert err.count("\n") == 1
    assert sorted(path.name for path in Path().iterdir()) == ["taken"]


def test_a_folder_that_cannot_be_written_to(run, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *given: False)
    code, _, err = run("xor", "--out", ".")
    assert code == 2
    assert "the folder . cannot be written to" in err


def test_a_picture_that_cannot_be_written_is_one_line(run, tmp_path):
    (tmp_path / "and-graph.svg").mkdir()
    code, _, err = run("and", "--out", ".")
    assert code == 2
    assert "cannot write the pictures" in err
    assert err.count("\n") == 1


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


def test_without_matplotlib_it_says_what_to_install_and_succeeds(run, monkeypatch):
    for name in [n for n in sys.modules if n.split(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    code, out, err = run("and")
    assert code == 0
    assert "the decision boundary needs matplotlib, which is not installed: python -m pip" in out
    assert "and-graph.svg" in out
    assert "and-boundary.png" not in out
    assert "Traceback" not in err


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


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_from_outside(tmp_path):
    command = [sys.executable, "-m", "nn", "moons", "--epochs", "100000", "--hidden", "4"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    folder = tmp_path / "out"
    process = subprocess.Popen(
        [*command, "--out", str(folder)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while not folder.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err


def test_help_shows_examples_and_every_task(run):
    code, out, _ = run("--help")
    assert code == 0
    assert "python -m nn moons" in out
    for name in TASKS:
        assert name in out


def test_large_networks_are_drawn_with_closed_boxes(run):
    code, out, _ = run("blobs", "--epochs", "4", "--hidden", "14,10", "--out", "here")
    assert code == 0
    assert "blobs-graph.svg" in out
    assert Path("here/blobs-graph.svg").stat().st_size > 1000
