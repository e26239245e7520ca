"""The player's data against the engine: gradients, shares, paths, boxes."""

import math
from types import SimpleNamespace
from typing import Any

import pytest

from autograd import Value, detach, nonfinite, topological_order
from autograd.define import temporary_op
from autograd.show.explanation.explain import explain
from autograd.show.player.film import film
from autograd.show.scene.names import spoken_names
from autograd.show.scene.view import page_view
from nn import MLP
from tests.show_samples import ALL, small, squares

pytest.importorskip("pygraphviz")
Part = dict[str, Any]


def film_of(root: Value, model: Any = None, depth: Any = None, max_nodes: int = 600) -> Part:
    return film(page_view(root, None, model, depth, max_nodes))


def xor() -> tuple[MLP, Value]:
    model = MLP(2, [4, 4, 1], rng=0)
    rows = zip([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])
    loss = sum(((model(x) - y) ** 2 for x, y in rows), Value(0.0))
    loss.backward()
    return model, loss


def nodes_of(found: Part) -> dict[str, Part]:
    return {part["name"]: part for part in found["parts"] if part["kind"] in ("leaf", "node")}


def names_along(found: Part, part: Part, k: int) -> list[str]:
    """The parts on the k-th path from a part to the output, as the page follows it."""
    names = [part["name"]]
    while part["name"] != found["output"]:
        _, boxes, onward, k, _ = part["ways"]["best"][k]
        part = found["parts"][onward]
        names += [found["parts"][box]["name"] for box in boxes] + [part["name"]]
    return names


def test_every_gradient_is_the_engines() -> None:
    model, loss = xor()
    order = topological_order(loss)
    named, parts = spoken_names(order, {}), nodes_of(film_of(loss))
    assert {name: part["grad"] for name, part in parts.items()} == {
        named[node]: node.grad for node in order
    }
    assert len(model.parameters()) < len(parts)


def test_shares_add_up_to_gradients() -> None:
    found = film_of(xor()[1])
    received: dict[int, list[float]] = {}
    for part in found["parts"]:
        for operand in part.get("operands", []):
            if "share" in operand:
                assert operand["share"] == part["grad"] * operand["partial"]
                received.setdefault(operand["part"], []).append(operand["share"])
    for i, shares in received.items():
        assert math.fsum(shares) == pytest.approx(found["parts"][i]["grad"], abs=1e-12)


def test_paths_are_those_of_explain() -> None:
    a, b, c = small()
    found = film_of(c)
    for node in (a, b):
        ways, written = nodes_of(found)[node.label]["ways"], explain(c, node, paths=6)
        assert int(ways["count"]) == written.count
        assert [product for product, *_ in ways["best"]] == written.contributions
        for k, steps in enumerate(written.steps):
            upwards = [written.names[step.node] for step in reversed(steps)]
            assert names_along(found, nodes_of(found)[node.label], k) == [node.label, *upwards]


def test_more_paths_than_a_page_can_hold_are_counted_exactly() -> None:
    ways = nodes_of(film_of(squares(100)))["x"]["ways"]
    assert ways["count"] == str(2**100)
    assert len(ways["best"]) == 6


def test_paths_lead_through_closed_boxes_by_name() -> None:
    model = MLP(2, [16, 16, 1], rng=0)
    x = Value(0.5, label="x")
    loss = (model([x, 0.25]) - 1.0) ** 2
    found = film_of(loss, model, "layer", max_nodes=100)
    assert [part["kind"] for part in found["parts"]].count("box") == 3
    part = nodes_of(found)["x"]
    assert int(part["ways"]["count"]) == explain(loss, x).count
    names = names_along(found, part, 0)
    assert names[:4] == ["x", "layer 0", "layer 1", "layer 2"]
    assert names[-1] == "L"


def test_what_a_box_hands_on_is_the_sum_over_all_that_is_in_it() -> None:
    model = MLP(2, [16, 16, 1], rng=0)
    x = Value(0.5, label="x")
    loss = (model([x, 0.25]) - 1.0) ** 2
    loss.backward()
    found = film_of(loss, model, "layer", max_nodes=100)
    box = next(part for part in found["parts"] if part["name"] == "layer 0")
    given = {found["parts"][i]["name"]: share for i, share in box["gives"]}
    assert given["x"] == pytest.approx(x.grad)
    assert "layer 0" not in given
    assert found["parts"][box["takes"][0]]["name"] == "x"


def test_nothing_is_handed_on_where_no_gradient_arrives() -> None:
    x = Value(0.0, label="x")
    with nonfinite("allow"):
        found = nodes_of(film_of(2 * x + detach(x.sqrt())))
    assert found["x"]["grad"] == 2.0
    shares = ["share" in operand for part in found.values() for operand in part.get("operands", [])]
    assert shares.count(True) == 3  # both sides of the sum, and x of 2 * x
    assert [part["ways"]["count"] for part in found.values()].count("0") == 1


def test_inf_and_nan_are_texts() -> None:
    with nonfinite("allow"):
        bad = Value(0.0, label="p").log() * 2
    found = nodes_of(film_of(bad))
    assert {part["data"] for part in found.values()} == {0.0, "-inf"}
    assert found["p"]["grad"] == "inf"


def test_boxes_with_a_slash_in_their_titles_stay_apart() -> None:
    class Odd:
        def named_parameters(self) -> list[tuple[str, Value]]:
            return [("a/b.w", w), ("a.b.w", v)]

    w, v = Value(2.0), Value(3.0)
    parts = film_of(w * 3 + v * 5, Odd())["parts"]
    frames = {part["name"]: i for i, part in enumerate(parts) if part["kind"] == "frame"}
    homes = {part["data"]: part["within"] for part in parts if part["kind"] == "leaf"}
    assert homes == {2.0: frames["a/b"], 3.0: frames["b"]}
    assert parts[frames["b"]]["within"] == frames["a"]


@pytest.mark.parametrize("text", [*ALL.values(), "\ud800"], ids=[*ALL, "surrogate"])
def test_whatever_people_write_is_short_and_printable(text: str) -> None:
    word = text.replace(".", "")
    w = Value(2.0, label=text)
    with temporary_op("strange_op", "x", "x + x", ("2.0",), "real") as op:
        y = op(w)
    y.op.symbol = text
    model = SimpleNamespace(named_parameters=lambda: [(f"{word}.w", w)])
    for depth in ("layer", "scalar"):
        for part in film_of(y * 3.0, model, depth, max_nodes=600)["parts"]:
            for key in {"name", "op", "label"} & set(part):
                assert part[key].isprintable()
                assert len(part[key]) <= 40


def test_a_box_is_made_when_the_last_of_its_nodes_is() -> None:
    x = Value(1.0)
    for _ in range(20):
        x = x + 1
    found = film_of(x, depth=3)
    assert found["parts"][found["order"][0]]["kind"] == "box"
    assert found["parts"][found["order"][-1]]["name"] == found["output"] == "L"
