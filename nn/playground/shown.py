"""How a playground shows itself: as a widget, as its page in a frame, as a still picture.

A notebook keeps what was shown and not what moved it, so a still picture stands beside the widget,
in an output of its own, and is hidden while the widget lives. Where there is no anywidget the page
itself is shown, in a frame that may run scripts and reach nothing. Read ``widget.py`` next.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from html import escape
from typing import Any

import autograd as ag
from nn.checks import needed
from nn.plot.network_view import network

__all__ = ["Shown", "still"]

#: of a frame: how high it is, and what it may do
_HIGH, _PERMITS = "760px", "allow-scripts allow-downloads"
_VIEW = "application/vnd.jupyter.widget-view+json"
_WAY_BACK = (
    "a frame does not hear Python, and what it trains does not come back to Python: a notebook "
    "needs anywidget for that (python -m pip install anywidget); Python… and Share… in the page "
    "take it along"
)
#: JupyterLab says of a widget without its kernel that there is an error, in an output without parts
_QUIET = (
    "<style>.jp-OutputArea-child:has(.{}) + "
    ".jp-OutputArea-child > .jupyter-widgets:not(:has(*)) {{ display: none }}</style>"
)


class Shown(ABC):
    """What shows itself; it is ``framed`` once its page was shown without a way back to Python."""

    framed = False
    _widget: Any = None

    @property
    @abstractmethod
    def widget(self) -> Any:
        """The widget; raises ``MissingPackageError`` without anywidget."""

    @abstractmethod
    def _page(self) -> str:
        """The text of its page."""

    @abstractmethod
    def _still(self, do: str) -> str:
        """A still picture, with what there is to ``do`` to see it move."""

    def _require_way_back(self) -> None:
        """Raise ``MissingPackageError`` where what trains is in a frame."""
        if self.framed and self._widget is None:
            raise ag.MissingPackageError(_WAY_BACK)

    def _say(self, kind: str, **more: Any) -> None:
        """Tell the page that shows it what to do."""
        self._require_way_back()
        if self._widget is not None:
            self._widget.send({"kind": kind, **more})

    def _repr_html_(self) -> str:
        """The page in a frame, over a still picture for where neither frame nor script is."""
        self.framed = True
        below = self._still("run this cell, or trust the notebook, to train it")
        return ag.page.framed(self._page(), below, "Playground", _HIGH, _PERMITS)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        try:
            data, *more = self.widget._repr_mimebundle_(**options)
        except ag.MissingPackageError:
            return {"text/html": self._repr_html_(), "text/plain": repr(self)}
        return {**data, "text/html": self._beside(), "text/plain": repr(self)}, *more

    def _ipython_display_(self, **_: Any) -> None:
        """A still picture, which is kept, and below it the widget, which hides it."""
        display: Any = needed("a notebook", "IPython.display").display
        found = self._repr_mimebundle_()
        data, *more = found if isinstance(found, tuple) else (found, {})
        widget = data.pop(_VIEW, None)
        display(data, raw=True)
        if widget is not None:
            display({_VIEW: widget, "text/html": ""}, metadata=more[0], raw=True)

    def _display_(self) -> Any:
        """What marimo shows."""
        try:
            return self.widget
        except ag.MissingPackageError:
            return _Html(self._repr_html_())

    def _beside(self) -> str:
        """The still picture under the widget's name, by which the widget's page hides it."""
        name = self.widget.name
        picture = self._still("run this cell to train it")
        return f'<div class="{name}">{picture}{_QUIET.format(name)}</div>'


class _Html(str):
    """A text that is HTML."""

    def _repr_html_(self) -> str:
        return self


def still(told: str, do: str, model: Any, X: Any, y: Any, loss: Any) -> str:
    """HTML of a network and its rows, and a sentence of what it is and what there is to ``do``.

    What cannot be drawn has the sentence alone.
    """
    words = f"<p>{escape(told)}. A still picture: {do}.</p>"
    try:
        picture = network(model, X, y, loss=loss)
    except Exception:  # whatever a model of one's own does: something has to be shown
        return words
    return ag.svg_image(picture.svg, picture.title) + words
