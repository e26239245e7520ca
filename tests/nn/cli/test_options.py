"""Arguments: what is wrong with them is said in one line, before anything is done."""

import json
import os
from pathlib import Path
from random import Random

import pytest

import autograd as ag
from nn.cli.options import read
from nn.cli.tasks import NAMES, TASKS
from nn.models.layers import MLP


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "the following arguments are required: TASK"),
        ("xorr", "unknown task 'xorr' (did you mean 'xor' or 'xnor'?)"),
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
        ("xor --optimizer admam", "unknown optimizer 'admam' (did you mean 'adam'"),
        ("xor --batch 0", "argument --batch: 0 is not a number from 1"),
        ("moons --noise -1", "'-1' is not a number from 0 to 100"),
        ("xor --noise 0.1", "the gate xor has none; moons, circles, spirals, blobs have"),
        ("moons --noise 1e308", "'1e308' is not a number from 0 to 100"),
        ("xor --test 0.5", "argument --test: the gate xor has four rows, and none of them tells"),
        ("moons --test 1", "'1' is not a share between 0 and 1"),
        ("moons --test nan", "'nan' is not a share between 0 and 1"),
        ("digits --test 0.1", "have held-out rows of their own"),
        ("names --optimizer sgd", "argument --optimizer: the task names has no such option"),
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


def test_help_shows_examples_and_every_task(run):
    code, out, _ = run("--help")
    assert code == 0
    assert "python -m nn moons" in out
    for name in TASKS:
        assert name in out


def test_list_is_a_command(run):
    code, out, err = run("list")
    assert (code, err) == (0, "")
    assert out.startswith("never ")
    assert os.listdir() == []


def test_the_list_is_there_for_other_programs_too(run):
    found = json.loads(run("list", "--json")[1])
    assert [one["task"] for one in found] == [*TASKS, NAMES]
    assert found[6]["sizes"] == [2, 6, 1]


def test_the_present_folder_is_not_meant_by_no_name(run):
    code, out, err = run("and", "--out", "")
    assert (code, out) == (2, "")
    assert "argument --out: the name of a folder is needed" in err


def test_the_version_is_that_of_the_package(run):
    assert run("--version") == (0, f"chainrule {ag.__version__}\n", "")


def test_the_rate_fits_the_optimizer(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert read(["xor"]).lr == 0.1
    assert read(["xor", "--optimizer", "SGD"]).lr == 3.0
    assert read(["xor", "--optimizer", "rmsprop"]).lr == 0.03
    assert read(["xor", "--optimizer", "sgd", "--lr", "0.5"]).lr == 0.5


# --- no list of words gives a traceback ---


OPTIONS = [
    *("--hidden", "--activation", "--epochs", "--lr", "--seed", "--out", "--json", "--quiet"),
    *("--optimizer", "--batch", "--noise", "--test"),
]
VALUES = [
    *("none", "4", "4,4", "0", "-1", ",", "1,", "999999999", "9" * 5000, "²", "٣", "1e3", "nan"),
    *(
        "inf",
        "-inf",
        "1e-999",
        "1e308",
        "0.1",
        "tanh",
        "relu",
        "log",
        "where",
        "detach",
        "__init__",
    ),
    *("", " ", "-", "--", "@file", "a=b", "8×8", "\udcff", "\x1b[2J", "\n", "x" * 300, "here"),
    *(
        ".",
        "taken",
        "taken/deeper",
        "/proc/1/x",
        "%s",
        "{}",
        "$HOME",
        "None",
        "True",
        "[]",
        "xor",
        "-h",
    ),
]
WORDS = [*OPTIONS, *VALUES, "--help", "--hid", "--json=1", "--hidden=2", "--epochs=1", "-x", "---"]


def some_words(rng: Random) -> list[str]:
    """Mostly a task with a few options and their values, sometimes anything."""
    if rng.random() < 0.2:
        return rng.choices([*WORDS, *TASKS], k=rng.randrange(6))
    words = [rng.choice(["xor", "and", "moons", "xorr"])]
    for option in rng.sample(OPTIONS, k=rng.randrange(4)):
        words.append(option)
        if option not in ("--json", "--quiet") and rng.random() < 0.9:
            words.append(rng.choice(VALUES))
    return words


@pytest.mark.usefixtures("no_pictures")
@pytest.mark.parametrize("seed", range(12))
def test_no_list_of_words_gives_a_traceback(run, monkeypatch, seed):
    def trained(task, chosen):
        model = MLP(task.inputs, task.sizes(chosen.hidden)[1:], activation=chosen.activation)
        reached = {"accuracy": 1.0, "loss": model.parameters()[0].data, "epochs": 1, "seconds": 0.0}
        shown = {"parameters": 1, "rows": [], "pictures": [chosen.out.name], "notes": [str(chosen)]}
        shown |= {"judged_by": "1 row", "hidden": chosen.hidden, "activation": chosen.activation}
        return {"solved": rng.random() < 0.5, "stopped": None, **reached, **shown}, lambda: None

    monkeypatch.setattr("nn.cli.run._trained", trained)
    Path("taken").write_text("a file")
    rng = Random(seed)
    for _ in range(40):
        words = some_words(rng)
        code, out, err = run(*words)  # an error that is no SystemExit leaves the test
        assert code in (0, 1, 2), words
        assert (code == 2) == (err != ""), words
        assert out == "" or code != 2, words
        assert err.count("\n") <= 1, words
