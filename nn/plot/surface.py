"""The loss as a landscape over two parameters, and the way that an optimiser took through it.

Read ``heat.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import autograd as ag
from autograd import Value
from nn.checks import whole
from nn.models.predict import as_code
from nn.plot.axes import PALETTE, legend_below, new_axes

__all__ = ["landscape"]

Pair = tuple[float, float]
#: the window reaches so far to each side where nothing says how far
REACH = 3.0
#: beyond this ratio of heights the levels are a geometric sequence, over so many powers of ten
WIDE, DECADES, LEVELS = 100.0, 6, 20
#: places along each side, for losses of less than ``LONG`` nodes and for others
FINE, COARSE, LONG = 41, 21, 5000
#: at so many places the compiled loss is compared with the loss itself
CHECKS = 9


def landscape(
    loss: Callable[[], Any],
    p: Value,
    q: Value,
    ax: Any = None,
    *,
    path: Any = None,
    window: tuple[Pair, Pair] | None = None,
    surface: bool = False,
    points: int | None = None,
) -> Any:
    """Draw a loss over two of its parameters, all others staying as they are; return the Axes.

    ``loss`` is a function of no arguments that gives a Value or a number. ``path`` lists the
    (p, q) that an optimiser went through, or is a ``Trajectory``; on the surface it lies at the
    height of this landscape. ``window`` holds the range of p and that of q, unless given what
    the path needs, or 3 to each side; it is looked at in ``points`` × ``points`` places, by
    itself 41 × 41, fewer where the loss is long. Raises ``OperandError`` and ``GraphError`` for
    what is no parameter, path or window, or for a loss that is the same everywhere,
    ``MissingPackageError`` without matplotlib.

    >>> from autograd import Value
    >>> from matplotlib.figure import Figure
    >>> p, q = Value(1.0, label="p"), Value(2.0, label="q")
    >>> ax = landscape(lambda: p * p + q * q, p, q, Figure().subplots(), points=5)
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('p', 'q')
    """
    _require(loss, p, q, points)
    trail, points = _trail(path), points or _resolution(loss())
    xs, ys = (_axis(limits, points) for limits in window or _window(trail or [(p.data, q.data)]))
    if ax is None:
        size, kind = ((7.0, 5.6), "3d") if surface else ((6.8, 5.6), None)
        ax = new_axes("the landscape of a loss", size, projection=kind)
    if surface != hasattr(ax, "plot_surface"):
        raise ag.GraphError('a surface, and only that, needs an ax with projection="3d"')
    heights = _heights(loss, p, q, [(x, y) for y in ys for x in xs] + trail)
    grid = [heights[i * points : (i + 1) * points] for i in range(points)]
    (_surface if surface else _contour)(ax, xs, ys, grid, _levels(_shown(grid)))
    ax.set(xlabel=p.label or "p", ylabel=q.label or "q")
    if trail:
        _draw_trail(ax, trail, heights[points * points :] if surface else [])
    return ax


def _require(loss: Any, p: Any, q: Any, points: Any) -> None:
    if not callable(loss):
        raise ag.OperandError(f"loss is a function of no arguments, got {loss!r}: write lambda: …")
    for x in (p, q):
        if not isinstance(x, Value):
            raise ag.OperandError(f"p and q are parameters (Values), got {x!r}")
        if x.op is not None:
            raise ag.GraphError(f"{x!r} was computed by {x.op.name}: p and q are leaves")
    if p is q:
        raise ag.GraphError("p and q are the same parameter: a landscape needs two")
    if points is not None:
        whole("points", points, least=3)


def _resolution(root: Any) -> int:
    """Places along each side: a picture takes seconds, be the loss long or never a graph."""
    size = len(ag.topological_order(root)) if isinstance(root, Value) else math.inf
    return FINE if size < LONG else COARSE


def _trail(path: Any) -> list[Pair]:
    """The path as pairs of floats."""
    steps = getattr(path, "points", path)
    steps = steps.tolist() if hasattr(steps, "tolist") else steps
    try:
        trail = [(float(x), float(y)) for x, y in steps or ()]
    except (TypeError, ValueError):
        raise ag.GraphError("path is a list of pairs of numbers: [(p.data, q.data), …]") from None
    if not all(map(math.isfinite, (x for pair in trail for x in pair))):
        raise ag.GraphError("path leads to a place that is not finite: cut it there")
    return trail


def _window(places: list[Pair]) -> list[Pair]:
    """Ranges that hold all places and a margin, neither much longer than the other."""
    columns = list(zip(*places))
    spans = [max(column) - min(column) for column in columns]
    widest = max(spans) or 4.0 * REACH / 1.8
    middles = [(max(column) + min(column)) / 2 for column in columns]
    reaches = [0.9 * max(span, widest / 1.8) for span in spans]
    return [(middle - reach, middle + reach) for middle, reach in zip(middles, reaches)]


def _axis(limits: Any, points: int) -> list[float]:
    try:
        low, high = map(float, limits)
    except (TypeError, ValueError):
        low = high = math.nan
    if not -math.inf < low < high < math.inf:
        raise ag.GraphError(f"a window is ((p from, p to), (q from, q to)), and has {limits!r}")
    return [low + (high - low) * i / (points - 1) for i in range(points)]


# --- the heights ---


def _heights(loss: Callable[[], Any], p: Value, q: Value, places: list[Pair]) -> list[float]:
    """The loss at each place, nan where it has none; p and q are then as they were."""
    before, root = (p.data, q.data), loss()

    def itself() -> float:
        found = loss()
        if isinstance(found, Value) and found is root:
            found.refresh()  # a graph that was made before
        return found.data if isinstance(found, Value) else Value(found).data

    def at(height: Callable[[], Any], place: Pair) -> float:
        p.data, q.data = place
        try:
            x = float(height())
        except ArithmeticError:
            return math.nan
        return x if math.isfinite(x) else math.nan

    try:
        quick = as_code(loss) or itself
        checks = places[:: max(1, len(places) // CHECKS)]
        same = all(_close(at(quick, each), at(itself, each)) for each in checks)
        return [at(quick if same else itself, place) for place in places]
    finally:
        p.data, q.data = before
        if isinstance(root, Value):
            root.refresh()


def _close(a: float, b: float) -> bool:
    """Whether the code says what the loss says: not so where Python chose anew (an ``if``)."""
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) or (math.isnan(a) and math.isnan(b))


# --- the picture ---


def _shown(grid: list[list[float]]) -> list[float]:
    """All heights that there are; ``GraphError`` where they are one."""
    shown = [h for row in grid for h in row if math.isfinite(h)]
    if not shown or max(shown) == min(shown):
        found = f"{shown[0]:g}" if shown else "not finite"
        raise ag.GraphError(f"the loss is {found} in the whole window: does it use p and q?")
    return shown


def _levels(shown: Sequence[float]) -> tuple[list[float], Any]:
    """The heights of the contour lines and the matching norm of the colours."""
    from matplotlib.colors import LogNorm, Normalize

    low, high = min(shown), max(shown)
    if low > 0.0 and high > WIDE * low:
        low = max(low, high / 10.0**DECADES)
        ratio = (high / low) ** (1 / LEVELS)
        return [low * ratio**i for i in range(LEVELS + 1)], LogNorm(low, high)
    step = (high - low) / LEVELS
    return [low + step * i for i in range(LEVELS + 1)], Normalize(low, high)


def _contour(ax: Any, xs: Any, ys: Any, grid: Any, scale: tuple[list[float], Any]) -> None:
    import numpy as np

    levels, norm = scale
    heights = np.ma.masked_invalid(grid)
    filled = ax.contourf(xs, ys, heights, levels, norm=norm, cmap="viridis", extend="both")
    ax.contour(xs, ys, heights, levels, colors="white", linewidths=0.4, alpha=0.6)
    _colourbar(ax, filled, norm)


def _surface(ax: Any, xs: Any, ys: Any, grid: Any, scale: tuple[list[float], Any]) -> None:
    import numpy as np

    drawn = ax.plot_surface(
        *np.meshgrid(xs, ys),
        np.array(grid),
        norm=scale[1],
        cmap="viridis",
        alpha=0.85,
        rcount=len(ys),
        ccount=len(xs),
        linewidth=0,
    )
    ax.set_zlabel("loss", labelpad=10)
    ax.computed_zorder = False  # the path lies on the surface, not in it
    _colourbar(ax, drawn, scale[1], shrink=0.7, pad=0.14)


def _colourbar(ax: Any, drawn: Any, norm: Any, **settings: Any) -> None:
    from matplotlib.cm import ScalarMappable
    from matplotlib.ticker import LogLocator, MaxNLocator

    logarithmic = type(norm).__name__ == "LogNorm"
    wide = logarithmic and norm.vmax > 1000.0 * norm.vmin
    ticks = LogLocator(subs=(1,) if wide else (1, 2, 5)) if logarithmic else MaxNLocator(6)
    colours = ScalarMappable(norm, drawn.get_cmap())  # without steps: ticks past the ends fall off
    bar = ax.figure.colorbar(colours, ax=ax, label="loss", ticks=ticks, format="%g", **settings)
    bar.ax.minorticks_off()


def _draw_trail(ax: Any, trail: list[Pair], heights: list[float]) -> None:
    """The way from a circle to a star, dark on light so that it is seen on every colour."""
    from matplotlib.patheffects import Normal, Stroke

    around = [Stroke(linewidth=3.5, foreground="white"), Normal()]
    columns = [*zip(*trail), *([heights] if heights else [])]
    ax.plot(*columns, color=PALETTE[1], linewidth=1.8, zorder=4, path_effects=around, label="path")
    for i, marker, name in ((0, "o", "start"), (-1, "*", "end")):
        end = [column[i : i + 1 or None] for column in columns]
        style = {"markersize": 9 if marker == "o" else 15, "markeredgecolor": "white"}
        ax.plot(*end, marker, color=PALETTE[1], zorder=5, label=name, **style)
    if not heights:
        legend_below(ax)
