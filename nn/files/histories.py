"""The history of a training in a file: courses that people can read, and long ones packed.

A course of some thousand numbers is a list. Nobody reads a longer one, and as a list a few million
epochs would take more memory than the reading of a file may: it is one text, ``float64`` in
base64, exact to the last bit as well. Read ``records.py`` next.
"""

from __future__ import annotations

import math
import sys
from array import array
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable
from typing import Any

import autograd as ag
from nn.files.fields import Unfit, entries, whole_of
from nn.training.history import UNITS, History

__all__ = ["COST", "MOST", "count_of", "history_of", "numbers_of", "told_history", "told_numbers"]

#: numbers of a course that is still a list
LONGEST = 10_000
#: bytes of memory for each number of a packed course, at most, while it is read
COST = 64
#: numbers of a history beside a model: they fit into the memory that the reading of a file may take
MOST = 3_000_000
PACKED = "float64"

#: numbers that JSON does not have; a metric of one's own may give them
_WORDS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


def count_of(history: History) -> int:
    """How many numbers a history has."""
    return len(history.losses) * (1 + len(history.metrics))


def told_history(history: History) -> dict[str, Any]:
    """A history as plain data; raises ``OperandError`` for a metric that gave no number."""
    metrics = {
        name: _told_course(course, f"the metric {name!r}")
        for name, course in history.metrics.items()
    }
    return {
        "stopped": history.stopped,
        "steps": history.steps,
        **({} if history.unit == UNITS[0] else {"unit": history.unit}),
        "losses": _told_course(history.losses, "the loss"),
        "metrics": metrics,
    }


def history_of(data: Any, place: str, most: int = MOST) -> History:
    """The history that a file tells, of at most so many numbers."""
    entries(data, place, ["losses", "metrics", "stopped", "steps"], ["unit"])
    if not isinstance(data["metrics"], dict) or not isinstance(data["stopped"], str):
        raise Unfit(f"{place} has metrics by name, and a word for why it stopped")
    unit = data.get("unit", UNITS[0])
    if unit not in UNITS:
        raise Unfit(f"{place}.unit is one of {', '.join(UNITS)}")
    courses = {f"{place}.losses": data["losses"]}
    courses |= {f"{place}.metrics.{name}": course for name, course in data["metrics"].items()}
    _require_alike(courses, place, most)
    losses, *others = (_course_of(course, at) for at, course in courses.items())
    steps = whole_of(data["steps"], f"{place}.steps", 0)
    return History(losses, dict(zip(data["metrics"], others)), data["stopped"], steps, unit)


def _require_alike(courses: dict[str, Any], place: str, most: int) -> None:
    """Refuse courses that are not as long as the first one, and too many numbers of them."""
    first, *others = (_length(course, at) for at, course in courses.items())
    for at, length in zip([*courses][1:], others):
        if length != first:
            raise Unfit(f"{at} is not as long as the losses are")
    if first * len(courses) > most:
        raise Unfit(f"{place} has {first * len(courses):,} numbers, and {most:,} are the most")


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


# --- long ones ---


def _told_course(course: list[Any], whose: str) -> Any:
    """A list of numbers; of a long one, if floats hold all of them, a text."""
    if len(course) <= LONGEST:
        return told_numbers(course, whose)
    if {*map(type, course)} != {float}:
        course = told_numbers(course, whose)
        if any(isinstance(x, int) and float(x) != x for x in course):
            return course
    packed = array("d", map(float, course))
    if sys.byteorder == "big":
        packed.byteswap()
    return {PACKED: b2a_base64(packed, newline=False).decode("ascii")}


def _length(data: Any, place: str) -> int:
    """How many numbers a course has, before they are made."""
    if not isinstance(data, dict):
        return len(data) if isinstance(data, list) else 0
    text = entries(data, place, [PACKED])[PACKED]
    if not isinstance(text, str):
        raise Unfit(f"{place}.{PACKED} is a text in base64")
    return (len(text) // 4 * 3 - text[-2:].count("=")) // 8


def _course_of(data: Any, place: str) -> list[float]:
    if not isinstance(data, dict):
        return numbers_of(data, place)
    packed = array("d")
    try:
        packed.frombytes(a2b_base64(data[PACKED], strict_mode=True))
    except ValueError:  # of base64, and of bytes that are no multiple of 8
        raise Unfit(f"{place}.{PACKED} is no text of whole numbers of 8 bytes in base64") from None
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tolist()
