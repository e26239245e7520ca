"""The script runs, and trains what its settings say."""

import io
from contextlib import redirect_stdout
from typing import Any

import pytest

import nn
from nn.playground.checking import settings_of
from nn.playground.code import script
from nn.playground.rows import own_rows
from nn.playground.settings import FIELDS
from nn.playground.tables import tables
from tests.node import answer


def run(given: dict[str, Any], epochs: int, edits: Any = ()) -> tuple[dict[str, Any], str]:
    """What the script leaves behind, and what it prints."""
    names: dict[str, Any] = {}
    with redirect_stdout(io.StringIO()) as said:
        exec(script(settings_of(given), epochs, edits), names)
    return names, said.getvalue()


def numbers(model: Any) -> list[float]:
    return [p.data for p in model.parameters()]


def test_a_script_trains_as_one_would_by_hand() -> None:
    given = {"hidden": [3], "batch_size": 20, "optimizer": "adam", "seed": 4, "data_seed": 7}
    names, said = run({**given, "points": 40, "l1": 0.01, "l2": 0.02}, 6)
    (X, y), held = nn.split(*nn.moons(40, 0.1, 7), 0.25, 7)
    model = nn.MLP(2, [3, 1], rng=4)
    history = nn.fit(
        model,
        X,
        y,
        optimizer=nn.Adam(0.03),
        epochs=6,
        batch_size=20,
        rng=4,
        penalty=lambda w: nn.l1_penalty(w, 0.01) + nn.l2_penalty(w, 0.02),
    )
    assert names["history"].losses == history.losses
    assert numbers(names["model"]) == numbers(model)
    ends = f"at the end: {nn.evaluate(model, X, y)}\nheld out: {nn.evaluate(model, *held)}"
    assert said == f"{history}\n{ends}\n"


ALL = [
    *({"task": name} for name in FIELDS["task"].names if name != "own"),
    *({"loss": name} for name in ("hinge", "mse", "squared_error")),
    *({"schedule": name} for name in FIELDS["schedule"].names),
    *({"optimizer": name} for name in FIELDS["optimizer"].names),
    *({"activation": name} for name in FIELDS["activation"].names),
    *({"init": name} for name in FIELDS["init"].names),
    {"optimizer": "adam", "optimizer_settings": {"betas": [0.5, 0.5]}},
    {"inputs": ["sin(x1)", "x2^2"], "hidden": []},
    {"rows": own_rows([[1, 2, 3], [4, 5, 6], [7, 8, 0]], [0, 1, 2])},
    {"rows": own_rows([[1], [2], [3]], [0, 1, 2], "number")},
]


@pytest.mark.parametrize("given", ALL, ids=str)
def test_every_choice_gives_a_script_that_runs(given: dict[str, Any]) -> None:
    names, _ = run({"hidden": [2], **given}, 2)
    assert names["history"].epochs == 2


def test_the_optimiser_is_the_one_that_was_chosen() -> None:
    text = script(settings_of({"optimizer_settings": {"momentum": 0.9}, "schedule": "cosine"}), 1)
    assert "optimizer=nn.SGD(nn.cosine(0.3, steps=1000, final=0.0), momentum=0.9)," in text


def test_weights_that_were_set_by_hand_are_set_at_their_epoch() -> None:
    given = {"task": "xor", "hidden": [2]}
    names, _ = run(given, 4, [[0, 0, [[0, 1.0]]], [4, 0, [[3, 0.125], [4, 0.25]]]])
    assert numbers(names["model"])[3:5] == [0.125, 0.25]
    plain, _ = run(given, 4)
    assert names["history"].losses[0] != plain["history"].losses[0]


def test_a_change_between_two_batches_is_told() -> None:
    text = script(settings_of({}), 4, [[2, 1, [[0, 1.0]]]])
    assert "# some were changed between two batches" in text


TRAINED = """
const run = await Run.make(given.settings, given.tables);
for (let epoch = 0; epoch < given.epochs; epoch++) {
  for (const [at, , changes] of given.edits) if (at === epoch) run.setParameters(changes);
  run.epoch();
}
return run.history.losses;
"""
CURVES: list[tuple[dict[str, Any], list[Any]]] = [
    ({"task": "xor", "hidden": [4]}, [[0, 0, [[0, 0.5]]], [9, 0, [[3, -1.0], [5, 2.0]]]]),
    ({"task": "moons", "batch_size": 20, "optimizer": "adam", "l2": 0.001, "points": 60}, []),
    ({"task": "three_blobs", "schedule": "cosine", "inputs": ["x1", "x2", "x1*x2"]}, []),
    ({"task": "function:waves", "lr": 0.05, "activation": ["relu", "sin"], "test": 0.5}, []),
    ({"rows": own_rows([[1, 2, 3], [4, 5, 6], [7, 8, 0]], [-1, 1, 1]), "loss": "hinge"}, []),
]


@pytest.mark.parametrize(("given", "edits"), CURVES, ids=[str(given)[:40] for given, _ in CURVES])
def test_the_script_gives_the_curve_of_the_page(given: dict[str, Any], edits: Any) -> None:
    settings = settings_of({"hidden": [4, 3], **given} if "activation" in given else given)
    names, _ = run(settings, 25, edits)
    told = {"settings": settings, "tables": tables(), "epochs": 25, "edits": edits}
    found = answer(["nn/playground/page/training/run.js"], TRAINED, told)
    assert found == pytest.approx(names["history"].losses, rel=1e-9)


def test_changes_by_hand_stand_where_they_were_made() -> None:
    edits = [[0, 0, [[0, 1.0]]], [1, 2, [[1, 2.0]]]]
    text = script(settings_of({"task": "moons", "batch_size": 50}), 4, edits)
    begin, later = text.split("def by_hand(history):")
    assert "weights[0].data = 1.0" in begin
    assert "# some were changed between two batches" in begin
    assert later.startswith("\n    if history.epochs == 1:\n        weights[1].data = 2.0\n")


def test_what_has_no_say_in_the_task_is_in_no_line() -> None:
    text = script(settings_of({"task": "xor", "test": 0.25}, strict=False), 1)
    assert "held out" not in text
    assert "nn.split" not in text
