"""Losses over time, and the gradient of every layer."""

import math
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.screen.conftest import drawn

Screen = Callable[..., Any]


def _step(page: Any, times: int) -> None:
    for _ in range(times):
        page.evaluate("trainer.step()")
        drawn(page)


def test_the_losses_are_told_and_drawn(screen: Screen) -> None:
    page = screen()
    canvas = "document.querySelector('canvas.curves').toDataURL()"
    before = page.evaluate(canvas)
    _step(page, 3)
    assert page.evaluate(canvas) != before
    train, test = page.evaluate("Object.values(trainer.measure()).map(({ loss }) => loss)")
    told = page.locator(".curves .losses .loss").all_inner_texts()
    assert told == [f"{train:.4f}", f"{test:.4f}"]
    label = page.locator("canvas.curves").get_attribute("aria-label")
    assert label.startswith("Loss over 3 epochs: training from ")


#: how many pixels of the curves have a colour, and not a grey
COLOURED = """() => {
  const canvas = document.querySelector("canvas.curves"), { width, height } = canvas;
  const pen = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  const { data } = pen.getImageData(0, 0, width, height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) count += Math.abs(data[i] - data[i + 2]) > 90;
  return count;
}"""


def test_a_single_loss_is_a_dot(screen: Screen) -> None:
    page = screen({"task": "xor"})
    assert page.evaluate(COLOURED) == 0
    _step(page, 1)
    assert 16 <= page.evaluate(COLOURED) <= 64
    label = page.locator("canvas.curves").get_attribute("aria-label")
    assert label.startswith("Loss over 1 epoch: training from ")


def test_without_held_out_rows_there_is_no_test(screen: Screen) -> None:
    page = screen({"task": "xor"})
    assert page.locator(".curves .losses .train").is_visible()
    assert page.locator(".curves .losses .test").is_hidden()
    assert page.locator(".curves .losses .train").inner_text().endswith("% right")


def test_of_numbers_nothing_is_right(screen: Screen) -> None:
    page = screen({"task": "function:sine", "inputs": ["x1"]})
    assert "right" not in page.locator(".curves .losses").inner_text()


def test_every_layer_has_a_bar_of_its_gradient(screen: Screen) -> None:
    page = screen()
    assert page.locator(".bars .name").all_inner_texts() == ["layer 1", "layer 2", "output"]
    gradient = page.evaluate("Array.from(trainer.gradient)")
    size = math.sqrt(sum(g * g for g in gradient[:12]) / 12)
    assert float(page.locator(".bars .size").first.inner_text()) == pytest.approx(size, rel=0.06)
    track, fill = (
        page.locator(f".bars .{name}").first.bounding_box() for name in ("track", "fill")
    )
    part = (math.log10(size) + 6) / 6
    assert fill["width"] / track["width"] == pytest.approx(part, abs=0.02)


def test_zeros_are_counted(screen: Screen) -> None:
    page = screen()
    page.evaluate("trainer.gradient.fill(0); trainer.frame()")
    drawn(page)
    sizes = page.locator(".bars .size").all_inner_texts()
    assert sizes == ["0, 12 zero", "0, 15 zero", "0, 4 zero"]
