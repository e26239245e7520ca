"""A scene as SVG in the layout of our own, which runs no program: the same cards as in Graphviz.

The picture goes to the right, or, where that was asked for, down. Read ``style.py`` next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograd.show.drawing.card import COLOURS, DENSE, INK, MUTED, PARTIAL, Card, legend
from autograd.show.drawing.ink import FONT, Ink, width
from autograd.show.layout.columns import Arrow, Size, tangled
from autograd.show.layout.nested import Piece, Spot, nested
from autograd.show.scene.names import Path
from autograd.show.scene.scene import Link, Scene
from autograd.show.text import label_text

__all__ = ["slow", "svg_text"]

#: points: a line, the margin in a card, the room for an operand's number, around a frame, above
_LINE, _PAD, _DOOR, _FRAME, _TITLE = 16.0, 6.0, 11.0, 8.0, 22.0
_SHADES, _AROUND = ("#f4eef2", "#fbf7fa"), "#a2578c"
_BOLD = 'font-weight="bold"'
#: the heads of arrows, and of those on the way to a failure, by their colour
_HEADS = {MUTED: "autograd-head", COLOURS["marked"][1]: "autograd-marked"}
_MARKERS = "".join(
    f'<marker id="{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
    f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z" fill="{colour}"/></marker>'
    for colour, name in _HEADS.items()
)


def slow(scene: Scene) -> bool:
    """Whether Graphviz takes seconds and minutes.

    >>> from autograd.show.scene.view import view_of
    >>> from autograd.value import Value
    >>> slow(view_of(Value(2.0) * 3, None, None, None, 9).scene)
    False
    """
    arrows = [Arrow(link.tail, link.head) for link in scene.links]
    return tangled(scene.items, arrows)


def svg_text(
    scene: Scene,
    cards: Mapping[str, Card],
    labels: Mapping[Link, str],
    notes: Sequence[str],
    down: bool = False,
) -> str:
    """The picture; ``labels`` are what stands on arrows, ``notes`` what stands below.

    >>> from autograd.show.drawing.card import cards
    >>> from autograd.show.scene.view import view_of
    >>> from autograd.value import Value
    >>> scene = view_of(Value(2.0, label="w") * 3, None, None, None, 9).scene
    >>> ">w</text>" in svg_text(scene, cards(scene), {}, [])
    True
    """
    return _Writer(scene, cards, labels, down).whole(notes)


class _Writer:
    """The parts of one picture, each written to ``out``."""

    def __init__(
        self,
        scene: Scene,
        cards: Mapping[str, Card],
        labels: Mapping[Link, str],
        down: bool,
    ) -> None:
        self.scene, self.cards, self.labels, self.down = scene, cards, labels, down
        self.ink, self.dense = Ink(), len(scene.links) > DENSE
        sizes = {key: self.flip(_size(card, down)) for key, card in cards.items()}
        paths = {key: item.path for key, item in scene.items.items()}
        ordered = {
            key: item.title
            for key, item in scene.items.items()
            if scene.frames and (item.kind == "box" or (item.kind == "leaf" and not item.path))
        }
        pads = (_TITLE, _FRAME, _FRAME) if down else (_FRAME, _TITLE, _FRAME)
        self.nest = nested(sizes, paths, [self.arrow(link) for link in scene.links], ordered, pads)

    def whole(self, notes: Sequence[str]) -> str:
        """Everything, with the legend below."""
        for path, spot in self.nest.frames.items():
            self.frame(path, self.turned(spot))
        for piece in self.nest.pieces:
            self.piece(piece)
        for key, card in self.cards.items():
            self.card(self.turned(self.nest.spots[key]), card)
        wide, high = self.below(notes, *self.flip(self.nest.size))
        sides = wide + 16, high + 16
        size = 'width="{:.0f}" height="{:.0f}"'.format(*sides)
        shown = 'width="{:.0f}pt" height="{:.0f}pt"'.format(*sides)
        box = f'viewBox="-8 -8 {wide + 16:.0f} {high + 16:.0f}"'
        paper = f'<rect x="-8" y="-8" {size} fill="white"/>'
        start = f'<svg {shown} {box} xmlns="http://www.w3.org/2000/svg" {FONT}>'
        return f"{start}<defs>{_MARKERS}</defs>{paper}{''.join(self.ink.out)}</svg>\n"

    # --- places ---

    def flip(self, size: Size) -> Size:
        """Across for along: the layout goes to the right, the picture perhaps down."""
        return size[::-1] if self.down else size

    def turned(self, spot: Spot) -> Spot:
        """A place of the layout in the picture."""
        return Spot(*self.flip((spot.x, spot.y)), self.flip(spot.size))

    def arrow(self, link: Link) -> Arrow:
        """Where operands enter, with the room for what stands on the arrow."""
        node = self.scene.items[link.head].node
        if node is None or node.op is None:
            return Arrow(link.tail, link.head, straight=True)
        apart = 2 * _DOOR if self.down else _LINE
        shift = (link.position - (node.op.arity - 1) / 2) * apart
        free = not self.cards[link.head].marks
        text = self.labels.get(link, "")
        room = (_LINE if self.down else width(text) + 12) if text else 0.0
        return Arrow(link.tail, link.head, shift, room, 0.0, free)

    # --- ink ---

    def frame(self, path: Path, spot: Spot) -> None:
        """The box and its title."""
        self.ink.rect(spot, _SHADES[len(path) % 2], _AROUND, 8)
        self.ink.text(
            spot.x + spot.size[0] / 2, spot.y + 16, label_text(path[-1]), PARTIAL, "middle"
        )

    def piece(self, piece: Piece) -> None:
        """A part of an arrow; at its end the head and what stands on it."""
        link = self.scene.links[piece.numbers[0] if piece.last is None else piece.last]
        curve = piece.curve
        if self.down:
            curve = [n for i in range(0, len(curve), 2) for n in (curve[i + 1], curve[i])]
        ends = {self.cards[link.tail].kind, self.cards[link.head].kind}
        fine = self.dense and self.scene.items[link.head].node is None
        line = COLOURS["marked"][1] if ends == {"marked"} else MUTED
        wide = 0.4 if fine else 1.0 if link.many == 1 and line == MUTED else 2.0
        head = "" if piece.last is None or fine else _HEADS[line]
        self.ink.curve(curve, line, wide, head)
        if piece.last is not None and link in self.labels:
            self.label(link, curve[-2], curve[-1])

    def label(self, link: Link, x: float, y: float) -> None:
        """The text beside the end of an arrow: above it, or on a way down at its outer side."""
        halo = 'paint-order="stroke" stroke="white" stroke-width="3"'
        if not self.down:
            self.ink.text(x - 9, y - 4, self.labels[link], PARTIAL, "end", halo)
            return
        spot = self.turned(self.nest.spots[link.head])
        left = x < spot.x + spot.size[0] / 2 - 1
        side = ("end", -5) if left else ("start", 5)
        self.ink.text(x + side[1], y - 8, self.labels[link], PARTIAL, side[0], halo)

    def card(self, spot: Spot, card: Card) -> None:
        """The name, the op in its corner, the numbers, and where operands enter."""
        fill, line = COLOURS[card.kind]
        self.ink.rect(spot, fill, line, 7)
        beside = bool(card.marks) and not self.down
        left, y = spot.x + _PAD + _DOOR * beside, spot.y + _LINE - 2
        if self.down and card.marks:
            y += _LINE
        self.ink.text(left, y, card.title, INK, "start", _BOLD)
        self.ink.text(spot.x + spot.size[0] - _PAD, y, card.corner, MUTED, "end", _BOLD)
        for i, row in enumerate(card.rows, 1):
            self.ink.text(left, y + _LINE * i, row, INK)
        last = (len(card.marks) - 1) / 2
        for i, mark in enumerate(card.marks):
            x, y = spot.x + 8, spot.y + spot.size[1] / 2 + 4 + (i - last) * _LINE
            if self.down:
                x, y = spot.x + spot.size[0] / 2 + (i - last) * 2 * _DOOR, spot.y + 14
            self.ink.text(x, y, mark, MUTED, "middle")

    def below(self, notes: Sequence[str], wide: float, high: float) -> Size:
        """The legend and the notes; the size of the picture with them."""
        x, high = 0.0, high + 20
        for kind, word in legend(self.cards.values()):
            spot = Spot(x, high, (width(word) + 12, 21.0))
            self.ink.rect(spot, *COLOURS[kind], 5)
            self.ink.text(x + spot.size[0] / 2, high + 15, word, INK, "middle")
            x += spot.size[0] + 8
        high += 24 if x else -16
        for note in notes:
            self.ink.text(0.0, high + 14, note, MUTED)
            high += _LINE
        return max([wide, x, *map(width, notes)]), high


def _size(card: Card, down: bool) -> Size:
    """Width and height in points, from the text that stands on a card."""
    corner = 14 + width(card.corner, bold=True) if card.corner else 0.0
    wide = max([width(card.title, bold=True) + corner, *map(width, card.rows)]) + 2 * _PAD
    lines, marks = 1 + len(card.rows), len(card.marks)
    if down:
        return max(wide, 2 * _DOOR * marks), (lines + bool(marks)) * _LINE + 6
    return wide + _DOOR * bool(marks), max(lines, marks) * _LINE + 6
