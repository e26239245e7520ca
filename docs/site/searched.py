"""A hook of MkDocs: the search and the tables of contents are about what pages say.

Source code of the reference, the cells of lessons and formulas stay out of the index: what they
would find stands in the text as well, and as plain text they cannot be read. A formula of mere
letters and numbers is itself, any other an ellipsis; so it is in a table of contents.
"""

import re
from collections.abc import Iterable
from typing import Any

from mkdocs.plugins import event_priority

_FORMULA = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", re.DOTALL)
_UNREADABLE = re.compile(r"[\\^_{}]")
_SOURCE = '<details class="mkdocstrings-source"'
_CODE = '<div class="highlight"'


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """Mark what the search leaves out, and take the formulas out of the table of contents."""
    _spell(page.toc)
    lesson = page.file.src_uri.startswith("notebooks/")
    for start in (_SOURCE, *((_CODE,) if lesson else ())):
        html = html.replace(start, f"{start} data-search-exclude")
    return html


def _spell(entries: Iterable[Any]) -> None:
    for entry in entries:
        entry.title = readable(entry.title)
        _spell(entry.children)


@event_priority(100)  # before the index is written
def on_post_build(config: Any) -> None:
    """Take the formulas out of the index."""
    for entry in config.plugins["material/search"].search_index.entries:
        entry.update({key: readable(entry[key]) for key in ("title", "text")})


def readable(text: str) -> str:
    r"""A text without the TeX in it.

    >>> readable(r"take \(x\) times \(w_1\)")
    'take x times …'
    """
    return _FORMULA.sub(_told, text)


def _told(found: re.Match[str]) -> str:
    formula = found[1] or found[2] or ""
    return "…" if _UNREADABLE.search(formula) else formula
