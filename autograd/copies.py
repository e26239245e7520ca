"""Copies and pickles of whole graphs, without a recursive call however deep they are.

``value.py`` hands ``copy.deepcopy`` and ``pickle`` on to here; read that next.
"""

from __future__ import annotations

from autograd.graph import Node, topological_order, walk
from autograd.ops import SLOTS

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Callable
    from typing import Any

    from autograd.ops import Op

__all__ = ["bare_node", "deep_copy", "reduced"]


def bare_node(
    cls: type[Any], op: Op | None, operands: tuple[Node | float, ...], data: float, label: str = ""
) -> Any:
    """A node of these parts, made without a look at any of them."""
    node = object.__new__(cls)
    node.data, node.grad, node.op, node.label = data, 0.0, op, label
    for slot, operand in zip(SLOTS, operands):
        setattr(node, slot, operand)
    return node


def deep_copy(root: Node, memo: dict[int, Any]) -> Any:
    """What ``copy.deepcopy`` makes of a node: a copy of all that it was made from as well."""
    for node in topological_order(root):
        if id(node) not in memo:
            operands = tuple(o if isinstance(o, float) else memo[id(o)] for o in node.operands)
            twin = bare_node(type(node), node.op, operands, node.data, node.label)
            twin.grad = node.grad
            memo[id(node)] = twin
    return memo[id(root)]


def reduced(root: Node) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    """What ``pickle`` asks of a node: a function and arguments that make it again."""
    if root.op is None:
        return _leaf, (type(root), root.data, root.grad, root.label)
    leaves, interior = walk(root)
    places = {node: i for i, node in enumerate(leaves + interior)}
    rows = [
        (
            node.op,
            [o if isinstance(o, float) else places[o] for o in node.operands],
            (type(node), node.data, node.grad, node.label),
        )
        for node in interior
    ]
    return _rebuild, (leaves, rows)


def _leaf(cls: type[Any], data: float, grad: float, label: str) -> Any:
    leaf = bare_node(cls, None, (), data, label)
    leaf.grad = grad
    return leaf


def _rebuild(leaves: list[Any], rows: list[tuple[Op, list[int | float], Any]]) -> Any:
    """The root of a pickled graph. The leaves come as objects, so pickles can share them."""
    nodes = list(leaves)
    for op, places, (cls, data, grad, label) in rows:
        operands = tuple(p if isinstance(p, float) else nodes[p] for p in places)
        nodes.append(bare_node(cls, op, operands, data, label))
        nodes[-1].grad = grad
    return nodes[-1]
