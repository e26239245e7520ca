"""How a hidden layer sees the rows: it has moved them so that the next layers have it easier.

Read ``curves.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import autograd as ag
from nn.data.tables import checked
from nn.latent.pca import pca
from nn.losses.objective import Loss, last_activation
from nn.models.layers import Sequential
from nn.models.predict import predict
from nn.plot.axes import colours_on, legend_below, new_axes, scatter
from nn.plot.decision import shade, window
from nn.plot.meaning import meaning

__all__ = ["hidden"]

Rows = list[list[float]]
#: lines of the input's grid in each direction, and points on each of them
LINES, STEPS = 9, 40
#: so many different targets are labels; more are numbers
KINDS = 8


def hidden(
    model: Any,
    X: Any,
    y: Any = None,
    layer: int = 0,
    ax: Any = None,
    *,
    units: tuple[int, int] | None = None,
    loss: str | Loss | None = None,
) -> Any:
    """Draw every row as the activations of two hidden units of ``model.layers[layer]``.

    Of more than two units the first two principal components are shown, unless ``units`` names
    two. Where X has two columns, the images of its grid lines are drawn; where the layer has two
    units and the network one output for two labels, the shade and the black line are what the
    layers after it make of the plane, as in ``boundary`` (``loss`` as there): a straight line if
    it is one layer. Returns the Axes. Raises ``GraphError`` for a model without such a layer or
    such units, ``MissingPackageError`` without matplotlib.

    >>> from matplotlib.figure import Figure
    >>> from nn import MLP, gates
    >>> ax = hidden(MLP(2, [2, 1], rng=0), *gates.xor(), ax=Figure().subplots())
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('hidden unit 0', 'hidden unit 1')
    """
    rows, targets = _data(X, y)
    seen, rest = _parts(model, layer)
    activations = predict(seen, rows)
    _check(activations, layer)
    view = _view(activations, units)
    ax = ax or new_axes("the picture of a hidden layer", (6.0, 6.0))
    points = view.of(activations)
    if len(rows[0]) == 2:
        points += _grid(ax, seen, rows, view)
    if len(activations[0]) == 2 and units in (None, (0, 1)):
        _rest(ax, rest, points, targets, loss)
    _points(ax, points[: len(rows)], targets)
    ax.set(xlabel=view.names[0], ylabel=view.names[1])
    legend_below(ax)
    return ax


def _data(X: Any, y: Any) -> tuple[Rows, list[Any] | None]:
    """The rows, and one target for each if there are targets."""
    if y is None:
        return checked(X, [0.0] * len(X) if hasattr(X, "__len__") else [])[0], None
    rows, targets = checked(X, y)
    if isinstance(targets[0], list):
        raise ag.GraphError("hidden needs one label or number per row, y has several columns")
    return rows, targets


class View(NamedTuple):
    """How activations become points of the plane, and the names of its axes."""

    of: Callable[[Rows], Rows]
    names: list[str]


def _parts(model: Any, layer: Any) -> tuple[Sequential, Sequential]:
    """The network up to and with the layer, and what comes after it."""
    layers = list(getattr(model, "layers", ()))
    if not isinstance(layer, int) or not 0 <= layer < len(layers):
        raise ag.GraphError(
            f"layer={layer!r} of {type(model).__name__}, which has {len(layers)} in its .layers: "
            "hidden needs a network of layers, such as nn.MLP, and the number of one, from 0 on"
        )
    return Sequential(*layers[: layer + 1]), Sequential(*layers[layer + 1 :])


def _check(activations: Sequence[Any], layer: int) -> None:
    """Refuse what makes no plane: one row, or answers that are no numbers."""
    if len(activations) < 2:
        raise ag.GraphError("hidden shows how rows lie to one another, and X has one: give it two")
    for i, units in enumerate(activations):
        for x in units if isinstance(units, list) else [units]:
            if not math.isfinite(x):
                raise ag.GraphError(
                    f"layer {layer} answers {x} for row {i} of X: the training has diverged"
                )


def _view(activations: Sequence[Any], units: Sequence[int] | None) -> View:
    """Two units themselves, or the two directions in which all of them vary most."""
    width = len(activations[0]) if isinstance(activations[0], list) else 1
    if width < 2:
        raise ag.GraphError("this layer gives one number per row: a plane needs two hidden units")
    if units is None and width > 2:
        found = pca(activations, 2)
        total = sum(found.variances) or 1.0
        shares = [f"{100 * v / total:.0f} % of the variance" for v in found.variances[:2]]
        names = [f"principal component {i} ({share})" for i, share in enumerate(shares, 1)]
        return View(found.encode, names)
    i, j = _chosen(units or (0, 1), width)
    return View(
        lambda rows: [[row[i], row[j]] for row in rows], [f"hidden unit {k}" for k in (i, j)]
    )


def _chosen(units: Sequence[Any], width: int) -> tuple[int, int]:
    if len(units) != 2 or not all(isinstance(k, int) and 0 <= k < width for k in units):
        raise ag.GraphError(f"units={units!r}: name two of the units 0 to {width - 1}")
    return units[0], units[1]


def _grid(ax: Any, seen: Sequential, rows: Rows, view: View) -> Rows:
    """The images of the lines x₁ = const and x₂ = const; their points are returned."""
    first, second = (
        [[low + (high - low) * i / (n - 1) for i in range(n)] for n in (LINES, STEPS)]
        for low, high in window(rows)
    )
    lines = [[[a, b] for b in second[1]] for a in first[0]]
    lines += [[[a, b] for a in first[1]] for b in second[0]]
    points = view.of(predict(seen, [point for line in lines for point in line]))
    for k in range(2 * LINES):
        name = f"{'x₁' if k < LINES else 'x₂'} constant" if k % LINES == 0 else None
        xs, ys = zip(*points[k * STEPS : (k + 1) * STEPS])
        style = "-" if k < LINES else "--"
        ax.plot(xs, ys, style, color="#777777", linewidth=0.8, label=name, zorder=2)
    return points


def _rest(ax: Any, rest: Sequential, points: Rows, y: list[Any] | None, loss: Any) -> None:
    """The answer of the later layers over the plane, if it is one answer for two labels."""
    if not rest.layers:
        return
    answer = rest(points[0])
    if isinstance(answer, (list, tuple)) and len(answer) != 1:
        return
    targets = y or ([-1.0, 1.0] if last_activation(rest) == "tanh" else [0.0, 1.0])
    if set(targets) <= {0.0, 1.0} or set(targets) <= {-1.0, 1.0}:
        shade(ax, rest, meaning(rest, points[0], targets, loss), window(points, margin=0.05))


def _points(ax: Any, points: Rows, targets: list[Any] | None) -> None:
    """The rows, by label; by colour where the targets are numbers."""
    kinds = sorted(set(targets or ()))
    if targets is not None and len(kinds) <= KINDS:
        lower = -1.0 if -1.0 in kinds else 0.0
        scatter(ax, points, targets, [lower, 1.0] if set(kinds) <= {lower, 1.0} else kinds)
        return
    colours = colours_on(ax)[0] if targets is None else targets
    dots = ax.scatter(*zip(*points), c=colours, s=36, edgecolors="white", linewidths=0.5, zorder=3)
    dots.set_label("rows")
    if targets is not None:
        ax.figure.colorbar(dots, ax=ax, label="target")
