"""The playground as one HTML file that trains offline: style, scripts and tables stand in it.

Its content security policy allows the loader and the styles by their hashes, what the page itself
unpacks, WebAssembly and a Worker; no ``eval``, and nothing from elsewhere. Read ``widget.py`` next.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import autograd as ag
from nn.playground.page_data import script, style

__all__ = ["html_name", "page"]

_HTML = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main id="playground"><h1>{title}</h1>
<noscript><p>This page trains a network by its own script, which this browser does not run.</p>
</noscript></main>
<script type="application/octet-stream" id="data">{data}</script>
<script>{script}</script>
</body>
</html>
"""
#: around the playground: the page's own colours, and a heading for those who hear it
_AROUND = """
:root { color-scheme: light dark; background: light-dark(#ffffff, #12161c); }
:root:has(> [data-theme="light"]) { color-scheme: light; }
:root:has(> [data-theme="dark"]) { color-scheme: dark; }
body { margin: 0; }
#playground > h1 {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
}
#playground > noscript { font: 1rem/1.5 system-ui, sans-serif; display: block; padding: 1rem; }
"""


def page(
    tables: Mapping[str, Any],
    settings: Mapping[str, Any],
    hidden: Sequence[str] = (),
    state: str | None = None,
) -> str:
    """The file's text: with these settings or a ``state``, and without what is ``hidden``."""
    styles, loader = _short(_AROUND + style()), _short(script("loader"))
    data = {"tables": tables, "settings": settings, "hidden": [*hidden], "state": state}
    hashes = tables["player"]["hashes"]
    policy = (
        "default-src 'none'; "
        f"script-src '{_hash(loader)}' {hashes['script']} blob: 'wasm-unsafe-eval'; "
        f"worker-src blob:; style-src '{_hash(styles)}' {hashes['style']}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    packed = _packed({**data, "script": script("file")})
    parts = {"policy": policy, "title": "Playground", "style": styles, "data": packed}
    return _HTML.format(**parts, script=loader)


def html_name(path: Any) -> str:
    """The name of a page's file; ``OperandError`` for what is none, ``GraphError`` for another's.

    >>> html_name("xor.html")
    'xor.html'
    """
    if not isinstance(path, (str, os.PathLike)):
        raise ag.OperandError(
            f"save takes a file's name, got {path!r}: save('playground.html') writes it"
        )
    name = os.fsdecode(path)
    if Path(name).suffix.lower() not in (".html", ".htm"):
        better = f"save('{Path(name).stem.strip() or 'playground'}.html')"
        raise ag.GraphError(f"a playground is saved as html, got {name!r}: {better} writes it")
    return name


def _short(text: str) -> str:
    """Scripts and styles without what is for those who read them in the package."""
    text = re.sub(r"/\*.*?\*/\n", "", re.sub(r"(?m)^ *//.*\n", "", text), flags=re.DOTALL)
    return re.sub(r"(?m)^ +|^\n", "", text)


def _packed(data: Any) -> str:
    """Data as what the page unpacks: a tenth as long."""
    plain = json.dumps(data, separators=(",", ":"), allow_nan=False).encode()
    return base64.b64encode(gzip.compress(plain, mtime=0)).decode()


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
