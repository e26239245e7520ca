"""This engine, compiled: `autograd.compile` of the loss of an `nn.MLP`."""

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

import numpy as np

import autograd as ag
import nn
from benchmarks.peers import Step
from benchmarks.workloads import Scattered, Workload

if not hasattr(ag, "compile"):
    raise ImportError("autograd.compile is not there")

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


def prepare(workload: Workload) -> Step:
    """Return the step: the compiled loss on columns; gradients come as `loss.parameters` lie."""
    inputs, *outputs = workload.sizes
    model = nn.MLP(inputs, outputs, activation=workload.hidden, output="linear", rng=0)
    for parameter, number in zip(model.parameters(), workload.flat_parameters()):
        parameter.data = float(number)
    loss = ag.compile(LOSSES[workload.loss](model))
    batch = np.column_stack([workload.inputs, workload.targets])
    columns = [np.ascontiguousarray(column) for column in batch.T]
    loss.value_and_grad(*columns)
    index = {parameter: place for place, parameter in enumerate(model.parameters())}
    places = np.array([index[parameter] for parameter in loss.parameters])

    def step() -> tuple[float, Scattered]:
        value, gradients = loss.value_and_grad(*columns)
        return value, Scattered(places, gradients)

    return step
