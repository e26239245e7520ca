"""The fields of the player: what is typed, pasted and pressed in them, on small screens too."""

from collections.abc import Callable
from typing import Any

import pytest

from autograd import Value
from autograd.show.player.explore import explore

pytest.importorskip("pygraphviz")
TOUCH = {"has_touch": True, "is_mobile": True}


def product() -> Value:
    return Value(2.0, label="a") * Value(-3.0, label="b")


def box(page: Any, selector: str) -> Any:
    found = page.locator(selector).bounding_box()
    return found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"]


@pytest.mark.parametrize("size", [(375, 667), (667, 375)])
def test_the_fields_are_large_enough_for_a_thumb_and_in_sight(
    opened: Callable[..., Any], size: tuple[int, int]
) -> None:
    page = opened(explore(product()), viewport=dict(zip(("width", "height"), size)), **TOUCH)
    page.keyboard.press("g")
    page.keyboard.press("ArrowRight")
    page.tap("[data-name=a]")
    top, bottom = box(page, "#side")[1::2]
    left, above, right, below = box(page, "#new")
    assert right - left >= 44
    assert below - above >= 44
    assert top <= above < below <= bottom
    left, above, right, below = box(page, "#answer")
    assert right - left >= 44
    assert below - above >= 44


@pytest.mark.parametrize("size", [(1280, 800), (667, 375), (360, 330)])
def test_all_keys_are_seen_or_come_in_sight_by_the_keyboard(
    opened: Callable[..., Any], size: tuple[int, int]
) -> None:
    page = opened(explore(product()), viewport=dict(zip(("width", "height"), size)))
    page.keyboard.press("?")
    hidden = "document.getElementById('keys').scrollHeight - keys.clientHeight"
    if size != (360, 330):
        assert page.evaluate(hidden) <= 0
    else:
        assert page.evaluate(hidden) > 0
        page.focus("#keys")
        assert page.evaluate("document.activeElement.id") == "keys"
    assert box(page, "#keys")[1] >= 0
