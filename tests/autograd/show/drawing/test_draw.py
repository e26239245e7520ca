"""draw: what stands in the picture."""

import re
import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest

from autograd import GraphError, OperandError, Value, explain, explore, tree
from autograd.show.drawing.draw import draw, draw_dot
from autograd.show.text import label_text
from nn import MLP
from tests.show_samples import INVISIBLE, STRANGE, any_graph, every_text, small

pytest.importorskip("pygraphviz")


def texts(svg: str) -> list[str]:
    """All text in an SVG, which must be well-formed."""
    return [
        "".join(e.itertext()) for e in ElementTree.fromstring(svg).iter() if e.tag.endswith("text")
    ]


def svg_of(root: Value, **options: object) -> str:
    svg: str = draw(root, **options).pipe("svg", encoding="utf-8")  # type: ignore[arg-type]
    return svg


def xor(sizes: tuple[int, ...] = (4, 4, 1)) -> tuple[MLP, Value]:
    model = MLP(2, list(sizes), rng=0)
    rows = zip([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])
    loss = sum(((model(x) - y) ** 2 for x, y in rows), Value(0.0))
    loss.backward()
    return model, loss


def test_a_node_used_twice_has_two_arrows() -> None:
    a = Value(3.0)
    assert draw(a * a).source.count("n0:e -> n1:w") == 2


def test_data_grad_and_name_stand_on_each_node() -> None:
    a, _, c = small()
    shown = texts(svg_of(c, names={"result": c}))
    assert {"a", "data 2.0", f"grad {a.grad:.4g}", "result", "tanh"} <= set(shown)


def test_names_of_lists() -> None:
    w = [Value(1.0), Value(2.0)]
    assert {"w[0]", "w[1]"} <= set(texts(svg_of(w[0] * w[1], names={"w": w})))


@pytest.mark.parametrize("label", STRANGE.values(), ids=STRANGE)
def test_a_strange_label_is_text(label: str) -> None:
    a = Value(3.0, label=label)
    svg = svg_of(a * a, derivatives=True)
    assert label_text(label) in texts(svg)
    assert not [
        e for e in ElementTree.fromstring(svg).iter() if e.tag.endswith(("script", "image"))
    ]


@pytest.mark.parametrize("label", INVISIBLE.values(), ids=INVISIBLE)
def test_an_unprintable_label_is_shortened_and_escaped(label: str) -> None:
    shown = label_text(label)
    assert shown.isprintable()
    assert len(shown) <= 40
    assert shown in texts(svg_of(Value(3.0, label=label) + 1))


def test_derivatives_on_the_arrows() -> None:
    w, x = Value(2.0, label="w"), Value(3.0, label="x")
    shown = texts(svg_of(w * x + w**2, derivatives=True))
    assert {"x = 3.0", "w = 2.0", "2.0 * w = 4.0", "1.0"} <= set(shown)


def test_too_many_nodes_are_refused_with_a_hint() -> None:
    x = Value(1.0)
    for _ in range(700):
        x = x + 1
    with pytest.raises(GraphError, match=r'depth="layer".*max_nodes=701'):
        draw(x)
    assert draw(x, max_nodes=701)
    few = draw(x, depth=3).source
    assert "697 nodes" in few
    assert "4 of 701 nodes shown" in few


def test_a_picture_larger_than_any_page_says_how_to_see_less() -> None:
    x = Value(1.0)
    for _ in range(100):
        x = x + 1
    assert "101 nodes: draw(root, depth=6) and explore(root) show less at once" in draw(x).source
    assert "show less" not in draw(x, depth=6).source
    model, loss = xor()
    open_ = draw(loss, model=model, depth="scalar").source.replace("&quot;", '"')
    assert 'depth="layer") and explore(root)' in open_


def test_every_hint_of_a_refusal_works() -> None:
    model = MLP(2, [16, 16, 1], rng=0)
    root = sum(((model([x, 1.0]) - 1.0) ** 2 for x in (0.0, 1.0)), Value(0.0))
    with pytest.raises(GraphError) as caught:
        draw(root)
    hint = str(caught.value)
    calls = re.findall(r"(?:draw|explore|tree)\(root(?:, [^()]*)?\)", hint)
    assert len(calls) == 4
    here = {"draw": draw, "explore": explore, "tree": tree, "root": root, "model": model}
    for call in calls:
        assert eval(call, here)
    insisting = re.search(r"max_nodes=(\d+) insists", hint)
    assert insisting
    assert draw(root, max_nodes=int(insisting[1]))


def test_what_is_no_value_is_refused() -> None:
    with pytest.raises(OperandError, match="one Value, got a list"):
        draw([Value(1.0)])  # type: ignore[arg-type]
    with pytest.raises(GraphError, match='depth is "layer", "neuron" or "scalar"'):
        draw(Value(1.0) + 1, depth="layer")


@pytest.mark.parametrize("look", [draw, draw_dot])
def test_directions_and_formats_that_are_none_are_told_with_the_choices(look: Any) -> None:
    with pytest.raises(GraphError, match=r'rankdir is "LR".*"RL", "TB".*"BT"; got \'X\''):
        look(Value(1.0) + 1, rankdir="X")
    with pytest.raises(GraphError, match=r'format is one of "svg", "png", "pdf".*got \'svgg\''):
        look(Value(1.0) + 1, format="svgg")


@pytest.mark.parametrize(("depth", "boxes"), [("layer", 3), ("neuron", 9), ("scalar", 0)])
def test_boxes_of_a_model(depth: str, boxes: int) -> None:
    model, loss = xor()
    source = draw(loss, model=model, depth=depth).source  # type: ignore[arg-type]
    assert len(re.findall(r"\d parameters", source)) == boxes
    assert source.count("W1[0,") == (2 if depth == "scalar" else 0)
    assert ("293 are within" in source) is (depth != "scalar")


def test_a_large_model_is_closed_by_itself() -> None:
    model, loss = xor((16, 16, 1))
    assert "layer 1" in draw(loss, model=model).source


def test_a_closed_box_keeps_the_name_and_the_value_of_the_output() -> None:
    model = MLP(2, [3, 1], rng=0)
    answer = model([0.5, 0.25])
    assert f"L = {answer.data:.4g}" in texts(svg_of(answer, model=model, depth="layer"))
    answer.label = "answer"
    assert f"answer = {answer.data:.4g}" in texts(svg_of(answer, model=model, depth="layer"))


def test_nodes_are_called_as_in_tree_and_explain() -> None:
    model = MLP(2, [2, 1], rng=0)
    loss = (model([0.5, 0.25]) - 1.0) ** 2
    w = model.layers[0].neurons[1].w[0]
    shown = set(texts(svg_of(loss, model=model, depth="scalar")))
    explained = explain(loss, w, model=model)
    assert {"L", "v1", "W1[1,0]"} <= shown
    assert set(explained.names.values()) <= shown
    assert "W1[1,0] = " in tree(loss, model=model)
    assert {name.strip("│├└─ ↑").split(" = ")[0] for name in tree(loss).splitlines()} >= {
        "L",
        "v1",
        "v2",
    }


def test_no_gradient_is_shown_before_a_sweep() -> None:
    a = Value(3.0, label="a")
    y = a * a
    assert not [text for text in texts(svg_of(y)) if text.startswith("grad")]
    y.backward()
    assert "grad 6.0" in texts(svg_of(y))


def test_all_digits_are_shown_on_demand() -> None:
    shown = texts(svg_of(Value(1.0) / 7 + 0.1, digits=17))
    assert f"data {1 / 7 + 0.1!r}" in shown


def test_an_object_with_a_picture_of_its_own_draws_itself() -> None:
    class Own:
        def _picture_(self, *args: object, **options: object) -> object:
            return args, options

    assert draw(Own(), 1, X=2) == ((1,), {"X": 2})
    with pytest.raises(TypeError, match="X"):
        draw(Value(1.0), X=2)  # type: ignore[call-overload]


@pytest.mark.parametrize("seed", range(0, 60, 5))
def test_no_graph_is_too_strange(seed: int) -> None:
    every_text(*any_graph(seed))
