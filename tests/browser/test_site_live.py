"""Cells of the site that run in the page: served here, in a browser, asking no other host."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site import served

#: cells of docs/live.md
GRAPH, PLAYER, XOR, FAST, ERROR = range(5)
#: made in the page itself, or in a frame of it that has no origin
OWN = ("data:", "about:", "blob:http://127.0.0.1:", "blob:null/")
FOCUS = "document.activeElement.ariaLabel"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as at:
        yield at


@pytest.fixture(scope="module")
def page(browser: Any, address: str) -> Iterator[Any]:
    """The page of cells, open all the time: loading Python is what takes long."""
    asked: list[str] = []
    said: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(120_000)  # it is here that Python starts
    opened = context.new_page()
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto(f"{address}/live.html")
    assert not any("live/" in url for url in asked)  # nothing of it before a click
    yield opened
    context.close()
    assert said == []
    assert any(url.endswith("pyodide.asm.wasm") for url in asked)
    assert [url for url in asked if not url.startswith((address, *OWN))] == []


def cell(page: Any, number: int) -> Any:
    return page.locator(".live-cell").nth(number)


def ran(page: Any, number: int, end: str = "Done after") -> Any:
    """The cell's output, when it has ended so; by keys, as what is drawn above moves the button."""
    cell(page, number).get_by_role("button", name="Run").press("Enter")
    cell(page, number).get_by_role("status").filter(has_text=end).wait_for()
    return cell(page, number).locator(".live-output")


def written(page: Any, number: int, code: str) -> None:
    cell(page, number).get_by_role("textbox").fill(code)


def test_xor_is_learned_and_drawn(page: Any) -> None:
    shown = ran(page, XOR)  # and the cells above, which have not run yet
    answers = [line.split()[2:] for line in shown.locator("pre").inner_text().splitlines()]
    assert [round(float(answer)) for _, answer in answers] == [0, 1, 1, 0]
    assert shown.locator("svg, img").count() >= 1
    graph = cell(page, GRAPH).locator(".live-output")
    assert graph.locator("pre").inner_text() == "7.0 2.0 -1.0\n"
    drawn = "image => image.complete && image.naturalWidth > 100"
    assert graph.locator("img").evaluate(drawn)


def test_the_player_plays_in_a_cell(page: Any) -> None:
    ran(page, PLAYER)
    frame = cell(page, PLAYER).locator("iframe").content_frame
    frame.get_by_role("button", name="Play").wait_for()


def test_what_is_compiled_runs_as_webassembly(page: Any) -> None:
    text = ran(page, FAST).locator("pre").inner_text()
    assert text.startswith("wasm: loss 0.3")
    assert "z1[i] = b1[i] + Σj W1[i,j]" in text


def test_an_error_shows_its_picture_and_the_cells_own_line(page: Any) -> None:
    shown = ran(page, ERROR, "Failed after")
    assert shown.locator("img").count() == 1
    text = shown.locator(".live-failed").inner_text()
    assert 'File "cell 5", line 2' in text
    assert "(x * 2 + 1).log()" in text
    assert "live/cell.py" not in text
    assert "log gave nan at its operand x = -1.0" in text
    assert shown.locator(".live-failed").evaluate("told => told.scrollWidth <= told.clientWidth")


def test_code_is_changed_run_by_keys_and_put_back(page: Any) -> None:
    ran(page, GRAPH)  # and a is there
    first = cell(page, GRAPH)
    area = first.get_by_role("textbox")
    before = area.input_value()
    written(page, GRAPH, "for k in (1, 2):")
    area.press("Enter")
    page.keyboard.type("print(k * a)")
    assert area.input_value() == "for k in (1, 2):\n    print(k * a)"
    assert first.locator(".live-editor .k").all_inner_texts() == ["for", "in"]
    area.press("Shift+Enter")
    first.locator(".live-printed", has_text="Value(4.0").wait_for()
    area.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run"
    first.get_by_role("button", name="Undo changes").click()
    assert area.input_value() == before
    assert first.get_by_role("button", name="Undo changes").count() == 0  # hidden


DEEP = "def f(n):\n    return f(n + 1) + 1\nf(0)"
TORN = "class Torn:\n    def _repr_svg_(self):\n        return '<svg>' + 1\nTorn()"


@pytest.mark.parametrize(("code", "told"), [(DEEP, "RecursionError"), (TORN, "line 4")])
def test_what_fails_in_the_deep_or_as_it_is_shown_is_told(page: Any, code: str, told: str) -> None:
    written(page, GRAPH, f"print('before')\n{code}")
    shown = ran(page, GRAPH, "Failed after")
    assert shown.locator(".live-printed").inner_text() == "before\n"
    assert told in shown.locator(".live-failed").inner_text()
    assert "live/cell.py" not in shown.inner_text()
    cell(page, GRAPH).get_by_role("button", name="Undo changes").click()
    assert ran(page, GRAPH).locator("pre").inner_text() == "7.0 2.0 -1.0\n"


def test_cells_that_are_run_at_once_wait_for_one_another(page: Any) -> None:
    written(page, PLAYER, "order = [b.data]")
    written(page, XOR, "print(order + [c.data])")
    page.locator(".live-bar").evaluate_all("x => [x[1], x[2]].map(y => y.children[0].click())")
    cell(page, XOR).locator(".live-printed", has_text="[-3.0, 10.0]").wait_for()
    cell(page, PLAYER).get_by_role("status").filter(has_text="Done after").wait_for()
    for number in (PLAYER, XOR):
        cell(page, number).get_by_role("button", name="Undo changes").click()


def test_a_worker_that_was_ended_from_outside_is_replaced(page: Any) -> None:
    ran(page, GRAPH)
    (python,) = (worker for worker in page.workers if worker.url.endswith("live/worker.js"))
    python.evaluate("close()")
    first = cell(page, GRAPH)
    first.get_by_role("button", name="Run").press("Enter")
    first.get_by_role("button", name="Stop").click()
    first.get_by_role("status").filter(has_text="Stopped; what").wait_for()
    assert ran(page, GRAPH).locator("pre").inner_text() == "7.0 2.0 -1.0\n"


def test_no_other_package_is_promised(page: Any) -> None:
    written(page, GRAPH, "import numpy")
    text = ran(page, GRAPH, "Failed after").inner_text()
    assert "only Python's standard library, autograd and nn are in this page" in text
    cell(page, GRAPH).get_by_role("button", name="Undo changes").click()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 375)])
def test_everybody_can_use_it(page: Any, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    ran(page, XOR)
    ran(page, ERROR, "Failed after")
    found = axe.Axe().run(page, context="article", options={"iframes": False})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_playground_of_a_page_trains(page: Any) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})  # on a phone it is a page of its own
    frame = page.locator("iframe.playground")
    frame.scroll_into_view_if_needed()
    frame.content_frame.get_by_role("button", name="Play").press("Enter")
    epochs = "frame => Number(frame.textContent.match(/epoch\\s*([\\d,]+)/)[1].replace(',', ''))"
    body = frame.content_frame.locator("body")
    while body.evaluate(epochs) < 10:
        page.wait_for_timeout(50)
    frame.content_frame.get_by_role("button", name="Pause").press("Enter")


def test_a_cell_shows_a_playground_that_trains(page: Any) -> None:
    written(page, GRAPH, 'from nn import Playground\np = Playground("xor", hidden=[4])\np')
    frame = ran(page, GRAPH).locator("iframe").content_frame
    frame.get_by_role("button", name="Play", exact=True).press("Enter")
    frame.get_by_text("Solved:").wait_for()
    frame.get_by_role("button", name="Pause").press("Enter")
    written(page, GRAPH, "p.model")
    told = ran(page, GRAPH, "Failed after").inner_text()
    assert "does not come back to Python" in told
    cell(page, GRAPH).get_by_role("button", name="Undo changes").click()


def test_what_runs_for_ever_is_stopped_and_what_waits_with_it(page: Any) -> None:
    written(page, GRAPH, "print('on')\nwhile True: pass")
    endless, waiting = cell(page, GRAPH), cell(page, FAST)
    endless.get_by_role("button", name="Run").click()
    endless.locator(".live-printed", has_text="on").wait_for()
    waiting.get_by_role("button", name="Run").click()
    waiting.get_by_role("status").filter(has_text="Waiting").wait_for()
    endless.get_by_role("button", name="Stop").click()
    endless.get_by_role("status").filter(has_text="Stopped; what").wait_for()
    waiting.get_by_role("button", name="Run").click(trial=True)  # it is free again
    endless.get_by_role("button", name="Undo changes").click()
    assert ran(page, GRAPH).locator("pre").inner_text() == "7.0 2.0 -1.0\n"


def test_who_runs_and_stops_by_keys_stays_where_to_run_again(page: Any) -> None:
    written(page, GRAPH, "while True: pass")
    endless = cell(page, GRAPH)
    endless.get_by_role("button", name="Run").press("Enter")
    assert page.evaluate(FOCUS) == "Run cell 1"
    page.keyboard.press("Enter")  # it runs already
    page.keyboard.press("Tab")  # on to Stop
    page.keyboard.press("Enter")
    endless.get_by_role("status").filter(has_text="Stopped; what").wait_for()
    assert page.evaluate(FOCUS) == "Run cell 1"
    endless.get_by_role("button", name="Undo changes").click()


def test_from_a_folder_a_cell_says_what_it_needs(browser: Any, site: Path) -> None:
    context = browser.new_context(offline=True)
    opened = context.new_page()
    opened.goto((site / "live.html").as_uri())
    cell(opened, GRAPH).get_by_role("button", name="Run").click()
    cell(opened, GRAPH).get_by_role("status").filter(has_text="served").wait_for()
    context.close()


def test_what_does_not_come_is_told_and_asked_for_again(browser: Any, address: str) -> None:
    context = browser.new_context()
    context.set_default_timeout(120_000)
    opened = context.new_page()
    opened.goto(f"{address}/live.html")
    context.route("**/chainrule.whl", lambda route: route.fulfill(status=404))
    told = ran(opened, GRAPH, "Python could not be loaded: Error: chainrule.whl: 404")
    assert not told.is_visible()
    context.unroute("**/chainrule.whl")
    assert ran(opened, GRAPH).locator("pre").inner_text() == "7.0 2.0 -1.0\n"
    context.close()


def test_when_python_itself_breaks_down_the_cell_says_so(browser: Any, address: str) -> None:
    lost = "onmessage = () => postMessage({ kind: 'lost', told: 'x' })"
    broken = f"postMessage({{ kind: 'ready' }}); {lost}"
    context = browser.new_context()
    opened = context.new_page()
    answer = {"body": broken, "content_type": "text/javascript"}
    context.route("**/live/worker.js", lambda route: route.fulfill(**answer))
    opened.goto(f"{address}/live.html")
    ran(opened, GRAPH, "Python broke down, and what the cells had made is gone: x")
    assert cell(opened, GRAPH).get_by_role("button", name="Run").is_enabled()
    context.close()
