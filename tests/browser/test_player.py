"""The player in a browser: opened from a file, with the network off."""

from collections.abc import Callable
from typing import Any

import pytest

from autograd import Value, topological_order
from autograd.show.explanation.explain import explain
from autograd.show.player.explore import explore
from autograd.show.scene.names import spoken_names
from nn import MLP
from tests.show_samples import ALL, small

pytest.importorskip("pygraphviz")
LARGE = {"width": 2600, "height": 2000}
LAST = "() => document.getElementById('scrub').max"


def xor() -> tuple[MLP, Value]:
    model = MLP(2, [4, 4, 1], rng=0)
    rows = zip([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])
    loss = sum(((model(x) - y) ** 2 for x, y in rows), Value(0.0))
    loss.backward()
    return model, loss


def gradients(page: Any) -> dict[str, float]:
    """Name -> gradient, of every node that is drawn."""
    found = page.eval_on_selector_all(
        ".leaf, .node", "gs => gs.map(g => [g.dataset.name, g.dataset.grad])"
    )
    return {name: float(grad) for name, grad in found if grad != ""}


def scale(page: Any) -> float:
    return float(page.evaluate("document.querySelector('#stage svg > g').getCTM().a"))


def text(page: Any, selector: str) -> str:
    return str(page.inner_text(selector))


def test_stepping_to_the_end_shows_every_gradient(opened: Callable[..., Any]) -> None:
    _, _, c = small()
    page = opened(explore(c))
    order = topological_order(c)
    for _ in range(int(page.evaluate(LAST))):
        page.click("#step")
    names = spoken_names(order, {})
    assert gradients(page) == {names[node]: node.grad for node in order}
    assert "complete" in text(page, "#formula")


def test_every_gradient_of_a_network_with_all_boxes_open(opened: Callable[..., Any]) -> None:
    model, loss = xor()
    page = opened(explore(loss, model=model, depth="scalar"))
    page.keyboard.press("End")
    page.keyboard.press("a")
    shown = gradients(page)
    assert len(shown) == len(topological_order(loss))
    assert sorted(shown.values()) == sorted(node.grad for node in topological_order(loss))
    assert shown["W1[1,0]"] == model.layers[0].neurons[1].w[0].grad


def test_values_appear_one_by_one_and_the_step_is_written_out(opened: Callable[..., Any]) -> None:
    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    page = opened(explore(a * b))
    assert page.get_attribute("[data-name=L]", "data-data") == ""
    page.keyboard.press("ArrowRight")
    assert text(page, "#formula") == "L = a * b = 2.0 * (−3.0) = −6.0"
    page.keyboard.press("ArrowRight")
    assert text(page, "#formula") == "∂L/∂L = 1.0"
    page.keyboard.press("ArrowRight")
    assert text(page, "#formula") == "∂L/∂a += ∂L/∂L · ∂(a * b)/∂a = 1.0 · (−3.0) = −3.0"
    assert text(page, "#rule") == "∂(a * b)/∂a = b = −3.0, as L = a * b"
    assert "it is the output" in text(page, "#why")
    page.keyboard.press("ArrowLeft")
    assert page.get_attribute("[data-name=a]", "data-grad") == ""


def test_running_sum_and_why_now(opened: Callable[..., Any]) -> None:
    a = Value(3.0, label="a")
    b = a * a
    page = opened(explore(b * 2 + b, names={"b": b}))
    page.keyboard.press("PageDown")
    seen = []
    for _ in range(6):
        page.keyboard.press("ArrowRight")
        seen.append((text(page, "#sum"), text(page, "#why")))
    assert any("∂L/∂b so far: 1.0 + 2.0 = 3.0 (2 of 2 uses)" in done for done, _ in seen)
    assert any("b may be taken now: all that uses it, v" in why for _, why in seen)


def test_keys_for_everything(opened: Callable[..., Any]) -> None:
    model, loss = xor()
    page = opened(explore(loss, model=model, depth="layer"))
    press = page.keyboard.press

    def count() -> Any:
        return page.input_value("#scrub")

    press("End")
    assert count() == page.evaluate(LAST)
    press("Home")
    assert count() == "0"
    press("PageDown")
    assert "∂L/∂L" in text(page, "#formula")
    press("PageUp")
    assert count() == "0"
    press(">")
    assert page.input_value("#speed") == "2"
    press("<")
    press("?")
    assert page.is_visible("#keys")
    press("?")
    assert page.is_hidden("#keys")
    press("n")
    assert page.is_visible("#details")
    press("Escape")
    assert page.is_hidden("#details")
    boxes = page.locator(".box").count()
    press("b")
    assert page.locator(".box").count() != boxes
    zoom = scale(page)
    press("+")
    assert scale(page) == pytest.approx(1.25 * zoom)
    press("f")
    assert scale(page) == pytest.approx(zoom)
    press("-")
    assert scale(page) == pytest.approx(zoom / 1.25)
    press("d")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_playing_pausing_and_scrubbing(opened: Callable[..., Any]) -> None:
    page = opened(explore(small()[2]))
    page.select_option("#speed", "20")
    page.focus("#stage")
    page.keyboard.press(" ")
    page.wait_for_function("() => document.getElementById('scrub').value > 4")
    page.keyboard.press(" ")
    at = page.input_value("#scrub")
    page.wait_for_timeout(200)
    assert page.input_value("#scrub") == at
    page.fill("#scrub", "3")
    assert text(page, "#count").startswith("3 /")


def test_a_click_expands_a_node_and_lights_its_paths(opened: Callable[..., Any]) -> None:
    a, _, c = small()
    page = opened(explore(c))
    page.keyboard.press("End")
    page.click("[data-name=a]")
    said = text(page, "#details")
    assert f"∂L/∂a = {a.grad}" in said
    assert "4 paths to L" in said
    assert page.locator(".lit").count() > 8
    page.hover("[data-name=b]")
    assert "b: a leaf" in text(page, "#tip")
    page.keyboard.press("Escape")
    assert page.is_hidden("#tip")
    assert page.is_visible("#details")


def test_paths_lead_through_boxes_that_are_left_out(opened: Callable[..., Any]) -> None:
    model = MLP(2, [16, 16, 1], rng=0)
    x = Value(0.5, label="x")
    loss = (model([x, 0.25]) - 1.0) ** 2
    page = opened(explore(loss, model=model, depth="layer", max_nodes=100))
    page.keyboard.press("End")
    page.click("[data-name=x]")
    said = text(page, "#details")
    assert f"{explain(loss, x).count:,} paths to L" in said
    assert "x → layer 0 → layer 1 → layer 2 → " in said
    assert page.locator(".box.lit").count() == 3


def test_boxes_open_and_close(opened: Callable[..., Any]) -> None:
    model, loss = xor()
    page = opened(explore(loss, model=model, depth="layer"), viewport=LARGE)
    assert page.locator(".box").count() == 3
    page.click(".box >> text=layer 1")
    assert page.locator(".box").count() == 6
    page.click(".box >> text=neuron 2")
    assert page.locator(".leaf").count() == 6  # one of them is outside the model
    page.click(".frame >> text=layer 1")
    assert page.locator(".box").count() == 3
    assert page.locator(".leaf").count() == 1


def test_open_boxes_do_not_overlap(opened: Callable[..., Any]) -> None:
    model, loss = xor()
    page = opened(explore(loss, model=model, depth="scalar"))
    page.keyboard.press("a")
    spots = page.eval_on_selector_all(
        ".leaf rect, .node rect",
        "rs => rs.map(r => ['x', 'y', 'width', 'height'].map(n => Number(r.getAttribute(n))))",
    )
    for i, (x, y, w, h) in enumerate(spots):
        for u, v, s, t in spots[:i]:
            assert x + w <= u or u + s <= x or y + h <= v or v + t <= y


@pytest.mark.parametrize("label", ALL.values(), ids=ALL)
def test_strange_labels_execute_nothing(opened: Callable[..., Any], label: str) -> None:
    a = Value(3.0, label=label)
    page = opened(explore(a * a))
    page.keyboard.press("End")
    page.keyboard.press("n")
    assert page.locator("script").count() == 2
    assert page.locator("#stage b, #details b, #details a").count() == 0


def test_a_part_of_a_large_graph(opened: Callable[..., Any]) -> None:
    model = MLP(2, [16, 16, 1], rng=0)
    loss = sum(((model([i / 9, 1 - i / 9]) - i % 2) ** 2 for i in range(10)), Value(0.0))
    page = opened(explore(loss, model=model))
    assert "are within 3 closed boxes" in text(page, "#note")
    page.keyboard.press("End")
    assert "complete" in text(page, "#formula")


def test_a_phone_scrolls_only_down(opened: Callable[..., Any]) -> None:
    page = opened(explore(small()[2]), viewport={"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.is_visible("#play")


def test_without_script_there_is_a_still_picture(opened: Callable[..., Any]) -> None:
    page = opened(explore(small()[2]), java_script_enabled=False)
    assert page.is_visible(".still svg")
