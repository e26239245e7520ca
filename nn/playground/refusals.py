"""Sentences that refuse settings: raised in Python, and as data for the page, which says the same.

Read ``fields.py`` next.

>>> str(refused("needs", name="nesterov", other="momentum"))
'nesterov needs momentum: write momentum=0.9, or leave it out'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import autograd as ag

__all__ = ["REFUSALS", "refused", "shown"]

#: what is wrong -> the sentence, with the names of what stands in it
REFUSALS = {
    "field": "{name} is {must}, got {found}: write {name}={default}",
    "needs": "{name} needs {other}: write {other}=0.9, or leave it out",
    "no rows": 'the task "own" needs rows: write Playground(X=X, y=y)',
    "other task": 'rows are of the task "own", got task={task}: leave out one of them',
    "activation": "activation lists {count} for {layers} hidden layers: give one for each, or a "
    "single one for all",
    "inputs": "inputs names {name}, and the rows have {columns} columns: leave it out",
    "loss": "loss={loss} takes other targets than {targets}: write one of {fitting}",
    "parts of rows": 'rows has X, y and kind, got {parts}: write rows={"X": [[0, 1], [1, 0]], '
    '"y": [0, 1], "kind": "two"}',
    "many rows": "the playground takes 2 to {most} rows, got {count}: take some of them",
    "many columns": "the playground takes up to {most} columns, got {count}: leave out those that "
    "matter least",
    "many classes": "y has {count} classes: the playground takes two or three, or numbers",
    "many targets": "y, row {row} is {found}: the playground takes one target per row",
    "label": 'y holds {label}: of the kind "{kind}" targets are {labels}',
    "no state": "{found} is no state: copy it whole, it begins with 1",
    "state's place": "a state counts its epochs from 0, got {found}",
    "state's edits": "a state's changes by hand are [epoch, batch, [[weight, number], …]] in their "
    "order, of weights that there are, got {found}",
    "state's pace": "a state's pace is 'auto', 'max' or a whole number of epochs a frame, got "
    "{found}",
}
#: more is cut off
_MOST_SHOWN = 60


def refused(what: str, **parts: object) -> ag.GraphError:
    """The error with the sentence of that name, to be raised."""
    return ag.GraphError(re.sub(r"\{(\w+)\}", lambda found: str(parts[found[1]]), REFUSALS[what]))


def shown(value: Any) -> str:
    """A value as Python writes it, a whole number without a point, as a page has no other.

    >>> shown({"a": [1.0, 0.5, None]})
    "{'a': [1, 0.5, None]}"
    >>> shown("x" * 80) == "'" + "x" * 59 + "…"
    True
    """
    text = _literal(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def _literal(value: Any) -> str:
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e16
        return str(int(value)) if whole else float.__repr__(value)
    if type(value) is list:
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_literal(k)}: {_literal(x)}' for k, x in value.items())}}}"
    return repr(value)
