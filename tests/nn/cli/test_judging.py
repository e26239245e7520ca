"""What is said of a network, against scikit-learn."""

from random import Random
from types import SimpleNamespace

import pytest

import nn
from nn.cli.judging import judged


def test_numbers():
    metrics = pytest.importorskip("sklearn.metrics")
    source, model = Random(0), nn.MLP(2, [3, 1], rng=0)
    X = [[source.gauss(0, 1), source.gauss(0, 1)] for _ in range(40)]
    y = [1e3 + source.gauss(0, 5) for _ in X]
    told = [model(x).data for x in X]
    found = judged(SimpleNamespace(regression=True), model, X, y)
    assert found["objective"] == "regression"
    assert found["loss"] == pytest.approx(metrics.mean_squared_error(y, told), rel=1e-12)
    assert found["r2"] == pytest.approx(metrics.r2_score(y, told), rel=1e-12)
    mean = [sum(y) / len(y)] * len(y)
    assert found["variance"] == pytest.approx(metrics.mean_squared_error(y, mean), rel=1e-12)


@pytest.mark.parametrize("y", [[3.0], [3.0, 3.0], [0.0, 1e-200]])
def test_without_variance_there_is_no_share_of_it(y):
    found = judged(SimpleNamespace(regression=True), nn.MLP(1, [1]), [[1.0]] * len(y), y)
    assert (found["r2"], found["variance"]) == (None, 0.0)


def test_zeros_and_ones_are_numbers_if_they_are_told_as_such():
    found = judged(SimpleNamespace(regression=True), nn.MLP(1, [1]), [[1.0], [2.0]], [0, 1])
    assert "accuracy" not in found
    assert found["variance"] == 0.25


def test_classes():
    metrics = pytest.importorskip("sklearn.metrics")
    source, model = Random(0), nn.MLP(2, [3, 3], rng=0)
    X = [[source.gauss(0, 1), source.gauss(0, 1)] for _ in range(40)]
    y = [source.randrange(3) for _ in X]
    shares = [[p.data for p in nn.softmax(model(x))] for x in X]
    found = judged(
        SimpleNamespace(regression=False, outputs=3, objective="cross_entropy"), model, X, y
    )
    assert found["loss"] == pytest.approx(metrics.log_loss(y, shares), rel=1e-9)
    best = [row.index(max(row)) for row in shares]
    assert found["accuracy"] == metrics.accuracy_score(y, best)
    assert found["largest_class"] == max(map(y.count, y)) / 40
