"""JupyterLab as it meets a person who has just installed it: a HOME of its own, nothing trusted."""

import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TOKEN = "for-this-test-only"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
CELL = ".jp-Notebook .jp-CodeCell .cm-content"
#: all cells are in the page, also those that are not in sight
WHOLE = {"windowingMode": "none"}


class Lab:
    """A running server; notebooks are opened from ``folder``."""

    def __init__(self, home: Path) -> None:
        self.home, self.folder = home, home / "notebooks"
        self.folder.mkdir()
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port: int = listener.getsockname()[1]
        self.set("notebook-extension/tracker", WHOLE)
        self.set("apputils-extension/notification", {"fetchNews": "false"})

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def set(self, plugin: str, settings: dict[str, str]) -> None:
        """Settings of a person, which hold for the pages that are opened from then on."""
        file = self.home / "settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(settings))

    def open(self, context: Any, name: str, theme: str = "light") -> Any:
        """A page with one notebook and nothing beside it."""
        self.set("apputils-extension/themes", {"theme": THEMES[theme]})
        page = context.new_page()
        page.goto(f"{self.address}/doc/tree/{name}?token={TOKEN}")
        page.wait_for_selector(CELL, timeout=90_000)
        return page

    def stop_kernels(self) -> None:
        """End what the notebooks run, which goes on when their pages are closed."""
        for _ in range(20):
            try:
                for kernel in json.loads(self._ask("GET", "")):
                    self._ask("DELETE", f"/{kernel['id']}")
                return
            except OSError:  # while a kernel starts there is no list
                sleep(0.3)

    def _ask(self, method: str, path: str) -> bytes:
        url = f"{self.address}/api/kernels{path}?token={TOKEN}"
        with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=60) as said:
            return bytes(said.read())

    def environment(self) -> dict[str, str]:
        """No settings, signatures or kernels of the person who runs the tests."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTER")}
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        own = {
            "HOME": ".",
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "run",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        }
        return {**kept, "PYTHONPATH": path, **{k: str(self.home / v) for k, v in own.items()}}


@contextmanager
def running(home: Path) -> Iterator[Lab]:
    """A JupyterLab until the end of the block."""
    lab = Lab(home)
    options = [f"--ServerApp.root_dir={lab.folder}", f"--IdentityProvider.token={TOKEN}"]
    options += [f"--port={lab.port}", "--no-browser", "--allow-root", "--LabApp.news_url=None"]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        env=lab.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"{lab.address}/api/status?token={TOKEN}", server)
        yield lab
    finally:
        server.terminate()
        server.wait(20)


def wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    """Wait until a server answers; the test fails where it never does."""
    end = monotonic() + 60
    while monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            sleep(0.3)
    pytest.fail(f"{server.args!r} did not start")
