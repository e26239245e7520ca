"""Convolutions: one neuron slid along a sequence or over a picture, so that weights are shared.

Each output channel is a ``Neuron`` that looks through a small window at all input channels; it
is the same neuron wherever the window stands. So the number of parameters does not depend on the
length of the sequence or on the size of the picture, and a pattern is found wherever it is.

Read ``recurrent.py`` next.

>>> edges = Conv1d(1, 1, kernel=2, activation="linear")
>>> for parameter, number in zip(edges.parameters(), [-1, 1, 0]):
...     parameter.data = number
>>> [v.data for v in edges([[0.0, 0.0, 1.0, 1.0, 1.0, 0.0]])[0]]
[0.0, 1.0, 0.0, 0.0, -1.0]
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import autograd as ag
from nn.checks import whole
from nn.models.init import Init
from nn.models.layers import Activation, Layer
from nn.models.module import Module

__all__ = ["Conv1d", "Conv2d"]


class _Convolution(Module):
    """What both have in common: a layer of filters, and windows to look at with them."""

    _axes = 1

    def __init__(
        self,
        inputs: int,
        outputs: int,
        kernel: int,
        activation: Activation = "tanh",
        rng: int | Random | None = None,
        init: Init | None = None,
        stride: int = 1,
    ) -> None:
        self.inputs, self.outputs = whole("inputs", inputs), whole("outputs", outputs)
        self.kernel, self.stride = whole("kernel", kernel), whole("stride", stride)
        self.filters = Layer(self.inputs * self.kernel**self._axes, outputs, activation, rng, init)

    def _starts(self, size: int) -> range:
        """Where a window may begin along an axis."""
        if size < self.kernel:
            raise ag.GraphError(f"a kernel of {self.kernel} does not fit into {size}")
        return range(0, size - self.kernel + 1, self.stride)

    def _channels(self, x: Any) -> Any:
        if not hasattr(x, "__len__") or len(x) != self.inputs:
            found = f"{len(x)}" if hasattr(x, "__len__") else f"{x!r}"
            raise ag.GraphError(f"expected a list of {self.inputs} channels, got {found}")
        return x

    def __repr__(self) -> str:
        sizes = f"{self.inputs}, {self.outputs}, kernel={self.kernel}, stride={self.stride}"
        return f"{type(self).__name__}({sizes})"


class Conv1d(_Convolution):
    """A convolution along a sequence: from ``[inputs][length]`` to ``[outputs][positions]``.

    There are (length - kernel) // stride + 1 positions, none beyond the ends. The weights of a
    filter are listed channel by channel, as PyTorch's are. A call raises ``GraphError`` for
    another number of channels, channels of different length, and what the kernel does not fit.
    Source: Waibel et al. 1989, "Phoneme recognition using time-delay neural networks".

    >>> layer = Conv1d(2, 3, kernel=4, rng=0)
    >>> out = layer([[0.0] * 9, [1.0] * 9])
    >>> layer, (len(out), len(out[0])), len(layer.parameters())
    (Conv1d(2, 3, kernel=4, stride=1), (3, 6), 27)
    """

    def __call__(self, x: Sequence[Sequence[Any]]) -> list[list[Any]]:
        """A list per output channel, with one number for each position of the window."""
        length = _width(self._channels(x))
        windows = [
            [v for channel in x for v in channel[i : i + self.kernel]] for i in self._starts(length)
        ]
        return [[neuron(window) for window in windows] for neuron in self.filters.neurons]


class Conv2d(_Convolution):
    """A convolution over a picture: from ``[inputs][height][width]`` to ``[outputs][…][…]``.

    The window is square, of side ``kernel``, and moves by ``stride``; each side becomes
    (side - kernel) // stride + 1. Weights and errors are as in ``Conv1d``. Source: LeCun et al.
    1989, "Backpropagation applied to handwritten zip code recognition".

    >>> layer = Conv2d(1, 2, kernel=3, rng=0)
    >>> out = layer([[[0.0] * 8] * 8])
    >>> (len(out), len(out[0]), len(out[0][0])), len(layer.parameters())
    ((2, 6, 6), 20)
    """

    _axes = 2

    def __call__(self, x: Sequence[Sequence[Sequence[Any]]]) -> list[list[list[Any]]]:
        """A picture per output channel: rows of numbers, one for each position of the window."""
        height, k = _width(self._channels(x)), self.kernel
        width = _width([row for channel in x for row in channel])
        windows = [
            [
                [v for channel in x for row in channel[i : i + k] for v in row[j : j + k]]
                for j in self._starts(width)
            ]
            for i in self._starts(height)
        ]
        return [
            [[neuron(window) for window in line] for line in windows]
            for neuron in self.filters.neurons
        ]


def _width(rows: Sequence[Any]) -> int:
    """The common length of some lists."""
    lengths = {len(row) if hasattr(row, "__len__") else -1 for row in rows}
    if len(lengths) != 1 or -1 in lengths:
        raise ag.GraphError("the channels and rows of an input are lists of one length")
    return lengths.pop()
