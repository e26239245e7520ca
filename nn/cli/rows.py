"""Which rows a network of the command line learns from, and which it is judged by.

Read ``terminal.py`` next.
"""

from __future__ import annotations

from argparse import Namespace
from random import Random
from typing import NamedTuple

from nn.cli.tasks import Task
from nn.data.plane import Rows

__all__ = ["Split", "split_of"]


class Split(NamedTuple):
    """The rows to learn from, those to judge by, and what the latter are called."""

    train: Rows
    judged: Rows
    called: str


def split_of(task: Task, chosen: Namespace) -> Split:
    """The rows of a task; with ``--test`` that share of them, drawn by the seed, is held out."""
    rows = task.data(chosen.seed, **({"noise": chosen.noise} if chosen.noise is not None else {}))
    if task.held_out:
        return _called(rows, task.held_out(chosen.seed), "held-out")
    if chosen.test is None:
        return _called(rows, rows, "training")
    order = list(range(len(rows[0])))
    Random(chosen.seed).shuffle(order)
    count = min(max(round(chosen.test * len(order)), 1), len(order) - 1)
    return _called(
        _some(rows, sorted(order[count:])), _some(rows, sorted(order[:count])), "held-out"
    )


def _some(rows: Rows, numbers: list[int]) -> Rows:
    X, y = rows
    return [X[i] for i in numbers], [y[i] for i in numbers]


def _called(train: Rows, judged: Rows, kind: str) -> Split:
    count = len(judged[0])
    return Split(train, judged, f"{count} {kind} row{'' if count == 1 else 's'}")
