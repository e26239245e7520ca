"""Mean losses over a batch: each takes scores and targets and gives the loss, and its gradient
with respect to the scores."""

import numpy as np

LossAndSlope = tuple[float, np.ndarray]


def _hinge(scores: np.ndarray, labels: np.ndarray) -> LossAndSlope:
    """Mean of max(0, 1 - y s); its slope is -y where the margin is broken."""
    margins = np.maximum(1.0 - labels * scores, 0.0)
    return float(margins.mean()), (margins > 0.0) * labels * (-1.0 / len(scores))


def _binary_cross_entropy(logits: np.ndarray, labels: np.ndarray) -> LossAndSlope:
    """Mean of softplus(z) - y z; its slope is sigmoid(z) - y."""
    losses = np.logaddexp(0.0, logits) - labels * logits
    probabilities = 1.0 / (1.0 + np.exp(-logits))
    return float(losses.mean()), (probabilities - labels) / len(logits)


def cross_entropy(logits: np.ndarray, onehot: np.ndarray) -> LossAndSlope:
    """Mean of log(sum(exp(z))) - z[class]; its slope is softmax(z) - onehot."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    totals = powers.sum(axis=1, keepdims=True)
    value = (np.log(totals).sum() - (shifted * onehot).sum()) / len(logits)
    return float(value), (powers / totals - onehot) / len(logits)


def squared_error(predictions: np.ndarray, targets: np.ndarray) -> LossAndSlope:
    """Mean of half the squares; its slope is the difference."""
    differences = predictions - targets
    return float(0.5 * np.vdot(differences, differences) / len(targets)), differences / len(targets)


LOSSES = {
    "hinge": _hinge,
    "binary_cross_entropy": _binary_cross_entropy,
    "cross_entropy": cross_entropy,
    "squared_error": squared_error,
}
