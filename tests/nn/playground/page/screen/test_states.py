"""The page writes and reads the very states that Python does."""

import base64
import json
from dataclasses import fields
from typing import Any

import pytest

from nn.playground.checking import settings_of
from nn.playground.recipes import RECIPES
from nn.playground.rows import own_rows
from nn.playground.settings import table
from nn.playground.state import State
from tests.node import answer

SCRIPT = "nn/playground/page/screen/states.js"
TEXTS = """
return given.states.map(({ settings, hidden, ...frame }) => {
  const values = { tables: given.table, settings, frame, hidden, pace: frame.pace };
  return stateText({ get: (key) => values[key] });
});"""
READ = """
return given.texts.map((text) => {
  try {
    return readState(text, given.table.fields);
  } catch (error) {
    return error.message;
  }
});"""
EDITS = [[3, 0, [[0, 0.5], [7, -1.25]]], [9, 2, [[1, 1e-9]]]]
STATES = [
    State.of({}),
    State.of({"task": "xor"}, epoch=200),
    State.of({"rows": own_rows([[0.5, 1e-7], [1, -3]], [0, 1])}, epoch=3, step=2),
    State.of({"optimizer": "adam", "optimizer_settings": {"betas": [0.5, 0.999]}}, edits=EDITS),
    State.of({"schedule": "cosine"}, hidden=["why", "lr"], pace="max"),
    State.of({}, pace=10),
    *(State.of({"task": recipe.task, **recipe.given}, epoch=7) for recipe in RECIPES),
]


def plain(state: State) -> dict[str, Any]:
    return {field.name: getattr(state, field.name) for field in fields(state)}


def test_python_reads_what_the_page_writes() -> None:
    given = {"table": table(), "states": [plain(state) for state in STATES]}
    for state, text in zip(STATES, answer([SCRIPT], TEXTS, given)):
        assert State.read(text) == state
        assert len(text) <= len(state.text)


def test_the_page_reads_what_python_writes() -> None:
    given = {"table": table(), "texts": [state.text for state in STATES]}
    for state, found in zip(STATES, answer([SCRIPT], READ, given)):
        replay = {"epoch": state.epoch, "step": state.step, "edits": state.edits}
        assert found["replay"] == replay
        assert (found["hidden"], found["pace"]) == (state.hidden, state.pace)
        assert settings_of(found["settings"], strict=False) == state.settings


def test_an_address_will_do() -> None:
    address = f"file:///home/me/xor.html#{STATES[1].text}\n"
    (found,) = answer([SCRIPT], READ, {"table": table(), "texts": [address]})
    assert found["settings"]["task"] == "xor"


def written(found: Any) -> str:
    return "1" + base64.urlsafe_b64encode(json.dumps(found).encode()).decode()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "a state begins with 1, got “”"),
        ("2abc", "a state begins with 1, got “2abc”"),
        ("1!", "it is damaged, or a part of it is missing: copy the whole"),
        (STATES[1].text[:-3], "it is damaged, or a part of it is missing: copy the whole"),
        (written([1]), "it holds no settings: copy the whole"),
        (written({"settings": 3}), "it holds no settings: copy the whole"),
        (written({"foo": 1}), "it has an unknown part, “foo”"),
        (written({"settings": {"rate": 1}}), "it has an unknown setting, “rate”"),
        (written({"epoch": -5}), "it counts its epochs from 0"),
        (written({"epoch": 1.5}), "it counts its epochs from 0"),
        (written({"edits": [[1, 0, 3]]}),
         "its changes by hand are no list of epoch, step and weights"),
        (written({"pace": 0}), "its pace is “auto”, “max” or so many epochs a frame"),
        (written({"pace": "fast"}), "its pace is “auto”, “max” or so many epochs a frame"),
        (written({"hidden": "why"}), "what it hides is no list of names"),
    ],
)  # fmt: skip
def test_what_is_no_state_is_told(text: str, reason: str) -> None:
    assert answer([SCRIPT], READ, {"table": table(), "texts": [text]}) == [reason]
