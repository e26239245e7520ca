"""A matrix of weights as a module: what the layers of a transformer are made of.

Read ``embedding.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import autograd as ag
from autograd import Value
from nn.checks import whole
from nn.linalg import dot
from nn.models.init import Init, generator, xavier
from nn.models.module import Module

__all__ = ["Linear", "matrix", "vector_of"]


class Linear(Module):
    """W·x, or W·x + b with ``bias``; ``W`` has a row of weights for each of the ``outputs``.

    From a list of ``inputs`` numbers to one of ``outputs``. Raises ``GraphError`` for a list of
    another length. ``Layer`` is the same with an activation, neuron by neuron.

    >>> double = Linear(2, 2, init=lambda inputs, outputs, rng: 2.0)
    >>> [y.data for y in double([1.0, 3.0])], [name for name, _ in double.named_parameters()]
    ([8.0, 8.0], ['W.0.0', 'W.0.1', 'W.1.0', 'W.1.1'])
    """

    def __init__(
        self,
        inputs: int,
        outputs: int,
        bias: bool = False,
        rng: int | Random | None = None,
        init: Init | None = None,
    ) -> None:
        self.W = matrix(whole("outputs", outputs), whole("inputs", inputs), rng, init)
        self.b = [Value(0.0) for _ in range(outputs)] if bias else []

    def __call__(self, x: Sequence[Any]) -> list[Any]:
        """One number for each row of the matrix."""
        vector_of(len(self.W[0]), x)
        products = [dot(row, x) for row in self.W]
        return [y + b for y, b in zip(products, self.b)] if self.b else products

    def __repr__(self) -> str:
        return f"Linear({len(self.W[0])}, {len(self.W)}{', bias=True' if self.b else ''})"


def matrix(
    rows: int, columns: int, rng: int | Random | None = None, init: Init | None = None
) -> list[list[Value]]:
    """Weights drawn row by row, for ``columns`` inputs and ``rows`` outputs."""
    draw, source = init or xavier, generator(rng)
    return [[Value(draw(columns, rows, source)) for _ in range(columns)] for _ in range(rows)]


def vector_of(width: int, x: Any) -> Any:
    """``x``, if it is a list of so many numbers; ``GraphError`` otherwise."""
    if not hasattr(x, "__len__") or len(x) != width:
        found = len(x) if hasattr(x, "__len__") else repr(x)
        raise ag.GraphError(f"expected a list of {width} numbers, got {found}")
    return x
