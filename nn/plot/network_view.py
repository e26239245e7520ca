"""A network as one looks at it: what each neuron answers, the weights as lines, the outcome.

Read ``gradient_sizes.py`` next.
"""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path
from typing import Any

import autograd as ag
from nn.data.tables import checked
from nn.losses.objective import Loss
from nn.plot.network_ink import drawn
from nn.plot.network_scene import network_scene

__all__ = ["NetworkPicture", "network"]


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
    return NetworkPicture(drawn(scene), scene.title)


class NetworkPicture:
    """An SVG and one sentence of what it shows.

    In a notebook it is an image in HTML, which is seen in one that is not trusted, too.
    """

    def __init__(self, svg: str, title: str) -> None:
        self.svg, self.title = svg, title

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
        code = base64.b64encode(self.svg.encode()).decode()
        source = f"data:image/svg+xml;base64,{code}"
        return f'<img src="{source}" alt="{escape(self.title)}" style="max-width:100%">'
