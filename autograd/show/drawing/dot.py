"""A scene as DOT: one card a node, with its op in the corner.

Arrows enter a card at the numbers of its operands where their order matters. Frames keep what
stands in them in order: the neurons of a layer, and the inputs at the left.

Read ``shapes.py`` next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from autograd.show.drawing.card import (
    COLOURS,
    DENSE,
    INK,
    MUTED,
    PARTIAL,
    Card,
    cards,
    legend,
    remarks,
)
from autograd.show.drawing.svg import slow, svg_text
from autograd.show.explanation.rules import partial_line
from autograd.show.scene.names import Path, natural
from autograd.show.scene.scene import Item, Link, Scene
from autograd.show.text import DIGITS, dot_text, label_text
from autograd.value import Value

if TYPE_CHECKING:
    from autograd.show.drawing.picture import Picture

__all__ = ["FONT", "PORTS", "Writer", "font", "write"]

FONT = "Helvetica,Arial,sans-serif"
#: frames within frames: shades and the line around them
SHADES, FRAME = ("#f4eef2", "#fbf7fa"), "#a2578c"
#: of what Graphviz is slow at it goes over all things so often, all together
_ROUNDS = 10.0
#: direction of the picture -> where arrows leave a card and where they enter one
PORTS = {"LR": ("e", "w"), "RL": ("w", "e"), "TB": ("s", "n"), "BT": ("n", "s")}


def write(
    scene: Scene,
    note: str = "",
    *,
    derivatives: bool = False,
    rankdir: str = "LR",
    format: str = "svg",
    marked: Mapping[Value, str] | None = None,
    digits: int = DIGITS,
) -> Picture:
    """A scene as a picture; ``marked`` nodes stand out, each with lines of text of its own."""
    writer = Writer(scene, marked or {}, derivatives, rankdir, digits)
    return writer.picture(note, format)


class Writer:
    """The parts of one picture; ``into`` is the graph or the frame that a part is written to."""

    #: whether our own layout draws what this look draws
    in_cards = True

    def __init__(
        self,
        scene: Scene,
        marked: Mapping[Value, str],
        derivatives: bool,
        rankdir: str,
        digits: int,
    ) -> None:
        self.scene, self.marked, self.digits = scene, marked, digits
        self.derivatives, self.rankdir = derivatives, rankdir
        self.ports = PORTS[rankdir]
        self.sideways = rankdir not in ("TB", "BT")
        self.cards = cards(scene, marked, digits)
        self.dense = len(scene.links) > DENSE
        self.level = _level(scene)
        self.large = slow(scene)
        self.titles = {x.node: x.title for x in scene.items.values() if x.node is not None}

    def picture(self, note: str, format: str) -> Picture:
        """The whole of it."""
        from autograd.show.drawing.picture import SCREEN, Picture  # late: this imports graphviz

        apart = "0.3" if self.derivatives and not self.sideways else "0.2"
        space = {"nodesep": apart, "ranksep": "0.35" if self.derivatives else "0.3"}
        into = Picture(
            format=format,
            graph_attr={"rankdir": self.rankdir, "bgcolor": "white", "fontname": FONT, **space},
            node_attr={"fontname": FONT, "fontsize": "11", "shape": "plain", "fontcolor": INK},
            edge_attr={"fontname": FONT, "fontsize": "11", "color": MUTED, "arrowsize": "0.6"},
        )
        if self.scene.frames:
            into.attr("graph", remincross="false")  # a second round would undo the order
        if self.large:  # the few rounds and straight arrows that it has time for
            into.attr("graph", nslimit=f"{_ROUNDS / len(self.scene.items):.3f}", splines="line")
            into.dpi = SCREEN  # four times the pixels would take five times as long
        if below := self.below(note):
            into.attr("graph", label=below, labelloc="b", fontsize="11")
        self.frame(into, ())
        self.inputs(into)
        for link in self.scene.links:
            self.link(into, link)
        into.own = lambda: self.own(note)
        into.preferred = self.large or (self.rankdir == "LR" and self.in_cards)
        into.told = f"the graph of {self.scene.output or self.scene.items[self.scene.root].title}"
        return into

    def own(self, note: str) -> str:
        """The picture as SVG in our own layout."""
        labels = {link: text for link in self.scene.links if (text := self.partial(link))}
        return svg_text(self.scene, self.cards, labels, self.notes(note), not self.sideways)

    def below(self, note: str) -> str:
        """The legend, and under it the note."""
        chips = "".join(
            f"<TD>{_table(f'<TR><TD>{font(word, INK)}</TD></TR>', kind, 2)}</TD>"
            for kind, word in legend(self.cards.values())
        )
        rows = "".join(f"<TR><TD>{font(line, MUTED)}</TD></TR>" for line in self.notes(note))
        if chips:
            rows = f'<TR><TD><TABLE BORDER="0"><TR>{chips}</TR></TABLE></TD></TR>{rows}'
        return f'<<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="1">{rows}</TABLE>>' if rows else ""

    def notes(self, note: str) -> list[str]:
        """The lines below: what the arrows say, and what is left out."""
        lines = ["on an arrow: the partial"] * self.derivatives
        return [*lines, *remarks(self.cards.values()), *[note] * bool(note)]

    def partial(self, link: Link) -> str:
        """What stands on an arrow, if anything does."""
        node, tail = self.scene.items[link.head].node, self.scene.items[link.tail]
        if not self.derivatives or node is None or tail.kind == "constant":
            return ""
        return partial_line(node, link.position, self.titles, self.digits)

    def frame(self, into: Picture, path: Path) -> None:
        """The items of one frame, and the frames within it (these are two or three deep)."""
        items = [item for item in self.scene.items.values() if item.path == path]
        for item in items:
            self.item(into, item)
        if path:
            self.line_up(into, (item for item in items if item.kind == "box"))
        for i, inner in enumerate(self.scene.frames):
            if inner[:-1] == path:
                with into.subgraph(name=f"cluster_{i}") as frame:
                    frame.attr(style="rounded,filled", color=FRAME)
                    frame.attr(fillcolor=SHADES[len(inner) % 2], fontcolor=PARTIAL, fontsize="11")
                    frame.attr(
                        label=f"<{dot_text(label_text(inner[-1]))}>", labelloc="t", margin="8"
                    )
                    self.frame(frame, inner)

    def inputs(self, into: Picture) -> None:
        """What a model is given stands before it."""
        items = self.scene.items
        boxes = {key for key, item in items.items() if item.kind == "box" or item.path}
        boxed = [link for link in self.scene.links if link.head in boxes]
        given = [items[key] for key in dict.fromkeys(link.tail for link in boxed)]
        self.line_up(into, (x for x in given if x.kind == "leaf" and not x.path), "min")

    def line_up(self, into: Picture, items: Iterable[Item], rank: str = "same") -> None:
        """Side by side, in the order of their numbers, by arrows that are not drawn."""
        keys = [item.key for item in sorted(items, key=lambda item: natural(item.title))]
        if self.sideways and rank == "same":
            keys.reverse()  # turned sideways, Graphviz builds the columns of frames from below
        if len(keys) > 1:
            with into.subgraph() as side_by_side:
                side_by_side.attr(rank=rank)
                for first, second in pairwise(keys):
                    side_by_side.edge(first, second, style="invis")

    def item(self, into: Picture, item: Item) -> None:
        """The card of an item."""
        into.node(item.key, f"<{_card(self.cards[item.key], self.sideways)}>")

    def link(self, into: Picture, link: Link) -> None:
        """The arrow from an operand to the number that is kept for it on the card."""
        head = self.scene.items[link.head]
        ends = [f"{link.tail}:{self.ports[0]}", f"{link.head}:{self.ports[1]}"]
        if head.node is None:
            fine = {"penwidth": "0.4", "arrowhead": "none"}
            plain = {"penwidth": "1" if link.many == 1 else "2"}
            into.edge(*ends, **(fine if self.dense else plain))
            return
        if self.cards[link.head].marks:
            ends[1] = f"{link.head}:i{link.position}:{self.ports[1]}"
        into.edge(*ends, **self.dress(link, head.node))

    def dress(self, link: Link, node: Value) -> dict[str, str]:
        """What an arrow says and how it looks."""
        tail = self.scene.items[link.tail]
        options: dict[str, str] = {"weight": "4"} if link in self.level else {}
        if partial := self.partial(link):
            text = font(partial, PARTIAL)
            options["label"] = f"<{_nested(f'<TR><TD>{text}</TD></TR>')}>"
        if node in self.marked and tail.node in self.marked:
            options |= {"color": COLOURS["marked"][1], "penwidth": "2"}
        return options


def _level(scene: Scene) -> set[Link]:
    """The arrows of chains, which are drawn level: all else enters from leaves of its own."""
    uses = Counter(link.tail for link in scene.links)
    into: dict[str, list[Link]] = {}
    for link in scene.links:
        if scene.items[link.tail].kind not in ("leaf", "constant") or uses[link.tail] > 1:
            into.setdefault(link.head, []).append(link)
    return {links[0] for links in into.values() if len(links) == 1}


def font(text: str, colour: str) -> str:
    """Text in a colour."""
    return f'<FONT COLOR="{colour}">{dot_text(text)}</FONT>'


def _card(card: Card, sideways: bool) -> str:
    """An HTML-like label: name and op, the numbers below, and where the operands enter."""
    columns = 2 if card.corner else 1
    op = f'<TD ALIGN="RIGHT"><B>{font(card.corner, MUTED)}</B></TD>' if card.corner else ""
    head = f'<TR><TD ALIGN="LEFT"><B>{dot_text(card.title)}</B></TD>{op}</TR>'
    cell = f'<TD ALIGN="LEFT" COLSPAN="{columns}">'
    rows = [head, *(f"<TR>{cell}{dot_text(row)}</TD></TR>" for row in card.rows)]
    doors = [f'<TD PORT="i{i}">{font(mark, MUTED)}</TD>' for i, mark in enumerate(card.marks)]
    if doors and sideways:
        column = _nested("".join(f"<TR>{door}</TR>" for door in doors))
        rows[0] = f'<TR><TD ROWSPAN="{len(rows)}" CELLPADDING="0">{column}</TD>{rows[0][4:]}'
    elif doors:
        across = _nested(f"<TR>{''.join(doors)}</TR>")
        rows.insert(0, f'<TR><TD COLSPAN="{columns}" CELLPADDING="0">{across}</TD></TR>')
    return _table("".join(rows), card.kind, 3)


def _nested(rows: str) -> str:
    return f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="4">{rows}</TABLE>'


def _table(rows: str, kind: str, padding: int) -> str:
    fill, line = COLOURS[kind]
    return (
        f'<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="{padding}" '
        f'STYLE="ROUNDED" COLOR="{line}" BGCOLOR="{fill}">{rows}</TABLE>'
    )
