"""What a network answers, looked at from outside: beside the same network in Python."""

from typing import Any

import pytest

import nn
from nn.playground.checking import settings_of
from nn.playground.tables import tables
from tests.node import answer

SEEN = """
const run = await Run.make(given.settings, given.tables);
const before = run.parameters.slice();
const found = { view: run.view(given.grid), measure: run.measure(), ranges: run.ranges() };
found.unchanged = run.parameters.every((x, i) => x === before[i]);
return found;
"""
MLP = {"task": "moons", "points": 16, "hidden": [3, 2], "activation": ["tanh", "sin"], "seed": 6}


def seen(settings: Any, grid: Any) -> Any:
    given = {"settings": settings, "tables": tables(), "grid": grid}
    return answer(["nn/playground/page/training/run.js"], SEEN, given)


def test_every_neuron_over_a_grid() -> None:
    grid = {"side": 4, "low": [-1.0, 0.0], "high": [2.0, 1.5]}
    settings = settings_of({**MLP, "inputs": ["x2", "x1*x2"]})
    found = seen(settings, grid)
    model = nn.MLP(2, [3, 2, 1], activation=["tanh", "sin"], rng=6)
    for i in range(4):
        for j in range(4):
            a, b = -1.0 + j, 0.5 * i
            at = 4 * i + j
            x: list[Any] = [b, a * b]
            assert [column[at] for column in found["view"]["inputs"]] == pytest.approx(x, rel=1e-6)
            for layer, columns in zip(model.layers, found["view"]["neurons"]):
                x = layer(x)
                expected = [value.data for value in x]
                assert [c[at] for c in columns] == pytest.approx(expected, rel=1e-6, abs=1e-7)
    assert found["view"]["surface"] == found["view"]["neurons"][-1]
    assert found["unchanged"]


def test_one_input_is_seen_along_a_line() -> None:
    rows = {"X": [[0.0], [1.0]], "y": [0.5, 0.25], "kind": "number"}
    settings = settings_of({"rows": rows, "test": 0.0, "hidden": []})
    found = seen(settings, {"side": 5, "low": [0.0], "high": [1.0]})
    model = nn.MLP(1, [1], rng=settings["seed"])
    expected = [model([i / 4]).data for i in range(5)]
    assert found["view"]["surface"][0] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("task", ["moons", "three_blobs", "function:saddle"])
def test_the_measure_is_evaluate(task: Any) -> None:
    settings = settings_of({**MLP, "task": task, "test": 0.25})
    found = seen(settings, {"side": 2, "low": [0, 0], "high": [1, 1]})["measure"]
    data = {"moons": nn.moons, "three_blobs": nn.three_blobs}
    make = data.get(task, lambda *a, **k: nn.surface("saddle", *a, **k))
    X, y = make(16, noise=settings["noise"], rng=settings["data_seed"])
    loss, outputs = {
        "moons": ("bce_with_logits", 1),
        "three_blobs": ("cross_entropy", 3),
    }.get(task, ("mse", 1))
    model = nn.MLP(2, [3, 2, outputs], activation=["tanh", "sin"], rng=6)
    parts = nn.split(X, y, 0.25, settings["data_seed"])
    for name, rows in zip(("train", "test"), parts):
        expected = nn.evaluate(model, *rows, loss=loss)
        assert found[name]["loss"] == pytest.approx(expected["loss"], rel=1e-12)
        assert found[name]["accuracy"] == expected.get("accuracy")


def test_the_range_of_every_neuron() -> None:
    settings = settings_of(MLP)
    found = seen(settings, {"side": 2, "low": [0, 0], "high": [1, 1]})["ranges"]
    X, y = nn.moons(16, noise=settings["noise"], rng=settings["data_seed"])
    (rows, _), _ = nn.split(X, y, settings["test"], settings["data_seed"])
    model = nn.MLP(2, [3, 2, 1], activation=["tanh", "sin"], rng=6)
    for layer, ranges in zip(model.layers, found):
        rows = [[value.data for value in layer(x)] for x in rows]
        for column, range_ in zip(zip(*rows), ranges):
            assert range_ == pytest.approx([min(column), max(column)], rel=1e-12, abs=1e-14)


ROWS = {"X": [[1.0, 0.0], [2.0, 0.0], [-1.0, 0.0], [3.0, 0.0]], "y": [1, 0, 1, 1], "kind": "two"}


def test_the_rows_that_are_wrong_are_told() -> None:
    settings = settings_of({"rows": ROWS, "test": 0.0, "hidden": [], "seed": 1})
    script = """
    const run = await Run.make(given.settings, given.tables);
    run.setParameters([[0, 1], [1, 0], [2, 0]]); // x1 > 0
    return run.measure().train;
    """
    given = {"settings": settings, "tables": tables()}
    found = answer(["nn/playground/page/training/run.js"], script, given)
    assert (found["accuracy"], found["wrong"]) == (0.5, [1, 2])
