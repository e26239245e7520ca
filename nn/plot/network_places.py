"""Where in a network's picture its neurons stand.

Read ``network_ink.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nn.plot.network_panel import MAP, panel_height
from nn.plot.network_scene import MOST, Scene
from nn.plot.neurons import Column

__all__ = ["FOOT", "WIDTH", "Box", "Layout", "Place", "boxes", "layout", "whole"]

WIDTH, TOP, LEFT, PANEL, FOOT = 720, 44, 52, 484.0, 102
#: the height that a column may take, and the step from neuron to neuron where there is room
HIGH, STEP = 540.0, 62.0
#: the side of the image that stands for many inputs
IMAGE = 110.0


class Place(NamedTuple):
    """Where the neurons of a column stand: the left edges, the middles, the side of a tile."""

    x: float
    ys: list[float]
    side: float

    @property
    def right(self) -> float:
        """Where lines leave."""
        return self.x + self.side


class Layout(NamedTuple):
    """The places of the columns, where the panel begins, and how high the picture is.

    ``alone``: the map in the panel is the tile of the last column, which has one neuron.
    """

    places: list[Place]
    alone: bool
    panel: tuple[float, float]
    high: float

    @property
    def lines(self) -> list[Place]:
        """Where the weights lead from and to."""
        x, y = self.panel
        return [*self.places, *([Place(x, [y + MAP / 2], 0.0)] if self.alone else [])]


class Box(NamedTuple):
    """The square of a neuron, by the numbers of its layer and its place in that."""

    layer: int
    place: int
    x: float
    y: float
    side: float


def layout(scene: Scene) -> Layout:
    """The columns side by side around one middle, the panel to their right."""
    alone = bool(scene.maps) and scene.columns[-1].size == 1
    shown = scene.columns[:-1] if alone else scene.columns
    most = max(min(column.size, MOST) for column in shown)
    step = min(STEP, HIGH / most)
    high = max(step * most, panel_height(scene))
    middle = TOP + high / 2
    side = 0.78 * step
    room = PANEL - LEFT if alone else PANEL - 40.0 - side - LEFT
    wide = room / max(len(shown) - (not alone), 1)
    places = []
    for i, column in enumerate(shown):
        if whole(column, i):
            places.append(Place(LEFT - 24.0, [middle], IMAGE))
            continue
        count = min(column.size, MOST)
        ys = [middle + step * (j - (count - 1) / 2) for j in range(count)]
        places.append(Place(LEFT + i * wide, ys, side))
    return Layout(places, alone, (PANEL, middle - panel_height(scene) / 2), TOP + high + FOOT)


def whole(column: Column, place: int) -> bool:
    """Whether these are inputs too many to be drawn one by one: one image stands for all."""
    return place == 0 and column.size > MOST


def boxes(scene: Scene, found: Layout) -> Iterator[Box]:
    """The squares of the neurons that have scalars of their own."""
    layer = -1
    for i, column in enumerate(scene.columns):
        if not column.neurons:
            continue
        layer += 1
        if i == len(found.places):
            yield Box(layer, 0, *found.panel, MAP)
            continue
        place = found.places[i]
        for j, y in enumerate(place.ys):
            yield Box(layer, j, place.x, y - place.side / 2, place.side)
