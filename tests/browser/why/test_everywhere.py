"""Why and the states for everybody: axe-core, three classes, numbers, a model of one's own."""

from pathlib import Path
from typing import Any

import pytest

#: the player's frame is closed to the page, and asked in its own tests
VIOLATIONS = """async () =>
  (await axe.run(document.querySelector("main"), { iframes: false })).violations"""
SIZES = [(1280, 900), (375, 667)]


def violations(page: Any) -> Any:
    axe = pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text("utf-8"))
    found = page.evaluate(VIOLATIONS)
    return [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing(screen: Any, scheme: str, size: tuple[int, int]) -> None:
    view = {"width": size[0], "height": size[1]}
    page = screen({"hidden": [], "lr": 0.5}, viewport=view, color_scheme=scheme)
    page.locator(".bar .play").click()
    page.locator(".diagnosis > .stuck").wait_for()
    page.locator(".bar .play").click()
    page.locator("button.tile").last.click()
    page.locator(".why .paths").wait_for()
    page.get_by_role("button", name="Step through it").click()
    page.frame_locator(".stepper iframe").locator("#formula").wait_for()
    assert violations(page) == []


CUT = """[...document.querySelectorAll("footer *")].filter((one) =>
  one.getBoundingClientRect().right > innerWidth - 8 || one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.id || one.tagName)"""


@pytest.mark.parametrize("width", [360, 375])
def test_nothing_is_cut_off_on_a_phone(screen: Any, width: int) -> None:
    view = {"width": width, "height": 667}
    page = screen({"task": "moons", "hidden": [8, 8], "points": 40}, viewport=view)
    page.locator("button.tile[aria-label='neuron 2 of layer 1']").click()
    page.locator(".why .paths").wait_for()
    way, table = page.locator(".path > :last-child").first, page.locator(".why .weights")
    assert way.bounding_box()["height"] < 30  # one line
    assert table.evaluate("(one) => one.offsetWidth <= one.parentElement.offsetWidth")
    page.get_by_role("button", name="Step through it").click()
    page.wait_for_function("() => window.other || document.querySelector('.stepper iframe')")
    page.evaluate("window.other?.release()")
    page.frame_locator(".stepper iframe").locator("#formula").wait_for()
    frame = page.frames[1]
    assert frame.evaluate(CUT) == []


def test_axe_finds_nothing_in_the_picture_of_a_divergence(screen: Any) -> None:
    page = screen({"task": "function:plane", "loss": "mse", "lr": 5.0, "activation": "relu"})
    page.locator(".bar .play").click()
    page.locator(".blame .culprit").wait_for()
    assert violations(page) == []


def test_three_classes(screen: Any) -> None:
    page = screen({"task": "three_blobs", "points": 60, "hidden": [3]})
    page.locator("button.tile[aria-label='neuron 1 of layer 1']").click()
    page.locator(".why .paths").wait_for()
    said = page.inner_text(".why")
    assert "a sum over 3 paths" in said
    assert "L ← out[0] ← h1[0]" in said
    assert "label " in said


def test_a_linear_layer_between(screen: Any) -> None:
    page = screen({"activation": "linear", "hidden": [2]})
    page.locator("button.tile[aria-label='neuron 1 of layer 1']").click()
    page.locator(".why .paths").wait_for()
    assert "L ← out ← h1[0]" in page.inner_text(".why")


def test_very_many_paths_are_put_together(screen: Any) -> None:
    page = screen({"task": "circles", "points": 40, "hidden": [5, 5, 5, 5]})
    page.locator("button.tile[aria-label='neuron 2 of layer 1']").click()
    page.locator(".why .paths").wait_for()
    said = page.inner_text(".why")
    assert "a sum over 125 paths, put together by the 5 uses of h1[1]" in said
    assert page.locator(".paths li").count() == 5
