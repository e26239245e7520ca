"""What stands on each card of a picture, and its colours: the same in Graphviz and without it.

A card is a node with its name, its op in the corner and its numbers, or a constant, or a closed
box. Where operands may not change places the card numbers the arrows that enter it.

Read ``dot.py`` next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from autograd.graph import data_of
from autograd.ops import Op
from autograd.show.scene.facts import LARGEST, box_facts, consumed, gives
from autograd.show.scene.names import op_mark
from autograd.show.scene.scene import Item, Scene
from autograd.show.text import DIGITS, number_text
from autograd.value import Value

__all__ = [
    "COLOURS",
    "DENSE",
    "INK",
    "MUTED",
    "PARTIAL",
    "Card",
    "cards",
    "legend",
    "numbers",
    "remarks",
]

INK, MUTED, PARTIAL = "#15202b", "#56657a", "#8a4276"
#: kind of card -> fill and line; told apart by lightness as well as by hue
COLOURS = {
    "leaf": ("#e3f0fa", "#0072b2"),
    "node": ("#ffffff", "#64748b"),
    "root": ("#fdeedd", "#d55e00"),
    "constant": ("#f3f4f6", "#9ca3af"),
    "box": ("#f5ecf3", "#a2578c"),
    "marked": ("#fde2e1", "#b3001b"),
}
#: kind of card -> what the legend calls it
_WORDS = {
    "leaf": "leaf",
    "node": "computed",
    "root": "output",
    "constant": "constant",
    "box": "closed box",
    "marked": "on the way to the failure",
}


#: more arrows than this would hide one another: those into closed boxes become hairlines
DENSE = 120
#: of more boxes in one frame each says on one line what it gives
_CROWD = 8


class Card(NamedTuple):
    """One card: ``marks`` are the numbers of the operands, where their order matters."""

    kind: str
    title: str
    corner: str
    rows: list[str]
    marks: list[str]


def cards(
    scene: Scene, marked: Mapping[Value, str] | None = None, digits: int = DIGITS
) -> dict[str, Card]:
    """Key of an item -> its card; ``marked`` nodes stand out, with lines of text of their own.

    Gradients are on the cards as soon as there are any: before a sweep all of them are 0.0.
    """
    writer = _Writer(scene, marked or {}, digits)
    return {key: writer.card(item) for key, item in scene.items.items()}


class _Writer:
    """The cards of one scene."""

    def __init__(self, scene: Scene, marked: Mapping[Value, str], digits: int) -> None:
        self.scene, self.marked, self.digits = scene, marked, digits
        self.consumed = consumed(scene)
        self.swept = any(node.grad != 0.0 for node in scene.homes())
        self.crowds = Counter(item.path for item in scene.items.values() if item.kind == "box")

    def card(self, item: Item) -> Card:
        if item.node is not None:
            return self.node(item, item.node)
        if item.kind == "box":
            return self.box(item)
        return Card("constant", self.constant(item.key), "", [], [])

    def constant(self, key: str) -> str:
        """The number of the item ``c5_1``, which is the second operand of ``n5``."""
        head, _, position = key[1:].partition("_")
        node = self.scene.items[f"n{head}"].node
        number = node.operands[int(position)] if node is not None else 0.0
        return number_text(data_of(number), self.digits)

    def node(self, item: Item, node: Value) -> Card:
        kind = "root" if item.key == self.scene.root and node.op else item.kind
        rows = [f"data {number_text(node.data, self.digits)}"]
        if self.swept:
            rows.append(f"grad {number_text(node.grad, self.digits)}")
        if node in self.marked:
            kind, rows = "marked", [*rows, *self.marked[node].splitlines()]
        return Card(kind, item.title, op_mark(node.op), rows, numbers(node.op))

    def box(self, item: Item) -> Card:
        """A closed box; the output's name and value stay readable when it is within."""
        if self.crowds[item.path] > _CROWD and item.key != self.scene.root:
            return Card("box", item.title, gives(item.members, self.consumed, self.digits), [], [])
        members, digits = item.members, self.digits
        facts = box_facts(item.title, members, self.consumed, gradients=self.swept, digits=digits)
        if item.key == self.scene.root:
            value = number_text(members[-1].data, digits)
            facts = [f"{self.scene.output or 'output'} = {value}", *facts]
        return Card("box", item.title, "", facts, [])


def numbers(op: Op | None) -> list[str]:
    """The numbers of the operands; none where they may change places."""
    if op is None or op.arity == 1 or op.symmetric:
        return []
    return [str(i + 1) for i in range(op.arity)]


def legend(shown: Iterable[Card]) -> list[tuple[str, str]]:
    """Kind of card -> what it is, for the kinds that a picture shows; one alone says it itself."""
    kinds = {card.kind for card in shown}
    if len(kinds) < 2:
        return []
    return [(kind, word) for kind, word in _WORDS.items() if kind in kinds]


def remarks(shown: Iterable[Card]) -> list[str]:
    """What is said below about marks and words on the cards, where there are any."""
    found = list(shown)
    lines = ["1, 2: the order of the operands"] * any(card.marks for card in found)
    if any(row.startswith(LARGEST) for card in found for row in card.rows):
        lines.append(f"{LARGEST}: the largest in size among the parameters of a box")
    return lines
