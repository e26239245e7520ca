"""The same widget in marimo: it trains, and Python has its weights."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.lab import ROOT

pytest.importorskip("anywidget")
pytest.importorskip("marimo")
expect = pytest.importorskip("playwright.sync_api").expect

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
    import itertools
    import marimo as mo
    asked = itertools.count()
    button = mo.ui.run_button(label="tell")
    button
    return asked, button, mo


@app.cell
def _(asked, button, mo, playground):
    import nn
    button.value
    loss = nn.evaluate(playground.model, *nn.gates.xor())["loss"]
    mo.md(f"Asked {next(asked)} times, Python has {loss}")
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
    more = {"PYTHONPATH": path, "PYTHONUNBUFFERED": "1", "HOME": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-m", "marimo", "run", "app.py", *options],
        cwd=tmp_path,
        env={**os.environ, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as server:
        try:
            assert server.stdout is not None
            found = f":{port}"
            said: list[str] = []
            while found not in "".join(said):  # it says so once it listens
                said.append(server.stdout.readline())
                assert said[-1], "".join(said)
            yield f"http://127.0.0.1{found}"
        finally:
            server.terminate()


def test_it_trains_and_python_has_its_weights(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    bar = page.locator(".playground .bar")
    bar.get_by_role("button", name="Play", exact=True).click(timeout=60_000)
    expect(bar).to_contain_text(re.compile(r"epoch\s*[1-9][\d,]{4,}"), timeout=30_000)
    bar.get_by_role("button", name="Pause", exact=True).click()
    expect(bar.get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(bar).to_contain_text("Paused at epoch")  # its last frame is drawn
    loss = number("loss", bar)
    assert loss < 0.05
    asked = (told(page, n) for n in range(1, 20))  # what the page reports comes by itself
    assert any(known == pytest.approx(loss, rel=1e-3) for known in asked)
    page.close()


def told(page: Any, n: int) -> float:
    """The loss that Python has when it is asked for the n-th time."""
    page.get_by_role("button", name="tell").click()
    said = page.get_by_text(f"Asked {n} times").last
    expect(said).to_be_visible(timeout=30_000)
    return float(said.inner_text().split()[-1])


def number(name: str, bar: Any) -> float:
    found = re.search(rf"{name}\s+([\d.]+)", bar.inner_text())
    assert found is not None
    return float(found[1])
