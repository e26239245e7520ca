"""No engine is timed before its loss and gradients are found right.

`error_against` compares an engine with the NumPy peer; `check_reference` compares the
NumPy peer with central differences of its own loss, which need no derivative rule.
"""

from dataclasses import replace

import numpy as np

from benchmarks.peers import numpy_peer
from benchmarks.workloads import Workload, flatten, unflatten

TOLERANCE = 1e-9
"""Largest accepted error relative to the largest gradient; all engines compute in float64."""


def reference(workload: Workload) -> tuple[float, np.ndarray]:
    """Return the trusted loss and flat gradients of a workload."""
    value, gradients = numpy_peer.prepare(workload)()
    return value, flatten(gradients)


def error_against(trusted: tuple[float, np.ndarray], value: float, gradients: np.ndarray) -> float:
    """Return the largest relative error of a loss and its flat gradients (inf if misshapen)."""
    trusted_value, trusted_gradients = trusted
    if gradients.shape != trusted_gradients.shape:
        return float("inf")
    loss_error = abs(value - trusted_value) / abs(trusted_value)
    worst = np.max(np.abs(gradients - trusted_gradients)) / np.max(np.abs(trusted_gradients))
    return max(float(loss_error), float(worst))


def check_reference(workload: Workload, step: float = 1e-6, tolerance: float = 1e-6) -> None:
    """Hold the reference against central differences along a few random directions."""
    _, gradients = reference(workload)
    start = workload.flat_parameters()
    rng = np.random.default_rng(0)
    for _ in range(5):
        direction = rng.normal(size=start.size)
        ahead, behind = (
            reference(replace(workload, parameters=unflatten(point, workload.sizes)))[0]
            for point in (start + step * direction, start - step * direction)
        )
        slope, expected = (ahead - behind) / (2 * step), float(gradients @ direction)
        if abs(slope - expected) > tolerance * max(1.0, abs(expected)):
            raise ArithmeticError(
                f"reference gradient of {workload.name!r} is wrong: "
                f"central difference {slope:.9g}, by hand {expected:.9g}"
            )
