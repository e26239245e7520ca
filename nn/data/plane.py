"""Small data sets of two inputs and two or three classes, in pure Python.

``moons``, ``circles``, ``spirals`` and ``blobs`` give ``(X, y)``: ``X`` is a list of [x₁, x₂],
``y`` a list of labels 0 and 1, in turns; those of ``three_blobs`` are 0, 1 and 2. For ``hinge``
turn 0 and 1 into ±1 by ``[2 * t - 1 for t in y]``. ``noise`` is the standard deviation of what is
added to both coordinates; ``rng`` is a seed, a ``random.Random`` or None. The logic gates stand in
``gates.py``.

Read ``surfaces.py`` next.

>>> X, y = moons(n=4, noise=0.0)
>>> [[round(a, 3), round(b, 3)] for a, b in X], y
([[1.0, 0.0], [0.0, 0.5], [-1.0, 0.0], [2.0, 0.5]], [0, 1, 0, 1])
"""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random
from typing import Any

from nn.checks import whole
from nn.data import gates
from nn.models.init import generator

__all__ = ["blobs", "circles", "gates", "moons", "spirals", "three_blobs"]

Rows = tuple[list[list[float]], list[int]]
Seed = int | Random | None
#: (where along the shape, from 0 to 1; the label) -> a point
Shape = Callable[[float, int], tuple[float, float]]


def moons(n: int = 100, noise: float = 0.1, rng: Seed = 0) -> Rows:
    """Two half circles of radius 1 that reach into one another.

    >>> moons(n=2, noise=0.0)
    ([[1.0, 0.0], [0.0, 0.5]], [0, 1])
    """

    def shape(s: float, label: int) -> tuple[float, float]:
        x, y = math.cos(math.pi * s), math.sin(math.pi * s)
        return (1.0 - x, 0.5 - y) if label else (x, y)

    return _draw(shape, n, noise, rng)


def circles(n: int = 100, noise: float = 0.05, rng: Seed = 0) -> Rows:
    """A circle of radius 1 (label 0) around one of radius ½ (label 1).

    >>> circles(n=2, noise=0.0)
    ([[1.0, 0.0], [0.5, 0.0]], [0, 1])
    """

    def shape(s: float, label: int) -> tuple[float, float]:
        radius, angle = (0.5 if label else 1.0), 2.0 * math.pi * s
        return radius * math.cos(angle), radius * math.sin(angle)

    return _draw(shape, n, noise, rng)


def spirals(n: int = 100, noise: float = 0.02, rng: Seed = 0, turns: float = 1.0) -> Rows:
    """Two spirals around each other, from radius 0.1 out to radius 1.

    >>> X, y = spirals(n=4, noise=0.0, turns=0.5)
    >>> [[round(a, 2), round(b, 2)] for a, b in X], y
    ([[0.1, 0.0], [-0.1, 0.0], [-1.0, 0.0], [1.0, -0.0]], [0, 1, 0, 1])
    """

    def shape(s: float, label: int) -> tuple[float, float]:
        radius, angle = 0.1 + 0.9 * s, 2.0 * math.pi * turns * s + math.pi * label
        return radius * math.cos(angle), radius * math.sin(angle)

    return _draw(shape, n, noise, rng)


def blobs(n: int = 100, noise: float = 0.5, rng: Seed = 0) -> Rows:
    """Two round clouds around (-1, -1) and (1, 1): a single neuron parts them.

    >>> blobs(n=2, noise=0.0)
    ([[-1.0, -1.0], [1.0, 1.0]], [0, 1])
    """
    return _draw(lambda s, label: (2.0 * label - 1.0, 2.0 * label - 1.0), n, noise, rng)


def three_blobs(n: int = 150, noise: float = 0.4, rng: Seed = 0) -> Rows:
    """Three round clouds at the corners of a triangle, for ``cross_entropy``.

    >>> three_blobs(n=3, noise=0.0)
    ([[-1.0, -1.0], [1.0, -1.0], [0.0, 1.0]], [0, 1, 2])
    """
    corners = ((-1.0, -1.0), (1.0, -1.0), (0.0, 1.0))
    return _draw(lambda s, label: corners[label], n, noise, rng, len(corners))


def _draw(shape: Shape, n: int, noise: float, rng: Seed, labels: int = 2) -> Rows:
    """``n`` points spread evenly along all shapes, with noise."""
    check_drawn(n, noise)
    source = generator(rng)
    last = max((n - 1) // labels, 1)
    points = []
    for i in range(n):
        x, y = shape(min(i // labels / last, 1.0), i % labels)
        points.append([x + noise * source.gauss(0.0, 1.0), y + noise * source.gauss(0.0, 1.0)])
    return points, [i % labels for i in range(n)]


def check_drawn(n: Any, noise: Any) -> None:
    """Refuse a number of points or a noise that is none."""
    whole("n, the number of points,", n, least=2)
    if not isinstance(noise, (int, float)) or not 0.0 <= noise < math.inf:
        raise ValueError(f"noise is a standard deviation, a number from 0 on, got {noise!r}")
