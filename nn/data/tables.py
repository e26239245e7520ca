"""Data on its way in: tables of finite numbers, or one sentence that says which one is not.

Lists, tuples and NumPy arrays (anything with ``tolist``) are taken. What is wrong is named by
row and column before training begins, as hours later it would be a nan without an address.

Read ``digits.py`` next.

>>> checked([[0, 1], [2, 3]], [0, 1])
([[0.0, 1.0], [2.0, 3.0]], [0.0, 1.0])
>>> checked([[0, 1], [2]], [0, 1])
Traceback (most recent call last):
autograd.errors.GraphError: X is ragged: row 1 has 1 columns, row 0 has 2
"""

from __future__ import annotations

import math
from typing import Any

import autograd as ag
from autograd import Value

__all__ = ["Target", "checked"]

#: what one example should give: a number (a class is one as well), or one for each output
Target = float | list[float]


def checked(X: Any, y: Any) -> tuple[list[list[float]], list[Target]]:
    """``X`` and ``y`` as lists of floats, one row of each per example.

    Raises ``GraphError`` for tables that are empty, ragged, of different length or not finite,
    ``OperandError`` for what is not a number.
    """
    rows, targets = _listed("X", X), _listed("y", y)
    if len(rows) != len(targets):
        raise ag.GraphError(f"X has {len(rows)} rows and y has {len(targets)}: one target per row")
    if not rows:
        raise ag.GraphError("X and y are empty: there is nothing to learn from")
    if not isinstance(targets[0], list):
        return _table("X", rows), [_number(f"y, row {i}", t) for i, t in enumerate(targets)]
    return _table("X", rows), list(_table("y", targets))


def _table(name: str, rows: list[Any]) -> list[list[float]]:
    """Rows of equal width."""
    for i, row in enumerate(rows):
        if not isinstance(row, list):
            raise ag.GraphError(
                f"{name}, row {i} is {row!r}, not a list of numbers: for one column write "
                f"[[v] for v in {name}]"
            )
        if len(row) != len(rows[0]):
            raise ag.GraphError(
                f"{name} is ragged: row {i} has {len(row)} columns, row 0 has {len(rows[0])}"
            )
    if not rows[0]:
        raise ag.GraphError(f"{name} has no columns")
    return [
        [_number(f"{name}, row {i}, column {j}", x) for j, x in enumerate(row)]
        for i, row in enumerate(rows)
    ]


def _listed(name: str, table: Any) -> list[Any]:
    """The rows as a list; rows that are arrays or tuples become lists, too."""
    if hasattr(table, "tolist"):
        table = table.tolist()
    if isinstance(table, (str, bytes, dict, Value)) or not hasattr(table, "__iter__"):
        raise ag.OperandError(f"{name} is a list of rows or an array, got {table!r}")
    return [_row(row) for row in table]


def _row(row: Any) -> Any:
    if hasattr(row, "tolist"):
        row = row.tolist()
    return list(row) if isinstance(row, tuple) else row


def _number(place: str, x: Any) -> float:
    """``x`` as a finite float."""
    if x.__class__ is not float:
        try:
            x = Value(x).data
        except (ag.OperandError, TypeError, ValueError, OverflowError) as error:
            raise ag.OperandError(f"{place}: {error}") from None
    if not math.isfinite(x):
        raise ag.GraphError(f"{place} is {x}: fill it in or drop the row")
    return float(x)
