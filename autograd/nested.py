"""Nested lists, tuples, dicts and arrays of numbers: taken apart, and put together again.

Points, gradients and results of functions come in such shapes. A NumPy array is known as one
without importing NumPy: where nobody has, there is none. Read ``levels.py`` next.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Iterable, Iterator
    from typing import Any

    Tree = Any  # a number or Value, or a list, tuple, dict or array of trees


__all__ = ["flatten", "is_leaf", "leaves_like", "unflatten"]


def is_leaf(tree: Tree) -> bool:
    """Whether it is one number (or Value), not several."""
    return not isinstance(tree, _containers()) or _is_scalar(tree)


def flatten(tree: Tree) -> list[Any]:
    """The numbers of a nested list, left to right; a dict's in its own order, an array's by rows.

    >>> flatten([1.0, (2.0, {"b": 3.0, "a": [4.0]})])
    [1.0, 2.0, 3.0, 4.0]
    """
    found: list[Any] = []
    _gather([tree], found, _containers())
    return found


def unflatten(like: Tree, leaves: list[Any]) -> Tree:
    """The leaves in the shape of ``like``: the inverse of ``flatten``.

    In the place of an array comes an array: of floats, or of objects where a leaf is a Value; where
    the leaves are arrays themselves, theirs are the last axes.

    >>> unflatten([0, (0, {"b": 0})], [1.0, 2.0, 3.0])
    [1.0, (2.0, {'b': 3.0})]
    """
    return _built(like, iter(leaves), _containers())


def leaves_like(given: Tree, like: Tree) -> list[Any] | None:
    """The leaves of ``given`` in the order of those of ``like``; ``None`` unless nested alike.

    A list may stand for a tuple or an array; dicts need the same keys, in any order.

    >>> leaves_like([1.0, {"a": 2.0, "b": 3.0}], (0, {"b": 0, "a": 0})), leaves_like([1.0], 0)
    ([1.0, 3.0, 2.0], None)
    """
    if is_leaf(like) or is_leaf(given):
        return [given] if is_leaf(like) and is_leaf(given) else None
    if isinstance(like, dict) or isinstance(given, dict):
        if not isinstance(like, dict) or not isinstance(given, dict) or like.keys() != given.keys():
            return None
        like, given = [*like.values()], [given[key] for key in like]
    if len(given) != len(like):
        return None
    parts = [leaves_like(one, other) for one, other in zip(given, like)]
    return None if None in parts else [leaf for part in parts for leaf in part or ()]


def _containers() -> tuple[type[Any], ...]:
    """The types that hold several numbers; arrays only where somebody has imported NumPy."""
    array = getattr(sys.modules.get("numpy"), "ndarray", None)
    return (list, tuple, dict) if array is None else (list, tuple, dict, array)


def _is_scalar(tree: Tree) -> bool:
    """Whether a container is an array without an axis, which is one number."""
    return not isinstance(tree, (list, tuple, dict)) and tree.ndim == 0


def _gather(branches: Iterable[Tree], found: list[Any], containers: tuple[type[Any], ...]) -> None:
    for branch in branches:
        if not isinstance(branch, containers) or _is_scalar(branch):
            found.append(branch)
        elif isinstance(branch, (list, tuple)):
            _gather(branch, found, containers)
        elif isinstance(branch, dict):
            _gather(branch.values(), found, containers)
        else:
            found += branch.ravel().tolist()


def _built(like: Tree, leaves: Iterator[Any], containers: tuple[type[Any], ...]) -> Tree:
    if not isinstance(like, containers) or _is_scalar(like):
        return next(leaves)
    if isinstance(like, (list, tuple)):
        parts = [_built(branch, leaves, containers) for branch in like]
        return tuple(parts) if isinstance(like, tuple) else parts
    if isinstance(like, dict):
        return {key: _built(branch, leaves, containers) for key, branch in like.items()}
    return _array(like, [next(leaves) for _ in range(like.size)])


def _array(like: Any, leaves: list[Any]) -> Any:
    """The leaves as an array of the shape of another one."""
    numpy: Any = sys.modules["numpy"]
    if leaves and all(isinstance(leaf, numpy.ndarray) and leaf.ndim for leaf in leaves):
        return numpy.stack(leaves).reshape(like.shape + leaves[0].shape)
    plain = all(isinstance(leaf, float) for leaf in leaves)
    made = numpy.empty(like.size, dtype=float if plain else object)
    for i, leaf in enumerate(leaves):
        made[i] = leaf
    return made.reshape(like.shape)
