"""Backpropagation: the chain rule along a topological order.

``sweep`` is the everyday one: floats, gradients written on the nodes. ``pullback`` and
``pushforward`` are the general ones: they work on floats or, when the derivative is itself to be
differentiated or compiled, on Values, and so *record* a graph of the derivative. All three read
the same partials of the same table.

Sources: S. Linnainmaa (1976), "Taylor expansion of the accumulated rounding error", for the
sweep; A. Griewank and A. Walther, "Evaluating Derivatives" (2008), chapter 3, for the names.

Leaves that several threads share: ``backward`` adds to their ``grad``, one number at a time, and
two threads that do so at once lose some of it. Let the threads hold one lock around ``backward``,
or use what leaves the nodes alone: ``value_and_grad`` of a function, ``compile``.

Read ``value.py`` next.
"""

from __future__ import annotations

from collections import deque
from itertools import repeat
from operator import add, attrgetter

from autograd.finite import careful_partial, refuse_overflow
from autograd.graph import Node, depends_on, walk

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping
    from typing import Any, TypeVar

    N = TypeVar("N", bound=Node)
    Number = Any  # a float, or a Value where the derivative is recorded
    Partial = Callable[[N, int], Number]

__all__ = ["exhaust", "pull_in_floats", "pullback", "pushforward", "steps", "sweep"]


def sweep(root: Node, seed: float) -> None:
    """Add d(root)/d(leaf) times ``seed`` to the ``grad`` of every leaf; set it on interior nodes.

    The order guarantees that all consumers of a node are done before the node itself. When a
    partial cannot be computed in plain floats (a division by zero), or a gradient comes out inf or
    nan, the sweep is made again with care, which names the culprit. Whatever goes wrong, an
    interrupt included, the leaves have the gradients that they had, or all of them the new ones.
    """
    leaves, interior = walk(root)
    gradients = [leaf.grad for leaf in leaves]
    written = map(setattr, leaves, _GRAD, gradients)
    try:
        if not _sweep_in_floats(root, seed, leaves, interior):
            _sweep_with_care(root, seed, leaves + interior)
        gradients[:] = map(add, gradients, map(_grad, leaves))
    finally:
        exhaust(written)


def _sweep_in_floats(root: Node, seed: float, leaves: list[Node], interior: list[Node]) -> bool:
    """The everyday sweep, and whether it came through with finite numbers."""
    for node in leaves:
        node.grad = 0.0
    for node in interior:
        node.grad = 0.0
    root.grad = seed
    try:
        for node in reversed(interior):
            node.op.pull(node)  # type: ignore[union-attr]  # an interior node has an op
    except ArithmeticError:
        return False
    return not any(leaf.grad - leaf.grad != 0.0 for leaf in leaves)


def pull_in_floats(
    order: list[N], seeds: Mapping[N, float], wanted: Iterable[N]
) -> list[float] | None:
    """``pullback`` in plain floats, which writes on all nodes: for a graph that nobody else has.

    ``None`` where that does not come through with finite numbers.
    """
    for node in order:
        node.grad = 0.0
    for node, seed in seeds.items():
        node.grad = seed
    try:
        for node in reversed(order):
            if node.op is not None:
                node.op.pull(node)
    except ArithmeticError:
        return None
    found = [node.grad for node in wanted]
    return None if any(x - x != 0.0 for x in found) else found


def _sweep_with_care(root: Node, seed: float, order: list[Node]) -> None:
    """The sweep by IEEE arithmetic, past operations that no gradient reaches.

    Raises ``NonFiniteError`` where a derivative is inf or nan at finite numbers.
    """
    gradients = {root: seed}
    for node, i, partial, share, before in steps(order, gradients, set(order), careful_partial):
        factors = (gradients[node], partial, before or 0.0)
        refuse_overflow(node, i, factors, share + (before or 0.0))
    for node in order:
        node.grad = gradients.get(node, 0.0)


#: takes all of ``map(setattr, nodes, repeat(name), numbers)`` in one step of Python, so that an
#: interrupt (Ctrl-C), which comes between two steps, finds all of it written or nothing
exhaust: Callable[[Iterable[Any]], None] = deque(maxlen=0).extend
_grad, _GRAD = attrgetter("grad"), repeat("grad")


def steps(
    order: list[N], gradients: dict[N, Number], active: Container[N], partial_of: Partial[N]
) -> Iterator[tuple[N, int, Number, Number, Number]]:
    """Go backwards through ``order`` and add to ``gradients``, which starts at the outputs.

    Each step is reported: a node, the position of an operand, the partial, the share that it
    hands on (the node's gradient times the partial), and what the operand had before (``None``:
    nothing yet). Only operands in ``active`` are given anything, and only nodes that a gradient
    reaches are asked for their partials.
    """
    for node in reversed(order):
        op = node.op
        if op is None or node not in gradients:
            continue
        g = gradients[node]
        for i, operand in enumerate(node.operands):
            if not isinstance(operand, float) and operand in active and op.wanted(i):
                partial, share = _times(g, node, i, partial_of)
                before = gradients.get(operand)
                gradients[operand] = share if before is None else before + share
                yield node, i, partial, share, before


def pullback(
    order: list[N], seeds: Mapping[N, Number], wanted: Iterable[N], partial_of: Partial[N]
) -> list[Number]:
    """Cotangents of ``wanted``: the reverse sweep over ``order``, without touching the nodes.

    ``seeds`` maps outputs to their cotangents; ``partial_of(node, i)`` is the i-th partial of a
    node, as a float or as a Value. Only nodes between the wanted ones and the outputs are visited,
    and only their wanted partials evaluated.
    """
    wanted = list(wanted)
    cotangents: dict[N, Number] = dict(seeds)
    for _ in steps(order, cotangents, depends_on(order, wanted), partial_of):
        pass
    return [cotangents.get(node, 0.0) for node in wanted]


def pushforward(
    order: list[N], tangents: Mapping[N, Number], partial_of: Partial[N]
) -> dict[N, Number]:
    """Tangents of all nodes of ``order`` that have one: the forward sweep, operands first."""
    known: dict[N, Number] = dict(tangents)
    for node in order:
        if node in tangents or node.op is None:
            continue
        for i, operand in enumerate(node.operands):
            if operand in known and node.op.wanted(i):
                _, share = _times(known[operand], node, i, partial_of)
                known[node] = share if node not in known else known[node] + share
    return known


def _times(g: Number, node: N, i: int, partial_of: Partial[N]) -> tuple[Number, Number]:
    """The partial, and g times the partial: no multiplication where it is 1 or -1."""
    constant = node.op.constant(i)  # type: ignore[union-attr]  # an interior node has an op
    if constant is None:
        partial = partial_of(node, i)
        return partial, g * partial
    return constant, g if constant == 1.0 else -g
