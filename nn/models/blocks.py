"""Layers as blocks: composed, set side by side, and brought into another shape.

``compose(f, g)`` is f∘g, ``concatenate(f, g)`` is f⊕g: both take modules and plain functions, and
give a module whose parameters are those of its parts. ``reshape`` and ``flatten`` lead from rows
of numbers to pictures and back, for the convolutions of ``conv.py``.

Read ``conv.py`` next.

>>> from nn import Layer
>>> model = compose(Layer(3, 1, rng=0), concatenate(Layer(2, 2, rng=1), lambda x: x[0] * x[1]))
>>> len(model([1.0, 2.0])), len(model.parameters())
(1, 10)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any

import autograd as ag
from nn.models.layers import Sequential
from nn.models.module import Module

__all__ = ["Parallel", "Reshaped", "compose", "concatenate", "flatten", "reshape"]

Block = Callable[[Any], Any]


def compose(*parts: Block) -> Sequential:
    """f₁∘f₂∘…: the last part is applied first, as in mathematics.

    >>> compose(lambda x: x + 1, lambda x: 10 * x)(2)
    21
    """
    return Sequential(*reversed(parts))


def concatenate(*parts: Block) -> Parallel:
    """f₁⊕f₂⊕…: the outputs of the parts for the same input, one after the other in one list.

    >>> concatenate(lambda x: x + 1, lambda x: [x, 10 * x])(2)
    [3, 2, 20]
    """
    return Parallel(*parts)


class Parallel(Module):
    """Modules and plain functions that all see the same input; their outputs stand side by side.

    A part may return a number or a list. Raises ``OperandError`` for a part that cannot be called.

    >>> from nn import Layer
    >>> Parallel(Layer(2, 3, "relu", rng=0), Layer(2, 1, "sin", rng=1))
    Parallel(  # 12 parameters
      parts.0: Layer(2, 3, activation='relu')
      parts.1: Layer(2, 1, activation='sin')
    )
    """

    def __init__(self, *parts: Block) -> None:
        for i, part in enumerate(parts):
            if not callable(part):
                raise ag.OperandError(
                    f"part {i} of a Parallel is a module or a function, got {part!r}"
                )
        self.parts = list(parts)

    def __call__(self, x: Any) -> list[Any]:
        """The outputs of all parts, in one list."""
        outputs = [part(x) for part in self.parts]
        return [y for out in outputs for y in (out if isinstance(out, (list, tuple)) else [out])]


def flatten(x: Any) -> list[Any]:
    """The numbers of a nested list, in reading order.

    >>> flatten([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])
    [1, 2, 3, 4, 5, 6, 7, 8]
    """
    if hasattr(x, "__len__"):
        return [number for part in x for number in flatten(part)]
    return [x]


def reshape(*shape: int) -> Reshaped:
    """A function that makes nested lists of this shape out of as many numbers.

    Raises ``GraphError`` where the count does not fit.

    >>> reshape(2, 1, 2)([1, 2, 3, 4])
    [[[1, 2]], [[3, 4]]]
    """
    return Reshaped(shape)


@dataclass(frozen=True, repr=False)
class Reshaped:
    """What ``reshape`` gives: a function that knows its shape.

    >>> reshape(1, 8, 8)
    reshape(1, 8, 8)
    """

    shape: tuple[int, ...]

    def __call__(self, x: Any) -> Any:
        """Nested lists of the numbers in ``x``."""
        numbers, shape = flatten(x), self.shape
        if len(numbers) != prod(shape):
            wanted = "×".join(map(str, shape))
            raise ag.GraphError(f"{wanted} is {prod(shape)} numbers, got {len(numbers)}")
        for size in reversed(shape[1:]):
            numbers = [numbers[i : i + size] for i in range(0, len(numbers), size)]
        return numbers

    def __repr__(self) -> str:
        return f"reshape({', '.join(map(str, self.shape))})"
