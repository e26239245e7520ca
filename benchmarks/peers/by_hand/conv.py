"""Filters over pictures: the windows of all pictures side by side, so that all is one product."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from benchmarks.peers import Step
from benchmarks.peers.by_hand.losses import LOSSES
from benchmarks.workloads import Arrays, Workload


def windows(workload: Workload) -> np.ndarray:
    """The windows of the pictures, (numbers in a window, pictures · positions)."""
    side, kernel = (round(a.shape[1] ** 0.5) for a in (workload.inputs, workload.parameters["K"]))
    pictures = workload.inputs.reshape(-1, side, side)
    views = sliding_window_view(pictures, (kernel, kernel), axis=(1, 2))
    return np.ascontiguousarray(views.reshape(-1, kernel * kernel).T)


def step(workload: Workload) -> Step:
    """Return the step; the windows, which are data, are laid out before."""
    loss, columns, examples = LOSSES[workload.loss], windows(workload), len(workload.inputs)
    K, c, W, b = workload.parameters.values()
    filters = len(K)

    def step() -> tuple[float, Arrays]:
        maps = np.maximum(K @ columns + c[:, None], 0.0)
        by_picture = maps.reshape(filters, examples, -1).swapaxes(0, 1).reshape(examples, -1)
        value, slope = loss(by_picture @ W.T + b, workload.targets)
        below = (slope @ W).reshape(examples, filters, -1).swapaxes(0, 1).reshape(filters, -1)
        below *= maps > 0.0
        gradients = {"K": below @ columns.T, "c": below.sum(axis=1)}
        return value, gradients | {"W": slope.T @ by_picture, "b": slope.sum(axis=0)}

    return step
