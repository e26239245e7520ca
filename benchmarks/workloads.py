"""The three training steps that every engine is timed on, as plain data.

A step is one forward and backward pass of the mean loss over one full batch, with respect
to all parameters. Seeds are fixed, so two runs see the same numbers. The reference for loss
and gradients is the NumPy peer, itself held against central differences in `checks`.
Read next: `peers/numpy_peer.py`, the same three steps in their shortest form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

Parameters = list[tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Workload:
    """One network, one loss and one batch.

    `parameters` holds a weight matrix (outputs, inputs) and a bias vector for each layer.
    `inputs` is (examples, features). `targets` is (examples, 1) with labels -1/+1 for
    "hinge" and 0/1 for "binary_cross_entropy", and one-hot rows for "cross_entropy".
    All three losses read the raw scores of the last layer; both cross-entropies take logits.
    """

    name: str
    title: str
    sizes: tuple[int, ...]
    hidden: str
    loss: str
    inputs: np.ndarray
    targets: np.ndarray
    parameters: Parameters

    def flat_parameters(self) -> np.ndarray:
        """Return all parameters layer by layer, neuron by neuron, weights before bias."""
        return flatten(self.parameters)

    def neurons(self, layer: int) -> list[list[float]]:
        """Return one row of Python floats per neuron of a layer: weights, then bias."""
        weights, bias = self.parameters[layer]
        return np.column_stack([weights, bias]).tolist()


def flatten(layers: Parameters) -> np.ndarray:
    """Lay (weights, bias) pairs out layer by layer, neuron by neuron, weights before bias."""
    rows = [np.column_stack([np.asarray(w), np.asarray(b)]).ravel() for w, b in layers]
    return np.concatenate(rows)


class Scattered(NamedTuple):
    """Gradients in an engine's own order: `numbers[k]` belongs to flat parameter `places[k]`."""

    places: np.ndarray
    numbers: Any


def as_flat(gradients: Any) -> np.ndarray:
    """Bring an engine's gradients, in any of the forms that a peer may return, into order."""
    if isinstance(gradients, Scattered):
        flat = np.empty(len(gradients.places))
        flat[gradients.places] = gradients.numbers
        return flat
    return flatten(gradients) if isinstance(gradients[0], tuple) else np.array(gradients, float)


def unflatten(flat: np.ndarray, sizes: tuple[int, ...]) -> Parameters:
    """Undo `flatten` for a network of the given layer sizes."""
    layers = []
    start = 0
    for inputs, outputs in pairwise(sizes):
        stop = start + outputs * (inputs + 1)
        block = flat[start:stop].reshape(outputs, inputs + 1)
        layers.append((block[:, :-1].copy(), block[:, -1].copy()))
        start = stop
    return layers


def _initial(rng: np.random.Generator, sizes: tuple[int, ...]) -> Parameters:
    """Draw weights in +-1/sqrt(inputs) and small biases, so that no gradient is zero."""
    return [
        (rng.uniform(-1, 1, (outputs, inputs)) / inputs**0.5, rng.uniform(-0.1, 0.1, outputs))
        for inputs, outputs in pairwise(sizes)
    ]


def moons() -> Workload:
    """micrograd's demo: two interleaved half circles, 100 points, labels -1 and +1."""
    rng = np.random.default_rng(1)
    angle = np.linspace(0, np.pi, 50)
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    lower = np.column_stack([1 - np.cos(angle), 0.5 - np.sin(angle)])
    inputs = np.concatenate([upper, lower]) + rng.normal(0, 0.1, (100, 2))
    targets = np.repeat([-1.0, 1.0], 50).reshape(100, 1)
    sizes = (2, 16, 16, 1)
    title = "moons: 2-16-16-1, relu, hinge, batch 100"
    return Workload("moons", title, sizes, "relu", "hinge", inputs, targets, _initial(rng, sizes))


def xor() -> Workload:
    """The four cases of exclusive or."""
    rng = np.random.default_rng(2)
    inputs = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    targets = np.array([[0.0], [1.0], [1.0], [0.0]])
    sizes = (2, 4, 1)
    title = "xor: 2-4-1, tanh, binary cross-entropy, batch 4"
    loss = "binary_cross_entropy"
    return Workload("xor", title, sizes, "tanh", loss, inputs, targets, _initial(rng, sizes))


def digits() -> Workload:
    """Handwritten 8x8 digits (scikit-learn's, or random pictures of that shape without it)."""
    rng = np.random.default_rng(3)
    try:
        from sklearn.datasets import load_digits
    except ImportError:
        inputs, classes = rng.integers(0, 17, (128, 64)) / 16, rng.integers(0, 10, 128)
        source = "random 8x8 pictures"
    else:
        data = load_digits()
        inputs, classes = data.data[:128] / 16, data.target[:128]
        source = "digits"
    sizes = (64, 32, 10)
    title = f"{source}: 64-32-10, relu, softmax cross-entropy, batch 128"
    targets, loss = np.eye(10)[classes], "cross_entropy"
    return Workload("digits", title, sizes, "relu", loss, inputs, targets, _initial(rng, sizes))


WORKLOADS: dict[str, Callable[[], Workload]] = {"moons": moons, "xor": xor, "digits": digits}
