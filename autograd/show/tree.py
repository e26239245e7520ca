"""``tree``: a graph as text, for any terminal, with no package but Python itself.

Read ``scene/names.py`` next.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from autograd.graph import topological_order
from autograd.show.scene.names import Model, known_names, op_mark, spoken_names
from autograd.show.scene.root import one_value
from autograd.show.text import DIGITS, at_least_one, number_text
from autograd.value import Value

__all__ = ["Tree", "tree"]


class Tree(str):
    """A text that shows itself as it is: at a prompt, as the last line of a cell, and printed."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class _Line(NamedTuple):
    prefix: str
    thing: Value | float | None  # None: deeper than is shown
    again: bool  # it stands further up already


def tree(
    root: Value,
    names: Mapping[str, Any] | None = None,
    *,
    model: Model | None = None,
    lines: int = 200,
    depth: int = 24,
    digits: int = DIGITS,
) -> Tree:
    """The graph below ``root`` as a tree of text: what was made, by which op, out of what.

    Nodes are called as in ``draw`` and ``explain``. A node used several times is written out once
    and referred to (``↑``) afterwards. At most ``lines`` lines and ``depth`` levels are shown; the
    last line says how many nodes were not. Numbers have four ``digits``; 17 are all. Gradients
    stand there after a ``backward``. It is a ``str`` that shows itself without ``print``.
    Raises ``OperandError`` unless ``root`` is a Value and the limits are whole numbers from 1 on.

    >>> a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    >>> c = a * b + a
    >>> c.backward()
    >>> tree(c, {"c": c})
    c = -4.0  +  grad 1.0
    ├─ v1 = -6.0  *  grad 1.0
    │  ├─ a = 2.0  grad -2.0
    │  └─ b = -3.0  grad 2.0
    └─ ↑ a
    """
    order = topological_order(one_value("tree", root))
    written = _lines(root, at_least_one("lines", lines), at_least_one("depth", depth))
    called = spoken_names(order, known_names(order, names, model), limit=40)
    swept = any(node.grad != 0.0 for node in order)
    shown = [line.prefix + _sentence(line, called, digits, swept) for line in written]
    counted = {line.thing for line in written if isinstance(line.thing, Value)}
    if missing := len(order) - len(counted):
        larger = f"lines={10 * lines}, depth={10 * depth}"
        shown.append(f"… {missing:,} more nodes: tree(…, {larger}) shows more")
    return Tree("\n".join(shown))


def _lines(root: Value, limit: int, depth: int) -> list[_Line]:
    """What stands on each line, depth first with a stack of our own."""
    found: list[_Line] = []
    seen: set[Value] = set()
    stack: list[tuple[str, str, Value | float, int]] = [("", "", root, 0)]
    while stack and len(found) < limit:
        prefix, indent, thing, level = stack.pop()
        if not isinstance(thing, Value):
            found.append(_Line(prefix, thing, again=False))
            continue
        if level > depth and thing.op is not None and thing not in seen:
            found.append(_Line(prefix, None, again=False))
            continue
        found.append(_Line(prefix, thing, thing in seen))
        if thing in seen:
            continue
        seen.add(thing)
        below = list(thing.operands)
        for i, operand in reversed(list(enumerate(below, 1))):
            branch, bar = ("└─ ", "   ") if i == len(below) else ("├─ ", "│  ")
            stack.append((indent + branch, indent + bar, operand, level + 1))
    return found


def _sentence(line: _Line, called: Mapping[Value, str], digits: int, swept: bool) -> str:
    thing = line.thing
    if thing is None:
        return "…"
    if not isinstance(thing, Value):
        return number_text(thing, digits)
    if line.again:
        return f"↑ {called[thing]}"
    op = f"  {op_mark(thing.op)}" if thing.op else ""
    grad = f"  grad {number_text(thing.grad, digits)}" if swept else ""
    return f"{called[thing]} = {number_text(thing.data, digits)}{op}{grad}"
