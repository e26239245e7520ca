"""Columns of any size, made alike for training: without their mean, in standard deviations.

A network that has learned from such rows is then rewritten to take them as they are, so that
nothing but the network has to be kept. Read ``kept.py`` next.

>>> rows, scales = standardised([[1.0, 7.0], [3.0, 7.0]])
>>> rows, scales
([[-1.0, 0.0], [1.0, 0.0]], [(2.0, 1.0), (7.0, 1.0)])
"""

from __future__ import annotations

from copy import deepcopy
from math import fsum, sqrt

from nn.models.layers import MLP

__all__ = ["Scales", "drawable", "fold", "fold_target", "standardised"]

#: the mean and the standard deviation of each column; 1 for a column that is always the same
Scales = list[tuple[float, float]]


def standardised(X: list[list[float]]) -> tuple[list[list[float]], Scales]:
    """The rows with columns of mean 0 and deviation 1, and what they were."""
    scales = [_scale(column) for column in zip(*X)]
    return [[(x - mean) / wide for x, (mean, wide) in zip(row, scales)] for row in X], scales


def _scale(column: tuple[float, ...]) -> tuple[float, float]:
    mean = fsum(column) / len(column)
    wide = sqrt(fsum((x - mean) ** 2 for x in column) / len(column))
    alike = wide <= 1e-12 * max(map(abs, column))
    return mean, 1.0 if alike else wide


def fold(model: MLP, scales: Scales) -> None:
    """Let a network that takes standardised rows take them as they are, with the same answers."""
    for neuron in model.layers[0].neurons:
        for w, (mean, wide) in zip(neuron.w, scales):
            w.data /= wide
            neuron.b.data -= w.data * mean


def fold_target(model: MLP, mean: float, wide: float) -> None:
    """Let a network that answers in standard deviations answer in the numbers as they are."""
    for neuron in model.layers[-1].neurons:
        for w in neuron.w:
            w.data *= wide
        neuron.b.data = neuron.b.data * wide + mean


def drawable(model: MLP, X: list[list[float]]) -> tuple[MLP, list[list[float]]]:
    """A network and its rows in standard deviations, where one column is as wide as another."""
    rows, scales = standardised(X)
    again = deepcopy(model)
    fold(again, [(-mean / wide, 1.0 / wide) for mean, wide in scales])
    return again, rows
