"""Paths from a node up to the output, and what each contributes to the derivative.

The derivative is the sum over all paths of the product of the partials along the path. There may
be far more paths than atoms in the world, so they are counted (exactly, in Python's integers), and
only the largest are listed: the largest paths of a node go on along the largest paths of its
consumers, so what one backward sweep passes is enough to know those of all nodes.

Read ``explain.py`` next.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from autograd.value import Value

__all__ = ["Step", "Way", "Ways", "find_ways"]


class Step(NamedTuple):
    """One arrow of a path: from ``node`` down to its operand at ``position``."""

    node: Value
    position: int
    partial: float


class Way(NamedTuple):
    """One path up to the output: its product, its first step up, and the rest of the way."""

    product: float
    step: Step | None = None  # None where the output itself is the end of the way
    onward: Way | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in the engine's order, from the output on."""
        found, way = [], self
        while way.step is not None and way.onward is not None:
            found.append(way.step)
            way = way.onward
        return tuple(found[::-1])


class Ways(NamedTuple):
    """For each node that there is a way to their number, and for some nodes the largest ones."""

    total: dict[Value, int]
    largest: dict[Value, list[Way]]


def find_ways(
    output: Value, sweep: Iterable[tuple[Any, ...]], listed: Collection[Value], limit: int
) -> Ways:
    """All paths up to ``output`` along the steps of a backward sweep from there.

    The steps are those of ``backprop.steps``: node, position of an operand, partial, and more.
    At most ``limit`` paths are kept for each node in ``listed``, the largest products first.

    >>> from autograd.backprop import steps
    >>> from autograd.functions import numeric_partial
    >>> x = Value(3.0)
    >>> square = x * x
    >>> sweep = steps([x, square], {square: 1.0}, {x}, numeric_partial)
    >>> ways = find_ways(square, sweep, [x], 1)
    >>> ways.total[x], ways.largest[x][0].product
    (2, 3.0)
    """
    ways = Ways({output: 1}, {})
    waiting = {output: [Way(1.0)]}  # node -> the ways up that its consumers have found for it
    for node, its_steps in groupby(sweep, itemgetter(0)):
        best = _largest(limit, waiting.pop(node))
        if node in listed:
            ways.largest[node] = best
        for _, position, partial, *_ in reversed([*its_steps]):
            operand, step = node.operands[position], Step(node, position, partial)
            ways.total[operand] = ways.total.get(operand, 0) + ways.total[node]
            longer = [Way(way.product * partial, step, way) for way in reversed(best)]
            waiting.setdefault(operand, []).extend(longer)
    ends = {node: _largest(limit, waiting.get(node, [])) for node in listed}
    return Ways(ways.total, ends | ways.largest)


def _largest(limit: int, found: list[Way]) -> list[Way]:
    """The largest first; of equals what was made earlier, which the sweep found later."""
    return heapq.nlargest(limit, reversed(found), key=lambda way: abs(way.product))
