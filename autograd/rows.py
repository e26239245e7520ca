"""Rows of the op table as data, so that the page can compute them without making code of text.

What a row's texts say in plain words (``vocabulary.py``) is written as nested lists: a number, the
name of an operand, or ``[row, operand, …]``. Two words are no rows: ``["<", a, b]`` and the other
comparisons, and ``["is_zero", operand, then, else]``. ``rows.js`` computes them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from autograd.ops import OPS, Op
from autograd.specialise import CONSTANTS

__all__ = ["forward_rows", "rows", "tree"]

Tree = float | str | list[Any]

_ROWS: dict[type[ast.AST], str] = {
    **{ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.USub: "neg"},
    **{ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="},
}


def rows(ops: Iterable[Op]) -> dict[str, dict[str, Any]]:
    """These rows, and all that they are written and differentiated in, by name."""
    return _closed(ops, partials=True)


def forward_rows(names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Those of these rows, and of all that they are written in, that are more than their name.

    >>> forward_rows(["relu", "exp", "mul"])
    {'relu': {'operands': ['x'], 'forward': ['where', ['<=', 'x', 0.0], 0.0, 'x']}}
    """
    found = _closed(map(OPS.__getitem__, names), partials=False)
    return {name: row for name, row in found.items() if row["forward"] != [name, *row["operands"]]}


def _closed(ops: Iterable[Op], *, partials: bool) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    waiting = sorted({op.name: op for op in ops}.values(), key=lambda op: op.name)
    while waiting:
        op = waiting.pop()
        texts = [op.plain_forward, *op.plain_partials * partials]
        trees = [None if text is None else tree(text) for text in texts]
        found[op.name] = {"operands": [*op.operands], "forward": trees[0]}
        if partials:
            found[op.name] |= {"output": op.output, "partials": trees[1:]}
        called = {name for part in trees for name in _called(part)}
        waiting += [OPS[name] for name in sorted(called) if name in OPS and name not in found]
    return found


def tree(text: str) -> Tree:
    """One plain text as nested lists.

    >>> tree("where(x > 0.0, x, 0.01 * x)")
    ['where', ['>', 'x', 0.0], 'x', ['mul', 0.01, 'x']]
    """
    return _tree(ast.parse(text, mode="eval").body)


def _tree(part: ast.AST) -> Tree:
    match part:
        case ast.Constant(value=float() | int() as value):
            return float(value)
        case ast.Name(id=name):
            known = CONSTANTS.get(name)
            return known if isinstance(known, float) else name
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=float() | int() as value)):
            return -float(value)
        case ast.UnaryOp(op=op, operand=x):
            return [_ROWS[type(op)], _tree(x)]
        case ast.BinOp(left=a, op=op, right=b):
            return [_ROWS[type(op)], _tree(a), _tree(b)]
        case ast.Compare(left=a, ops=[order], comparators=[b]):
            return [_ROWS[type(order)], _tree(a), _tree(b)]
        case ast.Call(func=ast.Name(id=name), args=args):
            return [name, *map(_tree, args)]
        case ast.IfExp(test=ast.Call(args=[operand]), body=then, orelse=other):
            return ["is_zero", _tree(operand), _tree(then), _tree(other)]
    raise ValueError(f"{ast.unparse(part)!r} is not in plain words")


def _called(part: Tree | None) -> set[str]:
    """All names that a tree calls."""
    if not isinstance(part, list):
        return set()
    return {part[0]}.union(*map(_called, part[1:]))
