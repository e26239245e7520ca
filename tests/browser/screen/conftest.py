"""A page with the screen's modules and the stand-in trainer; nothing leaves the machine."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from nn.playground.checking import settings_of
from nn.playground.page_data import page_tables, style
from tests.browser.modules import pages, together

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>The screen, under test</title>
<link rel="stylesheet" href="/style.css">
<style>body { margin: 0 }</style>
<main></main>
<script type="module">
import { start, trainer as real, StandIn } from "/modules.js";
window.open_ = ({ isReal, ...options }) => {
  const worker = isReal ? real() : new StandIn();
  const changes = [], host = document.createElement("div");
  document.querySelector("main").append(host);
  const another = () => (window.other = isReal ? real() : new StandIn());
  const changed = (what) => changes.push(what);
  const screen = start(host, { ...options, worker, another, changed });
  Object.assign(window, { screen_: screen, trainer: worker, changes });
};
</script></html>"""
PATHS = [
    "nn/playground/page/screen/app.js", "nn/playground/page/training/worker.js",
    "tests/browser/screen/stand_in.js",
]  # fmt: skip
#: a small run that is quickly drawn
SETTINGS = {
    "task": "circles", "hidden": [4, 3], "activation": "tanh", "lr": 0.3, "seed": 1, "loss": None,
    "inputs": ["x1", "x2"], "points": 60,
}  # fmt: skip


@pytest.fixture
def screen(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a page with one screen, whose first frame is drawn; no message, no error."""

    def opened(
        new: Callable[..., Any],
        settings: Any = None,
        hidden: Any = (),
        is_real: bool = False,
        state: str | None = None,
        **options: Any,
    ) -> Any:
        page = new(**options)
        small = {**settings_of({}), **SETTINGS, **(settings or {})}
        given = {
            "settings": settings_of(settings) if is_real else small,
            "tables": page_tables(),
            "hidden": list(hidden),
            "state": state,
        }
        page.evaluate("open_", json.loads(json.dumps({**given, "isReal": is_real})))
        drawn(page)
        return page

    modules = together(PATHS, ["start", "trainer", "StandIn"])
    with pages(browser, PAGE, {"style.css": style(), "modules.js": modules}) as new:
        yield partial(opened, new)


def drawn(page: Any) -> None:
    """Wait until what the trainer said has been drawn."""
    page.evaluate(
        "() => new Promise((done) => "
        "setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 0))"
    )


def heard(page: Any, kind: str) -> Any:
    """What the trainer was told of this kind, in order."""
    return page.evaluate("(kind) => trainer.heard.filter((message) => message.kind === kind)", kind)
