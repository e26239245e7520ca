"""The fields of the player: what is typed, pasted and pressed in them, on small screens too."""

import math
from collections.abc import Callable
from typing import Any

import pytest

from autograd import Value, nonfinite
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


TYPED = {
    "−3.0": -3.0,  # as the player writes it
    "-4": -4.0,
    " 1/105 ": 1 / 105,
    "−1 / 3": -1 / 3,
    "1,5": 1.5,
    "2e−5": 2e-5,
    "+.5E+1": 5.0,
    "1e308": 1e308,
}
#: as no one writes a finite number
REFUSED = ["", "-", "abc", "1e400", "inf", "nan", "1/0", "1/2/3", "1,2,3", "1e", "0x10", "1 2"]


def test_a_number_is_read_as_it_is_written(opened: Callable[..., Any]) -> None:
    page = opened(explore(product()))
    for typed, number in TYPED.items():
        page.click("[data-name=a]")
        page.focus("#new")
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(typed)  # as it is pasted
        assert page.input_value("#new") == typed
        assert float(page.get_attribute("[data-name=a]", "data-data")) == number
        assert page.get_attribute("#new", "aria-invalid") == "false"
        page.focus("#stage")
        page.keyboard.press("n")
        page.click("[data-name=a]")
        page.fill("#new", page.input_value("#new"))  # what the field says is what is read
        assert float(page.get_attribute("[data-name=a]", "data-data")) == number


def test_what_is_no_finite_number_is_refused(opened: Callable[..., Any]) -> None:
    page = opened(explore(product()))
    for typed in REFUSED:
        page.click("[data-name=a]")
        page.fill("#new", "5")
        page.fill("#new", typed)
        assert page.input_value("#new") == typed
        assert page.get_attribute("#new", "aria-invalid") == "true"
        assert page.inner_text("#remark") == "A finite number is needed; a stays 5.0."
        assert page.get_attribute("[data-name=a]", "data-data") == "5"
        page.click("#reset")
        assert page.is_hidden("#remark")
        assert page.input_value("#new") == "2.0"
        assert page.get_attribute("#new", "aria-invalid") == "false"


def test_a_leaf_that_is_not_finite_can_be_made_so(opened: Callable[..., Any]) -> None:
    with nonfinite("allow"):
        page = opened(explore(Value(-math.inf, label="u") * Value(math.nan, label="v")))
    page.click("[data-name=v]")
    assert page.input_value("#new") == "nan"
    page.fill("#new", "1")
    page.click("[data-name=u]")
    assert page.input_value("#new") == "−inf"
    page.fill("#new", "-2")
    page.focus("#stage")
    page.keyboard.press("End")
    assert page.get_attribute("[data-name=L]", "data-data") == "-2"


def verdict(page: Any, guess: str) -> str:
    """On the first guess of a player."""
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.fill("#answer", guess)
    page.keyboard.press("Enter")
    said = str(page.inner_text("#verdict"))
    page.focus("#stage")
    return said


def test_a_guess_is_right_to_one_in_a_hundred(opened: Callable[..., Any]) -> None:
    page = opened(explore(Value(1e-5, label="w") * Value(0.1, label="s")))
    page.keyboard.press("g")
    assert verdict(page, "0") == "Not 0: it is 1e−6"
    assert verdict(page, "-1e-6") == "Not −1e−6: it is 1e−6"
    assert verdict(page, "1.02e-6") == "Not 1.02e−6: it is 1e−6"
    assert verdict(page, "1,005e-6") == "Right: 1e−6"
    page = opened(explore(Value(3.0, label="w") / Value(315.0, label="s")))
    page.keyboard.press("g")
    assert verdict(page, "1/105") == "Right: 1/105"
    assert verdict(page, "−1/105") == "Not −1/105: it is 1/105"
    page = opened(explore(Value(0.0, label="w") * Value(315.0, label="s")))
    page.keyboard.press("g")
    assert verdict(page, "1e-9") == "Not 1e−9: it is 0.0"
    assert verdict(page, "0") == "Right: 0.0"


def test_what_is_not_finite_can_be_guessed(opened: Callable[..., Any]) -> None:
    with nonfinite("allow"):
        page = opened(explore(Value(0.0, label="w").log()))
        page.keyboard.press("g")
        assert verdict(page, "−inf") == "Right: −inf"
        assert verdict(page, "inf") == "Not inf: it is −inf"
        assert verdict(page, "-9") == "Not −9: it is −inf"
        page = opened(explore(Value(-1.0, label="w").log()))
    page.keyboard.press("g")
    assert verdict(page, "NaN") == "Right: nan"
    assert verdict(page, "0") == "Not 0: it is nan"
