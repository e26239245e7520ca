"""Attention: a weighted mean of what stood before, with weights that the vectors themselves choose.

Read ``gpt.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import autograd as ag
from nn.checks import whole
from nn.linalg import dot, transpose
from nn.models.init import Init, generator
from nn.models.linear import Linear
from nn.models.module import Module
from nn.probabilities import softmax

__all__ = ["Attention"]

#: the keys and the values of the positions so far: two lists of vectors
Past = tuple[list[list[Any]], list[list[Any]]]


class Attention(Module):
    """Causal attention with several heads, over a sequence of vectors of ``width`` numbers.

    From ``[positions][width]`` to the same. Each position t makes a query q, a key k and a value v,
    of which each head has its own n = width/heads numbers. A head's result is Σ α_s v_s over the
    positions s ≤ t, with α = softmax(q·k_s / √n); the results of all heads, side by side, go
    through a last matrix.

    Raises ``GraphError`` for vectors of another width, and where ``heads`` does not divide the
    width. Source: Vaswani et al. 2017, "Attention is all you need", section 3.2.

    >>> layer = Attention(4, heads=2, rng=0)
    >>> x = [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]]
    >>> y = layer(x)
    >>> (len(y), len(y[0])), [a.data for a in y[0]] == [a.data for a in layer(x[:1])[0]]
    ((2, 4), True)
    """

    def __init__(
        self,
        width: int,
        heads: int = 1,
        rng: int | Random | None = None,
        init: Init | None = None,
    ) -> None:
        width, self.heads = whole("width", width), whole("heads", heads)
        if width % heads:
            raise ag.GraphError(f"{heads} heads share a width of {width}: it is no multiple")
        source = generator(rng)

        def projection() -> Linear:
            return Linear(width, width, rng=source, init=init)

        self.query, self.key = projection(), projection()
        self.value, self.output = projection(), projection()

    def __call__(self, x: Sequence[Sequence[Any]]) -> list[list[Any]]:
        """A vector for each of the sequence, made of it and those before."""
        past: Past = ([], [])
        return [self.step(x_t, past) for x_t in x]

    def step(self, x_t: Sequence[Any], past: Past) -> list[Any]:
        """The vector for the next position; its key and its value are added to the ``past``."""
        q = self.query(x_t)
        keys, values = past
        keys.append(self.key(x_t))
        values.append(self.value(x_t))
        size = len(q) // self.heads
        mixed: list[Any] = []
        for low in range(0, len(q), size):
            head = slice(low, low + size)
            scores = [dot(q[head], k[head]) * size**-0.5 for k in keys]
            weights = softmax(scores)
            mixed += [dot(weights, column) for column in transpose([v[head] for v in values])]
        return self.output(mixed)

    def __repr__(self) -> str:
        return f"Attention({len(self.query.W)}, heads={self.heads})"
