"""The modules that a file can make again: how each is told, counted and made. One row each.

Read ``architecture.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from nn.files.fields import ACTIVATION, FLAG, POSITIVE, WHOLE, Field, Unfit, entries
from nn.latent.ppca import PPCA
from nn.models.attention import Attention
from nn.models.blocks import Parallel
from nn.models.conv import Conv1d, Conv2d
from nn.models.embedding import Embedding
from nn.models.gpt import GPT, Block
from nn.models.init import zeros
from nn.models.layers import MLP, Layer, Neuron, Sequential
from nn.models.linear import Linear
from nn.models.module import Module
from nn.models.norms import LayerNorm, RMSNorm
from nn.models.recurrent import Recurrent

__all__ = ["KINDS", "Kind"]


@dataclass(frozen=True)
class Kind:
    """A class, and its settings by name: the field, and how it is read off a module.

    ``count`` says how many parameters the settings imply, ``make`` makes a module of them. A module
    that is nothing but a list of ``parts`` has them in the attribute of that name.
    """

    made: type[Module]
    settings: Mapping[str, tuple[Field, Callable[[Any], Any]]]
    count: Callable[[dict[str, Any]], int]
    make: Callable[..., Module]
    parts: str = ""


def _told_layers(layers: list[Layer]) -> list[dict[str, Any]]:
    return [
        {"neurons": len(layer.neurons), "activation": ACTIVATION.told(layer.activation)}
        for layer in layers
    ]


def _layers(data: Any, place: str) -> list[tuple[int, Any]]:
    """The number of neurons and the activation of each layer."""
    if not isinstance(data, list) or not data:
        raise Unfit(f"{place} is a list of one layer or more")
    found = []
    for i, layer in enumerate(data):
        at = f"{place}.{i}"
        entries(layer, at, ["neurons", "activation"])
        neurons = WHOLE.read(layer["neurons"], f"{at}.neurons")
        found.append((neurons, ACTIVATION.read(layer["activation"], f"{at}.activation")))
    return found


LAYERS = Field(_told_layers, _layers)


def _mlp_count(s: dict[str, Any]) -> int:
    widths = [s["inputs"], *(neurons for neurons, _ in s["layers"])]
    return sum((before + 1) * after for before, after in pairwise(widths))


def _mlp(inputs: int, layers: list[tuple[int, Any]]) -> MLP:
    sizes, activations = zip(*layers)
    return MLP(inputs, sizes, activation=activations, init=zeros)


def _convolution(made: type[Conv1d] | type[Conv2d], axes: int) -> Kind:
    return Kind(
        made,
        {
            "inputs": (WHOLE, lambda m: m.inputs),
            "outputs": (WHOLE, lambda m: m.outputs),
            "kernel": (WHOLE, lambda m: m.kernel),
            "stride": (WHOLE, lambda m: m.stride),
            "activation": (ACTIVATION, lambda m: m.filters.activation),
        },
        lambda s: s["outputs"] * (s["inputs"] * s["kernel"] ** axes + 1),
        lambda **s: made(**s, init=zeros),
    )


def _block_count(s: dict[str, Any]) -> int:
    width: int = s["width"]
    return 4 * width**2 + 2 * width * int(s["hidden"])


ROWS = (
    Kind(
        Neuron,
        {
            "inputs": (WHOLE, lambda m: len(m.w)),
            "activation": (ACTIVATION, lambda m: m.activation),
        },
        lambda s: s["inputs"] + 1,
        lambda inputs, activation: Neuron(inputs, activation, init=zeros),
    ),
    Kind(
        Layer,
        {
            "inputs": (WHOLE, lambda m: len(m.neurons[0].w)),
            "neurons": (WHOLE, lambda m: len(m.neurons)),
            "activation": (ACTIVATION, lambda m: m.activation),
        },
        lambda s: (s["inputs"] + 1) * s["neurons"],
        lambda inputs, neurons, activation: Layer(inputs, neurons, activation, init=zeros),
    ),
    Kind(
        MLP,
        {
            "inputs": (WHOLE, lambda m: len(m.layers[0].neurons[0].w)),
            "layers": (LAYERS, lambda m: m.layers),
        },
        _mlp_count,
        _mlp,
    ),
    Kind(
        Linear,
        {
            "inputs": (WHOLE, lambda m: len(m.W[0])),
            "outputs": (WHOLE, lambda m: len(m.W)),
            "bias": (FLAG, lambda m: bool(m.b)),
        },
        lambda s: (s["inputs"] + s["bias"]) * s["outputs"],
        lambda **s: Linear(**s, init=zeros),
    ),
    Kind(
        Embedding,
        {
            "rows": (WHOLE, lambda m: len(m.W)),
            "width": (WHOLE, lambda m: len(m.W[0])),
        },
        lambda s: s["rows"] * s["width"],
        lambda **s: Embedding(**s, init=zeros),
    ),
    Kind(
        RMSNorm,
        {
            "width": (WHOLE, lambda m: m.width),
            "gain": (FLAG, lambda m: bool(m.g)),
            "epsilon": (POSITIVE, lambda m: m.epsilon),
        },
        lambda s: s["gain"] * s["width"],
        RMSNorm,
    ),
    Kind(
        LayerNorm,
        {
            "width": (WHOLE, lambda m: m.width),
            "epsilon": (POSITIVE, lambda m: m.epsilon),
        },
        lambda s: 2 * s["width"],
        LayerNorm,
    ),
    _convolution(Conv1d, 1),
    _convolution(Conv2d, 2),
    Kind(
        Recurrent,
        {
            "inputs": (WHOLE, lambda m: len(m.W[0])),
            "hidden": (WHOLE, lambda m: len(m.b)),
            "activation": (ACTIVATION, lambda m: m.activation),
        },
        lambda s: s["hidden"] * (s["inputs"] + s["hidden"] + 1),
        lambda **s: Recurrent(**s, init=zeros),
    ),
    Kind(
        Attention,
        {
            "width": (WHOLE, lambda m: len(m.query.W)),
            "heads": (WHOLE, lambda m: m.heads),
        },
        lambda s: 4 * s["width"] ** 2,
        lambda **s: Attention(**s, init=zeros),
    ),
    Kind(
        Block,
        {
            "width": (WHOLE, lambda m: m.norm.width),
            "heads": (WHOLE, lambda m: m.attention.heads),
            "hidden": (WHOLE, lambda m: len(m.first.W)),
        },
        _block_count,
        lambda **s: Block(**s, init=zeros),
    ),
    Kind(
        GPT,
        {
            "tokens": (WHOLE, lambda m: len(m.token.W)),
            "positions": (WHOLE, lambda m: len(m.position.W)),
            "width": (WHOLE, lambda m: m.norm.width),
            "heads": (WHOLE, lambda m: m.layers[0].attention.heads),
            "layers": (WHOLE, lambda m: len(m.layers)),
            "hidden": (WHOLE, lambda m: len(m.layers[0].first.W)),
        },
        lambda s: (2 * s["tokens"] + s["positions"]) * s["width"] + s["layers"] * _block_count(s),
        lambda **s: GPT(**s, init=zeros),
    ),
    Kind(
        PPCA,
        {
            "inputs": (WHOLE, lambda m: len(m.W)),
            "latent": (WHOLE, lambda m: len(m.W[0])),
        },
        lambda s: s["inputs"] * (s["latent"] + 1) + 1,
        lambda **s: PPCA(**s, rng=0),
    ),
    Kind(Sequential, {}, lambda s: 0, Sequential, parts="layers"),
    Kind(Parallel, {}, lambda s: 0, Parallel, parts="parts"),
)

#: by the name that stands in a file
KINDS = {row.made.__name__: row for row in ROWS}
