"""The page of a network: a click on a neuron opens its scalars, and those alone."""

from collections.abc import Callable
from typing import Any

import pytest

from nn import MLP, gates, network


def _open(page: Any) -> list[int]:
    """The numbers of the neurons that are open."""
    states = page.locator("details").evaluate_all("all => all.map(each => each.open)")
    return [i for i, is_open in enumerate(states) if is_open]


@pytest.mark.parametrize("width", [1280, 375])
def test_a_click_on_a_square_opens_its_neuron(opened: Callable[..., Any], width: int) -> None:
    page = opened(
        network(MLP(2, [4, 1], rng=0), *gates.xor()), viewport={"width": width, "height": 700}
    )
    picture, squares = page.locator(".nn-view img").first.bounding_box(), page.locator("summary")
    for i in range(squares.count()):
        box = squares.nth(i).bounding_box()
        assert picture["y"] < box["y"] < picture["y"] + picture["height"] - box["height"]
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert _open(page) == [i]
    graph = page.locator("[open] img").bounding_box()
    assert graph["y"] > picture["y"] + picture["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_is_used_by_keys(opened: Callable[..., Any]) -> None:
    page = opened(network(MLP(2, [4, 1], rng=0), *gates.xor()))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert _open(page) == [0]
