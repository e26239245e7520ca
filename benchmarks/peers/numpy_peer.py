"""NumPy by hand: the whole batch in a few array operations, derivatives worked out on paper."""

import numpy as np

from benchmarks.peers import Step
from benchmarks.workloads import Parameters, Workload

NAME = "NumPy by hand"
VERSION = np.__version__


def prepare(workload: Workload) -> Step:
    """Return the step; NumPy needs no preparation."""
    loss = LOSSES[workload.loss]
    tanh = workload.hidden == "tanh"

    def step() -> tuple[float, Parameters]:
        outputs = _forward(workload, tanh)
        value, slope = loss(outputs[-1], workload.targets)
        return value, _backward(workload, tanh, outputs, slope)

    return step


def _forward(workload: Workload, tanh: bool) -> list[np.ndarray]:
    """Return the batch, then the output of every layer."""
    outputs = [workload.inputs]
    last = len(workload.parameters) - 1
    for layer, (weights, bias) in enumerate(workload.parameters):
        z = outputs[-1] @ weights.T + bias
        if layer < last:
            z = np.tanh(z) if tanh else np.maximum(z, 0.0)
        outputs.append(z)
    return outputs


def _backward(
    workload: Workload, tanh: bool, outputs: list[np.ndarray], slope: np.ndarray
) -> Parameters:
    """Return the gradient of every layer; `slope` is d loss / d (output of the last layer)."""
    gradients = []
    for layer in reversed(range(len(workload.parameters))):
        inputs = outputs[layer]
        gradients.append((slope.T @ inputs, slope.sum(axis=0)))
        if layer > 0:
            slope = slope @ workload.parameters[layer][0]
            slope *= (1.0 - inputs * inputs) if tanh else (inputs > 0.0)
    gradients.reverse()
    return gradients


def _hinge(scores: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean of max(0, 1 - y s); its slope is -y where the margin is broken."""
    margins = np.maximum(1.0 - labels * scores, 0.0)
    return float(margins.mean()), (margins > 0.0) * labels * (-1.0 / len(scores))


def _binary_cross_entropy(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean of softplus(z) - y z; its slope is sigmoid(z) - y."""
    losses = np.logaddexp(0.0, logits) - labels * logits
    probabilities = 1.0 / (1.0 + np.exp(-logits))
    return float(losses.mean()), (probabilities - labels) / len(logits)


def _cross_entropy(logits: np.ndarray, onehot: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean of log(sum(exp(z))) - z[class]; its slope is softmax(z) - onehot."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    totals = powers.sum(axis=1, keepdims=True)
    value = (np.log(totals).sum() - (shifted * onehot).sum()) / len(logits)
    return float(value), (powers / totals - onehot) / len(logits)


LOSSES = {
    "hinge": _hinge,
    "binary_cross_entropy": _binary_cross_entropy,
    "cross_entropy": _cross_entropy,
}
