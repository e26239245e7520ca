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
    """The rows to learn from, those to judge by, and of which kind the latter are."""

    train: Rows
    judged: Rows
    kind: str

    @property
    def called(self) -> str:
        """The rows to judge by, in words."""
        count = len(self.judged[0])
        return f"{count} {f'{self.kind} row'.strip()}{'' if count == 1 else 's'}"


def split_of(task: Task, chosen: Namespace) -> Split:
    """The rows of a task; with ``--test`` that share of them, drawn by the seed, is held out.

    For a network that is kept nobody knows which rows it has seen: they are of no kind then.
    """
    rows = task.data(chosen.seed, **({"noise": chosen.noise} if chosen.noise is not None else {}))
    if task.held_out:
        return Split(rows, task.held_out(chosen.seed), "held-out")
    if chosen.test is None:
        return Split(rows, rows, "" if chosen.kept else "training")
    order = list(range(len(rows[0])))
    Random(chosen.seed).shuffle(order)
    count = min(max(round(chosen.test * len(order)), 1), len(order) - 1)
    train, judged = (_some(rows, sorted(some)) for some in (order[count:], order[:count]))
    return Split(train, judged, "" if chosen.kept else "held-out")


def _some(rows: Rows, numbers: list[int]) -> Rows:
    X, y = rows
    return [X[i] for i in numbers], [y[i] for i in numbers]
