"""The ink of a network: tiles for neurons, curves for weights, a style for light and dark paper.

Texts are of a size that can be read where the picture is 375 pixels wide.
Read ``neuron_graph.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from nn.plot.axes import PALETTE
from nn.plot.heat import signed
from nn.plot.network_panel import panel
from nn.plot.network_places import FOOT, WIDTH, Layout, Place, whole
from nn.plot.network_scene import MOST, SIDE, Scene
from nn.plot.neurons import Column

__all__ = ["drawn"]

#: the thinnest and the thickest weight
THIN, THICK = 0.6, 6.0
DIGITS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

STYLE = f"""
.nn-net {{ font: 18px system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }}
.nn-net .paper {{ fill: #ffffff }} .nn-net .ink {{ fill: #15202b }}
.nn-net .tile {{ fill: #ffffff; stroke: #66758a; stroke-width: 1.5 }}
.nn-net .frame {{ fill: none; stroke: #66758a; stroke-width: 1.5 }}
.nn-net .edge {{ fill: none; stroke: #15202b; stroke-width: 2 }}
.nn-net .faint {{ fill: none; stroke: #8492a6; stroke-width: 1 }}
.nn-net .curve {{ fill: none; stroke-width: 2.5; stroke-linejoin: round }}
.nn-net .plus, .nn-net .minus {{ fill: none }}
.nn-net .plus {{ stroke: {PALETTE[1]} }}
.nn-net .minus {{ stroke: {PALETTE[0]}; stroke-dasharray: 7 4 }}
.nn-net .first, .nn-net .second {{ fill: none }} .nn-net .first {{ stroke: {PALETTE[0]} }}
.nn-net .second {{ stroke: {PALETTE[1]}; stroke-dasharray: 7 4 }}
.nn-net .above {{ fill: {PALETTE[1]} }} .nn-net .below {{ fill: {PALETTE[0]} }}
.nn-net .dot {{ stroke: #ffffff; stroke-width: 1 }}
.nn-net .pixels {{ image-rendering: pixelated }}
@media (prefers-color-scheme: dark) {{
.nn-net .paper {{ fill: #12161c }} .nn-net .ink {{ fill: #e8edf2 }}
.nn-net .tile {{ fill: #12161c; stroke: #8492a6 }} .nn-net .frame {{ stroke: #8492a6 }}
.nn-net .edge {{ stroke: #e8edf2 }} .nn-net .dot {{ stroke: #e8edf2 }}
.nn-net .minus, .nn-net .first {{ stroke: {PALETTE[5]} }} .nn-net .below {{ fill: {PALETTE[5]} }}
}}
"""


def drawn(scene: Scene, found: Layout) -> str:
    """The SVG."""
    parts = [
        *_lines(scene.columns, found.lines, _largest(scene)),
        *(text for i, place in enumerate(found.places) for text in _column(scene, i, place)),
        *panel(scene, *found.panel),
        *_key(scene, found.high - FOOT + 30),
    ]
    return _sheet(parts, found.high, scene.title)


def _sheet(parts: Sequence[str], high: float, title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="nn-net" role="img" width="{WIDTH}" '
        f'height="{high:.0f}" viewBox="0 0 {WIDTH} {high:.0f}" '
        f'style="max-width:100%;height:auto"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style>"
        f'<rect class="paper" width="{WIDTH}" height="{high:.0f}" rx="8"/>'
        + "\n".join(parts)
        + "</svg>\n"
    )


# --- weights ---


def _largest(scene: Scene) -> float:
    """The size of the largest weight that is drawn as a line: all have one scale."""
    skipped = whole(scene.columns[0], 0)
    shown = [row for column in scene.columns[1 + skipped :] for row in column.weights]
    return max((abs(w) for row in shown for w in row), default=0.0) or 1.0


def _lines(columns: Sequence[Column], places: Sequence[Place], largest: float) -> Iterator[str]:
    """The weights between each two columns that show them."""
    for i, (left, right) in enumerate(pairwise(places)):
        weights = columns[i + 1].weights
        if not weights or whole(columns[i], i):
            continue
        ends = [(j, k) for k in range(len(right.ys)) for j in range(len(left.ys))]
        for j, k in sorted(ends, key=lambda end: abs(weights[end[1]][end[0]])):  # thick above thin
            w, told = weights[k][j], f"{j + 1} → {k + 1}"
            points = (left.right, left.ys[j]), (right.x, right.ys[k])
            yield _line(*points, w, abs(w) / largest, told)


def _line(
    start: tuple[float, float], end: tuple[float, float], w: float, part: float, told: str
) -> str:
    """One weight; what it is stands in its title."""
    bend = (end[0] - start[0]) * 0.45
    way = (
        f"M{start[0]:.0f} {start[1]:.0f}C{start[0] + bend:.0f} {start[1]:.0f} "
        f"{end[0] - bend:.0f} {end[1]:.0f} {end[0]:.0f} {end[1]:.0f}"
    )
    return (
        f'<path class="{"plus" if w >= 0.0 else "minus"}" d="{way}" '
        f'stroke-width="{THIN + (THICK - THIN) * part:.1f}" opacity="{0.25 + 0.7 * part:.2f}">'
        f"<title>{told}: {w:.4g}</title></path>"
    )


# --- neurons ---


def _column(scene: Scene, i: int, place: Place) -> Iterator[str]:
    """A caption and the tiles below it."""
    column = scene.columns[i]
    yield _text(place.x + place.side / 2, 26, _caption(column, i, scene), "middle")
    for j, y in enumerate(place.ys):
        top, side = y - place.side / 2, place.side
        yield f'<g transform="translate({place.x:.1f} {top:.1f})"><title>{_told(column, j)}</title>'
        yield f'<rect class="tile" width="{side:.1f}" height="{side:.1f}" rx="3"/>'
        yield from _tile(scene, i, j, side)
        yield f'<rect class="frame" width="{side:.1f}" height="{side:.1f}" rx="3"/></g>'
        if i == len(scene.columns) - 1 and len(scene.meaning.kinds) == column.size <= MOST:
            yield _text(place.right + 8, y + 6, f"{scene.meaning.kinds[j]:g}")
        if i == 0 and not whole(column, i):
            yield _text(place.x - 8, y + 6, "x" + str(j + 1).translate(DIGITS), "end")


def _caption(column: Column, i: int, scene: Scene) -> str:
    crowded = len(scene.columns) > 5
    if i == 0:
        return f"{column.size} inputs" if column.size > 2 and not crowded else "inputs"
    count = f"{column.size}" if column.size <= MOST else f"{MOST} of {column.size}"
    return count if crowded else f"{count} {column.kind}"


def _told(column: Column, j: int) -> str:
    if column.kind == "inputs":
        return f"input {j + 1}" if column.size <= MOST else "the inputs of the last row"
    bias = f", bias {column.biases[j]:.4g}" if column.biases else ""
    return f"{escape(column.kind)} {j + 1} of {column.size}{bias}"


def _tile(scene: Scene, i: int, j: int, side: float) -> Iterator[str]:
    """What a neuron answers, or, of many inputs, what it weighs."""
    column = scene.columns[i]
    if scene.maps:
        numbers = scene.maps[i][j]
        largest = max(map(abs, numbers)) or 1.0
        parts = [x / largest for x in numbers]
        yield _image(parts, SIDE, side) if len(scene.where) == 2 else _curve(parts, side)
    elif whole(column, i):
        yield from _weights(scene.rows[-1], side)
    elif i == 0:
        row = scene.rows[-1]
        yield _bar(row[j] / (max(map(abs, row)) or 1.0), 0.0, side, side)
    elif column.weights:
        yield from _weights(column.weights[j], side)


def _image(parts: list[float], width: int, side: float, kind: str = "") -> str:
    grid = [parts[k : k + width] for k in range(0, len(parts), width)]
    return (
        f'<image class="{kind}" width="{side:.1f}" height="{side:.1f}" '
        f'preserveAspectRatio="none" href="{signed(grid)}"/>'
    )


def _curve(parts: list[float], side: float) -> str:
    n = len(parts) - 1
    way = " ".join(f"{side * k / n:.1f},{side * (0.5 - 0.45 * x):.1f}" for k, x in enumerate(parts))
    return (
        f'<path class="faint" d="M0 {side / 2:.1f}h{side:.1f}"/>'
        f'<polyline class="curve plus" points="{way}"/>'
    )


def _weights(numbers: list[float], side: float) -> Iterator[str]:
    """Numbers as an image where they make a square of 16 and more, else as bars."""
    largest = max(map(abs, numbers)) or 1.0
    parts, width = [x / largest for x in numbers], math.isqrt(len(numbers))
    if width * width == len(numbers) >= 16:
        rows = [parts[k : k + width] for k in range(0, len(parts), width)]
        yield _image([x for row in reversed(rows) for x in row], width, side, "pixels")
        return
    wide = side / len(parts)
    yield from (_bar(x, k * wide, wide, side) for k, x in enumerate(parts))


def _bar(x: float, left: float, wide: float, side: float) -> str:
    """A number from -1 to 1, up or down from the middle."""
    high = 0.47 * side * abs(x)
    top = side / 2 - (high if x > 0.0 else 0.0)
    return (
        f'<rect class="{"above" if x > 0.0 else "below"}" x="{left:.2f}" y="{top:.1f}" '
        f'width="{wide:.2f}" height="{high:.1f}"/>'
    )


# --- words ---


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text class="ink" x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{escape(text)}</text>'


def _key(scene: Scene, y: float) -> Iterator[str]:
    """What lines and colours mean."""
    for x, kind, text in ((20, "plus", "weight above 0"), (230, "minus", "weight below 0")):
        yield f'<path class="{kind}" stroke-width="5" d="M{x} {y - 6:.0f}h38"/>'
        yield _text(x + 46, y, text)
    yield _text(440, y, f"thickest: {_largest(scene):.3g}")
    what = "what the neuron answers" if scene.maps else "the neuron's weights"
    signs = "over the input" if len(scene.where) == 1 else "vermilion above 0, blue below 0"
    yield _text(20, y + 28, f"in a square: {what}, {signs},")
    inputs = "" if scene.maps else "; the inputs are those of the last row of X"
    yield _text(20, y + 54, f"each in its own scale{inputs}")
