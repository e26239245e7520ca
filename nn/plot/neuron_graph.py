"""One neuron of a network as its graph of scalars, for one row, with the weights it has now.

Read ``network_page.py`` next.
"""

from __future__ import annotations

from typing import Any

import autograd as ag
from autograd import Value
from nn.models.layers import Neuron
from nn.models.predict import numbers_of
from nn.plot.neurons import neurons_in, parts_of

__all__ = ["neuron_graph", "neurons_of"]


def neurons_of(model: Any) -> list[list[Neuron]]:
    """The neurons of each layer that is made of such."""
    return [found for part in parts_of(model) if (found := neurons_in(part))]


def neuron_graph(model: Any, row: list[float], layer: int, place: int) -> Any:
    """The picture of what a neuron computes for this row; layers and neurons count from 0.

    The gradients are those of its answer; the model keeps the ones that it has. Raises
    ``GraphError`` where the network has no such neuron.
    """
    layers = neurons_of(model)
    if not (0 <= layer < len(layers) and 0 <= place < len(layers[layer])):
        sizes = ", ".join(str(len(neurons)) for neurons in layers)
        raise ag.GraphError(
            f"there is no neuron {place} in layer {layer}: the layers have {sizes or 'no'} neurons"
        )
    neuron = layers[layer][place]
    numbers = _inputs(model, row, neuron)
    x = [Value(number, label=f"x{i}") for i, number in enumerate(numbers, start=1)]
    answer = neuron(x)
    answer.label = "answer"
    before = [parameter.grad for parameter in neuron.parameters()]
    try:
        neuron.zero_grad()
        answer.backward()
        return ag.draw(answer, names={"w": neuron.w, "b": neuron.b})
    finally:
        for parameter, grad in zip(neuron.parameters(), before):
            parameter.grad = grad


def _inputs(model: Any, row: list[float], wanted: Neuron) -> list[float]:
    """The numbers that a neuron gets for this row."""
    x: Any = row
    for part in parts_of(model):
        if wanted in neurons_in(part):
            break
        x = part(x)
    found: list[float] = numbers_of(x)
    return found
