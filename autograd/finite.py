"""Numbers at the edge: what happens when finite operands give inf or nan.

By default that is an error which names the op, the operands, the labels on the way and the
remedy; within ``with nonfinite("allow"):`` the IEEE results pass in silence.

Read ``backprop.py`` next.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from autograd import ieee
from autograd.errors import NonFiniteError
from autograd.graph import Node, data_of, topological_order
from autograd.ops import OPS, Op
from autograd.specialise import CONSTANTS

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Iterator, Sequence
    from types import CodeType
    from typing import Any, Literal

__all__ = [
    "allowed",
    "careful_partial",
    "evaluate",
    "forward",
    "nonfinite",
    "refuse",
    "refuse_coefficient",
    "refuse_overflow",
    "rescue",
]

_allowed: ContextVar[bool] = ContextVar("nonfinite_allowed", default=False)
_LABELS_SHOWN = 6


@contextmanager
def nonfinite(mode: Literal["allow", "raise"]) -> Iterator[None]:
    """Within this block inf and nan out of finite operands are allowed (or refused again).

    Raises ``ValueError`` for any other mode.

    >>> from autograd import Value, log
    >>> with nonfinite("allow"):
    ...     log(Value(0.0)).data
    -inf
    """
    if mode not in ("allow", "raise"):
        raise ValueError(f'nonfinite takes "allow" or "raise", got {mode!r}')
    token = _allowed.set(mode == "allow")
    try:
        yield
    finally:
        _allowed.reset(token)


def allowed() -> bool:
    """Whether inf and nan pass in silence here."""
    return _allowed.get()


def rescue(op: Op, *numbers: float) -> float:
    """The forward value by IEEE arithmetic, where plain floats raised an exception."""
    return _carefully(op.plain_forward, dict(zip(op.operands, numbers)))


def evaluate(op: Op, numbers: Sequence[float]) -> float:
    """The forward value by IEEE arithmetic: no exception for a division by zero."""
    try:
        return op.evaluate(*numbers)
    except ArithmeticError:
        return rescue(op, *numbers)


def refuse(op: Op, operands: tuple[Node | float, ...], result: float) -> None:
    """Raise ``NonFiniteError``, unless that is allowed or an operand was not finite already."""
    numbers = [*map(data_of, operands)]
    if _allowed.get() or not all(map(math.isfinite, numbers)):
        return
    message = f"{op.name} gave {result} at {_given(op, numbers)}{_trail(operands)}"
    raise NonFiniteError(f"{message}. {_advice(op)}", op, operands, result)


def forward(op: Op, operands: tuple[Node | float, ...]) -> float:
    """The forward value of ``op``, checked."""
    y = evaluate(op, [*map(data_of, operands)])
    if not math.isfinite(y):
        refuse(op, operands, y)
    return y


def careful_partial(node: Node, index: int) -> float:
    """The partial of ``node`` with respect to one operand by IEEE arithmetic.

    Raises ``NonFiniteError`` where it is inf or nan at finite numbers.
    """
    op = node.op
    assert op is not None  # only interior nodes have partials
    text = op.plain_partials[index]
    if text is None:
        return 0.0
    numbers = [*map(data_of, node.operands)]
    partial = _carefully(text, {op.output: node.data, **dict(zip(op.operands, numbers))})
    finite = all(map(math.isfinite, numbers)) and math.isfinite(node.data)
    if finite and not math.isfinite(partial) and not _allowed.get():
        raise NonFiniteError(
            f"{op.name} has no finite derivative with respect to {op.operands[index]} at "
            f"{_given(op, numbers)}{_trail(node.operands)}. {_advice(op)}",
            op,
            node.operands,
            partial,
        )
    return partial


def refuse_overflow(node: Node, i: int, factors: tuple[float, ...], gradient: float) -> None:
    """Raise ``NonFiniteError`` when the i-th operand's gradient overflowed out of finite numbers.

    ``factors`` are the node's gradient, its partial, and the gradient that the operand had before.
    """
    if math.isfinite(gradient) or _allowed.get() or not all(map(math.isfinite, factors)):
        return
    op = node.op
    assert op is not None
    raise NonFiniteError(
        f"the gradient overflowed at {op.name}: {factors[0]!r} times its derivative with "
        f"respect to {op.operands[i]}{_trail(node.operands)}. {_advice(op)}",
        op,
        node.operands,
        gradient,
    )


def refuse_coefficient(node: Node, order: int, result: float) -> None:
    """Raise ``NonFiniteError`` for a Taylor coefficient of ``node`` that is inf or nan."""
    op = node.op
    assert op is not None
    given = _given(op, [*map(data_of, node.operands)])
    raise NonFiniteError(
        f"the Taylor coefficient of order {order} of {op.name} is {result} at {given}"
        f"{_trail(node.operands)}. {_advice(op)}",
        op,
        node.operands,
        result,
    )


class _Careful(dict[str, "Any"]):
    """What a name in a row's text means here: functions of the table that answer in ``Float``."""

    def __missing__(self, name: str) -> Any:
        if name not in OPS:
            return CONSTANTS[name]
        evaluate = OPS[name].evaluate
        return lambda *numbers: ieee.Float(evaluate(*numbers))


def _carefully(text: str, names: dict[str, float]) -> float:
    floats = _Careful({name: ieee.Float(x) for name, x in names.items()})
    return float(eval(_code(text), {}, floats))


@cache
def _code(text: str) -> CodeType:
    return compile(text, f"<op table: {text}>", "eval")


def _given(op: Op, numbers: Sequence[float]) -> str:
    """The numbers by the names that the row gives them, which a reader's labels may have, too."""
    named = ", ".join(f"{name} = {x!r}" for name, x in zip(op.operands, numbers))
    return f"its operand{'s' * (len(numbers) > 1)} {named}"


def _trail(operands: tuple[Node | float, ...]) -> str:
    """The labels of the nodes below, nearest last."""
    labels: dict[str, None] = {}
    for operand in operands:
        if not isinstance(operand, float):
            labels |= dict.fromkeys(node.label for node in topological_order(operand))
    shown = [repr(label) for label in labels if label]
    skipped = "… " if len(shown) > _LABELS_SHOWN else ""
    return f" (made from {skipped}{', '.join(shown[-_LABELS_SHOWN:])})" if shown else ""


def _advice(op: Op) -> str:
    hint = f"{op.hint}. " if op.hint else ""
    return f'{hint}To let inf and nan pass: with autograd.nonfinite("allow").'
