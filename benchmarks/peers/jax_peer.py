"""JAX: the whole step compiled by `jit(value_and_grad(loss))`, float64, on the processor."""

from collections.abc import Callable
from functools import partial

import jax
import jax.numpy as jnp
from jax import Array

from benchmarks.peers import Step, of_kind
from benchmarks.workloads import EPSILON, HEADS, TOKENS, Workload, pairs

NAME = "JAX jit"
VERSION = jax.__version__

Arrays = dict[str, Array]


def _hinge(scores: Array, labels: Array) -> Array:
    return jax.nn.relu(1 - labels * scores).mean()


def _binary_cross_entropy(logits: Array, labels: Array) -> Array:
    return (jax.nn.softplus(logits) - labels * logits).mean()


def _cross_entropy(logits: Array, onehot: Array) -> Array:
    return -(jax.nn.log_softmax(logits) * onehot).sum(axis=-1).mean()


def _squared_error(predictions: Array, targets: Array) -> Array:
    return 0.5 * jnp.square(predictions - targets).mean()


def _next_token(logits: Array, tokens: Array) -> Array:
    return _cross_entropy(logits, jax.nn.one_hot(tokens, TOKENS, dtype=float))


LOSSES = {
    "hinge": _hinge,
    "binary_cross_entropy": _binary_cross_entropy,
    "cross_entropy": _cross_entropy,
    "squared_error": _squared_error,
    "next_token": _next_token,
}


def _mlp(workload: Workload, parameters: Arrays, x: Array) -> Array:
    activation = jnp.tanh if workload.hidden == "tanh" else jax.nn.relu
    *layers, (weights, bias) = pairs({name: parameters[name] for name in workload.parameters})
    for inner, inner_bias in layers:
        x = activation(x @ inner.T + inner_bias)
    return x @ weights.T + bias


def _conv(workload: Workload, p: Arrays, x: Array) -> Array:
    side, kernel = (round(a.shape[1] ** 0.5) for a in (x, p["K"]))
    pictures, filters = x.reshape(-1, 1, side, side), p["K"].reshape(-1, 1, kernel, kernel)
    maps = jax.lax.conv(pictures, filters, (1, 1), "VALID") + p["c"][:, None, None]
    return jax.nn.relu(maps).reshape(len(x), -1) @ p["W"].T + p["b"]


def _rnn(workload: Workload, p: Arrays, x: Array) -> Array:
    h = jnp.zeros((len(x), len(p["b"])))
    for moment in x.T:  # unrolled: `lax.scan` is ready sooner, and takes a fifth longer
        h = jnp.tanh(moment[:, None] * p["W"].T + h @ p["U"].T + p["b"])
    return h @ p["V"].T + p["c"]


def _gpt(workload: Workload, p: Arrays, tokens: Array) -> Array:
    examples, positions = tokens.shape

    def norm(rows: Array) -> Array:
        return rows / jnp.sqrt(jnp.square(rows).mean(axis=-1, keepdims=True) + EPSILON)

    def heads(rows: Array) -> Array:
        return rows.reshape(examples, positions, HEADS, -1)

    x = norm(p["token"][tokens] + p["position"])
    n = norm(x)
    query, key, value = (heads(n @ p[name].T) for name in ("query", "key", "value"))
    # Not `jax.nn.dot_product_attention`, whose softmax is in float32.
    logits = jnp.einsum("nqhd,nkhd->nhqk", query, key) * query.shape[-1] ** -0.5
    past = jnp.tril(jnp.ones((positions, positions), bool))
    weights = jax.nn.softmax(jnp.where(past, logits, -jnp.inf))
    attended = jnp.einsum("nhqk,nkhd->nqhd", weights, value)
    x = x + attended.reshape(x.shape) @ p["projection"].T
    x = x + jax.nn.relu(norm(x) @ p["first"].T) @ p["second"].T
    return x @ p["output"].T


NETS: dict[str, Callable[[Workload, Arrays, Array], Array]] = {
    "mlp": _mlp,
    "conv": _conv,
    "rnn": _rnn,
    "gpt": _gpt,
}


def prepare(workload: Workload) -> Step:
    """Return the step, which waits for loss and gradients; its first call compiles."""
    jax.config.update("jax_platforms", "cpu")
    jax.config.update("jax_enable_x64", True)
    net, criterion = partial(of_kind(workload, NETS), workload), LOSSES[workload.loss]

    def loss(parameters: Arrays, x: Array, y: Array) -> Array:
        return criterion(net(parameters, x), y)

    compiled = jax.jit(jax.value_and_grad(loss))
    parameters = {name: jnp.array(array) for name, array in workload.parameters.items()}
    inputs, targets = jnp.array(workload.inputs), jnp.array(workload.targets)

    def step() -> tuple[float, Arrays]:
        value, gradients = jax.block_until_ready(compiled(parameters, inputs, targets))
        return float(value), gradients

    return step
