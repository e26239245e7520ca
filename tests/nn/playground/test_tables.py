"""What the page is given: recordings that say what Python says, as plain data."""

import json
from typing import Any

import pytest

from autograd.ops import OPS
from nn.optim.optimizer import Optimizer
from nn.playground import choices
from nn.playground.tables import tables


def run(expression: Any, *operands: Any) -> Any:
    """A recorded function on numbers, computed by the op table."""
    found = [*operands]
    assert len(found) == expression["operands"]

    def place(x: Any) -> Any:
        return float(x["constant"]) if isinstance(x, dict) else found[x]

    for op, *given in expression["steps"]:
        found.append(OPS[op].evaluate(*map(place, given)))
    return [place(x) for x in expression["outputs"]]


def test_it_is_plain_data_and_complete() -> None:
    found = tables()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    for part, known in {"losses": "LOSSES", "optimizers": "OPTIMIZERS", "tasks": "TASKS"}.items():
        assert [*found[part]] == [choice.name for choice in getattr(choices, known)]
    assert {*found["activations"]} == {c.name for c in choices.ACTIVATIONS} - {"linear"}
    assert {"fields", "parts", "kinds", "recipes"} <= {*found}
    assert len(json.dumps(found)) < 100_000


def test_every_row_that_a_recording_calls_is_there() -> None:
    found = tables()
    steps = [
        step
        for part in ("activations", "losses", "optimizers", "inputs", "penalties", "tasks")
        for step in _steps(found[part])
    ]
    assert len(steps) > 100
    assert {step[0] for step in steps} <= {*found["ops"]["rows"]}


def _steps(data: Any) -> Any:
    if not isinstance(data, dict):
        return []
    return [*data.get("steps", ()), *(step for x in data.values() for step in _steps(x))]


@pytest.mark.parametrize("name", [choice.name for choice in choices.OPTIMIZERS])
def test_a_rule_is_its_update(name: Any) -> None:
    choice = next(c for c in choices.OPTIMIZERS if c.name == name)
    rules = tables()["optimizers"][name]
    settings = {own.name: own.default for own in choice.fields}
    flags = {key: value for key, value in settings.items() if isinstance(value, bool)}
    numbers = [x for v in settings.values() for x in (v if isinstance(v, list) else [v])]
    numbers = [x for x in numbers if not isinstance(x, bool)]
    memory = [0.25] * rules["remembers"]
    assert [*rules["rules"]] == (["", *flags] if flags else [""])
    found = run(rules["rules"][""], 0.5, -0.75, 0.1, 3.0, *memory, *numbers)
    rule = next(iter(Optimizer.known[name].values()))(0.1, **settings)
    assert found == pytest.approx([*rule.update(0.5, -0.75, 0.1, 3, *memory)], rel=1e-15)


def test_flags_choose_the_rule() -> None:
    with_, without = (tables()["optimizers"]["sgd"]["rules"][key] for key in ("nesterov", ""))
    assert run(with_, 1.0, 2.0, 0.1, 1.0, 4.0, 0.5) == [1.0 - 0.1 * (2.0 + 0.5 * 4.0), 4.0]
    assert run(without, 1.0, 2.0, 0.1, 1.0, 4.0, 0.5) == [1.0 - 0.1 * 4.0, 4.0]


def test_losses_know_where_a_class_begins() -> None:
    losses = tables()["losses"]
    assert {name: row["threshold"] for name, row in losses.items()} == {
        **dict.fromkeys(("bce_with_logits", "hinge"), 0.0),
        **dict.fromkeys(("mse", "squared_error"), 0.5),
        "cross_entropy": None,
    }
    assert {name: [*row["rules"]] for name, row in losses.items()} == {
        **{name: ["1"] for name in losses},
        "cross_entropy": ["3"],
    }


def test_inputs_surfaces_and_gates() -> None:
    found = tables()
    assert run(found["inputs"]["x1*x2"], 3.0, 5.0) == [15.0]
    assert run(found["inputs"]["x2^2"], 3.0, 5.0) == [25.0]
    assert run(found["tasks"]["function:saddle"]["surface"], 3.0, 5.0) == [7.5]
    assert found["tasks"]["xor"] == {"gate": [0, 1, 1, 0]}
    assert found["tasks"]["moons"] == {}
    assert run(found["penalties"]["l1"], -3.0, 0.5) == [1.5]
