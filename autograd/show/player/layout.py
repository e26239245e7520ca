"""Where things stand in the player, by way of the same Graphviz as ``draw``.

Each box is laid out by itself, with the boxes within it closed; the page makes room when one is
opened. So a graph of a few hundred nodes needs a dozen small layouts instead of a large one, and
the page needs no layout engine.

Read ``film.py`` next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

__all__ = ["Level", "place"]

#: Graphviz counts in inches, the page in pixels
_INCH = 72.0


class Level(NamedTuple):
    """The inside of one box: its size, the centre of each thing, the curve of each arrow."""

    width: float
    height: float
    centres: dict[str, tuple[float, float]]
    curves: dict[tuple[str, str], list[list[float]]]


def place(sizes: Mapping[str, tuple[float, float]], arrows: Sequence[tuple[str, str]]) -> Level:
    """Put things of given sizes (width, height) from left to right along the arrows.

    Several arrows between the same two things get a curve each. Keys are plain words.
    """
    from autograd.show.drawing.picture import Picture  # late: this imports graphviz

    picture = Picture(
        graph_attr={"rankdir": "LR", "nodesep": "0.16", "ranksep": "0.42", "margin": "0"},
        node_attr={"shape": "box", "fixedsize": "true", "label": "", "ordering": "in"},
        edge_attr={"arrowhead": "none"},
    )
    # turned sideways, Graphviz builds columns from the bottom up: so the first comes last
    for key, (width, height) in reversed(list(sizes.items())):
        picture.node(key, width=f"{width / _INCH:.3f}", height=f"{height / _INCH:.3f}")
    for tail, head in arrows:
        picture.edge(tail, head)
    return _read(picture.pipe("plain", encoding="utf-8"))


def _read(plain: str) -> Level:
    """Graphviz's "plain" output: one line per thing, y upwards."""
    width = height = 0.0
    centres: dict[str, tuple[float, float]] = {}
    curves: dict[tuple[str, str], list[list[float]]] = {}
    for line in plain.replace("\\\n", "").splitlines():
        kind, *words = line.split()
        if kind == "graph":
            width, height = (_INCH * float(word) for word in words[1:3])
        elif kind == "node":
            x, y = (_INCH * float(word) for word in words[1:3])
            centres[words[0]] = (round(x, 1), round(height - y, 1))
        elif kind == "edge":
            many = int(words[2])
            numbers = [_INCH * float(word) for word in words[3 : 3 + 2 * many]]
            points = [
                round(n, 1) if i % 2 == 0 else round(height - n, 1) for i, n in enumerate(numbers)
            ]
            curves.setdefault((words[0], words[1]), []).append(points)
    return Level(round(width, 1), round(height, 1), centres, curves)
