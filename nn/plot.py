"""Pictures of what a network has learned (they need matplotlib: the extra ``plot``).

Relies on ``rows.py``, ``objective.py`` and ``step.py``; read ``__main__.py`` next.
"""

from __future__ import annotations

from typing import Any

import autograd as ag
from nn.objective import Loss, Objective, ending, objective
from nn.rows import checked
from nn.step import plain

__all__ = ["boundary"]

#: blue and vermilion of Okabe & Ito's palette: told apart by nearly every eye; shapes differ, too
COLOURS = ("#0072B2", "#D55E00")
SHADES = ("#8FC1E0", "#FFFFFF", "#F2B594")
MARKERS = ("o", "^")
GRID = 60


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
    goal = objective(loss or _usual_loss(model, targets), model, targets)
    if goal.threshold is None or isinstance(targets[0], list):
        raise ag.GraphError("boundary needs one label per row, 0 and 1 or -1 and 1")
    ax = ax or _new_axes()
    _shade(ax, model, goal, _window(rows))
    _points(ax, rows, targets)
    ax.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    ax.legend(loc="upper left", bbox_to_anchor=(0.0, -0.12), ncols=3, frameon=False)
    return ax


def _usual_loss(model: Any, targets: list[Any]) -> str:
    """The loss that a model was probably trained with: linear outputs are logits or scores."""
    if ending(model) != "linear":
        return "mse"
    return "hinge" if -1.0 in targets else "bce"


def _new_axes() -> Any:
    try:
        from matplotlib import pyplot
    except ImportError:
        raise ag.missing_package("the decision boundary", "matplotlib", "plot") from None
    return pyplot.subplots(figsize=(6.0, 6.0), layout="constrained")[1]


def _window(rows: list[list[float]]) -> list[tuple[float, float]]:
    """The range to show of each input: that of the data and a fifth more on each side."""
    columns = [[row[j] for row in rows] for j in (0, 1)]
    wide = max(max(column) - min(column) for column in columns) or 1.0
    return [(min(column) - 0.2 * wide, max(column) + 0.2 * wide) for column in columns]


def _shade(ax: Any, model: Any, goal: Objective, window: list[tuple[float, float]]) -> None:
    """The model's answer over the whole window, and the line on which it is undecided."""
    from matplotlib.colors import LinearSegmentedColormap

    first, second = (
        [low + (high - low) * i / (GRID - 1) for i in range(GRID)] for low, high in window
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
    """The model's one output at many points, compiled where the model allows it."""

    def output(a: Any, b: Any) -> Any:
        answer = model([a, b])
        several = answer if isinstance(answer, (list, tuple)) else [answer]
        if len(several) != 1:
            raise ag.GraphError(f"boundary needs a model of one output, this has {len(several)}")
        return several[0]

    try:
        return [float(x) for x in ag.compile(output, inputs=2)(*map(list, zip(*points)))]
    except ag.RecordingError:  # it branches on its inputs
        return [float(plain(output(a, b))) for a, b in points]


def _share(goal: Objective, answer: Any) -> float:
    """An output as a number from 0 (the lower label) to 1, with ½ in the middle."""
    if goal.name in ("bce_with_logits", "hinge"):
        return float(ag.sigmoid(answer))
    width = 2.0 if goal.threshold == 0.0 else 1.0
    return float(min(max((answer - goal.threshold) / width + 0.5, 0.0), 1.0))


def _points(ax: Any, rows: list[list[float]], targets: list[Any]) -> None:
    size = 110 if len(rows) < 20 else 36
    for label, colour, marker in zip((min(targets), 1.0), COLOURS, MARKERS):
        chosen = [row for row, target in zip(rows, targets) if target == label]
        if chosen:
            ax.scatter(
                *zip(*chosen),
                s=size,
                c=colour,
                marker=marker,
                edgecolors="white",
                linewidths=0.8,
                label=f"label {label:g}",
                zorder=3,
            )
