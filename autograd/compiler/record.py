"""Recording: call a function once with symbols, and keep the graph that it makes.

A ``Symbol`` is a Value without data: arithmetic on it makes more Symbols, and comparing it gives
a Symbol too (a row ``greater``), so that ``where(x > 0, a, b)`` is recorded. Asking for its number
is an error which names the line and says what to write instead. Derivatives are recorded like
everything else: ``grad`` inside the function, or the pullback here, just makes more graph.

Relies on the engine and ``program.py``; read ``passes.py`` next.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any, NamedTuple, NoReturn

from autograd.backprop import pullback
from autograd.compiler.program import Instruction, Operand, Program
from autograd.errors import GraphError, RecordingError
from autograd.functional import _finished
from autograd.functions import GENERIC, recorded_slope
from autograd.graph import topological_order
from autograd.nested import flatten, unflatten
from autograd.ops import Op
from autograd.value import Value, number

__all__ = ["Recording", "Symbol", "record", "recording"]

_made: ContextVar[list[Value] | None] = ContextVar("made", default=None)


def recording() -> bool:
    """Whether a function is being recorded here."""
    return _made.get() is not None


def _absent(slot: str) -> Any:
    """What stands in a slot of numbers."""
    return property(
        lambda symbol: _refuse(f"reads .{slot} of"),
        lambda symbol, number: _refuse(f"writes .{slot} of"),
    )


class Symbol(Value):
    """A number that is not known yet."""

    __slots__ = ()
    data = _absent("data")
    grad = _absent("grad")

    def __init__(self, label: str = "") -> None:
        self.op, self.label = None, label

    @classmethod
    def _make(cls, op: Op, operands: tuple[Value | float, ...]) -> Value:
        node = object.__new__(Symbol)
        node.op, node.label = op, ""
        for slot, operand in zip(("a", "b", "c"), operands):
            setattr(node, slot, operand)
        made = _made.get()
        if made is not None:
            made.append(node)
        return node

    def __bool__(self) -> NoReturn:
        _refuse("branches (if, while, and, or, not, max, sorted) on")

    def __float__(self) -> NoReturn:
        _refuse("makes a float of (float(x), math.exp(x), a format)")

    def __index__(self) -> NoReturn:
        _refuse("makes an int of (int(x), round(x), range(x), items[x])")

    __int__ = __round__ = __trunc__ = __floor__ = __ceil__ = __index__

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
        return 1.0 - GENERIC["greater"](other, self)

    def __le__(self, other: Any) -> Any:
        return 1.0 - GENERIC["greater"](self, other)

    def __repr__(self) -> str:
        return f"Symbol({self.label!r})" if self.op is None else f"Symbol({self.op.name})"


def _refuse(deed: str) -> NoReturn:
    """Name the line of the caller that is not ours, and what to write instead."""
    frame = sys._getframe(1)
    while frame.f_back and f"{frame.f_globals.get('__name__')}.".startswith("autograd."):
        frame = frame.f_back
    line = f"{frame.f_code.co_filename}:{frame.f_lineno}"
    raise RecordingError(
        f"{line}: {frame.f_code.co_name} {deed} a number that is not known while the function is "
        "recorded. Choose with autograd.where(x > 0, a, b), maximum or minimum, and use "
        "autograd.exp(x) and the like instead of math.exp(x)"
    )


class Recording(NamedTuple):
    """A recorded function: its program, the parameters it found, and the shape of its result.

    ``parameters`` are the leaf Values that the function uses without being given them, in the
    order in which it first uses them; ``result`` has the shape of what the function returns.
    """

    program: Program
    parameters: tuple[Value, ...]
    result: Any


def record(
    f: Callable[..., Any],
    inputs: int,
    *,
    gradient: bool = False,
    names: Sequence[str] = (),
    first: Sequence[Value] = (),
) -> Recording:
    """Record f of so many numbers; with ``gradient``, its parameters' gradient as well.

    With ``gradient`` there is one more input, the last, by which the first output and its gradient
    are multiplied (the seed of the sweep: 1/n for a mean over n examples); the outputs are then
    the first one, its derivative by each parameter, and the others. Parameters that are listed
    in ``first`` come in that order, before the rest. Raises ``RecordingError`` when f asks for a
    number, ``OperandError`` when it returns something else than numbers, ``GraphError`` when a
    gradient is wanted and it returns none.

    >>> import autograd as ag
    >>> print(record(lambda x, y: ag.tanh(x * y), 2).program)
    inputs      v0 v1
    parameters
    v2 = mul v0 v1
    v3 = tanh v2
    outputs     v3
    """
    symbols = [Symbol(names[i] if i < len(names) else f"x{i}") for i in range(inputs)]
    made: list[Value] = []
    token = _made.set(made)
    try:
        result = f(*symbols)
        outputs = [y if isinstance(y, Value) else number(y) for y in flatten(result)]
        shape = unflatten(result, [0.0] * len(outputs))
        order = topological_order(*(y for y in outputs if isinstance(y, Value)))
        leaves = _parameters(made, order, first)
        if gradient:
            seed = Symbol("seed")
            symbols.append(seed)
            outputs = _with_gradient(outputs, order, leaves, seed)
    finally:
        _made.reset(token)
    return Recording(flat(symbols, leaves, outputs), tuple(leaves), shape)


def _parameters(made: list[Value], order: list[Value], first: Sequence[Value]) -> list[Value]:
    """Leaves that are not symbols: as the recording met them, then those met by Values alone.

    The point at which an inner ``grad`` was taken is no parameter: it is a constant.
    """
    reached = set(order)
    met: dict[Value, None] = dict.fromkeys(p for p in first if p in reached)
    for node in (*made, *order):
        if node in reached:
            for operand in node.operands:
                if type(operand) is Value and operand.op is None:
                    met[operand] = None
    met.update((node, None) for node in order if node.op is None and type(node) is Value)
    return [leaf for leaf in met if leaf not in _finished]


def _with_gradient(
    outputs: list[Any], order: list[Value], leaves: list[Value], seed: Value
) -> list[Any]:
    """The first output and its gradient, times the seed; then the other outputs as they are."""
    if not outputs:
        raise GraphError("a gradient needs one number as output, got none")
    value, *others = outputs
    if not isinstance(value, Value):
        return [value * seed, *(0.0 for _ in leaves), *others]
    return [value * seed, *pullback(order, {value: seed}, leaves, recorded_slope), *others]


def flat(symbols: Sequence[Value], leaves: Sequence[Value], outputs: Sequence[Any]) -> Program:
    """The graph below the outputs as a program."""
    places = {node: i for i, node in enumerate((*symbols, *leaves))}
    instructions: list[Instruction] = []

    def place(operand: Value | float) -> Operand:
        if isinstance(operand, float):
            return operand
        return operand.data if operand in _finished else places[operand]

    for node in topological_order(*(y for y in outputs if isinstance(y, Value))):
        if node.op is not None:
            places[node] = len(symbols) + len(leaves) + len(instructions)
            instructions.append(Instruction(node.op.name, tuple(map(place, node.operands))))
    return Program(len(symbols), len(leaves), tuple(instructions), tuple(map(place, outputs)))
