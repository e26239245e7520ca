"""Expressions on whole arrays: which counters an array's axes are, and how arrays meet.

An expression of the counters i and j is an array with an axis for each that it depends on. A sum
over j of products is a matrix product where that is what it is. Read ``matrices.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from autograd.compiler.loops.notation import ATOM, PRODUCT

__all__ = ["Shaped", "contracted", "outer", "viewed"]


class Shaped(NamedTuple):
    """The spelling of an array, how tightly it holds together, and the counters of its axes."""

    text: str
    axes: tuple[int, ...] = ()
    tightness: int = ATOM

    def at_least(self, tightness: int) -> str:
        """The spelling as a part of something that tight."""
        return self.text if self.tightness >= tightness else f"({self.text})"


def viewed(x: Shaped, axes: Sequence[int], module: str) -> Shaped:
    """The array with its axes in that order, and one of length 1 for each that it has not, as far
    as broadcasting needs it.

    >>> viewed(Shaped("b", (0,)), (0, 1), "np").text, viewed(Shaped("W", (1, 0)), (0, 1), "np").text
    ('b[:, None]', 'W.T')
    """
    own = tuple(axis for axis in axes if axis in x.axes)
    if own != x.axes:
        x = _transposed(x, own, module)
    missing = [axis not in own for axis in axes]
    if own and any(missing[axes.index(own[0]) :]):
        inside = ["None" if gone else ":" for gone in missing[axes.index(own[0]) :]]
        return Shaped(f"{x.at_least(ATOM)}[{', '.join(inside)}]", own)
    return x._replace(axes=own)


def _transposed(x: Shaped, axes: tuple[int, ...], module: str) -> Shaped:
    if len(axes) == 2:
        return Shaped(f"{x.at_least(ATOM)}.T", axes)
    order = tuple(x.axes.index(axis) for axis in axes)
    name = "permute" if module == "torch" else "transpose"
    return Shaped(f"{module}.{name}({x.text}, {order})", axes)


def outer(a: Shaped, b: Shaped, module: str) -> Shaped:
    """All products of the numbers of two rows."""
    if a.axes > b.axes:
        a, b = b, a
    return Shaped(f"{module}.outer({a.text}, {b.text})", (*a.axes, *b.axes))


def contracted(a: Shaped, b: Shaped, counter: int, module: str) -> Shaped:
    """The sum over a counter, that both have, of their products.

    >>> contracted(Shaped("dz", (1,)), Shaped("W", (1, 0)), 1, "np")
    Shaped(text='W.T @ dz', axes=(0,), tightness=1)
    """
    if len(a.axes) < len(b.axes):
        a, b = b, a
    left = [axis for axis in a.axes if axis != counter]
    right = [axis for axis in b.axes if axis != counter]
    if len(left) > 1 or len(right) > 1 or set(left) & set(right):
        return _einsum(a, b, counter, module)
    if left and right and left > right:
        a, b, left, right = b, a, right, left
    first = viewed(a, [*left, counter], module).at_least(ATOM)
    second = viewed(b, [counter, *right], module).at_least(ATOM)
    return Shaped(f"{first} @ {second}", (*left, *right), PRODUCT)


def _einsum(a: Shaped, b: Shaped, counter: int, module: str) -> Shaped:
    axes = tuple(sorted({*a.axes, *b.axes} - {counter}))
    names = dict(zip(sorted({*a.axes, *b.axes}), "ijklmnop"))
    spelled = ["".join(names[axis] for axis in x) for x in (a.axes, b.axes, axes)]
    how = f'"{spelled[0]},{spelled[1]}->{spelled[2]}"'
    return Shaped(f"{module}.einsum({how}, {a.text}, {b.text})", axes)
