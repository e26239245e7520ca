"""A playground in the cells of a notebook: shown twice, kept in the file, without anywidget."""

import json
from typing import Any

import pytest

from tests.browser.lab import Lab
from tests.browser.test_playground_lab import bar, button, cell, run, until, written

pytest.importorskip("anywidget")
pytestmark = pytest.mark.xdist_group("jupyterlab")

SHOWN = """\
from nn import Playground
playground = Playground(task="xor", hidden=[4], activation="tanh", lr=0.3, seed=1)
playground"""
AGAIN = "playground"
TOLD = "print('epochs', playground.history.epochs, playground.history.stopped)"
FRAMED = """\
import sys
sys.modules["anywidget"] = None
from nn import Playground
playground = Playground(task="xor", hidden=[4], seed=1)
print("made")
playground"""
BACK = "playground.model"
#: the kernel waits for cells: one that is run earlier is answered by a question
READY = ".jp-Notebook-ExecutionIndicator[data-status='idle']"
STILL = ".jp-OutputArea-output img[alt^='network 2-4-1']"


@pytest.fixture
def opened(browser: Any, lab: Lab) -> Any:
    """Open a notebook of these cells; errors of the page count."""
    contexts, errors = [], []

    def open_(name: str, *sources: str) -> Any:
        if sources:
            (lab.folder / name).write_text(written(sources))
        contexts.append(browser.new_context(viewport={"width": 1300, "height": 1200}))
        page = lab.open(contexts[-1], name)
        page.on("pageerror", lambda error: errors.append(f"{error} {error.stack}"))
        page.locator(READY).wait_for(state="attached", timeout=90_000)
        return page

    yield open_
    for context in contexts:
        context.close()
    lab.stop_kernels()
    assert errors == []


def test_two_cells_show_one_run(opened: Any) -> None:
    page = opened("twice.ipynb", SHOWN, AGAIN, TOLD)
    run(page, 0, "Reset")
    button(page, "Play").click()
    until(page, lambda: bar(page)["epoch"] > 10)
    run(page, 1, "Reset")
    first, second = cell(page, 0), cell(page, 1)
    assert first.locator(".playground .bar").count() == 0
    assert "is shown in another cell: there it trains" in first.locator(".playground").inner_text()
    before = bar(page)["epoch"]
    assert before > 10
    until(page, lambda: bar(page)["epoch"] > before)
    assert len(page.workers) == 1
    assert "still training" in run(page, 2, "epochs")
    button(page, "Pause").click()
    until(page, lambda: button(page, "Play").count() == 1)
    stands = f"epochs {bar(page)['epoch']:.0f} finished"
    run(page, 2, stands)
    first.get_by_role("button", name="Show it here").click()
    assert second.locator(".playground .bar").count() == 0
    assert first.locator(".playground .bar").count() == 1
    assert stands in run(page, 2, "epochs")
    _delete(page, 0)
    until(page, lambda: cell(page, 0).locator(".playground .bar").count() == 1)
    assert len(page.workers) == 1


def _delete(page: Any, number: int) -> None:
    cell(page, number).locator(".jp-InputPrompt").click()
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.press("d")


def test_a_notebook_that_is_opened_again_shows_a_picture_and_what_to_do(
    opened: Any, lab: Lab
) -> None:
    page = opened("kept.ipynb", SHOWN)
    run(page, 0, "Reset")
    assert not page.locator(STILL).is_visible()  # beside the widget it is not needed
    page.keyboard.press("Control+s")
    file = lab.folder / "kept.ipynb"
    until(page, lambda: len(json.loads(file.read_text())["cells"][0]["outputs"]) == 2)
    lab.stop_kernels()
    page = opened("kept.ipynb")
    error = page.get_by_text("Error displaying widget")
    error.wait_for(state="attached")
    assert not error.is_visible()
    assert page.locator(STILL).is_visible()
    assert page.get_by_text("A still picture: run this cell to train it").is_visible()
    run(page, 0, "Reset")
    assert page.locator(STILL).count() == 1
    assert not page.locator(STILL).is_visible()


def test_without_anywidget_it_trains_in_a_frame(opened: Any) -> None:
    page = opened("framed.ipynb", FRAMED, BACK)
    run(page, 0, "made")
    frame = page.frame_locator("iframe[title=Playground]")
    frame.get_by_role("button", name="Play", exact=True).click()
    told = frame.locator(".bar")
    until(page, lambda: "epoch 0" not in " ".join(told.inner_text().split()))
    assert page.locator(STILL).count() == 0
    assert frame.locator("body").get_attribute("data-theme") == "light"  # that of the notebook
    assert "needs anywidget" in run(page, 1, "MissingPackageError")
