"""``explore``: the player, one HTML file in which backpropagation is walked through.

The file needs no network and no server: style, script and data stand in it. What it shows is
computed in ``film.py``; how it is put together is in ``page.py``.

Read ``page.py`` next.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path as File
from typing import Any

from autograd.errors import GraphError
from autograd.files.disk import write_whole
from autograd.show.drawing.dot import write
from autograd.show.image import svg_image
from autograd.show.player.film import film
from autograd.show.player.frame import framed
from autograd.show.player.layout import inner_height
from autograd.show.player.page import page
from autograd.show.scene.names import Model
from autograd.show.scene.view import MAX_NODES, Depth, View, page_view, small_scene
from autograd.value import Value

__all__ = ["Player", "explore"]

#: items in the picture for viewers that run no script
_STILL = 100
_STEPS = "A still picture: run this cell, or trust the notebook, to step through it."
#: pixels: the least and the greatest height in a notebook, and what the page has around the graph
_LOW, _HIGH, _AROUND = 460, 720, 350
#: how much higher it is in a narrow column, where the page's bar takes three rows
_NARROW = "clamp(0px,(640px - 100cqi)*1000,140px)"


class Player:
    """A page that plays a graph; ``save`` writes it, a notebook shows it in place."""

    def __init__(self, html: str, picture: str, summary: str, height: float) -> None:
        self.html = html
        self._height = round(min(max(height + _AROUND, _LOW), _HIGH))
        self._picture = picture
        self._summary = summary

    def save(self, path: str | os.PathLike[str]) -> str:
        """Write the page into one file that works offline; return its path.

        Raises ``GraphError`` where the name's ending is not .html or .htm.
        """
        if File(path).suffix.lower() not in (".html", ".htm"):
            better = f"{File(path).stem or 'loss'}.html"
            raise GraphError(
                f"a player is saved as html, got {os.fspath(path)!r}: save({better!r}) writes it, "
                "and draw(…).save(…) a picture as svg, png or pdf"
            )
        write_whole(path, self.html.encode())
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

        The frame may run its script; its policy lets no form leave, but without ``allow-forms`` a
        guess would not be heard.
        """
        inner = self.html.replace(self._picture[self._picture.index("<svg") :], "")
        still = f"{svg_image(self._picture, self._summary)}<p>{_STEPS}</p>"
        high = f"calc({self._height}px + {_NARROW})"
        frame = framed(inner, still, self._summary, high, "allow-scripts allow-forms")
        return f'<div style="container-type:inline-size">{frame}</div>'


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
    view = page_view(root, names, model, depth, max_nodes)
    data, still, summary = film(view), _still(view), _summary(view)
    told = f"a player of {summary}"
    return Player(
        page(data, summary, still), still, told, inner_height(data["levels"], data["parts"])
    )


def _summary(view: View) -> str:
    whole = f"{len(view.order):,} nodes"
    return f"{whole}: {view.note}" if view.hidden else whole


def _still(view: View) -> str:
    scene, note = small_scene(view, _STILL)
    svg: str = write(scene, note).pipe("svg", encoding="utf-8")
    return svg
