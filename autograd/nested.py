"""Nested lists and tuples of numbers: taken apart, and put together again.

Points, gradients and results of functions come in such shapes. Read ``functional.py`` next.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from typing import Any

    Tree = Any  # a number or Value, or a list or tuple of trees


__all__ = ["flatten", "same_shape", "unflatten"]


def flatten(tree: Tree) -> list[Any]:
    """The numbers of a nested list, left to right.

    >>> flatten([1.0, (2.0, [3.0])])
    [1.0, 2.0, 3.0]
    """
    if isinstance(tree, (list, tuple)):
        return [leaf for branch in tree for leaf in flatten(branch)]
    return [tree]


def unflatten(like: Tree, leaves: list[Any]) -> Tree:
    """The leaves in the shape of ``like``: the inverse of ``flatten``.

    >>> unflatten([0, (0, [0])], [1.0, 2.0, 3.0])
    [1.0, (2.0, [3.0])]
    """
    remaining = iter(leaves)

    def build(branch: Tree) -> Tree:
        if isinstance(branch, (list, tuple)):
            parts = [build(part) for part in branch]
            return tuple(parts) if isinstance(branch, tuple) else parts
        return next(remaining)

    return build(like)


def same_shape(one: Tree, other: Tree) -> bool:
    """Whether two trees are nested alike; a list may stand for a tuple.

    >>> same_shape([1.0, (2.0, 3.0)], [4.0, [5.0, 6.0]]), same_shape([1.0], 1.0)
    (True, False)
    """
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(same_shape, one, other))
    return not isinstance(one, (list, tuple)) and not isinstance(other, (list, tuple))
