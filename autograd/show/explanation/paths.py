"""Paths from an output down to a node, and what each contributes to the derivative.

The derivative is the sum over all paths of the product of the local derivatives along the path.
There may be far more paths than atoms in the world, so they are counted by a sum over the graph
(exactly, in Python's integers), and only the largest are listed: the largest paths of a node go
on along the largest paths of its operands.

Read ``explain.py`` next.
"""

from __future__ import annotations

import heapq
from typing import NamedTuple

from autograd.backprop import pullback
from autograd.functions import numeric_partial
from autograd.graph import depends_on, topological_order
from autograd.value import Value

__all__ = ["Step", "Ways", "find_ways"]


class Step(NamedTuple):
    """One arrow of a path: from ``node`` down to its operand at ``position``."""

    node: Value
    position: int
    slope: float


class Ways(NamedTuple):
    """All paths counted, the largest listed, and the engine's derivative."""

    total: int
    largest: list[tuple[float, tuple[Step, ...]]]
    gradient: float


def find_ways(root: Value, wrt: Value, limit: int) -> Ways:
    """The ``limit`` paths from ``root`` to ``wrt`` with the largest contributions.

    Operands for which a rule is 0 or None are no way through. Raises ``NonFiniteError`` where a
    local derivative is not finite.
    """
    order = topological_order(root)
    active = depends_on(order, [wrt])
    steps = {node: _steps(node, active) for node in order if node in active and node is not wrt}
    total: dict[Value, int] = {wrt: 1}
    for node in order:
        if node in steps:
            total[node] = sum(total.get(_operand(step), 0) for step in steps[node])
    gradient = pullback(order, {root: 1.0}, [wrt], numeric_partial)[0]
    listed = [(_product(path), path) for path in _largest(order, wrt, steps, limit)]
    return Ways(total.get(root, 0), listed, gradient)


def _product(path: tuple[Step, ...]) -> float:
    """The product in the engine's order, from the output on."""
    product = 1.0
    for step in path:
        product *= step.slope
    return product


def _steps(node: Value, active: set[Value]) -> list[Step]:
    op = node.op
    if op is None:
        return []
    return [
        Step(node, i, _slope(node, i))
        for i, operand in enumerate(node.operands)
        if operand in active and op.wanted(i)
    ]


def _slope(node: Value, position: int) -> float:
    assert node.op is not None
    fixed = node.op.constant(position)
    return fixed if fixed is not None else numeric_partial(node, position)


def _operand(step: Step) -> Value:
    operand = step.node.operands[step.position]
    assert isinstance(operand, Value)
    return operand


def _largest(
    order: list[Value], wrt: Value, steps: dict[Value, list[Step]], limit: int
) -> list[tuple[Step, ...]]:
    """For every node, operands first, its ``limit`` largest paths down to ``wrt``.

    An entry is (size, first step, which entry of that operand goes on), so that a path costs the
    same to keep however long it is.
    """
    best: dict[Value, list[tuple[float, Step | None, int]]] = {wrt: [(1.0, None, 0)]}
    for node in order:
        if node in steps:
            longer = [
                (abs(step.slope) * size, step, i)
                for step in steps[node]
                for i, (size, _, _) in enumerate(best.get(_operand(step), ()))
            ]
            best[node] = heapq.nlargest(limit, longer, key=lambda entry: entry[0])
    return [_follow(best, order[-1], i) for i in range(len(best.get(order[-1], ())))]


def _follow(
    best: dict[Value, list[tuple[float, Step | None, int]]], node: Value, which: int
) -> tuple[Step, ...]:
    path = []
    _, step, which = best[node][which]
    while step is not None:
        path.append(step)
        _, step, which = best[_operand(step)][which]
    return tuple(path)
