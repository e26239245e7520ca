"""What a page knows of the engine, as data: rows of the op table, and recorded functions.

No derivative, activation, loss or update rule is written in JavaScript: ``graph.js`` puts networks
together from these. ``op_table`` has the rows (``rows.py``), with what is said about them.
``expression`` records any Python function of Values.

Read ``graph.js`` next.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from autograd.compiler.program import Operand
from autograd.compiler.record import record
from autograd.errors import RecordingError
from autograd.ops import OPS
from autograd.page.functions import function_data
from autograd.rows import rows
from autograd.show.player.template import rule
from autograd.show.scene.names import op_mark
from autograd.value import Value

__all__ = ["expression", "op_table"]


def op_table(names: Iterable[str]) -> dict[str, Any]:
    """The rows of these names, and all that they are written and differentiated with.

    ``rows``: name -> ``operands``, ``output`` (what the partials call it), ``forward`` and
    ``partials`` as trees, ``rules`` (the partials as they read), ``mark`` (beside a result),
    and ``infix``. ``functions``: what those are as machine instructions that are called
    (``functions.py``). Raises ``KeyError`` for a name that the op table has not.

    >>> op_table(["tanh"])["rows"]["tanh"]["partials"]
    [['sub', 1.0, ['mul', 'y', 'y']]]
    """
    found = rows(_row(name) for name in sorted({*names} | _ALWAYS))
    for name, row in found.items():
        op = OPS[name]
        row |= {"mark": op_mark(op), "infix": op.infix}
        row["rules"] = [None if text is None else rule(text) for text in op.partials]
    return {"rows": found, "functions": function_data(found)}


#: what sweeps need, and comparisons in them
_ALWAYS = {"add", "mul", "neg", "greater", "greater_equal"}


def _row(name: str) -> Any:
    if name not in OPS:
        raise KeyError(f"the op table has no row {name!r}; it has {', '.join(sorted(OPS))}")
    return OPS[name]


def expression(
    function: Callable[..., Any], arity: int, parameters: int | Sequence[Value] = 0
) -> dict[str, Any]:
    """A function of so many numbers, and then so many parameters, as what it does with them.

    ``steps`` are ``[row, place, …]``; places count the operands first, then the steps;
    ``{"constant": x}`` is a number. The result may be a number or a list of some. ``parameters``
    that are Values are those the function uses without being given them, as a model does; other
    leaves are then numbers. Raises ``RecordingError`` for a function that cannot be recorded, or
    uses Values that it is not given.

    >>> expression(lambda y, t: (y - t) ** 2, 2)["steps"]
    [['sub', 0, 1], ['pow', 2, {'constant': 2.0}]]
    >>> w, b = Value(2.0), Value(1.0)
    >>> expression(lambda x: w * x + b, 1, [b, w])["steps"]
    [['mul', 2, 0], ['add', 3, 1]]
    """
    own = [] if isinstance(parameters, int) else [*parameters]
    inputs = arity + (parameters if isinstance(parameters, int) else 0)
    recording = record(function, inputs, first=own)
    if isinstance(parameters, int) and recording.parameters:
        raise RecordingError(
            f"{getattr(function, '__name__', 'the function')} uses {recording.parameters[0]!r}, "
            "which it is not given: a page knows its operands only. Give it as an operand"
        )
    places = {p: inputs + i for i, p in enumerate(own)}
    leaves = [places.get(p, p.data) for p in recording.parameters]
    place, program = _places(inputs, leaves, inputs + len(own)), recording.program
    return {
        "operands": inputs + len(own),
        "steps": [[op, *map(place, operands)] for op, operands in program.instructions],
        "outputs": [*map(place, program.outputs)],
    }


def _places(inputs: int, leaves: Sequence[Operand], operands: int) -> Callable[[Operand], Any]:
    """How a recording's places are told: it counts inputs, the leaves that it met, then steps."""
    steps = inputs + len(leaves)

    def place(x: Operand) -> Any:
        if isinstance(x, float) or x < inputs:
            return _plain(x)
        return _plain(leaves[x - inputs]) if x < steps else x - steps + operands

    return place


def _plain(x: Operand) -> Any:
    if not isinstance(x, float):
        return x
    known = {math.inf: "Infinity", -math.inf: "-Infinity"}
    return {"constant": known.get(x, x) if x == x else "NaN"}
