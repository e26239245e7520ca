"""Where things stand in the player: by Graphviz, or by our layout where that is slow or missing.

Each box is laid out by itself, with the boxes within it closed; the page makes room when one is
opened. So a graph of a few hundred nodes needs a dozen small layouts instead of a large one, and
the page needs no layout engine.

Read ``film.py`` next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from autograd.show.layout import layered
from autograd.show.layout.columns import tangled
from autograd.show.scene.names import Path, natural
from autograd.show.scene.scene import Scene
from autograd.show.text import letters

__all__ = ["inner_height", "lay_out"]

#: Graphviz counts in inches, the page in pixels
_INCH = 72.0
#: pixels: the width of a letter, the padding beside it, the height of a line
_LETTER, _PAD, _LINE = 6.5, 20, 15
#: pixels: what an open box has above and below its inside, as in ``layout.js``
_TITLE = 34

#: Graphviz takes seconds for a box with more things in it
_THINGS = 600

Size = tuple[float, float]
Arrow = tuple[str, str]


def lay_out(
    scene: Scene, number: Mapping[str | Path, int], parts: Sequence[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """The layout of every box by its number, the whole page being -1; parts get a ``size``.

    A layout is the size of the box's inside, the centre of each part in it, and the curves of the
    arrows between two of them.
    """
    inside: dict[int, dict[str, Size]] = {}
    for i, part in enumerate(parts):
        part["size"] = _size(part)
        inside.setdefault(part["within"], {})[f"p{i}"] = part["size"]
    arrows = _arrows(scene, number)
    boxes = {box: (sizes, arrows.get(box, [])) for box, sizes in inside.items()}
    easy = [box for box, inside in boxes.items() if _is_easy(*inside)]
    try:
        levels = dict(zip(easy, _placed([_source(*boxes[box]) for box in easy]) if easy else []))
    except (ImportError, OSError):  # no Graphviz, or no processes at all, as in a browser
        levels = {}
    return {str(box): levels.get(box) or _own(*boxes[box], parts) for box in boxes}


def _is_easy(sizes: Mapping[str, Size], arrows: Sequence[Arrow]) -> bool:
    """Whether Graphviz is done with it soon."""
    joined = [layered.Arrow(*arrow) for arrow in arrows]
    return len(sizes) <= _THINGS and not tangled(sizes, joined)


def inner_height(
    levels: Mapping[str, Mapping[str, Any]], parts: Sequence[Mapping[str, Any]], box: int = -1
) -> float:
    """How high the inside of a box is, in pixels, with the boxes in it open that are so at first.

    As in the page each column makes room for what is open in it, and keeps its middle.
    """
    level = levels.get(str(box))
    if level is None:
        return 0.0
    columns: dict[float, list[tuple[float, float, float]]] = {}
    for i, part in enumerate(parts):
        if part["within"] == box:
            (x, y), (_, closed) = level["at"][str(i)], part["size"]
            opened = part["kind"] == "frame" and not part["shut"]
            inside = inner_height(levels, parts, i) + _TITLE if opened else 0.0
            ends = y - closed / 2, y + closed / 2
            columns.setdefault(x, []).append((*ends, max(inside - closed, 0.0)))
    top, bottom = 0.0, float(level["size"][1])
    for column in columns.values():
        more = sum(extra for *_, extra in column) / 2
        top = min(top, min(low for low, *_ in column) - more)
        bottom = max(bottom, max(high for _, high, _ in column) + more)
    return bottom - top


# --- sizes ---


def _size(part: Mapping[str, Any]) -> Size:
    """Width and height in pixels, from the text that stands in it."""
    if part["kind"] == "constant":
        return _PAD / 2 + _LETTER * letters(part["name"]) + 6, 22
    if part["kind"] in ("box", "frame"):
        lines = [part["name"] + "   ", *part["facts"]]
        return _PAD + _LETTER * max(map(letters, lines)), 12 + _LINE * len(lines)
    first = letters(part["name"]) + (letters(part["op"]) + 3 if "op" in part else 0)
    return _PAD + _LETTER * max(first, 11), 12 + 3 * _LINE


# --- arrows ---


def _arrows(scene: Scene, number: Mapping[str | Path, int]) -> dict[int, list[Arrow]]:
    """Box -> the arrows to be laid out in it; those of closed boxes are one."""
    chain = {
        key: [*(number[item.path[:k]] for k in range(1, len(item.path) + 1)), number[key]]
        for key, item in scene.items.items()
    }
    found: dict[int, list[Arrow]] = {}
    for link in scene.links:
        ends = chain[link.tail], chain[link.head]
        where, tail, head = _meeting(*ends)
        arrow, known = (f"p{tail}", f"p{head}"), found.setdefault(where, [])
        if (tail, head) == (ends[0][-1], ends[1][-1]) or arrow not in known:
            known.append(arrow)
    return found


def _meeting(tail: Sequence[int], head: Sequence[int]) -> tuple[int, int, int]:
    """The innermost box that holds both ends, and the two things in it that the arrow joins."""
    shared = 0
    while tail[shared] == head[shared]:
        shared += 1
    return (tail[shared - 1] if shared else -1), tail[shared], head[shared]


# --- without Graphviz ---


def _own(
    sizes: Mapping[str, Size], arrows: Sequence[Arrow], parts: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """One box by the layout of our own; its neurons keep their order."""
    boxes = [key for key in sizes if parts[int(key[1:])]["kind"] in ("box", "frame")]
    boxes.sort(key=lambda key: natural(parts[int(key[1:])]["name"]))
    often = Counter(arrows)
    met: Counter[Arrow] = Counter()
    joined = []
    for arrow in arrows:
        shift = (met[arrow] - (often[arrow] - 1) / 2) * _LINE
        met[arrow] += 1
        joined.append(layered.Arrow(*arrow, shift))
    level = layered.layered(sizes, joined, [boxes])
    curves: dict[str, list[list[float]]] = {}
    for (tail, head), curve in zip(arrows, level.curves):
        curves.setdefault(f"{tail[1:]}>{head[1:]}", []).append(curve)
    at = {key[1:]: [round(n, 1) for n in centre] for key, centre in level.at.items()}
    return {"size": [round(n, 1) for n in level.size], "at": at, "curves": curves}


# --- Graphviz ---


def _source(sizes: Mapping[str, Size], arrows: Iterable[Arrow]) -> str:
    """DOT for one box; several arrows between the same two things get a curve each."""
    from autograd.show.drawing.picture import Picture  # late: this imports graphviz

    picture = Picture(
        graph_attr={"rankdir": "LR", "nodesep": "0.16", "ranksep": "0.5", "margin": "0"},
        node_attr={"shape": "box", "fixedsize": "true", "label": "", "ordering": "in"},
        edge_attr={"arrowhead": "none"},
    )
    # turned sideways, Graphviz builds columns from the bottom up: so the first comes last
    for key, (width, height) in reversed(list(sizes.items())):
        picture.node(key, width=f"{width / _INCH:.3f}", height=f"{height / _INCH:.3f}")
    for tail, head in arrows:
        picture.edge(tail, head)
    source: str = picture.source
    return source


def _placed(sources: Sequence[str]) -> list[dict[str, Any]]:
    """What Graphviz's "plain" output says of each graph."""
    from autograd.show.drawing.picture import images  # late: this imports graphviz

    plain = images(sources, "plain").decode("utf-8").replace("\\\n", "").replace("\r", "")
    return [_read(graph) for graph in plain.split("stop\n")[: len(sources)]]


def _read(plain: str) -> dict[str, Any]:
    """One graph: a line per thing, y upwards."""
    height, size = 0.0, [0.0, 0.0]
    centres: dict[str, list[float]] = {}
    curves: dict[str, list[list[float]]] = {}
    for line in plain.splitlines():
        kind, *words = line.split()
        if kind == "graph":
            width, height = (_INCH * float(word) for word in words[1:3])
            size = [round(width, 1), round(height, 1)]
        elif kind == "node":
            centres[words[0][1:]] = _points(words[1:3], height)
        elif kind == "edge":
            key, many = f"{words[0][1:]}>{words[1][1:]}", int(words[2])
            curves.setdefault(key, []).append(_points(words[3 : 3 + 2 * many], height))
    return {"size": size, "at": centres, "curves": curves}


def _points(words: Sequence[str], height: float) -> list[float]:
    """x, y, x, y, … in pixels, y downwards."""
    numbers = [_INCH * float(word) for word in words]
    return [round(n if i % 2 == 0 else height - n, 1) for i, n in enumerate(numbers)]
