"""The handwritten digits: the rows, the split, the task of the command line."""

import json
from collections import Counter

import pytest

import nn
from autograd import MissingPackageError
from nn.cli.run import main
from nn.cli.tasks import TASKS


def data():
    pytest.importorskip("sklearn", reason="the digits come with scikit-learn")


def test_the_rows_are_scikit_learns_own():
    data()
    from sklearn.datasets import load_digits

    theirs = load_digits()
    X, y = nn.digits("all")
    assert len(X) == 1797
    pairs = Counter((tuple(x), t) for x, t in zip(X, y))
    assert pairs == Counter(
        (tuple(x), t) for x, t in zip((theirs.data / 16).tolist(), theirs.target.tolist())
    )
    assert (min(map(min, X)), max(map(max, X))) == (0.0, 1.0)


def test_the_split_is_fixed_and_has_all_classes_on_both_sides():
    data()
    (X, y), (held, z) = nn.digits("train"), nn.digits("held-out")
    assert (len(X), len(held)) == (1437, 360)
    assert nn.digits("all") == (held + X, z + y)
    assert nn.digits("train") == (X, y)
    assert nn.digits("held-out", rng=1)[1] != z
    for labels, least in ((y, 100), (z, 20)):
        counts = Counter(labels)
        assert sorted(counts) == list(range(10))
        assert min(counts.values()) >= least


def test_an_unknown_split_and_a_missing_package_are_named(monkeypatch):
    with pytest.raises(ValueError, match=r"unknown split 'test'.*; known: train, held-out, all"):
        nn.digits("test")
    monkeypatch.setattr("nn.data.digits.find_spec", lambda name: None)
    with pytest.raises(
        MissingPackageError, match=r"needs scikit-learn, .*pip install scikit-learn"
    ):
        nn.digits()


def test_the_command_line_says_what_is_missing_in_one_line(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("nn.data.digits.find_spec", lambda name: None)
    assert main(["digits", "--out", str(tmp_path)]) == 2
    err = capsys.readouterr().err
    assert err.startswith("python -m nn: the data set of digits needs scikit-learn")
    assert err.count("\n") == 1


def test_the_task_is_solved_with_pictures(capsys, tmp_path):
    data()
    for package in ("llvmlite", "matplotlib"):
        pytest.importorskip(package)
    code = main(["digits", "--json", "--out", str(tmp_path)])
    report = json.loads(capsys.readouterr().out)
    assert (code, report["solved"], report["stopped"]) == (0, True, "solved")
    assert report["accuracy"] >= 0.95
    wrong = 360 * (1 - report["accuracy"])  # judged by the rows held out
    assert wrong == pytest.approx(round(wrong), abs=1e-9)
    assert wrong > 0.5
    assert (report["hidden"], report["parameters"], report["rows"]) == ([32], 2410, [])
    for path in report["pictures"][1:]:
        with open(path, "rb") as file:
            assert file.read(4) == b"\x89PNG"
    names = ["network.svg", "training.png", "mistakes.png", "weights.png"]
    assert [path.split("-")[-1] for path in report["pictures"]] == names


def test_a_network_that_is_too_large_is_refused_before_the_data_are_read(capsys, tmp_path):
    with pytest.raises(SystemExit):
        main(["digits", "--hidden", "900", "--out", str(tmp_path)])
    assert "64-900-10 would be a network of 67,510 parameters" in capsys.readouterr().err
    assert TASKS["digits"].sizes([32]) == [64, 32, 10]
