"""Where a network of two inputs says what.

Read ``hidden_plane.py`` next.
"""

from __future__ import annotations

from typing import Any

import autograd as ag
from nn.data.tables import checked
from nn.losses.objective import Loss, Objective, last_activation, objective
from nn.models.predict import numbers_of, predict
from nn.plot.axes import legend_below, new_axes, scatter

__all__ = ["Window", "boundary", "shade", "usual_loss", "window"]

#: light relatives of the first two colours of the points
SHADES = ("#8FC1E0", "#FFFFFF", "#F2B594")
GRID = 60

Window = list[tuple[float, float]]


def boundary(model: Any, X: Any, y: Any, ax: Any = None, *, loss: str | Loss | None = None) -> Any:
    """Draw where a model of two inputs and one output says what; return the matplotlib Axes.

    The shade leans to the label that the model prefers, the black line is where it has no
    preference, the points are the data. ``loss`` is the one of the training, as it says what an
    output means; unless given, it is taken from the last activation and the labels. Without
    ``ax`` a new figure is made. Raises ``GraphError`` unless X has two columns, y two labels and
    the model one output, ``MissingPackageError`` without matplotlib.
    """
    rows, targets = checked(X, y)
    if len(rows[0]) != 2:
        raise ag.GraphError(f"a plane has two inputs, and X has {len(rows[0])} columns")
    goal = objective(loss or usual_loss(model, targets), model, targets)
    if goal.threshold is None or isinstance(targets[0], list):
        raise ag.GraphError("boundary needs one label per row, 0 and 1 or -1 and 1")
    ax = ax or new_axes("the decision boundary", (6.0, 6.0))
    shade(ax, model, goal, window(rows))
    lower = -1.0 if -1.0 in targets else 0.0
    scatter(ax, rows, targets, (lower, 1.0))
    ax.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    legend_below(ax)
    return ax


def usual_loss(model: Any, targets: list[Any]) -> str:
    """The loss that a model was probably trained with: linear outputs are logits or scores."""
    if last_activation(model) != "linear":
        return "mse"
    return "hinge" if -1.0 in targets else "bce"


def window(rows: list[list[float]], margin: float = 0.2) -> Window:
    """The range to show of each input: that of the data and a margin on each side."""
    columns = [[row[j] for row in rows] for j in (0, 1)]
    wide = max(max(column) - min(column) for column in columns) or 1.0
    return [(min(column) - margin * wide, max(column) + margin * wide) for column in columns]


def shade(ax: Any, model: Any, goal: Objective, where: Window) -> None:
    """The model's answer over the whole window, and the line on which it is undecided."""
    from matplotlib.colors import LinearSegmentedColormap

    first, second = (
        [low + (high - low) * i / (GRID - 1) for i in range(GRID)] for low, high in where
    )
    points = [[a, b] for b in second for a in first]
    flat = [_share(goal, answer) for answer in _answers(model, points)]
    grid = [flat[i : i + GRID] for i in range(0, len(flat), GRID)]
    colours = LinearSegmentedColormap.from_list("labels", SHADES)
    levels = [i / 20 for i in range(21)]
    ax.contourf(first, second, grid, levels=levels, cmap=colours, extend="both")
    if min(flat) < 0.5 < max(flat):
        ax.contour(first, second, grid, levels=[0.5], colors="black", linewidths=1.5)
        ax.plot([], [], color="black", linewidth=1.5, label="undecided")


def _answers(model: Any, points: list[list[float]]) -> list[float]:
    """The model's one output at many points."""
    first = numbers_of(model(points[0]))
    if isinstance(first, list) and len(first) != 1:
        raise ag.GraphError(f"boundary needs a model of one output, this has {len(first)}")
    answers = predict(model, points, always=True)
    return [answer[0] for answer in answers] if isinstance(first, list) else answers


def _share(goal: Objective, answer: Any) -> float:
    """An output as a number from 0 (the lower label) to 1, with ½ in the middle."""
    if goal.name in ("bce_with_logits", "hinge"):
        return float(ag.sigmoid(answer))
    width = 2.0 if goal.threshold == 0.0 else 1.0
    return float(min(max((answer - goal.threshold) / width + 0.5, 0.0), 1.0))
