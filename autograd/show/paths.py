"""Paths from an output down to a node, and what each contributes to the derivative.

The derivative is the sum over all paths of the product of the local derivatives along the path.
There may be far more paths than atoms in the world, so they are counted by a sum over the graph
(exactly, in Python's integers), and only the largest are walked, best first: the product so far
times the largest product that is still possible is a bound which never underrates a path.

Relies on ``graph.py`` and the op table; read ``explanation.py`` next.
"""

from __future__ import annotations

import heapq
from typing import NamedTuple

from autograd.backprop import pullback
from autograd.functions import numeric_slope
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
    count: dict[Value, int] = {wrt: 1}
    reach: dict[Value, float] = {wrt: 1.0}
    for node in order:
        if node in steps:
            below = [(step, _operand(step)) for step in steps[node]]
            count[node] = sum(count.get(operand, 0) for _, operand in below)
            reach[node] = max(
                (abs(s.slope) * reach.get(operand, 0.0) for s, operand in below), default=0.0
            )
    gradient = pullback(order, {root: 1.0}, [wrt], numeric_slope)[0] if root is not wrt else 1.0
    return Ways(count.get(root, 0), _best_first(root, wrt, steps, reach, count, limit), gradient)


def _steps(node: Value, active: set[Value]) -> list[Step]:
    op = node.op
    if op is None:
        return []
    return [
        Step(node, i, _slope(node, i))
        for i, operand in enumerate(node.operands)
        if operand in active and op.partials[i] not in (None, "0")
    ]


def _slope(node: Value, position: int) -> float:
    assert node.op is not None
    fixed = {"1": 1.0, "-1": -1.0}.get(node.op.partials[position] or "")
    return fixed if fixed is not None else numeric_slope(node, position)


def _operand(step: Step) -> Value:
    operand = step.node.operands[step.position]
    assert isinstance(operand, Value)
    return operand


def _best_first(
    root: Value,
    wrt: Value,
    steps: dict[Value, list[Step]],
    reach: dict[Value, float],
    count: dict[Value, int],
    limit: int,
) -> list[tuple[float, tuple[Step, ...]]]:
    """Complete paths come off the heap in the order of their size.

    A path is kept as a chain (last step, the chain before it), so that growing one costs the
    same however long it is.
    """
    found: list[tuple[float, tuple[Step, ...]]] = []
    ticket = 0  # ties leave the heap in the order they came, and chains are never compared
    heap: list[tuple[float, int, float, Value, tuple[Step, object] | None]]
    heap = [(-reach.get(root, 0.0), 0, 1.0, root, None)]
    while heap and len(found) < limit:
        _, _, product, node, chain = heapq.heappop(heap)
        if node is wrt:
            found.append((product, _unrolled(chain)))
            continue
        for step in steps.get(node, []):
            operand = _operand(step)
            if count.get(operand):
                ticket += 1
                longer = product * step.slope
                bound = -abs(longer) * reach.get(operand, 0.0)
                heapq.heappush(heap, (bound, ticket, longer, operand, (step, chain)))
    return found


def _unrolled(chain: object) -> tuple[Step, ...]:
    steps = []
    while isinstance(chain, tuple):
        step, chain = chain
        steps.append(step)
    return tuple(reversed(steps))
