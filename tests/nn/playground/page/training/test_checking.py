"""The page refuses what Python refuses, and takes what Python takes, by the same table."""

from typing import Any

import pytest

from autograd import AutogradError
from nn.playground.checking import loss_of, settings_of
from nn.playground.settings import table
from tests.nn.playground.page.training.checked import CHECKED
from tests.node import answer

ROWS = {"X": [[0.0, 1.0, 2.0], [1.0, 0.0, 1.0]], "y": [0, 1], "kind": "two"}
ONE = {"X": [[0.5], [1.5]], "y": [0.25, 1.0], "kind": "number"}

#: what differs from good settings -> the field that is named; Python refuses it as well
BAD: list[tuple[dict[str, Any], str]] = [
    ({"task": "moon"}, "task"),
    ({"task": None}, "task"),
    ({"points": 3}, "points"),
    ({"points": 10.5}, "points"),
    ({"noise": -0.1}, "noise"),
    ({"noise": "much"}, "noise"),
    ({"test": 1.0}, "test"),
    ({"data_seed": -1}, "data_seed"),
    ({"inputs": []}, "inputs"),
    ({"inputs": ["x1", "x1"]}, "inputs"),
    ({"inputs": ["x1", "x3"]}, "inputs"),
    ({"inputs": ["cos(x1)"]}, "inputs"),
    ({"hidden": [4, 0]}, "hidden"),
    ({"hidden": 4}, "hidden"),
    ({"hidden": [33]}, "hidden"),
    ({"hidden": [1] * 7}, "hidden"),
    ({"activation": "tan"}, "activation"),
    ({"activation": ["tanh"]}, "activation"),
    ({"init": "ones"}, "init"),
    ({"loss": "cross_entropy"}, "loss"),
    ({"loss": "bce_with_logits", "task": "three_blobs"}, "loss"),
    ({"optimizer": "lion"}, "optimizer"),
    ({"optimizer_settings": {"beta": 0.5}}, "optimizer_settings"),
    ({"optimizer_settings": {"momentum": 1.0}}, "optimizer_settings"),
    ({"optimizer_settings": {"nesterov": True}}, "optimizer_settings"),
    ({"optimizer": "adam", "optimizer_settings": {"betas": [0.9]}}, "optimizer_settings"),
    ({"lr": 0.0}, "lr"),
    ({"lr": 101.0}, "lr"),
    ({"schedule": "cosine", "schedule_settings": {"steps": 0}}, "schedule_settings"),
    ({"batch_size": 0}, "batch_size"),
    ({"l1": -1.0}, "l1"),
    ({"seed": 0.5}, "seed"),
    ({"speed": 1}, "speed"),
    ({"task": "own"}, "rows"),
    ({"task": "own", "rows": {**ROWS, "y": [0]}, "inputs": ["x1"]}, "rows"),
    ({"task": "own", "rows": {**ROWS, "X": [[0.0], [1.0, 2.0]]}, "inputs": ["x1"]}, "rows"),
    ({"task": "own", "rows": ONE, "inputs": ["x2"]}, "inputs"),
    ({"task": "own", "rows": ONE, "inputs": ["x1^2"]}, "inputs"),
]

GOOD: list[dict[str, Any]] = [
    {},
    {"hidden": []},
    {"activation": ["relu", "sin"]},
    {"loss": None, "task": "function:plane"},
    {"optimizer": "nadam", "optimizer_settings": {"psi": 0.01}},
    {"optimizer_settings": {"momentum": 0.5, "nesterov": True}},
    {"batch_size": None, "seed": 2**53 - 1},
    {"task": "own", "rows": ROWS, "inputs": ["x3", "x1*x2"]},
]


def page(cases: Any) -> Any:
    whole = [{**settings_of({}), **case} for case in cases]
    paths = ["nn/playground/page/training/checking.js"]
    return answer(paths, CHECKED, {"cases": whole, "table": table()})


def test_both_refuse_it_and_the_page_names_the_field() -> None:
    for (case, field), found in zip(BAD, page([case for case, _ in BAD])):
        assert found.get("field") == field, case
        assert len(found["reason"]) > 10
        with pytest.raises((AutogradError, ValueError)):
            settings_of({**settings_of({}), **case}, strict=False)


def test_both_take_it_and_fill_it_in_alike() -> None:
    for case, found in zip(GOOD, page(GOOD)):
        assert "reason" not in found, found
        expected = settings_of({**settings_of({}), **case}, strict=False)
        kind = found["settings"].pop("kind")
        assert found["settings"] == {**expected, "loss": loss_of(expected)}
        assert kind in ("two", "three", "number")
