"""This engine, compiled: `autograd.compile` of the loss of a network of `nn`, bound to a batch."""

from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple

import numpy as np

import autograd as ag
import nn
from benchmarks.peers import Scattered, of_kind
from benchmarks.workloads import HEADS, TOKENS, WIDTH, Workload

NAME = "chainrule"
try:
    VERSION = version("chainrule")
except PackageNotFoundError:
    VERSION = "(checkout)"

Numbers = Sequence[Any]
Net = tuple[Callable[[Numbers], list[Any]], list[ag.Value]]
"""From an example's inputs to its scores, and the parameters in the order of `Workload.flat`."""


def _mlp(workload: Workload) -> Net:
    inputs, *outputs = workload.sizes
    model = nn.MLP(inputs, outputs, activation=workload.hidden, output="linear", rng=0)
    parameters = [p for layer in model.layers for p in _weights_first(layer)]
    return lambda x: _listed(model(x)), parameters


def _conv(workload: Workload) -> Net:
    inputs = workload.inputs.shape[1]
    side, kernel = (round(n**0.5) for n in (inputs, workload.parameters["K"].shape[1]))
    filters = nn.Conv2d(1, len(workload.parameters["c"]), kernel, "relu", rng=0)
    layer = nn.Layer(workload.parameters["W"].shape[1], 10, "linear", rng=0)

    def scores(x: Numbers) -> list[Any]:
        picture = [list(x[row : row + side]) for row in range(0, inputs, side)]
        return layer(nn.flatten(filters([picture])))

    return scores, _weights_first(filters.filters) + _weights_first(layer)


def _rnn(workload: Workload) -> Net:
    cell = nn.Recurrent(1, len(workload.parameters["b"]), rng=0)
    layer = nn.Layer(len(workload.parameters["b"]), 1, "linear", rng=0)
    parameters = [*nn.flatten(cell.W), *nn.flatten(cell.U), *cell.b, *_weights_first(layer)]
    return lambda x: layer(cell([[moment] for moment in x])[-1]), parameters


def _gpt(workload: Workload) -> Net:
    model = nn.GPT(TOKENS, workload.inputs.shape[1], WIDTH, HEADS, rng=0)
    (block,) = model.layers
    attention = block.attention
    parts = [model.token, model.position, model.output, attention.query, attention.key]
    parts += [attention.value, attention.output, block.first, block.second]
    return lambda x: model(_by_token(x)), nn.flatten([part.W for part in parts])


def _by_token(columns: Numbers) -> list[Numbers]:
    """Columns of ones and zeros, those of each token together."""
    return [columns[start : start + TOKENS] for start in range(0, len(columns), TOKENS)]


NETS = {"mlp": _mlp, "conv": _conv, "rnn": _rnn, "gpt": _gpt}


def _listed(scores: Any) -> list[Any]:
    return scores if isinstance(scores, list) else [scores]


def _weights_first(layer: nn.Layer) -> list[ag.Value]:
    """The weights of all neurons, then all biases."""
    neurons = layer.neurons
    return [w for neuron in neurons for w in neuron.w] + [neuron.b for neuron in neurons]


def _next_token(logits: list[list[Any]], targets: Numbers) -> Any:
    """The mean over the positions."""
    return sum(map(nn.cross_entropy, logits, _by_token(targets))) / len(logits)


LOSSES = {
    "hinge": lambda scores, targets: nn.hinge(scores[0], targets[0]),
    "binary_cross_entropy": lambda scores, targets: nn.bce_with_logits(scores[0], targets[0]),
    "cross_entropy": nn.cross_entropy,
    "squared_error": nn.squared_error,
    "next_token": _next_token,
}


class Prepared(NamedTuple):
    """A compiled loss, its batch as columns, and where in `Workload.flat` its parameters are."""

    loss: ag.Compiled
    columns: list[np.ndarray]
    parameters: list[ag.Value]

    def places(self) -> np.ndarray:
        """The place of each parameter of the recording."""
        place = {id(parameter): index for index, parameter in enumerate(self.parameters)}
        return np.array([place[id(parameter)] for parameter in self.loss.parameters])


def compiled_loss(workload: Workload) -> Prepared:
    """The loss of the workload's network, which the first call records and compiles."""
    scores, parameters = of_kind(workload, NETS)(workload)
    for parameter, number in zip(parameters, workload.flat(workload.parameters).tolist()):
        parameter.data = number
    criterion = LOSSES[workload.loss]
    inputs, targets = workload.inputs, workload.targets
    if workload.kind == "gpt":
        inputs, targets = (np.eye(TOKENS)[a].reshape(len(a), -1) for a in (inputs, targets))
    columns = [np.ascontiguousarray(column) for column in (*inputs.T, *targets.T)]
    width = inputs.shape[1]

    def loss(*x: Any) -> Any:
        return criterion(scores(x[:width]), x[width:])

    return Prepared(ag.compile(loss, inputs=len(columns)), columns, parameters)


def prepare(workload: Workload) -> Scattered:
    """Return the step as `nn.fit` takes it: a parameter vector in, the gradient's array out."""
    prepared = compiled_loss(workload)
    batch = prepared.loss.bind(*prepared.columns)
    vector = prepared.loss.vector()
    batch(vector)

    def step() -> tuple[float, np.ndarray]:
        value, gradient, _ = batch.at(vector)
        return value, gradient

    return Scattered(step, prepared.places())
