"""The picture of a ``NonFiniteError``: the operation that failed, and what led to it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from autograd.errors import NonFiniteError
from autograd.finite import nonfinite
from autograd.ops import Op
from autograd.show.drawing.dot import write
from autograd.show.explanation.rules import partial_number
from autograd.show.origin import line_of, line_raised
from autograd.show.scene.view import view_of
from autograd.show.text import label_text
from autograd.value import Value

if TYPE_CHECKING:
    from autograd.show.drawing.picture import Picture

__all__ = ["blame"]

_NODES, _STEPS, _CODE = 60, 30, 60


def blame(error: NonFiniteError) -> Picture:
    """The graph around the operation that gave inf or nan, the path to it marked.

    With each marked node stands the line of code that made it, where ``trace_origin`` was on;
    the line of the failing operation itself is known from the error.

    >>> from autograd import log
    >>> p = Value(0.0, label="p")
    >>> try:
    ...     log(p * 2)
    ... except NonFiniteError as error:
    ...     "log gives -inf" in blame(error).source
    True
    """
    with nonfinite("allow"):
        culprit = _make(error)
    path = _path(culprit)
    marked = {node: _shown(line_of(node)) for node in path}
    what = "" if math.isfinite(culprit.data) else f"{error.op.name} gives {error.result}"
    what = what or f"its derivative is {error.result}"
    here = line_raised(error.__traceback__) or line_of(culprit)
    marked[culprit] = "\n".join(filter(None, [what, _shown(here)]))
    view = view_of(culprit, None, None, None, _NODES)
    return write(view.scene, view.note, rankdir="TB", marked=marked)  # lines of code are wide


def _make(error: NonFiniteError) -> Value:
    """The node that the operation would have made."""
    operands = tuple(o if isinstance(o, (Value, float)) else float(o) for o in error.operands)
    return Value._make(error.op, operands)


def _shown(line: str | None) -> str:
    return label_text(line, _CODE) if line else ""


def _path(culprit: Value) -> list[Value]:
    """From the culprit down, always along the operand that matters most."""
    path = [culprit]
    while len(path) < _STEPS:
        node = path[-1]
        inner = [(i, o) for i, o in enumerate(node.operands) if isinstance(o, Value)]
        if not inner or node.op is None:
            break
        weights = [(_weight(node, node.op, i, o), -i) for i, o in inner]
        path.append(inner[weights.index(max(weights))][1])
    return path


def _weight(node: Value, op: Op, position: int, operand: Value) -> float:
    """How much an operand has to do with the result.

    Infinite if the result would be finite with a harmless number in its place; else the size of
    its first-order part in the result.
    """
    if not math.isfinite(node.data):
        numbers = [o.data if isinstance(o, Value) else o for o in node.operands]
        numbers[position] = 0.5
        try:
            return math.inf if math.isfinite(op.evaluate(*numbers)) else 0.0
        except ArithmeticError:
            return 0.0
    size = abs(partial_number(node, position) * operand.data)
    return size if math.isfinite(size) else math.inf
