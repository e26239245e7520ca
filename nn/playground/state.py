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
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from sys import float_info
from typing import Any

from nn.checks import one_of
from nn.playground.checking import hidden_parts, parameters_of, settings_of
from nn.playground.refusals import refused, shown
from nn.playground.settings import FIELDS, MOST_SEED

__all__ = ["State"]

_PARTS = ("settings", "epoch", "step", "edits", "hidden", "pace")
#: the first letter: another way to write a state would begin with another one
VERSION = "1"
#: lists in lists: the rows of a table of one's own stand deepest
DEEPEST = 8


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
        """The state of a text, or of an address with one; ``GraphError`` that says what is wrong.

        >>> State.read("0abc")
        Traceback (most recent call last):
        autograd.errors.GraphError: '0abc' is no state: copy it whole, it begins with 1
        """
        found = _parsed(text)
        for name in found:
            one_of("part of a state", name, _PARTS)
        given = found.pop("settings", {})
        for name in given:
            one_of("setting", name, FIELDS)
        state = _checked(cls({}, **found))
        default = {name: own.default for name, own in FIELDS.items()}
        settings = settings_of({**default, **given}, strict=False)
        last = parameters_of(settings) - 1
        for edit in state.edits:
            if any(index > last for index, _ in edit[2]):
                raise refused("state's edits", found=shown(edit))
        return replace(state, settings=settings)


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
    """What a text holds, if it is a list of parts by their names, as a page writes it."""
    try:
        own = re.sub(r"[ \t\r\n]", "", text.strip())  # a letter breaks long lines
        letters = own.rpartition("#")[2].rstrip("=")
        if not re.fullmatch(rf"{VERSION}[\w-]+", letters, re.ASCII):
            raise ValueError
        plain = urlsafe_b64decode(letters[1:] + "=" * (-len(letters[1:]) % 4)).decode()
        found = json.loads(plain, parse_int=_whole, parse_constant=int)  # which refuses NaN
        if not _is_flat(found) or not isinstance(found, dict):
            raise ValueError
        if not isinstance(found.get("settings", {}), dict):
            raise ValueError
        if not isinstance(found.get("hidden", []), list):
            raise ValueError
    except (TypeError, ValueError, AttributeError, RecursionError):
        raise refused("no state", found=shown(text)) from None
    return found


def _whole(text: str) -> int | float:
    """A whole number as a page has it: a large one only about."""
    number = float(text)
    return int(number) if abs(number) < 1e16 else number


def _is_flat(x: Any, levels: int = DEEPEST) -> bool:
    """Whether lists stand in lists no deeper than those of a state do."""
    inside = x.values() if isinstance(x, dict) else x if isinstance(x, list) else ()
    return not inside or (levels > 0 and all(_is_flat(one, levels - 1) for one in inside))


def _checked(state: State) -> State:
    """The parts beside the settings, looked at in the order in which a page does."""
    for count in (state.epoch, state.step):
        if not _is_count(count):
            raise refused("state's place", found=shown(count))
    if not isinstance(state.edits, list):
        raise refused("state's edits", found=shown(state.edits))
    before = (0, 0)
    for edit in state.edits:
        if not _is_edit(edit) or not before <= (edit[0], edit[1]) <= (state.epoch, state.step):
            raise refused("state's edits", found=shown(edit))
        before = (edit[0], edit[1])
    hidden_parts(state.hidden)
    if state.pace not in ("auto", "max") and not (_is_count(state.pace) and state.pace):
        raise refused("state's pace", found=shown(state.pace))
    edits = [[int(e), int(b), [[int(i), x] for i, x in by]] for e, b, by in state.edits]
    pace = state.pace if isinstance(state.pace, str) else int(state.pace)
    return replace(state, epoch=int(state.epoch), step=int(state.step), edits=edits, pace=pace)


def _is_count(x: Any) -> bool:
    return type(x) in (int, float) and 0 <= x <= MOST_SEED and x == int(x)


def _is_edit(edit: Any) -> bool:
    if not isinstance(edit, list) or len(edit) != 3 or not isinstance(edit[2], list):
        return False
    return all(map(_is_count, edit[:2])) and all(map(_is_change, edit[2]))


def _is_change(change: Any) -> bool:
    if not isinstance(change, list) or len(change) != 2 or not _is_count(change[0]):
        return False
    return type(change[1]) in (int, float) and abs(change[1]) <= float_info.max
