"""From a root and a reader's wishes to a scene: which boxes are closed, and what is left out.

Read ``autograd/show/drawing/dot.py`` next.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from autograd.errors import GraphError
from autograd.graph import topological_order
from autograd.show.scene.boxes import far_paths, loss_and_inputs, model_paths
from autograd.show.scene.facts import OUTSIDE
from autograd.show.scene.names import Model, Path, known_names, spoken_names
from autograd.show.scene.root import one_value
from autograd.show.scene.scene import Scene, arrange
from autograd.value import Value

__all__ = ["MAX_NODES", "Depth", "View", "page_view", "small_scene", "view_of"]

MAX_NODES = 600
#: of a graph that is too large, without a model, about so many nodes next to the output are shown
LAST_NODES = 100
#: with more neurons than this a picture closes the layers instead
MANY_BOXES = 24
#: a page with more nodes than this begins with its boxes closed
FEW_NODES = 60
#: of a graph without a model a small scene shows these last steps
LAST_STEPS = 6
Depth = Literal["layer", "neuron", "scalar"] | int


class View(NamedTuple):
    """A scene, and what it was made from."""

    order: list[Value]
    names: dict[Value, str]
    paths: dict[Value, Path]
    scene: Scene
    hidden: int  # nodes within closed boxes
    note: str
    shut: frozenset[Path] = frozenset()  # frames that a page opens and closes, closed at first


def view_of(
    root: Value,
    names: Mapping[str, Any] | None,
    model: Model | None,
    depth: Depth | None,
    max_nodes: int,
) -> View:
    """What ``draw`` shows.

    Without a ``depth`` the boxes of a model are closed as far as ``max_nodes`` demands.
    Raises ``OperandError`` unless ``root`` is a Value, ``GraphError`` for a depth that is none.
    """
    order, known = _named(root, names, model)
    paths, closed = _boxes(order, model, depth, max_nodes)
    scene = arrange(order, known, paths, closed)
    hidden = sum(len(item.members) for item in scene.items.values())
    return View(order, known, paths, scene, hidden, _note(len(order), hidden, scene))


def page_view(
    root: Value,
    names: Mapping[str, Any] | None,
    model: Model | None,
    depth: Depth | None,
    max_nodes: int,
) -> View:
    """What the page of ``explore`` holds: all nodes, or of too many the part that ``draw`` shows.

    ``depth`` says which boxes are closed at first. Raises what ``view_of`` raises.
    """
    order, known = _named(root, names, model)
    if len(order) > max_nodes or isinstance(depth, int):
        view = view_of(root, names, model, depth, max_nodes)
        return view._replace(shut=frozenset(view.scene.frames))
    _check_depth(model, depth)
    paths = model_paths(order, model) if model is not None else {}
    scene = arrange(order, known, paths)
    wanted = depth or ("scalar" if len(order) <= FEW_NODES else "neuron")
    outermost = {"layer": 1, "neuron": 2, "scalar": 99}[wanted]
    shut = frozenset(frame for frame in scene.frames if len(frame) >= outermost)
    return View(order, known, paths, scene, 0, "", shut)


def small_scene(view: View, limit: int) -> tuple[Scene, str]:
    """A scene of some ``limit`` items, for a still picture, and a note on what is closed in it."""
    if len(view.scene.items) <= limit:
        return view.scene, view.note
    paths = view.paths
    if not view.scene.frames:
        paths = far_paths(view.order, LAST_STEPS, limit // 2)[0]
    scene = arrange(view.order, view.names, paths, {path[:1] for path in paths.values()})
    return scene, view.note or "closed boxes stand for what is within"


def _named(
    root: Value, names: Mapping[str, Any] | None, model: Model | None
) -> tuple[list[Value], dict[Value, str]]:
    """The nodes in topological order, and what each is called."""
    order = topological_order(one_value("a picture", root))
    return order, spoken_names(order, known_names(order, names, model), limit=40)


def _check_depth(model: Model | None, depth: Depth | None) -> None:
    if depth is not None and (model is None or depth not in ("layer", "neuron", "scalar")):
        raise GraphError(
            f'depth is "layer", "neuron" or "scalar" together with model=..., or the number of '
            f"steps back from the output; got depth={depth!r}"
        )


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
    _check_depth(model, depth)
    assert model is not None
    paths = model_paths(order, model)
    if depth == "scalar":
        return paths, set()
    for level in (depth,) if depth else ("scalar", "neuron", "layer"):
        closed = _closed(paths, level)
        if not _crowd(order, closed, max_nodes):
            break
    if level != "scalar":
        paths = loss_and_inputs(order, paths)
        closed |= {(name,) for name in OUTSIDE} & set(paths.values())
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
