"""The player's data: every number that the page shows, worked out here by the engine's rules.

The page itself computes nothing but sums of what is written here, so what it shows is what
``backward`` does: the same order, the same local derivatives, the same shares.

Read ``explore.py`` next.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from typing import Any

from autograd.finite import nonfinite
from autograd.functions import numeric_partial
from autograd.ops import Op
from autograd.show.drawing.dot import box_facts, consumed
from autograd.show.explanation.rules import slope_text
from autograd.show.player.layout import Level, place
from autograd.show.scene.names import Path, spoken_names
from autograd.show.scene.scene import Item, Scene
from autograd.show.scene.view import View
from autograd.value import Value

__all__ = ["film"]

_FIXED = {"1": 1.0, "-1": -1.0}
#: pixels: the width of a letter, the padding beside it, the height of a line
_LETTER, _PAD, _LINE = 6.5, 20, 15


def film(view: View, shut: set[Path]) -> dict[str, Any]:
    """Everything that the page needs, as plain data; ``shut`` are the boxes closed at first."""
    names = spoken_names(view.order, view.names)
    scene = view.scene
    number = {key: i for i, key in enumerate(scene.items)}
    for path in scene.frames:
        number[_frame_key(path)] = len(number)
    home = _homes(scene)
    backwards = _Backwards(view.order)
    outputs = consumed(scene)
    parts = [_part(item, names, outputs, backwards, number, home) for item in scene.items.values()]
    for link in scene.links:
        if scene.items[link.head].kind == "box":
            parts[number[link.head]].setdefault("takes", []).append(number[link.tail])
    parts += [_frame(path, view, path in shut) for path in scene.frames]
    for i, path in enumerate([item.path for item in scene.items.values()] + scene.frames):
        outer = path if i < len(scene.items) else path[:-1]
        parts[i]["within"] = number[_frame_key(outer)] if outer else -1
    levels = _levels(scene, number, parts)
    return {
        "note": view.note,
        "output": names[view.order[-1]],
        "parts": parts,
        "levels": levels,
        "order": _forward(view.order, home, number),
    }


def _frame(path: Path, view: View, shut: bool) -> dict[str, Any]:
    """A box of the model that opens and closes."""
    inside = [node for node in view.order if view.paths.get(node, ())[: len(path)] == path]
    item = Item("", "box", path[-1], None, path[:-1], tuple(inside))
    outside = [node for node in view.order if view.paths.get(node, ())[: len(path)] != path]
    used = {o for node in outside for o in node.operands if isinstance(o, Value)}
    facts = box_facts(item, used, gradients=False)
    return {"kind": "frame", "name": path[-1], "facts": facts, "shut": shut}


def _frame_key(path: Path) -> str:
    return "frame:" + "/".join(path)


def _homes(scene: Scene) -> dict[Value, str]:
    """The item that each node is, or is within."""
    found = {}
    for item in scene.items.values():
        for node in item.members or ([] if item.node is None else [item.node]):
            found[node] = item.key
    return found


def _forward(order: list[Value], home: Mapping[Value, str], number: Mapping[str, int]) -> list[int]:
    """The parts in the engine's order; a closed box comes where the last of its nodes does."""
    last = {home[node]: i for i, node in enumerate(order)}
    return [number[key] for key in sorted(last, key=lambda key: last[key])]


class _Backwards:
    """The sweep of ``backward(1.0)``, kept step by step and leaving the nodes alone."""

    def __init__(self, order: list[Value]) -> None:
        self.gradient = dict.fromkeys(order, 0.0)
        self.gradient[order[-1]] = 1.0
        self.slopes: dict[tuple[Value, int], float] = {}
        self.shares: dict[tuple[Value, int], float] = {}
        with nonfinite("allow"):
            for node in reversed(order):
                if node.op is not None:
                    self.step(node, node.op)

    def step(self, node: Value, op: Op) -> None:
        """Hand the gradient of a node on to its operands."""
        for i, (operand, rule) in enumerate(zip(node.operands, op.partials)):
            if isinstance(operand, Value) and rule is not None and rule != "0":
                slope = _FIXED[rule] if rule in _FIXED else numeric_partial(node, i)
                share = self.gradient[node] * slope
                self.slopes[node, i], self.shares[node, i] = slope, share
                self.gradient[operand] += share


def _part(
    item: Item,
    names: Mapping[Value, str],
    outputs: set[Value],
    backwards: _Backwards,
    number: Mapping[str, int],
    home: Mapping[Value, str],
) -> dict[str, Any]:
    node = item.node
    if item.kind == "constant":
        return {"kind": "constant", "name": item.title}
    if node is None:
        gives = _given_by(item, backwards, number, home)
        facts = box_facts(item, outputs, gradients=False)
        return {"kind": "box", "name": item.title, "facts": facts, "gives": gives}
    part: dict[str, Any]
    part = {"kind": item.kind, "name": names[node], "data": _json(node.data)}
    part["grad"] = _json(backwards.gradient[node])
    if item.title not in ("", names[node]):
        part["label"] = item.title  # more of it than fits into the box
    if node.op is not None:
        part |= {"op": node.op.symbol, "infix": node.op.infix}
        part["operands"] = [
            _operand(node, i, item, names, backwards, number, home)
            for i in range(len(node.operands))
        ]
    return part


def _operand(
    node: Value,
    i: int,
    item: Item,
    names: Mapping[Value, str],
    backwards: _Backwards,
    number: Mapping[str, int],
    home: Mapping[Value, str],
) -> dict[str, Any]:
    """One operand of a node: which part, its local derivative, the share that it receives."""
    operand = node.operands[i]
    if not isinstance(operand, Value):
        key = f"c{item.key[1:]}_{i}"
        return {"part": number[key], "name": "", "data": _json(operand)}
    found: dict[str, Any]
    found = {"part": number[home[operand]], "name": names[operand], "data": _json(operand.data)}
    if (node, i) in backwards.shares:
        found["rule"] = slope_text(node, i, names)
        found["slope"] = _json(backwards.slopes[node, i])
        found["share"] = _json(backwards.shares[node, i])
    return found


def _given_by(
    item: Item, backwards: _Backwards, number: Mapping[str, int], home: Mapping[Value, str]
) -> list[list[Any]]:
    """What a closed box hands on to the parts before it: [part, the sum of the shares]."""
    sums: dict[str, float] = {}
    for node in item.members:
        for i, operand in enumerate(node.operands):
            if (node, i) in backwards.shares and isinstance(operand, Value):
                key = home[operand]
                if key != item.key:
                    sums[key] = sums.get(key, 0.0) + backwards.shares[node, i]
    return [[number[key], _json(share)] for key, share in sums.items()]


def _json(x: float) -> float | str:
    """JSON has no inf and no nan."""
    return x if math.isfinite(x) else str(x)


def _levels(
    scene: Scene, number: Mapping[str, int], parts: list[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """The layout of every box, the whole page being the box -1; sizes go to the parts."""
    for part in parts:
        part["size"] = _size(part)
    chain = {
        key: [f"p{number[_frame_key(item.path[:k])]}" for k in range(1, len(item.path) + 1)]
        + [f"p{number[key]}"]
        for key, item in scene.items.items()
    }
    arrows: dict[str, list[tuple[str, str]]] = {}
    for link in scene.links:
        level = _meeting(chain[link.tail], chain[link.head])
        if level is not None:
            where, tail, head = level
            direct = tail == chain[link.tail][-1] and head == chain[link.head][-1]
            if direct or (tail, head) not in arrows.get(where, []):
                arrows.setdefault(where, []).append((tail, head))
    inside: dict[str, dict[str, tuple[float, float]]] = {}
    for i, part in enumerate(parts):
        inside.setdefault(f"p{part['within']}", {})[f"p{i}"] = part["size"]
    return {
        where[1:]: _as_data(place(things, arrows.get(where, [])))
        for where, things in inside.items()
    }


def _meeting(tail: list[str], head: list[str]) -> tuple[str, str, str] | None:
    """The innermost box that holds both ends, and the two things in it that the arrow joins."""
    where = "p-1"
    for one, other in zip(tail, head):
        if one != other:
            return where, one, other
        where = one
    return None


def _as_data(level: Level) -> dict[str, Any]:
    return {
        "size": [level.width, level.height],
        "at": {key[1:]: centre for key, centre in level.centres.items()},
        "curves": {f"{t[1:]}>{h[1:]}": curves for (t, h), curves in level.curves.items()},
    }


def _length(text: str) -> int:
    """The width of a text in letters; Chinese characters and most emoji are two wide."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _size(part: Mapping[str, Any]) -> tuple[float, float]:
    """Width and height in pixels, from the text that stands in it."""
    if part["kind"] == "constant":
        return _PAD / 2 + _LETTER * _length(part["name"]) + 6, 22
    if part["kind"] in ("box", "frame"):
        lines = [part["name"] + "   ", *part["facts"]]
        return _PAD + _LETTER * max(map(_length, lines)), 12 + _LINE * len(lines)
    first = _length(part["name"]) + (len(part["op"]) + 3 if "op" in part else 0)
    return _PAD + _LETTER * max(first, 11), 12 + 3 * _LINE
