"""What a picture shows: which nodes, which constants, which boxes, and what is left out.

A ``Scene`` is a graph of Values made ready for drawing and nothing more; ``drawing/dot.py`` writes
it as DOT, ``player/film.py`` as the player's data. Constants are floats and not nodes, so each use
of one gets a small item of its own. A closed box is one item that stands for all nodes within it.

Read ``boxes.py`` next.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from autograd.show.scene.names import Path, natural
from autograd.show.text import label_text, number_text
from autograd.value import Value

__all__ = ["Item", "Link", "Scene", "arrange"]


class Item(NamedTuple):
    """One thing in a picture: a node, a constant, or a closed box and the nodes within."""

    key: str
    kind: str  # "leaf", "node", "constant" or "box"
    title: str
    node: Value | None
    path: Path  # the open frames that it stands in
    members: tuple[Value, ...] = ()


class Link(NamedTuple):
    """An arrow from an operand to what was made of it; ``many`` where a closed box is an end."""

    tail: str
    head: str
    position: int
    many: int


class Scene(NamedTuple):
    """All that is drawn; ``frames`` are the open boxes, ``output`` is what the root is called."""

    items: dict[str, Item]
    links: list[Link]
    frames: list[Path]
    root: str
    output: str = ""

    def homes(self) -> dict[Value, str]:
        """Node -> key of the item that it is, or that it is within."""
        found = {node: item.key for item in self.items.values() for node in item.members}
        found |= {item.node: item.key for item in self.items.values() if item.node is not None}
        return found


def arrange(
    order: list[Value],
    names: Mapping[Value, str],
    paths: Mapping[Value, Path],
    closed: Collection[Path] = (),
) -> Scene:
    """The scene of a topological order, with the boxes in ``closed`` drawn as one item each.

    ``paths`` says in which frames a node stands; a node that is not in it stands in none.
    """
    items: dict[str, Item] = {}
    keys: dict[Value, str] = {}
    boxes: dict[Path, list[Value]] = {}
    for i, node in enumerate(order):
        path = paths.get(node, ())
        shut = _shut(path, closed)
        if shut is None:
            kind = "leaf" if node.op is None else "node"
            keys[node] = f"n{i}"
            title = label_text(names.get(node) or node.label)
            items[f"n{i}"] = Item(f"n{i}", kind, title, node, path)
        else:
            members = boxes.setdefault(shut, [])
            members.append(node)
            keys[node] = f"b{list(boxes).index(shut)}" if len(members) == 1 else keys[members[0]]
            items.setdefault(
                keys[node], Item(keys[node], "box", label_text(shut[-1]), None, shut[:-1])
            )
    for members in boxes.values():
        key = keys[members[0]]
        items[key] = items[key]._replace(members=tuple(members))
    links, output = _links(order, keys, items), names.get(order[-1]) or order[-1].label
    return Scene(items, links, _frames(items), keys[order[-1]], label_text(output))


def _frames(items: Mapping[str, Item]) -> list[Path]:
    """The open boxes, in the order of their numbers."""
    found = {item.path[:k] for item in items.values() for k in range(1, len(item.path) + 1)}
    return sorted(found, key=lambda path: [natural(name) for name in path])


def _shut(path: Path, closed: Collection[Path]) -> Path | None:
    """The outermost closed box around a node, if there is one."""
    for k in range(1, len(path) + 1):
        if path[:k] in closed:
            return path[:k]
    return None


def _links(order: list[Value], keys: Mapping[Value, str], items: dict[str, Item]) -> list[Link]:
    """The arrows; those that end in a closed box are counted together."""
    counts: dict[tuple[str, str, int], int] = {}
    for node in order:
        head = keys[node]
        inside = items[head].kind == "box"
        for i, operand in enumerate(node.operands):
            if isinstance(operand, Value):
                tail = keys[operand]
            elif inside:
                continue
            else:
                tail = f"c{head[1:]}_{i}"
                items[tail] = Item(tail, "constant", number_text(operand), None, items[head].path)
            if tail != head:
                arrow = (tail, head, -1 if inside else i)
                counts[arrow] = counts.get(arrow, 0) + 1
    return [Link(tail, head, i, many) for (tail, head, i), many in counts.items()]
