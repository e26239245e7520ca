"""micrograd from the package index, with the few functions it lacks added as its users do."""

import math
from importlib.metadata import version

from micrograd.engine import Value
from micrograd.nn import Layer

from benchmarks.peers import Scattered, of_kind, refuse_large
from benchmarks.workloads import Workload

NAME = "micrograd"
VERSION = version("micrograd")

LARGEST = 1_000_000
"""Weights times examples; it makes two nodes of a kilobyte of each."""


def _node(x: Value, data: float, slope: float, name: str) -> Value:
    """Make the Value of a function of one operand from its value and its derivative."""
    out = Value(data, (x,), name)

    def _backward() -> None:
        x.grad += slope * out.grad

    out._backward = _backward
    return out


def _tanh(x: Value) -> Value:
    y = math.tanh(x.data)
    return _node(x, y, 1 - y * y, "tanh")


def _exp(x: Value) -> Value:
    y = math.exp(x.data)
    return _node(x, y, y, "exp")


def _log(x: Value) -> Value:
    return _node(x, math.log(x.data), 1 / x.data, "log")


def _hinge(scores: list[Value], target: list[float]) -> Value:
    return (1 + -target[0] * scores[0]).relu()


def _binary_cross_entropy(logits: list[Value], target: list[float]) -> Value:
    probability = 1 / (1 + _exp(-logits[0]))
    return -_log(probability if target[0] == 1.0 else 1 - probability)


def _cross_entropy(logits: list[Value], onehot: list[float]) -> Value:
    largest = max(logit.data for logit in logits)
    total = sum(_exp(logit - largest) for logit in logits)
    return _log(total) - (logits[onehot.index(1.0)] - largest)


LOSSES = {
    "hinge": _hinge,
    "binary_cross_entropy": _binary_cross_entropy,
    "cross_entropy": _cross_entropy,
}


def _layers(workload: Workload) -> list[Layer]:
    """Build micrograd's layers (rectified ones where asked for) with the workload's weights."""
    last = len(workload.layers()) - 1
    layers = []
    for index, (weights, _) in enumerate(workload.layers()):
        rectified = workload.hidden == "relu" and index < last
        layer = Layer(weights.shape[1], weights.shape[0], nonlin=rectified)
        for neuron, row in zip(layer.neurons, workload.neurons(index)):
            for parameter, number in zip(neuron.parameters(), row):
                parameter.data = number
        layers.append(layer)
    return layers


def prepare(workload: Workload) -> Scattered:
    """Return the step of micrograd's demo: wrap the batch, forward, zero, backward."""
    return of_kind(workload, {"mlp": _mlp})(workload)


def _mlp(workload: Workload) -> Scattered:
    refuse_large(workload, LARGEST)
    layers, places = _layers(workload), workload.by_neuron()
    parameters = [p for layer in layers for p in layer.parameters()]
    batch = list(zip(workload.inputs.tolist(), workload.targets.tolist()))
    criterion = LOSSES[workload.loss]

    def scores(row: list[float]) -> list[Value]:
        x = list(map(Value, row))
        for index, layer in enumerate(layers):
            if index and workload.hidden == "tanh":
                x = [_tanh(xi) for xi in x]
            x = [neuron(x) for neuron in layer.neurons]
        return x

    def step() -> tuple[float, list[float]]:
        losses = [criterion(scores(row), target) for row, target in batch]
        loss = sum(losses) * (1.0 / len(losses))
        for parameter in parameters:
            parameter.grad = 0
        loss.backward()
        return loss.data, [parameter.grad for parameter in parameters]

    return Scattered(step, places)
