"""Gates and point sets: truth tables, shapes, seeds."""

import math
from random import Random

import pytest

from autograd import GraphError, OperandError
from nn import blobs, circles, gates, moons, spirals, three_blobs

SETS = [moons, circles, spirals, blobs]

PYTHON = {
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
    "xor": lambda a, b: a != b,
    "xnor": lambda a, b: a == b,
    "nand": lambda a, b: not (a and b),
    "nor": lambda a, b: not (a or b),
    "not-first": lambda a, b: not a,
    "not-second": lambda a, b: not b,
    "first": lambda a, b: a,
    "second": lambda a, b: b,
    "first-only": lambda a, b: a and not b,
    "second-only": lambda a, b: b and not a,
    "if-first": lambda a, b: not a or b,
    "if-second": lambda a, b: not b or a,
    "never": lambda a, b: False,
    "always": lambda a, b: True,
}


@pytest.mark.parametrize("name", PYTHON)
def test_truth_tables(name):
    function = getattr(gates, name.replace("-", "_"), None) or getattr(gates, f"{name}_")
    X, y = function()
    assert X == [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    assert y == [int(PYTHON[name](bool(a), bool(b))) for a, b in X]
    assert gates.gate(name) == (X, y)


def test_there_are_all_sixteen():
    assert len(set(gates.TABLE.values())) == len(gates.TABLE) == 16
    assert set(gates.TABLE) == set(PYTHON)
    with pytest.raises(ValueError, match="did you mean 'xor'"):
        gates.gate("xorr")


def test_every_call_gives_fresh_lists():
    gates.xor()[0][0][0] = 9.0
    assert gates.xor()[0][0] == [0.0, 0.0]


@pytest.mark.parametrize("make", SETS)
def test_sets_have_n_points_two_labels_and_a_seed(make):
    X, y = make(n=31, rng=3)
    assert len(X) == len(y) == 31
    assert {len(x) for x in X} == {2}
    assert abs(y.count(0) - y.count(1)) == 1
    assert set(y) == {0, 1}
    assert make(n=31, rng=Random(3)) == (X, y)
    assert make(n=31, rng=4)[0] != X
    assert make(n=31, rng=None)[0] != make(n=31, rng=None)[0]


def test_shapes_without_noise():
    for (a, b), label in zip(*moons(40, noise=0.0)):
        centre = (1.0, 0.5) if label else (0.0, 0.0)
        assert math.dist((a, b), centre) == pytest.approx(1.0)
        assert (b <= 0.5) if label else (b >= 0.0)
    for x, label in zip(*circles(40, noise=0.0)):
        assert math.hypot(*x) == pytest.approx(0.5 if label else 1.0)
    X, _ = spirals(40, noise=0.0)
    assert [-c for c in X[0]] == pytest.approx(X[1])
    assert math.hypot(*X[-1]) == pytest.approx(1.0)
    assert {tuple(x) for x, label in zip(*blobs(10, noise=0.0)) if label} == {(1.0, 1.0)}


def test_noise_is_the_standard_deviation():
    X, _ = blobs(4000, noise=0.5, rng=1)
    deviations = [a - (1.0 if i % 2 else -1.0) for i, (a, _) in enumerate(X)]
    assert math.sqrt(sum(d * d for d in deviations) / 4000) == pytest.approx(0.5, rel=0.05)


@pytest.mark.parametrize("make", SETS)
def test_bad_settings_are_refused(make):
    for n in (0, 1, -5, 2.5, "10"):
        with pytest.raises(GraphError, match="whole number from 2 on"):
            make(n)
    for noise in (-0.1, math.nan, math.inf, "much"):
        with pytest.raises(ValueError, match="noise is a standard deviation"):
            make(10, noise=noise)
    with pytest.raises(OperandError, match="rng is a seed"):
        make(10, rng="seed")


def test_three_clouds_have_three_labels_in_turns():
    X, y = three_blobs(n=31, noise=0.0)
    assert y == [i % 3 for i in range(31)]
    assert [X[:3], X[30]] == [[[-1.0, -1.0], [1.0, -1.0], [0.0, 1.0]], [-1.0, -1.0]]
    assert three_blobs(5, rng=1) == three_blobs(5, rng=Random(1)) != three_blobs(5, rng=2)
