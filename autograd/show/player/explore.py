"""``explore``: the player, one HTML file in which backpropagation is walked through.

The file needs no network and no server: style, script and data stand in it, and its content
security policy allows these and nothing else. The page (``player/``) is plain HTML, SVG and one
script; what it shows is computed in ``film.py``.

Read ``page/player.js`` next.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path as File
from typing import Any

from autograd.show.drawing.dot import write
from autograd.show.player.film import film
from autograd.show.scene.boxes import far_paths, model_paths
from autograd.show.scene.names import Model
from autograd.show.scene.scene import arrange
from autograd.show.scene.view import MAX_NODES, Depth, View, view_of
from autograd.show.text import html_text
from autograd.value import Value

__all__ = ["Player", "explore"]

_FEW, _STILL, _BACK = 60, 100, 6
#: pixels: the least and the greatest height in a notebook, and what the page has around the graph
_LOW, _HIGH, _AROUND = 420, 700, 210


class Player:
    """A page that plays a graph; ``save`` writes it, a notebook shows it in place."""

    def __init__(self, html: str, picture: str, summary: str, height: float) -> None:
        self.html = html
        self._height = round(min(max(height + _AROUND, _LOW), _HIGH))
        self._picture = picture
        self._summary = summary

    def save(self, path: str | os.PathLike[str]) -> str:
        """Write the page into one file that works offline; return its path."""
        File(path).write_text(self.html, encoding="utf-8")
        return os.fspath(path)

    def __repr__(self) -> str:
        return f"<{self._summary}; .save('loss.html') writes it>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {
            "text/html": self._repr_html_(),
            "image/svg+xml": self._picture,
            "text/plain": repr(self),
        }

    def _repr_html_(self) -> str:
        """The page in a frame of its own, above a still picture.

        The frame may run its script and reach nothing around it. A viewer that strips frames
        leaves the picture, which the frame otherwise covers.
        """
        still = self._picture[self._picture.index("<svg") :]
        return (
            f'<div style="position:relative;height:{self._height}px;overflow:auto;resize:vertical">'
            f"{still}"
            f'<iframe title="{html_text(self._summary)}" sandbox="allow-scripts" '
            'style="position:absolute;inset:0;width:100%;height:100%;border:0;background:Canvas" '
            f'srcdoc="{html_text(self.html)}"></iframe></div>'
        )


def explore(
    root: Value,
    names: Mapping[str, Any] | None = None,
    *,
    model: Model | None = None,
    depth: Depth | None = None,
    max_nodes: int = MAX_NODES,
) -> Player:
    """The player of the graph below ``root``: values forward, then the chain rule step by step.

    ``names``, for example ``locals()``, names nodes; a ``model``'s layers and neurons are boxes
    that open and close, and ``depth`` says which are closed at first. Of more than ``max_nodes``
    nodes the page holds a part and says what it leaves out.

    >>> a = Value(3.0, label="a")
    >>> explore(a * a)
    <a player of 2 nodes; .save('loss.html') writes it>
    """
    view = view_of(root, names, model, depth, max_nodes, unique=True)
    shut = set(view.scene.frames)
    if len(view.order) <= max_nodes and not isinstance(depth, int):
        view, shut = _whole(view, model, depth)
    summary = f"a player of {len(view.order):,} nodes"
    if view.hidden:
        summary += f": {view.note}"
    still = _still(view)
    data = film(view, shut)
    return Player(_page(data, summary, still), still, summary, data["levels"]["-1"]["size"][1])


def _whole(view: View, model: Model | None, depth: Depth | None) -> tuple[View, set[Any]]:
    """All nodes are on the page; boxes are closed at first where there are many nodes."""
    paths = model_paths(view.order, model) if model is not None else {}
    scene = arrange(view.order, view.names, paths)
    few = len(view.order) <= _FEW
    wanted = depth or ("scalar" if few else "neuron")
    levels = {"scalar": 99, "neuron": 2, "layer": 1}[str(wanted)]
    shut = {frame for frame in scene.frames if len(frame) >= levels}
    return view._replace(scene=scene, paths=paths, hidden=0, note=""), shut


def _still(view: View) -> str:
    """A picture for viewers that run no script: of a hundred items or so at most."""
    scene, note = view.scene, view.note
    if len(scene.items) > _STILL:
        framed = view.scene.frames
        paths = view.paths if framed else far_paths(view.order, _BACK, _STILL // 2)[0]
        scene = arrange(view.order, view.names, paths, {path[:1] for path in paths.values()})
        note = note or "closed boxes stand for what is within"
    svg: str = write(scene, note).pipe("svg", encoding="utf-8")
    return svg


def _page(data: Mapping[str, Any], summary: str, still: str) -> str:
    """The template with its parts put in; the policy names the two that may act by their hash."""
    here = files("autograd.show.player") / "page"
    style = (here / "page.css").read_text("utf-8")
    script = (here / "player.js").read_text("utf-8")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    # "<" ends no script and opens no tag when it is written as an escape
    text = json.dumps(data, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
    page = (here / "page.html").read_text("utf-8")
    pieces = {
        "policy": policy,
        "summary": html_text(summary),
        "style": style,
        "still": still[still.index("<svg") :],
        "data": text,
        "script": script,
    }
    head, *rest = page.split("{{")
    for part in rest:
        name, _, tail = part.partition("}}")
        head += pieces[name] + tail
    return head


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
