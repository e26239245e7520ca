"""What the plots share: colours for nearly every eye, new axes, labelled points, a legend.

Read ``decision.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nn.checks import needed

__all__ = ["MARKERS", "PALETTE", "SIZE", "legend_below", "new_axes", "scatter"]

#: Okabe & Ito 2008: told apart by nearly every eye; shapes differ, too
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")
MARKERS = ("o", "^", "s", "D", "v", "P", "X", "*")
SIZE = (6.4, 4.4)


def new_axes(purpose: str, size: tuple[float, float] = SIZE, **settings: Any) -> Any:
    """The Axes of a new figure of so many inches; ``MissingPackageError`` without matplotlib."""
    figure = needed(purpose, "matplotlib.pyplot").figure(figsize=size, layout="constrained")
    return figure.add_subplot(**settings)


def scatter(
    ax: Any, points: Sequence[Sequence[float]], labels: Sequence[Any], kinds: Sequence[float]
) -> None:
    """The points of each kind of label in its own colour and shape."""
    size = 110 if len(points) < 20 else 36
    for label, colour, marker in zip(kinds, PALETTE, MARKERS):
        chosen = [point for point, own in zip(points, labels) if own == label]
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


def legend_below(ax: Any, columns: int = 3) -> None:
    """A legend that hides nothing."""
    ax.legend(loc="upper left", bbox_to_anchor=(0.0, -0.12), ncols=columns, frameon=False)
