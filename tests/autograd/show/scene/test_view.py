"""From a reader's wishes to a scene: what is closed, what is left out, what is refused."""

from typing import Any

import pytest

from autograd import GraphError, OperandError, Value
from autograd.show.scene.view import FEW_NODES, View, page_view, small_scene, view_of
from nn import MLP


def chain(n: int) -> Value:
    x = Value(1.0)
    for _ in range(n):
        x = x + 1
    return x


def xor(*sizes: int) -> tuple[MLP, Value]:
    model = MLP(2, list(sizes or (4, 4, 1)), rng=0)
    rows = zip([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])
    return model, sum(((model(x) - y) ** 2 for x, y in rows), Value(0.0))


def seen(root: Value, model: Any = None, depth: Any = None, max_nodes: int = 600) -> View:
    return view_of(root, None, model, depth, max_nodes)


def paged(root: Value, model: Any = None, depth: Any = None, max_nodes: int = 600) -> View:
    return page_view(root, None, model, depth, max_nodes)


def boxes(view: View) -> list[str]:
    return [item.title for item in view.scene.items.values() if item.kind == "box"]


def test_a_small_graph_is_shown_whole() -> None:
    view = seen(chain(10))
    assert (view.hidden, view.note, boxes(view)) == (0, "", [])


def test_a_depth_in_steps_closes_what_is_further_back() -> None:
    view = seen(chain(10), depth=3)
    assert boxes(view) == ["further back"]
    assert view.hidden == 7
    assert view.note == "4 of 11 nodes shown, 7 are within a closed box"


@pytest.mark.parametrize(("depth", "count"), [("layer", 3), ("neuron", 9), ("scalar", 0)])
def test_a_depth_by_name_closes_the_boxes_of_a_model(depth: str, count: int) -> None:
    model, loss = xor()
    assert len(boxes(seen(loss, model, depth))) == count


def test_without_a_depth_boxes_close_as_far_as_there_is_need() -> None:
    model, loss = xor()
    assert boxes(seen(loss, model)) == []
    assert len(boxes(seen(loss, model, max_nodes=200))) == 9
    large, its_loss = xor(16, 16, 1)
    assert {"layer 0", "layer 1", "layer 2"} <= set(boxes(seen(its_loss, large)))


def test_a_page_holds_all_nodes_with_their_boxes_shut_at_first() -> None:
    model, loss = xor()
    view = paged(loss, model)
    assert view.hidden == 0
    assert boxes(view) == []
    assert {len(frame) for frame in view.shut} == {2}
    assert len(view.shut) == 9
    for depth, count in (("layer", 12), ("scalar", 0)):
        assert len(paged(loss, model, depth).shut) == count


def test_a_page_of_few_nodes_begins_open() -> None:
    model = MLP(2, [1], rng=0)
    view = paged(model([0.5, 0.25]), model)
    assert len(view.order) < FEW_NODES
    assert view.scene.frames
    assert view.shut == frozenset()


def test_a_page_of_too_many_nodes_holds_what_a_picture_shows() -> None:
    model, loss = xor()
    view = paged(loss, model, max_nodes=100)
    assert boxes(view) == boxes(seen(loss, model, max_nodes=100))
    assert view.hidden > 0
    layers = {(f"layer {i}",) for i in range(3)}
    assert paged(loss, model, "neuron", max_nodes=100).shut == layers
    assert paged(chain(10), depth=3).hidden == 7


def test_names_on_a_page_differ() -> None:
    model, loss = xor()
    for view in (paged(loss, model), seen(loss, model)):
        assert len(set(view.names.values())) == len(view.names)


def test_a_small_scene_is_the_view_itself_or_closed_boxes() -> None:
    model, loss = xor()
    view = paged(loss, model)
    assert small_scene(view, 10_000) == (view.scene, "")
    scene, note = small_scene(view, 100)
    titles = sorted(item.title for item in scene.items.values() if item.kind == "box")
    assert titles == ["layer 0", "layer 1", "layer 2"]
    assert note == "closed boxes stand for what is within"


def test_a_small_scene_without_a_model_is_the_last_steps() -> None:
    scene, _ = small_scene(paged(chain(300)), 100)
    assert len(scene.items) < 20
    assert [item.title for item in scene.items.values()].count("further back") == 1


@pytest.mark.parametrize("view", [seen, paged])
def test_what_makes_no_sense_is_refused(view: Any) -> None:
    with pytest.raises(OperandError, match="one Value, got a list"):
        view([Value(1.0)])
    with pytest.raises(GraphError, match='depth is "layer", "neuron" or "scalar" together'):
        view(chain(2), depth="layer")
    with pytest.raises(GraphError, match="got depth='neurons'"):
        view(chain(2), MLP(1, [1], rng=0), "neurons")
