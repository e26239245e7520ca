"""Norms, attention and what is made of them as ONNX nodes: from [batch, time, width] to the same.

Needs ONNX. Read ``recurrence.py`` next.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nn.export.graphs.graph import Graph, Tensor
from nn.export.known import at

__all__ = ["attended", "block", "gathered", "layer_normed", "linear", "logits", "normed"]


def linear(m: Any, graph: Graph, x: Tensor, place: str) -> Tensor:
    """W·x, or W·x + b, along the last axis."""
    shape = len(m.W), len(m.W[0])
    W = graph.parameter(m.W, at(place, "W"), shape)
    product = x @ graph.node("Transpose", W, perm=[1, 0])
    return product + graph.parameter(m.b, at(place, "b"), shape[:1]) if m.b else product


def gathered(m: Any, graph: Graph, index: Tensor, place: str) -> Tensor:
    """Rows of a table."""
    W = graph.parameter(m.W, at(place, "W"), (len(m.W), len(m.W[0])))
    return graph.node("Gather", W, index, axis=0)


def normed(m: Any, graph: Graph, x: Tensor, place: str) -> Tensor:
    """The numbers over their root mean square."""
    square = graph.node("ReduceMean", x * x, graph.ints(-1), keepdims=1)
    scaled = x / graph.node("Sqrt", square + m.epsilon)
    return scaled * graph.parameter(m.g, at(place, "g"), (m.width,)) if m.g else scaled


def layer_normed(m: Any, graph: Graph, x: Tensor, place: str) -> Tensor:
    """The numbers with mean 0 and variance 1, then as gain and bias have it."""
    g, b = (graph.parameter(getattr(m, name), at(place, name), (m.width,)) for name in ("g", "b"))
    return graph.node("LayerNormalization", x, g, b, axis=-1, epsilon=m.epsilon)


def attended(m: Any, graph: Graph, x: Tensor, place: str) -> Tensor:
    """Causal attention: scores of later positions are -∞."""
    size = len(m.query.W) // m.heads

    def parted(name: str, order: list[int]) -> Tensor:
        y = linear(getattr(m, name), graph, x, at(place, name))
        heads = graph.node("Reshape", y, graph.ints(0, 0, m.heads, size))
        return graph.node("Transpose", heads, perm=order)

    query, value = parted("query", [0, 2, 1, 3]), parted("value", [0, 2, 1, 3])
    scores = query @ parted("key", [0, 2, 3, 1]) * size**-0.5
    seen = graph.node("Where", _past(graph, x), scores, float("-inf"))
    mixed = graph.node("Softmax", seen, axis=-1) @ value
    joined = graph.node("Transpose", mixed, perm=[0, 2, 1, 3])
    flat = graph.node("Reshape", joined, graph.ints(0, 0, m.heads * size))
    return linear(m.output, graph, flat, at(place, "output"))


def block(m: Any, graph: Graph, x: Tensor, place: str) -> Tensor:
    """Attention, then two layers; each reads a norm, and is added to what it read."""
    read = normed(m.norm, graph, x, at(place, "norm"))
    x = x + attended(m.attention, graph, read, at(place, "attention"))
    read = normed(m.norm, graph, x, at(place, "norm"))
    hidden = graph.node("Relu", linear(m.first, graph, read, at(place, "first")))
    return x + linear(m.second, graph, hidden, at(place, "second"))


def logits(m: Any, graph: Graph, tokens: Tensor, place: str) -> Tensor:
    """The logits of a GPT at each position, from whole numbers [batch, time]."""
    position = gathered(m.position, graph, _places(graph, tokens), at(place, "position"))
    x = gathered(m.token, graph, tokens, at(place, "token")) + position
    x = normed(m.norm, graph, x, at(place, "norm"))
    for i, layer in enumerate(m.layers):
        x = block(layer, graph, x, at(place, f"layers.{i}"))
    return linear(m.output, graph, x, at(place, "output"))


def _places(graph: Graph, x: Tensor) -> Tensor:
    """0, 1, … along the second axis of a tensor."""
    length = graph.node("Squeeze", graph.node("Shape", x, start=1, end=2))
    return graph.node("Range", _whole(graph, 0), length, _whole(graph, 1))


def _whole(graph: Graph, n: int) -> Tensor:
    return graph.constant(np.array(n, dtype=np.int64), "int")


def _past(graph: Graph, x: Tensor) -> Tensor:
    """Whether position s (columns) is not later than t (rows)."""
    places = _places(graph, x)
    rows = graph.node("Unsqueeze", places, graph.ints(1))
    return graph.node("GreaterOrEqual", rows, places)
