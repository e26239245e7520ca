"""The same program as data: ``interpreter.js`` runs it where a page's policy forbids WebAssembly.

Loops stay loops, and rows of the table that are written in others come along as expressions of
their operands, so that what the page must know is short. An expression is a number (as a text where
JSON has none), a leaf ``{"space", "base", "strides", "table", "over"}``, ``{"runs": [[length,
term], …]}``, ``{"op", "operands"}``, or in a row ``{"operand"}``.

Read ``page.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from autograd.compiler.backends.words import said, vocabulary
from autograd.compiler.loops.loop import Apply, Expression, Index, Loops, Sum
from autograd.compiler.loops.runnable import ops_of
from autograd.compiler.program import Operand
from autograd.ops import OPS

__all__ = ["program_data"]


class _Tree:
    """An expression of a row's operands; arithmetic on it makes a larger one."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data


def _applied(op: str) -> Callable[..., _Tree]:
    return lambda *operands: _Tree({"op": op, "operands": [*map(_data, operands)]})


def _reflected(op: str) -> Callable[..., _Tree]:
    return lambda x, other: _applied(op)(other, x)


def _data(x: Any) -> Any:
    return x.data if isinstance(x, _Tree) else _number(float(x))


for _op, _name in {"add": "add", "sub": "sub", "mul": "mul", "truediv": "div"}.items():
    setattr(_Tree, f"__{_op}__", _applied(_name))
    setattr(_Tree, f"__r{_op}__", _reflected(_name))
for _op in ("neg", "lt", "le", "gt", "ge"):
    setattr(_Tree, f"__{_op}__", _applied(_op))
#: rows that are arithmetic, and mean themselves
_ARITHMETIC = {"add", "sub", "mul", "div", "neg"}


def program_data(loops: Loops, sums: int = 0) -> dict[str, Any]:
    """What JSON can hold of a program; its first ``sums`` outputs are added up over the batch.

    With ``sums`` the program's last input is the weight, not a column.

    >>> from autograd.compiler.loops.loop import Loop
    >>> program_data(Loops(1, 0, (Loop((), Apply("neg", (Index("input", 0),)), 0),), (1,)))["loops"]
    [{'shape': [], 'first': 0, 'body': {'op': 'neg', 'operands': [{'space': 'input', 'base': 0}]}}]
    """
    words = vocabulary(lambda row: _applied(row.name))
    rows = {}
    for name in sorted(ops_of(loops) - _ARITHMETIC):
        operands = [_Tree({"operand": i}) for i in range(OPS[name].arity)]
        body = _data(said(OPS[name], operands, words))
        if body.get("op") != name:
            rows[name] = body
    found = [
        {"shape": [*loop.shape], "first": loop.first, "body": _expression(loop.body)}
        for loop in loops.loops
    ]
    return {
        "inputs": loops.inputs - (1 if sums else 0),
        "parameters": loops.parameters,
        "sums": sums,
        "outputs": [*map(_output, loops.outputs)],
        "rows": rows,
        "loops": found,
    }


def _expression(x: Expression) -> Any:
    if isinstance(x, Index):
        lists = {"strides": [*x.strides], "table": [*x.table], "over": [*x.over]}
        return {"space": x.space, "base": x.base} | {k: v for k, v in lists.items() if v}
    if isinstance(x, Sum):
        return {"runs": [[length, _expression(term)] for length, term in x.runs]}
    if isinstance(x, Apply):
        return {"op": x.op, "operands": [*map(_expression, x.operands)]}
    return _number(x)


def _number(x: float) -> float | str:
    """A number as JSON and JavaScript have it."""
    return x if math.isfinite(x) else "NaN" if x != x else "Infinity" if x > 0 else "-Infinity"


def _output(x: Operand) -> Any:
    return {"constant": _number(x)} if isinstance(x, float) else x
