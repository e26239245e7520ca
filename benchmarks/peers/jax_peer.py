"""JAX: the whole step compiled by `jit(value_and_grad(loss))`, float64, on the processor."""

import jax
import jax.numpy as jnp

from benchmarks.peers import Step
from benchmarks.workloads import Workload

NAME = "JAX jit"
VERSION = jax.__version__


def _hinge(scores: jax.Array, labels: jax.Array) -> jax.Array:
    return jax.nn.relu(1 - labels * scores).mean()


def _binary_cross_entropy(logits: jax.Array, labels: jax.Array) -> jax.Array:
    return (jax.nn.softplus(logits) - labels * logits).mean()


def _cross_entropy(logits: jax.Array, onehot: jax.Array) -> jax.Array:
    return -(jax.nn.log_softmax(logits) * onehot).sum(axis=1).mean()


LOSSES = {
    "hinge": _hinge,
    "binary_cross_entropy": _binary_cross_entropy,
    "cross_entropy": _cross_entropy,
}


def prepare(workload: Workload) -> Step:
    """Return the step, which waits for loss and gradients; its first call compiles."""
    jax.config.update("jax_platforms", "cpu")
    jax.config.update("jax_enable_x64", True)
    activation = jnp.tanh if workload.hidden == "tanh" else jax.nn.relu
    criterion = LOSSES[workload.loss]

    def loss(parameters: list, x: jax.Array, y: jax.Array) -> jax.Array:
        for weights, bias in parameters[:-1]:
            x = activation(x @ weights.T + bias)
        weights, bias = parameters[-1]
        return criterion(x @ weights.T + bias, y)

    compiled = jax.jit(jax.value_and_grad(loss))
    parameters = [(jnp.array(w), jnp.array(b)) for w, b in workload.parameters]
    inputs, targets = jnp.array(workload.inputs), jnp.array(workload.targets)

    def step() -> tuple[float, list]:
        value, gradients = jax.block_until_ready(compiled(parameters, inputs, targets))
        return float(value), gradients

    return step
