"""Which rows make which batch: shuffled anew for every epoch. Read ``keeping.py`` next."""

from __future__ import annotations

from random import Random

from nn.checks import whole
from nn.files.checkpoint import Shuffled

__all__ = ["Shuffling"]


class Shuffling:
    """For every epoch the numbers of the rows, in batches; one batch of all needs no shuffling.

    ``size`` rows make a batch, None stands for all.

    >>> batches = Shuffling(5, 2, Random(0))
    >>> before = batches.state()
    >>> first = next(batches)
    >>> batches.restore(before)
    >>> first, next(batches) == first
    ([[2, 1], [0, 4], [3]], True)
    """

    def __init__(self, rows: int, size: int | None, source: Random) -> None:
        self.order, self.source = list(range(rows)), source
        self.size = rows if size is None else min(whole("batch_size", size), rows)

    def __next__(self) -> list[list[int]]:
        """The batches of one more epoch."""
        n, size = len(self.order), self.size
        if size < n:
            self.source.shuffle(self.order)
        return [self.order[i : i + size] for i in range(0, n, size)]

    def state(self) -> Shuffled:
        """What decides all further epochs; None if nothing is shuffled."""
        return ([*self.order], self.source.getstate()) if self.size < len(self.order) else None

    def restore(self, state: Shuffled) -> None:
        """Go on as from such a state."""
        if state is not None:
            self.order[:] = state[0]
            self.source.setstate(state[1])
