"""A page with the screen, its own trainer and the player; nothing leaves the machine."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

import autograd as ag
from nn.playground.checking import settings_of
from nn.playground.tables import tables
from tests.browser.modules import pages, together

STYLES = "".join(
    f'<link rel="stylesheet" href="/nn/playground/page/{name}.css">'
    for name in ("screen/style", "screen/controls", "why/why")
)
PAGE = f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Why, under test</title>{STYLES}<style>body {{ margin: 0 }}</style><main></main>
<script type="module">
import {{ start, trainer }} from "/modules.js";
window.open_ = ({{ tables, ...options }}) => {{
  const worker = trainer(), {{ player, ...more }} = tables;
  worker.postMessage({{ kind: "tables", tables: more }});
  const another = () => (window.other = held(trainer()));
  window.screen_ = start(document.querySelector("main"), {{ ...options, tables, worker, another }});
}};
// A trainer that answers nothing before `release` is called.
const held = (own) => {{
  const said = [];
  own.onmessage = ({{ data }}) => other.onmessage({{ data }});
  return {{
    postMessage: (message) => said.push(message),
    release() {{ for (const message of said) own.postMessage(message); }},
    terminate() {{ this.ended = true; own.terminate(); }},
  }};
}};
</script></html>"""
PATHS = ["nn/playground/page/screen/app.js", "nn/playground/page/training/worker.js"]
XOR: dict[str, Any] = {"task": "xor", "hidden": [4], "activation": "tanh", "lr": 0.5, "seed": 1}


@pytest.fixture
def screen(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a page with one screen; no message, no error."""

    def opened(
        new: Callable[..., Any], settings: Any = None, hidden: Any = (), **options: Any
    ) -> Any:
        page = new(**options)
        told = {**tables(), "player": ag.page.player_table()}
        asked = {"settings": settings_of(XOR | (settings or {})), "hidden": list(hidden)}
        page.evaluate("open_", {**asked, "tables": json.loads(json.dumps(told))})
        page.wait_for_selector(".tile canvas")
        return page

    modules = together(PATHS, ["start", "trainer"])
    with pages(browser, PAGE, {"modules.js": modules}) as new:
        yield partial(opened, new)
