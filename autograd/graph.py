"""``Node``, and walks over graphs of nodes: who feeds whom, in which order.

A node has ``op`` (``None`` for a leaf) and its operands in the slots ``_a``, ``_b``, ``_c``. An
operand is another node, or a plain ``float``: constants are not nodes, so an operation on
constants alone is a float by itself and nothing needs to fold it. All walks are loops with a
stack of their own; a chain of a million nodes is as good as one of three.

What a node is to its user (operators, ``backward``, a repr) stands in ``value.py``; all that works
on graphs needs no more than what is here. Read ``backprop.py`` next.
"""

from __future__ import annotations

from contextvars import ContextVar
from weakref import WeakSet

from autograd.ops import SLOTS

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Iterable
    from typing import Any, Self, TypeVar

    from autograd.ops import Op

    N = TypeVar("N", bound="Node")

__all__ = [
    *("Node", "consumers", "data_of", "depends_on", "in_recording", "note_solution"),
    *("past_points", "solutions", "topological_order", "walk"),
]


class Node:
    """A number, how it was made, and the derivative of some later number with respect to it.

    ``data`` is the number, ``grad`` the derivative, ``op`` the row of the op table that made it
    (``None`` for a leaf), ``label`` its name in pictures; ``_a``, ``_b``, ``_c`` are the
    operands, as many as the op has.
    """

    __slots__ = {  # help() shows these texts
        "__weakref__": "",
        **dict.fromkeys(SLOTS, "an operand"),
        "data": "the number",
        "grad": "the derivative of a later number by this one, 0.0 before any ``backward``",
        "label": "the name in pictures, empty if there is none",
        "op": "the row of the op table that made this; None for a leaf",
    }
    _a: Self | float
    _b: Self | float
    _c: Self | float
    data: float
    grad: float
    label: str
    op: Op | None

    @property
    def operands(self) -> tuple[Self | float, ...]:
        """The nodes and constants that this was made from, in order; empty for a leaf.

        >>> from autograd import Value
        >>> x = Value(3.0)
        >>> (2 * x).operands, x.operands
        ((2.0, Value(3.0)), ())
        """
        op = self.op
        if op is None:
            return ()
        if op.arity == 1:
            return (self._a,)
        if op.arity == 2:
            return (self._a, self._b)
        return (self._a, self._b, self._c)


#: leaves at which a derivative was taken, by calls that are over: where they still stand in the
#: graph of that derivative, they are constants to everybody
past_points: WeakSet[Node] = WeakSet()

#: leaves that are solutions of equations: what a graph makes of them is true at that point only
solutions: WeakSet[Node] = WeakSet()


def note_solution(leaf: Node) -> None:
    """Note that a leaf is the solution of an equation, and with that a constant."""
    past_points.add(leaf)
    solutions.add(leaf)


#: whether a function is being recorded: the leaves that it uses may have other numbers when it runs
in_recording: ContextVar[bool] = ContextVar("in_recording", default=False)


def data_of(operand: Node | float) -> float:
    """The number that an operand is or has."""
    return operand if isinstance(operand, float) else operand.data


def walk(*roots: N, seen: set[N] | None = None) -> tuple[list[N], list[N]]:
    """Leaves and interior nodes that the roots depend on, each once, operands before consumers.

    Depth first: a node is pushed again, above a marker, and written down when the marker
    surfaces, that is when all that it was made from has been written down. Nodes in ``seen`` are
    passed over, with what is below them; those that are met are added to it.
    """
    leaves: list[N] = []
    interior: list[N] = []
    seen = set() if seen is None else seen
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
            if arity > 2 and node._c.__class__ is not float and node._c not in seen:
                push(node._c)
            if node._b.__class__ is not float and node._b not in seen:
                push(node._b)
        if node._a.__class__ is not float and node._a not in seen:
            push(node._a)
    return leaves, interior


def topological_order(*roots: N) -> list[N]:
    """Every node that the roots depend on, operands before consumers; one root comes last.

    >>> from autograd import Value
    >>> a, b = Value(2.0, label="a"), Value(3.0, label="b")
    >>> [node.label or node.op.symbol for node in topological_order(a * b + a)]
    ['a', 'b', '*', '+']
    """
    leaves, interior = walk(*roots)
    return leaves + interior


def depends_on(order: Iterable[N], sources: Iterable[N]) -> set[N]:
    """The nodes of a topological order that depend on one of the sources (these included)."""
    found = set(sources)
    for node in order:
        if node not in found and not found.isdisjoint(node.operands):
            found.add(node)
    return found


def consumers(order: Iterable[N]) -> dict[N, list[N]]:
    """For each node the nodes made from it; one made from it twice (``a * a``) stands twice.

    >>> from autograd import Value
    >>> a = Value(3.0)
    >>> len(consumers(topological_order(a * a))[a])
    2
    """
    found: dict[N, list[N]] = {}
    for node in order:
        found.setdefault(node, [])
        for operand in node.operands:
            if not isinstance(operand, float):
                found[operand].append(node)
    return found
