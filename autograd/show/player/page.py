"""The page of the player, put together from the files in ``page/``.

One HTML file with everything in it: the style, the scripts one after the other, the data. Its
content security policy allows the style and the script by their hashes, and nothing else.

Read ``page/film.js`` next.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from autograd.bundle import bundle
from autograd.show.text import html_text

__all__ = ["SCRIPTS", "page", "policy_hashes"]

#: the order in which the scripts run; each uses what stands in those before it, and its functions
#: may call those of any
SCRIPTS = (
    *("film", "layout", "plan", "update", "steps", "drawing", "view", "show", "words"),
    *("details", "travel", "guess", "change", "trouble"),
    *("pointer", "theme", "controls"),
)


def page(data: Mapping[str, Any], summary: str, still: str) -> str:
    """The page for a film; ``still`` is an SVG for browsers that run no script."""
    style, script = _file("page.css"), _script()
    styles = [style, *re.findall("<style>(.*?)</style>", still)]
    allowed = " ".join(f"'{_hash(text)}'" for text in styles)
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src {allowed}; "
        "base-uri 'none'; form-action 'none'"
    )
    # "<" ends no script and opens no tag when it is written as an escape
    text = json.dumps(data, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
    pieces = {
        "policy": policy,
        "summary": html_text(summary),
        "style": style,
        "still": still[still.index("<svg") :],
        "data": text,
        "script": script,
    }
    head, *rest = _file("page.html").split("{{")
    for part in rest:
        name, _, tail = part.partition("}}")
        head += pieces[name] + tail
    return head


def policy_hashes() -> dict[str, str]:
    """What a content security policy calls the script and the style of the page."""
    return {"script": f"'{_hash(_script())}'", "style": f"'{_hash(_file('page.css'))}'"}


def _script() -> str:
    """All scripts as one, in a block of its own so that their names stay within it."""
    shared = bundle(["autograd/rows.js", "autograd/page/numbers.js"])
    scripts = [shared, *(_file(f"{name}.js") for name in SCRIPTS)]
    return '"use strict";\n{\n' + "\n".join(scripts) + "}\n"


def _file(name: str) -> str:
    return (files("autograd.show.player") / "page" / name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
