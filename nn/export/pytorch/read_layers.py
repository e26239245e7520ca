"""PyTorch's layers as ours, one by one: a row of the table for each kind. Needs PyTorch.

A layer that can have an activation waits for the piece behind it, as a ``Draft``. Read ``read.py``
(chains, and what is made of others) next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch

from autograd import Value
from nn.export.known import at, refused
from nn.export.pytorch.tensors import Values
from nn.models.blocks import flatten, reshape
from nn.models.conv import Conv1d, Conv2d
from nn.models.embedding import Embedding
from nn.models.init import zeros
from nn.models.layers import Layer, Neuron
from nn.models.linear import Linear
from nn.models.module import Module
from nn.models.norms import LayerNorm, RMSNorm
from nn.models.recurrent import Recurrent
from nn.probabilities import log_softmax, softmax

__all__ = ["LAYERS", "Draft", "Row", "rnn", "unread"]

unread = partial(refused, done="read")

#: what stands for one of PyTorch's modules: from it, the parameters of the model, and its place
Row = Callable[[Any, Values, str], list[Any]]


@dataclass(frozen=True)
class Draft:
    """A layer that is made when its activation is known."""

    make: Callable[[Any], Module]


def _require(module: Any, place: str, **settings: Any) -> None:
    """Refuse a module unless its settings are these."""
    for name, wanted in settings.items():
        found = getattr(module, name)
        if found != wanted:
            why = f"its {name} is {found!r}, and nothing here has another than {wanted!r}"
            raise unread(place, module, why)


def _dense(neurons: list[Neuron], weights: Any, biases: Any) -> None:
    for neuron, row, b in zip(neurons, weights, biases):
        neuron.w, neuron.b = row, b


def _biases(module: Any, values: Values, place: str, count: int) -> Any:
    """Those of a module, or zeros."""
    if module.bias is None:
        return [Value(0.0) for _ in range(count)]
    return values.of(module.bias, at(place, "bias"))


def _linear(m: Any, values: Values, place: str) -> list[Any]:
    weights = values.of(m.weight, at(place, "weight"))

    def make(activation: Any) -> Module:
        if activation == "linear" and m.bias is None:
            linear = Linear(m.in_features, m.out_features, init=zeros)
            linear.W = weights
            return linear
        layer = Layer(m.in_features, m.out_features, activation, init=zeros)
        _dense(layer.neurons, weights, _biases(m, values, place, m.out_features))
        return layer

    return [Draft(make)]


def _convolution(made: Any, axes: int, m: Any, values: Values, place: str) -> list[Any]:
    sides, strides = {*m.kernel_size}, {*m.stride}
    if len(sides) > 1 or len(strides) > 1:
        raise unread(place, m, "kernels and strides are the same along both sides here")
    padding = m.padding if m.padding == "valid" else (0,) * axes
    _require(m, place, padding=padding, dilation=(1,) * axes, groups=1)
    (kernel,), (stride,) = sides, strides
    shape = m.out_channels, m.in_channels * kernel**axes
    weights = values.of(m.weight, at(place, "weight"), *shape)

    def make(activation: Any) -> Module:
        layer = made(m.in_channels, m.out_channels, kernel, activation, init=zeros, stride=stride)
        _dense(layer.filters.neurons, weights, _biases(m, values, place, m.out_channels))
        return layer  # type: ignore[no-any-return]  # one of two classes

    return [Draft(make)]


def rnn(m: Any, values: Values, place: str) -> list[Any]:
    """A recurrent layer for each of the layers of a ``torch.nn.RNN``."""
    _require(m, place, bidirectional=False, proj_size=0)
    if m.training and m.dropout and m.num_layers > 1:
        raise unread(place, m, "it drops numbers out in training: call .eval() first")
    return [_rnn_layer(m, k, values, place) for k in range(m.num_layers)]


def _rnn_layer(m: Any, k: int, values: Values, place: str) -> Recurrent:
    weight = getattr(m, f"weight_ih_l{k}")
    layer = Recurrent(weight.shape[1], m.hidden_size, m.nonlinearity, init=zeros)
    layer.W = values.of(weight, at(place, f"weight_ih_l{k}"))
    layer.U = values.of(getattr(m, f"weight_hh_l{k}"), at(place, f"weight_hh_l{k}"))
    if m.bias:
        one, other = getattr(m, f"bias_ih_l{k}"), getattr(m, f"bias_hh_l{k}")
        more = other if other.any() else None  # ours has one bias, and gave zeros beside it
        layer.b = values.of(one, at(place, f"bias_ih_l{k}"), plus=more)
    return layer


def _embedding(m: Any, values: Values, place: str) -> list[Any]:
    _require(m, place, max_norm=None, padding_idx=None)
    rows, width = m.weight.shape
    table = Embedding(rows, width, init=zeros)
    table.W = values.of(m.weight, at(place, "weight"))
    return [table]


def _norm(make: Any, names: dict[str, str], m: Any, values: Values, place: str) -> list[Any]:
    """A norm over the last axis; ``names`` says what theirs are called here."""
    if len(m.normalized_shape) != 1:
        raise unread(place, m, "a norm here is of a list of numbers, not of a table")
    (width,) = m.normalized_shape
    given = {name: getattr(m, name) for name in names if getattr(m, name) is not None}
    norm: RMSNorm | LayerNorm
    if make is RMSNorm:
        epsilon = torch.finfo(m.weight.dtype if given else torch.get_default_dtype()).eps
        norm = RMSNorm(width, bool(given), m.eps if m.eps is not None else epsilon)
    else:
        norm = LayerNorm(width, m.eps)
    for name, vector in given.items():
        setattr(norm, names[name], values.of(vector, at(place, name)))
    return [norm]


# --- shapes, and what does nothing ---


def _flatten(m: Any, values: Values, place: str) -> list[Any]:
    _require(m, place, start_dim=1, end_dim=-1)
    return [flatten]


def _unflatten(m: Any, values: Values, place: str) -> list[Any]:
    _require(m, place, dim=1)
    return [reshape(*m.unflattened_size)]


def _over_classes(function: Any, m: Any, values: Values, place: str) -> list[Any]:
    if m.dim not in (1, -1):
        raise unread(place, m, f"its dim is {m.dim!r}, and classes are the last axis here: dim=-1")
    return [function]


def _dropout(m: Any, values: Values, place: str) -> list[Any]:
    if m.training and m.p:
        raise unread(place, m, "it drops numbers out in training: call .eval() first")
    return []


#: class of a module -> what it is here
LAYERS: dict[Any, Row] = {
    torch.nn.Linear: _linear,
    torch.nn.Conv1d: partial(_convolution, Conv1d, 1),
    torch.nn.Conv2d: partial(_convolution, Conv2d, 2),
    torch.nn.RNN: rnn,
    torch.nn.Embedding: _embedding,
    torch.nn.RMSNorm: partial(_norm, RMSNorm, {"weight": "g"}),
    torch.nn.LayerNorm: partial(_norm, LayerNorm, {"weight": "g", "bias": "b"}),
    torch.nn.Flatten: _flatten,
    torch.nn.Unflatten: _unflatten,
    torch.nn.Softmax: partial(_over_classes, softmax),
    torch.nn.LogSoftmax: partial(_over_classes, log_softmax),
    torch.nn.Dropout: _dropout,
    torch.nn.Identity: lambda m, values, place: [],
}
