"""A page with the screen, its own trainer and the player; nothing leaves the machine."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import autograd as ag
from nn.playground.checking import settings_of
from nn.playground.tables import tables

ROOT = Path(__file__).resolve().parents[3]
ADDRESS = "http://why.test/"
TYPES = {".js": "text/javascript", ".css": "text/css"}
STYLES = "".join(
    f'<link rel="stylesheet" href="/nn/playground/page/{name}.css">'
    for name in ("screen/style", "screen/controls", "why/why")
)
PAGE = f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Why, under test</title>{STYLES}<style>body {{ margin: 0 }}</style><main></main>
<script type="module">
import {{ start }} from "/nn/playground/page/screen/app.js";
import {{ trainer }} from "/nn/playground/page/training/worker.js";
window.open_ = ({{ tables, ...options }}) => {{
  const worker = trainer(), {{ player, ...more }} = tables;
  worker.postMessage({{ kind: "tables", tables: more }});
  window.screen_ = start(document.querySelector("main"), {{ ...options, tables, worker }});
}};
</script></html>"""
XOR = {"task": "xor", "hidden": [4], "activation": "tanh", "lr": 0.5, "seed": 1}


def _serve(route: Any) -> None:
    path = ROOT / route.request.url.removeprefix(ADDRESS)
    if path == ROOT:
        route.fulfill(body=PAGE, content_type="text/html")
    elif path.is_file():
        route.fulfill(body=path.read_bytes(), content_type=TYPES[path.suffix] + "; charset=utf-8")
    else:
        route.fulfill(status=404)


@pytest.fixture
def screen(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a page with one screen; no message, no error."""
    messages: list[str] = []
    contexts = []

    def open_(settings: Any = None, hidden: Any = (), **options: Any) -> Any:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.route(ADDRESS + "**", _serve)
        page.goto(ADDRESS)
        page.wait_for_function("() => Boolean(window.open_)")
        told = {**tables(), "player": ag.page.player_table()}
        asked = {"settings": settings_of(XOR | (settings or {})), "hidden": list(hidden)}
        page.evaluate("open_", {**asked, "tables": json.loads(json.dumps(told))})
        page.wait_for_selector(".tile canvas")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert messages == []
