"""Noticing that a function no longer is what was recorded: a layer was added to its model.

A recorded program knows the parameters that it met. ``Watch`` remembers the structure of every
model that a function can reach (attributes, and lists of parts), and compares it in one step of
C speed: lists and dictionaries compare by identity first, so an unchanged model of a thousand
parameters takes microseconds. Relies on nothing; read ``compiled.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["Watch", "parameters_of", "reachable"]


class Watch:
    """The structure of the models that ``f`` can reach, as it was when this was made."""

    def __init__(self, f: Callable[..., Any]) -> None:
        self._parts: list[Any] = []
        seen: set[int] = set()
        for thing in reachable(f):
            self._collect(thing, seen)
        self._copies = [part.copy() for part in self._parts]

    def changed(self) -> bool:
        """Whether a part was added, removed or replaced since."""
        try:
            return self._parts != self._copies
        except ValueError:  # an array stands where another stood: its == has no single answer
            return True

    def _collect(self, thing: Any, seen: set[int]) -> None:
        """The dictionaries of modules, and the lists in them."""
        if id(thing) in seen:
            return
        seen.add(id(thing))
        if isinstance(thing, (list, tuple)):
            if isinstance(thing, list):
                self._parts.append(thing)
            for part in thing:
                self._collect(part, seen)
        elif _is_model(thing) and hasattr(thing, "__dict__"):
            self._parts.append(vars(thing))
            for part in vars(thing).values():
                self._collect(part, seen)


def reachable(f: Callable[..., Any]) -> list[Any]:
    """The models that a function refers to, itself or through one other function.

    They are looked for in its object, closure, defaults and globals; a model is what has
    ``parameters()``, or a list of such.
    """
    found = _names(f)
    inner = [x for x in (*found, getattr(f, "__wrapped__", None)) if hasattr(x, "__code__")]
    found += [x for function in inner for x in _names(function)]
    return [x for x in (f, *found) if isinstance(x, list) or _is_model(x)]


def parameters_of(thing: Any) -> list[Any]:
    """The parameters of a model or of a list of models."""
    if isinstance(thing, list):
        return [p for model in thing if _is_model(model) for p in model.parameters()]
    return list(thing.parameters())


def _is_model(thing: Any) -> bool:
    return callable(getattr(thing, "parameters", None)) and not isinstance(thing, type)


def _names(f: Any) -> list[Any]:
    """What the names in a function's body stand for, as far as they stand for something."""
    cells = [cell for cell in getattr(f, "__closure__", None) or () if _is_filled(cell)]
    names = getattr(f, "__globals__", {})
    used = getattr(getattr(f, "__code__", None), "co_names", ())
    return [
        getattr(f, "__self__", None),
        *(getattr(f, "__defaults__", None) or ()),
        *(cell.cell_contents for cell in cells),
        *(names[name] for name in used if name in names),
    ]


def _is_filled(cell: Any) -> bool:
    try:
        cell.cell_contents  # noqa: B018  # asking is the point: an empty cell raises
    except ValueError:
        return False
    return True
