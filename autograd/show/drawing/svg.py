"""A scene as SVG without Graphviz: the same cards in the layout of our own.

Each frame is laid out by itself, as one thing of the frame around it. The picture goes from left
to right, whatever direction was asked for. Read ``style.py`` next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from autograd.show.drawing.card import COLOURS, INK, MUTED, PARTIAL, Card, legend
from autograd.show.layout.layered import Arrow, Level, Size, layered
from autograd.show.scene.names import Path, natural
from autograd.show.scene.scene import Link, Scene
from autograd.show.text import html_text, label_text, letters

__all__ = ["svg_text"]

#: pixels: a letter, a line, the margin in a card, the room around a frame and above what is in it
_LETTER, _LINE, _PAD, _FRAME, _TITLE = 7.4, 17.0, 9.0, 12.0, 24.0
_SHADES, _AROUND = ("#f4eef2", "#fbf7fa"), "#a2578c"
_FONT = 'font-family="Helvetica,Arial,sans-serif" font-size="12"'
_HEAD = (
    '<marker id="autograd-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
    f'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="{MUTED}"/></marker>'
)

Point = tuple[float, float]


def svg_text(
    scene: Scene, cards: Mapping[str, Card], labels: Mapping[Link, str], notes: Sequence[str]
) -> str:
    """The picture; ``labels`` are what stands on arrows, ``notes`` what stands below.

    >>> from autograd.show.drawing.card import cards
    >>> from autograd.show.scene.view import view_of
    >>> from autograd.value import Value
    >>> scene = view_of(Value(2.0, label="w") * 3, None, None, None, 9).scene
    >>> ">w</text>" in svg_text(scene, cards(scene), {}, [])
    True
    """
    return _Writer(scene, cards, labels).whole(notes)


class _Spot(NamedTuple):
    """Where a thing is, from its left upper corner."""

    x: float
    y: float
    size: Size


class _Writer:
    """The parts of one picture, each written to ``out``."""

    def __init__(self, scene: Scene, cards: Mapping[str, Card], labels: Mapping[Link, str]) -> None:
        self.scene, self.cards, self.labels = scene, cards, labels
        self.names: dict[str | Path, str] = {path: f"f{i}" for i, path in enumerate(scene.frames)}
        self.names |= {key: key for key in scene.items}
        self.spots: dict[str, _Spot] = {}
        self.curves: dict[Link, list[float]] = {}
        self.out: list[str] = []
        self.levels: dict[Path, Level] = {}
        self.arrows: dict[Path, list[tuple[Link, Arrow]]] = {}
        for link in scene.links:
            where, arrow = self.meeting(link)
            self.arrows.setdefault(where, []).append((link, arrow))

    def whole(self, notes: Sequence[str]) -> str:
        """Everything, with the legend below."""
        wide, high = self.measure(())
        self.place((), 0.0, 0.0)
        for link in self.scene.links:
            self.link(link)
        for key, card in self.cards.items():
            self.card(self.spots[key], card)
        wide, high = self.below(notes, wide, high)
        size = f'width="{wide + 16:.0f}px" height="{high + 16:.0f}px"'
        box = f'viewBox="-8 -8 {wide + 16:.0f} {high + 16:.0f}"'
        paper = f'<rect x="-8" y="-8" {size} fill="white"/>'
        start = f'<svg {size} {box} xmlns="http://www.w3.org/2000/svg" {_FONT}>'
        return f"{start}<defs>{_HEAD}</defs>{paper}{''.join(self.out)}</svg>\n"

    # --- places ---

    def measure(self, path: Path) -> Size:
        """Lay out a frame and those within it; the size with the room around."""
        sizes: dict[str, Size] = {}
        titles = {}
        for inner in self.scene.frames:
            if inner[:-1] == path:
                wide, high = self.measure(inner)
                sizes[self.names[inner]] = wide + 2 * _FRAME, high + _TITLE + _FRAME
                titles[self.names[inner]] = inner[-1]
        for key, item in self.scene.items.items():
            if item.path == path:
                sizes[key] = _size(self.cards[key])
                if item.kind == "box" or (item.kind == "leaf" and not path):
                    titles[key] = item.title
        ordered = sorted(titles, key=lambda key: natural(titles[key]))
        boxes = [key for key in ordered if key[0] in "fb"]
        others = [key for key in ordered if key[0] not in "fb"] if self.scene.frames else []
        arrows = [arrow for _, arrow in self.arrows.get(path, ())]
        self.levels[path] = layered(sizes, arrows, [boxes, others])
        return self.levels[path].size

    def place(self, path: Path, left: float, top: float) -> None:
        """Write the frames and note where the cards are."""
        level = self.levels[path]
        frames = {self.names[inner]: inner for inner in self.scene.frames if inner[:-1] == path}
        for key, (x, y) in level.at.items():
            if key in frames:
                inner = frames[key]
                wide, high = self.levels[inner].size
                wide, high = wide + 2 * _FRAME, high + _TITLE + _FRAME
                spot = _Spot(left + x - wide / 2, top + y - high / 2, (wide, high))
                self.rect(spot, _SHADES[len(inner) % 2], _AROUND, 8)
                self.text(spot.x + wide / 2, spot.y + 16, label_text(inner[-1]), PARTIAL, "middle")
                self.place(inner, spot.x + _FRAME, spot.y + _TITLE)
            else:
                size = _size(self.cards[key])
                self.spots[key] = _Spot(left + x - size[0] / 2, top + y - size[1] / 2, size)
        for (link, arrow), curve in zip(self.arrows.get(path, ()), level.curves):
            if (arrow.tail, arrow.head) == (link.tail, link.head):
                moves = (left, top) * (len(curve) // 2)
                self.curves[link] = [n + move for n, move in zip(curve, moves)]

    def meeting(self, link: Link) -> tuple[Path, Arrow]:
        """The innermost frame that holds both ends, and the arrow between the things in it."""
        chains: list[list[str | Path]] = []
        for key in (link.tail, link.head):
            path = self.scene.items[key].path
            chains.append([*(path[:k] for k in range(1, len(path) + 1)), key])
        shared = 0
        while chains[0][shared] == chains[1][shared]:
            shared += 1
        where = self.scene.items[link.tail].path[:shared]
        tail, head = (self.names[chain[shared]] for chain in chains)
        if head != link.head:
            return where, Arrow(tail, head)
        return where, Arrow(tail, head, self.shift(link), letters(self.labels.get(link, "")) * 6.5)

    def shift(self, link: Link) -> float:
        """How far below the middle of the card an operand enters."""
        node = self.scene.items[link.head].node
        if node is None or node.op is None:
            return 0.0
        return (link.position - (node.op.arity - 1) / 2) * _LINE

    # --- ink ---

    def link(self, link: Link) -> None:
        """The arrow; one across frames goes its own way."""
        curve = self.curves.get(link)
        if curve is None:
            tail, head = self.spots[link.tail], self.spots[link.head]
            x, y = tail.x + tail.size[0], tail.y + tail.size[1] / 2
            u, v = head.x, head.y + head.size[1] / 2 + self.shift(link)
            bend = max(abs(u - x) / 2, 20.0)
            curve = [x, y, x + bend, y, u - bend, v, u, v]
        wide = 1.0 if link.many == 1 else 2.0
        path = f"M{_numbers(curve[:2])}C{_numbers(curve[2:])}"
        look = f'fill="none" stroke="{MUTED}" stroke-width="{wide}"'
        self.out.append(f'<path d="{path}" {look} marker-end="url(#autograd-head)"/>')
        if link in self.labels:
            halo = 'paint-order="stroke" stroke="white" stroke-width="3"'
            self.text(curve[-2] - 10, curve[-1] - 5, self.labels[link], PARTIAL, "end", halo)

    def card(self, spot: _Spot, card: Card) -> None:
        fill, line = COLOURS[card.kind]
        self.rect(spot, fill, line, 7)
        inset = _PAD + 12 * bool(card.marks)
        left, y = spot.x + inset, spot.y + _LINE - 2
        bold = 'font-weight="bold"'
        self.text(left, y, card.title, INK, "start", bold)
        self.text(spot.x + spot.size[0] - _PAD, y, card.corner, MUTED, "end", bold)
        for i, row in enumerate(card.rows, 1):
            self.text(left, y + _LINE * i, row, INK)
        middle, last = spot.y + spot.size[1] / 2 + 4, (len(card.marks) - 1) / 2
        for i, mark in enumerate(card.marks):
            self.text(spot.x + 5, middle + (i - last) * _LINE, mark, MUTED)

    def rect(self, spot: _Spot, fill: str, line: str, round_: int) -> None:
        place = f'x="{spot.x:.1f}" y="{spot.y:.1f}" rx="{round_}"'
        size = f'width="{spot.size[0]:.1f}" height="{spot.size[1]:.1f}"'
        self.out.append(f'<rect {place} {size} fill="{fill}" stroke="{line}"/>')

    def text(
        self, x: float, y: float, text: str, fill: str, anchor: str = "start", more: str = ""
    ) -> None:
        if text:
            place = f'x="{x:.1f}" y="{y:.1f}" fill="{fill}" text-anchor="{anchor}"'
            self.out.append(f"<text {place} {more}>{html_text(text)}</text>")

    def below(self, notes: Sequence[str], wide: float, high: float) -> Size:
        """The legend and the notes; the size of the picture with them."""
        x, high = 0.0, high + 20
        for kind, word in legend(self.cards.values()):
            spot = _Spot(x, high, (_LETTER * len(word) + 10, 21.0))
            self.rect(spot, *COLOURS[kind], 5)
            self.text(x + 5, high + 15, word, INK)
            x += spot.size[0] + 8
        high += 24
        for note in notes:
            self.text(0.0, high + 14, note, MUTED)
            high += _LINE
        return max([wide, x, *(_LETTER * letters(note) for note in notes)]), high


def _size(card: Card) -> Size:
    """Width and height in pixels, from the text that stands on a card."""
    first = letters(card.title) + (letters(card.corner) + 2 if card.corner else 0)
    wide = max([first, *map(letters, card.rows)]) * _LETTER + 2 * _PAD + 12 * bool(card.marks)
    return wide, max(1 + len(card.rows), len(card.marks)) * _LINE + 6


def _numbers(points: Sequence[float]) -> str:
    return " ".join(f"{point:.1f}" for point in points)
