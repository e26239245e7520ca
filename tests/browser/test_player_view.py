"""What of a graph is seen in the player: it fits its frame, and is moved by hand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograd import Value
from autograd.show.player.explore import explore
from autograd.show.player.film import film
from autograd.show.player.layout import inner_height
from autograd.show.scene.view import Depth, page_view
from nn import MLP
from tests.show_samples import small

pytest.importorskip("pygraphviz")
Box = dict[str, float]
LEGIBLE = 10.0  # pixels
SHOWN = "() => document.querySelector('#stage .part:not([hidden])')"
SETTLED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
ZOOMED = "size => 11 * document.querySelector('#stage svg > g').getCTM().a > size"


def chain(length: int) -> Value:
    x = Value(0.5, label="x")
    for _ in range(length):
        x = (x * 2).tanh()
    return x


def box(page: Any, selector: str) -> Box:
    return page.locator(selector).first.bounding_box()  # type: ignore[no-any-return]


def text_size(page: Any) -> float:
    """Pixels, as the reader sees them."""
    script = """() => 11 * document.querySelector("#stage svg > g").getCTM().a"""
    return float(page.evaluate(script))


def is_inside(inner: Box, outer: Box) -> bool:
    across = outer["x"] - 1 <= inner["x"] <= outer["x"] + outer["width"] - inner["width"] + 1
    down = outer["y"] - 1 <= inner["y"] <= outer["y"] + outer["height"] - inner["height"] + 1
    return across and down


@pytest.fixture
def framed(browser: Any, tmp_path: Path) -> Any:
    """A player in a notebook's frame, which is hidden while its script runs."""
    context = browser.new_context(viewport={"width": 800, "height": 900})
    page = context.new_page()

    def open_(player: Any) -> Any:
        file = tmp_path / "notebook.html"
        file.write_text(f"<body hidden>{player._repr_html_()}")
        page.goto(file.as_uri())
        page.frames[1].wait_for_selector("#step", state="attached")
        page.evaluate("document.body.hidden = false")
        page.frames[1].wait_for_function(SHOWN)
        return page

    yield open_
    context.close()


def test_it_fits_a_frame_that_gets_its_size_late_and_then_another(framed: Any) -> None:
    page = framed(explore(small()[2]))
    player = page.frames[1]
    for width in (800, 1200, 700):
        page.set_viewport_size({"width": width, "height": 900})
        player.wait_for_function(f"() => innerWidth > {width - 60} && innerWidth <= {width}")
        player.evaluate(SETTLED)
        graph, stage = box(player, "#stage svg > g"), box(player, "#stage")
        assert is_inside(graph, stage)
        assert text_size(player) >= LEGIBLE
        free = [graph["x"] - stage["x"], stage["width"] - graph["width"]]
        assert free[0] == pytest.approx(free[1] / 2, abs=12)  # in the middle
        assert max(graph["width"] / stage["width"], graph["height"] / stage["height"]) > 0.5


def test_a_graph_that_is_too_large_stays_legible_and_the_step_is_in_sight(
    opened: Callable[..., Any],
) -> None:
    page = opened(explore(chain(12)), viewport={"width": 800, "height": 500})
    assert text_size(page) == pytest.approx(LEGIBLE)
    stage = box(page, "#stage")
    while page.input_value("#scrub") != page.get_attribute("#scrub", "max"):
        page.keyboard.press("ArrowRight")
        for mark in (".made", ".takes"):
            for spot in page.locator(mark).all():
                assert is_inside(spot.bounding_box(), stage)


def test_the_picture_fades_where_there_is_more(opened: Callable[..., Any]) -> None:
    page = opened(explore(chain(12)), viewport={"width": 800, "height": 500})
    sides = "document.getElementById('stage').className.split(' ').filter(Boolean)"
    faded = "getComputedStyle(document.querySelector('#stage svg')).maskImage"
    assert page.evaluate(sides) == ["right"]
    assert "gradient" in page.evaluate(faded)
    page.keyboard.press("End")
    page.keyboard.press("PageUp")  # the output is the step's
    assert page.evaluate(sides) == ["left"]
    stage, last = box(page, "#stage"), box(page, "[data-name=L]")
    assert last["x"] + last["width"] > stage["width"] - 40  # and no room is left empty beside it
    page.keyboard.press("a")
    assert page.evaluate(sides) == []
    assert page.evaluate(faded) == "none"


def test_fit_keeps_the_text_legible_and_all_of_it_is_asked_for(opened: Callable[..., Any]) -> None:
    page = opened(explore(chain(250)))
    page.keyboard.press("-")
    page.keyboard.press("f")
    assert text_size(page) == pytest.approx(LEGIBLE)
    page.keyboard.press("PageDown")
    page.click("#fit")
    assert text_size(page) == pytest.approx(LEGIBLE)
    assert is_inside(box(page, ".takes"), box(page, "#stage"))
    page.keyboard.press("a")
    assert text_size(page) < 1


def test_what_fits_at_a_legible_size_is_seen_whole(opened: Callable[..., Any]) -> None:
    page = opened(explore(small()[2]), viewport={"width": 1600, "height": 900})
    size = page.evaluate("() => { const { width, height } = "
                         "document.querySelector('#stage svg > g').getBBox(); "
                         "return [width, height]; }")  # fmt: skip
    wide, high = (LEGIBLE / 11 * x for x in size)
    for slack in (4, 20):
        for width, height in ((wide + slack + 368, high + slack), (wide + slack, high + 190 + 9)):
            page.set_viewport_size({"width": round(width), "height": 900})
            page.wait_for_function(f"() => innerWidth === {round(width)}")
            around = 900 - box(page, "main")["height"]
            page.set_viewport_size({"width": round(width), "height": round(height + around)})
            page.wait_for_function(f"() => innerHeight === {round(height + around)}")
            page.evaluate(SETTLED)
            stage = box(page, "#stage")
            assert text_size(page) == pytest.approx(LEGIBLE)
            for part in page.locator(".part").all():
                assert is_inside(part.bounding_box(), stage)


def test_a_notebook_makes_room_for_the_boxes_that_are_open(opened: Callable[..., Any]) -> None:
    model = MLP(2, [2, 1], rng=0)
    loss = (model([Value(1.0), Value(0.5)]) - 1.0) ** 2
    told, shown = [], []
    depths: tuple[Depth, ...] = ("layer", "scalar")
    for depth in depths:
        data = film(page_view(loss, None, model, depth, 1000))
        told.append(inner_height(data["levels"], data["parts"]))
        page = opened(explore(loss, model=model, depth=depth))
        page.keyboard.press("a")
        graph = "document.querySelector('#stage svg > g')"
        shown.append(page.evaluate(f"{graph}.getBBox().height"))
    assert told[1] - told[0] == pytest.approx(shown[1] - shown[0], abs=16)
    assert told[1] - told[0] > 300


def test_the_text_is_below_a_wide_graph_and_beside_a_high_one(opened: Callable[..., Any]) -> None:
    wide = opened(explore(chain(8)))
    assert box(wide, "#side")["y"] >= box(wide, "#stage")["y"] + box(wide, "#stage")["height"]
    square = opened(explore(Value(1.0).tanh()), viewport={"width": 1300, "height": 400})
    assert box(square, "#side")["x"] >= box(square, "#stage")["width"]


def test_a_zoom_by_hand_is_kept_when_the_window_changes(opened: Callable[..., Any]) -> None:
    page = opened(explore(small()[2]))
    page.keyboard.press("-")
    before = text_size(page)
    page.set_viewport_size({"width": 900, "height": 500})
    page.wait_for_function("() => innerWidth === 900")
    page.evaluate(SETTLED)
    assert text_size(page) == before


def test_a_drag_moves_the_graph_and_marks_and_chooses_nothing(opened: Callable[..., Any]) -> None:
    page = opened(explore(small()[2]))
    before = box(page, "[data-name=a]")
    x, y = before["x"] + 10, before["y"] + 10
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=4)
    page.mouse.up()
    after = box(page, "[data-name=a]")
    assert (after["x"] - before["x"], after["y"] - before["y"]) == pytest.approx((60, 30), abs=1)
    assert page.evaluate("String(getSelection())") == ""
    assert page.is_hidden("#details")
    page.mouse.click(x + 60, y + 30)
    assert page.is_visible("#details")


def test_the_wheel_zooms_where_the_pointer_is(opened: Callable[..., Any]) -> None:
    page = opened(explore(small()[2]))
    before, size = box(page, "[data-name=a]"), text_size(page)
    page.mouse.move(before["x"], before["y"])
    page.mouse.wheel(0, -200)
    page.wait_for_function(ZOOMED, arg=1.3 * size)
    after = box(page, "[data-name=a]")
    assert (after["x"], after["y"]) == pytest.approx((before["x"], before["y"]), abs=1)
    assert after["width"] > 1.3 * before["width"]


def test_two_fingers_zoom_and_one_moves(opened: Callable[..., Any]) -> None:
    phone = {"viewport": {"width": 375, "height": 667}, "has_touch": True, "is_mobile": True}
    page = opened(explore(small()[2]), **phone)
    touch = page.context.new_cdp_session(page)
    stage, size = box(page, "#stage"), text_size(page)
    x, y = stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2

    def send(kind: str, *points: tuple[float, float]) -> None:
        fingers = [{"x": u, "y": v, "id": i} for i, (u, v) in enumerate(points)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    send("touchStart", (x - 40, y), (x + 40, y))
    send("touchMove", (x - 60, y), (x + 60, y))
    send("touchMove", (x - 80, y), (x + 80, y))
    send("touchEnd")
    page.wait_for_function(ZOOMED, arg=1.9 * size)
    before = box(page, "#stage svg > g")
    send("touchStart", (x, y))
    send("touchMove", (x - 20, y))
    send("touchMove", (x - 50, y + 10))
    send("touchEnd")
    page.evaluate(SETTLED)
    after = box(page, "#stage svg > g")
    assert (after["x"] - before["x"], after["y"] - before["y"]) == pytest.approx((-50, 10), abs=1)


def test_only_what_comes_in_sight_is_made(opened: Callable[..., Any]) -> None:
    page = opened(explore(chain(60)), viewport={"width": 800, "height": 500})
    assert 0 < page.locator(".part").count() < 60
    page.keyboard.press("End")
    page.keyboard.press("a")
    assert page.locator(".part").count() == 3 * 60 + 1
    assert page.get_attribute("[data-name=x]", "data-grad") not in (None, "")
