"""Where a network of one or two inputs says what.

Read ``hidden_plane.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import autograd as ag
from nn.data.tables import checked
from nn.losses.objective import Loss
from nn.models.predict import predict
from nn.plot.axes import colours_on, ink, legend_below, mixed, new_axes, scatter
from nn.plot.meaning import Meaning, label_of, meaning

__all__ = ["Window", "boundary", "shade", "window"]

#: points along each side of a plane, and on a curve
GRID, CURVE = 60, 201
#: how much of a label's colour is in the shade where the model is sure
SHADE = 0.45
#: what is wider overflows in drawing; and how many times wider than high a true shape may be
WIDEST, UNLIKE = 1e150, 4.0

Window = list[tuple[float, float]]


def boundary(model: Any, X: Any, y: Any, ax: Any = None, *, loss: str | Loss | None = None) -> Any:
    """Draw where a model of one or two inputs says what; return the matplotlib Axes.

    Over two inputs the shade leans to the label that the model prefers, the line is where it has
    no preference, the points are the data; several outputs are classes. Over one input the
    answer is a curve (for labels the share of the upper one, or of each class). ``loss`` is the
    one of the training, as it says what an output means; unless given, it is taken from the last
    activation and the targets. Without ``ax`` a new figure is made. Raises ``GraphError`` for
    more inputs, and for two with targets that are no labels; ``MissingPackageError`` without
    matplotlib.

    >>> from matplotlib.figure import Figure
    >>> from nn import MLP, gates
    >>> ax = boundary(MLP(2, [4, 1], rng=0), *gates.xor(), Figure().subplots())
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('x₁', 'x₂')
    """
    rows, targets = checked(X, y)
    if len(rows[0]) > 2:
        raise ag.GraphError(
            f"boundary needs one input or two, and X has {len(rows[0])} columns: plot.network "
            "shows such a model, plot.hidden one of its layers"
        )
    read = meaning(model, rows[0], targets, loss)
    if _width(model, rows[0]) != 1 and not read.kinds:
        raise ag.GraphError("boundary needs one output for each row, or classes")
    if len(rows[0]) == 1:
        ax = ax or new_axes("the decision boundary")
        _curve(ax, model, read, rows, targets)
    else:
        ax = ax or new_axes("the decision boundary", (6.0, 6.0))
        _plane(ax, model, read, rows, targets)
    legend_below(ax)
    return ax


def window(rows: list[list[float]], margin: float = 0.2) -> Window:
    """The range to show of each input: that of the data and a margin on each side.

    Raises ``GraphError`` where that is more than can be drawn.
    """
    columns = [[row[j] for row in rows] for j in range(len(rows[0]))]
    found = [(min(column), max(column)) for column in columns]
    for j, (low, high) in enumerate(found):
        if not high - low < WIDEST:
            raise ag.GraphError(
                f"column {j} of X goes from {low:.4g} to {high:.4g}, which is too far to be drawn: "
                "scale it, or drop the rows that lie apart"
            )
    wide = [high - low or 1.0 for low, high in found]
    return [(low - margin * w, high + margin * w) for (low, high), w in zip(found, wide)]


def shade(ax: Any, model: Any, read: Meaning, where: Window) -> None:
    """The model's answer over the whole window, and the line on which it is undecided."""
    first, second = (
        [low + (high - low) * i / (GRID - 1) for i in range(GRID)] for low, high in where
    )
    points = [[a, b] for b in second for a in first]
    answers = _answers(model, points)
    if len(answers[0]) > 1:
        _classes(ax, read, answers, where, (first, second))
        return
    _sides(ax, [read.side(answer) for (answer,) in answers], where, (first, second))


# --- two inputs ---


def _plane(ax: Any, model: Any, read: Meaning, rows: list[list[float]], targets: list[Any]) -> None:
    if not read.kinds or (isinstance(targets[0], list) and len(targets[0]) == 1):
        raise ag.GraphError(
            "boundary needs one label per row: 0 and 1, -1 and 1, or classes; of targets that are "
            "numbers plot.network draws the answers over two inputs"
        )
    where = window(rows)
    shade(ax, model, read, where)
    scatter(ax, rows, [label_of(t) for t in targets], read.kinds)
    low, high = sorted(end - start for start, end in where)
    ax.set(xlabel="x₁", ylabel="x₂", aspect="equal" if high < UNLIKE * low else "auto")


def _sides(ax: Any, flat: list[float], where: Window, axes: tuple[Any, Any]) -> None:
    """One number from 0 to 1 at each point of the grid."""
    _shades(ax, [(int(side > 0.5), abs(2.0 * side - 1.0)) for side in flat], where)
    if min(flat) < 0.5 < max(flat):
        ax.contour(*axes, _grid(flat), levels=[0.5], colors=[ink(ax)], linewidths=1.5)
        ax.plot([], [], color=ink(ax), linewidth=1.5, label="undecided")


def _classes(
    ax: Any, read: Meaning, answers: list[list[float]], where: Window, axes: tuple[Any, Any]
) -> None:
    """The colour of the class that leads, the fuller the surer; lines where two are equal."""
    best = [read.sure(outputs) for outputs in answers]
    _shades(ax, [(k, 0.25 + 0.75 * sure) for k, sure in best], where)
    for k in {k for k, _ in best}:
        leads = [row[k] - max(x for j, x in enumerate(row) if j != k) for row in answers]
        if min(leads) < 0.0 < max(leads):
            ax.contour(*axes, _grid(leads), levels=[0.0], colors=[ink(ax)], linewidths=1.5)
    if len({k for k, _ in best}) > 1:
        ax.plot([], [], color=ink(ax), linewidth=1.5, label="undecided")


def _shades(ax: Any, kinds: list[tuple[int, float]], where: Window) -> None:
    """At each point of the grid the colour of a label, and how full it is."""
    palette, paper = colours_on(ax), ax.get_facecolor()
    pixels = [mixed(paper, palette[k % len(palette)], SHADE * full) for k, full in kinds]
    (left, right), (low, high) = where
    box = (left, right, low, high)
    ax.imshow(_grid(pixels), origin="lower", extent=box, aspect="auto", interpolation="bilinear")


def _grid(flat: Sequence[Any]) -> list[Sequence[Any]]:
    return [flat[i : i + GRID] for i in range(0, len(flat), GRID)]


# --- one input ---


def _curve(ax: Any, model: Any, read: Meaning, rows: list[list[float]], targets: list[Any]) -> None:
    """The answer over the input, and the rows: at their target, or at their label's edge."""
    (low, high), palette = window(rows, 0.1)[0], colours_on(ax)
    xs = [low + (high - low) * i / (CURVE - 1) for i in range(CURVE)]
    answers = _answers(model, [[x] for x in xs])
    labels = [label_of(t) for t in targets]
    if len(answers[0]) > 1:
        for kind, share in zip(read.kinds, zip(*map(read.shares, answers))):
            ax.plot(xs, share, color=palette[int(kind) % len(palette)], label=f"share of {kind:g}")
        scatter(ax, [[row[0], 1.04] for row in rows], labels, read.kinds)
    elif read.kinds:
        ax.plot(xs, [read.side(x) for (x,) in answers], color=ink(ax), label="share of label 1")
        ax.axhline(0.5, color=ink(ax), linewidth=0.8, linestyle="--", label="undecided")
        heights = [float(label == read.kinds[1]) for label in labels]
        scatter(ax, [[row[0], h] for row, h in zip(rows, heights)], labels, read.kinds)
    else:
        targets_at = [row[0] for row in rows]
        ax.scatter(targets_at, labels, s=36, color=palette[0], label="rows", zorder=3)
        ax.plot(xs, [x for (x,) in answers], color=palette[1], label="answer", zorder=4)
    ax.set(xlabel="x", ylabel="share" if read.kinds else "answer")
    ax.grid(alpha=0.3)


def _answers(model: Any, points: list[list[float]]) -> list[list[float]]:
    """The model's outputs at many points, always as lists."""
    answers = predict(model, points, always=True)
    return answers if isinstance(answers[0], list) else [[answer] for answer in answers]


def _width(model: Any, row: list[float]) -> int:
    outputs = model(row)
    return len(outputs) if isinstance(outputs, (list, tuple)) else 1
