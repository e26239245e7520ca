"""The training steps that every engine is timed on, as plain data.

A step is one forward and backward pass of the mean loss over one full batch, with respect
to all parameters. Seeds are fixed, so two runs see the same numbers. The reference for loss
and gradients is the NumPy peer, itself held against central differences in `checks`.
Read next: `peers/by_hand/`, the same steps in their shortest form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Workload:
    """One network, one loss and one batch.

    `kind` says what the network is, and so what `parameters` holds; a row of `inputs` and one of
    `targets` are an example.

    * "mlp": `W1, b1, W2, b2, …`, weights (outputs, inputs); inputs (examples, features); `hidden`
      is the activation between the layers.
    * "conv": filters `K` (filters, side · side) with biases `c`, over pictures whose rows lie one
      behind the other, relu; all that comes out, filter by filter, into a layer `W, b`.
    * "rnn": h ← tanh(W·x + U·h + b) over sequences of numbers, and `V·h + c` of the last h.
    * "gpt": a transformer of one layer (see `gpt`); inputs and targets (examples, positions)
      are tokens.

    `targets` is (examples, 1) with labels -1/+1 for "hinge", 0/1 for "binary_cross_entropy" and
    any number for "squared_error" (half the square), and one-hot rows for "cross_entropy".
    All read the raw scores of the last layer; both cross-entropies take logits. "next_token" is
    the softmax cross-entropy, the mean over all positions; its targets are tokens.
    """

    name: str
    title: str
    kind: str
    loss: str
    inputs: np.ndarray
    targets: np.ndarray
    parameters: Arrays
    hidden: str = "relu"

    def layers(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """The weights and the bias of each layer of an "mlp"."""
        return pairs(self.parameters)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many units the layers of an "mlp" have, the inputs first."""
        return (self.inputs.shape[1], *(len(bias) for _, bias in self.layers()))

    def neurons(self, layer: int) -> list[list[float]]:
        """One row of Python floats per neuron of an "mlp": weights, then bias."""
        weights, bias = self.layers()[layer]
        return np.column_stack([weights, bias]).tolist()

    def flat(self, arrays: Arrays) -> np.ndarray:
        """Lay arrays named and shaped like the parameters one behind the other."""
        return np.concatenate([np.asarray(arrays[name]).ravel() for name in self.parameters])

    def shaped(self, flat: np.ndarray) -> Arrays:
        """Undo `flat`."""
        arrays, start = {}, 0
        for name, array in self.parameters.items():
            arrays[name] = flat[start : start + array.size].reshape(array.shape)
            start += array.size
        return arrays

    def by_neuron(self) -> np.ndarray:
        """The place in `flat` of each parameter of an "mlp" whose neurons lie one behind the other,
        weights before bias, as engines of scalars and C like it."""
        places = self.shaped(np.arange(self.flat(self.parameters).size))
        return np.concatenate([np.column_stack(pair).ravel() for pair in pairs(places)])


def pairs(parameters: dict[str, Any]) -> list[tuple[Any, Any]]:
    """The (weights, bias) of layers that stand one behind the other."""
    arrays = list(parameters.values())
    return list(zip(arrays[::2], arrays[1::2]))


def _initial(rng: np.random.Generator, sizes: tuple[int, ...]) -> Arrays:
    """Draw weights in +-1/sqrt(inputs) and small biases, so that no gradient is zero."""
    arrays = {}
    for layer, (inputs, outputs) in enumerate(pairwise(sizes), start=1):
        arrays[f"W{layer}"] = rng.uniform(-1, 1, (outputs, inputs)) / inputs**0.5
        arrays[f"b{layer}"] = rng.uniform(-0.1, 0.1, outputs)
    return arrays


def moons() -> Workload:
    """micrograd's demo: two interleaved half circles, 100 points, labels -1 and +1."""
    rng = np.random.default_rng(1)
    angle = np.linspace(0, np.pi, 50)
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    lower = np.column_stack([1 - np.cos(angle), 0.5 - np.sin(angle)])
    inputs = np.concatenate([upper, lower]) + rng.normal(0, 0.1, (100, 2))
    targets = np.repeat([-1.0, 1.0], 50).reshape(100, 1)
    title = "moons: 2-16-16-1, relu, hinge, batch 100"
    return Workload("moons", title, "mlp", "hinge", inputs, targets, _initial(rng, (2, 16, 16, 1)))


def xor() -> Workload:
    """The four cases of exclusive or."""
    rng = np.random.default_rng(2)
    inputs = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    targets = np.array([[0.0], [1.0], [1.0], [0.0]])
    title = "xor: 2-4-1, tanh, binary cross-entropy, batch 4"
    parameters = _initial(rng, (2, 4, 1))
    loss = "binary_cross_entropy"
    return Workload("xor", title, "mlp", loss, inputs, targets, parameters, "tanh")


def _pictures(rng: np.random.Generator) -> tuple[str, np.ndarray, np.ndarray]:
    """Handwritten 8x8 digits (scikit-learn's, or random pictures of that shape without it)."""
    try:
        from sklearn.datasets import load_digits
    except ImportError:
        inputs, classes = rng.integers(0, 17, (128, 64)) / 16, rng.integers(0, 10, 128)
        return "random 8x8 pictures", inputs, np.eye(10)[classes]
    data = load_digits()
    return "8x8 digits", data.data[:128] / 16, np.eye(10)[data.target[:128]]


def digits() -> Workload:
    """Handwritten 8x8 digits."""
    rng = np.random.default_rng(3)
    source, inputs, targets = _pictures(rng)
    title = f"digits: {source}, 64-32-10, relu, softmax cross-entropy, batch 128"
    parameters = _initial(rng, (64, 32, 10))
    return Workload("digits", title, "mlp", "cross_entropy", inputs, targets, parameters)


def mnist(hidden: int = 128) -> Workload:
    """Random pictures of MNIST's shape and about its ink: a fifth of the 28x28 points."""
    rng = np.random.default_rng(4)
    inputs = rng.uniform(0, 1, (128, 784)) * (rng.uniform(size=(128, 784)) < 0.2)
    targets = np.eye(10)[rng.integers(0, 10, 128)]
    title = f"mnist: random pictures, 784-{hidden}-10, relu, softmax cross-entropy, batch 128"
    parameters = _initial(rng, (784, hidden, 10))
    return Workload("mnist", title, "mlp", "cross_entropy", inputs, targets, parameters)


def conv() -> Workload:
    """The 8x8 digits through four filters."""
    rng = np.random.default_rng(5)
    source, inputs, targets = _pictures(rng)
    filters, layer = _initial(rng, (9, 4)), _initial(rng, (144, 10))
    parameters = dict(zip("KcWb", (*filters.values(), *layer.values())))
    title = f"conv: {source}, 4 filters 3x3, relu, 144-10, softmax cross-entropy, batch 128"
    return Workload("conv", title, "conv", "cross_entropy", inputs, targets, parameters)


def rnn(steps: int = 20, hidden: int = 16) -> Workload:
    """Twenty points of a noisy wave; the target is the next one."""
    rng = np.random.default_rng(6)
    phase, speed = rng.uniform(0, 2 * np.pi, (32, 1)), rng.uniform(0.2, 0.6, (32, 1))
    waves = np.sin(phase + speed * np.arange(steps + 1)) + rng.normal(0, 0.05, (32, steps + 1))
    cell, layer = _initial(rng, (1, hidden)), _initial(rng, (hidden, 1))
    recurrent = rng.uniform(-1, 1, (hidden, hidden)) / hidden**0.5
    parameters = {"W": cell["W1"], "U": recurrent, "b": cell["b1"]}
    parameters |= {"V": layer["W1"], "c": layer["b1"]}
    title = f"rnn: {steps} steps, {hidden} units, tanh, squared error, batch 32"
    targets = waves[:, -1:]
    return Workload("rnn", title, "rnn", "squared_error", waves[:, :-1], targets, parameters)


TOKENS, WIDTH, HEADS = 27, 16, 4
BOUNDARY = 26
"""The token before and after each name; 0 to 25 are letters."""
EPSILON = 1e-5


def gpt(examples: int, positions: int = 16) -> Workload:
    """The little GPT of 4,192 parameters on random names of one length less than the positions.

    Each position: token row + position row, RMSNorm; then RMSNorm, causal attention of 4 heads of
    width 4 and its projection, added to what was before; RMSNorm, 64 relu units and back, added;
    logits, softmax cross-entropy with the next token; the mean over positions and names. RMSNorm
    is x / sqrt(mean(x²) + 1e-5); there are no biases. Source: A. Karpathy, "microgpt", 2026.
    """
    rng = np.random.default_rng(7)
    names = rng.integers(0, BOUNDARY, (examples, positions + 1))
    names[:, 0] = names[:, -1] = BOUNDARY
    shapes = {"token": (TOKENS, WIDTH), "position": (positions, WIDTH)}
    shapes["output"] = (TOKENS, WIDTH)
    shapes |= dict.fromkeys(("query", "key", "value", "projection"), (WIDTH, WIDTH))
    shapes |= {"first": (4 * WIDTH, WIDTH), "second": (WIDTH, 4 * WIDTH)}
    parameters = {name: rng.normal(0, 0.08, shape) for name, shape in shapes.items()}
    name = f"gpt{examples}"
    title = f"{name}: one layer, 4 heads, width 16, {positions} positions, batch {examples}"
    inputs, targets = names[:, :-1].copy(), names[:, 1:].copy()
    return Workload(name, title, "gpt", "next_token", inputs, targets, parameters)


WORKLOADS: dict[str, Callable[[], Workload]] = {
    "moons": moons,
    "xor": xor,
    "digits": digits,
    "mnist": mnist,
    "conv": conv,
    "rnn": rnn,
    "gpt1": lambda: gpt(1),
    "gpt32": lambda: gpt(32),
}
