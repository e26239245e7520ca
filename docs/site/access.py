"""A hook of MkDocs: what the theme and Markdown leave out for those who do not see the page.

The search is a dialog and has a name; above the names of rows there is no heading, only a corner;
nobody comes by keys to the choice of colours, which is not seen. Where no scripts run a page says
what that takes from it.
"""

from typing import Any

#: what stands in a page that has it -> what it is without scripts
_LACKS = {
    'class="arithmatex"': "formulas stay as they were typed, in TeX",
    'class="live highlight"': "cells are not run",
    'class="playground"': "a picture stands for the playground",
}
_UNTOLD = '<noscript><p class="no-script">This browser runs no scripts here: {}.</p></noscript>\n'


def on_page_content(html: str, **_: Any) -> str:
    """Make a corner of what heads no column, and tell those without scripts."""
    lacks = [told for mark, told in _LACKS.items() if mark in html]
    told = _UNTOLD.format(" and ".join(lacks)) if lacks else ""
    return told + html.replace("<th></th>", "<td></td>")


def on_post_page(output: str, **_: Any) -> str:
    """Name the search, and leave out what is not seen."""
    output = output.replace('name="__palette"', 'name="__palette" tabindex="-1"')
    return output.replace('role="dialog">', 'role="dialog" aria-label="Search">')
