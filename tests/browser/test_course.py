"""Every lesson in JupyterLab: as a fresh clone shows it, and its sliders and players by mouse."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat")
pytest.importorskip("ipywidgets")
pytest.importorskip("pygraphviz")
pytest.importorskip("matplotlib")

from tests.browser.lab import Lab  # noqa: E402
from tests.browser.test_untrusted import seen  # noqa: E402
from tests.browser.widgets import calls, names, needed, widgets  # noqa: E402
from tests.notebooks import METADATA, NOTEBOOKS, read  # noqa: E402

pytestmark = pytest.mark.xdist_group("jupyterlab")
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
WIDTHS = (1280, 700)
#: TeX as it was written, outside of code: what MathJax has not yet seen, or never will
TEX = """() => {
  const found = [];
  for (const part of document.querySelectorAll(".jp-RenderedMarkdown, .jp-RenderedLatex")) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode;
      const passed = parentElement.closest("code, pre, mjx-container");
      if (!passed && /\\$|\\\\[a-z(\\[]/i.test(data)) found.push(data);
    }
  }
  return found;
}"""
#: formulas that MathJax could not read; commands that it does not know are in red
REFUSED = """() => [...document.querySelectorAll("mjx-merror, mjx-container [style*='red']")]
  .map((part) => part.closest(".jp-Cell").innerText)"""
#: how many colours each picture has
COLOURS = """() => [...document.querySelectorAll(".jp-Cell img")].map((img) => {
  const canvas = new OffscreenCanvas(64, 64).getContext("2d");
  canvas.drawImage(img, 0, 0, 64, 64);
  return new Set(new Uint32Array(canvas.getImageData(0, 0, 64, 64).data.buffer)).size;
})"""
CELL = ".jp-Notebook .jp-CodeCell"
OUTPUT = ".jp-OutputArea-output"
FAILED = '[data-mime-type$=".error"], [data-mime-type$=".stderr"]'
UNREADABLE = re.compile(r"<autograd\.| object at 0x|Traceback|Error displaying widget")
CONTROLS = ".widget-inline-hbox"  # a label with whatever there is to move
RAN = """() => [...document.querySelectorAll(".jp-CodeCell .jp-InputArea-prompt")]
  .every((prompt) => /\\d/.test(prompt.innerText))"""
#: what the widgets of a cell show; "" while they are at it
SHOWN = """(cell) => [...cell.querySelectorAll(".widget-output .jp-OutputArea-output")]
  .map((output) => output.innerHTML).join("")"""
THERE = f"(cell) => ({SHOWN})(cell) || cell.querySelector('iframe')"
CHANGED = f"([cell, before]) => ![before, ''].includes(({SHOWN})(cell))"


def code(path: Path) -> list[Any]:
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


@pytest.fixture(scope="module")
def context(browser: Any) -> Iterator[Any]:
    """A window that fetches JupyterLab once."""
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": 1000})
    yield context
    context.close()


@pytest.fixture
def open_(context: Any, lab: Lab) -> Iterator[Callable[[str], Any]]:
    yield lambda name: lab.open(context, name)
    for page in context.pages:
        page.close()
    lab.stop_kernels()


@each_notebook
def test_it_opens_untrusted_with_its_pictures_and_formulas(
    open_: Callable[[str], Any], lab: Lab, path: Path
) -> None:
    """As committed; that the outputs are what a run gives is held elsewhere."""
    (lab.folder / path.name).write_bytes(path.read_bytes())
    page = open_(path.name)
    held = sum(len(cell.get("outputs", ())) for cell in read(path).cells)
    page.wait_for_function(f"document.querySelectorAll('{OUTPUT}').length === {held}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 1000})
        for output in seen(page):
            assert output["broken"] == 0  # nothing here is trusted
            assert output["height"] > 12
            assert output["text"].strip() or output["images"]
            assert not UNREADABLE.search(output["text"])
            for natural, shown, beyond in output["images"]:
                assert natural > 0
                assert shown > 100
                assert beyond < 1
    assert all(number > 1 for number in page.evaluate(COLOURS))
    assert _until(page, lambda: page.evaluate(TEX) == []), page.evaluate(TEX)
    assert page.evaluate(REFUSED) == []


def with_widgets() -> list[Any]:
    return [pytest.param(path, id=path.stem) for path in NOTEBOOKS if widgets(code(path))]


@pytest.mark.parametrize("path", with_widgets())
def test_its_sliders_and_players_are_moved(
    open_: Callable[[str], Any], lab: Lab, path: Path
) -> None:
    """In a notebook of the cells that they need: training is left out, or takes long."""
    cells = code(path)
    places = needed(cells)
    part = nbformat.v4.new_notebook(cells=[cells[i] for i in places], metadata=METADATA)
    for cell in part.cells:
        cell.outputs, cell.execution_count = [], None
    nbformat.write(part, lab.folder / f"moved-{path.name}")
    page = open_(f"moved-{path.name}")
    _run_all(page)
    assert page.locator(FAILED).all_inner_texts() == []
    for place in widgets(cells):
        cell = page.locator(CELL).nth(places.index(place))
        page.wait_for_function(THERE, arg=cell.element_handle())
        controls, players = cell.locator(CONTROLS).all(), cell.locator("iframe").all()
        assert controls or players, cells[place].source
        for control in controls:
            _move(page, cell, control)
        for player in players:
            _step(player.element_handle().content_frame())
        assert page.locator(FAILED).all_inner_texts() == []


def _until(page: Any, there: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether it has come about within the seconds."""
    end = monotonic() + seconds
    while not there() and monotonic() < end:
        page.wait_for_timeout(100)
    return there()


def _run_all(page: Any) -> None:
    """Choose "Run All Cells" until all have run: it is lost while the kernel starts."""
    page.get_by_text("| Idle").wait_for(timeout=60_000)
    for _ in range(8):
        page.click(".lm-MenuBar-itemLabel:text-is('Run')")
        page.click(".lm-Menu-itemLabel:text-is('Run All Cells')")
        if _until(page, lambda: page.evaluate(RAN), seconds=20):
            return
    pytest.fail("the cells did not run")


def _move(page: Any, cell: Any, control: Any) -> None:
    """Move one control by the mouse and see that what the cell shows is another."""
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    handle = cell.element_handle()
    before = handle.evaluate(SHOWN)
    if control.locator("select").count():
        options = control.locator("option").all_inner_texts()
        at = options.index(control.locator("option:checked").inner_text())
        control.locator("select").select_option(index=(at + 1) % len(options))
    elif control.locator(".noUi-handle").count():
        _drag(page, control)
    else:
        control.locator("button:not(.mod-active)").first.click()
    page.wait_for_function(CHANGED, arg=[handle, before])


def _drag(page: Any, slider: Any) -> None:
    """Take the handle to the other half of its track."""
    slider.scroll_into_view_if_needed()
    track, box = (slider.locator(f".noUi-{p}").bounding_box() for p in ("base", "handle"))
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    part = 0.75 if x < track["x"] + track["width"] / 2 else 0.25
    page.mouse.move(track["x"] + part * track["width"], y)
    page.mouse.up()


def _step(player: Any) -> None:
    """Press the player's step and see that it says another thing."""
    before = player.inner_text("#formula")
    player.click("#step")
    player.wait_for_function("(before) => formula.innerText !== before", arg=before)
    assert player.input_value("#scrub") == "1"


@each_notebook
def test_no_widget_is_missed(path: Path) -> None:
    """What imports widgets shows some; an output with a player is of a cell that was found."""
    cells = code(path)
    found = [cells[place] for place in widgets(cells)]
    if any("ipywidgets" in cell.source for cell in cells):
        assert any("explore" not in calls(cell.source) for cell in found)
    for cell in cells:
        htmls = [output.get("data", {}).get("text/html", "") for output in cell.outputs]
        assert "<iframe" not in "".join(htmls) or cell in found


def test_the_cells_that_a_widget_needs() -> None:
    sources = ["import x", "y = x.z", "y = 3", "def f(a):\n    return a + later", "b = 1"]
    sources += ["later = [y for _ in x]", "interact(f, a=y)", "y = later"]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    assert widgets(cells) == [6]
    assert needed(cells) == [0, 2, 3, 5, 6]
    assert names("y = y + z\ny") == ({"y"}, {"y", "z"})
