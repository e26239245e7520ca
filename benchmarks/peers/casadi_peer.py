"""CasADi SX: the scalar graph of the whole batch, run by CasADi's own virtual machine.

One function summed over the batch is faster here than one function mapped over the batch.
It is called through a buffer, CasADi's road around the conversion of arguments.
"""

from itertools import pairwise

import casadi as ca
import numpy as np

from benchmarks.peers import Scattered, of_kind, refuse_large
from benchmarks.workloads import Workload

NAME = "CasADi SX"
VERSION = ca.__version__

LARGEST = 1_000_000
"""Weights times examples; all of them stand in one graph."""


def _hinge(scores: ca.SX, label: ca.SX) -> ca.SX:
    return ca.fmax(0, 1 - label * scores)


def _binary_cross_entropy(logits: ca.SX, label: ca.SX) -> ca.SX:
    return ca.log1p(ca.exp(logits)) - label * logits


def _cross_entropy(logits: ca.SX, onehot: ca.SX) -> ca.SX:
    return ca.log(ca.sum1(ca.exp(logits))) - ca.dot(logits, onehot)


LOSSES = {
    "hinge": _hinge,
    "binary_cross_entropy": _binary_cross_entropy,
    "cross_entropy": _cross_entropy,
}


def example_function(workload: Workload) -> ca.Function:
    """Return one example's share of the mean loss, and its gradient, as a function of scalars.

    Its parameters stand neuron by neuron."""
    return of_kind(workload, {"mlp": _mlp})(workload)


def _mlp(workload: Workload) -> ca.Function:
    refuse_large(workload, LARGEST)
    parameters = ca.SX.sym("p", workload.by_neuron().size)
    x, y = ca.SX.sym("x", workload.sizes[0]), ca.SX.sym("y", workload.sizes[-1])
    activation = ca.tanh if workload.hidden == "tanh" else lambda z: ca.fmax(z, 0)
    units, start = x, 0
    for inputs, outputs in pairwise(workload.sizes):
        if start:
            units = activation(units)
        stop = start + outputs * (inputs + 1)
        rows = ca.reshape(parameters[start:stop], inputs + 1, outputs).T
        units = rows[:, :inputs] @ units + rows[:, inputs]
        start = stop
    loss = LOSSES[workload.loss](units, y) / len(workload.inputs)
    return ca.Function("example", [parameters, x, y], [loss, ca.gradient(loss, parameters)])


def buffered(function: ca.Function, workload: Workload) -> Scattered:
    """Return a step that calls a function of (parameters, inputs, targets) through a buffer."""
    places = workload.by_neuron()
    parameters = workload.flat(workload.parameters)[places]
    arguments = [parameters, workload.inputs.ravel(), workload.targets.ravel()]
    value, gradients = np.zeros(1), np.zeros(parameters.size)
    buffer, run = function.buffer()
    for index, argument in enumerate(arguments):
        buffer.set_arg(index, memoryview(argument))
    buffer.set_res(0, memoryview(value))
    buffer.set_res(1, memoryview(gradients))

    def step(keep: tuple = (function, buffer, arguments)) -> tuple[float, np.ndarray]:
        run()
        return float(value[0]), gradients

    return Scattered(step, places)


def prepare(workload: Workload) -> Scattered:
    """Return the step of one function in which the examples are summed."""
    example = example_function(workload)
    parameters = ca.SX.sym("p", workload.by_neuron().size)
    columns = [
        ca.SX.sym("columns", array.shape[1], array.shape[0])
        for array in (workload.inputs, workload.targets)
    ]
    results = [
        example(parameters, *(column[:, n] for column in columns))
        for n in range(len(workload.inputs))
    ]
    totals = [sum(parts[1:], parts[0]) for parts in zip(*results)]
    return buffered(ca.Function("batch", [parameters, *columns], totals), workload)
