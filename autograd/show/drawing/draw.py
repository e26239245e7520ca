"""``draw``: a graph of Values as a picture, by way of Graphviz.

Each node is a small table (name, data, grad) and each operation an ellipse before it; operands
enter in their order, so ``a * a`` has two arrows and ``x**2`` differs from ``2**x``. A model's
neurons and layers are frames, or, closed, one box each.

Read ``autograd/show/player/film.py`` for the same graph as a film.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from autograd.errors import GraphError
from autograd.show.drawing.dot import write
from autograd.show.scene.names import Model
from autograd.show.scene.view import MAX_NODES, Depth, view_of

if TYPE_CHECKING:
    from autograd.show.drawing.picture import Picture
    from autograd.value import Value

__all__ = ["draw", "draw_dot"]


def draw(
    root: Value,
    names: Mapping[str, Any] | None = None,
    *,
    derivatives: bool = False,
    model: Model | None = None,
    depth: Depth | None = None,
    rankdir: str = "LR",
    max_nodes: int = MAX_NODES,
    format: str = "svg",
) -> Picture:
    """The graph below ``root`` as a ``graphviz.Digraph``, with data and gradient on each node.

    ``names``, for example ``locals()``, gives nodes the names of variables; ``derivatives`` puts
    the partial on every arrow. With a ``model``, ``depth`` says which boxes are closed:
    "layer", "neuron", or "scalar" for none; without one it is the number of steps back from the
    output. In a notebook the picture shows itself; ``.render("c.svg")`` or ``.render("c.png")``
    writes a file. Raises ``GraphError`` for more than ``max_nodes`` nodes.

    >>> from autograd import Value
    >>> a = Value(3.0, label="a")
    >>> draw(a * a).source.count("n0 -> o1")
    2
    """
    view = view_of(root, names, model, depth, max_nodes)
    if len(view.scene.items) > 2 * max_nodes or (view.hidden and depth is None and model is None):
        raise GraphError(
            f"a picture of {len(view.order):,} nodes (limit {max_nodes:,}) would be slow and too "
            'small to read: draw(root, model=model, depth="layer") closes the layers of a model, '
            "draw(root, depth=4) shows the last four steps, explore(root) and print(tree(root)) "
            f"show a part, max_nodes={len(view.order)} insists"
        )
    return write(view.scene, view.note, derivatives=derivatives, rankdir=rankdir, format=format)


#: the name that people know from the micrograd videos
draw_dot = draw
