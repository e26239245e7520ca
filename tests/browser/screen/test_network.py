"""The network: neurons to press, lines to drag, layers and neurons to add and to remove."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.screen.conftest import drawn, heard

Screen = Callable[..., Any]


def _made(page: Any) -> Any:
    return heard(page, "make")[-1]["settings"]


def test_every_neuron_has_a_square_with_its_answer(screen: Screen) -> None:
    page = screen()
    names = page.locator("button.tile").evaluate_all("all => all.map((t) => t.ariaLabel)")
    assert names == [
        *(f"neuron {i} of layer 1" for i in range(1, 5)),
        *(f"neuron {i} of layer 2" for i in range(1, 4)),
        "the output",
    ]
    inked = """all => all.map((canvas) => canvas.getContext("2d")
      .getImageData(0, 0, canvas.width, canvas.height).data.some((x) => x))"""
    assert page.locator(".tile canvas").evaluate_all(inked) == [True] * 10


def test_a_heat_map_has_the_signs_of_the_numbers(screen: Screen) -> None:
    page = screen()
    colours = page.evaluate("""() => {
      const canvas = document.querySelector(".tile canvas"), pen = canvas.getContext("2d");
      const { data } = pen.getImageData(0, 20, 48, 1);
      return [[...data.slice(0, 4)], [...data.slice(-4)]];
    }""")
    left, right = colours  # of x1, which is below 0 on the left
    assert left[2] > left[0]
    assert right[0] > right[2]
    assert left[3] > 200 < right[3]


@pytest.mark.parametrize(
    ("label", "hidden"),
    [
        ("add a hidden layer", [4, 3, 3]),
        ("remove the last hidden layer", [4]),
        ("one neuron more in layer 1", [5, 3]),
        ("one neuron less in layer 2", [4, 2]),
    ],
)
def test_the_architecture_is_changed_by_buttons(
    screen: Screen, label: str, hidden: list[int]
) -> None:
    page = screen()
    button = page.get_by_label(label)
    button.focus()
    page.keyboard.press("Enter")
    drawn(page)
    assert _made(page)["hidden"] == hidden
    assert page.locator("button.tile").count() == sum(hidden) + 1
    assert button.evaluate("node => node === document.activeElement")


def test_at_the_end_a_button_says_so(screen: Screen) -> None:
    page = screen({"hidden": []})
    button = page.get_by_label("remove the last hidden layer")
    assert button.get_attribute("aria-disabled") == "true"
    button.focus()
    page.keyboard.press("Enter")
    assert len(heard(page, "make")) == 1
    page.get_by_label("add a hidden layer").click()
    assert _made(page)["hidden"] == [4]


def test_quick_presses_do_not_ask_for_too_much(screen: Screen) -> None:
    page = screen({"hidden": [2, 31]})
    page.evaluate("""() => {
      const press = (name) => document.querySelector(`[aria-label="${name}"]`).click();
      for (let i = 0; i < 9; i++) press("add a hidden layer");
      for (let i = 0; i < 3; i++) press("one neuron more in layer 2");
      for (let i = 0; i < 3; i++) press("one neuron less in layer 1");
    }""")
    assert _made(page)["hidden"] == [1, 32, 31, 31, 31, 31]


def test_each_layer_has_its_activation(screen: Screen) -> None:
    page = screen()
    page.get_by_label("activation of layer 2").select_option("relu")
    drawn(page)
    assert _made(page)["activation"] == ["tanh", "relu"]
    page.get_by_label("activation of layer 1").select_option("relu")
    drawn(page)
    assert _made(page)["activation"] == "relu"


def test_inputs_are_chosen_and_one_stays(screen: Screen) -> None:
    page = screen()
    page.locator(".network summary").click()
    page.get_by_label("x₁²").check()
    drawn(page)
    assert _made(page)["inputs"] == ["x1", "x2", "x1^2"]
    for name in ("x₁", "x₂", "x₁²"):
        page.get_by_label(name, exact=True).click()
        drawn(page)
    assert _made(page)["inputs"] == ["x1^2"]
    assert page.get_by_label("x₁²").is_checked()
    page.keyboard.press("Escape")
    assert not page.get_by_label("x₁²").is_visible()


def _middle(page: Any, number: int) -> tuple[float, float]:
    """Where the line from the first input to a neuron of the first layer has its middle."""
    tiles = page.locator(".tile")
    a, b = (tiles.nth(i).bounding_box() for i in (0, 2 + number))
    x = (a["x"] + a["width"] + b["x"]) / 2
    return x, (a["y"] + b["y"] + a["height"]) / 2


def test_a_line_is_dragged(screen: Screen) -> None:
    page = screen()
    x, y = _middle(page, 0)
    before = page.evaluate("trainer.w[0]")
    page.mouse.move(x, y)
    tip = page.locator(".tip").inner_text()
    assert tip.startswith("x₁ → neuron 1 of layer 1\nweight ")
    page.mouse.down()
    page.mouse.move(x, y - 40)
    drawn(page)
    page.mouse.up()
    assert page.evaluate("trainer.w[0]") == pytest.approx(before + 0.5, abs=1e-3)
    assert heard(page, "weights")[-1]["changes"][0][0] == 0
    assert page.locator(".card").is_hidden()


def _told(page: Any) -> float:
    """The weight that stands in the tip."""
    line = page.locator(".tip").inner_text().splitlines()[1]
    return float(line.removeprefix("weight ").split(",")[0].replace("−", "-"))


def test_under_a_resting_pointer_stands_the_weight_of_now(screen: Screen) -> None:
    page = screen()
    x, y = _middle(page, 0)
    page.mouse.move(x, y)
    before = _told(page)
    for _ in range(5):
        page.evaluate("trainer.step()")
    drawn(page)
    now = page.evaluate("trainer.w[0]")
    assert _told(page) == pytest.approx(now, rel=1e-3)
    assert _told(page) != before
    page.mouse.down()
    page.mouse.move(x, y - 40)
    drawn(page)
    assert _told(page) == pytest.approx(now + 0.5, rel=1e-3)
    page.mouse.up()


def test_of_a_network_that_is_gone_no_weight_is_told(screen: Screen) -> None:
    page = screen()
    page.mouse.move(*_middle(page, 0))
    page.evaluate("screen_.apply({ hidden: [2] })")
    drawn(page)
    assert page.locator(".tip").is_hidden()


def test_a_line_that_is_pressed_is_chosen(screen: Screen) -> None:
    page = screen()
    page.mouse.click(*_middle(page, 0))
    assert page.locator(".card h3").inner_text() == "A weight of neuron 1 of layer 1"
    assert heard(page, "weights") == []


def test_a_weight_is_set_by_keys(screen: Screen) -> None:
    page = screen()
    tile = page.get_by_label("neuron 2 of layer 2")
    tile.focus()
    page.keyboard.press("Enter")
    assert tile.get_attribute("aria-pressed") == "true"
    sliders = page.locator(".card input")
    assert sliders.count() == 5
    slider = page.get_by_label("from neuron 3 of layer 1")
    before = page.evaluate("trainer.w[trainer.layers[1].neurons[1].weights[2]]")
    slider.focus()
    page.keyboard.press("ArrowRight")
    drawn(page)
    after = page.evaluate("trainer.w[trainer.layers[1].neurons[1].weights[2]]")
    assert before < after < before + 0.02
    page.locator(".card").get_by_role("button", name="Why? ↓").click()
    page.wait_for_function("document.querySelector('.panel.why').getBoundingClientRect().top < 500")
    page.get_by_label("close").click()
    assert page.locator(".card").is_hidden()
    assert tile.get_attribute("aria-pressed") == "false"


def test_gradients_flow_unless_motion_is_unwelcome(screen: Screen) -> None:
    for motion, moves in (("no-preference", True), ("reduce", False)):
        page = screen(reduced_motion=motion)
        lines = "document.querySelector('.lines').toDataURL()"
        plain = page.evaluate(lines)
        page.get_by_label("gradients flowing back").check()
        drawn(page)
        first = page.evaluate(lines)
        assert first != plain
        drawn(page)
        drawn(page)
        assert (page.evaluate(lines) != first) is moves


def test_a_line_of_one_input_is_drawn_as_curves(screen: Screen) -> None:
    page = screen({"task": "function:sine", "inputs": ["x1"]})
    assert heard(page, "view")[-1]["side"] == 161
    assert page.locator(".tile").count() == 1 + 4 + 3 + 1


def test_what_a_teacher_hides_cannot_be_edited(screen: Screen) -> None:
    page = screen(hidden=["edit"])
    for gone in (".layers", ".head select", ".network summary", ".head button"):
        assert not any(each.is_visible() for each in page.locator(gone).all()), gone
    assert page.locator("button.tile").count() == 8


def test_a_model_without_layers_shows_its_parameters(screen: Screen) -> None:
    page = screen()
    page.evaluate("""() => {
      trainer.say({ kind: "made", layers: [], inputs: trainer.inputs, rows: trainer.rows,
        settings: trainer.settings, fixed: true, parameters: trainer.w.length });
      trainer.frame();
    }""")
    drawn(page)
    assert page.locator(".scroll").is_hidden()
    assert page.locator(".card h3").inner_text().endswith(": its 31 parameters")
    page.get_by_label("parameter 30").focus()
    page.keyboard.press("ArrowRight")
    drawn(page)
    assert heard(page, "weights")[-1]["changes"][0][0] == 30
    assert page.locator(".bars .name").all_inner_texts() == ["all"]


def test_of_many_inputs_a_square_shows_weights(screen: Screen) -> None:
    page = screen({"task": "wide", "inputs": ["x1", "x2", "x3"]})
    assert heard(page, "view") == []
    assert page.locator(".surface .plane").is_hidden()
    assert "needs one input or two" in page.locator(".surface").inner_text()
    assert "the neuron's weights" in page.locator(".network .key").inner_text()
    plain = page.locator(".tile.plain")
    assert plain.all_inner_texts() == ["x₁", "x₂", "x₃"]
    assert plain.first.evaluate("(tile) => getComputedStyle(tile).borderTopWidth") == "0px"
    weights = page.evaluate("trainer.layers[0].neurons[0].weights.map((i) => trainer.w[i])")
    colours = page.locator("button.tile canvas").first.evaluate("""(canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, 48, 48);
      const at = (x, y) => [...data.slice(4 * (48 * y + x), 4 * (48 * y + x) + 4)];
      return [8, 24, 40].map((x) => [at(x, 22), at(x, 26)]);
    }""")
    for weight, (above, below) in zip(weights, colours, strict=True):
        if abs(weight) > 0.2 * max(map(abs, weights)):
            assert (above[3] > 0, below[3] > 0) == (weight > 0, weight < 0)


@pytest.mark.parametrize("width", [1280, 848, 375])
def test_the_numbers_of_a_card_do_not_touch(screen: Screen, width: int) -> None:
    page = screen(viewport={"width": width, "height": 900})
    page.evaluate("trainer.weights({ changes: [[0, -0.009656], [1, -123.4567]] })")
    page.get_by_label("neuron 1 of layer 1").click()
    drawn(page)
    wide = "all => all.map((one) => one.scrollWidth <= one.clientWidth)"
    assert all(page.locator(".sliders :is(output, .quiet)").evaluate_all(wide))
