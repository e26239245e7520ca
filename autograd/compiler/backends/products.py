"""Sums of products as matrix products.

Σ a·b over some axes is one, if both factors depend on these: the axes of one factor alone are the
rows, those of the other alone the columns, and for each step of an axis of both there is a matrix
of its own. ``Σk W[i,k]·x[k]`` is W @ X with the examples as columns; the gradient of W, summed over
the batch, is Δ @ Xᵀ with the examples as what is summed. BLAS adds in an order of its own. Read
``statements.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import prod
from typing import Any, NamedTuple

import numpy as np

from autograd.compiler.backends.spaces import BATCHED, EXAMPLES, Axis
from autograd.compiler.loops.loop import Expression, Index

__all__ = ["Matrix", "Product", "product_of"]

Counts = tuple[int, ...]
Axes = tuple[int, ...]


class Matrix(NamedTuple):
    """A factor as a stack of matrices: the axes of the stack, and those of a matrix in two groups.

    ``turned``: it lies in memory with the second group before the first, as the examples are the
    last axis. ``backwards`` are counters that run from their end to their start.
    """

    term: Expression
    stack: Axes
    groups: tuple[Axes, Axes]
    turned: bool
    backwards: frozenset[int]

    @property
    def order(self) -> Axes:
        """Its axes as they lie in memory."""
        return (*self.stack, *self.groups[0], *self.groups[1])

    def view(self, space: str, counts: Counts) -> tuple[int, tuple[Axis, ...]] | None:
        """A leaf without a table as a view: what to add to its base, and the axes.

        None where a group does not lie at even steps, or BLAS would not take the matrix as it is.
        """
        x = self.term
        assert isinstance(x, Index)
        signs = {c: -1 if c in self.backwards else 1 for c in range(len(counts))}
        steps = {c: x.strides[c] * signs[c] for c in range(len(counts))}
        merged = [_merged(group, steps, counts) for group in self.groups]
        if None in merged:
            return None
        rows, columns = (axis for axis in merged if axis is not None)
        rows, columns = _filled(rows, columns), _filled(columns, rows)
        batched = space in BATCHED
        if not (_taken(rows, columns, batched) or _taken(columns, rows, batched)):
            return None
        shift = sum(x.strides[c] * (counts[c] - 1) for c in self.backwards)
        return shift, (*(Axis(counts[c], steps[c]) for c in self.stack), rows, columns)

    def flipped(self, rows: Any) -> Any:
        """The places of its leaf, with counters that run backwards turned round."""
        axes = [c for c in self.order if c != EXAMPLES]
        return np.flip(rows, tuple(i for i, c in enumerate(axes) if c in self.backwards))

    def shaped(self, text: str, counts: Counts) -> str:
        """An array of its axes in order as a stack of matrices."""
        sizes = [*_sizes(self.stack, counts), *(_size(group, counts) for group in self.groups)]
        if any(len(group) != 1 for group in self.groups):
            text = f"{text}.reshape({', '.join(sizes)})"
        return self.turn(text)

    def turn(self, text: str) -> str:
        """The matrices with their two groups as they are multiplied."""
        return f"{text}.swapaxes(-1, -2)" if self.turned else text

    def arranged(self, text: str, counts: Counts) -> str:
        """The array of all counters and the examples as a stack of matrices."""
        axes = [*range(len(counts)), EXAMPLES]
        order = [axis for axis in axes if axis not in self.order]
        order = [*map(axes.index, (*order, *self.order))]
        if order != sorted(order):
            text = f"{text}.transpose({', '.join(map(str, order))})"
        sizes = [*_sizes(self.stack, counts), *(_size(group, counts) for group in self.groups)]
        return self.turn(f"{text}.reshape({', '.join(sizes)})")


class Product(NamedTuple):
    """Two factors, and the axes of their product: stack, rows, columns; the result has ``axes``."""

    factors: tuple[Matrix, Matrix]
    groups: tuple[Axes, Axes, Axes]
    axes: Axes

    def spelled(self, text: str, counts: Counts) -> str:
        """The product as an array of all counters that are left, and the examples."""
        stack, rows, columns = self.groups
        found = (*stack, *rows, *columns)
        if found == self.axes and len(rows) == len(columns) == 1:
            return f"({text})"
        missing = [axis for axis in self.axes if axis not in found]
        sizes = ["1"] * len(missing) + _sizes(found, counts)
        order = [(*missing, *found).index(axis) for axis in self.axes]
        text = f"({text}).reshape({', '.join(sizes)})"
        return text if order == sorted(order) else f"{text}.transpose({', '.join(map(str, order))})"


def product_of(
    factors: tuple[Expression, Expression],
    axes: tuple[frozenset[int], frozenset[int]],
    counts: Counts,
    over: set[int],
) -> Product | None:
    """Σ a·b over those axes as a matrix product; None where it is none."""
    a, b = axes
    stack = (a & b) - over
    if not over <= (a & b) or EXAMPLES in stack or a == b:
        return None
    if _behind(a - b, b - a):
        factors, (a, b) = factors[::-1], (b, a)
    backwards = frozenset(c for c in over if c != EXAMPLES and _both_fall(factors, c))
    left = _matrix(factors[0], stack, a - b, over, backwards)
    right = _matrix(factors[1], stack, over, b - a, backwards)
    groups = tuple(sorted(stack)), tuple(sorted(a - b)), tuple(sorted(b - a))
    kept = (*(c for c in range(len(counts)) if c not in over), EXAMPLES)
    return Product((left, right), groups, kept)


def _matrix(
    term: Expression,
    stack: Iterable[int],
    first: Iterable[int],
    second: Iterable[int],
    backwards: frozenset[int],
) -> Matrix:
    groups = tuple(sorted(first)), tuple(sorted(second))
    turned = EXAMPLES in groups[0]
    return Matrix(term, tuple(sorted(stack)), groups[::-1] if turned else groups, turned, backwards)


def _behind(a: frozenset[int], b: frozenset[int]) -> bool:
    """Whether the result has these axes behind those: the examples are its last."""
    if EXAMPLES in a | b:
        return EXAMPLES in a
    return bool(a and b) and min(a) > min(b)


def _both_fall(factors: tuple[Expression, Expression], counter: int) -> bool:
    return all(isinstance(x, Index) and not x.table and x.strides[counter] < 0 for x in factors)


def _sizes(axes: Iterable[int], counts: Counts) -> list[str]:
    return ["N" if axis == EXAMPLES else str(counts[axis]) for axis in axes]


def _size(group: Axes, counts: Counts) -> str:
    size = prod(counts[c] for c in group if c != EXAMPLES)
    return f"{size} * N" if EXAMPLES in group else str(size)


def _merged(group: Axes, steps: dict[int, int], counts: Counts) -> Axis | None:
    """Axes that are gone through as one; None if they do not lie at even steps."""
    if not group:
        return Axis(0, 0)
    inner = group[-1]
    last = Axis(1, 1, True) if inner == EXAMPLES else Axis(counts[inner], steps[inner])
    for c in reversed(group[:-1]):
        if steps[c] != last.length * last.step:
            return None
        last = last._replace(length=last.length * counts[c])
    return last


def _filled(axis: Axis, other: Axis) -> Axis:
    """An empty group is one step, over all that the other one goes through."""
    return axis if axis.length else Axis(1, max(other.length * other.step, 1))


def _taken(rows: Axis, columns: Axis, batched: bool) -> bool:
    """Whether BLAS takes a matrix whose columns lie side by side, as these rows of memory."""
    return (columns.examples if batched else columns.step == 1) and rows.step >= columns.length
