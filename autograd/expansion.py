"""``taylor``: a function's Taylor coefficients, by one sweep of power series over the op table.

The function is called on ``Series``; the coefficients of what it made are then found in an order in
which each is there before it is needed. Read ``newton.py`` next.
"""

from __future__ import annotations

import math
from contextlib import suppress
from operator import attrgetter

from autograd.errors import GraphError, NonFiniteError
from autograd.finite import allowed, refuse_coefficient
from autograd.graph import topological_order
from autograd.levels import check_function, checked_output, meets_outside, nested_alike, running
from autograd.nested import flatten, unflatten
from autograd.series import Series, Sweep
from autograd.value import Value, number

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Callable, Iterable
    from typing import Any

    Tree = Any  # a number or Value, or a list, tuple, dict or array of trees

__all__ = ["taylor"]


def taylor(
    f: Callable[..., Any], x: Tree, order: int, *, direction: Tree = None, **named: Any
) -> list[Tree]:
    """The coefficients c₀ … c_order of f(x + t·direction) = Σ cₖ·tᵏ: for a number, f⁽ᵏ⁾(x)/k!.

    ``x`` is the argument, or a *tuple* of the arguments of a function of several; ``direction`` has
    the same shape, and may be left out where x is one number (then it is 1). Each cₖ has the shape
    of what f returns; within another derivative it is a Value. At a kink (``abs``, ``where``) it is
    the branch that is taken. Takes about order² times as long as f.

    Raises ``GraphError`` for an order that is no whole number from 0 on, and for a direction that
    is missing or shaped otherwise; ``OperandError`` for what is no function; ``NonFiniteError``
    names the op when a coefficient is inf or nan, as those of ``sqrt`` are at 0. Source: Griewank
    and Walther, "Evaluating Derivatives" (2008), chapter 13.

    >>> import autograd as ag
    >>> taylor(ag.exp, 0.0, 4)
    [1.0, 1.0, 0.5, 0.16666666666666666, 0.041666666666666664]
    >>> taylor(lambda x: x[0] * x[1], [2.0, 3.0], 3, direction=[1.0, 10.0])
    [6.0, 23.0, 10.0, 0.0]
    """
    check_function("taylor", f)
    if not hasattr(order, "__index__") or order < 0:
        raise GraphError(f"the order of a Taylor series is a whole number from 0 on, got {order!r}")
    args = x if isinstance(x, tuple) else (x,)
    points = [p if isinstance(p, Value) else number(p) for p in flatten(args)]
    if direction is None and len(points) != 1:
        raise GraphError(
            f"a Taylor series is along a line, and x has {len(points)} numbers: give the "
            "direction=…, nested like x"
        )
    moves = [1.0] if direction is None else nested_alike(direction, x, "direction", "point")
    sweep = Sweep()
    fresh = [Series(sweep, [p, move]) for p, move in zip(points, moves)]
    running[sweep] = fresh, order
    try:
        result = f(*unflatten(args, fresh), **named)
        outputs = [checked_output(y, f) for y in flatten(result)]
        _extend((y for y in outputs if isinstance(y, Value)), sweep, order)
        rows = [[sweep.coefficient(y, k) for y in outputs] for k in range(order + 1)]
        return [unflatten(result, row) for row in _settled(rows)]
    finally:
        del running[sweep]
        sweep.close()


def _settled(rows: list[list[Any]]) -> list[list[Any]]:
    """The coefficients as floats, unless they are of use to somebody as Values."""
    values = [c for row in rows for c in row if isinstance(c, Value)]
    if meets_outside(topological_order(*values)):
        return rows
    return [[c.data if isinstance(c, Value) else c for c in row] for row in rows]


def _extend(outputs: Iterable[Value], sweep: Sweep, order: int) -> None:
    """Find all coefficients: of each node after those that it needs, so that nothing recurs.

    The k-th of a node needs that of its operands, and its factors' before: of these, made of nodes
    that are a step deeper, one less.
    """
    nodes: list[Any] = [x for x in topological_order(*outputs) if sweep.varies(x) and x.op]
    for k in range(1, order + 1):
        deeper = [node for node in sweep.made.values() if 0 < node.depth < k]
        with suppress(NonFiniteError):  # the node that it is for will raise it
            for node in sorted(deeper, key=attrgetter("depth"), reverse=True):
                node.coefficient(k - node.depth)
        for node in nodes:
            _checked_coefficient(node, k)


def _checked_coefficient(node: Any, k: int) -> None:
    try:
        found = node.coefficient(k)
    except NonFiniteError as error:  # from a step of the row's text, unless it is the first one
        if k == 1:
            raise
        refuse_coefficient(node, k, error.result)
    if not _is_finite(found) and not allowed():
        before = (node.sweep.coefficient(o, j) for o in node.operands for j in range(k + 1))
        if all(map(_is_finite, before)):
            refuse_coefficient(node, k, found.data if isinstance(found, Value) else found)


def _is_finite(x: Any) -> bool:
    if isinstance(x, Value):
        return not x.known or math.isfinite(x.data)
    return math.isfinite(x)
