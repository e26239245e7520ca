"""A hook of MkDocs: what the theme and Markdown leave out for those who do not see the page.

The search is a dialog and has a name; above the names of rows there is no heading, only a corner.
"""

from typing import Any


def on_page_content(html: str, **_: Any) -> str:
    """Make a corner of what heads no column."""
    return html.replace("<th></th>", "<td></td>")


def on_post_page(output: str, **_: Any) -> str:
    """Name the search."""
    return output.replace('role="dialog">', 'role="dialog" aria-label="Search">')
