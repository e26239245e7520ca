"""The same widget in marimo: it trains, and Python has its weights."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from tests.browser.lab import ROOT, wait_for

pytest.importorskip("anywidget")
pytest.importorskip("marimo")

APP = """\
import marimo

app = marimo.App()


@app.cell
def _():
    from nn import Playground
    playground = Playground(task="xor", hidden=[4], activation="tanh", lr=0.3, seed=1)
    playground
    return (playground,)


@app.cell
def _():
    import marimo as mo
    button = mo.ui.run_button(label="tell")
    button
    return button, mo


@app.cell
def _(button, mo, playground):
    import nn
    button.value
    mo.md(f"Python has {nn.evaluate(playground.model, *nn.gates.xor())['loss']}")
    return
"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A running marimo with the notebook above."""
    (tmp_path / "app.py").write_text(APP)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    options = ["--headless", "--no-token", "--host", "127.0.0.1", "--port", str(port)]
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    server = subprocess.Popen(
        [sys.executable, "-m", "marimo", "run", "app.py", *options],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path, "HOME": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def test_it_trains_and_python_has_its_weights(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    bar = page.locator(".playground .bar")
    bar.get_by_role("button", name="Play", exact=True).click(timeout=60_000)
    until(lambda: number("epoch", bar) > 1000)
    bar.get_by_role("button", name="Pause", exact=True).click()
    tell = page.get_by_role("button", name="tell")
    said = page.get_by_text("Python has").last

    def agrees() -> bool:
        tell.click()
        page.wait_for_timeout(200)
        known = float(said.inner_text().split()[-1])
        return known == pytest.approx(number("loss", bar), rel=1e-3)

    until(agrees)
    assert number("loss", bar) < 0.05
    page.close()


def number(name: str, bar: Any) -> float:
    found = re.search(rf"{name}\s+([\d.]+)", bar.inner_text())
    assert found is not None
    return float(found[1])


def until(holds: Callable[[], bool]) -> None:
    end = monotonic() + 30
    while not holds():
        assert monotonic() < end
