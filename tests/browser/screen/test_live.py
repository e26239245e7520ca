"""The screen with the trainer that people have: it learns, follows, and begins again alike."""

from collections.abc import Callable
from typing import Any

Screen = Callable[..., Any]
PICTURE = """[...document.querySelectorAll(".marks, .heat, .tile canvas, .lines")]
  .map((canvas) => canvas.toDataURL()).join()"""
LOSS = "changes.at(-1).frame?.measure.train.loss"


def _settled(page: Any, condition: str) -> None:
    page.wait_for_function(f"() => changes.length && ({condition})")


def test_xor_is_learnt_before_ones_eyes(screen: Screen) -> None:
    page = screen({"task": "xor", "hidden": [4], "lr": 0.3, "seed": 1}, is_real=True)
    _settled(page, "changes.at(-1).frame")
    first = page.evaluate(PICTURE)
    page.get_by_role("button", name="Play").click()
    _settled(page, f"{LOSS} < 0.01")
    page.get_by_role("button", name="Pause").click()
    assert page.locator(".curves .train").inner_text().endswith("100 % right")
    assert page.evaluate(PICTURE) != first
    page.get_by_role("button", name="Reset").click()
    _settled(page, "changes.at(-1).frame.epoch === 0")
    assert page.evaluate(PICTURE) == first


def test_another_layer_and_another_weight_are_seen_at_once(screen: Screen) -> None:
    page = screen({"task": "moons", "hidden": [3], "seed": 2}, is_real=True)
    _settled(page, "changes.at(-1).frame")
    page.get_by_label("add a hidden layer").click()
    _settled(page, "changes.at(-1).frame?.parameters.length === 9 + 12 + 4")
    assert page.locator("button.tile").count() == 7
    before = page.evaluate(LOSS)
    page.get_by_label("the output").click()
    page.get_by_label("from neuron 1 of layer 2").focus()
    page.keyboard.press("ArrowRight")
    _settled(page, f"{LOSS} !== {before}")
    assert page.evaluate("changes.at(-1).frame.edits.length") == 1


def test_three_labels_and_numbers_are_learnt_too(screen: Screen) -> None:
    for task, goal in (("three_blobs", 0.2), ("function:saddle", 0.1)):
        page = screen({"task": task, "hidden": [6], "seed": 1}, is_real=True)
        page.get_by_role("button", name="Play").click()
        _settled(page, f"{LOSS} < {goal}")
