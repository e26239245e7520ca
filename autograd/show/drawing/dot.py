"""A scene as DOT: the look of the pictures.

Read ``draw.py`` next.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from autograd.show.explanation.rules import partial_line
from autograd.show.scene.facts import box_facts, consumed
from autograd.show.scene.names import Path
from autograd.show.scene.scene import Item, Link, Scene
from autograd.show.text import dot_text, label_text, number_text
from autograd.value import Value

if TYPE_CHECKING:
    from autograd.show.drawing.picture import Picture

__all__ = ["write"]

FONT = "Helvetica,Arial,sans-serif"
#: kind of item -> fill and line; told apart by lightness as well as by hue
COLOURS = {
    "leaf": ("#e3f0fa", "#0072b2"),
    "node": ("#ffffff", "#64748b"),
    "root": ("#fdeedd", "#d55e00"),
    "constant": ("#f3f4f6", "#9ca3af"),
    "box": ("#f5ecf3", "#a2578c"),
    "marked": ("#fde2e1", "#b3001b"),
}
_DARK, _MUTED, _PURPLE = "#334155", "#64748b", "#8a4276"
#: direction of the picture -> where arrows leave a box and where they enter one
_PORTS = {"LR": ("e", "w"), "RL": ("w", "e"), "TB": ("s", "n"), "BT": ("n", "s")}


def write(
    scene: Scene,
    note: str = "",
    *,
    derivatives: bool = False,
    rankdir: str = "LR",
    format: str = "svg",
    marked: Mapping[Value, str] | None = None,
) -> Picture:
    """A scene as a picture; ``marked`` nodes stand out, each with lines of text of its own."""
    from autograd.show.drawing.picture import Picture  # late: this imports graphviz

    space = {"nodesep": "0.2", "ranksep": "0.5" if derivatives else "0.35"}
    picture = Picture(
        format=format,
        graph_attr={"rankdir": rankdir, "bgcolor": "white", "fontname": FONT, **space},
        node_attr={"fontname": FONT, "fontsize": "11", "shape": "plain"},
        edge_attr={"fontname": FONT, "fontsize": "10", "color": _MUTED, "arrowsize": "0.6"},
    )
    if note:
        label = f'<<FONT COLOR="{_MUTED}">{dot_text(note)}</FONT>>'
        picture.attr("graph", label=label, labelloc="b", fontsize="11")
    _Writer(scene, derivatives, rankdir, marked or {}).everything(picture)
    return picture


class _Writer:
    """The parts of one picture; ``into`` is the graph or the frame that a part is written to."""

    def __init__(
        self, scene: Scene, derivatives: bool, rankdir: str, marked: Mapping[Value, str]
    ) -> None:
        self.scene, self.marked = scene, marked
        self.derivatives = derivatives
        self.ports = _PORTS.get(rankdir, _PORTS["LR"])
        self.sideways = rankdir in ("LR", "RL")
        self.consumed = consumed(scene)
        self.titles = {
            item.node: item.title for item in scene.items.values() if item.node is not None
        }

    def everything(self, into: Picture) -> None:
        self.frame(into, ())
        for link in self.scene.links:
            self.link(into, link)

    def frame(self, into: Picture, path: Path) -> None:
        """The items of one frame, and the frames within it (these are two or three deep)."""
        items = [item for item in self.scene.items.values() if item.path == path]
        for item in items:
            if item.node is None:
                self.box_or_constant(into, item)
            else:
                self.node(into, item, item.node)
        if path:
            boxes = sorted((item for item in items if item.kind == "box"), key=_in_numbers)
            # turned sideways, Graphviz builds a column from the bottom up
            _line_up(into, [box.key for box in (boxes[::-1] if self.sideways else boxes)])
        for i, inner in enumerate(self.scene.frames):
            if inner[:-1] == path:
                with into.subgraph(name=f"cluster_{i}") as frame:
                    shade = "#fbf7fa" if len(inner) % 2 else "#f4eef2"
                    frame.attr(style="rounded,filled", color="#a2578c", fillcolor=shade)
                    frame.attr(
                        label=f"<{dot_text(label_text(inner[-1]))}>", labelloc="t", margin="8"
                    )
                    frame.attr(fontcolor=_PURPLE, fontsize="11")
                    self.frame(frame, inner)

    def box_or_constant(self, into: Picture, item: Item) -> None:
        if item.kind == "box":
            table = _table(box_facts(item.title, item.members, self.consumed), "box", item.title)
        else:
            table = _table([item.title], "constant")
        into.node(item.key, table)

    def node(self, into: Picture, item: Item, node: Value) -> None:
        """The table of a node and, for an interior one, the ellipse of its operation."""
        rows = [f"data {number_text(node.data)}", f"grad {number_text(node.grad)}"]
        kind = "root" if item.key == self.scene.root and node.op else item.kind
        if node in self.marked:
            kind, rows = "marked", [*rows, *self.marked[node].splitlines()]
        into.node(item.key, _table(rows, kind, item.title))
        if node.op is None:
            return
        colour = COLOURS["marked"][1] if node in self.marked else _DARK
        look = {"shape": "ellipse", "style": "filled", "fontcolor": "white", "ordering": "in"}
        size = {"width": "0.35", "height": "0.3", "margin": "0.05"}
        text = f"<{dot_text(label_text(node.op.symbol, 16))}>"
        into.node(_op_key(item), text, fillcolor=colour, color=colour, **look, **size)
        into.edge(_op_key(item), item.key, color=colour)

    def link(self, into: Picture, link: Link) -> None:
        head, tail = self.scene.items[link.head], self.scene.items[link.tail]
        node = head.node
        if node is None or node.op is None:
            ends = (f"{link.tail}:{self.ports[0]}", f"{link.head}:{self.ports[1]}")
            into.edge(*ends, penwidth="1" if link.many == 1 else "2")
            return
        options = {}
        if node.op.arity > 1 and not node.op.symmetric:
            options = {"headlabel": str(link.position + 1), "labeldistance": "1.2"}
        if self.derivatives and tail.kind != "constant":
            text = partial_line(node, link.position, self.titles)
            options["label"] = f"<{dot_text(text)}>"
        if node in self.marked and tail.node in self.marked:
            options |= {"color": COLOURS["marked"][1], "penwidth": "2"}
        into.edge(link.tail, _op_key(head), fontcolor=_PURPLE, **options)


def _op_key(item: Item) -> str:
    return "o" + item.key[1:]


def _in_numbers(item: Item) -> tuple[str, int]:
    """Sorts "neuron 10" behind "neuron 9"."""
    word, _, number = item.title.rpartition(" ")
    return word, int(number) if number.isdigit() else 0


def _line_up(frame: Picture, keys: list[str]) -> None:
    """Keep the closed neurons of a layer in their order, by arrows that are not drawn."""
    with frame.subgraph() as side_by_side:
        side_by_side.attr(rank="same")
        for first, second in pairwise(keys):
            side_by_side.edge(first, second, style="invis")


def _table(rows: list[str], kind: str, title: str = "") -> str:
    """An HTML-like label: a bold title above the rows."""
    fill, line = COLOURS[kind]
    head = f"<TR><TD><B>{dot_text(title)}</B></TD></TR>" if title else ""
    body = "".join(f"<TR><TD>{dot_text(row)}</TD></TR>" for row in rows)
    return (
        f'<<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="4" STYLE="ROUNDED" '
        f'COLOR="{line}" BGCOLOR="{fill}">{head}{body}</TABLE>>'
    )
