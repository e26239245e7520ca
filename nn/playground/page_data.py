"""What a page of the playground holds: its scripts, its style, its tables.

Read ``file.py`` next.

>>> page_tables()["kinds"]["two"]["loss"]
'bce_with_logits'
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import autograd as ag
from nn.playground.tables import tables, with_own

__all__ = ["page_tables", "script", "style"]

_PAGE = "nn/playground/page"
_FOLDERS = ("screen", "why")
#: the sheet that the others stand on
_FIRST = "style.css"


def page_tables(own: dict[str, Any] | None = None) -> dict[str, Any]:
    """All that the page's scripts know from Python, as data; with a model of one's own if given."""
    training = tables() if own is None else with_own(own)
    return {**training, "player": _player()}


@cache
def _player() -> dict[str, Any]:
    return dict(ag.page.player_table())


@cache
def script(name: str, *exports: str) -> str:
    """One of the page's entries with all that it imports, as one script or as a module."""
    return ag.page.bundle([f"{_PAGE}/{name}.js"], exports)


@cache
def style() -> str:
    """All style sheets, one after the other."""
    here = files("nn.playground") / "page"
    sheets = [f for name in _FOLDERS for f in (here / name).iterdir() if f.name.endswith(".css")]
    sheets.sort(key=lambda sheet: (sheet.name != _FIRST, sheet.name))
    return "\n".join(sheet.read_text("utf-8") for sheet in sheets)
