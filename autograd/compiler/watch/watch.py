"""Noticing that a function no longer is what was recorded.

A recorded program holds as constants all that Python looked at while it was made: helpers,
numbers, attributes, elements of arrays. ``Watch`` remembers what each of these was, and compares.
That happens at each call, so it is done in C: getters in one ``map``, and lists and dictionaries
compared as a whole, which asks for identity first. A function with a helper and a constant takes
0.3 µs, a model of a thousand parameters some microseconds.

Read ``autograd/compiler/versions.py`` next.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from operator import call, is_
from types import BuiltinFunctionType, CodeType, MethodType
from typing import Any

from autograd import define
from autograd.compiler.watch.reach import Look, Reach

__all__ = ["Watch"]

#: containers that change, each with the method that copies it, whatever a subclass has
_COPIES = {kind: kind.copy for kind in (dict, list, set, deque)}
#: where equal is as good as identical, but for the sign of zero
_SOUND: dict[int, Any] = {
    id(kind.__eq__): kind.__eq__  # by id, as not all that stands in __eq__ has a hash
    for kinds in (
        (object, float, int, str, bytes, complex, list, tuple, dict, set, frozenset, deque),
        (CodeType, MethodType, BuiltinFunctionType),
    )
    for kind in kinds
}


class Watch:
    """All that ``f`` can look at, as it is now."""

    def __init__(self, f: Callable[..., Any]) -> None:
        self._rows, reach = define.changes, Reach(f)
        self._looks = [look for look, _ in reach.looks]
        self._things = [thing for _, thing in reach.looks]
        self._sights = [*map(call, self._looks, self._things)]
        self._parts = reach.parts
        self._copies = [_copy(part) for part in self._parts]
        reads: list[Look] = [(partial(_seen, look), thing) for look, thing in reach.looks]
        reads += [(_contents, part) for part in self._parts]
        # compared by identity as well: what holds things that may only call themselves equal
        held = [(read, thing, [*read(thing)]) for read, thing in reads]
        self._exact = [exact for exact in held if not all(map(_is_sound, exact[2]))]

    def changed(self) -> bool:
        """Whether something is another thing than it was, or holds other things.

        An op that was defined anew counts, whoever uses it.
        """
        if self._rows != define.changes:
            return True
        try:
            if [*map(call, self._looks, self._things)] != self._sights:
                return True
            if self._parts != self._copies:
                return True
            return any(map(_differs, self._exact))
        except Exception:  # it is gone, or refuses to be compared: it is not what it was
            return True


def _differs(exact: tuple[Callable[[Any], Any], Any, list[Any]]) -> bool:
    """Whether a thing holds others than it held then."""
    read, thing, then = exact
    return not all(map(is_, read(thing), then))


def _is_sound(x: Any) -> bool:
    """Whether ``x == y`` says that y is as good as x."""
    if x.__class__ is tuple:
        return all(map(_is_sound, x))
    return x != 0.0 if x.__class__ is float else id(type(x).__eq__) in _SOUND


def _copy(part: Any) -> Any:
    return next(copy for kind, copy in _COPIES.items() if isinstance(part, kind))(part)


def _contents(part: Any) -> Any:
    return dict.values(part) if isinstance(part, dict) else part


def _seen(look: Callable[[Any], Any], thing: Any) -> Any:
    """What one look sees: several things are a tuple."""
    sight = look(thing)
    return sight if sight.__class__ is tuple else (sight,)
