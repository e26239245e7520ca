"""The handwritten digits: the rows, the split, the task of the command line, the pictures."""

import json
import sys
from collections import Counter

import pytest

import nn
from autograd import GraphError, MissingPackageError
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
    assert err.startswith("python -m nn: the digits needs scikit-learn")
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
    for path in report["pictures"]:
        with open(path, "rb") as file:
            assert file.read(4) == b"\x89PNG"
    assert [path.split("-")[-1] for path in report["pictures"]] == ["mistakes.png", "weights.png"]


def test_a_network_that_is_too_large_is_refused_before_the_data_are_read(capsys, tmp_path):
    with pytest.raises(SystemExit):
        main(["digits", "--hidden", "900", "--out", str(tmp_path)])
    assert "64-900-10 would be a network of 67,510 parameters" in capsys.readouterr().err
    assert TASKS["digits"].sizes([32]) == [64, 32, 10]


class Sure(nn.Module):
    """Answers with the class that the first pixel names, as sure of it as the second says."""

    def __call__(self, x):
        return [x[1] * (i == x[0]) for i in range(3)]


def texts(figure):
    return [ax.get_title() for ax in figure.axes if ax.get_title()]


@pytest.fixture
def figure():
    pytest.importorskip("matplotlib")
    from matplotlib.figure import Figure

    return Figure(layout="constrained")


def test_mistakes_are_named_the_surest_first(figure):
    X = [[0.0, 5.0, 0, 0], [1.0, 1.0, 0, 0], [2.0, 9.0, 0, 0], [1.0, 3.0, 0, 0]]
    assert nn.mistakes(Sure(), X, [0, 0, 1, 2], figure=figure) is figure
    assert texts(figure) == ["1 → 2", "2 → 1", "0 → 1"]
    assert figure.get_suptitle() == "3 of 4 wrong: true → answer"


def test_no_mistakes_and_too_many(figure):
    X = [[1.0, 1.0, 0, 0]] * 30
    nn.mistakes(Sure(), X, [1] * 30, figure=figure)
    assert [t.get_text() for t in figure.texts] == ["no mistakes"]
    figure.clear()
    nn.mistakes(Sure(), X, [0] * 30, most=10, figure=figure)
    assert len(texts(figure)) == 10
    assert figure.get_suptitle().startswith("30 of 30 wrong")


def test_pixels_and_weights_are_where_they_belong(figure):
    nn.images([[0.0, 0.25, 0.5, 1.0]], ["seven"], figure=figure)
    assert texts(figure) == ["seven"]
    (image,) = figure.axes[0].images
    assert image.get_array().tolist() == [[0.0, 0.25], [0.5, 1.0]]
    assert image.to_rgba(1.0)[:3] == (0.0, 0.0, 0.0)
    figure.clear()
    layer = nn.Layer(4, 3, rng=0)
    nn.weight_images(layer, figure=figure)
    limits = {ax.images[0].get_clim() for ax in figure.axes[:3]}
    assert len(limits) == 1
    low, high = limits.pop()
    assert -low == high == max(abs(w.data) for n in layer.neurons for w in n.w)
    assert figure.axes[1].images[0].get_array()[1][0] == layer.neurons[1].w[2].data


def test_rows_that_are_no_squares_are_refused(figure):
    for rows in ([], [[1.0, 2.0]], [[1.0], [1.0] * 4]):
        with pytest.raises(GraphError, match="square number of pixels"):
            nn.images(rows, figure=figure)


def test_pictures_of_pixels_need_matplotlib(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingPackageError, match="pip install matplotlib"):
        nn.images([[1.0]])
