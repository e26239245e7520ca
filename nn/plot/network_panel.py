"""The side of a network's picture: what its output says, loss and accuracy, the training's course.

Read ``network_places.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from nn.plot.axes import PALETTE
from nn.plot.heat import classes, crossings, signed
from nn.plot.meaning import Meaning
from nn.plot.network_scene import SIDE, Scene
from nn.plot.sparkline import course_of

__all__ = ["MAP", "panel", "panel_height"]

#: the side of the map, the height of the curve, of a line of text
MAP, COURSE, LINE = 220.0, 100.0, 26.0


def panel_height(scene: Scene) -> float:
    """How high it is."""
    map_high = MAP + 12.0 if _seen(scene) else 0.0
    map_high += LINE if _seen(scene) and scene.labels and scene.meaning.kinds else 0.0
    course = COURSE + 40.0 + LINE if scene.courses else 0.0
    return map_high + LINE * len(_words(scene)) + course


def panel(scene: Scene, x: float, y: float) -> Iterator[str]:
    """All of it, from this corner on."""
    if _seen(scene):
        yield f'<g transform="translate({x:.0f} {y:.1f})">'
        yield f'<rect class="tile" width="{MAP:.0f}" height="{MAP:.0f}"/>'
        yield from _plane(scene) if len(scene.where) == 2 else _line(scene)
        yield f'<rect class="frame" width="{MAP:.0f}" height="{MAP:.0f}"/></g>'
        middle = f'x="{x + MAP / 2:.0f}" y="{y - 10:.0f}" text-anchor="middle"'
        yield f'<text class="ink" {middle}>output</text>'
        y += MAP + 12.0
        if scene.labels and scene.meaning.kinds:
            yield from _shapes(scene, x, y + LINE - 6)
            y += LINE
    for text in _words(scene):
        y += LINE
        yield f'<text class="ink" x="{x:.0f}" y="{y - 6:.0f}">{escape(text)}</text>'
    if scene.courses:
        yield f'<g transform="translate({x:.0f} {y + 10:.1f})">'
        yield from _courses(scene.courses)
        yield "</g>"


def _words(scene: Scene) -> list[str]:
    """The lines of text: of which rows the figures are, and what numbers the colours are."""
    count = len(scene.rows)
    rows = f"{count} {scene.called}" if count != 1 else f"1 {scene.called.removesuffix('s')}"
    told = [*scene.figures, f"of {rows}"] if scene.figures else [rows]
    if _seen(scene) and not scene.meaning.kinds:
        low, high = _range(scene)
        kind = "height: {} to {}" if len(scene.where) == 1 else "blue {}, vermilion {}"
        told.append(kind.format(f"{low:.3g}", f"{high:.3g}"))
    return told


def _seen(scene: Scene) -> bool:
    """Whether there is a map of the output: of classes, or of one number."""
    return bool(scene.answer) and (bool(scene.meaning.kinds) or len(scene.answer[0]) == 1)


# --- the output over the inputs ---


def _plane(scene: Scene) -> Iterator[str]:
    """The map, the line on which the model is undecided, the rows."""
    if len(scene.meaning.kinds) > 2 or len(scene.answer[0]) > 1:
        address = classes(_grid([scene.meaning.sure(outputs) for outputs in scene.answer]))
        borders = [_lead(scene.answer, k) for k in range(len(scene.answer[0]))]
    else:
        borders = [_leans(scene)]
        address = signed(_grid(borders[0]))
    yield (
        f'<image width="{MAP:.0f}" height="{MAP:.0f}" preserveAspectRatio="none" opacity="0.7" '
        f'href="{address}"/>'
    )
    for border in borders if scene.meaning.kinds else ():
        way = "".join(
            f"M{MAP * a:.1f} {MAP * (1 - b):.1f}L{MAP * c:.1f} {MAP * (1 - d):.1f}"
            for a, b, c, d in crossings(_grid(border))
        )
        yield f'<path class="edge" d="{way}"/>'
    (low, high), (bottom, top) = scene.where
    for row, kind in zip(scene.rows, _kinds(scene)):
        across, up = (row[0] - low) / (high - low), (row[1] - bottom) / (top - bottom)
        yield _dot(MAP * across, MAP * (1.0 - up), kind, len(scene.rows))


def _grid(numbers: Sequence[Any]) -> list[Sequence[Any]]:
    return [numbers[i : i + SIDE] for i in range(0, len(numbers), SIDE)]


def _leans(scene: Scene) -> list[float]:
    """The one output from -1 to 1: the side that it is on, or its place between the targets."""
    if scene.meaning.kinds:
        return [2.0 * scene.meaning.side(output) - 1.0 for (output,) in scene.answer]
    low, high = _range(scene)
    half = (high - low) / 2 or 1.0
    return [min(max((output - (low + high) / 2) / half, -1.0), 1.0) for (output,) in scene.answer]


def _lead(answers: list[list[float]], k: int) -> list[float]:
    """How far an output leads the largest of the others."""
    return [row[k] - max(x for j, x in enumerate(row) if j != k) for row in answers]


def _line(scene: Scene) -> Iterator[str]:
    """The output over one input, as a curve, or one for each class; the rows as points."""
    kinds, answer = scene.meaning.kinds, scene.answer
    low, high = (0.0, 1.0) if kinds else _range(scene)
    curves = [*zip(*(_heads(scene.meaning, outputs) for outputs in answer))]
    for k, curve in enumerate(curves):
        points = " ".join(
            f"{MAP * i / (len(curve) - 1):.1f},{_up((x - low) / (high - low or 1.0)):.1f}"
            for i, x in enumerate(curve)
        )
        colour = PALETTE[k % len(PALETTE) if len(curves) > 1 else 1]
        yield f'<polyline class="curve" stroke="{colour}" points="{points}"/>'
    left, right = scene.where[0]
    for row, kind, label in zip(scene.rows, _kinds(scene), scene.labels):
        share = (label - low) / (high - low or 1.0)
        if kinds:
            share = 1.0 if len(curves) > 1 else float(kind)
        yield _dot(MAP * (row[0] - left) / (right - left), _up(share), kind, len(scene.rows))


def _heads(meaning: Meaning, outputs: list[float]) -> list[float]:
    """What the curves are of: the share of each class, of the upper label, or a number."""
    if len(outputs) > 1:
        return meaning.shares(outputs)
    return [meaning.side(outputs[0])] if meaning.kinds else outputs


def _up(share: float) -> float:
    """A height: from 0 to 1 within a margin, not far beyond it."""
    return MAP * (0.9 - 0.8 * min(max(share, -0.1), 1.1))


def _range(scene: Scene) -> tuple[float, float]:
    """From the least to the largest target; without targets of one column, of the answers."""
    numbers = scene.labels or [x for (x,) in scene.answer]
    return min(numbers), max(numbers)


def _kinds(scene: Scene) -> list[int]:
    """The place of each row's label among all; of numbers on a map, the half that it is in."""
    if scene.meaning.kinds:
        return [scene.meaning.kinds.index(label) for label in scene.labels]
    low, high = _range(scene)
    split = math.inf if len(scene.where) == 1 or not scene.labels else (low + high) / 2
    return [int(label > split) for label in scene.labels or [0.0] * len(scene.rows)]


def _shapes(scene: Scene, x: float, y: float) -> Iterator[str]:
    """What shape and colour a row of each label has."""
    for kind, label in enumerate(scene.meaning.kinds):
        yield _dot(x + 8, y - 6, kind, 1).replace('class="dot"', 'class="dot key"')
        yield f'<text class="ink" x="{x + 22:.0f}" y="{y:.0f}">{label:g}</text>'
        x += 34.0 + 10.0 * len(f"{label:g}")


def _dot(x: float, y: float, kind: int, count: int) -> str:
    """A row: a disc, a triangle, a square, by its label."""
    r, colour = 7.0 if count < 20 else 4.0, PALETTE[kind % len(PALETTE)]
    shapes = (
        f"M{x - r:.1f} {y:.1f}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0",
        f"M{x:.1f} {y - 1.2 * r:.1f}l{1.1 * r:.1f} {2 * r:.1f}h{-2.2 * r:.1f}z",
        f"M{x - r:.1f} {y - r:.1f}h{2 * r}v{2 * r}h{-2 * r}z",
    )
    return f'<path class="dot" fill="{colour}" d="{shapes[kind % len(shapes)]}"/>'


# --- the course of training ---


def _courses(courses: dict[str, list[float]]) -> Iterator[str]:
    """The loss, and the first metric, over the epochs."""
    yield f'<rect class="frame" width="{MAP:.0f}" height="{COURSE:.0f}"/>'
    for (name, course), kind in zip([*courses.items()][:2], ("first", "second")):
        heights, told = course_of(course, name == "loss")
        last = len(heights) - 1 or 1
        points = " ".join(
            f"{4 + (MAP - 8) * i / last:.1f},{4 + (COURSE - 8) * (1 - x):.1f}"
            for i, x in enumerate(heights)
        )
        yield f'<polyline class="curve {kind}" points="{points}"><title>{told}</title></polyline>'
    x = 0.0
    for name, kind in zip([*courses][:2], ("first", "second")):
        yield f'<path class="{kind}" stroke-width="3" d="M{x:.0f} {COURSE + 17:.0f}h26"/>'
        yield f'<text class="ink" x="{x + 32:.0f}" y="{COURSE + 23:.0f}">{escape(name)}</text>'
        x += 46.0 + 10.0 * len(name)
    epochs = len(next(iter(courses.values())))
    told = f"{epochs} epoch{'' if epochs == 1 else 's'} of training"
    yield f'<text class="ink" x="0" y="{COURSE + 23 + LINE:.0f}">{told}</text>'
