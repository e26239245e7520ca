"""Copies and pickles of whole graphs, without a recursive call however deep they are.

``plain.py`` hands ``copy.deepcopy`` and ``pickle`` on to here; read that next.
"""

from __future__ import annotations

from contextvars import ContextVar
from weakref import ref

from autograd.graph import Node, note_solution, solutions, walk
from autograd.ops import SLOTS

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from typing import Any

    from autograd.ops import Op

__all__ = ["bare_node", "deep_copy", "reduced", "shallow_copy"]


def bare_node(
    cls: type[Any], op: Op | None, operands: tuple[Node | float, ...], data: float, label: str = ""
) -> Any:
    """A node of these parts, made without a look at any of them."""
    node = object.__new__(cls)
    node.data, node.grad, node.op, node.label = data, 0.0, op, label
    for slot, operand in zip(SLOTS, operands):
        setattr(node, slot, operand)
    return node


def shallow_copy(node: Node) -> Any:
    """What ``copy.copy`` makes of a node: another one of the same operands."""
    return _twin(node, node.operands)


def deep_copy(root: Node, memo: dict[int, Any]) -> Any:
    """What ``copy.deepcopy`` makes of a node: a copy of all that it was made from as well.

    ``memo`` has what this deep copy has made so far; the walk stops there.
    """
    stack: list[Any] = [root]
    while stack:
        node = stack[-1]
        if missing := [o for o in node.operands if not isinstance(o, float) and id(o) not in memo]:
            stack += missing
            continue
        stack.pop()
        if id(node) not in memo:
            operands = tuple(o if isinstance(o, float) else memo[id(o)] for o in node.operands)
            memo[id(node)] = _twin(node, operands, memo)
    return memo[id(root)]


def _twin(
    node: Node, operands: tuple[Node | float, ...], memo: dict[int, Any] | None = None
) -> Any:
    """A copy of one node with these operands, and with what a subclass keeps besides."""
    twin = bare_node(type(node), node.op, operands, node.data, node.label)
    twin.grad = node.grad
    if node in solutions:
        note_solution(twin)
    if more := getattr(node, "__dict__", None):
        from copy import deepcopy

        twin.__dict__.update(more if memo is None else deepcopy(more, memo))
    return twin


# --- pickles ---


class _Dump:
    """What one run of pickle has been given so far: nodes that it ``seen``, and ``due`` ones.

    The nodes that are due stand in an ``_Order`` that this run is going through.
    """

    __slots__ = ("__weakref__", "due", "seen")

    def __init__(self) -> None:
        self.due: set[Node] = set()
        self.seen: set[Node] = set()


class _Order:
    """Nodes, operands first, which pickle saves one by one as a list.

    Pickle remembers this object as long as it remembers the nodes, and this object keeps the
    notes about the run: so they end together, without anybody who says that a run is over.
    """

    __slots__ = ("dump", "nodes")

    def __init__(self, nodes: list[Any], dump: _Dump) -> None:
        self.nodes, self.dump = nodes, dump

    def __reduce__(self) -> tuple[Any, ...]:
        return list, (), None, iter(self.nodes)


#: the runs of pickle that are going on here; one may be started within another
_dumps: ContextVar[tuple[ref[_Dump], ...]] = ContextVar("dumps", default=())


def _latest_dump() -> _Dump:
    """The run of pickle that is going on, or a new one."""
    for i, known in reversed([*enumerate(_dumps.get(), 1)]):
        if dump := known():
            _dumps.set(_dumps.get()[:i])
            return dump
    _dumps.set(())
    return _another_dump()


def _another_dump() -> _Dump:
    dump = _Dump()
    _dumps.set((*_dumps.get(), ref(dump)))
    return dump


def reduced(root: Node) -> tuple[Any, ...]:
    """What ``pickle`` asks of a node: a function and arguments that make it again.

    The first node of a graph answers with the order of all that is below it, in which it comes
    last; each node in that order is asked again, and answers for itself alone, as its operands are
    known to pickle by then. So nothing is saved twice, and a chain of a million needs no recursion.
    """
    dump = _latest_dump()
    if root in dump.seen and root not in dump.due:
        dump = _another_dump()  # pickle asks once: this is another pickle
    if root not in dump.seen:
        leaves, interior = walk(root, seen=dump.seen)
        dump.due.update(leaves, interior)
        if len(leaves) + len(interior) > 1:
            return _last, (_Order(leaves + interior, dump),)
    dump.due.discard(root)
    parts = (type(root), root.op, root.operands, root.data, root.grad, root.label)
    again = _solved_again if root in solutions else _again
    return again, parts, getattr(root, "__dict__", None) or None


def _last(nodes: list[Any]) -> Any:
    return nodes[-1]


def _again(
    cls: type[Any],
    op: Op | None,
    operands: tuple[Node | float, ...],
    data: float,
    grad: float,
    label: str,
) -> Any:
    node = bare_node(cls, op, operands, data, label)
    node.grad = grad
    return node


def _solved_again(*parts: Any) -> Any:
    """A leaf that is the solution of an equation."""
    node = _again(*parts)
    note_solution(node)
    return node
