"""No engine is timed before its loss and gradients are found right.

`error_against` compares an engine with the NumPy peer; `check_reference` compares the
NumPy peer with central differences of its own loss, which need no derivative rule.
"""

from dataclasses import replace

import numpy as np

from benchmarks.peers import numpy_peer
from benchmarks.workloads import Workload

TOLERANCE = 1e-9
"""Largest accepted error relative to the largest gradient; all engines compute in float64."""


def reference(workload: Workload) -> tuple[float, np.ndarray]:
    """Return the trusted loss and flat gradients of a workload."""
    value, gradients = numpy_peer.prepare(workload)()
    return value, workload.flat(gradients)


def error_against(trusted: tuple[float, np.ndarray], value: float, gradients: np.ndarray) -> float:
    """Return the largest relative error of a loss and its flat gradients (inf if misshapen)."""
    trusted_value, trusted_gradients = trusted
    if gradients.shape != trusted_gradients.shape:
        return float("inf")
    loss_error = abs(value - trusted_value) / abs(trusted_value)
    worst = np.max(np.abs(gradients - trusted_gradients)) / np.max(np.abs(trusted_gradients))
    return max(float(loss_error), float(worst))


def check_reference(workload: Workload, step: float = 1e-7, tolerance: float = 1e-6) -> None:
    """Hold the reference against central differences along a few random directions.

    The step is so short because a unit at whose kink the two sides meet spoils the difference: a
    direction in 100,000 parameters is long, and a large batch has many units near their kinks.
    """
    _, gradients = reference(workload)
    start = workload.flat(workload.parameters)
    rng = np.random.default_rng(0)
    for _ in range(5):
        direction = rng.normal(size=start.size)
        ahead, behind = (
            reference(replace(workload, parameters=workload.shaped(point)))[0]
            for point in (start + step * direction, start - step * direction)
        )
        slope, expected = (ahead - behind) / (2 * step), float(gradients @ direction)
        if abs(slope - expected) > tolerance * max(1.0, abs(expected)):
            raise ArithmeticError(
                f"reference gradient of {workload.name!r} is wrong: "
                f"central difference {slope:.9g}, by hand {expected:.9g}"
            )
