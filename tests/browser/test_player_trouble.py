"""What the player says of numbers that are not finite: which came first, and why."""

from collections.abc import Callable
from typing import Any

import pytest

from autograd import Value, nonfinite
from autograd.show.player.explore import explore
from nn import MLP

pytest.importorskip("pygraphviz")
LARGEST = "the largest float, about 1.8e308"


def text(page: Any, selector: str) -> str:
    return str(page.inner_text(selector))


def test_the_first_number_that_is_not_finite_is_told_and_why(opened: Callable[..., Any]) -> None:
    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    page = opened(explore((a * b + 10) * b))
    page.keyboard.press("End")
    assert text(page, "#formula") == "Every gradient of L is complete."
    assert page.is_hidden("#trouble")
    page.click("[data-name=a]")
    page.fill("#new", "1e308")
    said = text(page, "#trouble")
    assert said.startswith("v1 is the first that is not finite: 1e308 * (−3.0) = −inf, as that is ")
    assert "beyond the largest float, about 1.8e308" in said
    assert "not every number is finite" in text(page, "#formula")
    seen = text(page, "#details") + page.text_content("#stage")
    assert "inf" in seen
    assert "Infinity" not in seen
    assert "NaN" not in seen
    page.focus("#stage")
    page.keyboard.press("Home")
    assert page.is_hidden("#trouble")  # nothing before its step
    page.keyboard.press("ArrowRight")
    assert text(page, "#trouble") == said


def test_the_first_gradient_that_is_not_finite_is_told(opened: Callable[..., Any]) -> None:
    with nonfinite("allow"):
        page = opened(explore(Value(0.0, label="x") ** 0.5))
        page.keyboard.press("End")
        assert text(page, "#trouble") == (
            "∂L/∂x is the first gradient that is not finite: ∂(x ** 0.5)/∂x = inf where x = 0.0."
        )
        page = opened(explore(1 / Value(0.0, label="x") + 1))
        page.keyboard.press("ArrowRight")
        assert "1.0 / 0.0 = inf, as it has no finite value there" in text(page, "#trouble")


def test_a_leaf_out_of_a_domain_is_told(opened: Callable[..., Any]) -> None:
    u = Value(2.0, label="u")
    for loss, name in ((u.log() * 2, "log"), (u.sqrt() + 1, "sqrt")):
        said = f"v1 is the first that is not finite: {name}(−1.0) = nan, as it is not defined there"
        page = opened(explore(loss))
        page.keyboard.press("End")
        page.click("[data-name=u]")
        page.fill("#new", "-1")
        assert page.inner_text("#trouble").startswith(said)
        assert page.inner_text("#formula").endswith("not every number is finite.")
        page.click("#reset")
        assert page.is_hidden("#trouble")
        assert page.inner_text("#formula") == "Every gradient of L is complete."


def test_on_a_phone_it_is_told_beside_the_field(opened: Callable[..., Any]) -> None:
    page = opened(explore(Value(2.0, label="u").log() * 2), viewport={"width": 375, "height": 667})
    page.keyboard.press("End")
    page.click("[data-name=u]")
    for number in ("-1", "3"):
        page.fill("#new", number)
        assert page.text_content("#remark") == page.text_content("#trouble")
        assert bool(page.text_content("#remark")) == (number == "-1")
        side, field = (page.locator(name).bounding_box() for name in ("#side", "#new"))
        assert side["y"] <= field["y"]
        assert field["y"] + field["height"] <= side["y"] + side["height"]
    wide = opened(explore(Value(2.0, label="u").log() * 2))
    wide.keyboard.press("End")
    wide.click("[data-name=u]")
    wide.fill("#new", "-1")
    assert wide.text_content("#remark") == ""  # it is said once
    assert wide.text_content("#trouble") != ""


def test_a_gradient_beyond_every_float_is_told(opened: Callable[..., Any]) -> None:
    a = Value(1e-300, label="a")
    whole = "∂L/∂a is the first gradient that is not finite: "
    page = opened(explore(a * 1e308 + a * 1e308))
    page.keyboard.press("End")
    assert page.inner_text("#trouble") == f"{whole}the sum of its shares is beyond {LARGEST}."
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.is_hidden("#trouble")
    page = opened(explore(a * 1e200 * -1e200))
    page.keyboard.press("End")
    assert page.inner_text("#trouble") == f"{whole}−1e200 · 1e200 is beyond {LARGEST}."
    far = a * 1e200 * 1e200
    for _ in range(200):
        far = far * 1.5 * 0.5
    page = opened(explore(far + a, max_nodes=20))
    page.keyboard.press("End")
    assert (
        page.inner_text("#trouble") == f"{whole}a share from what is left out of this page is not."
    )


def test_a_closed_box_in_which_one_number_is_nan_gives_nan(opened: Callable[..., Any]) -> None:
    model = MLP(2, [3, 1], "log", rng=0)
    x = [Value(0.5, label="x"), Value(0.25, label="y")]
    with nonfinite("allow"):
        page = opened(explore(model(x), model=model, depth="layer"))
    page.keyboard.press("End")
    seen = page.text_content("[data-name='layer 0']")
    assert "gives nan" in seen
    assert "nan …" not in seen
    assert "… nan" not in seen
