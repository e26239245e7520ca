"""Graphs out of files, looked at before they are believed; the form stands in ``graph_out.py``.

Read ``sympy_words.py`` next.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

from autograd.copies import bare_node
from autograd.errors import FileFormatError
from autograd.exchange.graph_out import FORMAT, VERSION, Tree, texts
from autograd.files import Path, name_of, read_json
from autograd.graph import note_solution
from autograd.ops import OPS, Op
from autograd.value import Value

__all__ = ["load_graph"]

_ENTRIES = ("format", "version", "ops", "root", "nodes")
_NUMBER = r"-?[0-9][-+.0-9e]{0,30}|-?inf|nan"
_OPERAND = rf"(%[0-9]{{1,9}}|{_NUMBER})"
_NODE = re.compile(
    rf"%([0-9]{{1,9}}) = (?:([^\W0-9]\w*) {_OPERAND}(?: {_OPERAND})?(?: {_OPERAND})? = )?"
    rf"({_NUMBER})(?:; grad ({_NUMBER}))?(; solution)?(?:; label (.+))?",
    re.DOTALL,
)
_PLACE = re.compile("%([0-9]{1,9})")


class _Unfit(Exception):  # noqa: N818  # why: what follows the name of the file
    """The end of a sentence that begins with the name of a file."""


def load_graph(path: Path) -> Tree:
    """The graph of a file of ``save_graph``: a Value, or lists and dicts of Values.

    Data, gradients, labels and structure are what they were, and ``backward`` gives the same
    gradients; tuples come back as lists. Ops of ``define_op`` are defined before a file that needs
    them is read. Raises ``FileFormatError`` that names the node which makes no sense, for files of
    other kinds and newer versions, and as ``files.read_json`` does; ``OSError`` for a file that is
    missing or may not be read.

    >>> import os, tempfile
    >>> from autograd import save_graph
    >>> a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_graph({"product": a * b}, os.path.join(folder, "product.json"))
    ...     load_graph(os.path.join(folder, "product.json"))["product"].operands
    (Value(2.0, label='a'), Value(-3.0, label='b'))
    """
    data = read_json(path)
    try:
        _require_head(data)
        _compare_ops(data["ops"])
        nodes: list[Value] = []
        for i, text in enumerate(data["nodes"]):
            nodes.append(_node(text, i, nodes))
        return _rooted(data["root"], nodes)
    except _Unfit as error:
        raise FileFormatError(f"{name_of(path)}: {error}") from None


def _shown(x: Any) -> str:
    text = repr(x) if isinstance(x, (str, int, float)) else f"a {type(x).__name__}"
    return text if len(text) <= 60 else f"{text[:59]}…"


def _require_head(data: Any) -> None:
    found = data.get("format") if isinstance(data, dict) else None
    if found != FORMAT:
        raise _Unfit(f'this is no file of the format "{FORMAT}", which save_graph writes')
    version = data.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise _Unfit(f"the version is a whole number from 1 on, not {_shown(version)}")
    if version > VERSION:
        raise _Unfit(
            f"version {_shown(version)} of the format is newer than this package, which reads up "
            f"to version {VERSION}: bring it up to date"
        )
    for entry in {*_ENTRIES} ^ data.keys():
        what = "lacks" if entry in _ENTRIES else "has an unknown"
        raise _Unfit(f"it {what} entry {_shown(entry)}")
    for entry, kind in (("ops", dict), ("nodes", list)):
        if not isinstance(data[entry], kind):
            raise _Unfit(f"{entry!r} is a {kind.__name__}, not {_shown(data[entry])}")


def _compare_ops(ops: dict[str, Any]) -> None:
    """Refuse rows of ``define_op`` that are not here, or are others here."""
    for name, told in ops.items():
        if texts(_row(name, f"the op {_shown(name)}")) != told:
            raise _Unfit(f"the op {_shown(name)} is defined otherwise here than in the file")


def _row(name: str, where: str) -> Op:
    if name not in OPS:
        raise _Unfit(
            f"{where}: there is no op {_shown(name)} here (if it is one of define_op, define it "
            "before the file is read)"
        )
    return OPS[name]


# --- nodes ---


def _node(text: Any, i: int, above: list[Value]) -> Value:
    """The i-th node, of those above it."""
    found = _NODE.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise _Unfit(
            f'node %{i} is not like "%{i} = 2.0; grad 1.0; label a" or "%{i} = add %0 %1 = 3.0", '
            f"but {_shown(text)}"
        )
    place, name, a, b, c, data, grad, solution, label = found.groups()
    if int(place) != i:
        raise _Unfit(f"node %{i} is called %{int(place)}: a line is missing or stands elsewhere")
    op = None if name is None else _row(name, f"node %{i}")
    operands = () if op is None else _operands(op, (a, b, c), i, above)
    node: Value = bare_node(Value, op, operands, _number(data, i), label or "")
    if grad:
        node.grad = _number(grad, i)
    if solution and op is not None:
        raise _Unfit(f"node %{i} is a solution and made from others: a solution is a leaf")
    if solution:
        note_solution(node)
    return node


def _operands(
    op: Op, words: Iterable[str | None], i: int, above: list[Value]
) -> tuple[Value | float, ...]:
    """Nodes further up, and constants."""
    given = [word for word in words if word]
    if len(given) != op.arity:
        raise _Unfit(f"node %{i}: {op.name} has {op.arity} operands, not {len(given)}")
    operands: list[Value | float] = []
    for word in given:
        if word[0] != "%":
            operands.append(_number(word, i))
        elif (place := int(word[1:])) < i:
            operands.append(above[place])
        else:
            raise _Unfit(f"node %{i} is made from {word}, and nodes are made from nodes above them")
    if Value not in map(type, operands):
        raise _Unfit(f"node %{i} is made from constants alone: that is a number, not a node")
    return tuple(operands)


def _number(word: str, i: int) -> float:
    """A number as Python writes it; one that is too large for a float is none."""
    try:
        number = float(word)
    except ValueError:
        number = math.inf
    if number - number != 0.0 and word[-1] not in "fn":
        raise _Unfit(f"node %{i} has {_shown(word)} where a number belongs")
    return number


# --- roots ---


def _rooted(tree: Any, nodes: list[Value], where: str = "root") -> Tree:
    """The roots out of the nodes."""
    if isinstance(tree, list):
        return [_rooted(part, nodes, f"{where}.{i}") for i, part in enumerate(tree)]
    if isinstance(tree, dict):
        return {key: _rooted(part, nodes, f"{where}.{key}") for key, part in tree.items()}
    found = _PLACE.fullmatch(tree) if isinstance(tree, str) else None
    if found is None or int(found[1]) >= len(nodes):
        raise _Unfit(f"{where[:60]} is no node of the file: {_shown(tree)}")
    return nodes[int(found[1])]
