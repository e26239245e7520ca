"""Sparse Jacobians and Hessians out of one recorded graph: a sweep for each colour.

Read ``functional.py`` next, where they are asked for.
"""

from __future__ import annotations

from autograd.levels import Level
from autograd.sparse.colouring import column_groups, star_groups
from autograd.sparse.matrix import sparse_matrix
from autograd.sparse.pattern import jacobian_pattern, places, symmetric, transposed

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from typing import Any

__all__ = ["jacobian_rows", "sparse_hessian", "sparse_jacobian", "sparse_pattern"]


def sparse_pattern(level: Level, mirrored: bool) -> Any:
    """True at each entry that may be other than 0; ``mirrored`` for a symmetric matrix."""
    rows = _pattern(level)
    rows = symmetric(rows) if mirrored else rows
    entries = [dict.fromkeys(places(row), True) for row in rows]
    return sparse_matrix(entries, len(level.inputs), bool)


def sparse_jacobian(level: Level) -> Any:
    """All derivatives, as a matrix."""
    return sparse_matrix(jacobian_rows(level), len(level.inputs))


def jacobian_rows(level: Level, numeric: bool = False) -> list[dict[int, Any]]:
    """For each output the derivatives by the inputs that it depends on, as few sweeps give them.

    These go backwards by rows, which is faster, or forwards by columns where that takes fewer;
    ``numeric`` as in ``Level.pull``.
    """
    rows, width = _pattern(level), len(level.inputs)
    columns = transposed(rows, width)
    forward, backward = column_groups(columns), column_groups(rows)
    entries: list[dict[int, Any]] = [dict.fromkeys(places(row)) for row in rows]
    if len(forward) < len(backward):
        for group in forward:
            for i, x in enumerate(level.push(_seeds(group, width), numeric)):
                for j in places(rows[i] & group):
                    entries[i][j] = x
    else:
        for group in backward:
            for j, x in enumerate(level.pull(_seeds(group, len(rows)), numeric)):
                for i in places(columns[j] & group):
                    entries[i][j] = x
    return entries


def sparse_hessian(level: Level) -> Any:
    """The symmetric Jacobian of a gradient, which is what the level recorded."""
    rows = symmetric(_pattern(level))
    groups = star_groups(rows)
    swept = [level.pull(_seeds(group, len(rows))) for group in groups]  # by rows or by columns
    group_of = {i: g for g, group in enumerate(groups) for i in places(group)}
    entries: list[dict[int, Any]] = [{} for _ in rows]
    for i, row in enumerate(rows):
        for j in places(row):
            alone = row & groups[group_of[j]] == 1 << j
            entries[i][j] = swept[group_of[j]][i] if alone else swept[group_of[i]][j]
    return sparse_matrix(entries, len(rows))


def _pattern(level: Level) -> list[int]:
    return jacobian_pattern(level.order, level.inputs, level.outputs)


def _seeds(group: int, length: int) -> list[float | None]:
    return [1.0 if group >> i & 1 else None for i in range(length)]
