"""Rows of one's own: looked at, and of which kind their targets are.

Read ``settings.py`` next.

>>> own_rows([[0, 1], [1, 0]], [-1, 1])
{'X': [[0.0, 1.0], [1.0, 0.0]], 'y': [0, 1], 'kind': 'two'}
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from nn.checks import one_of
from nn.data.tables import checked
from nn.playground.choices import KINDS
from nn.playground.refusals import refused, shown

__all__ = [
    "MOST_COLUMNS",
    "MOST_ROWS",
    "checked_rows",
    "kind_of_labels",
    "own_rows",
    "require_small",
]

#: more make no picture, and no quick step
MOST_ROWS, MOST_COLUMNS = 2000, 16
#: kinds of classes -> their labels
_LABELS = {name: {*kind.labels} for name, kind in KINDS.items() if kind.labels}


def own_rows(X: Any, y: Any, kind: str | None = None) -> dict[str, Any]:
    """Rows and targets as the page takes them, ``kind`` found by the targets unless given.

    Two labels are 0 and 1 (or -1 and 1), three are 0, 1, 2, or words, which count in the order of
    the alphabet; anything else is a number. Raises ``GraphError`` and ``OperandError`` for what is
    no table of numbers, or too large.

    >>> own_rows([[0.5], [1.5]], [0.1, 0.2])["kind"]
    'number'
    """
    rows, listed = checked(X, _numbered(y))
    require_small(rows)
    targets = [_one(i, target) for i, target in enumerate(listed)]
    labels = set(targets)
    if labels == {-1.0, 1.0} and kind in (None, "two"):
        targets, labels = [(t + 1.0) / 2.0 for t in targets], {0.0, 1.0}
    kind = kind or kind_of_labels(labels)
    known = _LABELS.get(one_of("kind", kind, KINDS))
    if known and not labels <= known:
        told = ", ".join(map(shown, sorted(known)))
        raise refused("label", label=shown(min(labels - known)), kind=kind, labels=told)
    return {"X": rows, "y": [int(t) for t in targets] if known else targets, "kind": kind}


def kind_of_labels(labels: Set[float]) -> str:
    """The kind of targets that are these and no others."""
    return next((kind for kind, known in _LABELS.items() if labels <= known), "number")


def checked_rows(rows: Mapping[str, Any]) -> dict[str, Any]:
    """Rows from a page or a state; ``GraphError`` where a part is missing or too much."""
    for name in rows:
        one_of("part of rows", name, ("X", "y", "kind"))
    if "X" not in rows or "y" not in rows:
        raise refused("parts of rows", parts=", ".join(rows) or "nothing")
    return own_rows(rows["X"], rows["y"], rows.get("kind"))


def _numbered(y: Any) -> Any:
    """Words as the numbers of their classes."""
    words = y.tolist() if hasattr(y, "tolist") else y
    if not isinstance(words, (list, tuple)) or not words:
        return y
    if not all(isinstance(word, str) for word in words):
        return y
    classes = sorted({*words})
    if len(classes) > len(_LABELS["three"]):
        raise refused("many classes", count=len(classes))
    return [classes.index(word) for word in words]


def _one(i: int, target: float | list[float]) -> float:
    """A target that is a number, or a column of one."""
    if not isinstance(target, list):
        return target
    if len(target) != 1:
        raise refused("many targets", row=i, found=shown(target))
    return target[0]


def require_small(rows: list[list[float]]) -> None:
    """Refuse more rows or columns than a page can show."""
    if not 2 <= len(rows) <= MOST_ROWS:
        raise refused("many rows", most=MOST_ROWS, count=len(rows))
    if len(rows[0]) > MOST_COLUMNS:
        raise refused("many columns", most=MOST_COLUMNS, count=len(rows[0]))
