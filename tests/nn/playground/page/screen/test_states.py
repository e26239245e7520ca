"""The page writes and reads the very states that Python does."""

import base64
import json
from dataclasses import fields
from typing import Any

import pytest

from autograd import GraphError
from nn.playground.checking import settings_of
from nn.playground.recipes import RECIPES
from nn.playground.refusals import REFUSALS
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
    return readState(text, given.table);
  } catch (error) {
    return error.reason;
  }
});"""
CHECKING = "nn/playground/page/training/checking.js"
BEGUN = READ.replace(
    "    return readState(text, given.table);",
    """
    const found = readState(text, given.table);
    return completed(found.settings, given.table) && found;""",
)
EDITS = [[3, 0, [[0, 0.5], [7, -1.25]]], [9, 2, [[1, 1e-9]]]]
STATES = [
    State.of({}),
    State.of({"task": "xor"}, epoch=200),
    State.of({"rows": own_rows([[0.5, 1e-7], [1, -3]], [0, 1])}, epoch=3, step=2),
    State.of(
        {"optimizer": "adam", "optimizer_settings": {"betas": [0.5, 0.999]}},
        edits=EDITS,
        epoch=9,
        step=2,
    ),
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


@pytest.mark.parametrize("end", ["\n", "\r\n", " "])
def test_a_text_whose_lines_a_letter_broke_will_do(end: str) -> None:
    text = STATES[1].text
    broken = end.join([text[:20], text[20:40], text[40:]])
    (found,) = answer([SCRIPT], READ, {"table": table(), "texts": [broken]})
    assert found["settings"]["task"] == "xor"
    assert State.read(broken) == State.read(text)


def written(found: Any) -> str:
    return "1" + base64.urlsafe_b64encode(json.dumps(found).encode()).decode()


def python(text: str) -> State | str:
    """The state, or why it is none."""
    try:
        return State.read(text)
    except GraphError as error:
        return str(error)


def same(a: State, b: dict[str, Any]) -> bool:
    """Whether the page would begin as Python does."""
    found = settings_of(b["settings"], strict=False), *b["replay"].values(), b["hidden"], b["pace"]
    return found == (a.settings, a.epoch, a.step, a.edits, a.hidden, a.pace)


WHOLE = {"settings": {"task": "xor", "hidden": [4]}, "epoch": 3, "edits": [[1, 0, [[16, 0.5]]]]}
ODD: list[Any] = [
    *(None, True, -1, 0, 1, 1.0, 1.5, 2**53 - 1, 2**53, 10**400, "", "1", "max", "why"),
    *([], [1], ["why"], ["foo"], [None], {}, {"lr": 0.1}, {"rate": 1}),
]
CHANGES: list[Any] = [
    *([], [[0, 1]], [[-1, 1]], [[1.5, 1]], [["0", 1]], [[True, 1]], [[0]], [[0, 1, 2]], ["ab"]),
    *([[0, "x"]], [[0, None]], [[0, True]], [[0, 10**400]], [[0, 1e308]], {"ab": 1}, "ab", None),
]
EDITED: list[Any] = [
    *([[0, 0, changes]] for changes in CHANGES),
    *([[3, 0, []]], [[3, 1, []]], [[4, 0, []]], [[2, 0, []], [1, 0, []]], [[1, 0, []], [1, 0, []]]),
    *([[0, 0]], [[0, 0, [], 4]], [["0", 0, []]], [[0, -1, []]], [[1.0, 0, []]], ["abc"], ["   "]),
]
PLAIN = [
    *("", "[1]", "null", "3", '"a"', "{}", " {} ", "{}{}", '{"epoch":NaN}', '{"epoch":1e400}'),
    *('{"edits":[[0,0,[[0,Infinity]]]]}', '{"epoch":1,"epoch":2}', "\ufeff{}", '{"__proto__":1}'),
    *("[" * 100_000, f'{{"settings":{{"lr":{"[" * 2000 + "]" * 2000}}}}}'),
]


def letters(plain: str, encoding: str = "utf-8") -> str:
    return "1" + base64.urlsafe_b64encode(plain.encode(encoding)).decode().rstrip("=")


def texts() -> list[str]:
    good = letters(json.dumps(WHOLE))
    parts = [{**WHOLE, part: x} for part in ("epoch", "step", "hidden", "pace") for x in ODD]
    parts += [{**WHOLE, "edits": edits} for edits in [*ODD, *EDITED]]
    parts += [{"settings": x} for x in ODD] + [{"epoch": 1, "speed": 2}]
    cut = [good[:n] for n in range(len(good))]
    put = [good[:9] + odd + good[9:] for odd in ("!", " ", "\n", "é", "\x00", "=", "A", "+", "/")]
    coded = [letters('{"epoch":3}', name) for name in ("utf-16", "utf-32", "utf-8-sig")]
    whole = [good, f" {good}\n", good + "=", "0" + good[1:], f"file:///xor.html#{good}", "hello"]
    return [*map(letters, map(json.dumps, parts)), *map(letters, PLAIN), *cut, *put, *coded, *whole]


def test_whatever_is_given_is_read_alike_or_refused_in_the_same_words() -> None:
    given, reasons, taken = texts(), set(), 0
    told = answer([SCRIPT, CHECKING], BEGUN, {"table": table(), "texts": given})
    for text, page in zip(given, told):
        found = python(text)
        if isinstance(found, str):
            assert page == found, text
            reasons.add(found)
        else:
            assert same(found, page), text
            taken += 1
    for name in ("no state", "state's place", "state's edits", "state's pace"):
        begin = max(REFUSALS[name].replace("}", "{").split("{")[::2], key=len)
        assert any(begin in reason for reason in reasons)
    assert taken > 20
