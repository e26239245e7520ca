"""Which rows make which batch: shuffled anew for every epoch. Read ``keeping.py`` next."""

from __future__ import annotations

from random import Random
from typing import Any, Protocol

from nn.checks import whole
from nn.files.checkpoint import Shuffled
from nn.models.init import generator
from nn.training.history import History

__all__ = ["Batches", "InOrder", "Mark", "Shuffling"]

#: a moment between two epochs: how many there were, and the state if that cannot be found again
Mark = tuple[int, Shuffled]


class Batches(Protocol):
    """Which rows come next, epoch by epoch, and how to find that again."""

    def __next__(self) -> list[Any]:
        """The batches of one more epoch."""

    def mark(self) -> Mark:
        """This moment, for ``at``."""

    def at(self, mark: Mark) -> Shuffled:
        """The state at a moment."""

    def restore(self, state: Shuffled) -> None:
        """Go on as from such a state."""


class Shuffling:
    """For every epoch the numbers of the rows, in batches; one batch of all needs no shuffling.

    ``size`` rows make a batch, None stands for all.

    >>> batches = Shuffling(5, 2, rng=0)
    >>> mark = batches.mark()
    >>> first = next(batches)
    >>> batches.restore(batches.at(mark))
    >>> first, next(batches) == first
    ([[2, 1], [0, 4], [3]], True)
    """

    def __init__(self, rows: int, size: int | None, rng: int | Random | None) -> None:
        self.order, self.source = list(range(rows)), generator(rng)
        self.size = rows if size is None else min(whole("batch_size", size), rows)
        self.epochs = 0
        self._alone = not isinstance(rng, Random)  # nobody else draws from the source
        self._known: Mark = 0, self.state()

    def __next__(self) -> list[list[int]]:
        """The batches of one more epoch."""
        self.epochs += 1  # first: from now on the source is on its way
        n, size = len(self.order), self.size
        if size < n:
            self.source.shuffle(self.order)
        return [self.order[i : i + size] for i in range(0, n, size)]

    def mark(self) -> Mark:
        """This moment, for ``at``: in a hurry, as a state is long and there may be many epochs."""
        return self.epochs, None if self._alone else self.state()

    def at(self, mark: Mark) -> Shuffled:
        """The state at a moment since the last one that was asked for."""
        epochs, state = mark
        if state is not None or self.size == len(self.order):
            return state
        if epochs == self.epochs:
            self._known = epochs, self.state()
            return self._known[1]
        since, known = self._known
        twin = Shuffling(len(self.order), self.size, 0)
        twin.restore(known)
        for _ in range(epochs - since):
            next(twin)
        return twin.state()

    def state(self) -> Shuffled:
        """What decides all further epochs; None if nothing is shuffled."""
        return ([*self.order], self.source.getstate()) if self.size < len(self.order) else None

    def restore(self, state: Shuffled) -> None:
        """Go on as from such a state."""
        if state is not None:
            self.order[:] = state[0]
            self.source.setstate(state[1])
            self._known = self.epochs, state


class InOrder:
    """Rows in their order, again and again, ``size`` of them for each number of a history.

    >>> history = History()
    >>> batches = InOrder(5, 2, history)
    >>> history.losses += [0.5, 0.4]
    >>> next(batches)
    [[4, 0]]
    """

    def __init__(self, rows: int, size: int, history: History) -> None:
        self.rows, self.size, self.history = rows, size, history

    def __next__(self) -> list[list[int]]:
        """The one batch that comes after those of the history."""
        first = self.history.epochs * self.size
        return [[i % self.rows for i in range(first, first + self.size)]]

    def mark(self) -> Mark:
        """The history tells all."""
        return self.history.epochs, None

    def at(self, mark: Mark) -> Shuffled:
        """Nothing is shuffled."""
        return None

    def restore(self, state: Shuffled) -> None:
        """The history is restored elsewhere."""
