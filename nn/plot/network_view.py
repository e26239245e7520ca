"""A network as one looks at it: what each neuron answers, the weights as lines, the outcome.

Read ``gradient_sizes.py`` next.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import autograd as ag
from nn.data.tables import checked
from nn.losses.objective import Loss
from nn.plot.network_ink import drawn
from nn.plot.network_scene import network_scene
from nn.plot.neuron_graph import neuron_graph, neurons_of

__all__ = ["NetworkPicture", "network"]

#: so many neurons have their own graphs below the picture in a notebook
MOST_GRAPHS = 12


def network(
    model: Any,
    X: Any,
    y: Any,
    *,
    history: Any = None,
    loss: str | Loss | None = None,
) -> NetworkPicture:
    """A network as a picture that shows itself in a notebook: SVG, for light paper and dark.

    Of one or two inputs each neuron shows what it answers over them: blue is below 0, vermilion
    above, each in its own scale; of more inputs its weights, as an image where they make a square,
    else as bars. A line is a weight: as thick as it is large, dashed below 0. To the right are
    what the output says with the rows of X, ``y``, their loss and accuracy and, with the
    ``history`` that ``fit`` returned, the course of training. ``loss`` as in ``boundary``. Raises
    ``GraphError`` for a model that is no chain of layers.

    >>> from nn import MLP, gates
    >>> picture = network(MLP(2, [4, 1], rng=0), *gates.xor())
    >>> picture
    <a network 2-4-1: loss 0.7007, accuracy 50 %; .save('network.svg') writes it>
    """
    rows, targets = checked(X, y)
    scene = network_scene(model, rows, targets, loss, history)
    return NetworkPicture(drawn(scene), scene.title, model, rows[0])


class NetworkPicture:
    """An SVG and one sentence of what it shows.

    In a notebook it is an image in HTML, which is seen in one that is not trusted, too; below it a
    click on a neuron's name opens its graph of scalars, where there are no more than 12.
    """

    def __init__(self, svg: str, title: str, model: Any, row: list[float]) -> None:
        self.svg, self.title = svg, title
        self._model, self._row = model, row

    def neuron(self, layer: int, place: int) -> Any:
        """What one neuron computes for the first row, as ``draw`` draws it; both count from 0."""
        return neuron_graph(self._model, self._row, layer, place)

    def save(self, path: str | Path) -> str:
        """Write the SVG and return the path; ``GraphError`` for another ending than .svg."""
        if Path(path).suffix.lower() != ".svg":
            raise ag.GraphError(f"{path}: a network is drawn as SVG, give the file the ending .svg")
        Path(path).write_text(self.svg, encoding="utf-8")
        return str(path)

    def __repr__(self) -> str:
        return f"<a {self.title}; .save('network.svg') writes it>"

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        return f"<div>{_image(self.svg, self.title)}{''.join(self._details())}</div>"

    def _details(self) -> Iterator[str]:
        """The graphs of all neurons, closed; none where they are many, or cannot be drawn."""
        layers = neurons_of(self._model)
        if sum(map(len, layers)) > MOST_GRAPHS:
            return
        for i, neurons in enumerate(layers):
            for j in range(len(neurons)):
                name = f"layer {i}, neuron {j}"
                try:
                    svg = self.neuron(i, j).pipe("svg", encoding="utf-8")
                except (ag.AutogradError, ArithmeticError):
                    return
                image = _image(svg, f"the graph of {name}")
                yield f"<details><summary>{name}: its scalars</summary>{image}</details>"


def _image(svg: str, told: str) -> str:
    code = base64.b64encode(svg.encode()).decode()
    source = f"data:image/svg+xml;base64,{code}"
    return f'<img src="{source}" alt="{escape(told)}" style="max-width:100%">'
