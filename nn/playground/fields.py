"""A setting of the playground: its name, what it may be, and the words that people read.

A field is checked in Python by ``Field.checked`` and in the page by the same numbers and names,
which ``Field.plain`` gives as data. Read ``choices.py`` next.

>>> rate = Field(name="lr", kind="number", label="rate", help="", default=0.3, above=0, most=100)
>>> rate.checked(0.1)
0.1
>>> rate.checked("fast")
Traceback (most recent call last):
autograd.errors.GraphError: lr is a number above 0 and up to 100, got 'fast': write lr=0.3
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field, fields
from typing import Any

from nn.checks import one_of
from nn.playground.refusals import refused, shown

__all__ = ["Choice", "Field"]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of the answers that a field may have.

    ``defaults`` are the settings that go with it, ``fields`` its own settings. Of a task: ``kind``
    of its targets ("two" classes, "three", "number"), and which of points, noise and test have a
    say in it. Of a loss: the ``kinds`` of targets that it takes. ``code`` is what it is in Python.
    """

    name: str
    label: str
    help: str = ""
    defaults: Mapping[str, Any] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()
    kind: str = ""
    asks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    code: str = ""

    def plain(self) -> dict[str, Any]:
        """It as data, without what is empty."""
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        found["fields"] = [own.plain() for own in self.fields]
        return {name: _listed(value) for name, value in found.items() if value}


@dataclass(frozen=True, kw_only=True)
class Field:
    """A setting. ``kind`` says how it is checked and shown, ``group`` where it stands.

    Numbers have bounds, ``least`` and ``most`` included, ``above`` and ``below`` not; ``scale`` is
    "log" where a slider is to multiply. ``none`` says what null means, where that is allowed.
    ``length`` is the largest number of things in a list. A number that makes sense only beside
    another one ``needs`` it. A name that matches ``pattern`` is taken like one of the choices.
    """

    name: str
    kind: str
    label: str
    help: str
    default: Any
    group: str = ""
    choices: tuple[Choice, ...] = ()
    least: float | None = None
    most: float | None = None
    above: float | None = None
    below: float | None = None
    scale: str = ""
    none: str = ""
    length: int | None = None
    needs: str = ""
    pattern: str = ""

    @property
    def must(self) -> str:
        """What it is, in words, for a sentence "lr is …"."""
        words = WORDS[self.kind](self)
        return f"{words}, or nothing for {self.none}" if self.none else words

    def checked(self, value: Any) -> Any:
        """The value in its one form; raises ``GraphError`` that says what was found instead."""
        if value is None and self.none:
            return None
        if self.kind == "choice" and value not in self.names:
            one_of(self.name, value, self.names)  # names the closest
        found = CHECKS[self.kind](self, value)
        if found is None:
            parts = {"must": self.must, "found": shown(value), "default": shown(self.default)}
            raise refused("field", name=self.name, **parts)
        return found

    @property
    def names(self) -> list[str]:
        """The names of the choices."""
        return [choice.name for choice in self.choices]

    def choice(self, name: str) -> Choice:
        """The choice of that name."""
        return next(choice for choice in self.choices if choice.name == name)

    def plain(self) -> dict[str, Any]:
        """It as data, without what is empty."""
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        found = {name: _listed(x) for name, x in found.items() if x not in (None, "", ())}
        if self.choices:
            found["choices"] = [choice.plain() for choice in self.choices]
        return {**found, "default": _listed(self.default), "must": self.must}


def _listed(value: Any) -> Any:
    """Tuples as JSON has them."""
    return list(value) if isinstance(value, tuple) else value


# --- one value, by kind: it in its one form, or None ---


def _choice(own: Field, value: Any) -> str | None:
    return value if value in own.names else None


def _flag(own: Field, value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _whole(own: Field, value: Any) -> int | None:
    """NumPy's whole numbers are welcome; so is 3.0, as a page has no other."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        found = None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        return None
    return found if found is not None and _within(own, found) else None


def _number(own: Field, value: Any) -> float | None:
    if isinstance(value, (bool, str)) or not hasattr(value, "__float__"):
        return None
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if math.isfinite(found) and _within(own, found) else None


def _within(own: Field, x: float) -> bool:
    return (
        (own.least is None or own.least <= x)
        and (own.most is None or x <= own.most)
        and (own.above is None or own.above < x)
        and (own.below is None or x < own.below)
    )


def _every(check: Callable[[Field, Any], Any], own: Field, value: Any) -> list[Any] | None:
    """A list of such things; a set has no order, and each thing only once."""
    if isinstance(value, (str, Mapping, Set)) or not hasattr(value, "__iter__"):
        return None
    found = [check(own, x) for x in value]
    short = own.length is None or len(found) <= own.length
    return found if short and None not in found else None


def _pair(own: Field, value: Any) -> list[float] | None:
    found = _every(_number, own, value)
    return found if found is not None and len(found) == 2 else None


def _sizes(own: Field, value: Any) -> list[int] | None:
    return _every(_whole, own, value)


def _names(own: Field, value: Any) -> str | list[str] | None:
    """One name for all, or a list of one for each."""
    return _choice(own, value) if isinstance(value, str) else _every(_choice, own, value)


def _inputs(own: Field, value: Any) -> list[str] | None:
    """Some of the names, or columns such as x3: at least one, none twice, in their order."""
    found = _every(lambda own, x: x if x in own.names or _matches(own, x) else None, own, value)
    return found if found and len(set(found)) == len(found) else None


def _matches(own: Field, name: Any) -> bool:
    return isinstance(name, str) and re.fullmatch(own.pattern, name) is not None


def _mapping(own: Field, value: Any) -> dict[str, Any] | None:
    """Looked at further where it is known whose settings they are."""
    return dict(value) if isinstance(value, Mapping) else None


CHECKS: dict[str, Callable[[Field, Any], Any]] = {
    "choice": _choice,
    "flag": _flag,
    "whole": _whole,
    "number": _number,
    "pair": _pair,
    "sizes": _sizes,
    "activations": _names,
    "inputs": _inputs,
    "settings": _mapping,
    "rows": _mapping,
}


def _range(own: Field) -> str:
    """The bounds in words."""
    if own.above is not None:
        low = f"above {own.above:g}"
    else:
        low = f"from {own.least:g}" if own.least is not None else ""
    if own.below is not None:
        return f"{low} to just below {own.below:g}"
    if own.most is None:
        return f"{low} on" if own.above is None and low else low
    join = " and up to" if own.above is not None else " to"
    return f"{low}{join} {own.most:,.6g}" if own.most < 1e15 else f"{low}{join} 2**53 - 1"


WORDS: dict[str, Callable[[Field], str]] = {
    "choice": lambda own: f"one of {', '.join(own.names)}",
    "flag": lambda own: "true or false",
    "whole": lambda own: f"a whole number {_range(own)}",
    "number": lambda own: f"a number {_range(own)}".rstrip(),
    "pair": lambda own: f"two numbers, each {_range(own)}",
    "sizes": lambda own: f"a list of at most {own.length} sizes, each a whole number {_range(own)}",
    "activations": lambda own: f"one of {', '.join(own.names)}, or a list of one for each layer",
    "inputs": lambda own: f"a list of some of {', '.join(own.names)}",
    "settings": lambda own: "an object with settings by name",
    "rows": lambda own: "an object with X, y and kind",
}
