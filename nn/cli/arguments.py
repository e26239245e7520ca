"""Single arguments of ``python -m nn``: each a text that is looked at, and told what it is not.

Read ``csv_file.py`` next.
"""

from __future__ import annotations

import math
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable
from pathlib import Path

from nn.checks import one_of
from nn.cli.tasks import LIST, NAMES, OBJECTIVES, PLAYGROUND, RULES, TASKS
from nn.files.model import ENDINGS
from nn.models.layers import activation_function

__all__ = [
    "MOST_EPOCHS",
    "activation",
    "count",
    "file",
    "folder",
    "hidden",
    "model_file",
    "noise",
    "number",
    "objective",
    "optimizer",
    "positive",
    "share",
    "task",
    "whole",
]

MOST_EPOCHS = 1_000_000
#: the shapes are some 2 wide: nothing is left of them in more
MOST_NOISE = 100.0


def task(text: str) -> str:
    """The name of a task."""
    if text == PLAYGROUND:
        raise ArgumentTypeError(f"{PLAYGROUND} comes first, and has options of its own")
    return _named("task", text, (*TASKS, NAMES, LIST, PLAYGROUND))


def objective(text: str) -> str:
    """What a target is taken for."""
    return _named("objective", text, OBJECTIVES)


def optimizer(text: str) -> str:
    """The name of an optimiser, in small letters."""
    return _named("optimizer", text.lower(), RULES)


def _named(what: str, text: str, known: Iterable[str]) -> str:
    try:
        return one_of(what, text, known)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None


def activation(text: str) -> str:
    """The name of an activation."""
    try:
        activation_function(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None
    return text


def hidden(text: str) -> list[int]:
    """The sizes of hidden layers; none for "none"."""
    if text == "none":
        return []
    sizes = [int(word) for word in text.split(",") if word.strip().isdecimal()]
    if len(sizes) != len(text.split(",")) or 0 in sizes:
        raise ArgumentTypeError(
            f"{text!r} is not a list of layer sizes such as 8 or 4,4 (none: no hidden layer)"
        )
    return sizes


def folder(text: str) -> Path:
    """The name of a folder."""
    if not text.strip():
        raise ArgumentTypeError("the name of a folder is needed; . is the present one")
    return file(text)


def file(text: str) -> Path:
    """The name of a file."""
    if not text or "\0" in text:
        raise ArgumentTypeError(f"{text!r} is no name of a file")
    return Path(text)


def model_file(text: str) -> Path:
    """The name of a file that a model goes into, or comes from."""
    path = file(text)
    if path.suffix.lower() not in ENDINGS:
        raise ArgumentTypeError(f"a model's file ends in {' or '.join(ENDINGS)}, got {text!r}")
    return path


def whole(text: str) -> int:
    """A whole number."""
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(f"{text[:40]!r} is not a whole number") from None


def count(text: str) -> int:
    """A number of epochs, of steps or of rows."""
    n = whole(text)
    if not 1 <= n <= MOST_EPOCHS:
        raise ArgumentTypeError(f"{text} is not a number from 1 to {MOST_EPOCHS:,}")
    return n


def number(text: str) -> float | None:
    """A finite number; None for a text that is none."""
    try:
        x = float(text)
    except ValueError:
        return None
    return x if math.isfinite(x) else None


def _fitting(text: str, fits: Callable[[float], bool], words: str) -> float:
    x = number(text)
    if x is None or not fits(x):
        raise ArgumentTypeError(f"{text!r} is not {words}")
    return x


def positive(text: str) -> float:
    """A positive number."""
    return _fitting(text, lambda x: x > 0.0, "a positive number")


def noise(text: str) -> float:
    """A number from 0 to ``MOST_NOISE``."""
    return _fitting(text, lambda x: 0.0 <= x <= MOST_NOISE, f"a number from 0 to {MOST_NOISE:g}")


def share(text: str) -> float:
    """A number between 0 and 1."""
    return _fitting(text, lambda x: 0.0 < x < 1.0, "a share between 0 and 1, such as 0.3")
