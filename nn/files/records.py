"""What all files have in common: their heads, histories, and errors that name the file.

Read ``model.py`` next.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import autograd as ag
from nn.files.fields import Unfit, entries, whole_of
from nn.training.history import History

__all__ = [
    "head",
    "history_of",
    "named_after",
    "numbers_of",
    "require_head",
    "told_beside",
    "told_history",
    "told_numbers",
]

#: numbers that JSON does not have; a metric of one's own may give them
_WORDS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


@contextmanager
def named_after(path: ag.files.Path) -> Iterator[None]:
    """Have what is wrong within raised as ``FileFormatError`` that begins with the file's name."""
    try:
        yield
    except Unfit as error:
        why = str(error)
        short = why if len(why) <= 300 else f"{why[:299]}…"
        raise ag.FileFormatError(f"{ag.files.name_of(path)}: {short}") from None


def head(kind: str, version: int) -> dict[str, Any]:
    """The first entries of a file: what it is, the version of its form, and who wrote it."""
    return {"format": kind, "version": version, "chainrule": ag.__version__}


def require_head(data: Any, kind: str, version: int, advice: str = "") -> None:
    """Refuse a file of another kind, and one of a later form."""
    found = data.get("format") if isinstance(data, dict) else None
    if found != kind:
        other = (
            f"a file of the format {found[:40]!r}" if isinstance(found, str) else "some other file"
        )
        raise Unfit(f'this is {other}, not "{kind}"{advice}')
    if whole_of(data.get("version"), "version") > version:
        raise Unfit(
            f"this is version {data['version']} of the format, written by a newer package "
            f"({str(data.get('chainrule'))[:20]}); this one ({ag.__version__}) reads up to version "
            f"{version}: bring it up to date"
        )


def told_beside(history: Any, seed: Any, about: Any) -> dict[str, Any]:
    """What goes with a model, as plain data; ``OperandError`` for what could not be read again."""
    if history is not None and not isinstance(history, History):
        raise ag.OperandError(f"history is what fit returned, got {history!r:.80}")
    if about is not None and not isinstance(about, dict):
        raise ag.OperandError(
            f'about is a dict of plain data, such as {{"task": "xor"}}, got {about!r:.80}'
        )
    if seed is not None and (isinstance(seed, bool) or not hasattr(seed, "__index__")):
        raise ag.OperandError(f"seed is a whole number or None, got {seed!r:.80}")
    return {
        "seed": None if seed is None else operator.index(seed),
        "history": None if history is None else told_history(history),
        "about": about,
    }


def told_history(history: History) -> dict[str, Any]:
    """A history as plain data; raises ``OperandError`` for a metric that gave no number."""
    metrics = {
        name: told_numbers(course, f"the metric {name!r}")
        for name, course in history.metrics.items()
    }
    return {
        "stopped": history.stopped,
        "steps": history.steps,
        "losses": told_numbers(history.losses, "the loss"),
        "metrics": metrics,
    }


def history_of(data: Any, place: str) -> History:
    """The history that a file tells."""
    entries(data, place, ["losses", "metrics", "stopped", "steps"])
    if not isinstance(data["metrics"], dict) or not isinstance(data["stopped"], str):
        raise Unfit(f"{place} has metrics by name, and a word for why it stopped")
    losses = numbers_of(data["losses"], f"{place}.losses")
    metrics = {
        name: numbers_of(course, f"{place}.metrics.{name}")
        for name, course in data["metrics"].items()
    }
    for name, course in metrics.items():
        if len(course) != len(losses):
            raise Unfit(f"{place}.metrics.{name} is not as long as the losses are")
    steps = whole_of(data["steps"], f"{place}.steps", 0)
    return History(losses, metrics, data["stopped"], steps)


def told_numbers(numbers: Iterable[Any], whose: str) -> list[Any]:
    """Numbers as JSON has them, nan and inf as words; ``OperandError`` for anything else."""
    return [_told(x, whose) for x in numbers]


def _told(x: Any, whose: str) -> Any:
    try:
        number = float(x)
    except (TypeError, ValueError, OverflowError):
        raise ag.OperandError(
            f"a file keeps numbers, and {whose} gave {_shown(x)}: let it return a float"
        ) from None
    if isinstance(x, (bool, int)):
        return x
    return number if math.isfinite(number) else str(number)


def _shown(x: Any) -> str:
    return "a number of hundreds of digits" if isinstance(x, int) else f"{x!r:.80}"


def numbers_of(data: Any, place: str) -> list[float]:
    """The numbers that a file tells in this way."""
    if not isinstance(data, list):
        raise Unfit(f"{place} is no list")
    for x in data:
        if not isinstance(x, (int, float)) and not (isinstance(x, str) and x in _WORDS):
            raise Unfit(f"{place} is a list of numbers")
    return [_WORDS[x] if isinstance(x, str) else x for x in data]
