"""The player on a phone, in a dark notebook, on paper, by keyboard and by ear."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograd import Value
from autograd.show.player.explore import explore
from nn import MLP
from tests.show_samples import small

pytest.importorskip("pygraphviz")
PHONE = {"viewport": {"width": 375, "height": 667}, "has_touch": True, "is_mobile": True}
#: where everything stands that one presses
BAR = """() => [...document.querySelectorAll("footer, footer button, footer select, #scrub")]
  .map((thing) => thing.getBoundingClientRect()).filter((r) => r.width)
  .map((r) => [r.left, r.top, r.right, r.bottom])"""


def network() -> tuple[MLP, Value]:
    model = MLP(2, [4, 4, 1], rng=0)
    return model, (model([0.5, -0.25]) - 1.0) ** 2


def press(page: Any, key: str) -> None:
    page.keyboard.press(key)


def test_on_a_phone_the_bar_stays_and_every_button_is_there(opened: Callable[..., Any]) -> None:
    model, loss = network()
    page = opened(explore(loss, model=model), **PHONE)
    first = page.evaluate(BAR)
    assert len(first) >= 14
    for left, top, right, bottom in first:
        assert 0 <= left < right <= 375
        assert 0 <= top < bottom <= 667
        assert right - left >= 44
        assert bottom - top >= 44
    page.keyboard.press("n")
    while page.input_value("#scrub") != page.get_attribute("#scrub", "max"):
        press(page, "ArrowRight")
        assert page.evaluate(BAR) == first
    assert page.evaluate("[document.documentElement.scrollWidth, scrollY]") == [375, 0]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('data-jp-theme-light="false"', "dark"),
        ('data-jp-theme-light="true"', "light"),
        ('class="vscode-body vscode-dark"', "dark"),
        ('class="vscode-light"', "light"),
        ("", None),
    ],
)
def test_it_wears_the_theme_of_the_notebook(
    browser: Any, tmp_path: Path, body: str, expected: str | None
) -> None:
    file = tmp_path / "notebook.html"
    file.write_text(f"<body {body}>{explore(small()[2])._repr_html_()}", encoding="utf-8")
    context = browser.new_context(color_scheme="light" if expected == "dark" else "dark")
    page = context.new_page()
    page.goto(file.as_uri())
    player = page.frames[1]
    theme = "document.documentElement.dataset.theme"
    player.wait_for_selector("#step")
    player.wait_for_function(f"wanted => ({theme} ?? null) === wanted", arg=expected)
    if expected:
        page.evaluate("document.body.dataset.jpThemeLight = 'true'")
        player.wait_for_function(f"() => {theme} === 'light'")
        player.locator("#theme").click()
        page.evaluate("document.body.className = 'other'")
        assert player.evaluate(theme) == "dark"  # what the reader chose stays
    context.close()


def test_the_chosen_theme_is_there_the_next_time(browser: Any, tmp_path: Path) -> None:
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(Path(explore(small()[2]).save(tmp_path / "loss.html")).as_uri())
    theme = "document.documentElement.dataset.theme"
    assert page.evaluate(theme) is None
    press(page, "d")
    page.reload()
    assert page.evaluate(theme) == "dark"
    press(page, "d")
    page.reload()
    assert page.evaluate(theme) == "light"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (375, 667), (667, 375)])
def test_axe_finds_nothing(opened: Callable[..., Any], scheme: str, size: tuple[int, int]) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    source = (Path(axe.__file__).parent / "axe.min.js").read_text("utf-8")
    model, loss = network()
    view = {"width": size[0], "height": size[1]}
    page = opened(explore(loss, model=model), viewport=view, color_scheme=scheme)
    page.evaluate(source)
    for keys in (
        ["?"],
        ["?", "n", "o"],
        ["PageDown", "ArrowRight", "n"],
        ["End", "b"],
        ["Home", "g", "ArrowRight"],
    ):
        for key in keys:
            press(page, key)
        found = page.evaluate("async () => (await axe.run(document)).violations")
        told = [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found]
        assert told == []


def test_every_part_has_a_role_and_says_what_it_shows(opened: Callable[..., Any]) -> None:
    model, loss = network()
    page = opened(explore(loss, model=model, depth="layer"))
    box = page.locator("[data-name='layer 0']")
    assert (box.get_attribute("role"), box.get_attribute("aria-expanded")) == ("button", "false")
    assert box.get_attribute("aria-label") == "layer 0 …"
    press(page, "ArrowRight")
    assert "gives" in box.get_attribute("aria-label")
    press(page, "End")
    output = page.locator("[data-name=L]")
    assert output.get_attribute("aria-label").startswith("L ** ")
    assert output.get_attribute("aria-label").endswith("∂ 1.0")


def test_it_is_silent_while_it_plays_and_the_slider_says_the_step(
    opened: Callable[..., Any],
) -> None:
    page = opened(explore(small()[2]))
    assert page.get_attribute("#story", "aria-live") == "polite"
    page.focus("#stage")
    press(page, " ")
    assert page.get_attribute("#story", "aria-live") == "off"
    press(page, " ")
    assert page.get_attribute("#story", "aria-live") == "polite"
    press(page, "ArrowRight")
    said = page.get_attribute("#scrub", "aria-valuetext")
    assert said == page.inner_text("#formula")


def test_boxes_open_by_keyboard(opened: Callable[..., Any]) -> None:
    model, loss = network()
    page = opened(explore(loss, model=model, depth="layer"))
    focused = "document.activeElement.dataset.name"
    for _ in range(3):
        press(page, "n")
        if page.evaluate(focused) == "layer 0":
            break
    assert page.evaluate(focused) == "layer 0"
    boxes = page.locator(".box").count()
    press(page, "Enter")
    assert page.locator(".box").count() == boxes + 3
    press(page, "n")
    assert page.evaluate(focused).startswith("neuron")


def test_escape_closes_the_keys_before_it_forgets_the_choice(opened: Callable[..., Any]) -> None:
    page = opened(explore(small()[2]))
    press(page, "n")
    press(page, "?")
    press(page, "Escape")
    assert page.is_hidden("#keys")
    assert page.is_visible("#details")
    press(page, "Escape")
    assert page.is_hidden("#details")


def test_a_phone_is_told_what_a_finger_does(opened: Callable[..., Any]) -> None:
    page = opened(explore(small()[2]), **PHONE)
    assert "space" not in page.inner_text("main")
    assert "pinch to zoom" in page.inner_text("#why")
    assert page.is_hidden("#help")
    whole = page.locator("#note")
    assert whole.inner_text() == "10 nodes"
    assert whole.evaluate("p => p.scrollWidth <= p.clientWidth")
    assert whole.bounding_box()["x"] + whole.bounding_box()["width"] <= 375


def test_on_paper_the_steps_so_far_stand_below_the_picture(opened: Callable[..., Any]) -> None:
    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    page = opened(explore(a * b), viewport={"width": 700, "height": 900})
    page.focus("#stage")
    press(page, "ArrowRight")
    press(page, "ArrowRight")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    steps = page.locator("#so-far li")
    assert steps.all_inner_texts() == [
        "The leaves are given.", "L = a * b = 2.0 * (−3.0) = −6.0", "∂L/∂L = 1.0",
    ]  # fmt: skip
    picture = page.locator("#stage svg").bounding_box()
    assert steps.first.bounding_box()["y"] > picture["y"] + picture["height"]
    assert picture["width"] > 600
    outline = "getComputedStyle(document.getElementById('stage')).outlineStyle"
    assert page.evaluate(outline) == "none"
    page.emulate_media(media="screen")
    assert page.is_hidden("#so-far")


def test_on_paper_all_of_the_graph_is_there_and_no_button(opened: Callable[..., Any]) -> None:
    page = opened(explore(small()[2]), viewport={"width": 700, "height": 500})
    for _ in range(8):
        press(page, "+")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.is_hidden("footer")
    paper = page.locator("#stage svg").bounding_box()
    for part in page.locator(".part").all():
        spot = part.bounding_box()
        assert paper["x"] <= spot["x"]
        assert spot["x"] + spot["width"] <= paper["x"] + paper["width"] + 1
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.is_visible("footer")
