"""Where the parts stand: in their box, apart from one another, with a curve for each arrow."""

from itertools import combinations
from types import SimpleNamespace
from typing import Any

import pytest

from autograd import Value
from autograd.show.player import layout
from autograd.show.player.film import film
from autograd.show.scene.view import page_view
from nn import MLP

pytest.importorskip("pygraphviz")


def film_of(root: Value, **options: Any) -> dict[str, Any]:
    return film(page_view(root, None, options.get("model"), options.get("depth"), 600))


def model_loss() -> tuple[MLP, Value]:
    model = MLP(2, [3, 1], rng=0)
    return model, (model([0.5, 0.25]) - 1.0) ** 2


def test_each_box_holds_the_parts_that_are_within_it_and_they_do_not_overlap() -> None:
    model, loss = model_loss()
    found = film_of(loss, model=model)
    boxes = {part["within"] for part in found["parts"]}
    assert {int(box) for box in found["levels"]} == boxes
    for box, level in found["levels"].items():
        inside = {i for i, part in enumerate(found["parts"]) if part["within"] == int(box)}
        assert {int(i) for i in level["at"]} == inside
        width, height = level["size"]
        spots = [(*level["at"][str(i)], *found["parts"][i]["size"]) for i in inside]
        for x, y, w, h in spots:
            assert -1 <= x - w / 2 < x + w / 2 <= width + 1
            assert -1 <= y - h / 2 < y + h / 2 <= height + 1
        for (x, y, w, h), (u, v, s, t) in combinations(spots, 2):
            assert abs(x - u) > (w + s) / 2 - 1 or abs(y - v) > (h + t) / 2 - 1


def test_arrows_lead_from_left_to_right_and_two_have_a_curve_each() -> None:
    a = Value(3.0, label="a")
    found = film_of(a * a)
    level = found["levels"]["-1"]
    (left, _), (right, _) = level["at"]["0"], level["at"]["1"]
    assert left < right
    curves = level["curves"]["0>1"]
    assert len(curves) == 2
    assert curves[0] != curves[1]
    for curve in curves:
        assert left < curve[0] < curve[-2] < right
        assert len(curve) % 6 == 2  # a start, and three points for each piece


def test_arrows_between_boxes_are_one() -> None:
    model, loss = model_loss()
    found = film_of(loss, model=model)
    number = {part["name"]: i for i, part in enumerate(found["parts"])}
    key = f"{number['layer 0']}>{number['layer 1']}"
    assert len(found["levels"]["-1"]["curves"][key]) == 1


def test_a_layer_keeps_its_neurons_in_order() -> None:
    model, loss = model_loss()
    found = film_of(loss, model=model)
    at = found["levels"][str([part["name"] for part in found["parts"]].index("layer 0"))]["at"]
    names = {found["parts"][int(i)]["name"]: y for i, (_, y) in at.items()}
    neurons = [y for name, y in sorted(names.items()) if name.startswith("neuron")]
    assert len(neurons) == 3
    assert neurons == sorted(neurons)


def test_what_graphviz_is_slow_at_is_laid_out_by_ourselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    placed = layout._placed
    monkeypatch.setattr(layout, "_placed", lambda some: asked.extend(some) or placed(some))
    factor, total = Value(0.5), Value(0.0)
    for i in range(60):
        total = total + factor * i
    assert len(film_of(total)["levels"]) == 1
    assert asked == []
    film_of(factor * 2)
    assert len(asked) == 1


def test_long_and_wide_texts_make_wide_parts() -> None:
    def width(label: str) -> float:
        parts: list[dict[str, Any]] = film_of(Value(1.0, label=label))["parts"]
        size: float = parts[0]["size"][0]
        return size

    assert width("x") == width("eleven char")
    assert width("a" * 16) == width("数" * 8) > width("x")


def test_a_box_is_as_wide_as_what_it_says() -> None:
    w = Value(2.0)
    model = SimpleNamespace(named_parameters=lambda: [("a layer with a long name.w", w)])
    parts = film_of(w * 3, model=model)["parts"]
    frame = next(part for part in parts if part["kind"] == "frame")
    assert frame["size"] == (20 + 6.5 * len(frame["name"] + "   "), 12 + 15 * 2)
