"""A recurrent layer: one set of weights for every step of a sequence, and a state carried along.

Unrolled over a sequence it is a deep network whose layers share their weights, so that
backpropagation needs nothing new: a weight used in every step gets the sum of what it caused.

Read ``linear.py`` next.

>>> counter = Recurrent(1, 1, activation="linear")
>>> for parameter in counter.parameters():
...     parameter.data = 1.0  # h ← x + h + 1
>>> [h[0].data for h in counter([[5.0], [0.0], [0.0]])]
[6.0, 7.0, 8.0]
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import autograd as ag
from autograd import Value
from nn.checks import whole
from nn.linalg import dot
from nn.models.init import Init, default, generator
from nn.models.layers import Activation, activation_function
from nn.models.module import Module

__all__ = ["Recurrent"]


class Recurrent(Module):
    """h_t = g(W·x_t + U·h_{t-1} + b), for each element x_t of a sequence in turn.

    ``W`` has a row of ``inputs`` weights for each of the ``hidden`` units, ``U`` a row of
    ``hidden`` ones. A call takes a list of lists and raises ``GraphError`` for one of the wrong
    width. Source: Elman 1990, "Finding structure in time".

    >>> layer = Recurrent(3, 2, rng=0)
    >>> states = layer([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    >>> layer, (len(states), len(states[0])), len(layer.parameters())
    (Recurrent(3, 2), (2, 2), 12)
    """

    def __init__(
        self,
        inputs: int,
        hidden: int,
        activation: Activation = "tanh",
        rng: int | Random | None = None,
        init: Init | None = None,
    ) -> None:
        inputs, hidden = whole("inputs", inputs), whole("hidden", hidden)
        self._function = activation_function(activation)
        self.activation = activation
        draw, source = init or default(activation), generator(rng)

        def weights(width: int) -> list[list[Value]]:
            return [
                [Value(draw(inputs + hidden, hidden, source)) for _ in range(width)]
                for _ in range(hidden)
            ]

        self.W, self.U = weights(inputs), weights(hidden)
        self.b = [Value(0.0) for _ in range(hidden)]

    def __call__(self, x: Sequence[Sequence[Any]], h: Sequence[Any] | None = None) -> list[Any]:
        """The state after each element, a list of lists; ``h`` is the state before (zeros)."""
        states, h = [], [0.0] * len(self.b) if h is None else h
        for x_t in x:
            h = self.step(x_t, h)
            states.append(h)
        return states

    def step(self, x_t: Sequence[Any], h: Sequence[Any]) -> list[Any]:
        """The next state, from one element and the state before it."""
        for given, row in ((x_t, self.W[0]), (h, self.U[0])):
            if not hasattr(given, "__len__") or len(given) != len(row):
                found = len(given) if hasattr(given, "__len__") else repr(given)
                raise ag.GraphError(f"expected a list of {len(row)} numbers, got {found}")
        g = self._function or (lambda a: a)
        return [g(dot(w, x_t) + dot(u, h) + b) for w, u, b in zip(self.W, self.U, self.b)]

    def __repr__(self) -> str:
        return f"Recurrent({len(self.W[0])}, {len(self.b)})"
