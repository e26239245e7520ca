"""``draw``: a graph of Values as a picture, in our own layout or by way of Graphviz.

Each node is a card (name, op, data, grad); operands enter in their order, so ``a * a`` has two
arrows and ``x**2`` differs from ``2**x``. A model's neurons and layers are frames, or, closed, one
box each. ``draw_dot`` draws the op as an ellipse of its own.

Read ``autograd/show/player/film.py`` for the same graph as a film.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar, cast, overload

from autograd.errors import GraphError
from autograd.show.drawing.dot import PORTS, Writer
from autograd.show.drawing.shapes import Shapes
from autograd.show.scene.names import Model
from autograd.show.scene.view import MAX_NODES, Depth, View, view_of
from autograd.show.text import DIGITS

if TYPE_CHECKING:
    from autograd.show.drawing.picture import Picture
    from autograd.value import Value

__all__ = ["draw", "draw_dot"]

#: things in a picture beyond which it is wider or higher than any page
_MANY = 150
_FORMATS = ("svg", "png", "pdf", "gv", "dot", "jpg", "jpeg", "gif", "json", "plain", "xdot")

P = ParamSpec("P")
R = TypeVar("R", covariant=True)


class Pictured(Protocol):
    """What draws itself; ``draw`` hands all that it is given on."""

    def _picture_(self, *args: Any, **options: Any) -> Any: ...


class _Draw(Protocol[P, R]):
    """A function that draws, of a graph and of what draws itself."""

    @overload
    def __call__(self, *args: P.args, **options: P.kwargs) -> R: ...
    @overload
    def __call__(self, root: Pictured, *args: Any, **options: Any) -> Any: ...


def _or_its_own(draw: Callable[P, R]) -> _Draw[P, R]:
    """Let an object with a picture of its own (``_picture_``, as nn's models) draw itself."""

    @wraps(draw)
    def drawn(root: Any, *args: Any, **options: Any) -> Any:
        own = getattr(root, "_picture_", None)
        return draw(root, *args, **options) if own is None else own(*args, **options)

    return cast(_Draw[P, R], drawn)


@_or_its_own
def draw(
    root: Value,
    names: Mapping[str, Any] | None = None,
    *,
    derivatives: bool = False,
    model: Model | None = None,
    depth: Depth | None = None,
    rankdir: str = "LR",
    max_nodes: int = MAX_NODES,
    digits: int = DIGITS,
    format: str = "svg",
) -> Picture:
    """The graph below ``root`` as a ``graphviz.Digraph``: a card a node, its op in the corner.

    ``names``, for example ``locals()``, gives nodes the names of variables; ``derivatives`` puts
    the partial on every arrow. With a ``model``, ``depth`` says which boxes are closed:
    "layer", "neuron", or "scalar" for none; without one it is the number of steps back from the
    output. Numbers have four significant ``digits`` (17 are all). In a notebook the picture shows
    itself; ``.save("c.svg")`` writes a file (svg, png, pdf, gv). Png and pdf, and directions other
    than from left to right ("LR"), are laid out by Graphviz. A model of nn is drawn as a network:
    ``draw(model, X=X, y=y)``.
    Raises ``GraphError`` for more than ``max_nodes`` nodes and for other directions and formats.

    >>> from autograd import Value
    >>> a = Value(3.0, label="a")
    >>> draw(a * a).source.count("n0:e -> n1:w")
    2
    """
    _check(rankdir, format)
    view = _view(root, names, model, depth, max_nodes)
    writer = Writer(view.scene, {}, derivatives, rankdir, digits)
    return writer.picture(view.note, format)


def draw_dot(
    root: Value,
    names: Mapping[str, Any] | None = None,
    *,
    derivatives: bool = False,
    model: Model | None = None,
    depth: Depth | None = None,
    rankdir: str = "LR",
    max_nodes: int = MAX_NODES,
    digits: int = DIGITS,
    format: str = "svg",
) -> Picture:
    """``draw`` in the look of the micrograd videos: an ellipse for each op before its result.

    >>> from autograd import Value
    >>> a = Value(3.0, label="a")
    >>> draw_dot(a * a).source.count("n0 -> o1")
    2
    """
    _check(rankdir, format)
    view = _view(root, names, model, depth, max_nodes)
    return Shapes(view.scene, {}, derivatives, rankdir, digits).picture(view.note, format)


def _check(rankdir: str, format: str) -> None:
    """Refuse what Graphviz would take for its default, or for an error of its own."""
    if rankdir not in PORTS:
        directions = '"LR" (to the right), "RL", "TB" (down) or "BT"'
        raise GraphError(f"rankdir is {directions}; got {rankdir!r}")
    if format not in _FORMATS:
        known = ", ".join(f'"{form}"' for form in _FORMATS)
        raise GraphError(f"format is one of {known}; got {format!r}")


def _view(
    root: Value,
    names: Mapping[str, Any] | None,
    model: Model | None,
    depth: Depth | None,
    max_nodes: int,
) -> View:
    """What is drawn; refused where it would be too small to read."""
    view = view_of(root, names, model, depth, max_nodes)
    if len(view.scene.items) > 2 * max_nodes or (view.hidden and depth is None and model is None):
        raise GraphError(
            f"a picture of {len(view.order):,} nodes (limit {max_nodes:,}) would be slow and too "
            'small to read: draw(root, model=model, depth="layer") closes the layers of a model, '
            "draw(root, depth=4) shows the last four steps, explore(root) and print(tree(root)) "
            f"show a part, max_nodes={len(view.order)} insists"
        )
    if view.note or len(view.scene.items) <= _MANY:
        return view
    part = "draw(root, depth=6)" if model is None else 'draw(root, model=model, depth="layer")'
    less = f"{len(view.order):,} nodes: {part} and explore(root) show less at once"
    return view._replace(note=less)
