"""A network as columns of neurons: their weights, and what each answers over the inputs.

Read ``network_scene.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import autograd as ag
from nn.models.layers import MLP, Layer, Neuron, Sequential
from nn.models.linear import Linear
from nn.models.predict import numbers_of, predict

__all__ = ["Column", "answers", "columns", "neurons_in", "parts_of", "squares"]

Points = list[list[float]]


class Column(NamedTuple):
    """Neurons that stand below one another: how many, of what kind, and their numbers.

    ``weights`` has one list for each neuron, of the column before; it is empty where a function
    without weights has made the column, as are the ``biases`` where there are none; ``neurons``
    are those of a ``Layer``.
    """

    kind: str
    size: int
    weights: list[list[float]]
    biases: list[float]
    neurons: list[Neuron]


def columns(model: Any, row: list[float]) -> list[Column]:
    """The inputs, then a column for each layer; ``row`` is an example.

    A function that keeps the width, such as ``softmax``, belongs to the layer before it. Raises
    ``GraphError`` for a model that is no chain of layers.
    """
    found = [Column("inputs", len(row), [], [], [])]
    for part, own, values in _walk(model, row):
        weights, biases = _numbers(part)
        if own:
            found.append(Column(_kind(part), len(values), weights, biases, neurons_in(part)))
        else:
            before = found.pop()
            found.append(before._replace(kind=_kind(part)))
    return found


def answers(model: Any, points: Points) -> list[list[float]]:
    """For each point what all neurons answer, column after column, the inputs first."""

    def trace(x: Any) -> list[Any]:
        steps: list[list[Any]] = [list(x)]
        for _, own, values in _walk(model, x):
            steps = [*steps, values] if own else [*steps[:-1], values]
        return [value for step in steps for value in step]

    return predict(trace, points, always=True)


def parts_of(model: Any) -> list[Any]:
    """The layers and functions of a network in order, those of networks within it among them."""
    return [part for part, _ in _chain(model)]


def squares(low_high: Sequence[tuple[float, float]], side: int) -> Points:
    """The points of a grid over a window, row by row, the lowest row first."""
    first, second = ([a + (b - a) * i / (side - 1) for i in range(side)] for a, b in low_high)
    return [[x, y] for y in second for x in first]


def _walk(model: Any, x: Any) -> list[tuple[Any, bool, list[Any]]]:
    """Each part, whether it begins a column, and the list of what it answers."""
    found: list[tuple[Any, bool, list[Any]]] = []
    for part, alone in _chain(model):
        x = part(x)
        values = list(x) if isinstance(x, (list, tuple)) else [x]
        if any(isinstance(value, (list, tuple)) for value in values):
            raise ag.GraphError(
                f"{_kind(part)} gives a table, not a list of numbers: network draws chains of "
                "layers such as nn.MLP"
            )
        kept = found and not _weighted(part) and len(found[-1][2]) == len(values)
        found.append((part, not kept, values))
        x = values[0] if alone and len(values) == 1 else x
    return found


def _chain(model: Any) -> list[tuple[Any, bool]]:
    """The parts of a network, those of networks within it among them.

    With each: whether one number that it gives goes on without its list.
    """
    if not isinstance(model, (MLP, Sequential)):
        return [(model, False)]
    parts = [pair for layer in model.layers for pair in _chain(layer)]
    return [*parts[:-1], (parts[-1][0], True)] if parts and isinstance(model, MLP) else parts


def _weighted(part: Any) -> bool:
    return isinstance(part, (Layer, Neuron, Linear))


def _numbers(part: Any) -> tuple[list[list[float]], list[float]]:
    """The weights of each neuron, and its bias."""
    if isinstance(part, Linear):
        return numbers_of(part.W), numbers_of(part.b)
    neurons = neurons_in(part)
    return [numbers_of(n.w) for n in neurons], [n.b.data for n in neurons]


def neurons_in(part: Any) -> list[Neuron]:
    """The neurons of a layer, or the one that a part is."""
    if isinstance(part, Layer):
        return part.neurons
    return [part] if isinstance(part, Neuron) else []


def _kind(part: Any) -> str:
    """What stands above a column."""
    activation = getattr(part, "activation", part)
    if isinstance(activation, str):
        return activation
    return "linear" if isinstance(part, Linear) else _name(activation)


def _name(part: Any) -> str:
    return getattr(part, "__name__", type(part).__name__)
