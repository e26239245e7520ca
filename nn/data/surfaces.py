"""Functions of two numbers as data for regression: the height of a surface at drawn places.

``surface("saddle", n=100)`` gives ``(X, y)``: ``X`` is a list of [x₁, x₂] drawn evenly from ±2,
``y`` the heights there. ``noise`` is the standard deviation of what is added to the heights.
``SURFACES`` holds the functions themselves, of numbers or of Values. Read ``splitting.py`` next.

>>> X, y = surface("plane", n=50)
>>> len(X), y[0] == (X[0][0] + X[0][1]) / 2
(50, True)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import autograd as ag
from nn.checks import one_of
from nn.data.plane import Seed, check_drawn
from nn.models.init import generator

__all__ = ["HALF_WIDTH", "SURFACES", "surface"]

#: how far from 0 a place may be, in both directions
HALF_WIDTH = 2.0

#: name -> the height at (a, b)
SURFACES: dict[str, Callable[[Any, Any], Any]] = {
    "plane": lambda a, b: (a + b) / 2,
    "saddle": lambda a, b: a * b / 2,
    "bump": lambda a, b: ag.exp(-(a * a + b * b)),
    "waves": lambda a, b: (ag.sin(2 * a) + ag.sin(2 * b)) / 2,
    "hills": lambda a, b: ag.sin(2 * a) * ag.sin(2 * b),
    "ripple": lambda a, b: ag.cos(a * a + b * b),
}


def surface(
    name: str, n: int = 100, noise: float = 0.0, rng: Seed = 0
) -> tuple[list[list[float]], list[float]]:
    """``n`` places and the heights of a surface there.

    Raises ``ValueError`` for a name that no surface has, with the closest one.

    >>> X, y = surface("bump", n=2)
    >>> [round(height, 6) for height in y]
    [0.051681, 0.86361]
    """
    height = SURFACES[one_of("surface", name, SURFACES)]
    check_drawn(n, noise)
    source, places, heights = generator(rng), [], []
    for _ in range(n):
        a, b = (source.uniform(-HALF_WIDTH, HALF_WIDTH) for _ in range(2))
        places.append([a, b])
        heights.append(height(a, b) + noise * source.gauss(0.0, 1.0))
    return places, heights
