"""Norms: a vector brought to a size of its own, whatever the layers before have made of it.

Read ``attention.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograd import Value
from nn.checks import whole
from nn.linalg import dot
from nn.models.linear import vector_of
from nn.models.module import Module

__all__ = ["LayerNorm", "RMSNorm"]

#: added to the mean square, so that zeros stay zeros
EPSILON = 1e-5


class RMSNorm(Module):
    """g·x / √(mean(x²) + ε), for a list of ``width`` numbers; ``gain=False`` leaves g = 1 out.

    Raises ``GraphError`` for a list of another length, ``ValueError`` for an ε that is not above 0.
    Source: Zhang & Sennrich 2019, "Root mean
    square layer normalization", equation 4.

    >>> norm = RMSNorm(2, gain=False)
    >>> [round(y, 4) for y in norm([3.0, 4.0])], len(norm.parameters())
    ([0.8485, 1.1314], 0)
    """

    def __init__(self, width: int, gain: bool = True, epsilon: float = EPSILON) -> None:
        self.width, self.epsilon = whole("width", width), _above_zero(epsilon)
        self.g = [Value(1.0) for _ in range(width)] if gain else []

    def __call__(self, x: Sequence[Any]) -> list[Any]:
        """The numbers divided by their root mean square."""
        scaled = _scaled(vector_of(self.width, x), self.epsilon)
        return [g * y for g, y in zip(self.g, scaled)] if self.g else scaled

    def __repr__(self) -> str:
        return f"RMSNorm({self.width}{'' if self.g else ', gain=False'})"


class LayerNorm(Module):
    """g·(x - mean(x)) / √(variance(x) + ε) + b, for a list of ``width`` numbers.

    The variance is the mean square of what differs from the mean. Raises ``GraphError`` for a list
    of another length, ``ValueError`` for an ε that is not above 0. Source: Ba, Kiros & Hinton 2016,
    "Layer normalization", equation 4.

    >>> [round(y.data, 4) for y in LayerNorm(2)([3.0, 5.0])]
    [-1.0, 1.0]
    """

    def __init__(self, width: int, epsilon: float = EPSILON) -> None:
        self.width, self.epsilon = whole("width", width), _above_zero(epsilon)
        self.g = [Value(1.0) for _ in range(width)]
        self.b = [Value(0.0) for _ in range(width)]

    def __call__(self, x: Sequence[Any]) -> list[Any]:
        """The numbers with mean 0 and variance 1, then as gain and bias have it."""
        mean = sum(vector_of(self.width, x)) / self.width
        scaled = _scaled([x_i - mean for x_i in x], self.epsilon)
        return [g * y + b for g, y, b in zip(self.g, scaled, self.b)]

    def __repr__(self) -> str:
        return f"LayerNorm({self.width})"


def _above_zero(epsilon: float) -> float:
    """Epsilon, if zeros can be divided by its root."""
    if not epsilon > 0.0:
        raise ValueError(f"epsilon is a positive number, got {epsilon!r}")
    return epsilon


def _scaled(x: Sequence[Any], epsilon: float) -> list[Any]:
    """The numbers over the root of their mean square."""
    scale = (dot(x, x) / len(x) + epsilon) ** -0.5
    return [x_i * scale for x_i in x]
