"""What the plots share: colours for nearly every eye, new axes, labelled points, a legend.

Read ``meaning.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nn.checks import needed

__all__ = [
    "MARKERS",
    "ON_ANY_PAPER",
    "PALETTE",
    "SIZE",
    "colours_on",
    "ink",
    "legend_below",
    "mixed",
    "new_axes",
    "scatter",
]

#: Okabe & Ito 2008: told apart by nearly every eye; shapes differ, too
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")
#: the same colours on black: blue and black become light
DARK_PALETTE = ("#4BA3DB", "#F07F33", *PALETTE[2:5], "#9AD1F0", "#FFFFFF", PALETTE[7])
MARKERS = ("o", "^", "s", "D", "v", "P", "X", "*")
SIZE = (6.4, 4.4)
#: for ``rc_context``, what is seen on white and on black: a grey between both (4.3 : 1 each)
ON_ANY_PAPER: dict[Any, str] = {
    **dict.fromkeys(("text.color", "axes.edgecolor", "axes.labelcolor"), "#6e7b8b"),
    **dict.fromkeys(("xtick.color", "ytick.color", "grid.color"), "#6e7b8b"),
    **{f"boxplot.{part}props.color": "#6e7b8b" for part in ("box", "whisker", "cap")},
    **dict.fromkeys(("figure.facecolor", "axes.facecolor", "savefig.facecolor"), "none"),
}


def new_axes(purpose: str, size: tuple[float, float] = SIZE, **settings: Any) -> Any:
    """The Axes of a new figure of so many inches; ``MissingPackageError`` without matplotlib."""
    figure = needed(purpose, "matplotlib.pyplot").figure(figsize=size, layout="constrained")
    return figure.add_subplot(**settings)


def ink(ax: Any) -> str:
    """Black on light Axes, white on dark ones, as those of ``plt.style.use("dark_background")``.

    On clear ones the colour of the labels, which is seen on whatever lies below.
    """
    if _is_clear(ax):
        return str(ax.xaxis.label.get_color())
    return "white" if _is_dark(ax) else "black"


def colours_on(ax: Any) -> tuple[str, ...]:
    """The palette as it is seen on these Axes: on dark ones what is dark in it is lighter."""
    return DARK_PALETTE if _is_dark(ax) else PALETTE


def mixed(paper: Any, colour: str, part: float) -> tuple[float, ...]:
    """Red, green, blue and opacity of so much of a colour on paper, which may be clear."""
    rgb = [c / 255 for c in bytes.fromhex(colour[1:])]
    if not paper[3]:
        return (*rgb, part)
    return (*(a + (b - a) * part for a, b in zip(paper, rgb)), 1.0)


def _is_clear(ax: Any) -> bool:
    return float(ax.get_facecolor()[3]) == 0.0


def _is_dark(ax: Any) -> bool:
    """Whether white is read better on these Axes; of clear ones their labels know it."""
    if _is_clear(ax):
        from matplotlib.colors import to_rgb

        return _light(to_rgb(ax.xaxis.label.get_color())) > 0.6
    *colour, alpha = ax.get_facecolor()
    return bool(1.0 - alpha * (1.0 - _light(colour)) < 0.4)


def _light(colour: Sequence[float]) -> float:
    """From 0 (black) to 1 (white)."""
    r, g, b = colour
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def scatter(
    ax: Any, points: Sequence[Sequence[float]], labels: Sequence[Any], kinds: Sequence[float]
) -> None:
    """The points of each kind of label in its own colour and shape."""
    size = 110 if len(points) < 20 else 36
    palette, count = colours_on(ax), len(MARKERS)
    for i, label in enumerate(kinds):  # from the ninth on the same shapes in other colours
        colour, marker = palette[(i + i // count) % count], MARKERS[i % count]
        chosen = [point for point, own in zip(points, labels) if own == label]
        if chosen:
            ax.scatter(
                *zip(*chosen),
                s=size,
                c=colour,
                marker=marker,
                edgecolors=["white" if _is_clear(ax) else ax.get_facecolor()],
                linewidths=0.8,
                label=f"label {label:g}",
                zorder=3,
            )


def legend_below(ax: Any, columns: int = 3) -> None:
    """A legend below the label of the x-axis, in fewer columns where the Axes are narrow."""
    from matplotlib.transforms import ScaledTranslation

    label, tick = ax.xaxis.label.get_fontsize(), ax.xaxis.get_ticklabels()
    points = 1.5 * (label + (tick[0].get_fontsize() if tick else label)) + 8.0
    below = ax.transAxes + ScaledTranslation(0.0, -points / 72.0, ax.figure.dpi_scale_trans)
    for count in range(columns, 0, -1):
        legend = ax.legend(
            loc="upper left",
            bbox_to_anchor=(0.0, 0.0),
            bbox_transform=below,
            borderaxespad=0.0,
            ncols=count,
            frameon=False,
        )
        if legend.get_window_extent().width <= 1.05 * ax.get_window_extent().width:
            return
