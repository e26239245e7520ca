"""Settings together: what is filled in, and what does not go together."""

from typing import Any

import pytest

import autograd as ag
from nn.playground.checking import (
    hidden_parts,
    kind_of,
    loss_of,
    outputs_of,
    raw_inputs,
    settings_of,
)
from nn.playground.rows import own_rows
from nn.playground.settings import FIELDS

ROWS = own_rows([[0, 1, 2], [1, 0, 2]], [0.5, 1])


def test_nothing_given_is_the_table_itself() -> None:
    settings = settings_of({})
    assert set(settings) == set(FIELDS)
    plain = {n: f.default for n, f in FIELDS.items() if n not in ("optimizer_settings",)}
    assert {n: settings[n] for n in plain} == plain
    assert settings["optimizer_settings"] == {"momentum": 0.0, "nesterov": False}


def test_settings_are_their_own_settings() -> None:
    for given in ({}, {"task": "xor"}, {"rows": ROWS}, {"optimizer": "adam", "schedule": "cosine"}):
        settings = settings_of(given)
        assert settings_of(settings) == settings


def test_no_list_of_the_table_is_shared() -> None:
    settings_of({})["hidden"].append(1)
    settings_of({})["optimizer_settings"]["momentum"] = 1
    assert settings_of({})["hidden"] == [8, 8]
    assert settings_of({})["optimizer_settings"]["momentum"] == 0.0


def test_a_task_and_an_optimiser_bring_what_goes_with_them() -> None:
    settings = settings_of({"task": "blobs", "optimizer": "adam"})
    assert (settings["noise"], settings["lr"]) == (0.5, 0.03)
    settings = settings_of({"task": "blobs", "optimizer": "adam", "noise": 0.1, "lr": 1})
    assert (settings["noise"], settings["lr"]) == (0.1, 1.0)


def test_own_rows_are_a_task_with_all_of_their_columns() -> None:
    settings = settings_of({"rows": ROWS})
    assert (settings["task"], settings["inputs"]) == ("own", ["x1", "x2", "x3"])
    assert raw_inputs(settings) == ["x1", "x2", "x3"]
    assert kind_of(settings) == "number"


@pytest.mark.parametrize(
    ("task", "kind", "loss", "outputs"),
    [
        ("xor", "two", "bce_with_logits", 1),
        ("three_blobs", "three", "cross_entropy", 3),
        ("function:plane", "number", "mse", 1),
    ],
)
def test_the_kind_of_target_decides(task: str, kind: str, loss: str, outputs: int) -> None:
    settings = settings_of({"task": task})
    assert (kind_of(settings), loss_of(settings), outputs_of(settings)) == (kind, loss, outputs)


REFUSED = [
    ({"learning_rate": 1}, "unknown setting 'learning_rate'"),
    ({"task": "xorr"}, "unknown task 'xorr' (did you mean 'xor'"),
    ({"task": "xor", "noise": 0.2}, "noise has no say in the task xor: leave it out"),
    ({"task": "own"}, 'the task "own" needs rows: write Playground(X=X, y=y)'),
    ({"task": "xor", "rows": ROWS}, "rows are of the task \"own\", got task='xor'"),
    ({"hidden": [4], "activation": ["tanh", "relu"]}, "activation lists 2 for 1 hidden layers"),
    ({"inputs": ["x1", "x3"]}, "inputs names x3, and the rows have 2 columns"),
    ({"loss": abs}, "goes with a model of one's own: write Playground(model=model, X=X, y=y"),
    ({"loss": "mse", "task": "three_blobs"}, "other targets than three classes: write one of cro"),
    ({"loss": "hinge", "task": "function:plane"}, "write one of mse, squared_error"),
    ({"optimizer_settings": {"beta": 1}}, "unknown setting of sgd 'beta'"),
    ({"optimizer_settings": {"momentum": 1}}, "momentum is a number from 0 to just below 1, got 1"),
    ({"optimizer_settings": {"nesterov": True}}, "nesterov needs momentum: write momentum=0.9"),
    ({"schedule": "cosine", "schedule_settings": {"every": 1}}, "unknown setting of cosine"),
    ({"rows": {"X": [[1], [2]], "y": [0]}}, "X has 2 rows and y has 1"),
]


@pytest.mark.parametrize(("given", "words"), REFUSED)
def test_what_does_not_go_together_is_refused(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ag.GraphError) as caught:
        settings_of(given)
    assert words in str(caught.value)


def test_a_page_keeps_what_has_no_say_for_the_next_task() -> None:
    assert settings_of({"task": "xor", "noise": 0.2}, strict=False)["noise"] == 0.2


def test_products_need_two_columns() -> None:
    one = own_rows([[1], [2]], [0, 1])
    with pytest.raises(ag.GraphError, match="inputs names x1\\^2"):
        settings_of({"rows": one, "inputs": ["x1", "x1^2"]})


def test_a_teacher_hides_parts_or_names_what_stays() -> None:
    assert hidden_parts(["why", "lr"]) == ["why", "lr"]
    found = hidden_parts(["share"], controls=["lr"])
    assert found[0] == "share"
    assert set(found[1:]) == set(FIELDS) - {"lr"}
    with pytest.raises(ag.GraphError, match="unknown control 'wy'"):
        hidden_parts(["wy"])
    with pytest.raises(ag.OperandError, match=r"write hide=\['why'\]"):
        hidden_parts("why")
    with pytest.raises(ag.OperandError, match=r"write controls=\['lr', 'seed'\]"):
        hidden_parts(controls="lr, seed")
