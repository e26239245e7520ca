"""A multilayer perceptron: the whole batch in a few matrix products."""

import numpy as np

from benchmarks.peers import Step
from benchmarks.peers.by_hand.losses import LOSSES
from benchmarks.workloads import Arrays, Workload


def step(workload: Workload) -> Step:
    """Return the step; NumPy needs no preparation."""
    loss, layers = LOSSES[workload.loss], workload.layers()
    tanh = workload.hidden == "tanh"

    def step() -> tuple[float, Arrays]:
        outputs = _forward(workload.inputs, layers, tanh)
        value, slope = loss(outputs[-1], workload.targets)
        return value, dict(zip(workload.parameters, _backward(layers, tanh, outputs, slope)))

    return step


def _forward(inputs: np.ndarray, layers: list, tanh: bool) -> list[np.ndarray]:
    """Return the batch, then the output of every layer."""
    outputs = [inputs]
    for layer, (weights, bias) in enumerate(layers, start=1):
        z = outputs[-1] @ weights.T + bias
        if layer < len(layers):
            z = np.tanh(z) if tanh else np.maximum(z, 0.0)
        outputs.append(z)
    return outputs


def _backward(
    layers: list, tanh: bool, outputs: list[np.ndarray], slope: np.ndarray
) -> list[np.ndarray]:
    """Return the gradients, from the first layer's weights to the last layer's bias; `slope` is
    d loss / d (output of the last layer)."""
    gradients = []
    for layer in reversed(range(len(layers))):
        inputs = outputs[layer]
        gradients += [slope.sum(axis=0), slope.T @ inputs]
        if layer > 0:
            slope = slope @ layers[layer][0]
            slope *= (1.0 - inputs * inputs) if tanh else (inputs > 0.0)
    gradients.reverse()
    return gradients
