"""Our modules as PyTorch's: a row of the table for each kind. Needs PyTorch.

Modules are made on the device "meta", which draws no random numbers, and get their parameters
then. Read ``read.py`` (the way back) next.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import torch

import autograd as ag
from nn.export.known import activation_of, at, row_for
from nn.export.pytorch import parts
from nn.export.pytorch.activations import activation_modules
from nn.export.pytorch.tensors import Tensors
from nn.models.attention import Attention
from nn.models.blocks import Parallel
from nn.models.conv import Conv1d, Conv2d
from nn.models.embedding import Embedding
from nn.models.gpt import GPT, Block
from nn.models.layers import MLP, Layer, Neuron, Sequential
from nn.models.linear import Linear
from nn.models.module import Module
from nn.models.norms import LayerNorm, RMSNorm
from nn.models.recurrent import Recurrent

__all__ = ["built"]

#: makes the modules of one of ours: from it, the tensors of the model, and its place
Row = Callable[[Any, Tensors, str], list[Any]]


def built(model: Any) -> Any:
    """The whole model as a ``torch.nn.Sequential``."""
    if not isinstance(model, Module):
        raise ag.OperandError(f"what is exported is a model, such as nn.MLP; got {model!r:.80}")
    return torch.nn.Sequential(*_modules(model, Tensors(), ""))


def _modules(part: Any, tensors: Tensors, place: str) -> list[Any]:
    row, given = row_for(part, place, ROWS, "PyTorch")
    made: list[Any] = row(given, tensors, place)
    return made


def _one(part: Any, tensors: Tensors, place: str) -> Any:
    """A part that is one module over there."""
    (made,) = _modules(part, tensors, place)
    return made


def _chain(m: MLP | Sequential, tensors: Tensors, place: str) -> list[Any]:
    inside = at(place, "layers")
    return [
        made for i, part in enumerate(m.layers) for made in _modules(part, tensors, at(inside, i))
    ]


def _with(module: Any, **parameters: Any) -> Any:
    """A module that was made on "meta", with its parameters."""
    for name, parameter in parameters.items():
        setattr(module, name, parameter)
    return module


_EMPTY: dict[str, Any] = {"device": "meta", "dtype": torch.float64}


def _dense(neurons: list[Neuron], tensors: Tensors, place: str) -> list[Any]:
    rows, columns = len(neurons), len(neurons[0].w)
    linear = _with(
        torch.nn.Linear(columns, rows, **_EMPTY),
        weight=tensors.parameter([n.w for n in neurons], at(place, "w"), (rows, columns)),
        bias=tensors.parameter([n.b for n in neurons], at(place, "b"), (rows,)),
    )
    return [linear, *activation_modules(activation_of(neurons, place), place)]


def _linear(m: Linear, tensors: Tensors, place: str) -> list[Any]:
    rows, columns = len(m.W), len(m.W[0])
    linear = torch.nn.Linear(columns, rows, bias=bool(m.b), **_EMPTY)
    linear.weight = tensors.parameter(m.W, at(place, "W"), (rows, columns))
    if m.b:
        linear.bias = tensors.parameter(m.b, at(place, "b"), (rows,))
    return [linear]


def _embedding(m: Embedding, tensors: Tensors, place: str) -> list[Any]:
    shape = len(m.W), len(m.W[0])
    weight = tensors.parameter(m.W, at(place, "W"), shape)
    return [_with(torch.nn.Embedding(*shape, **_EMPTY), weight=weight)]


def _norm(make: Any, names: dict[str, str], m: Any, tensors: Tensors, place: str) -> list[Any]:
    """A norm; ``names`` says what ours are called there."""
    given = {theirs: getattr(m, ours) for theirs, ours in names.items() if getattr(m, ours)}
    module = make(m.width, eps=m.epsilon, elementwise_affine=bool(given), **_EMPTY)
    vectors = {
        name: tensors.parameter(values, at(place, name), (m.width,))
        for name, values in given.items()
    }
    return [_with(module, **vectors)]


def _convolution(make: Any, axes: int, m: Any, tensors: Tensors, place: str) -> list[Any]:
    neurons, shape = m.filters.neurons, (m.outputs, m.inputs, *[m.kernel] * axes)
    module = _with(
        make(m.inputs, m.outputs, m.kernel, m.stride, **_EMPTY),
        weight=tensors.parameter([n.w for n in neurons], at(place, "w"), shape),
        bias=tensors.parameter([n.b for n in neurons], at(place, "b"), (m.outputs,)),
    )
    return [module, *activation_modules(activation_of(neurons, place), place)]


def _recurrent(m: Recurrent, tensors: Tensors, place: str) -> list[Any]:
    hidden, inputs = len(m.b), len(m.W[0])
    W = tensors.parameter(m.W, at(place, "W"), (hidden, inputs))
    U = tensors.parameter(m.U, at(place, "U"), (hidden, hidden))
    b = tensors.parameter(m.b, at(place, "b"), (hidden,))
    activation = activation_of([m], place)
    if activation not in ("tanh", "relu"):
        return [
            parts.Recurrent(W, U, b, torch.nn.Sequential(*activation_modules(activation, place)))
        ]
    zeros = torch.nn.Parameter(torch.zeros(hidden, dtype=torch.float64), requires_grad=False)
    rnn = torch.nn.RNN(inputs, hidden, nonlinearity=activation, batch_first=True, **_EMPTY)
    named = {"weight_ih_l0": W, "weight_hh_l0": U, "bias_ih_l0": b, "bias_hh_l0": zeros}
    return [parts.States(_with(rnn, **named))]


def _attention(m: Attention, tensors: Tensors, place: str) -> list[Any]:
    names = ("query", "key", "value", "output")
    made = [_one(getattr(m, name), tensors, at(place, name)) for name in names]
    return [parts.Attention(m.heads, *made)]


def _block(m: Block, tensors: Tensors, place: str) -> list[Any]:
    names = ("norm", "attention", "first", "second")
    return [parts.Block(*(_one(getattr(m, name), tensors, at(place, name)) for name in names))]


def _gpt(m: GPT, tensors: Tensors, place: str) -> list[Any]:
    names = ("token", "position", "norm", "output")
    made = [_one(getattr(m, name), tensors, at(place, name)) for name in names]
    layers = [_one(part, tensors, at(place, f"layers.{i}")) for i, part in enumerate(m.layers)]
    return [parts.GPT(layers, *made)]


def _parallel(m: Parallel, tensors: Tensors, place: str) -> list[Any]:
    inside = at(place, "parts")
    sides = [
        torch.nn.Sequential(*_modules(part, tensors, at(inside, i)))
        for i, part in enumerate(m.parts)
    ]
    return [parts.Parallel(sides)]


def _always(*makes: Callable[[], Any]) -> Row:
    """A function without settings."""
    return lambda part, tensors, place: [make() for make in makes]


#: class of a module, or name of a function -> how it is built
ROWS: dict[Any, Row] = {
    Neuron: lambda m, tensors, place: _dense([m], tensors, place),
    Layer: lambda m, tensors, place: _dense(m.neurons, tensors, place),
    MLP: _chain,
    Sequential: _chain,
    Parallel: _parallel,
    Linear: _linear,
    Embedding: _embedding,
    RMSNorm: partial(_norm, torch.nn.RMSNorm, {"weight": "g"}),
    LayerNorm: partial(_norm, torch.nn.LayerNorm, {"weight": "g", "bias": "b"}),
    Conv1d: partial(_convolution, torch.nn.Conv1d, 1),
    Conv2d: partial(_convolution, torch.nn.Conv2d, 2),
    Recurrent: _recurrent,
    Attention: _attention,
    Block: _block,
    GPT: _gpt,
    "operation": lambda name, tensors, place: activation_modules(name, place),
    "softmax": _always(lambda: torch.nn.Softmax(-1)),
    "log_softmax": _always(lambda: torch.nn.LogSoftmax(-1)),
    "sum": _always(parts.Sum),
    "logsumexp": _always(parts.LogSumExp),
    "flatten": _always(torch.nn.Flatten),
    "reshape": lambda f, tensors, place: [
        torch.nn.Flatten(),
        torch.nn.Unflatten(1, f.shape),
    ],
}
