"""A page in a frame of its own, above a still picture, for an output of a notebook.

Read ``explore.py`` next.
"""

from __future__ import annotations

from importlib.resources import files

from autograd.show.text import html_text

__all__ = ["framed"]

_FRAME = (files("autograd.show.player") / "frame.js").read_text("utf-8")


def framed(page: str, still: str, title: str, high: str, permits: str) -> str:
    """HTML of the page in a frame that may do what it ``permits``, and reach nothing around it.

    ``high`` is its height in CSS. A script beside it takes the ``still`` picture away and tells the
    frame the notebook's theme. A notebook that is not trusted has neither script nor frame, and
    leaves out ``block-size``: there the box fits the picture.

    >>> html = framed("<p>a < b</p>", "<svg></svg>", "A page", "20rem", "allow-scripts")
    >>> 'srcdoc="&lt;p&gt;a &lt; b' in html, 'sandbox="allow-scripts"' in html
    (True, True)
    """
    return (
        f'<div style="position:relative;block-size:{high};overflow:auto;resize:vertical">'
        f'<div>{still}</div><iframe title="{html_text(title)}" sandbox="{permits}" '
        'style="position:absolute;inset:0;width:100%;height:100%;border:0;background:Canvas" '
        f'srcdoc="{html_text(page)}"></iframe><script>{_FRAME}</script></div>'
    )
