"""``Symbol``: a number that is not known yet.

Arithmetic on a Symbol makes more Symbols, and comparing it gives a Symbol too (a row ``greater`` or
``greater_equal``), so that ``where(x > 0, a, b)`` is recorded. Asking for its number is an error
which names the line and says what to write instead. Read ``record.py`` next.
"""

from __future__ import annotations

import sys
from contextvars import ContextVar
from typing import Any, NoReturn

from autograd.errors import RecordingError
from autograd.functions import GENERIC
from autograd.ops import SLOTS, Op
from autograd.value import Value

__all__ = ["Symbol", "made_nodes", "recording"]

#: the nodes that the function which is being recorded has made so far
made_nodes: ContextVar[list[Value] | None] = ContextVar("made", default=None)


def recording() -> bool:
    """Whether a function is being recorded here."""
    return made_nodes.get() is not None


def _absent(slot: str) -> Any:
    """What stands in a slot of numbers."""
    return property(
        lambda symbol: _refuse(f"reads .{slot} of"),
        lambda symbol, number: _refuse(f"writes .{slot} of"),
    )


class Symbol(Value):
    """A number that is not known yet."""

    __slots__ = ()
    known = False
    data = _absent("data")
    grad = _absent("grad")

    def __init__(self, label: str = "") -> None:
        self.op, self.label = None, label

    @classmethod
    def _make(cls, op: Op, operands: tuple[Value | float, ...]) -> Value:
        node = object.__new__(Symbol)
        node.op, node.label = op, ""
        for slot, operand in zip(SLOTS, operands):
            setattr(node, slot, operand)
        made = made_nodes.get()
        if made is not None:
            made.append(node)
        return node

    def __bool__(self) -> NoReturn:
        _refuse("branches (if, while, and, or, not, max, sorted) on")

    def __float__(self) -> NoReturn:
        _refuse("makes a float of (float(x), math.exp(x), a format)")

    def __index__(self) -> NoReturn:
        _refuse("makes an int of (int(x), round(x), range(x), items[x])", _WHOLE)

    __int__ = __trunc__ = __floor__ = __ceil__ = __index__

    def __getitem__(self, key: object) -> NoReturn:
        _refuse("takes an element (x[0], for … in x, sum(x)) of", _ELEMENTS)

    def __round__(self, digits: int | None = None) -> NoReturn:
        self.__index__()

    def __format__(self, spec: str) -> str:
        return float.__format__(float(self), spec) if spec else repr(self)

    def __eq__(self, other: object) -> bool:
        _refuse("compares (==) with")

    __hash__ = Value.__hash__

    def __gt__(self, other: Any) -> Any:
        return GENERIC["greater"](self, other)

    def __lt__(self, other: Any) -> Any:
        return GENERIC["greater"](other, self)

    def __ge__(self, other: Any) -> Any:
        return GENERIC["greater_equal"](self, other)

    def __le__(self, other: Any) -> Any:
        return GENERIC["greater_equal"](other, self)

    def __repr__(self) -> str:
        return f"Symbol({self.label!r})" if self.op is None else f"Symbol({self.op.name})"


_CHOICES = (
    "Choose with autograd.where(x > 0, a, b), maximum or minimum, and use autograd.exp(x) and the "
    "like instead of math.exp(x)"
)
_WHOLE = f"{_CHOICES}. What rounds and is recorded: autograd.floor(x), autograd.ceil(x), x // y"
_ELEMENTS = (
    "It is one number: a list that a compiled function is given is a column of examples. Let it "
    "take the elements one by one: compile(lambda a, b: f([a, b])), or f({'a': a, 'b': b})"
)


def _refuse(deed: str, advice: str = _CHOICES) -> NoReturn:
    """Name the line of the caller that is not ours, and what to write instead."""
    frame = sys._getframe(1)
    while frame.f_back and f"{frame.f_globals.get('__name__')}.".startswith("autograd."):
        frame = frame.f_back
    line = f"{frame.f_code.co_filename}:{frame.f_lineno}"
    raise RecordingError(
        f"{line}: {frame.f_code.co_name} {deed} a number that is not known while the function is "
        f"recorded. {advice}"
    )
