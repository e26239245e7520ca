"""A layout of frames within frames: each is laid out by itself, as one thing of the one around it.

An arrow that crosses the border of a frame has a door there: the frame inside lays out its way to
the door, the frame outside the rest, so arrows pass between cards and not below them. Arrows from
one thing share its doors.

Read ``autograd/show/drawing/svg.py`` next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from autograd.show.layout.columns import Arrow, Size
from autograd.show.layout.heights import curve
from autograd.show.layout.layered import Level, layered
from autograd.show.scene.names import Path, natural

__all__ = ["Nest", "Piece", "Spot", "nested"]


class Spot(NamedTuple):
    """Where a thing is, from its left upper corner."""

    x: float
    y: float
    size: Size


class Piece(NamedTuple):
    """Part of an arrow, or of several; ``last`` is the number of the one that ends with it."""

    curve: list[float]
    numbers: list[int]
    last: int | None


class Nest(NamedTuple):
    """The size of the whole, where everything is, and the ink of the arrows."""

    size: Size
    spots: dict[str, Spot]
    frames: dict[Path, Spot]
    pieces: list[Piece]


def nested(
    sizes: Mapping[str, Size],
    paths: Mapping[str, Path],
    arrows: Sequence[Arrow],
    orders: Mapping[str, str],
    pads: tuple[float, float, float] = (12.0, 24.0, 12.0),
) -> Nest:
    """Place things of these sizes, each in the frames of its path.

    Those with a name in ``orders`` stand in the order of their names, frames in that of theirs.
    ``pads`` are the room left of and above what is in a frame, and that at its other two sides.

    >>> nest = nested({"a": (9, 9), "b": (9, 9)}, {"a": ("f",), "b": ()}, [Arrow("a", "b")], {})
    >>> nest.spots["a"].x > nest.frames["f",].x, len(nest.pieces)
    (True, 2)
    """
    return _Nest(sizes, paths, arrows, orders, pads).whole()


class _Part(NamedTuple):
    """What an arrow is within one frame; an end in a frame further in is its name and a door."""

    tail: tuple[str, str]
    head: tuple[str, str]
    last: int | None = None
    straight: bool = False  # past all doors


class _Nest:
    """The frames and the parts of arrows in each."""

    def __init__(
        self,
        sizes: Mapping[str, Size],
        paths: Mapping[str, Path],
        arrows: Sequence[Arrow],
        orders: Mapping[str, str],
        pads: tuple[float, float, float],
    ) -> None:
        self.paths, self.arrows, self.orders, self.pads = paths, arrows, orders, pads
        found = {path[:k]: None for path in paths.values() for k in range(len(path) + 1)}
        self.frames = sorted({(): None} | found, key=lambda path: [natural(name) for name in path])
        self.names = {path: f"frame {i}" for i, path in enumerate(self.frames)}
        self.inside: dict[Path, dict[str, Size]] = {path: {} for path in self.frames}
        self.doors: dict[Path, tuple[set[str], set[str]]] = {p: (set(), set()) for p in self.frames}
        self.parts: dict[Path, dict[_Part, list[int]]] = {path: {} for path in self.frames}
        for key, size in sizes.items():
            self.inside[paths[key]][key] = size
        for number in range(len(arrows)):
            self.split(number)
        self.levels: dict[Path, Level] = {}
        self.made = Nest((0.0, 0.0), {}, {}, [])

    def whole(self) -> Nest:
        """Everything; frames are two or three deep."""
        size = self.measure(())
        self.place((), 0.0, 0.0)
        for number, arrow in enumerate(self.arrows):
            if arrow.straight and self.paths[arrow.tail] != self.paths[arrow.head]:
                tail, head = self.made.spots[arrow.tail], self.made.spots[arrow.head]
                start = tail.x + tail.size[0], tail.y + tail.size[1] / 2
                line = curve(start, [], (head.x, head.y + head.size[1] / 2), 0.0)
                self.made.pieces.append(Piece(line, [number], number))
        return self.made._replace(size=size)

    def split(self, number: int) -> None:
        """An arrow's parts, from the frame of its tail outwards and in again to its head."""
        arrow = self.arrows[number]
        out, into = self.paths[arrow.tail], self.paths[arrow.head]
        shared = sum(1 for k in range(1, len(out) + 1) if out[:k] == into[:k])
        ways = [out[:k] for k in range(len(out), shared, -1)]
        ways += [into[:k] for k in range(shared, len(into) + 1)]
        tail = (arrow.tail, "")
        if arrow.straight and len(ways) > 1:
            outer = [
                self.names[path[: shared + 1]] if len(path) > shared else key
                for key, path in ((arrow.tail, out), (arrow.head, into))
            ]
            part = _Part((outer[0], ""), (outer[1], ""), number, straight=True)
            self.parts[out[:shared]][part] = [number]
            return
        for here, there in pairwise(ways):
            outward = len(there) < len(here)
            frame = here if outward else there
            door = f"{self.names[frame]} {'out' if outward else 'in'} {arrow.tail}"
            self.doors[frame][outward].add(door)
            self.inside[frame][door] = (0.0, 0.0)
            ends = (door, ""), (self.names[frame], door)
            head, after = ends if outward else ends[::-1]
            self.parts[here].setdefault(_Part(tail, head), []).append(number)
            tail = after
        self.parts[ways[-1]][_Part(tail, (arrow.head, ""), number)] = [number]

    # --- places ---

    def measure(self, path: Path) -> Size:
        """Lay out a frame and those within it; the size with the room around."""
        sizes = self.inside[path]
        inner = [frame for frame in self.frames if frame and frame[:-1] == path]
        for frame in inner:
            sizes[self.names[frame]] = self.measure(frame)
        boxes = [self.names[frame] for frame in inner]
        named = sorted(
            (key for key in sizes if key in self.orders), key=lambda key: natural(self.orders[key])
        )
        arrows = [self.arrow(part, sizes) for part in self.parts[path]]
        self.levels[path] = layered(sizes, arrows, [boxes, named], *self.doors[path])
        wide, high = self.levels[path].size
        before, above, after = self.pads
        return (wide + before + after, high + above + after) if path else (wide, high)

    def arrow(self, part: _Part, sizes: Mapping[str, Size]) -> Arrow:
        """A part as the layout of its frame sees it."""
        leave, shift = (self.door(end, sizes) for end in (part.tail, part.head))
        if part.last is None or part.straight:
            return Arrow(part.tail[0], part.head[0], shift, leave=leave)
        return self.arrows[part.last]._replace(tail=part.tail[0], leave=leave)

    def door(self, end: tuple[str, str], sizes: Mapping[str, Size]) -> float:
        """How far below the middle of a frame a door is."""
        name, door = end
        if not door:
            return 0.0
        frame = self.frames[int(name.split()[1])]
        return self.pads[1] + self.levels[frame].at[door][1] - sizes[name][1] / 2

    def place(self, path: Path, left: float, top: float) -> None:
        """Note where everything in a frame is."""
        level, sizes = self.levels[path], self.inside[path]
        entered, doors = self.names, self.doors[path][0] | self.doors[path][1]
        for key, (x, y) in level.at.items():
            if key not in doors:
                spot = Spot(left + x - sizes[key][0] / 2, top + y - sizes[key][1] / 2, sizes[key])
                self.made.spots[key] = spot
        for frame in self.frames:
            if frame and frame[:-1] == path:
                spot = self.made.frames[frame] = self.made.spots.pop(entered[frame])
                self.place(frame, spot.x + self.pads[0], spot.y + self.pads[1])
        for (part, numbers), points in zip(self.parts[path].items(), level.curves):
            if part.straight:
                continue
            moved = [n + (left, top)[i % 2] for i, n in enumerate(points)]
            if part.tail[0] in doors:
                moved = [*_line(left - self.pads[0], moved[1], moved[0]), *moved[2:]]
            if part.head[0] in doors:
                moved += _line(moved[-2], moved[-1], left + level.size[0] + self.pads[2])[2:]
            self.made.pieces.append(Piece(moved, numbers, part.last))


def _line(x: float, y: float, end: float) -> list[float]:
    """A level line as a curve."""
    return [x, y, x + (end - x) / 3, y, x + (end - x) * 2 / 3, y, end, y]
