"""The expression of a tree that stands alone. Read ``find.py`` next."""

from __future__ import annotations

from collections.abc import Iterator

from autograd.compiler.loops.loop import Apply, Expression, Index, Run, Sum
from autograd.compiler.loops.places import Places, space_of
from autograd.compiler.loops.trees import Forest

__all__ = ["alone"]


def alone(forest: Forest, root: int, places: Places) -> Expression:
    """A tree's expression without any counter: all terms of a sum are written out."""
    tree = forest.trees[root]
    return _expression(forest, tree.shape, iter(tree.leaves), places)


def _expression(forest: Forest, shape: int, leaves: Iterator[int], places: Places) -> Expression:
    op, *parts = forest.shapes[shape]
    if op == "leaf":
        (place,) = places.of(shape, [next(leaves)])
        return Index(space_of(shape), place)
    if op == "constant":
        return float(parts[0])
    if op != "sum":
        return Apply(op, tuple([_expression(forest, part, leaves, places) for part in parts]))
    return Sum(
        tuple(
            [
                Run(1, _expression(forest, part, leaves, places))
                for part, count in parts
                for _ in range(count)
            ]
        )
    )
