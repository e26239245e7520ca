"""What a function can look at while it is recorded, found by reading its code.

From the function the walk goes on to whatever its code names: globals, closure cells, defaults,
the functions that it calls and those that they call, methods, and of each object the attributes
that some code on the way asks for. Each such place becomes a *look*: a getter written in C and the
thing to call it on, ``itemgetter("h", "k")`` on the globals of a module, say. Lists, dictionaries
and sets are *parts*, which are compared as a whole.

Installed code (the standard library, site-packages, this package) is taken to stay as it is, and is
not read: that would lead through half of matplotlib. What it holds for others, in closures and in
objects, is looked at where other code asks for it. Read ``watch.py`` next.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from operator import attrgetter, itemgetter, methodcaller
from types import (
    CodeType,
    FunctionType,
    MemberDescriptorType,
    ModuleType,
)
from typing import Any

from autograd.compiler.watch.bytecode import is_engine, is_installed, loads
from autograd.compiler.watch.holders import (
    attributes_of,
    bytes_of,
    held_by,
    hidden_in,
    is_cache,
    is_filled,
    is_random,
    is_special,
    kept_in,
    names_in,
)
from autograd.value import Value

__all__ = ["Look", "Reach"]

Look = tuple[Callable[[Any], Any], Any]

#: classes whose instances lead nowhere and never change; a Value's number is read at each call
_PLAIN = frozenset({float, int, bool, str, bytes, complex, type(None), range, CodeType, Value})
_CONTAINERS = (list, dict, tuple, set, frozenset, deque)
#: special methods that have no part in a result
_ASIDE = frozenset(
    {"__repr__", "__str__", "__format__", "__reduce__", "__reduce_ex__", "__annotate__"}
)
#: those of an object that is there already: nobody makes it
_MADE = _ASIDE | {"__init__", "__new__", "__post_init__"}


class Reach:
    """The looks, the parts and the models that ``f`` can reach, as things stand.

    A model is what has a method ``parameters``; they come in the order in which ``f`` names them:
    in its object, defaults, closure and globals, and then in the functions that it calls.
    ``sources`` are those of random numbers.
    """

    def __init__(self, f: Callable[..., Any]) -> None:
        self._names: set[str] = set()  # the attributes that some code on the way asks for
        self._maybe: set[str] = set()  # those of them that need not be there
        self._by_text = False  # whether some of it may ask for any
        known: tuple[int, bool] | None = None
        while known != (len(self._names), self._by_text):  # more code, more names, more code …
            known = (len(self._names), self._by_text)
            self._walk(f)

    def _walk(self, f: Callable[..., Any]) -> None:
        self.looks: list[Look] = []
        self.parts: list[Any] = []
        self.models: list[Any] = []
        self.sources: list[Any] = []
        self._seen: dict[int, Any] = {}  # with the things: while they live, so does their id
        self._classes: set[tuple[type, frozenset[str]]] = set()
        self._looked_up: set[tuple[type, str]] = set()
        self._functions: list[FunctionType] = []
        self._globals: dict[int, tuple[dict[str, Any], dict[str, None]]] = {}
        self._visit([f])
        for function in self._functions:  # it grows on the way
            self._visit(self._of_function(function))
        for space, names in self._globals.values():
            self._look_up(space, names)

    def _visit(self, things: Iterable[Any]) -> None:
        """All that these lead to, each once, functions last."""
        stack = [*things][::-1]
        while stack:
            thing = stack.pop()
            if thing.__class__ not in _PLAIN and id(thing) not in self._seen:
                self._seen[id(thing)] = thing
                stack += [x for x in self._below(thing) if x.__class__ not in _PLAIN][::-1]

    def _below(self, thing: Any) -> Iterable[Any]:
        """What one thing leads to; what there is to look at is noted down."""
        match thing:
            case FunctionType():
                self._functions.append(thing)
                return ()
            case ModuleType():
                return self._of_module(thing)
            case ContextVar():
                self.looks.append((methodcaller("get", None), thing))
                return (thing.get(None),)
            case type():
                return self._of_class(thing, _ASIDE)
        if is_cache(thing):
            self.looks.append((kept_in, thing))
        self._names |= names_in(thing)
        held = held_by(thing)
        return self._of_object(thing) if held is None else held

    def _of_function(self, f: FunctionType) -> Iterator[Any]:
        """What a function holds, and the globals that it names."""
        cells = [cell for cell in f.__closure__ or () if is_filled(cell)]
        yield from f.__defaults__ or ()
        yield f.__kwdefaults__
        yield from (cell.cell_contents for cell in cells)
        if is_installed(f):
            return
        found = loads(f.__code__)
        self._names |= found.attributes
        self._maybe |= found.maybe
        self._by_text |= found.by_text
        filled = [name for name in ("__defaults__", "__kwdefaults__") if getattr(f, name)]
        self.looks.append((attrgetter("__code__", *filled), f))
        self.looks += [(attrgetter("cell_contents"), cell) for cell in cells]
        space = f.__globals__
        self._globals.setdefault(id(space), (space, {}))[1].update(found.names)
        yield from (space[name] for name in found.names if name in space)
        yield from map(sys.modules.get, found.modules(space.get("__package__")))
        yield from self._asked(vars(f))

    def _of_module(self, module: ModuleType) -> list[Any]:
        """What some code asks a module for; of installed ones what is neither code nor class."""
        if is_engine(module):
            return []
        space = vars(module)
        if not is_installed(module):
            return [*self._asked(space), space.get("__getattr__")]
        named = [name for name in space if name in self._names]  # not all that a text may name
        self._look_up(space, named)
        found = [space[name] for name in named]
        return [x for x in found if not isinstance(x, (FunctionType, type))]

    def _of_class(self, cls: type, aside: frozenset[str]) -> Iterator[Any]:
        """The methods and attributes that some code asks for, and special methods."""
        inherited: dict[str, None] = {}
        for base in reversed(cls.__mro__):
            if base.__module__ == "builtins" or is_engine(base):
                continue
            space, fixed = vars(base), is_installed(base)
            asked: Callable[[str], bool] = self._names.__contains__ if fixed else self._is_asked
            wanted = [x for x in space if asked(x) or is_special(x, space[x], aside)]
            inherited.update(dict.fromkeys(wanted))
            names = dict.fromkeys((*inherited, *self._maybe))
            if not fixed and (new := [x for x in names if (base, x) not in self._looked_up]):
                self._look_up(space, new)
                self._looked_up.update((base, x) for x in new)
            self._classes.add((base, aside))
            yield from (space[name] for name in wanted)

    def _of_object(self, x: Any) -> Iterator[Any]:
        """The contents of a container or an array, and the attributes of an object."""
        cls, attributes = type(x), attributes_of(x)
        if attributes is not None:
            yield attributes.get("__wrapped__")
        is_model = callable(getattr(cls, "parameters", None))
        if is_model:
            self.models.append(x)
        if is_engine(cls):
            return
        if is_random(x):
            self.sources.append(x)
        yield from self._contents(x)
        if attributes is None and is_installed(cls) and not isinstance(x, _CONTAINERS):
            yield from hidden_in(x)
        if attributes is not None and is_model:
            self.parts.append(attributes)
            yield from attributes.values()
        elif attributes is not None:
            yield from self._asked(attributes, self._offered(cls))
        slots = [name for name in self._offered(cls, MemberDescriptorType) if hasattr(x, name)]
        if slots:
            self.looks.append((attrgetter(*slots), x))
            yield from (getattr(x, name) for name in slots)
        if (cls, _MADE) not in self._classes:
            yield from self._of_class(cls, _MADE)

    def _contents(self, x: Any) -> Iterable[Any]:
        if isinstance(x, (list, dict, set, deque)):
            self.parts.append(x)
        if isinstance(x, dict):
            self.looks.append((tuple, x))  # their order
            return x.values()
        if isinstance(x, _CONTAINERS):
            return x
        if isinstance(x, bytearray):
            self.looks.append((bytes, x))
        elif hasattr(type(x), "tobytes") and hasattr(type(x), "__setitem__"):  # an array
            shaped = [name for name in ("shape", "dtype") if hasattr(x, name)]
            self.looks += [(methodcaller("tobytes"), x), *((attrgetter(n), x) for n in shaped)]
            if getattr(getattr(x, "dtype", None), "hasobject", False):  # the bytes are addresses
                return [x[n] for n in x.dtype.names] if x.dtype.names else list(x.ravel())
        elif hasattr(type(x), "__array__") and hasattr(type(x), "__setitem__"):  # like an array
            self.looks.append((bytes_of, x))
        return ()

    # --- names ---

    def _is_asked(self, name: str) -> bool:
        return name in self._names or (self._by_text and not name.startswith("__"))

    def _asked(self, space: dict[str, Any], offered: Iterable[str] = ()) -> list[Any]:
        """Those attributes that some code asks for; ``offered`` are those that a class has."""
        wanted = [name for name in space if self._is_asked(name)]
        if len(wanted) == len(space) > 0:
            self.parts.append(space)
        else:
            self._look_up(space, dict.fromkeys((*wanted, *offered, *self._maybe)))
        return [space[name] for name in wanted]

    def _offered(self, cls: type, kind: type = object) -> dict[str, None]:
        """The names in a class and its bases that some code asks for, by kind of entry."""
        found = (
            name
            for base in cls.__mro__
            if not is_engine(base)
            for name, entry in vars(base).items()
            if self._is_asked(name) and isinstance(entry, kind)
        )
        return dict.fromkeys(found)

    def _look_up(self, space: Any, names: Iterable[str]) -> None:
        """Look at these names in a dictionary: what they stand for, and whether they are there."""
        present = [name for name in names if name in space]
        absent = tuple(name for name in names if name not in space)
        if present:
            self.looks.append((itemgetter(*present), space))
        if absent:
            self.looks.append((space.keys().isdisjoint, absent))
