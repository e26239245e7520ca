"""Things that hold other things for a caller: methods, partials, properties, caches, iterators.

Read ``reach.py`` next.
"""

from __future__ import annotations

import gc
import pickle
from collections.abc import Iterable
from functools import cached_property, lru_cache, partial, partialmethod
from operator import attrgetter, methodcaller
from random import Random, SystemRandom
from types import (
    BuiltinFunctionType,
    CodeType,
    FrameType,
    FunctionType,
    MethodType,
    MethodWrapperType,
    ModuleType,
)
from typing import Any
from weakref import ReferenceType

from autograd.errors import RecordingError

__all__ = [
    *(
        "attributes_of",
        "bytes_of",
        "held_by",
        "hidden_in",
        "is_cache",
        "is_filled",
        "is_random",
        "is_special",
    ),
    *("kept_in", "names_in", "state_of"),
]

_CACHED = type(lru_cache(lambda: None))


def held_by(thing: Any) -> Iterable[Any] | None:
    """What a thing of Python's own hands on, or ``None`` for any other thing.

    >>> held_by(partial(max, 1.0))
    (<built-in function max>, 1.0, {})
    """
    match thing:
        case MethodType():
            return thing.__self__, thing.__func__
        case BuiltinFunctionType() | MethodWrapperType():
            return (thing.__self__,)
        case partial() | partialmethod():
            return thing.func, *thing.args, thing.keywords
        case property():
            return thing.fget, thing.fset
        case staticmethod() | classmethod():
            return (thing.__func__,)
        case cached_property():
            return (thing.func,)
        case ReferenceType():
            return (thing(),)
    return [thing.__wrapped__, *kept_in(thing)] if is_cache(thing) else None


def is_cache(thing: Any) -> bool:
    """Whether a function keeps its results (``functools.cache``)."""
    return thing.__class__ is _CACHED


def kept_in(cache: Any) -> list[Any]:
    """The arguments and the results that a cached function has kept."""
    inside = [x.values() if isinstance(x, dict) else [x] for x in hidden_in(cache)]
    return [x for values in inside for x in values]


def names_in(thing: Any) -> set[str]:
    """The attributes that an ``attrgetter`` or a ``methodcaller`` will ask for.

    >>> sorted(names_in(attrgetter("a.b", "c"))), names_in(methodcaller("run", 3, fast=True))
    (['a', 'b', 'c'], {'run'})
    """
    if not isinstance(thing, (attrgetter, methodcaller)):
        return set()
    pickled: Any = thing.__reduce__()
    made, given = pickled
    if isinstance(thing, methodcaller):
        given = (made.args if isinstance(made, partial) else given)[:1]
    return {name for text in given for name in text.split(".")}


def hidden_in(thing: Any) -> list[Any]:
    """What an object that is written in C holds: the list of an iterator, say."""
    found = gc.get_referents(thing)
    return [x for x in found if not isinstance(x, (type, ModuleType, FrameType, CodeType))]


def is_random(x: Any) -> bool:
    """Whether it is a source of random numbers, of the standard library or of NumPy."""
    ours = isinstance(x, Random) and not isinstance(x, SystemRandom)
    return ours or (
        str(type(x).__module__).startswith("numpy.random")  # a class may have None there
        and type(x).__name__ in ("Generator", "RandomState")
    )


def state_of(source: Any) -> bytes:
    """The state of a source of random numbers: it is another one after each number."""
    return pickle.dumps(source)


def bytes_of(x: Any) -> bytes:
    """The numbers of what is like an array: a table of pandas, a tensor of PyTorch."""
    import numpy as np

    try:
        return np.asarray(x.detach() if hasattr(x, "detach") else x).tobytes()
    except Exception as error:
        raise RecordingError(
            f"the function uses a {type(x).__name__} whose numbers cannot be looked at ({error}): "
            "make a NumPy array or a list of it"
        ) from None


def attributes_of(x: Any) -> dict[str, Any] | None:
    """The dictionary of an object, if it has one, whatever its class says of attributes."""
    try:
        found: dict[str, Any] = object.__getattribute__(x, "__dict__")
    except AttributeError:
        return None
    return found


def is_filled(cell: Any) -> bool:
    """Whether a closure's cell holds something."""
    try:
        return cell.cell_contents is not cell
    except ValueError:  # nothing was assigned yet, or it was deleted
        return False


def is_special(name: str, entry: Any, aside: frozenset[str]) -> bool:
    """Whether an entry of a class is called by an operator or by Python itself."""
    called = isinstance(entry, (FunctionType, staticmethod, classmethod, partialmethod))
    return called and name.startswith("__") and name not in aside
