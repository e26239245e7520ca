"""What goes together, and what follows from it."""

import os
from pathlib import Path

import pytest

import nn
from nn.cli.options import read

ROOT_USER = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The current folder, with some models and data."""
    monkeypatch.chdir(tmp_path)
    nn.save(nn.MLP(2, [3, 1], output="sigmoid", rng=0), "python.json")
    nn.save(nn.MLP(2, [3, 1], rng=0), "xor.json", about={"task": "xor", "labels": ["0", "1"]})
    nn.save(nn.Linear(2, 1), "linear.json")
    nn.save(nn.MLP(2, [3, 1], output="tanh", rng=0), "tanh.json")
    Path("own.csv").write_text("a,b,kind\n0,0,x\n0,1,y\n1,0,y\n1,1,x\n")
    Path("damaged.json").write_text('{"format": "nn model", "ver')
    Path("folder").mkdir()
    Path("folder.json").mkdir()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--json", "required: TASK (or --data FILE, or --load FILE)"),
        ("xor --data own.csv", "a task or data of your own, not both (xor)"),
        ("xor --target kind", "it names a column of --data FILE, which is missing"),
        ("xor --load xor.json --epochs 5", "argument --epochs: --load trains nothing"),
        ("xor --load xor.json --lr 5", "argument --lr: --load trains nothing"),
        ("xor --load xor.json --resume run.json", "argument --resume: --load trains nothing"),
        ("xor --save a.json --resume ./a.json", "a.json is the file of --resume"),
        ("--data own.csv --steps 5", "argument --steps: a network has no such option"),
        ("--load python.json", "names no task to judge it by: give one, or --data FILE"),
        ("--load xor.json --predict 0,1 --out a", "argument --out: nothing is judged or drawn"),
        ("--load xor.json --predict 0,1 --test 0.5", "argument --test: nothing is judged"),
        ("--data own.csv --noise 1", "own.csv, 4 rows of 2 classes has none"),
        ("xor --load linear.json", "linear.json holds a model of the class Linear, and an nn.MLP"),
        ("digits --load xor.json", "holds a network 2-3-1: handwritten digits of 8×8 pixels has"),
        ("xor --load tanh.json", "tanh.json ends in 'tanh': its outputs are no scores"),
        ("xor --predict 0,1,1", "a row has 3 numbers, and the gate xor has 2 inputs"),
        ("xor --save folder.json", "argument --save: folder.json is a folder"),
        ("xor --save no/a.json", "no/a.json lies in a folder that is not there"),
        ("xor --save a.pkl", "argument --save: a model's file ends in .json or .safetensors"),
        ("xor --load damaged.json", "damaged.json is no JSON, or not all of it"),
        ("xor --load missing.json", "No such file or directory: 'missing.json'"),
        ("--data missing.csv", "No such file or directory: 'missing.csv'"),
        ("--data folder", "folder is a folder, not a file"),
    ],
)
def test_what_does_not_go_together_is_one_line_and_leaves_nothing(run, words, said):
    before = sorted(os.listdir())
    code, out, err = run(*words.split())
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert sorted(os.listdir()) == before


@pytest.mark.usefixtures("folder")
@pytest.mark.skipif(ROOT_USER, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to(run):
    Path("folder").chmod(0o500)
    code, _, err = run("xor", "--save", "folder/a.json")
    assert (code, "the folder of folder/a.json cannot be written to" in err) == (2, True)


@pytest.mark.usefixtures("folder")
def test_a_kept_network_tells_its_task_and_its_shape():
    chosen = read(["--load", "xor.json"])
    assert (chosen.task, chosen.subject.name, chosen.hidden) == ("xor", "xor", [3])
    assert chosen.activation == "tanh"
    assert read(["--load", "xor.json", "--predict", "0,1"]).subject is None
    assert read(["xor", "--load", "xor.json", "--predict", "0,1"]).subject.name == "xor"


@pytest.mark.usefixtures("folder")
def test_data_of_ones_own_have_settings_of_their_own():
    chosen = read(["--data", "own.csv", "--target", "kind"])
    assert (chosen.task, chosen.subject.own) == (None, True)
    assert (chosen.hidden, chosen.activation, chosen.lr) == ([16, 16], "relu", 0.03)
