"""How well a network does on some rows: shares that are right, or distances of numbers.

Read ``pictures.py`` next.
"""

from __future__ import annotations

from collections import Counter
from math import fsum
from typing import Any

from nn.cli.tasks import CLASSIFICATION, REGRESSION, Task
from nn.models.layers import MLP
from nn.training.fit import evaluate

__all__ = ["judged"]


def judged(task: Task, model: MLP, X: list[list[float]], y: list[Any]) -> dict[str, Any]:
    """What there is to say of a network, as plain data; ``loss`` is the mean over the rows.

    Of classes also the accuracy, and the share of the largest of them. Of numbers the loss is the
    mean squared error, with the ``variance`` of the targets, which is that of always telling their
    mean, and ``r2``: 1 less the ratio of both, None without variance.
    """
    if task.regression:
        error = evaluate(model, X, y, loss="mse", metrics=[])["loss"]
        mean = fsum(y) / len(y)
        variance = fsum((t - mean) ** 2 for t in y) / len(y)
        r2 = 1.0 - error / variance if variance and len({*y}) > 1 else None
        return {"objective": REGRESSION, "loss": error, "r2": r2, "variance": variance}
    loss = "bce" if task.outputs == 1 else task.objective  # a kept one may end in a sigmoid
    largest = max(Counter(y).values()) / len(y)
    reached = evaluate(model, X, y, loss=loss)
    return {"objective": CLASSIFICATION, **reached, "largest_class": largest}
