"""A state as a text: short, read again exactly, and refused in words."""

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest

import autograd as ag
from nn.playground.checking import settings_of
from nn.playground.rows import own_rows
from nn.playground.state import State

EDITS = [[3, 0, [[0, 0.1], [7, -1e-300]]]]


def text_of(found: Any) -> str:
    return "1" + urlsafe_b64encode(json.dumps(found).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "state",
    [
        State.of({}),
        State.of({"task": "blobs"}, epoch=12, step=3, edits=EDITS, hidden=["why", "lr"]),
        State.of({}, pace="max"),
        State.of({}, pace=1),
        State.of({"rows": own_rows([[0.1, 2, 3], [1e-9, 4, 5]], [0, 1])}),
        State.of({"optimizer": "adam", "optimizer_settings": {"eps": 1e-7}}),
        State.of({"schedule": "cosine", "schedule_settings": {"final": 0.01}, "loss": "hinge"}),
    ],
)
def test_a_state_is_read_as_it_was_written(state: State) -> None:
    assert State.read(state.text) == state
    assert set(state.text) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
    )


def test_only_what_differs_is_written() -> None:
    assert State.of({}).text == text_of({}).replace(" ", "")
    assert len(State.of({"task": "xor", "hidden": [4]}, epoch=100).text) < 140


def test_a_state_of_a_page_that_keeps_what_has_no_say_is_read() -> None:
    settings = {"task": "xor", "noise": 0.3}
    assert State.read(text_of({"settings": settings})).settings["noise"] == 0.3


def test_what_is_missing_is_the_tables_own() -> None:
    """Not what goes with the task: the page fills in nothing else."""
    found = State.read(text_of({"settings": {"task": "blobs"}})).settings
    assert found["noise"] == settings_of({})["noise"] != settings_of({"task": "blobs"})["noise"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "None is no state: copy it whole, it begins with 1"),
        ("", "'' is no state"),
        ("0abc", "'0abc' is no state"),
        ("1é", "'1é' is no state"),
        ("1abc", "'1abc' is no state"),
        ("1" + "x" * 99, f"{'1' + 'x' * 58!r}"[:-1] + "… is no state"),
        (text_of([]), "is no state"),
        (text_of({"settings": 1}), "is no state"),
        (text_of({"edits": [[1, 2]]}), "a state's changes by hand are"),
        (text_of({"edits": [[1, 2, [3]]]}), "a state's changes by hand are"),
        (text_of({"weights": []}), "unknown part of a state 'weights'"),
        (text_of({"epoch": -1}), "a state counts its epochs from 0, got -1"),
        (text_of({"epoch": True}), "a state counts its epochs from 0, got True"),
        (text_of({"edits": [["a", 0, []]]}), "a state's changes by hand are"),
        (text_of({"pace": 0}), "a state's pace is 'auto', 'max' or a whole number of epochs"),
        (text_of({"pace": True}), "got True"),
        (text_of({"hidden": ["x"]}), "unknown control 'x'"),
        (text_of({"settings": {"lr": -1}}), "lr is a number above 0"),
    ],
)
def test_what_is_no_state_is_refused(text: Any, words: str) -> None:
    with pytest.raises(ag.GraphError) as caught:
        State.read(text)
    assert words in str(caught.value)
