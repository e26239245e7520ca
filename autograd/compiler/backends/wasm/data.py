"""The same program as data: ``interpreter.js`` runs it where a page's policy forbids WebAssembly.

Loops stay loops, and rows of the table that are written in others come along (``rows.py``), so that
what the page must know is short. An expression is a number (as a text where JSON has none), a leaf
``{"space", "base", "strides", "table", "over"}``, ``{"runs": [[length, term], …]}``, or ``{"op",
"operands"}``.

Read ``page.py`` next.
"""

from __future__ import annotations

import math
from typing import Any

from autograd.compiler.loops.loop import Apply, Expression, Index, Loops, Sum
from autograd.compiler.loops.runnable import ops_of
from autograd.compiler.program import Operand
from autograd.rows import forward_rows

__all__ = ["program_data"]


def program_data(loops: Loops, sums: int = 0) -> dict[str, Any]:
    """What JSON can hold of a program; its first ``sums`` outputs are added up over the batch.

    With ``sums`` the program's last input is the weight, not a column.

    >>> from autograd.compiler.loops.loop import Loop
    >>> program_data(Loops(1, 0, (Loop((), Apply("neg", (Index("input", 0),)), 0),), (1,)))["loops"]
    [{'shape': [], 'first': 0, 'body': {'op': 'neg', 'operands': [{'space': 'input', 'base': 0}]}}]
    """
    found = [
        {"shape": [*loop.shape], "first": loop.first, "body": _expression(loop.body)}
        for loop in loops.loops
    ]
    return {
        "inputs": loops.inputs - (1 if sums else 0),
        "parameters": loops.parameters,
        "sums": sums,
        "outputs": [*map(_output, loops.outputs)],
        "rows": forward_rows(ops_of(loops)),
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
