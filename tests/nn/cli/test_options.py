"""Arguments: what is wrong with them is said in one line, before anything is done."""

import json
import os
from pathlib import Path

import pytest

import autograd as ag
from nn.cli.options import read
from nn.cli.tasks import NAMES, TASKS


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


@pytest.mark.parametrize("row", ["-1,2", "-.5,1"])
def test_a_row_may_begin_with_a_negative_number(monkeypatch, tmp_path, row):
    monkeypatch.chdir(tmp_path)
    assert read(["xor", "--predict", row]).rows == [[float(x) for x in row.split(",")]]


def test_an_option_behind_predict_is_none_of_its_rows(run):
    assert "expected one argument" in run("xor", "--predict", "--json")[2]
