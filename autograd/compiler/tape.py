"""From the graph that a recorded function made to numbered instructions.

The order is that of ``graph.walk``: in it the gradient of a number that is used several times is
added up, here as in ``backward``. Read ``gradient.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from autograd.compiler.program import Operand
from autograd.compiler.symbol import Symbol
from autograd.errors import RecordingError
from autograd.ops import OPS, Op
from autograd.value import Value

__all__ = ["Draft", "Places", "place", "walk_tape", "write"]

Places = dict[Value, Operand]  # of Values; a Symbol has its place on itself


class Draft(NamedTuple):
    """Instructions that are being written, in two columns; ``first`` is the index of the first."""

    first: int
    ops: list[str]
    operands: list[tuple[Operand, ...]]

    def add(self, op: str, *operands: Operand) -> int:
        """Write one more instruction, and return its index."""
        self.ops.append(op)
        self.operands.append(operands)
        return self.first + len(self.ops) - 1


def walk_tape(tape: Sequence[Symbol], roots: Iterable[Value | float]) -> tuple[Places, list[Any]]:
    """What ``graph.walk`` finds: leaves, here Values with their numbers, and interior nodes.

    Symbols are marked by a place, in less time than a set takes; what has one is passed over.
    Raises ``RecordingError`` for a symbol of another tape.
    """
    leaves, seen = Places(), set[Value]()
    interior: list[Any] = []
    stack: list[Any] = [x for x in roots if not isinstance(x, float)]
    pop, push, done = stack.pop, stack.append, interior.append
    while stack:
        node = pop()
        if node is None:
            done(pop())
            continue
        if node.__class__ is not Symbol:
            if not _is_new(node, leaves, seen):
                continue
        elif node.tape is not tape:
            raise _foreign(node)
        elif node.place is not None:
            continue
        else:
            node.place = 0
        push(node)
        push(None)
        for x in (node._b, node._a) if node.op.arity == 2 else node.operands[::-1]:
            if x.__class__ is Symbol:
                if x.place is None or x.tape is not tape:
                    push(x)
            elif x.__class__ is Value and x.op is None:
                leaves[x] = x.data
            elif x.__class__ is not float:
                push(x)
    return leaves, interior


def _is_new(node: Value, leaves: Places, seen: set[Value]) -> bool:
    """Whether a Value is to be walked below; it is entered in one of both."""
    if node.op is None:
        leaves[node] = node.data
        return False
    known = node in seen
    seen.add(node)
    return not known


def write(nodes: Iterable[Any], places: Places, draft: Draft) -> None:
    """Write down nodes, operands first, and note their places."""
    names: dict[Op, str] = {}
    add_op, add_operands = draft.ops.append, draft.operands.append
    for index, node in enumerate(nodes, draft.first + len(draft.ops)):
        op = node.op
        if op not in names:
            names[op] = _row(op)
        add_op(names[op])
        if op.arity == 2:  # spelled out, as this loop is a good part of a recording
            a, b = node._a, node._b
            if a.__class__ is not float:
                a = a.place if a.__class__ is Symbol else places[a]
            if b.__class__ is not float:
                b = b.place if b.__class__ is Symbol else places[b]
            add_operands((a, b))
        else:
            add_operands(tuple([place(x, places) for x in node.operands]))
        if node.__class__ is Symbol:
            node.place = index
        else:
            places[node] = index


def place(x: Any, places: Places) -> Operand:
    """The index of a number that was written down; a float stands for itself."""
    if x.__class__ is float:
        return x
    return x.place if x.__class__ is Symbol else places[x]


def _row(op: Op) -> str:
    """The name of a row; a program knows rows by name, so it must still mean the same one."""
    if OPS.get(op.name) is not op:
        raise RecordingError(
            f"the op {op.name!r} was taken out of the table or defined anew since this function of "
            "it was made: call what the last define_op returned"
        )
    return op.name


def _foreign(x: Symbol) -> RecordingError:
    return RecordingError(
        f"{x!r} is an unknown number of another recording, which is over or goes on around this "
        "one: give it to the function as an argument"
    )
