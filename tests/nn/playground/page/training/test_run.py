"""A run in the page beside the script that it writes: the same weights, shuffles and history."""

from typing import Any

import pytest

from nn.playground import choices
from nn.playground.checking import settings_of
from nn.playground.code import script
from nn.playground.tables import tables
from tests.node import answer

PAGE = "nn/playground/page/training"
STEPS = 200

#: little enough for the eager engine
SMALL = {"task": "moons", "points": 12, "test": 0.25, "hidden": [3], "seed": 2, "data_seed": 5}
HINTS = {"adadelta": {"lr": 1.0}, "sgd": {"lr": 0.3}}


def _named(part: Any, key: Any, **more: Any) -> Any:
    return {f"{key} {choice.name}": {key: choice.name, **more} for choice in part}


CASES = {
    **{
        f"optimizer {choice.name}": {"optimizer": choice.name, **choice.defaults}
        for choice in choices.OPTIMIZERS
    },
    "momentum": {"optimizer_settings": {"momentum": 0.9}, "lr": 0.05},
    "nesterov": {"optimizer_settings": {"momentum": 0.8, "nesterov": True}, "lr": 0.05},
    "betas": {"optimizer": "adamw", "optimizer_settings": {"betas": [0.8, 0.95]}, "lr": 0.02},
    **_named(choices.SCHEDULES, "schedule"),
    "steps down": {"schedule": "step_decay", "schedule_settings": {"every": 30, "factor": 0.7}},
    **_named(choices.ACTIVATIONS, "activation", lr=0.05),
    "activations": {"hidden": [3, 2], "activation": ["relu", "sin"]},
    "no hidden layer": {"hidden": []},
    **_named(choices.INITS, "init", lr=0.05),
    "loss bce": {"loss": "bce_with_logits"},
    "loss hinge": {"loss": "hinge", "lr": 0.1},
    "loss mse": {"loss": "mse", "lr": 0.1},
    "loss squared_error": {"loss": "squared_error", "lr": 0.1},
    "three classes": {"task": "three_blobs", "lr": 0.1},
    "numbers": {"task": "function:saddle", "noise": 0.1, "lr": 0.05},
    "half of numbers": {"task": "function:waves", "loss": "squared_error", "lr": 0.05},
    "batches": {"batch_size": 4},
    "uneven batches": {"batch_size": 2, "optimizer": "adam", "lr": 0.03},
    "single rows": {"batch_size": 1, "lr": 0.05},
    "L1": {"l1": 0.01},
    "L2": {"l2": 0.02, "batch_size": 5},
    "both penalties": {"l1": 0.003, "l2": 0.01},
    "inputs": {"inputs": ["x2", "x1^2", "x1*x2", "sin(x1)"], "lr": 0.1},
    "a gate": {"task": "xor", "hidden": [4]},
    "own rows": {
        "rows": {"X": [[0.5], [1.0], [-2.0], [0.0]], "y": [0.1, 0.9, -0.4, 0.3], "kind": "number"},
        "test": 0.0,
        "lr": 0.05,
    },
    "own labels": {
        "rows": {"X": [[1, 0, 2], [0, 1, 1], [1, 1, -1], [0, 0, 1]], "y": [0, 1, 2, 1]},
        "test": 0.25,
    },
}

RUNS = """
const found = {};
for (const [name, [settings, epochs]] of Object.entries(given.cases)) {
  const run = await Run.make(settings, given.tables, { wasm: given.wasm });
  const first = run.parameters.slice();
  const one = run.batch().finite && run.parameters.slice();
  run.reset();
  for (let i = 0; i < epochs; i++) run.epoch();
  const { losses, accuracy } = run.history;
  found[name] = {
    first, one, losses, accuracy, last: run.parameters, measure: run.measure(),
    kind: run.programs.kind, steps: run.rule.steps,
  };
}
return found;
"""


def settings_for(case: Any) -> Any:
    small = dict(SMALL)
    if "rows" in case:
        small.pop("task")
        small.pop("points")
    elif case.get("task", "moons") == "xor":
        small = {"hidden": [3], "seed": 2}
    return settings_of({**small, **case})


def epochs_of(settings: Any) -> Any:
    rows = len(settings["rows"]["X"]) if settings["rows"] else settings["points"]
    train = rows - (max(round(settings["test"] * rows), 1) if settings["test"] else 0)
    batches = -(-train // (settings["batch_size"] or train))
    return -(-STEPS // batches)


@pytest.fixture(scope="module", params=["wasm", "interpreted"])
def runs(request: Any) -> Any:
    chosen = {name: settings_for(case) for name, case in CASES.items()}
    cases = {name: [settings, epochs_of(settings)] for name, settings in chosen.items()}
    given = {"cases": cases, "tables": tables(), "wasm": request.param == "wasm"}
    return answer([f"{PAGE}/run.js"], RUNS, given)


@pytest.fixture(scope="module")
def trained() -> Any:
    """Settings -> what the script gives for so many epochs, each once."""
    known = {}

    def train(name: Any, epochs: Any) -> Any:
        if (name, epochs) not in known:
            found: dict[str, Any] = {}
            exec(script(settings_for(CASES[name]), epochs=epochs, quiet=True), found)
            known[name, epochs] = found
        return known[name, epochs]

    return train


@pytest.mark.parametrize("name", CASES)
def test_the_page_trains_as_the_script_does(name: Any, runs: Any, trained: Any) -> None:
    page, settings = runs[name], settings_for(CASES[name])
    epochs = epochs_of(settings)
    begun, end = trained(name, 0), trained(name, epochs)
    first = [p.data for p in begun["model"].parameters()]
    assert page["first"] == pytest.approx(first, rel=1e-15, abs=0.0)
    if settings["batch_size"] is None:
        one = [p.data for p in trained(name, 1)["model"].parameters()]
        assert page["one"] == pytest.approx(one, rel=1e-13, abs=1e-13)
    history = end["history"]
    assert page["steps"] == history.steps >= STEPS
    assert page["losses"][0] == pytest.approx(history.losses[0], rel=1e-13, abs=1e-13)
    assert page["losses"] == pytest.approx(history.losses, rel=1e-9, abs=1e-9)
    assert page["accuracy"] == history.metrics.get("accuracy", [])
    last = [p.data for p in end["model"].parameters()]
    assert page["last"] == pytest.approx(last, rel=1e-8, abs=1e-8)
