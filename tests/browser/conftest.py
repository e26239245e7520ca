"""One headless browser for all tests here; skipped where there is none."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.lab import Lab, running

#: the shell is the same browser without windows, and does all this in two thirds of the time
PLACES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium from the system, driven by Playwright."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PLACES)), None)
    if program is None:
        pytest.skip("no chromium on this machine")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Open a player and hold it to its promises: no request, no message, no error."""
    requests: list[str] = []
    messages: list[str] = []
    contexts = []

    def open_(player: Any, **options: Any) -> Any:
        file = tmp_path / "loss.html"
        player.save(file)
        context = browser.new_context(offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.on("dialog", lambda dialog: messages.append("dialog: " + dialog.message))
        page.goto(file.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert messages == []
    assert all(url.startswith("file://") for url in requests)
    assert len(requests) == len(contexts)


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One JupyterLab for all tests, of a HOME in which nothing is trusted."""
    pytest.importorskip("jupyterlab", reason="jupyterlab is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed")
    with running(tmp_path_factory.mktemp("home")) as started:
        yield started
