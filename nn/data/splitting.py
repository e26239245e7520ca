"""``split``: rows to learn from, and rows held out to judge by. Read ``tables.py`` next."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import autograd as ag
from nn.models.init import generator

__all__ = ["split"]

Rows = tuple[list[Any], list[Any]]


def split(
    X: Sequence[Any], y: Sequence[Any], test: float, rng: int | Random | None = 0
) -> tuple[Rows, Rows]:
    """The rows to learn from, and a share ``test`` of them that is held out, both in their order.

    ``rng`` draws them; both have one row at least. Raises ``GraphError`` for fewer than two rows,
    ``ValueError`` for a share that is none.

    >>> split("abcdefgh", range(8), 0.25)
    ((['a', 'c', 'd', 'f', 'g', 'h'], [0, 2, 3, 5, 6, 7]), (['b', 'e'], [1, 4]))
    """
    if not 0.0 < test < 1.0:
        raise ValueError(f"test is the share of rows to hold out, between 0 and 1, got {test!r}")
    if len(X) < 2:
        raise ag.GraphError(f"{len(X)} rows cannot be split: two are needed")
    order = list(range(len(X)))
    generator(rng).shuffle(order)
    count = min(max(round(test * len(order)), 1), len(order) - 1)
    train, held_out = sorted(order[count:]), sorted(order[:count])
    return _some(X, y, train), _some(X, y, held_out)


def _some(X: Sequence[Any], y: Sequence[Any], numbers: list[int]) -> Rows:
    return [X[i] for i in numbers], [y[i] for i in numbers]
