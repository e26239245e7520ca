"""Walking a graph of Values: who feeds whom, in which order.

A node has ``op`` (``None`` for a leaf) and its operands in the slots ``a``, ``b``, ``c``. An
operand is another node, or a plain ``float``: constants are not nodes, so an operation on
constants alone is a float by itself and nothing needs to fold it. All walks are loops with a
stack of their own; a chain of a million nodes is as good as one of three.

Relies on ``ops.py``; read ``backprop.py`` next.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Iterable
    from typing import Any

    from autograd.value import Value

__all__ = ["consumers", "depends_on", "operands", "topological_order", "walk"]


def operands(node: Value) -> tuple[Value | float, ...]:
    """What the node was made from, in order: nodes and constants; empty for a leaf.

    >>> from autograd import Value
    >>> x = Value(3.0)
    >>> operands(2 * x), operands(x)
    ((2.0, Value(3.0)), ())
    """
    op = node.op
    if op is None:
        return ()
    if op.arity == 1:
        return (node.a,)
    if op.arity == 2:
        return (node.a, node.b)
    return (node.a, node.b, node.c)


def walk(*roots: Value) -> tuple[list[Value], list[Value]]:
    """Leaves and interior nodes that the roots depend on, each once, operands before consumers.

    Depth first: a node is pushed again, above a marker, and written down when the marker
    surfaces, that is when all that it was made from has been written down.
    """
    leaves: list[Value] = []
    interior: list[Value] = []
    seen: set[Value] = set()
    stack: list[Any] = [*roots]  # nodes, and None as the marker
    pop, push, mark, done = stack.pop, stack.append, seen.add, interior.append
    while stack:
        node = pop()
        if node is None:
            done(pop())  # below each marker stands its node
            continue
        if node in seen:
            continue
        mark(node)
        op = node.op
        if op is None:
            leaves.append(node)
            continue
        push(node)
        push(None)
        arity = op.arity  # spelled out, as this loop is half of a backward pass
        if arity > 1:
            if arity > 2 and node.c.__class__ is not float and node.c not in seen:
                push(node.c)
            if node.b.__class__ is not float and node.b not in seen:
                push(node.b)
        if node.a.__class__ is not float and node.a not in seen:
            push(node.a)
    return leaves, interior


def topological_order(*roots: Value) -> list[Value]:
    """Every node that the roots depend on, operands before consumers; one root comes last.

    >>> from autograd import Value
    >>> a, b = Value(2.0, label="a"), Value(3.0, label="b")
    >>> [node.label or node.op.symbol for node in topological_order(a * b + a)]
    ['a', 'b', '*', '+']
    """
    leaves, interior = walk(*roots)
    return leaves + interior


def depends_on(order: Iterable[Value], sources: Iterable[Value]) -> set[Value]:
    """The nodes of a topological order that depend on one of the sources (these included)."""
    found = set(sources)
    for node in order:
        if node not in found and not found.isdisjoint(operands(node)):
            found.add(node)
    return found


def consumers(order: Iterable[Value]) -> dict[Value, list[Value]]:
    """For each node the nodes made from it; one made from it twice (``a * a``) stands twice.

    >>> from autograd import Value
    >>> a = Value(3.0)
    >>> len(consumers(topological_order(a * a))[a])
    2
    """
    found: dict[Value, list[Value]] = {}
    for node in order:
        found.setdefault(node, [])
        for operand in operands(node):
            if not isinstance(operand, float):
                found[operand].append(node)
    return found
