"""The course of one number over the epochs as a small curve: no package is needed.

Read ``neurons.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import autograd as ag
from nn.plot.axes import PALETTE

__all__ = ["WIDE", "course_of", "sparkline"]

#: beyond this ratio of the largest to the smallest loss a linear axis hides the end
WIDE = 20.0
#: so many points of a course are enough for so small a curve
POINTS = 110
WIDTH, HEIGHT = 160, 32


def course_of(course: Sequence[float], loss: bool = False) -> tuple[list[float], str]:
    """A course from 0 to 1, thinned, and in words; shares as they are, others from end to end.

    Positive numbers of very different sizes are drawn by their logarithms, as the words say.

    >>> course_of([0.5, 1.0])
    ([0.5, 1.0], '0.5 → 1')
    >>> course_of([1.0, 0.1, 0.01], loss=True)
    ([1.0, 0.5, 0.0], '1 → 0.01, logarithmic')
    """
    numbers = list(course[:: -(-len(course) // POINTS)])
    low, high = min(course), max(course)
    told = f"{course[0]:.4g} → {course[-1]:.4g}"
    if not loss and low >= 0.0 and high <= 1.0:
        return numbers, told
    if low > 0.0 and high > WIDE * low:
        numbers, low, high = [math.log(x) for x in numbers], math.log(low), math.log(high)
        told += ", logarithmic"
    return [(x - low) / (high - low or 1.0) for x in numbers], told


def sparkline(course: Sequence[float], loss: bool = False) -> str:
    """The curve as an image in HTML, which is seen in a notebook that is not trusted, too."""
    heights, told = course_of(course, loss)
    last = len(heights) - 1 or 1
    places = [
        (3 + (WIDTH - 6) * i / last, 3 + (HEIGHT - 6) * (1 - x)) for i, x in enumerate(heights)
    ]
    points, (x, y) = " ".join(f"{x:.1f},{y:.1f}" for x, y in places), places[-1]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<polyline fill="none" stroke="{PALETTE[1]}" stroke-width="2" points="{points}"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{PALETTE[1]}"/></svg>'
    )
    return ag.svg_image(svg, told)
