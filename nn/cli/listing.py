"""What ``python -m nn list`` prints.

Read ``options.py`` next.
"""

from __future__ import annotations

from typing import Any

from nn.cli.tasks import NAMES, TASKS
from nn.data.gates import TABLE

__all__ = ["listing", "tasks"]

NEW_NAMES = "new first names"

#: what a task needs beyond the standard library
NEEDS = {"digits": "scikit-learn", NAMES: "llvmlite"}


def tasks() -> list[dict[str, Any]]:
    """The same as plain data, for another program."""
    found: list[dict[str, Any]] = [
        {"task": name, "title": _title(name), "sizes": task.sizes(task.hidden)}
        | {"activation": task.activation, "needs": NEEDS.get(name)}
        for name, task in TASKS.items()
    ]
    return [*found, {"task": NAMES, "title": NEW_NAMES, "needs": NEEDS[NAMES]}]


def listing() -> str:
    """Every task in a line: its name, its network, what it is."""
    rows = [
        [name, "-".join(map(str, task.sizes(task.hidden))), task.activation, _title(name)]
        for name, task in TASKS.items()
    ]
    rows.append([NAMES, "a little GPT", "", NEW_NAMES])
    for row in rows:
        row[-1] += f"; needs {NEEDS[row[0]]}" if row[0] in NEEDS else ""
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = ["  ".join(f"{cell:{width}}" for cell, width in zip(row, widths)) for row in rows]
    end = "python -m nn TASK trains one; python -m nn --help shows the options"
    return "\n".join([*map(str.rstrip, lines), "", end])


def _title(name: str) -> str:
    """What a task is; of a gate also its answers to 00, 01, 10 and 11."""
    answers = f": {' '.join(map(str, TABLE[name]))}" if name in TABLE else ""
    return TASKS[name].title + answers
