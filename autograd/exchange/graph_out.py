"""Graphs in files: JSON that a person can read, a line for each node.

::

    {
      "format": "autograd graph",
      "version": 1,
      "ops": {},
      "root": "%2",
      "nodes": [
        "%0 = 2.0; grad -3.0; label a",
        "%1 = -3.0; grad 2.0; label b",
        "%2 = mul %0 %1 = -6.0; grad 1.0"
      ]
    }

A node is called by its place in the list, and made from nodes above it; a number among its operands
is a constant. What stands behind the last ``=`` is its data, which is kept as it was, whether or
not the op would give it now. ``solution`` is said of a number that ``root`` or ``fixed_point``
found. ``label`` ends the line and may be any text. ``ops`` has the texts of
the rows of ``define_op`` that are needed: they are compared with the rows here, never run.

A file is read as ``autograd.files`` reads: no more memory than agreed on, one sentence for what is
wrong with it, and nothing that it says is run. Read ``graph_in.py`` next.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from autograd.define import defined_here
from autograd.errors import GraphError, OperandError
from autograd.files import Path, json_text, name_of, parse_json, write_whole
from autograd.graph import solutions, topological_order
from autograd.nested import flatten
from autograd.ops import OPS, Op
from autograd.value import Value, number

__all__ = ["FORMAT", "VERSION", "Tree", "save_graph", "texts"]

Tree = Any  # a Value, or a list, tuple or dict of trees

FORMAT, VERSION = "autograd graph", 1
#: roots may be nested as deeply as this
_DEPTH = 50


def save_graph(root_or_roots: Tree, path: Path) -> None:
    """Keep Values and all that they were made from in a file of JSON that a person can read.

    ``root_or_roots`` is a Value, or lists and dicts of Values that may share nodes. Kept are data,
    gradients and labels, exact to the last bit, and who was made from whom by which op; the same
    graph gives the same text. The file is written whole or not at all. Raises ``OperandError`` for
    what is no Value (a number that is not known yet while a function is recorded, an instance of a
    class of one's own), ``GraphError`` for an ending other than .json, and for an op that was
    defined anew since, ``FileFormatError`` for a graph of more than ``load_graph`` would read (some
    million nodes), ``OSError`` as the system does.

    >>> import os, tempfile
    >>> a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_graph(a * b, os.path.join(folder, "product.json"))
    ...     os.listdir(folder)
    ['product.json']
    """
    name = name_of(path)
    if not name.lower().endswith(".json"):
        raise GraphError(f"a graph's file ends in .json, got {name!r:.80}")
    roots = _roots(root_or_roots, 0)
    order = topological_order(*flatten(roots))
    for node in order:
        _require_known(node)
    place = {node: f"%{i}" for i, node in enumerate(order)}
    head = {
        "format": FORMAT,
        "version": VERSION,
        "ops": {op.name: texts(op) for op in _defined(order)},
        "root": _placed(roots, place),
    }
    parts = [f"{json.dumps(key)}: {json_text(part)}" for key, part in head.items()]
    lines = ",\n    ".join(_lines(order, place))
    text = "{\n  " + ",\n  ".join(parts) + f',\n  "nodes": [\n    {lines}\n  ]\n}}\n'
    raw = text.encode()
    parse_json(raw, name)  # what could not be read is not written
    write_whole(path, raw)


def _roots(tree: Tree, depth: int) -> Tree:
    """The roots as plain lists and dicts."""
    if isinstance(tree, Value):
        return tree
    if depth == _DEPTH:
        raise OperandError(f"roots are nested up to {_DEPTH} deep, these are deeper")
    if isinstance(tree, (list, tuple)):
        return [_roots(part, depth + 1) for part in tree]
    if isinstance(tree, dict) and all(isinstance(key, str) for key in tree):
        return {key: _roots(part, depth + 1) for key, part in tree.items()}
    raise OperandError(
        "a graph file keeps a Value, or lists and dicts of Values whose keys are texts, got a "
        f"{type(tree).__name__}: {str(tree)[:60]}"
    )


def _require_known(node: Value) -> None:
    if type(node) is not Value:
        why = "of its own class, which a file cannot name: pickle it"
        if not node.known:
            why = "not known yet, as a function is being recorded: save a graph of numbers"
        raise OperandError(f"a graph file keeps Values, and a {type(node).__name__} is {why}")
    if node.op is not None and OPS.get(node.op.name) is not node.op:
        raise GraphError(
            f"{node.op.name!r} was defined anew since this graph was made: make the graph again "
            "before it is saved"
        )


def _defined(order: list[Value]) -> list[Op]:
    """The rows of ``define_op`` in a graph, in the order of their names."""
    ops = {node.op.name: node.op for node in order if node.op is not None}
    return [ops[name] for name in sorted(ops) if defined_here(name)]


def texts(op: Op) -> dict[str, Any]:
    """What makes a row what it is."""
    partials = list(op.partials)
    return {"operands": " ".join(op.operands), "forward": op.forward, "partials": partials}


def _placed(tree: Tree, place: dict[Value, str]) -> Any:
    if isinstance(tree, list):
        return [_placed(part, place) for part in tree]
    if isinstance(tree, dict):
        return {key: _placed(part, place) for key, part in tree.items()}
    return place[tree]


def _lines(order: list[Value], place: dict[Value, str]) -> Iterator[str]:
    for node in order:
        line, op = f'"{place[node]} = ', node.op
        if op is not None:
            words = [repr(o) if isinstance(o, float) else place[o] for o in node.operands]
            line += f"{op.name} {' '.join(words)} = "
        line += repr(number(node.data))
        if (grad := repr(number(node.grad))) != "0.0":
            line += f"; grad {grad}"
        if node in solutions:
            line += "; solution"
        if node.label:
            ascii_only = not node.label.isprintable()
            line += f"; label {json.dumps(node.label, ensure_ascii=ascii_only)[1:-1]}"
        yield f'{line}"'
