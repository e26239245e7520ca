"""What a file says of a setting: read with care, as anybody may have written it.

Read ``kinds.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import autograd as ag
from nn.models.blocks import Reshaped, flatten, reshape
from nn.models.layers import activation_function
from nn.probabilities import log_softmax, softmax

__all__ = [
    "ACTIVATION",
    "FLAG",
    "POSITIVE",
    "WHOLE",
    "Field",
    "Unfit",
    "entries",
    "function_of",
    "number_of",
    "own",
    "told_function",
    "whole_of",
]


class Unfit(Exception):  # noqa: N818  # why: what follows the name of a file
    """What is wrong with a file, without its name."""


@dataclass(frozen=True)
class Field:
    """How a setting is told in a file, and how it is read from there (or ``Unfit`` raised)."""

    told: Callable[[Any], Any]
    read: Callable[[Any, str], Any]


def entries(
    data: Any, place: str, needed: Iterable[str], more: Iterable[str] = ()
) -> dict[str, Any]:
    """An object of a file, if it has the needed entries, and no others than ``more``."""
    if not isinstance(data, dict):
        raise Unfit(f"{place} is no object but {_shown(data)}")
    needed = list(needed)
    for name in needed:
        if name not in data:
            raise Unfit(f"{place} has no {name!r}")
    for name in data:
        if name not in needed and name not in more:
            raise Unfit(f"{place} has an unknown entry {_shown(name)}")
    return data


def whole_of(x: Any, place: str, least: int = 1) -> int:
    """A whole number of a file."""
    if isinstance(x, bool) or not isinstance(x, int) or x < least:
        raise Unfit(f"{place} should be a whole number, at least {least}, not {_shown(x)}")
    return x


def number_of(x: Any, place: str) -> float:
    """A finite number of a file, as a float."""
    if isinstance(x, (int, float)) and not isinstance(x, bool):
        try:
            number = float(x)
        except OverflowError:
            number = math.inf
        if math.isfinite(number):
            return number
    raise Unfit(f"{place} is a finite number, not {_shown(x)}")


def _flag(x: Any, place: str) -> bool:
    if not isinstance(x, bool):
        raise Unfit(f"{place} is true or false, not {_shown(x)}")
    return x


def _positive(x: Any, place: str) -> float:
    number = number_of(x, place)
    if number <= 0.0:
        raise Unfit(f"{place} is a positive number, not {_shown(x)}")
    return number


# --- functions by name ---


def _known() -> dict[str, Callable[[Any], Any]]:
    """Functions of one argument that a file may name, those of ``define_op`` too."""
    here = {"flatten": flatten, "softmax": softmax, "log_softmax": log_softmax}
    return {**ag.unary_ops(), "sum": ag.sum, "logsumexp": ag.logsumexp, **here}


def own(thing: Any) -> dict[str, Any]:
    """What a file says of somebody's own class or function: what it was called."""
    name = getattr(thing, "__qualname__", None) or type(thing).__qualname__
    return {"own": name}


def told_function(f: Any) -> dict[str, Any]:
    """What a file says of a function.

    >>> told_function(softmax), told_function(reshape(1, 2)), told_function(lambda x: x)
    ({'function': 'softmax'}, {'function': 'reshape', 'shape': [1, 2]}, {'own': '<lambda>'})
    """
    if isinstance(f, Reshaped):
        return {"function": "reshape", "shape": list(f.shape)}
    name = next((name for name, g in _known().items() if g is f), None)
    return own(f) if name is None else {"function": name}


def function_of(data: Any, place: str) -> Callable[[Any], Any]:
    """The function that a file names."""
    name = entries(data, place, ["function"], ["shape"])["function"]
    if name == "reshape":
        shape = entries(data, place, ["function", "shape"])["shape"]
        if not isinstance(shape, list):
            raise Unfit(f"{place}.shape is a list, not {_shown(shape)}")
        return reshape(*(whole_of(n, f"{place}.shape") for n in shape))
    known = _known()
    if "shape" in data or not isinstance(name, str) or name not in known:
        raise Unfit(
            f"{place} names no known function: {_shown(name)} (if it is one of define_op, define "
            "it before the file is read)"
        )
    return known[name]


def _told_activation(activation: Any) -> Any:
    return activation if isinstance(activation, str) else told_function(activation)


def _activation(data: Any, place: str) -> Any:
    if isinstance(data, dict):
        return function_of(data, place)
    try:
        activation_function(data)
    except (ag.GraphError, ag.OperandError) as error:
        raise Unfit(f"{place}: {error}") from None
    return data


def _same(x: Any) -> Any:
    return x


def _shown(x: Any) -> str:
    """A short text for whatever a file has."""
    if isinstance(x, (dict, list)):
        return f"{'an object' if isinstance(x, dict) else 'a list'} of {len(x)}"
    text = f"{x!r}" if not isinstance(x, int) or abs(x) < 10**30 else "a number of many digits"
    return text if len(text) <= 40 else f"{text[:37]}…"


WHOLE = Field(_same, whole_of)
FLAG = Field(_same, _flag)
POSITIVE = Field(_same, _positive)
ACTIVATION = Field(_told_activation, _activation)
