"""What ``torch.nn`` has no module for, or none with these formulas. Needs PyTorch.

All take batches. Read ``build.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import torch

__all__ = [
    "GPT",
    "Attention",
    "Block",
    "Elementwise",
    "LogSumExp",
    "Parallel",
    "Recurrent",
    "Sign",
    "States",
    "Sum",
]


class Elementwise(torch.nn.Module):
    """A function of each number, as the compiler writes it for PyTorch.

    >>> import autograd as ag
    >>> square = Elementwise("square", ag.compile(lambda x: x * x).source("torch"))
    >>> square(torch.tensor([[1.0, 3.0]]))
    tensor([[1., 9.]])
    """

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self.name, self.text = name, text

    def forward(self, x: Any) -> Any:
        """The function of every element."""
        return torch.as_tensor(_function(self.text)(x)).to(x.dtype).expand(x.shape)

    def extra_repr(self) -> str:
        """What stands between the brackets."""
        return self.name


@cache
def _function(text: str) -> Callable[[Any], Any]:
    scope: dict[str, Any] = {}
    exec(compile(text, "<an activation>", "exec"), scope)
    found: Callable[[Any], Any] = scope["f"]
    return found


class Sign(torch.nn.Module):
    """-1, 0 or 1; its derivative is 0 everywhere."""

    def forward(self, x: Any) -> Any:
        """The sign of every element."""
        return torch.sign(x)


class Sum(torch.nn.Module):
    """The sum of each row: from [batch, n] to [batch, 1]."""

    def forward(self, x: Any) -> Any:
        """One number for each row."""
        return x.sum(-1, keepdim=True)


class LogSumExp(torch.nn.Module):
    """log Σ exp of each row: from [batch, n] to [batch, 1]."""

    def forward(self, x: Any) -> Any:
        """One number for each row."""
        return x.logsumexp(-1, keepdim=True)


class Parallel(torch.nn.ModuleList):
    """Modules that all see the same input; their outputs stand side by side."""

    def forward(self, x: Any) -> Any:
        """The outputs of all parts, along the first axis of an example."""
        return torch.cat([part(x) for part in self], dim=1)


class States(torch.nn.Module):
    """A ``torch.nn.RNN`` that gives its states alone: from [batch, time, inputs] to […, hidden].

    Its second bias, which would be one too many, is held at 0.
    """

    def __init__(self, rnn: Any) -> None:
        super().__init__()
        self.rnn = rnn

    def forward(self, x: Any) -> Any:
        """The state after each element."""
        return self.rnn(x)[0]


class Recurrent(torch.nn.Module):
    """h ← g(W·x + U·h + b) with any activation: from [batch, time, inputs] to […, hidden]."""

    def __init__(self, W: Any, U: Any, b: Any, activation: Any) -> None:
        super().__init__()
        self.W, self.U, self.b, self.activation = W, U, b, activation

    def forward(self, x: Any) -> Any:
        """The state after each element."""
        h = x.new_zeros(len(x), len(self.b))
        states = []
        for x_t in (x @ self.W.T + self.b).unbind(1):
            h = self.activation(x_t + h @ self.U.T)
            states.append(h)
        return torch.stack(states, dim=1)


class Attention(torch.nn.Module):
    """Causal attention without biases: from [batch, time, width] to the same."""

    def __init__(self, heads: int, query: Any, key: Any, value: Any, output: Any) -> None:
        super().__init__()
        self.query, self.key, self.value, self.output = query, key, value, output
        self.heads = heads

    def forward(self, x: Any) -> Any:
        """A vector for each position, made of it and those before."""
        batch, time, width = x.shape

        def parted(y: Any) -> Any:
            return y.view(batch, time, self.heads, -1).transpose(1, 2)

        mixed = torch.nn.functional.scaled_dot_product_attention(
            parted(self.query(x)), parted(self.key(x)), parted(self.value(x)), is_causal=True
        )
        return self.output(mixed.transpose(1, 2).reshape(batch, time, width))


class Block(torch.nn.Module):
    """Attention, then two layers with relu between; each reads a norm, and is added to its input.

    From [batch, time, width] to the same.
    """

    def __init__(self, norm: Any, attention: Any, first: Any, second: Any) -> None:
        super().__init__()
        self.norm, self.attention, self.first, self.second = norm, attention, first, second

    def forward(self, x: Any) -> Any:
        """A vector for each position."""
        x = x + self.attention(self.norm(x))
        return x + self.second(torch.relu(self.first(self.norm(x))))


class GPT(torch.nn.Module):
    """Logits after each token: from whole numbers [batch, time] to [batch, time, tokens]."""

    def __init__(self, layers: Any, token: Any, position: Any, norm: Any, output: Any) -> None:
        super().__init__()
        self.token, self.position, self.norm, self.output = token, position, norm, output
        self.layers = torch.nn.ModuleList(layers)

    def forward(self, tokens: Any) -> Any:
        """The logits of what comes next, at each position."""
        places = torch.arange(tokens.shape[1], device=tokens.device)
        x = self.norm(self.token(tokens) + self.position(places))
        for layer in self.layers:
            x = layer(x)
        return self.output(x)
