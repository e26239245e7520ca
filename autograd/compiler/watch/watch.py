"""Noticing that a function no longer is what was recorded.

A recorded program holds as constants all that Python looked at while it was made: helpers,
numbers, attributes, elements of arrays. ``Watch`` remembers what each of these was, and compares.
That happens at each call: the first few looks are written out as one expression
(``glance.py``), further ones are done in one ``map``, and lists and dictionaries are compared as a
whole, which asks for identity first. A function with a helper and a constant takes 0.1 µs, a model
of a thousand parameters some microseconds.

Read ``autograd/compiler/versions.py`` next.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from operator import call, is_
from types import BuiltinFunctionType, CodeType, MethodType
from typing import Any

from autograd import define
from autograd.compiler.watch.glance import Glance, spelled
from autograd.compiler.watch.reach import Look, Reach

__all__ = ["Watch"]

#: a way to read what a thing holds, the thing, and what it held then
_Exact = tuple[Callable[[Any], Any], Any, list[Any]]
#: looks that are written out; of many the text would take long to make
_FEW = 16

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
    """All that ``f`` can look at, as it is now.

    ``unchanged()`` says whether each thing is what it was, and holds what it held. An op that was
    defined anew counts as a change, whoever uses it.
    """

    def __init__(self, f: Callable[..., Any]) -> None:
        glance, reach = Glance(), Reach(f)
        glance.add("{}.changes == {}", define, define.changes)
        for look, thing in reach.looks[:_FEW]:
            for place, things, sight in spelled(look, thing):
                glance.add(*_as_it_is(place, things, sight))
        more, parts = reach.looks[_FEW:], reach.parts
        if more:
            glance.add("{}() == {}", sights := _sights(more), sights())
        if parts:
            glance.add("{} == {}", parts, [_copy(part) for part in parts])
        reads: list[Look] = [(partial(_seen, look), thing) for look, thing in more]
        reads += [(_contents, part) for part in parts]
        # compared by identity as well: what holds things that may only call themselves equal
        held = [(read, thing, [*read(thing)]) for read, thing in reads]
        if exact := [x for x in held if not all(map(_is_sound, x[2]))]:
            glance.add("not {}({})", _any_differs, exact)
        self.unchanged = glance.function()


def _as_it_is(place: str, things: tuple[Any, ...], sight: Any) -> tuple[Any, ...]:
    """The condition that what is seen at a place is this, and what it speaks of."""
    if _is_sound(sight):
        return f"(x := {place}) is {{}} or x == {{}}", *things, sight, sight
    if sight.__class__ is tuple:
        return f"{{}}({place}, {{}})", _holds_the_same, *things, sight
    return f"{place} is {{}}", *things, sight


def _holds_the_same(seen: Any, then: tuple[Any, ...]) -> bool:
    return bool(seen == then) and all(map(is_, seen, then))


def _sights(looks: Sequence[Look]) -> Callable[[], list[Any]]:
    """What these see: a function, as it is asked again and again."""
    getters, things = zip(*looks)
    return lambda: [*map(call, getters, things)]


def _any_differs(exact: list[_Exact]) -> bool:
    """Whether one of these things holds others than it held then."""
    return not all(all(map(is_, read(thing), then)) for read, thing, then in exact)


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
