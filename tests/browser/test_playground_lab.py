"""The playground in JupyterLab from end to end: create, play, solve, reset, ask, take the model."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import Any

import pytest

from nn.playground.state import State
from tests.browser.lab import Lab
from tests.browser.test_playground_file import picture

pytest.importorskip("anywidget")
pytestmark = pytest.mark.xdist_group("jupyterlab")

SHOWN = """\
from nn import Playground
playground = Playground(task="xor", hidden=[4], activation="tanh", lr=0.3, seed=1)
playground"""
TOLD = """\
import nn
print("loss", nn.evaluate(playground.model, *nn.gates.xor())["loss"])
print("epochs", playground.history.epochs)
print("state", playground.state)"""
ASKED = "playground.step()"
CLOSED = "playground.close()"
WIDGET = ".jp-OutputArea-output .playground"
SIZE = {"width": 1500, "height": 1200}


def written(sources: Iterable[str]) -> str:
    """A notebook of these cells."""
    cells = [
        {"cell_type": "code", "id": f"c{i}", "source": source, "metadata": {}, "outputs": []}
        | {"execution_count": None}
        for i, source in enumerate(sources)
    ]
    kernel = {"name": "python3", "display_name": "Python 3"}
    plain = {"metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps({**plain, "cells": cells})


@pytest.fixture(scope="module")
def notebook(browser: Any, lab: Lab) -> Iterator[Any]:
    """A page of JupyterLab with the cells above; errors of the page count."""
    (lab.folder / "playground.ipynb").write_text(written((SHOWN, TOLD, ASKED, CLOSED)))
    context = browser.new_context(viewport=SIZE)
    errors: list[str] = []
    page = lab.open(context, "playground.ipynb")
    page.on("pageerror", lambda error: errors.append(f"{error} {error.stack}"))
    yield page
    context.close()
    lab.stop_kernels()
    assert errors == []


def cell(page: Any, number: int) -> Any:
    return page.locator(".jp-CodeCell").nth(number)


def run(page: Any, number: int, done: str) -> str:
    """Run a cell until its output holds a text; a key that is pressed too early is lost."""
    output = cell(page, number).locator(".jp-OutputArea")
    for _ in range(8):
        cell(page, number).locator(".cm-content").click()
        page.keyboard.press("Control+Enter")
        end = monotonic() + 12
        while monotonic() < end:
            text = "".join(output.all_inner_texts())
            if done in text:
                return text
            page.wait_for_timeout(100)
    raise AssertionError(f"no {done!r} in {text!r}")


def bar(page: Any) -> dict[str, float]:
    text = page.locator(f"{WIDGET} .bar").last.inner_text().replace("−", "-")
    found = re.findall(r"(epoch|loss)\s+([\d.,e-]+)", text)
    found.reverse()  # what is spoken stands at the end
    return {name: float(x.replace(",", "")) for name, x in found}


def until(page: Any, holds: Callable[[], bool]) -> None:
    end = monotonic() + 30
    while not holds():
        assert monotonic() < end
        page.wait_for_timeout(50)


def button(page: Any, name: str) -> Any:
    return page.locator(f"{WIDGET} .bar").last.get_by_role("button", name=name, exact=True)


@pytest.fixture
def playground(notebook: Any) -> Any:
    """The page with a playground that was just made."""
    run(notebook, 0, "Reset")
    until(notebook, lambda: bar(notebook).get("epoch") == 0.0)
    return notebook


def told(page: Any) -> dict[str, str]:
    """What Python says of it."""
    lines = run(page, 1, "state").splitlines()
    return dict(line.split(" ", 1) for line in lines if " " in line)


def test_xor_is_solved_and_python_has_the_pages_weights(playground: Any) -> None:
    first = picture(playground)
    button(playground, "Play").click()
    until(playground, lambda: bar(playground)["epoch"] > 2000)
    button(playground, "Pause").click()
    picture(playground)
    shown = bar(playground)
    assert shown["loss"] < 0.05
    said = told(playground)
    assert float(said["loss"]) == pytest.approx(shown["loss"], rel=1e-3)
    assert said["epochs"].split()[0] == f"{shown['epoch']:.0f}"
    state = State.read(said["state"])
    assert (state.epoch, state.settings["hidden"]) == (shown["epoch"], [4])
    button(playground, "Reset").click()
    until(playground, lambda: bar(playground)["epoch"] == 0.0)
    assert picture(playground) == first
    assert told(playground)["epochs"].split()[0] == "0"


def test_a_neuron_shows_its_graph(playground: Any) -> None:
    shown = playground.locator(WIDGET).last
    shown.locator("button.tile[aria-label='neuron 1 of layer 1']").click()
    shown.get_by_role("button", name="Step through it").click()
    frame = shown.frame_locator("iframe")
    frame.locator("#title").wait_for()
    frame.locator("#last").click()
    assert "would now be" in frame.locator("#formula").inner_text()


def test_nothing_of_jupyterlab_shifts_the_figures(playground: Any) -> None:
    """Its style sheet has rules for lists of terms, which stand beside each other there."""
    name, loss = (playground.locator(f"{WIDGET} .losses {tag}").first for tag in ("dt", "dd"))
    above, below = name.bounding_box(), loss.bounding_box()
    assert above["y"] + above["height"] <= below["y"] + 1


def test_python_may_step_the_page(playground: Any) -> None:
    cell(playground, 2).locator(".cm-content").click()
    playground.keyboard.press("Control+Enter")
    until(playground, lambda: bar(playground)["epoch"] == 1.0)


def test_the_notebooks_interrupt_pauses_it(playground: Any) -> None:
    button(playground, "Play").click()
    until(playground, lambda: bar(playground)["epoch"] > 0.0)
    interrupt = playground.locator(
        "[data-command='notebook:interrupt-kernel'], [data-jp-item-name='interrupt'] *"
    )
    until(playground, lambda: _pressed(interrupt.first) and button(playground, "Play").count() == 1)


def _pressed(interrupt: Any) -> bool:
    """Whether it could be pressed: a kernel listens from the end of a cell on."""
    interrupt.click()
    return True


def test_a_cell_that_is_run_again_and_a_widget_that_is_closed_leave_no_worker(
    playground: Any,
) -> None:
    button(playground, "Play").click()
    run(playground, 0, "Reset")
    until(playground, lambda: len(playground.workers) == 1)
    button(playground, "Play").click()
    cell(playground, 3).locator(".cm-content").click()
    playground.keyboard.press("Control+Enter")
    until(playground, lambda: len(playground.workers) == 0)
