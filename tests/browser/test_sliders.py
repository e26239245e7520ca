"""The sliders of the course in JupyterLab, moved by mouse: each draws another picture."""

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("jupyterlab", reason="the notebooks need the extra `notebooks`")
pytest.importorskip("ipywidgets", reason="the notebooks need the extra `notebooks`")
pytest.importorskip("matplotlib", reason="the notebooks need the extra `plot`")

from tests.browser.lab import Lab
from tests.notebooks import NOTEBOOKS, read

pytestmark = [
    pytest.mark.notebooks,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

SECONDS = 120_000
#: what the function of the sliders shows, inside the output of their cell
SHOWN = ".jp-OutputArea .jp-OutputArea"


def sliders(path: Path) -> list[Any]:
    """The cells that make sliders."""
    return [cell for cell in read(path).cells if "interactive" in cell.metadata.get("tags", ())]


WITH_SLIDERS = [path for path in NOTEBOOKS if any("Slider(" in c.source for c in sliders(path))]


@pytest.fixture
def page(browser: Any, lab: Lab, path: Path) -> Any:
    """The notebook as it is after all its cells have run."""
    (lab.folder / path.name).write_bytes(path.read_bytes())
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = lab.open(context, path.name)
    page.get_by_text("| Idle").wait_for(timeout=SECONDS)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    made = sum(cell.source.count("Slider(") for cell in sliders(path))
    page.locator(".widget-slider").nth(made - 1).wait_for(timeout=SECONDS)
    page.get_by_text("[*]:").first.wait_for(state="detached", timeout=SECONDS)
    yield page
    context.close()


@pytest.mark.parametrize("path", WITH_SLIDERS, ids=lambda path: path.stem)
def test_every_slider_draws_anew(page: Any, path: Path) -> None:
    found = page.locator(".jp-Notebook .jp-CodeCell", has=page.locator(".widget-slider"))
    assert found.count() == sum("Slider(" in cell.source for cell in sliders(path))
    for i in range(found.count()):
        cell = found.nth(i)
        for k in range(cell.locator(".widget-slider").count()):
            before = cell.locator(SHOWN).first.inner_html()
            drag(page, cell.locator(".widget-slider").nth(k))
            page.wait_for_function(
                "([cell, shown, old]) => ![old, '', undefined].includes("
                "cell.querySelector(shown)?.innerHTML)",
                arg=[cell.element_handle(), SHOWN, before],
                timeout=SECONDS,
            )
        assert cell.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0


def drag(page: Any, slider: Any) -> None:
    """Take the handle to another place on its rail."""
    slider.scroll_into_view_if_needed()
    handle, rail = (slider.locator(s).bounding_box() for s in (".noUi-handle", ".noUi-base"))
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    left = x < rail["x"] + rail["width"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(rail["x"] + rail["width"] * (0.7 if left else 0.3), y, steps=5)
    page.mouse.up()
