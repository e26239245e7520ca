"""Rows of numbers as pictures: digits, the mistakes of a network, the weights of a layer.

Needs matplotlib (the extra ``plot``). Each function returns the figure; given one, it draws into
it, and gives it the size that fits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import autograd as ag
from nn.checks import needed
from nn.models.layers import Layer
from nn.models.predict import numbers_of, predict
from nn.plot import COLOURS

__all__ = ["images", "mistakes", "weight_images"]

COLUMNS = 8


def images(
    rows: Sequence[Sequence[float]],
    labels: Sequence[Any] = (),
    *,
    signed: bool = False,
    figure: Any = None,
) -> Any:
    """Each row as a square picture with its label above, eight beside one another.

    Numbers go from white (the least of all) to black. If they are ``signed``, blue is below 0,
    white 0 and orange above, with one scale for all, which stands beside them. Raises
    ``GraphError`` for rows that are not squares of one size.

    >>> from matplotlib.figure import Figure
    >>> figure = images([[0.0, 1.0, 1.0, 0.0]], ["cross"], figure=Figure())
    >>> figure.axes[0].get_title()
    'cross'
    """
    side = math.isqrt(len(rows[0])) if len(rows) else 0
    if not side or any(len(row) != side * side for row in rows):
        raise ag.GraphError("images takes rows of one square number of pixels each, such as 64")
    lines = -(-len(rows) // COLUMNS)
    figure = figure or _figure()
    figure.set_size_inches(0.9 * COLUMNS, 1.15 * lines + 0.4)
    largest = max(abs(x) for row in rows for x in row) or 1.0
    least = -largest if signed else min(x for row in rows for x in row)
    axes = figure.subplots(lines, COLUMNS, squeeze=False).ravel()
    for ax, row, label in zip(axes, rows, [*labels, *[""] * len(rows)]):
        grid = [row[i : i + side] for i in range(0, len(row), side)]
        ax.imshow(grid, cmap=_colours(signed), vmin=least, vmax=largest)
        ax.set_title(str(label), fontsize=9)
    for ax in axes:
        ax.set_axis_off()
    if signed:
        figure.colorbar(axes[0].images[0], ax=axes, aspect=12 * lines, pad=0.02, format="%.3g")
    return figure


def mistakes(model: Any, X: Any, y: Sequence[int], *, most: int = 24, figure: Any = None) -> Any:
    """The pictures that a network takes for another class: "true → answer" above each.

    At most ``most`` are shown, those first of which it is most sure. Its outputs are logits, one
    per class.

    >>> from matplotlib.figure import Figure
    >>> figure = mistakes(lambda x: [0.0, 1.0], [[0.0, 1.0, 1.0, 0.0]], [0], figure=Figure())
    >>> figure.axes[0].get_title()
    '0 → 1'
    """
    wrong = []
    for x, target, logits in zip(X, y, predict(model, X)):
        answer = max(range(len(logits)), key=logits.__getitem__)
        if answer != target:
            wrong.append((logits[target] - logits[answer], x, f"{target} → {answer}"))
    wrong.sort(key=lambda entry: entry[0])
    figure = figure or _figure()
    if not wrong:
        figure.text(0.5, 0.5, "no mistakes", ha="center", va="center")
        return figure
    _, rows, labels = zip(*wrong[:most])
    images(rows, labels, figure=figure)
    figure.suptitle(f"{len(wrong)} of {len(y)} wrong: true → answer", fontsize=11)
    return figure


def weight_images(layer: Layer, *, figure: Any = None) -> Any:
    """What each neuron of a first layer looks for: its weights, in the places of the pixels.

    >>> from matplotlib.figure import Figure
    >>> figure = weight_images(Layer(4, 2, rng=0), figure=Figure())
    >>> [axes.get_title() for axes in figure.axes[:2]]
    ['0', '1']
    """
    rows = [numbers_of(neuron.w) for neuron in layer.neurons]
    return images(rows, range(len(rows)), signed=True, figure=figure)


def _colours(signed: bool) -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    below, above = COLOURS
    shades = (below, "#FFFFFF", above) if signed else ("#FFFFFF", "#000000")
    return LinearSegmentedColormap.from_list("pixels", shades)


def _figure() -> Any:
    return needed("a picture of pixels", "matplotlib.pyplot").figure(layout="constrained")
