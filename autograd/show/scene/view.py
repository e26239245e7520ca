"""From a root and a reader's wishes to a scene: which boxes are closed, and what is left out.

Read ``autograd/show/drawing/dot.py`` next.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from autograd.errors import GraphError, OperandError
from autograd.graph import topological_order
from autograd.show.scene.boxes import far_paths, loss_and_inputs, model_paths
from autograd.show.scene.names import Model, Path, model_names, names_of
from autograd.show.scene.scene import Scene, arrange
from autograd.value import Value

__all__ = ["MAX_NODES", "Depth", "View", "view_of"]

MAX_NODES = 600
#: of a graph that is too large, without a model, about so many nodes next to the output are shown
LAST_NODES = 100
#: with more neurons than this a picture closes the layers instead
MANY_BOXES = 24
Depth = Literal["layer", "neuron", "scalar"] | int


class View(NamedTuple):
    """A scene, and what it was made from."""

    order: list[Value]
    names: dict[Value, str]
    paths: dict[Value, Path]
    scene: Scene
    hidden: int  # nodes within closed boxes
    note: str


def view_of(
    root: Value,
    names: Mapping[str, Any] | None,
    model: Model | None,
    depth: Depth | None,
    max_nodes: int,
    *,
    unique: bool = False,
) -> View:
    """The scene that ``draw`` and ``explore`` show.

    Without a ``depth`` the boxes of a model are closed as far as ``max_nodes`` demands.
    Raises ``OperandError`` unless ``root`` is a Value, ``GraphError`` for a depth that is none.
    """
    if not isinstance(root, Value):
        raise OperandError(
            f"a picture needs one Value, got a {type(root).__name__}: "
            "take one of its elements, or their sum"
        )
    order = topological_order(root)
    known = names_of(names)
    if model is not None:
        known = model_names(model, unique=unique) | known
    paths, closed = _boxes(order, model, depth, max_nodes)
    scene = arrange(order, known, paths, closed)
    hidden = sum(len(item.members) for item in scene.items.values())
    return View(order, known, paths, scene, hidden, _note(len(order), hidden, scene))


def _boxes(
    order: list[Value], model: Model | None, depth: Depth | None, max_nodes: int
) -> tuple[dict[Value, Path], set[Path]]:
    """The frames around each node, and which of them are closed."""
    if isinstance(depth, int) or (model is None and depth is None):
        wanted = depth if depth is not None else len(order)
        if wanted == len(order) and len(order) <= max_nodes:
            return {}, set()
        paths, _ = far_paths(order, wanted, max_nodes if depth else min(max_nodes, LAST_NODES))
        return paths, set(paths.values())
    if model is None or depth not in ("layer", "neuron", "scalar", None):
        raise GraphError(
            f'depth is "layer", "neuron" or "scalar" together with model=..., or the number of '
            f"steps back from the output; got depth={depth!r}"
        )
    paths = model_paths(order, model)
    if depth == "scalar":
        return paths, set()
    for level in (depth,) if depth else ("scalar", "neuron", "layer"):
        closed = _closed(paths, level)
        if not _crowd(order, closed, max_nodes):
            break
    if level != "scalar":
        paths = loss_and_inputs(order, paths)
        closed |= {path for path in (("loss",), ("inputs",)) if path in set(paths.values())}
    return paths, closed


def _closed(paths: Mapping[Value, Path], level: str) -> set[Path]:
    frames = set(paths.values())
    if level == "scalar":
        return set()
    return frames if level == "neuron" else {path[:1] for path in frames}


def _crowd(order: list[Value], closed: set[Path], max_nodes: int) -> bool:
    """Whether that is too much to look at; what is outside a model is closed on its own."""
    return len(closed) > MANY_BOXES if closed else len(order) > max_nodes


def _note(total: int, hidden: int, scene: Scene) -> str:
    if not hidden:
        return ""
    boxes = sum(1 for item in scene.items.values() if item.kind == "box")
    where = "a closed box" if boxes == 1 else f"{boxes} closed boxes"
    return f"{total - hidden:,} of {total:,} nodes shown, {hidden:,} are within {where}"
