"""``Symbol``: a number that is not known yet.

Arithmetic on a Symbol makes more Symbols, and comparing it gives a Symbol too (a row ``greater`` or
``greater_equal``), so that ``where(x > 0, a, b)`` is recorded. Asking for its number is an error
which names the line and says what to write instead. Read ``tape.py`` next.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, NoReturn

from autograd.errors import RecordingError
from autograd.functions import GENERIC, meet
from autograd.graph import Node, in_recording
from autograd.ops import OPERATORS, OPS, SLOTS, Op
from autograd.value import Value

__all__ = ["ELEMENTS", "NoArrayError", "Symbol", "in_recording", "recording"]


def recording() -> bool:
    """Whether a function is being recorded here."""
    return in_recording.get()


def _absent(slot: str) -> Any:
    """What stands in a slot of numbers."""
    return property(
        lambda symbol: _refuse(f"reads .{slot} of"),
        lambda symbol, number: _refuse(f"writes .{slot} of"),
    )


class NoArrayError(RecordingError, AttributeError):
    """An unknown number was taken for an array; ``hasattr(x, "shape")`` is told that it is none."""


def _of_arrays(name: str) -> Any:
    """What stands for an attribute of arrays and lists, which a number has not."""
    spelled = {"__len__": "takes the length (len(x)) of", "__reversed__": "reverses"}
    deed = spelled.get(name, f"asks for .{name} of")
    return property(lambda symbol: _refuse(deed, ELEMENTS, NoArrayError))


class _Number:
    """A number is no array; what looks at it as at one is told so. Rows of the same name win."""

    __slots__ = ()

    def __matmul__(self, other: object) -> NoReturn:
        _refuse("takes a matrix product (x @ y) of", ELEMENTS)

    __rmatmul__ = __matmul__

    def __array_function__(
        self, f: Any, types: object, args: tuple[Any, ...], named: dict[str, Any]
    ) -> Any:
        """NumPy asks this of its functions, though not of ``np.exp`` and other elementwise ones."""
        given = any(isinstance(x, Symbol) for x in (*args, *named.values()))
        if given and f.__name__ in _WHOLE_ARRAYS:
            module = f.__module__.replace("numpy", "np", 1)
            _refuse(f"takes {module}.{f.__name__} of", ELEMENTS)
        if f.__name__ == "where" and isinstance(args[0], Symbol):
            _refuse("branches (np.where) on")
        return f._implementation(*args, **named)


class Symbol(Value, _Number):
    """A number that is not known yet.

    ``tape`` is the list of all that the recorded function has made of its arguments, in order;
    ``place`` the index in the program, ``None`` as long as it has none.
    """

    __slots__ = ()
    known = False
    tape: Any = vars(Node)["grad"]  # the slots of the numbers that it has not
    place: Any = vars(Node)["data"]
    data = _absent("data")
    grad = _absent("grad")

    def __init__(
        self, label: str = "", tape: list[Symbol] | None = None, place: int | None = None
    ) -> None:
        self.op, self.label, self.place = None, label, place
        self.tape = [] if tape is None else tape

    @classmethod
    def _make(cls, op: Op, operands: tuple[Value | float, ...]) -> Symbol:
        node = object.__new__(Symbol)
        node.op, node.label, node.place = op, "", None
        for slot, operand in zip(SLOTS, operands):
            setattr(node, slot, operand)
            if operand.__class__ is Symbol:
                node.tape = operand.tape
        node.tape.append(node)
        return node

    def __array_ufunc__(self, f: Any, method: str, *given: Any, **named: Any) -> Any:
        if method != "__call__" or f.signature:
            _refuse(f"takes np.{f.__name__}{f'.{method}' * (method != '__call__')} of", ELEMENTS)
        return super().__array_ufunc__(f, method, *given, **named)

    def __bool__(self) -> NoReturn:
        _refuse("branches (if, while, and, or, not, max, sorted) on")

    def __float__(self) -> NoReturn:
        _refuse("makes a float of (float(x), math.exp(x), a format)")

    def __index__(self) -> NoReturn:
        _refuse("makes an int of (int(x), round(x), range(x), items[x])", _WHOLE)

    __int__ = __trunc__ = __floor__ = __ceil__ = __index__

    def __getitem__(self, key: object) -> NoReturn:
        _refuse("takes an element (x[0], for … in x, sum(x)) of", ELEMENTS)

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


def _operator(op: Op) -> tuple[Callable[[Any, Any], Any], Callable[[Any, Any], Any]]:
    """The operator of a row and its reflection: ``_make`` of what is most frequent, in line."""
    new = object.__new__

    def operator(a: Any, b: Any) -> Any:
        kind = b.__class__
        if kind is not Symbol and kind is not Value and kind is not float:
            if kind is not int:
                return meet(op, a, b)
            b = float(b)
        node = new(Symbol)
        node.op, node.label, node.place = op, "", None
        node._a, node._b = a, b
        node.tape = tape = a.tape
        tape.append(node)
        return node

    def reflected(b: Any, a: Any) -> Any:
        kind = a.__class__
        if kind is not Symbol and kind is not Value and kind is not float:
            if kind is not int:
                return meet(op, a, b)
            a = float(a)
        node = new(Symbol)
        node.op, node.label, node.place = op, "", None
        node._a, node._b = a, b
        node.tape = tape = b.tape
        tape.append(node)
        return node

    return operator, reflected


def _attach_operators() -> None:
    """Python asks a subclass first, so these are asked for ``w * x`` of a Value w as well."""
    for name, method in OPERATORS.items():
        operator, reflected = _operator(OPS[name])
        setattr(Symbol, f"__{method}__", operator)
        setattr(Symbol, f"__r{method}__", reflected)
    added: Any = Symbol.__radd__

    def start(self: Any, other: Any) -> Any:
        """``0 + x`` is x itself, as for Values."""
        return self if other.__class__ is int and other == 0 else added(self, other)

    Symbol.__radd__ = start  # type: ignore[method-assign]


_attach_operators()
for _name in (
    *("__len__", "__reversed__", "T", "all", "any", "append", "argmax", "argmin", "astype", "copy"),
    *("count", "cumsum", "dot", "dtype", "flatten", "get", "index", "item", "items", "keys", "max"),
    *("mean", "min", "ndim", "pop", "prod", "ravel", "reshape", "shape", "size", "sort", "std"),
    *("sum", "tolist", "transpose", "values", "var"),
):
    setattr(_Number, _name, _of_arrays(_name))
#: functions of NumPy that give one number for an array, or another array; a number alone they
#: would give back, so that a column of examples would silently be taken one by one
_WHOLE_ARRAYS = frozenset(
    {
        *("all", "amax", "amin", "any", "argmax", "argmin", "argsort", "average"),
        *("convolve", "correlate", "cross", "cumprod", "cumsum", "diff", "dot", "einsum", "flip"),
        *("gradient", "inner", "kron", "max", "mean", "median", "min", "nanmax", "nanmean"),
        *("nanmin", "nanprod", "nansum", "ndim", "norm", "outer", "percentile", "prod", "ptp"),
        *("quantile", "roll", "shape", "size", "sort", "std", "sum", "take", "tensordot", "trace"),
        *("trapezoid", "var", "vdot"),
    }
)
_CHOICES = (
    "Choose with autograd.where(x > 0, a, b), maximum or minimum, and use autograd.exp(x) and the "
    "like instead of math.exp(x)"
)
_WHOLE = f"{_CHOICES}. What rounds and is recorded: autograd.floor(x), autograd.ceil(x), x // y"
ELEMENTS = (
    "It is one number: a list that a compiled function is given is a column of examples. Let it "
    "take the elements one by one: compile(lambda a, b: f([a, b])), or f({'a': a, 'b': b}), for n "
    "of them compile(lambda *x: f(list(x)), n)"
)

_NOT_THEIRS = ("autograd.", "numpy.")


def _refuse(
    deed: str, advice: str = _CHOICES, kind: type[RecordingError] = RecordingError
) -> NoReturn:
    """Name the line of the caller that is not ours, and what to write instead."""
    frame = sys._getframe(1)
    while frame.f_back and f"{frame.f_globals.get('__name__')}.".startswith(_NOT_THEIRS):
        frame = frame.f_back
    line = f"{frame.f_code.co_filename}:{frame.f_lineno}"
    raise kind(
        f"{line}: {frame.f_code.co_name} {deed} a number that is not known while the function is "
        f"recorded. {advice}"
    )
