"""A network as one looks at it: what each neuron answers, the weights as lines, the outcome.

Read ``gradient_sizes.py`` next.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import autograd as ag
from nn.data.tables import checked
from nn.losses.objective import Loss
from nn.models.module import Module
from nn.plot.network_ink import drawn
from nn.plot.network_page import fragment, page
from nn.plot.network_places import Box, boxes, layout
from nn.plot.network_scene import network_scene
from nn.plot.neuron_graph import neuron_graph, neurons_of

__all__ = ["NetworkPicture", "hang_on", "network"]

#: the neurons of a network with more parameters do not open in a notebook, or not in a page
NOTEBOOK, PAGE = 150, 400


def network(
    model: Any,
    X: Any,
    y: Any = None,
    *,
    history: Any = None,
    loss: str | Loss | None = None,
    called: str = "rows",
) -> NetworkPicture:
    """A network as a picture that shows itself in a notebook: SVG, for light paper and dark.

    Of one or two inputs each neuron shows what it answers over them: blue is below 0, vermilion
    above, each in its own scale; of more inputs its weights, as an image where they make a square,
    else as bars. A line is a weight: as thick as it is large, dashed below 0. To the right are
    what the output says with the rows of X, which are ``called`` so; if their targets ``y`` are
    given, their loss and accuracy; and with the ``history`` that ``fit`` returned, the course of
    training. ``loss`` as in ``boundary``. ``autograd.draw(model, X=X, y=y)`` is the same. Raises
    ``GraphError`` for a model that is no chain of layers.

    >>> from nn import MLP, gates
    >>> picture = network(MLP(2, [4, 1], rng=0), *gates.xor())
    >>> picture
    <a network 2-4-1: loss 0.7007, accuracy 50 %; .save('network.html') writes it>
    """
    given = y is not None
    if not given:
        y = [0.0] * len(X) if hasattr(X, "__len__") else []
    rows, targets = checked(X, y)
    scene = network_scene(model, rows, targets if given else [], loss, history, called)
    places = layout(scene)
    squares = [*boxes(scene, places)]
    return NetworkPicture(drawn(scene, places), scene.title, model, rows[-1], squares)


def hang_on() -> None:
    """Let ``autograd.draw`` draw a model in this way."""
    Module._picture_ = _picture


def _picture(model: Any, X: Any = None, y: Any = None, **options: Any) -> NetworkPicture:
    """What ``autograd.draw(model, X=X, y=y)`` gives."""
    foreign = [name for name in options if name not in ("history", "loss", "called")]
    if X is None or foreign:
        asked = f"has no {' and no '.join(foreign)}" if foreign else "needs rows to look at"
        raise ag.GraphError(
            f"the picture of a network {asked}: draw(model, X=X, y=y) takes history and loss, too; "
            "draw(model(x), model=model) is the graph of one answer"
        )
    return network(model, X, y, **options)


class NetworkPicture:
    """An SVG and one sentence of what it shows.

    In a notebook it is an image in HTML, which is seen in one that is not trusted, too. A click on
    a neuron opens its graph of scalars below, unless the network is large.
    """

    def __init__(
        self, svg: str, title: str, model: Any, row: list[float], squares: list[Box]
    ) -> None:
        self.svg, self.title = svg, title
        self._model, self._row, self._squares = model, row, squares

    def neuron(self, layer: int, place: int) -> Any:
        """What one neuron computes for the last row, as ``draw`` draws it; both count from 0."""
        return neuron_graph(self._model, self._row, layer, place)

    def save(self, path: str | Path) -> str:
        """Write what the name's ending asks for: .svg, or .html, where a click opens a neuron.

        Returns the path; raises ``GraphError`` for another ending, ``FileNotFoundError`` where
        there is no such folder.
        """
        ending = Path(path).suffix.lower()
        if ending not in (".svg", ".html"):
            raise ag.GraphError(
                f"{path}: a network is drawn as SVG, give the file the ending .svg, or .html for a "
                "page in which a click on a neuron opens its scalars"
            )
        text = self.svg if ending == ".svg" else page(self.title, self._html(PAGE))
        ag.files.write_whole(path, text.encode())
        return str(path)

    def __repr__(self) -> str:
        return f"<a {self.title}; .save('network.html') writes it>"

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        return self._html(NOTEBOOK)

    def _html(self, most: int) -> str:
        """The picture, and the graphs of its neurons, where these have no more parameters."""
        neurons = [neuron for layer in neurons_of(self._model) for neuron in layer]
        graphs = []
        try:
            if sum(len(neuron.parameters()) for neuron in neurons) <= most:
                graphs = [(box, self.neuron(*box[:2]).own_svg()) for box in self._squares]
        except (ag.AutogradError, ArithmeticError):
            pass
        return fragment(self.svg, self.title, graphs)
