"""The look of the micrograd videos: a table for each node, and before it an ellipse for its op.

Read ``draw.py`` next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd.show.drawing.card import COLOURS, INK, PARTIAL
from autograd.show.drawing.dot import Writer, font
from autograd.show.scene.scene import Item, Link
from autograd.show.text import dot_text

if TYPE_CHECKING:
    from autograd.show.drawing.picture import Picture

__all__ = ["Shapes"]

_ELLIPSE = "#334155"


class Shapes(Writer):
    """A scene in two shapes."""

    in_cards = False

    def item(self, into: Picture, item: Item) -> None:
        """The table of a node, and for a computed one the ellipse of its op."""
        card = self.cards[item.key]
        fill, line = COLOURS[card.kind]
        rows = "".join(f"<TR><TD>{dot_text(row)}</TD></TR>" for row in card.rows)
        table = (
            f'<<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="4" COLOR="{line}" '
            f'BGCOLOR="{fill}"><TR><TD><B>{dot_text(card.title)}</B></TD></TR>{rows}</TABLE>>'
        )
        into.node(item.key, table)
        if not card.corner:
            return
        colour = line if card.kind == "marked" else _ELLIPSE
        look = {"shape": "ellipse", "style": "filled", "ordering": "in", "margin": "0.05"}
        size = {"width": "0.35", "height": "0.3", "fillcolor": colour, "color": colour}
        into.node(_op_key(item), f"<{font(card.corner, 'white')}>", **look, **size)
        into.edge(_op_key(item), item.key, color=colour)

    def link(self, into: Picture, link: Link) -> None:
        """Operands enter the ellipse, numbered where their order matters."""
        head = self.scene.items[link.head]
        if head.node is None:
            super().link(into, link)
            return
        options = self.dress(link, head.node)
        marks = self.cards[link.head].marks
        if marks:
            apart = {"labeldistance": "1.4", "labelfontcolor": INK}
            options |= {"headlabel": marks[link.position], **apart}
        into.edge(link.tail, _op_key(head), fontcolor=PARTIAL, **options)

    def below(self, note: str) -> str:
        """The note alone."""
        return f"<{font(note, INK)}>" if note else ""


def _op_key(item: Item) -> str:
    return "o" + item.key[1:]
