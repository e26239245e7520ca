"""PyTorch's modules as ours: a row of the table for each kind. Needs PyTorch.

A chain is read piece by piece; an activation goes into the layer before. Read
``nn/export/graphs/build.py`` next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import torch

import autograd as ag
from nn.export.known import at
from nn.export.pytorch import parts
from nn.export.pytorch.activations import activation_read
from nn.export.pytorch.read_layers import LAYERS, Draft, Row, rnn, unread
from nn.export.pytorch.tensors import Values
from nn.models.attention import Attention
from nn.models.blocks import Parallel, Reshaped, flatten
from nn.models.gpt import GPT, Block
from nn.models.init import zeros
from nn.models.layers import MLP, Layer, Sequential
from nn.models.module import Module
from nn.models.recurrent import Recurrent

__all__ = ["read"]


#: what answers with a number for each of a sequence
_SEQUENCES = (Recurrent, Attention, Block, GPT)


@dataclass(frozen=True)
class Activation:
    """An activation, which belongs to the layer before."""

    activation: Any


@dataclass(frozen=True)
class Piece:
    """A part of ours, a ``Draft`` or an ``Activation``, and the module that it was."""

    part: Any
    module: Any
    place: str


def read(module: Any) -> Module:
    """The whole model; a chain of layers is an ``MLP``, one part is itself."""
    if not isinstance(module, torch.nn.Module):
        advice = ": load a state_dict into its module first" if isinstance(module, Mapping) else ""
        raise ag.OperandError(f"what is read is a module of PyTorch, got {module!r:.80}{advice}")
    return _joined(_made(module, Values(), ""))


def _joined(made: list[Any]) -> Module:
    """Parts as one module."""
    widths = [(len(m.neurons[0].w), len(m.neurons)) if type(m) is Layer else (0, -1) for m in made]
    if made and all(m > 0 for m, _ in widths) and all(a[1] == b[0] for a, b in pairwise(widths)):
        activations = [m.activation for m in made]
        model = MLP(widths[0][0], [n for _, n in widths], activations, init=zeros)
        model.layers = made
        return model
    return made[0] if len(made) == 1 and isinstance(made[0], Module) else Sequential(*made)


def _made(module: Any, values: Values, place: str) -> list[Any]:
    """The parts that a module is here, all made."""
    found: list[Any] = []
    for piece in _pieces(module, values, place):
        if found and isinstance(found[-1], _SEQUENCES):
            _require_sequence(piece)
        if isinstance(piece.part, Activation):
            found[-1:] = _activated(found[-1:], piece)
        else:
            found.append(piece.part)
    return [part.make("linear") if isinstance(part, Draft) else part for part in found]


def _require_sequence(piece: Piece) -> None:
    if not isinstance(piece.part, (*_SEQUENCES, Reshaped)) and piece.part is not flatten:
        why = "it would take what is before it step by step, and takes one list here: Flatten first"
        raise unread(piece.place, piece.module, why)


def _activated(before: list[Any], piece: Piece) -> list[Any]:
    """The layer before with its activation, or a number and its operation."""
    activation = piece.part.activation
    if before and isinstance(before[0], Draft):
        return [before[0].make(activation)]
    if before and before[0] in (ag.sum, ag.logsumexp, *ag.unary_ops().values()):
        return [*before, ag.unary_ops().get(activation, activation)]
    why = "it follows no Linear and no convolution, whose activation it could be here"
    raise unread(piece.place, piece.module, why)


def _pieces(module: Any, values: Values, place: str) -> list[Piece]:
    if type(module) is torch.nn.Sequential and not module._forward_hooks:
        named = [(at(place, i), part) for i, part in enumerate(module)]
        return [piece for inner, part in named for piece in _pieces(part, values, inner)]
    return [Piece(part, module, place) for part in _parts(module, values, place)]


def _parts(module: Any, values: Values, place: str) -> list[Any]:
    if module._forward_hooks or module._forward_pre_hooks:
        raise unread(place, module, "it has hooks, which may do anything; remove them first")
    try:
        activation = activation_read(module)
    except ValueError as error:
        raise unread(place, module, f"{error}") from None
    if activation is not None:
        return [Activation(activation)]
    if type(module) not in ROWS:
        known = ", ".join(sorted(kind.__name__ for kind in LAYERS))
        why = f"nothing here is like it; known are {known}, Sequential and activations"
        raise unread(place, module, why)
    return ROWS[type(module)](module, values, place)


def _one(module: Any, values: Values, place: str) -> Any:
    """A module that is one part here."""
    (made,) = _made(module, values, place)
    return made


# --- what is made of others ---


def _parallel(m: Any, values: Values, place: str) -> list[Any]:
    return [Parallel(*(_joined(_made(part, values, at(place, i))) for i, part in enumerate(m)))]


def _recurrent(m: Any, values: Values, place: str) -> list[Any]:
    pieces = _pieces(m.activation, values, at(place, "activation"))
    activation = pieces[0].part.activation if pieces else "linear"
    layer = Recurrent(m.W.shape[1], len(m.b), activation, init=zeros)
    for name in ("W", "U", "b"):
        setattr(layer, name, values.of(getattr(m, name), at(place, name)))
    return [layer]


def _attention(m: Any, values: Values, place: str) -> list[Any]:
    found = Attention(m.query.in_features, m.heads, init=zeros)
    return [_filled(found, m, values, place, ("query", "key", "value", "output"))]


def _filled(found: Any, m: Any, values: Values, place: str, names: tuple[str, ...]) -> Any:
    """A module of ours with the parts of that name."""
    for name in names:
        setattr(found, name, _one(getattr(m, name), values, at(place, name)))
    return found


def _block(m: Any, values: Values, place: str) -> list[Any]:
    width, hidden = m.first.in_features, m.first.out_features
    found = Block(width, m.attention.heads, hidden, init=zeros)
    return [_filled(found, m, values, place, ("norm", "attention", "first", "second"))]


def _gpt(m: Any, values: Values, place: str) -> list[Any]:
    (tokens, width), positions = m.token.weight.shape, len(m.position.weight)
    found = GPT(tokens, positions, width, m.layers[0].attention.heads, len(m.layers), init=zeros)
    found.layers = [
        _one(layer, values, at(place, f"layers.{i}")) for i, layer in enumerate(m.layers)
    ]
    return [_filled(found, m, values, place, ("token", "position", "norm", "output"))]


#: what we gave to PyTorch
_OURS: dict[Any, Row] = {
    parts.Parallel: _parallel,
    parts.Recurrent: _recurrent,
    parts.States: lambda m, values, place: rnn(m.rnn, values, at(place, "rnn")),
    parts.Attention: _attention,
    parts.Block: _block,
    parts.GPT: _gpt,
    parts.Sum: lambda m, values, place: [ag.sum],
    parts.LogSumExp: lambda m, values, place: [ag.logsumexp],
}
#: class of a module -> what it is here
ROWS: dict[Any, Row] = {**LAYERS, **_OURS}
