"""The player's data: every number that the page shows, worked out here by the engine's rules.

The page itself only adds up shares as they arrive, so what it shows is what ``backward`` does: the
same order, the same partials, the same shares, and for a chosen node the same paths as ``explain``.

Read ``page.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Any

from autograd.backprop import steps
from autograd.finite import nonfinite
from autograd.functions import numeric_partial
from autograd.rows import rows
from autograd.show.explanation.paths import Way, find_ways
from autograd.show.explanation.rules import partial_text
from autograd.show.player.layout import lay_out
from autograd.show.scene.facts import box_facts, consumed
from autograd.show.scene.names import Path, op_mark, spoken_names
from autograd.show.scene.scene import Item
from autograd.show.scene.view import View
from autograd.show.text import label_text
from autograd.value import Value

__all__ = ["film"]

#: paths that the page lists for a chosen node
_PATHS = 6


def film(view: View) -> dict[str, Any]:
    """Everything that the page needs, as plain data; its parts refer to one another by number."""
    writer = _Film(view)
    parts = writer.parts()
    return {
        "note": view.note,
        "output": writer.names[view.order[-1]],
        "parts": parts,
        "levels": lay_out(view.scene, writer.number, parts),
        "order": writer.order(),
        "rows": rows({node.op for node in view.order if node.op is not None}),
    }


class _Sweep:
    """The sweep of ``backward(1.0)``, kept step by step and leaving the nodes alone."""

    def __init__(self, order: list[Value], listed: Collection[Value]) -> None:
        output = order[-1]
        self.gradient = {output: 1.0}
        with nonfinite("allow"):
            sweep = [*steps(order, self.gradient, set(order), numeric_partial)]
        self.shares = {(node, i): (partial, share) for node, i, partial, share, _ in sweep}
        self.ways = find_ways(output, sweep, listed, _PATHS)


class _Film:
    """The parts of the page: one for each item of the scene, then one for each open frame."""

    def __init__(self, view: View) -> None:
        self.view, self.scene = view, view.scene
        self.names = spoken_names(view.order, view.names)
        keys: list[str | Path] = [*view.scene.items, *view.scene.frames]
        self.number = {key: i for i, key in enumerate(keys)}
        self.homes = view.scene.homes()
        self.consumed = consumed(view.scene)
        shown = {item.node for item in view.scene.items.values() if item.node is not None}
        self.sweep = _Sweep(view.order, shown)

    def parts(self) -> list[dict[str, Any]]:
        """All parts, each with the number of the frame that it stands in, or -1."""
        items = list(self.scene.items.values())
        found = [self.part(item) for item in items] + [self.frame(p) for p in self.scene.frames]
        outer = [item.path for item in items] + [path[:-1] for path in self.scene.frames]
        for part, path in zip(found, outer):
            part["within"] = self.number[path] if path else -1
        return found

    def order(self) -> list[int]:
        """The parts in the engine's order; a closed box comes where the last of its nodes does."""
        last = {self.homes[node]: i for i, node in enumerate(self.view.order)}
        return [self.number[key] for key in sorted(last, key=last.__getitem__)]

    def part(self, item: Item) -> dict[str, Any]:
        if item.kind == "constant":
            return {"kind": "constant", "name": item.title}
        return self.box(item) if item.node is None else self.node(item, item.node)

    def node(self, item: Item, node: Value) -> dict[str, Any]:
        gradient = self.sweep.gradient.get(node, 0.0)
        part: dict[str, Any] = {"kind": item.kind, "name": self.names[node]}
        part |= {"data": _json(node.data), "grad": _json(gradient), "ways": self.ways(node)}
        if item.title not in ("", self.names[node]):
            part["label"] = item.title  # more of it than fits into the box
        if node.op is not None:
            part |= {"op": op_mark(node.op), "infix": node.op.infix}
            part["row"] = node.op.name
            part["operands"] = [self.operand(item, node, i) for i in range(len(node.operands))]
        return part

    def operand(self, item: Item, node: Value, i: int) -> dict[str, Any]:
        """One operand of a node: which part, its partial, the share that it receives."""
        operand = node.operands[i]
        if not isinstance(operand, Value):
            key = f"c{item.key[1:]}_{i}"
            return {"part": self.number[key], "name": "", "data": _json(operand)}
        found: dict[str, Any] = {"part": self.number[self.homes[operand]]}
        found |= {"name": self.names[operand], "data": _json(operand.data)}
        if (node, i) in self.sweep.shares:
            partial, share = self.sweep.shares[node, i]
            found["rule"] = partial_text(node, i, self.names)
            found |= {"partial": _json(partial), "share": _json(share)}
        return found

    def box(self, item: Item) -> dict[str, Any]:
        """A closed box: what it takes, and what it hands on: [part, the sum of the shares]."""
        facts = box_facts(item.title, item.members, self.consumed, gradients=False)
        tails = [link.tail for link in self.scene.links if link.head == item.key]
        sums: dict[str, float] = {}
        for node in item.members:
            for i, operand in enumerate(node.operands):
                key = self.homes[operand] if isinstance(operand, Value) else item.key
                if key != item.key and (node, i) in self.sweep.shares:
                    sums[key] = sums.get(key, 0.0) + self.sweep.shares[node, i][1]
        gives = [[self.number[key], _json(share)] for key, share in sums.items()]
        part = {"kind": "box", "name": item.title, "facts": facts, "gives": gives}
        return part | ({"takes": [self.number[tail] for tail in tails]} if tails else {})

    def frame(self, path: Path) -> dict[str, Any]:
        """A box of the model that opens and closes."""
        paths, order = self.view.paths, self.view.order
        inside = {node for node in order if paths.get(node, ())[: len(path)] == path}
        used = {operand for node in order if node not in inside for operand in node.operands}
        title, members = label_text(path[-1]), [node for node in order if node in inside]
        facts = box_facts(title, members, inside & used, gradients=False)
        return {"kind": "frame", "name": title, "facts": facts, "shut": path in self.view.shut}

    def ways(self, node: Value) -> dict[str, Any]:
        """All paths up to the output counted, in text as there may be many, and the largest."""
        best = [self.way(way) for way in self.sweep.ways.largest[node]]
        return {"count": str(self.sweep.ways.total.get(node, 0)), "best": best}

    def way(self, way: Way) -> list[Any]:
        """[product, closed boxes on the way, the next node, which of its paths goes on, and the
        position of what the step leads to among the next node's operands]."""
        boxes: dict[int, None] = {}
        step, onward = way.step, way.onward
        while step is not None and onward is not None:
            part = self.number[self.homes[step.node]]
            largest = self.sweep.ways.largest.get(step.node)
            if largest is not None:
                which = next(k for k, other in enumerate(largest) if other is onward)
                return [_json(way.product), [*boxes], part, which, step.position]
            boxes[part] = None
            step, onward = onward.step, onward.onward
        return [_json(way.product), [*boxes], -1, 0, 0]


def _json(x: float) -> float | str:
    """JSON has no inf and no nan."""
    return x if math.isfinite(x) else str(x)
