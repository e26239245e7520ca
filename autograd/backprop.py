"""Backpropagation: the chain rule along a topological order.

``sweep`` is the everyday one: floats, gradients written on the nodes. ``pullback`` and
``pushforward`` are the general ones: they work on floats or, when the derivative is itself to be
differentiated or compiled, on Values, and so *record* a graph of the derivative. All three read
the same partials of the same table.

Sources: S. Linnainmaa (1976), "Taylor expansion of the accumulated rounding error", for the
sweep; A. Griewank and A. Walther, "Evaluating Derivatives" (2008), chapter 3, for the names.

Read ``value.py`` next.
"""

from __future__ import annotations

from autograd.finite import careful_pull
from autograd.graph import Node, depends_on, walk

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, TypeVar

    N = TypeVar("N", bound=Node)
    Number = Any  # a float, or a Value where the derivative is recorded
    Slope = Callable[[N, int], Number]

__all__ = ["pullback", "pushforward", "sweep"]


def sweep(root: Node, seed: float) -> None:
    """Add d(root)/d(leaf) times ``seed`` to the ``grad`` of every leaf; set it on interior nodes.

    The order guarantees that all consumers of a node are done before the node itself. When a
    partial cannot be computed in plain floats (a division by zero), or a gradient comes out inf or
    nan, the sweep is made again with ``careful_pull``, which names the culprit. Whatever goes
    wrong, the leaves get back the gradients that they had.
    """
    leaves, interior = walk(root)
    before = [leaf.grad for leaf in leaves]
    try:
        _start(root, seed, leaves, interior)
        try:
            for node in reversed(interior):
                node.op.pull(node)  # type: ignore[union-attr]  # an interior node has an op
            finite = not any(leaf.grad - leaf.grad != 0.0 for leaf in leaves)
        except ArithmeticError:
            finite = False
        if not finite:
            _start(root, seed, leaves, interior)
            for node in reversed(interior):
                careful_pull(node)
        before = [old + leaf.grad for old, leaf in zip(before, leaves)]
    finally:
        for leaf, grad in zip(leaves, before):
            leaf.grad = grad


def _start(root: Node, seed: float, leaves: list[Node], interior: list[Node]) -> None:
    for node in leaves:
        node.grad = 0.0
    for node in interior:
        node.grad = 0.0
    root.grad = seed


def pullback(
    order: list[N], seeds: Mapping[N, Number], wanted: Iterable[N], slope: Slope[N]
) -> list[Number]:
    """Cotangents of ``wanted``: the reverse sweep over ``order``, without touching the nodes.

    ``seeds`` maps outputs to their cotangents; ``slope(node, i)`` is the i-th partial of a node,
    as a float or as a Value, or a literal 1, -1 or 0. Only nodes between the wanted ones and the
    outputs are visited, and only their wanted partials evaluated.
    """
    wanted = list(wanted)
    active = depends_on(order, wanted)
    cotangents: dict[N, Number] = dict(seeds)
    for node in reversed(order):
        if node not in active or node not in cotangents or node.op is None:
            continue
        g = cotangents[node]
        for i, operand in enumerate(node.operands):
            if operand in active and node.op.partials[i] not in (None, "0"):
                share = _times(g, node.op.partials[i], node, i, slope)
                known = cotangents.get(operand)
                cotangents[operand] = share if known is None else known + share
    return [cotangents.get(node, 0.0) for node in wanted]


def pushforward(order: list[N], tangents: Mapping[N, Number], slope: Slope[N]) -> dict[N, Number]:
    """Tangents of all nodes of ``order`` that have one: the forward sweep, operands first."""
    known: dict[N, Number] = dict(tangents)
    for node in order:
        if node in tangents or node.op is None:
            continue
        for i, operand in enumerate(node.operands):
            if operand in known and node.op.partials[i] not in (None, "0"):
                tangent = known[operand]
                share = _times(tangent, node.op.partials[i], node, i, slope)
                known[node] = share if node not in known else known[node] + share
    return known


def _times(g: Number, partial: str | None, node: N, index: int, slope: Slope[N]) -> Number:
    """g times the partial, without a multiplication where the partial is 1 or -1."""
    if partial == "1":
        return g
    return -g if partial == "-1" else g * slope(node, index)
