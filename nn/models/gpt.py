"""A small GPT: a model of sequences that gives, for each position, logits of what comes next.

Read ``predict.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from operator import add
from random import Random
from typing import Any

import autograd as ag
from nn.checks import whole
from nn.models.attention import Attention, Past
from nn.models.embedding import Embedding
from nn.models.init import Init, generator, normal
from nn.models.linear import Linear
from nn.models.module import Module
from nn.models.norms import RMSNorm
from nn.probabilities import softmax

__all__ = ["GPT", "Block"]


class Block(Module):
    """Attention, then two layers with relu between; each reads a norm and is added to what it read.

    From [positions][width] to the same; ``hidden`` is the width between the two layers.
    """

    def __init__(
        self,
        width: int,
        heads: int,
        hidden: int,
        rng: int | Random | None = None,
        init: Init | None = None,
    ) -> None:
        source = generator(rng)
        self.norm = RMSNorm(width, gain=False)
        self.attention = Attention(width, heads, source, init)
        self.first = Linear(width, hidden, rng=source, init=init)
        self.second = Linear(hidden, width, rng=source, init=init)

    def __call__(self, x: Sequence[Sequence[Any]]) -> list[list[Any]]:
        """A vector for each of the sequence, made of it and those before."""
        past: Past = ([], [])
        return [self.step(x_t, past) for x_t in x]

    def step(self, x_t: Sequence[Any], past: Past) -> list[Any]:
        """The vector for the next position, whose key and value are added to the ``past``."""
        x = list(map(add, self.attention.step(self.norm(x_t), past), x_t))
        hidden = map(ag.relu, self.first(self.norm(x)))
        return list(map(add, self.second(list(hidden)), x))


class GPT(Module):
    """Logits of the token after each of a sequence of tokens: from ``[t]`` to ``[t][tokens]``.

    A token is an index from 0 to below ``tokens``, an input while a function is recorded, or a list
    of one weight per token (see ``Embedding``). Its vector and that of its position are added, and
    pass ``layers`` blocks of attention; a last matrix makes logits of them. There are no biases and
    no gains. The weights are drawn row by row in the order of ``named_parameters``, normal with
    deviation 0.08 unless ``init`` says otherwise. Later tokens do not touch the logits of earlier
    ones, so that what pads a short sequence is of no matter.

    Raises ``GraphError`` for more tokens than ``positions``, and for one that is none. Source:
    Radford et al. 2019, "Language models are unsupervised multitask learners"; the shape is that of
    A. Karpathy's microgpt (2026).

    >>> model = GPT(tokens=27, positions=16, width=16, heads=4, rng=0)
    >>> logits = model([26, 4, 12])
    >>> (len(logits), len(logits[0])), len(model.parameters())
    ((3, 27), 4192)
    """

    def __init__(
        self,
        tokens: int,
        positions: int,
        width: int = 16,
        heads: int = 4,
        layers: int = 1,
        hidden: int | None = None,
        rng: int | Random | None = None,
        init: Init | None = None,
    ) -> None:
        source, init = generator(rng), init or normal(0.08)
        hidden = 4 * width if hidden is None else whole("hidden", hidden)
        self.token = Embedding(tokens, width, source, init)
        self.position = Embedding(positions, width, source, init)
        self.output = Linear(width, tokens, rng=source, init=init)
        self.norm = RMSNorm(width, gain=False)
        self.layers = [
            Block(width, heads, hidden, source, init) for _ in range(whole("layers", layers))
        ]

    def __call__(self, x: Sequence[Any]) -> list[list[Any]]:
        """The logits after each token."""
        past = self.past()
        return [self.step(token, past) for token in x]

    def past(self) -> list[Past]:
        """What ``step`` keeps of the tokens so far, before the first of them."""
        return [([], []) for _ in self.layers]

    def step(self, token: Any, past: list[Past]) -> list[Any]:
        """The logits after one more token; what later ones need of it is added to the ``past``."""
        t, most = len(past[0][0]), len(self.position.W)
        if t >= most:
            raise ag.GraphError(f"this GPT has {most} positions, and there are more tokens")
        x = self.norm(list(map(add, self.token(token), self.position(t))))
        for block, before in zip(self.layers, past):
            x = block.step(x, before)
        return self.output(x)

    def generate(
        self,
        token: int | Sequence[int],
        stop: int | None = None,
        temperature: float = 1.0,
        rng: Any = None,
    ) -> Iterator[int]:
        """Tokens that may follow one or several, each drawn by softmax(logits / temperature).

        It ends before the token ``stop``, or where there are no more positions. The weights are
        those of this moment, as plain numbers. Raises ``ValueError`` unless the temperature is
        above 0, ``GraphError`` for a token that the model does not have, for none and for too many.

        >>> model = GPT(3, 8, 4, 1, rng=0)
        >>> len(list(model.generate(0, rng=0)))
        8
        """
        if not temperature > 0.0:
            raise ValueError(
                f"temperature is a positive number, got {temperature!r}: a small one, such as "
                "0.01, takes the likeliest token nearly always"
            )
        begin = list(token) if isinstance(token, Sequence) else [token]
        for name, given in (*(("token", x) for x in begin), ("stop", 0 if stop is None else stop)):
            whole(f"the {name}", given, 0, len(self.token.W) - 1)
        if not 0 < len(begin) <= len(self.position.W):
            raise ag.GraphError(
                f"this GPT has {len(self.position.W)} positions: give as many tokens to begin "
                f"with or fewer, and one at least; got {len(begin)}"
            )
        return self._drawn(begin, stop, temperature, generator(rng))

    def _drawn(
        self, begin: list[int], stop: int | None, temperature: float, source: Random
    ) -> Iterator[int]:
        model = _of_numbers(self)
        past = model.past()
        *before, token = begin
        for early in before:
            model.step(early, past)
        for _ in self.position.W[len(before) :]:
            logits = model.step(token, past)
            chances = softmax([z / temperature for z in logits])
            (token,) = source.choices(range(len(chances)), chances)
            if token == stop:
                return
            yield token

    def __repr__(self) -> str:
        width = len(self.output.W[0])
        return (
            f"GPT({len(self.token.W)}, {len(self.position.W)}, width={width}, "
            f"heads={self.layers[0].attention.heads}, layers={len(self.layers)})"
        )


def _of_numbers(model: GPT) -> GPT:
    """A copy with plain numbers for parameters: its answers have no graph."""
    memo: dict[int, Any] = {id(p): p.data for p in model.parameters()}
    return deepcopy(model, memo)
