"""Noticing that a function no longer is what was recorded: a layer was added to its model.

A recorded program knows the parameters that it met, and holds all other numbers as constants.
``Watch`` remembers what the names in the function stand for, and the structure of every model that
it can reach (attributes, and lists of parts). It compares them at the speed of C: lists and
dictionaries compare by identity first, so an unchanged model of a thousand parameters takes
microseconds. Read ``versions.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dis import get_instructions
from functools import partial
from types import CellType, CodeType
from typing import Any

from autograd.value import Value

__all__ = ["Watch", "parameters_of", "reachable"]

#: through how many functions a name is followed: the function's own, and those of its helpers
_DEPTH = 2


class Watch:
    """The names, and the structure of the models, that ``f`` can reach, as they are now."""

    def __init__(self, f: Callable[..., Any]) -> None:
        self._parts: list[Any] = []
        self._cells: list[tuple[CellType, Any]] = []
        self._globals: list[tuple[dict[str, Any], str, Any]] = []
        seen: set[int] = set()
        for function in _functions(f):
            self._cells += [(c, x) for c, x in _filled_cells(function) if _is_watched(x)]
            self._globals += [(g, n, x) for g, n, x in _global_names(function) if _is_watched(x)]
        for thing in reachable(f):
            self._collect(thing, seen)
        self._copies = [part.copy() for part in self._parts]

    def changed(self) -> bool:
        """Whether a name was given to something else, or a part added, removed or replaced."""
        for names, name, thing in self._globals:
            if names.get(name) is not thing:
                return True
        try:
            for cell, thing in self._cells:
                if cell.cell_contents is not thing:
                    return True
            return self._parts != self._copies
        except ValueError:  # a cell was emptied; or == of arrays, which has no single answer
            return True

    def _collect(self, thing: Any, seen: set[int]) -> None:
        """The dictionaries of modules, and the lists and dictionaries in them."""
        if isinstance(thing, (float, int, str, Value)) or id(thing) in seen:
            return
        seen.add(id(thing))
        if _is_model(thing) and hasattr(thing, "__dict__"):
            thing = vars(thing)
        if isinstance(thing, (list, dict)):
            self._parts.append(thing)
        if isinstance(thing, (list, tuple, dict)):
            for part in thing.values() if isinstance(thing, dict) else thing:
                self._collect(part, seen)


def reachable(f: Callable[..., Any]) -> list[Any]:
    """The models that a function refers to, itself or through one other function.

    They are looked for in its object, closure, defaults and globals; a model is what has
    ``parameters()``, or a list of such.
    """
    found = [x for function in _functions(f) for x in (function, *_references(function))]
    return [x for x in found if isinstance(x, (list, dict)) or _is_model(x)]


def parameters_of(thing: Any) -> list[Any]:
    """The parameters of a model, or of a list (or the values of a dictionary) of models."""
    if _is_model(thing):
        return list(thing.parameters())
    models = thing.values() if isinstance(thing, dict) else thing
    return [p for model in models if _is_model(model) for p in model.parameters()]


def _is_model(thing: Any) -> bool:
    """Whether its class has a method ``parameters`` (a ``Compiled`` has a property: no model)."""
    return callable(getattr(type(thing), "parameters", None)) and not isinstance(thing, type)


def _is_watched(thing: Any) -> bool:
    return isinstance(thing, (Value, int, float, list, dict, tuple)) or _is_model(thing)


def _functions(f: Any) -> list[Any]:
    """The function, and those that it calls by a name (and those within wrappers)."""
    found: list[Any] = []
    level = [f]
    for _ in range(_DEPTH):
        found += level
        level = [x for function in level for x in _references(function) if _is_function(x)]
    return found


def _is_function(x: Any) -> bool:
    return hasattr(x, "__code__") or isinstance(x, partial)


def _references(f: Any) -> list[Any]:
    """What a function, a method, a partial or a callable object refers to."""
    if isinstance(f, partial):
        return [f.func, *f.args, *f.keywords.values()]
    owner = getattr(f, "__self__", None if hasattr(f, "__code__") else f)
    return [
        *([owner] if _is_model(owner) else getattr(owner, "__dict__", {}).values()),
        *(getattr(f, "__defaults__", None) or ()),
        *(getattr(f, "__kwdefaults__", None) or {}).values(),
        *([f.__wrapped__] if hasattr(f, "__wrapped__") else ()),
        *(x for _, x in _filled_cells(f)),
        *(x for _, _, x in _global_names(f)),
    ]


def _filled_cells(f: Any) -> Iterator[tuple[CellType, Any]]:
    for cell in getattr(f, "__closure__", None) or ():
        try:
            yield cell, cell.cell_contents
        except ValueError:  # nothing was assigned yet
            continue


def _global_names(f: Any) -> Iterator[tuple[dict[str, Any], str, Any]]:
    names = getattr(f, "__globals__", {})
    for code in _codes(getattr(f, "__code__", None)):
        used = {i.argval for i in get_instructions(code) if i.opname == "LOAD_GLOBAL"}
        for name in sorted(used, key=code.co_names.index):  # co_names has attributes as well
            if name in names:
                yield names, name, names[name]


def _codes(code: CodeType | None) -> Iterator[CodeType]:
    """The code of a function, and of the lambdas and comprehensions in it."""
    if code is not None:
        yield code
        for constant in code.co_consts:
            if isinstance(constant, CodeType):
                yield from _codes(constant)
