"""Recording: call a function once with symbols, and keep the graph that it makes.

Derivatives are recorded like everything else: ``grad`` inside the function, or the pullback here,
just makes more graph. Read ``passes.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from autograd.backprop import pullback
from autograd.compiler.program import Instruction, Operand, Program
from autograd.compiler.symbol import Symbol, made_nodes
from autograd.errors import GraphError, RecordingError
from autograd.functions import recorded_partial
from autograd.graph import past_points, topological_order
from autograd.nested import flatten, unflatten
from autograd.ops import OPS, Op
from autograd.value import Value, number

__all__ = ["Recording", "record"]


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
    token = made_nodes.set(made)
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
        made_nodes.reset(token)
    return Recording(flat(symbols, leaves, outputs), tuple(leaves), shape)


def _parameters(made: list[Value], order: list[Value], first: Sequence[Value]) -> list[Value]:
    """Leaves that are not symbols: as the recording met them, then those met by Values alone.

    The point at which an inner ``grad`` was taken is no parameter: it is a constant.
    """
    reached = set(order)
    met: dict[Any, None] = dict.fromkeys(p for p in first if p in reached)
    for node in (*made, *order):
        if node in reached:
            for operand in node.operands:
                if _is_parameter(operand):
                    met[operand] = None
    met.update((node, None) for node in order if _is_parameter(node))
    return list(met)


def _is_parameter(x: Any) -> bool:
    leaf = isinstance(x, Value) and x.op is None
    return leaf and not isinstance(x, Symbol) and x not in past_points


def _with_gradient(
    outputs: list[Any], order: list[Value], leaves: list[Value], seed: Value
) -> list[Any]:
    """The first output and its gradient, times the seed; then the other outputs as they are."""
    if not outputs:
        raise GraphError("a gradient needs one number as output, got none")
    value, *others = outputs
    if not isinstance(value, Value):
        return [value * seed, *(0.0 for _ in leaves), *others]
    return [value * seed, *pullback(order, {value: seed}, leaves, recorded_partial), *others]


def flat(symbols: Sequence[Value], leaves: Sequence[Value], outputs: Sequence[Any]) -> Program:
    """The graph below the outputs as a program."""
    places = {node: i for i, node in enumerate((*symbols, *leaves))}
    instructions: list[Instruction] = []

    def place(operand: Value | float) -> Operand:
        if isinstance(operand, float):
            return operand
        return operand.data if operand in past_points else places[operand]

    for node in topological_order(*(y for y in outputs if isinstance(y, Value))):
        if node.op is not None:
            _require_row(node.op)
            places[node] = len(symbols) + len(leaves) + len(instructions)
            instructions.append(Instruction(node.op.name, tuple(map(place, node.operands))))
    return Program(len(symbols), len(leaves), tuple(instructions), tuple(map(place, outputs)))


def _require_row(op: Op) -> None:
    """A program knows rows by name: the name must still mean the row that made the node."""
    if OPS.get(op.name) is not op:
        raise RecordingError(
            f"the op {op.name!r} was taken out of the table or defined anew since this function of "
            "it was made: call what the last define_op returned"
        )
