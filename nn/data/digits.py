"""Handwritten digits: scikit-learn's copy of the UCI set, 1797 pictures of 8×8 pixels.

Needs scikit-learn, which brings the pictures with it. Read ``names.py`` next.

>>> X, y = digits("train")
>>> len(X), len(X[0]), y[:5], len(digits("held-out")[0])
(1437, 64, [6, 2, 2, 0, 0], 360)
"""

from __future__ import annotations

import gzip
from importlib.util import find_spec
from pathlib import Path
from random import Random

import autograd as ag
from nn.checks import one_of
from nn.data.plane import Rows
from nn.models.init import generator

__all__ = ["digits"]

LARGEST = 16.0
HELD_OUT = 360
SPLITS = ("train", "held-out", "all")


def digits(split: str = "train", rng: int | Random | None = 0) -> Rows:
    """Pictures as rows of 64 numbers from 0 to 1, and the digits that they show.

    ``split`` is "train" (1437 rows), "held-out" (the 360 others), or "all"; they are shuffled by
    ``rng``, so one seed gives one split. Raises ``ValueError`` for another name,
    ``MissingPackageError`` without scikit-learn. Source: Alpaydin & Kaynak 1998, "Optical
    recognition of handwritten digits" (UCI machine learning repository).

    >>> X, y = digits("train")
    >>> len(X), len(X[0]), y[:5]
    (1437, 64, [6, 2, 2, 0, 0])
    """
    one_of("split", split, SPLITS)
    rows = _table()
    generator(rng).shuffle(rows)
    chosen = {"train": rows[HELD_OUT:], "held-out": rows[:HELD_OUT], "all": rows}[split]
    return [[pixel / LARGEST for pixel in pixels] for *pixels, _ in chosen], [
        int(digit) for *_, digit in chosen
    ]


def _table() -> list[list[float]]:
    """The rows of the file in scikit-learn: 64 pixels from 0 to 16, and the digit.

    Its own ``load_digits`` gives the same; but importing that takes longer than the training.
    """
    found = find_spec("sklearn")
    if found is None or found.origin is None:
        raise ag.missing_package("the data set of digits", "scikit-learn")
    path = Path(found.origin).parent / "datasets" / "data" / "digits.csv.gz"
    with gzip.open(path, "rt", encoding="ascii") as file:
        return [list(map(float, line.split(","))) for line in file]
