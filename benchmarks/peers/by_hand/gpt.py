"""The little GPT: all positions of all names in matrix products, attention by batches of them."""

import numpy as np

from benchmarks.peers import Step
from benchmarks.peers.by_hand.losses import cross_entropy
from benchmarks.workloads import EPSILON, HEADS, TOKENS, WIDTH, Arrays, Workload

ASKED = ("query", "key", "value")


def step(workload: Workload) -> Step:
    """Return the step; tokens are laid out as one-hot rows, one for each position, before."""
    net = _Gpt(workload)

    def step() -> tuple[float, Arrays]:
        value, slope = cross_entropy(net.forward(), net.following)
        return value, net.backward(slope)

    return step


class _Gpt:
    """The network on one batch; what `forward` notes, `backward` uses."""

    def __init__(self, workload: Workload) -> None:
        self.examples, self.positions = workload.inputs.shape
        self.parameters = workload.parameters
        self.tokens, self.following = (
            np.eye(TOKENS)[rows.ravel()] for rows in (workload.inputs, workload.targets)
        )
        self.future = np.triu(np.full((self.positions, self.positions), -np.inf), 1)

    def forward(self) -> np.ndarray:
        """The logits, a row for each position of each name."""
        p = self.parameters
        x0 = self.tokens @ p["token"]
        x0.reshape(self.examples, -1, WIDTH)[...] += p["position"]
        self.x1, self.scale0 = _norm(x0)
        self.n1, self.scale1 = _norm(self.x1)
        self.asked = [self._heads(self.n1 @ p[name].T) for name in ASKED]
        self.weights, attended = _attend(*self.asked, self.future)
        self.attended = self._joined(attended)
        x2 = self.attended @ p["projection"].T + self.x1
        self.n2, self.scale2 = _norm(x2)
        self.hidden = np.maximum(self.n2 @ p["first"].T, 0.0)
        self.x3 = self.hidden @ p["second"].T + x2
        return self.x3 @ p["output"].T

    def backward(self, slope: np.ndarray) -> Arrays:
        """The gradients, from the one with respect to the logits."""
        p = self.parameters
        g = {"output": slope.T @ self.x3}
        d3 = slope @ p["output"]
        g["second"] = d3.T @ self.hidden
        below = (d3 @ p["second"]) * (self.hidden > 0.0)
        g["first"] = below.T @ self.n2
        d2 = d3 + _norm_backward(below @ p["first"], self.n2, self.scale2)
        g["projection"] = d2.T @ self.attended
        below = self._heads(d2 @ p["projection"])
        d1 = np.zeros_like(d2)
        for name, d_asked in zip(ASKED, _attend_backward(below, *self.asked, self.weights)):
            delta = self._joined(d_asked)
            g[name] = delta.T @ self.n1
            d1 += delta @ p[name]
        d1 = d2 + _norm_backward(d1, self.n1, self.scale1)
        d0 = _norm_backward(d1, self.x1, self.scale0)
        g["token"] = self.tokens.T @ d0
        g["position"] = d0.reshape(self.examples, -1, WIDTH).sum(axis=0)
        return g

    def _heads(self, rows: np.ndarray) -> np.ndarray:
        return rows.reshape(self.examples, self.positions, HEADS, -1).swapaxes(1, 2)

    def _joined(self, parts: np.ndarray) -> np.ndarray:
        return parts.swapaxes(1, 2).reshape(-1, WIDTH)


def _norm(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """RMSNorm of every row, and by how much it was scaled."""
    scale = (np.einsum("ij,ij->i", x, x) / x.shape[1] + EPSILON)[:, None] ** -0.5
    return x * scale, scale


def _norm_backward(slope: np.ndarray, normed: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """The same gradient with respect to what was normed."""
    along = np.einsum("ij,ij->i", slope, normed)[:, None] / slope.shape[1]
    return scale * (slope - normed * along)


def _attend(
    query: np.ndarray, key: np.ndarray, value: np.ndarray, future: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The weights of the past for each position in each head, and the mean of values by them."""
    logits = query @ key.swapaxes(2, 3) * query.shape[3] ** -0.5 + future
    powers = np.exp(logits - logits.max(axis=3, keepdims=True))
    weights = powers / powers.sum(axis=3, keepdims=True)
    return weights, weights @ value


def _attend_backward(
    slope: np.ndarray, query: np.ndarray, key: np.ndarray, value: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The gradients with respect to queries, keys and values."""
    d_weights = slope @ value.swapaxes(2, 3)
    d_logits = weights * (d_weights - (d_weights * weights).sum(axis=3, keepdims=True))
    d_logits *= query.shape[3] ** -0.5
    return d_logits @ key, d_logits.swapaxes(2, 3) @ query, weights.swapaxes(2, 3) @ slope
