"""Which rows a network of the command line learns from, and which it is judged by.

Read ``terminal.py`` next.
"""

from __future__ import annotations

from argparse import Namespace
from typing import NamedTuple

from nn.cli.tasks import Task
from nn.data.plane import Rows
from nn.data.splitting import split

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
    train, judged = split(*rows, chosen.test, chosen.seed)
    return Split(train, judged, "" if chosen.kept else "held-out")
