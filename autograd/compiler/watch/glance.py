"""Conditions that are looked at together at each call, written out as one function.

``itemgetter("k")`` in a loop over getters is some 40 ns, ``names["k"]`` in a text that was compiled
for it 10. Read ``watch.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from keyword import iskeyword
from operator import attrgetter, itemgetter
from typing import Any

__all__ = ["Glance", "spelled"]


class Glance:
    """A list of conditions in Python's syntax, and what they speak of.

    >>> glance, names = Glance(), {"k": 3.0}
    >>> glance.add("{}['k'] == {}", names, 3.0)
    >>> unchanged = glance.function()
    >>> names["k"] = 4.0
    >>> unchanged()
    False
    """

    def __init__(self) -> None:
        self._terms: list[str] = []
        self._scope: dict[str, Any] = {}

    def add(self, condition: str, *things: Any) -> None:
        """One more condition; each ``{}`` in it stands for a thing. It may use the name ``x``."""
        self._terms.append(f"({condition.format(*map(self._named, things))})")

    def _named(self, thing: Any) -> str:
        name = f"t{len(self._scope)}"
        self._scope[name] = thing
        return name

    def function(self) -> Callable[[], bool]:
        """Whether all of them hold; where one cannot be looked at any more it does not."""
        terms = "\n            and ".join(self._terms)
        text = f"""
def unchanged():
    try:
        return True if (
            {terms}
        ) else False
    except Exception:
        return False
"""
        made: dict[str, Callable[[], bool]] = {}  # not in its own scope: no circle to collect
        exec(compile(text, "<watch>", "exec"), self._scope, made)
        return made["unchanged"]


def spelled(look: Callable[[Any], Any], thing: Any) -> Iterator[tuple[str, tuple[Any, ...], Any]]:
    """A look as expressions: each with the things that it speaks of, and what it is now.

    >>> for found in spelled(attrgetter("real", "imag"), 2.0): print(found)
    ('{}.real', (2.0,), 2.0)
    ('{}.imag', (2.0,), 0.0)
    """
    plain = isinstance(look, (attrgetter, itemgetter))
    pickled: Any = look.__reduce__() if plain else (None, ())
    getter, asked = pickled
    if getter is attrgetter and all(map(_is_name, asked)):
        yield from ((f"{{}}.{name}", (thing,), attrgetter(name)(thing)) for name in asked)
    elif getter is itemgetter:
        yield from (("{}[{}]", (thing, key), thing[key]) for key in asked)
    else:
        yield "{}({})", (look, thing), look(thing)


def _is_name(text: str) -> bool:
    """Whether it can be written after a point."""
    return all(part.isidentifier() and not iskeyword(part) for part in text.split("."))
