"""This engine, compiled: `autograd.compile` of the loss of an `nn.MLP`, bound to a batch."""

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

import numpy as np

import autograd as ag
import nn
from benchmarks.peers import Step
from benchmarks.workloads import Workload

NAME = "chainrule"
try:
    VERSION = version("chainrule")
except PackageNotFoundError:
    VERSION = "(checkout)"

Loss = Callable[..., ag.Value]


def _hinge(model: nn.MLP) -> Loss:
    return lambda x0, x1, y: nn.hinge(model([x0, x1]), y)


def _binary_cross_entropy(model: nn.MLP) -> Loss:
    return lambda x0, x1, y: nn.bce_with_logits(model([x0, x1]), y)


def _cross_entropy(model: nn.MLP) -> Loss:
    return lambda *columns: nn.cross_entropy(model(columns[:64]), columns[64:])


LOSSES = {
    "hinge": _hinge,
    "binary_cross_entropy": _binary_cross_entropy,
    "cross_entropy": _cross_entropy,
}


def compiled_loss(workload: Workload) -> tuple[ag.Compiled, list[np.ndarray]]:
    """The compiled loss of the workload's network, and its batch as columns."""
    inputs, *outputs = workload.sizes
    model = nn.MLP(inputs, outputs, activation=workload.hidden, output="linear", rng=0)
    for parameter, number in zip(model.parameters(), workload.flat_parameters()):
        parameter.data = float(number)
    loss = ag.compile(LOSSES[workload.loss](model))
    batch = np.column_stack([workload.inputs, workload.targets])
    return loss, [np.ascontiguousarray(column) for column in batch.T]


def prepare(workload: Workload) -> Step:
    """Return the step as `nn.fit` takes it: a parameter vector in, the gradient's array out."""
    loss, columns = compiled_loss(workload)
    batch = loss.bind(*columns)
    vector = loss.vector()
    batch(vector)

    def step() -> tuple[float, np.ndarray]:
        value, gradient, _ = batch.at(vector)
        return value, gradient

    return step
