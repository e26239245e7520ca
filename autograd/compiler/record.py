"""Recording: call a function once with symbols, and write down the graph that it makes.

Derivatives are recorded like everything else: ``grad`` inside the function just makes more graph,
the gradient here more instructions. Read ``passes.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, count
from typing import Any, NamedTuple

from autograd.compiler.gradient import cotangents
from autograd.compiler.program import Instructions, Operand, Program
from autograd.compiler.symbol import ELEMENTS, Symbol, in_recording
from autograd.compiler.tape import Draft, Places, place, walk_tape, write
from autograd.errors import AutogradError, GraphError, RecordingError
from autograd.graph import past_points, solutions
from autograd.nested import flatten, unflatten
from autograd.value import Value, number

__all__ = ["Recording", "record"]


_UNKNOWN = (
    "A compiled function is recorded with unknown numbers as arguments: what NumPy cannot do with "
    "them, the functions of autograd can (autograd.hypot(x, y))."
)


class Recording(NamedTuple):
    """A recorded function: its program, the parameters it found, and the shape of its result.

    ``parameters`` are the leaf Values that the function uses without being given them, in the
    order in which it first uses them; ``result`` has the shape of what the function returns.
    ``cotangents`` has for each number of the program, as far as the function made them, the index
    of its cotangent, or ``None``; it is empty where no gradient was recorded.
    """

    program: Program
    parameters: tuple[Value, ...]
    result: Any
    cotangents: Sequence[int | None] = ()

    @property
    def adjoints(self) -> dict[int, int]:
        """The index of a number -> the index of its cotangent, its whole derivative.

        >>> from autograd import Value
        >>> w = Value(2.0)
        >>> recording = record(lambda x: w * x + 1.0, 1, gradient=True)
        >>> print(recording.program)
        inputs      v0 v1
        parameters  v2
        v3 = mul v2 v0
        v4 = add v3 1.0
        v5 = mul v4 v1
        v6 = mul v1 v0
        outputs     v5 v6
        >>> recording.adjoints
        {2: 6, 3: 1, 4: 1}
        """
        return {i: index for i, index in enumerate(self.cotangents) if index is not None}


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
    labels = [*names[:inputs], *(f"x{i}" for i in range(len(names), inputs))]
    draft, parameters, outputs, shape = _called(f, labels, first, gradient)
    found: Sequence[int | None] = ()
    if gradient:
        outputs, found = _with_gradient(draft, outputs, inputs)
    instructions = Instructions(draft.ops, draft.operands)
    program = Program(inputs + gradient, len(parameters), instructions, tuple(outputs))
    return Recording(program, tuple(parameters), shape, found)


class _Called(NamedTuple):
    """What a function made of symbols; they are gone, what there was to know is written down."""

    draft: Draft
    parameters: list[Value]
    outputs: list[Operand]
    shape: Any


def _called(
    f: Callable[..., Any], labels: Sequence[str], first: Sequence[Value], gradient: bool
) -> _Called:
    tape: list[Symbol] = []
    symbols = [Symbol(label, tape, i) for i, label in enumerate(labels)]
    token = in_recording.set(True)
    try:
        result = _result(f, symbols)
        outputs: list[Any] = [y if isinstance(y, Value) else number(y) for y in flatten(result)]
        places, interior = walk_tape(tape, outputs)
        parameters = _parameters(tape, places, interior, first)
        start = len(symbols) + gradient
        places.update(zip(parameters, count(start)))
        draft = Draft(start + len(parameters), [], [])
        write(interior, places, draft)
        shape = unflatten(result, [0.0] * len(outputs))
        return _Called(draft, parameters, [place(y, places) for y in outputs], shape)
    finally:
        in_recording.reset(token)
        tape.clear()  # its symbols know it: a circle


def _result(f: Callable[..., Any], symbols: list[Symbol]) -> Any:
    """What f returns; an error that is not ours is told what its arguments were."""
    try:
        return f(*symbols)
    except (AttributeError, IndexError, TypeError, ValueError) as error:
        if isinstance(error.__cause__, RecordingError):  # NumPy has said it otherwise
            raise error.__cause__ from None
        if not isinstance(error, AutogradError):
            error.add_note(f"{_UNKNOWN} {ELEMENTS}.")
        raise


def _parameters(
    tape: list[Symbol], leaves: Places, interior: list[Any], first: Sequence[Value]
) -> list[Value]:
    """Leaves that are not symbols: as the recording met them, then those met by Values alone.

    The point at which an inner ``grad`` was taken is no parameter: it is a constant.
    """
    if solutions:
        _refuse_solutions(leaves)
    if past_points:
        leaves = {x: data for x, data in leaves.items() if x not in past_points}
    found = dict.fromkeys(x for x in first if x in leaves)
    if len(found) < len(leaves):
        nodes = chain((node for node in tape if node.place is not None), interior)
        met = (x for node in nodes for x in node.operands if x in leaves)
        found = dict.fromkeys(chain(found, met, leaves))
    return [*found]


def _refuse_solutions(leaves: Places) -> None:
    """What ``root`` found is read afresh by no call: another thread solved it, or it is older."""
    for x in leaves:
        if x in solutions:
            raise RecordingError(
                f"the function uses a number that root or fixed_point found ({x.data:.6g}), and "
                "whose graph is true at that point only, while a compiled function reads its "
                "parameters afresh: call root outside, and give x.data to the function as an "
                "argument for a solution x"
            )


def _with_gradient(
    draft: Draft, outputs: list[Operand], seed: int
) -> tuple[list[Operand], list[int | None]]:
    """The first output and its gradient, times the seed; then the other outputs as they are."""
    if not outputs:
        raise GraphError("a gradient needs one number as output, got none")
    value, *others = outputs
    parameters = range(seed + 1, draft.first)
    found: list[int | None] = [None] * draft.first
    scaled = draft.add("mul", value, seed)
    if not isinstance(value, float):
        found = cotangents(draft, value, seed, parameters)
    gradient = [0.0 if (index := found[i]) is None else index for i in parameters]
    return [scaled, *gradient, *others], found
