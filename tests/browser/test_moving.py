"""The moving picture in a browser: it moves as an image, and stands where one asks it to."""

import re
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[2] / "docs" / "gallery" / "moving.svg"
SEEN = """() => [...document.querySelectorAll("text")].filter((text) => {
  const around = text.parentElement.closest("g");
  return [text, ...(around ? [around] : [])].every((e) => getComputedStyle(e).opacity > 0.5);
}).map((text) => text.textContent)"""
AT = """(seconds) => document.getAnimations().forEach((animation) => {
  animation.pause();
  animation.currentTime = 1000 * seconds;
})"""


@pytest.fixture
def page(browser: Any) -> Any:
    context = browser.new_context(viewport={"width": 848, "height": 400}, offline=True)
    yield context.new_page()
    context.close()


def test_it_moves_as_an_image(page: Any) -> None:
    page.goto(FILE.parent.as_uri())  # files may show files
    page.set_content(f'<img src="{FILE.as_uri()}" style="max-width:100%">')
    page.wait_for_function("document.images[0].complete")
    written = re.search(r'<svg[^>]* width="(\d+)px"', FILE.read_text(encoding="utf-8"))
    assert written
    assert page.evaluate("document.images[0].naturalWidth") == int(written[1]) <= 848
    first = page.screenshot()
    for _ in range(100):
        page.wait_for_timeout(100)
        if page.screenshot() != first:
            return
    pytest.fail("nothing moved")


def test_values_come_forward_and_gradients_back(page: Any) -> None:
    page.goto(FILE.as_uri())
    duration = page.evaluate("document.getAnimations()[0].effect.getTiming().duration") / 1000
    moments = []
    for part in range(20):
        page.evaluate(AT, duration * part / 20)
        moments.append(page.evaluate(SEEN))
    values = [sum(text.startswith("data") for text in seen) for seen in moments]
    gradients = [sum(text.startswith("grad") for text in seen) for seen in moments]
    assert (values[0], values[-1], gradients[-1]) == (3, 7, 7)
    assert values == sorted(values)
    assert gradients == sorted(gradients)
    assert gradients[values.index(7) - 1] == 0  # no gradient before the last value
    assert any("∂L/∂a += ∂L/∂v1 · ∂(a * b)/∂a = -1.0 · -3.0 = 3.0" in seen for seen in moments)


def test_who_wants_no_motion_sees_the_end(browser: Any) -> None:
    context = browser.new_context(reduced_motion="reduce", offline=True)
    page = context.new_page()
    page.goto(FILE.as_uri())
    assert page.evaluate("document.getAnimations().length") == 0
    seen = page.evaluate(SEEN)
    context.close()
    assert {"grad 7.0", "grad 2.0", "a.grad, b.grad, c.grad = 7.0, 2.0, -1.0"} <= set(seen)
    assert sum(text.startswith("grad") for text in seen) == 7
