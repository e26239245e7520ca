"""JupyterLab from end to end: run a cell, see the player, press step, move the graph by hand."""

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from tests.browser.lab import CELL, Lab
from tests.browser.test_player_view import LEGIBLE, ZOOMED, box, is_inside, text_size

pytest.importorskip("pygraphviz")
pytestmark = pytest.mark.xdist_group("jupyterlab")
SOURCE = """\
from autograd import Value
from autograd.show.player.explore import explore
a, b = Value(2.0, label="a"), Value(-3.0, label="b")
loss = (a * b + 10).tanh()
explore(loss)
"""
OUTPUT = ".jp-OutputArea-output"
PLAYER = ".jp-OutputArea iframe"
SIZE = {"width": 1300, "height": 1000}
PAINTED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"


#: run in each frame: how the graph stands at the end of the first frame that shows it
FIRST = """{
  const place = ({ x, y, width, height }) => ({ x, y, width, height });
  const look = () => {
    const graph = document.querySelector("#stage svg > g");
    if (!graph?.childElementCount) return requestAnimationFrame(look);
    setTimeout(() => {
      const [inner, outer] = [graph, graph.ownerSVGElement].map((x) => x.getBoundingClientRect());
      window.atFirst = { graph: place(inner), stage: place(outer), size: 11 * graph.getCTM().a };
    });
  };
  if (window !== top) look();
}"""


@pytest.fixture(scope="module")
def notebook(browser: Any, lab: Lab) -> Iterator[Any]:
    """A page of JupyterLab with one cell."""
    cell = {"cell_type": "code", "id": "one", "source": SOURCE, "metadata": {}, "outputs": []}
    kernel = {"name": "python3", "display_name": "Python 3"}
    written: dict[str, Any] = {"metadata": {"kernelspec": kernel}, "nbformat": 4}
    written |= {"cells": [cell | {"execution_count": None}], "nbformat_minor": 5}
    (lab.folder / "loss.ipynb").write_text(json.dumps(written))
    context = browser.new_context(viewport=SIZE, has_touch=True)
    context.add_init_script(FIRST)
    yield lab.open(context, "loss.ipynb")
    context.close()


@pytest.fixture
def player(notebook: Any) -> Any:
    """The player's frame after a run of the cell."""
    notebook.set_viewport_size(SIZE)
    for old in notebook.query_selector_all(PLAYER):
        old.evaluate("frame => frame.classList.add('old')")
    _run_the_cell(notebook)
    frame = notebook.locator(f"{PLAYER}:not(.old)").element_handle().content_frame()
    frame.wait_for_function("() => window.atFirst")
    frame.focus("#stage")
    return frame


def _run_the_cell(page: Any) -> None:
    """Press Control+Enter until there is an output: it is lost while the kernel starts."""
    for _ in range(8):
        page.locator(CELL).first.click()
        page.keyboard.press("Control+Enter")
        end = monotonic() + 10
        while monotonic() < end:
            if page.locator(f"{PLAYER}:not(.old)").count():
                return
            page.wait_for_timeout(100)


def fits(player: Any) -> None:
    """All of the graph is in the stage, and its text can be read."""
    player.evaluate(PAINTED)
    assert is_inside(box(player, "#stage svg > g"), box(player, "#stage"))
    assert text_size(player) >= LEGIBLE


def test_it_fits_in_the_first_frame_and_nothing_of_the_still_picture_is_left(
    notebook: Any, player: Any
) -> None:
    first = player.evaluate("window.atFirst")
    assert is_inside(first["graph"], first["stage"])
    assert first["size"] >= LEGIBLE
    assert notebook.locator(f"{OUTPUT} img, {OUTPUT} p").count() == 0
    fits(player)


def test_a_cell_shows_the_player_and_it_steps(notebook: Any, player: Any, lab: Lab) -> None:
    player.click("#step")
    formula = player.inner_text("#formula")
    assert re.fullmatch(r"v1 = a \* b = 2\.0 \* \(−3\.0\) = −6\.0", formula)
    player.click("#last")
    assert player.inner_text("#phase") == "Done"
    assert player.get_attribute("[data-name=a]", "data-grad") not in (None, "", "0")
    notebook.locator(CELL).first.click()  # from the frame back to the notebook
    notebook.keyboard.press("Control+s")
    saved = _saved(lab.folder / "loss.ipynb")
    assert {"text/html", "image/svg+xml", "text/plain"} <= set(saved)
    if pictures := os.environ.get("SCREENSHOTS"):
        notebook.screenshot(path=Path(pictures) / "jupyter.png")


def _saved(file: Path) -> dict[str, Any]:
    """The output in the saved notebook, which viewers that run no script show."""
    end = monotonic() + 20
    while monotonic() < end:
        outputs = json.loads(file.read_text())["cells"][0]["outputs"]
        if outputs:
            found: dict[str, Any] = outputs[0]["data"]
            return found
        sleep(0.3)
    pytest.fail("the notebook was not saved with its output")


def test_it_fits_again_when_its_frame_changes(notebook: Any, player: Any) -> None:
    for width in (1300, 1100, 1200):
        notebook.set_viewport_size({"width": width, "height": 1000})
        player.wait_for_function(f"() => innerWidth < {width} && innerWidth > {width - 250}")
        fits(player)


def test_a_drag_moves_the_graph(notebook: Any, player: Any) -> None:
    before = box(player, "[data-name=a]")
    x, y = before["x"] + 10, before["y"] + 10
    notebook.mouse.move(x, y)
    notebook.mouse.down()
    notebook.mouse.move(x + 60, y + 30, steps=4)
    notebook.mouse.up()
    after = box(player, "[data-name=a]")
    assert (after["x"] - before["x"], after["y"] - before["y"]) == pytest.approx((60, 30), abs=1)


def test_the_wheel_zooms_the_graph_and_leaves_the_notebook(notebook: Any, player: Any) -> None:
    before, size = box(player, "[data-name=a]"), text_size(player)
    notebook.mouse.move(before["x"], before["y"])
    notebook.mouse.wheel(0, -200)
    player.wait_for_function(ZOOMED, arg=1.3 * size)
    after = box(player, "[data-name=a]")
    assert (after["x"], after["y"]) == pytest.approx((before["x"], before["y"]), abs=1)


def test_two_fingers_zoom(notebook: Any, player: Any) -> None:
    touch = notebook.context.new_cdp_session(notebook)
    stage, size = box(player, "#stage"), text_size(player)
    x, y = stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2

    def send(kind: str, *apart: float) -> None:
        ends = [(x - far, i) for i, far in enumerate(apart)]
        fingers = [{"x": u, "y": y, "id": i} for u, i in ends]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    for kind, far in (("touchStart", 40), ("touchMove", 60), ("touchMove", 80)):
        send(kind, far, -far)
    send("touchEnd")
    player.wait_for_function(ZOOMED, arg=1.9 * size)


@pytest.mark.parametrize(
    ("keys", "seen"),
    [
        (["ArrowRight"], lambda p: p.input_value("#scrub") == "1"),
        (["End"], lambda p: p.inner_text("#phase") == "Done"),
        (["End", "Home"], lambda p: p.input_value("#scrub") == "0"),
        (["n"], lambda p: p.is_visible("#details")),
        (["?"], lambda p: p.is_visible("#keys")),
    ],
    ids=lambda keys: "-".join(keys) if isinstance(keys, list) else "",
)
def test_its_keys_are_its_own(
    notebook: Any, player: Any, keys: list[str], seen: Callable[[Any], bool]
) -> None:
    for key in keys:
        notebook.keyboard.press(key)
    assert seen(player)
    assert notebook.locator(".jp-Cell").count() == 1  # no key was a command of the notebook


def test_a_notebook_shows_the_picture_before_the_traceback() -> None:
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    code = "from autograd import Value, log\nlog(Value(0.0) * 2)"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    nbclient.NotebookClient(notebook, allow_errors=True, timeout=60).execute()
    outputs = [o for o in notebook.cells[0].outputs if o.output_type != "stream"]
    assert [o.output_type for o in outputs] == ["display_data", "error"]
    assert "log gives" in outputs[0].data["image/svg+xml"]
