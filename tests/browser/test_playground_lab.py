"""The playground in JupyterLab from end to end: create, play, solve, reset, ask, take the model."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.lab import CELL, Lab

pytest.importorskip("anywidget")
pytestmark = pytest.mark.xdist_group("jupyterlab")

SHOWN = """\
from nn import Playground
playground = Playground(task="xor", hidden=[4], activation="tanh", lr=0.3, seed=1)
playground"""
TOLD = """\
import nn
print("loss", nn.evaluate(playground.model, *nn.gates.xor())["loss"])
print("epochs", playground.history.epochs, "last", playground.history.losses[-1:])
print("state", playground.state)"""
ASKED = "playground.step()"
CLOSED = "playground.close()"
WIDGET = ".jp-OutputArea-output .playground"
SIZE = {"width": 1500, "height": 1200}


@pytest.fixture(scope="module")
def notebook(browser: Any, lab: Lab) -> Iterator[Any]:
    """A page of JupyterLab with the cells above; errors of the page count."""
    cells = [
        {"cell_type": "code", "id": f"c{i}", "source": source, "metadata": {}, "outputs": []}
        | {"execution_count": None}
        for i, source in enumerate((SHOWN, TOLD, ASKED, CLOSED))
    ]
    kernel = {"name": "python3", "display_name": "Python 3"}
    written = {"metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    (lab.folder / "playground.ipynb").write_text(json.dumps({**written, "cells": cells}))
    context = browser.new_context(viewport=SIZE)
    errors: list[str] = []
    page = lab.open(context, "playground.ipynb")
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    lab.stop_kernels()
    assert errors == []


@pytest.fixture(scope="module")
def run(notebook: Any) -> Callable[[int], str]:
    """Run a cell; its output as text."""

    def run_(number: int) -> str:
        cell = notebook.locator(".jp-CodeCell").nth(number)
        before = cell.locator(".jp-InputPrompt").first.inner_text()
        cell.locator(".cm-content").click()
        notebook.keyboard.press("Control+Enter")
        notebook.wait_for_function(
            "([n, before]) => { const told = document.querySelectorAll('.jp-CodeCell')[n]"
            ".querySelector('.jp-InputPrompt').innerText; return told !== before && /\\\\d/.test(told); }",
            arg=[number, before],
            timeout=90_000,
        )
        text: str = cell.locator(".jp-OutputArea").first.inner_text()
        return text

    return run_


def epoch(page: Any) -> int:
    text = page.locator(f"{WIDGET} .bar").inner_text()
    return int(re.search(r"epoch\s+(\d+)", text)[1])  # type: ignore[index]
