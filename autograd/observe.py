"""``on_new_node``: be told of every node that is made.

While nobody wants to know, making a node costs what it would without this file: nothing asks
whether somebody does. While somebody does, the three places where nodes begin are exchanged for
ones that tell: ``Value(...)``, the functions of the op table, and what makes nodes of a subclass.

Read ``autograd/show/origin.py`` for a use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from autograd import value
from autograd.functions import GENERIC, SCOPE
from autograd.value import Value

__all__ = ["on_new_node"]

Observer = Callable[[Value], object]
_observers: list[Observer] = []
_lock = Lock()


@contextmanager
def on_new_node(observer: Observer) -> Iterator[None]:
    """Within this block ``observer(node)`` is called for each node, by whatever thread makes it.

    An operation's node is told of as soon as it is there, when its operands may not be in it yet.
    Nodes that are copied or unpickled are not told of.

    >>> seen = []
    >>> with on_new_node(seen.append):
    ...     y = Value(2.0) * 3 + 1
    >>> seen
    [Value(2.0), Value(6.0), Value(7.0)]
    """
    with _lock:
        _observers.append(observer)
        _exchange()
    try:
        yield
    finally:
        with _lock:
            _observers.remove(observer)
            _exchange()


_plain_new, _plain_init = object.__new__, Value.__init__
_plain_node = value.bare_node  # type: ignore[attr-defined]


def _exchange() -> None:
    """Put the functions that tell in the place of the plain ones, or these back."""
    made = {id(f.__globals__): f.__globals__ for f in GENERIC.values() if "new" in f.__globals__}
    for scope in (SCOPE, *made.values()):  # a row that was defined later has a scope of its own
        scope["new"] = _told_new if _observers else _plain_new
    told = bool(_observers)
    Value.__init__ = _told_init if told else _plain_init  # type: ignore[method-assign]
    value.bare_node = _told_node if told else _plain_node  # type: ignore[attr-defined]


def _tell(node: Value) -> None:
    for observer in tuple(_observers):
        observer(node)


def _told_new(cls: type[Value]) -> Value:
    node = object.__new__(cls)
    _tell(node)
    return node


def _told_init(self: Value, *arguments: Any, **options: Any) -> None:
    _plain_init(self, *arguments, **options)
    _tell(self)


def _told_node(*parts: Any, **options: Any) -> Any:
    node = _plain_node(*parts, **options)
    _tell(node)
    return node
