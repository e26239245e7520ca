"""JupyterLab from end to end: run a cell, see the player, press step."""

import json
import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

pytest.importorskip("pygraphviz")
pytest.importorskip("jupyterlab", reason="jupyterlab is not installed")
pytest.importorskip("ipykernel", reason="ipykernel is not installed")
ROOT = Path(__file__).parents[2]
TOKEN = "for-this-test-only"
CELL = """\
from autograd import Value
from autograd.show.player.explore import explore
a, b = Value(2.0, label="a"), Value(-3.0, label="b")
loss = (a * b + 10).tanh()
explore(loss)
"""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """A JupyterLab with one notebook; answers the notebook's address."""
    cell = {"cell_type": "code", "id": "one", "source": CELL, "metadata": {}, "outputs": []}
    kernel = {"name": "python3", "display_name": "Python 3"}
    notebook: dict[str, Any] = {"metadata": {"kernelspec": kernel}}
    notebook["cells"] = [cell | {"execution_count": None}]
    (tmp_path / "loss.ipynb").write_text(
        json.dumps(notebook | {"nbformat": 4, "nbformat_minor": 5})
    )
    port = free_port()
    options = [f"--ServerApp.root_dir={tmp_path}", f"--IdentityProvider.token={TOKEN}"]
    options += [f"--port={port}", "--no-browser", "--allow-root", "--LabApp.news_url=None"]
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    home = {"HOME": str(tmp_path), "JUPYTER_CONFIG_DIR": str(tmp_path / ".config")}
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        env={**os.environ, **home, "PYTHONPATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/api/status?token={TOKEN}", server)
        yield f"{address}/lab/tree/loss.ipynb?token={TOKEN}"
    finally:
        server.terminate()
        server.wait(20)


def _wait(url: str, server: "subprocess.Popen[bytes]") -> None:
    end = monotonic() + 60
    while monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            sleep(0.3)
    pytest.fail("JupyterLab did not start")


def test_a_cell_shows_the_player_and_it_steps(browser: Any, lab: str, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 1300, "height": 1000})
    page = context.new_page()
    page.goto(lab)
    _run_the_cell(page)
    player = page.frame_locator(".jp-OutputArea iframe")
    player.locator("#step").wait_for(timeout=60_000)
    player.locator("#step").click()
    formula = player.locator("#formula").inner_text()
    assert re.fullmatch(r"v1 = a \* b = 2\.0 \* \(−3\.0\) = −6\.0", formula)
    player.locator("#last").click()
    assert player.locator("#phase").inner_text() == "Done"
    assert player.locator("[data-name=a]").get_attribute("data-grad") not in (None, "", "0")
    page.locator(
        ".jp-Notebook .jp-Cell .cm-content"
    ).first.click()  # from the frame back to the notebook
    page.keyboard.press("Control+s")
    saved = _saved(tmp_path / "loss.ipynb")
    assert {"text/html", "image/svg+xml", "text/plain"} <= set(saved)
    if pictures := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(pictures) / "jupyter.png")
    context.close()


def _run_the_cell(page: Any) -> None:
    """Press Shift+Enter until there is an output: it is lost while the kernel starts."""
    page.wait_for_selector(".jp-Notebook .jp-Cell .cm-content", timeout=90_000)
    for _ in range(8):
        page.locator(".jp-Notebook .jp-Cell .cm-content").first.click()
        page.keyboard.press("Shift+Enter")
        end = monotonic() + 10
        while monotonic() < end:
            if page.locator(".jp-OutputArea iframe").count():
                return
            page.wait_for_timeout(200)


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


def test_a_notebook_shows_the_picture_before_the_traceback() -> None:
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    code = "from autograd import Value, log\nlog(Value(0.0) * 2)"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    nbclient.NotebookClient(notebook, allow_errors=True, timeout=60).execute()
    outputs = [o for o in notebook.cells[0].outputs if o.output_type != "stream"]
    assert [o.output_type for o in outputs] == ["display_data", "error"]
    assert "log gives" in outputs[0].data["image/svg+xml"]
