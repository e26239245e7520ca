"""The whole state as a short text: settings, how far and how fast it trains, what was set by hand.

It holds no weights: a seed gives one run, so the page trains again up to there, and is exactly
where it was. The page reads and writes the same. Read ``code.py`` next.

>>> State.of({"task": "xor"}, epoch=200).text
'1eyJzZXR0aW5ncyI6eyJ0YXNrIjoieG9yIiwicG9pbnRzIjo0LCJub2lzZSI6MC4wLCJ0ZXN0IjowLjB9LCJlcG9jaCI6MjAwfQ'
>>> State.read(_).epoch
200
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import autograd as ag
from nn.checks import one_of
from nn.playground.checking import hidden_parts, settings_of
from nn.playground.settings import FIELDS

__all__ = ["State"]

_PARTS = ("settings", "epoch", "step", "edits", "hidden", "pace")
#: the first letter: another way to write a state would begin with another one
VERSION = "1"


@dataclass(frozen=True)
class State:
    """Where a playground stands.

    ``epoch`` counts whole epochs, ``step`` the batches of the one that is under way. ``edits`` are
    (epoch, step, [(number of a parameter, its new value), …]). ``hidden`` is what a teacher hides.
    ``pace`` is how many epochs are trained for each frame: "auto" grows, "max" is what fits.
    """

    settings: dict[str, Any]
    epoch: int = 0
    step: int = 0
    edits: list[Any] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    pace: str | int = "auto"

    @classmethod
    def of(cls, given: Mapping[str, Any], **more: Any) -> State:
        """The state with these settings, what is not given filled in."""
        return cls(settings_of(given), **more)

    @property
    def text(self) -> str:
        """It as letters, digits, - and _."""
        found = {"settings": _differing(self.settings), "epoch": self.epoch, "step": self.step}
        found |= {"edits": self.edits, "hidden": self.hidden}
        found |= {} if self.pace == "auto" else {"pace": self.pace}
        plain = json.dumps({k: v for k, v in found.items() if v}, separators=(",", ":"))
        return VERSION + urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: Any) -> State:
        """The state of a text; ``GraphError`` that says what is wrong with it.

        >>> State.read("0abc")
        Traceback (most recent call last):
        autograd.errors.GraphError: '0abc' is no state: copy it whole, it begins with 1
        """
        found = _parsed(text)
        default = {name: own.default for name, own in FIELDS.items()}
        settings = settings_of({**default, **found.pop("settings", {})}, strict=False)
        state = cls(settings, **found)
        hidden_parts(state.hidden)
        counts = (state.epoch, state.step, *(n for edit in state.edits for n in edit[:2]))
        if any(isinstance(n, bool) or not isinstance(n, int) or n < 0 for n in counts):
            raise ag.GraphError(f"a state counts its epochs from 0, got {counts}")
        if state.pace not in ("auto", "max") and (type(state.pace) is not int or state.pace < 1):
            must = "'auto', 'max' or a whole number of epochs a frame"
            raise ag.GraphError(f"a state's pace is {must}, got {state.pace!r}")
        return state


def _differing(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings that are not the table's own."""
    default = {name: own.checked(own.default) for name, own in FIELDS.items()}
    found = {name: value for name, value in settings.items() if value != default[name]}
    for name in ("optimizer", "schedule"):
        own = {f.name: f.default for f in FIELDS[name].choice(settings[name]).fields}
        given = settings[f"{name}_settings"]
        found[f"{name}_settings"] = {k: v for k, v in given.items() if v != own[k]}
    return {name: value for name, value in found.items() if value != {}}


def _parsed(text: Any) -> dict[str, Any]:
    """What a text holds, as far as its parts have their names and types."""
    try:
        if text[:1] != VERSION:
            raise ValueError
        padded = text[1:] + "=" * (-len(text[1:]) % 4)
        found = json.loads(urlsafe_b64decode(padded.encode("ascii")))
        edits = [[*edit] for edit in found.get("edits", ())]
        fits = all(len(e) == 3 and all(len(change) == 2 for change in e[2]) for e in edits)
        if not (fits and isinstance(found.get("settings", {}), dict)):
            raise ValueError
    except (
        TypeError,
        ValueError,
        AttributeError,
    ):  # base64, Unicode and JSON errors are ValueErrors
        shown = repr(text) if len(repr(text)) <= 40 else f"{repr(text)[:40]}…"
        raise ag.GraphError(
            f"{shown} is no state: copy it whole, it begins with {VERSION}"
        ) from None
    for name in found:
        one_of("part of a state", name, _PARTS)
    return dict(found)
