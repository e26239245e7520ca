"""An SVG as an image in HTML: the one form of it that every notebook shows.

A notebook that is not trusted, as each from elsewhere is at first, shows no SVG, no frame and no
script; an ``<img>`` with its data stays. In one that is trusted it looks the same.

Read ``scene/names.py`` next.
"""

from __future__ import annotations

import base64
import re

from autograd.show.text import html_text

__all__ = ["least_width", "svg_image"]

#: pixels: text is never smaller in a column; a picture for which it would be scrolls
_LEAST = 9.0
#: pixels: a picture no wider than this keeps its size, also in a cell of a table
_NARROW = 160.0
_SIZE = re.compile(r'font-size="([\d.]+)"')
_WIDTH = re.compile(r'<svg\s+[^>]*?\bwidth="([\d.]+)(pt|px)?"')
_POINT = {"pt": 4 / 3, "px": 1.0, None: 1.0}


def svg_image(svg: str, told: str) -> str:
    """HTML that shows an SVG as wide as its column at most, for a ``_repr_html_`` of one's own.

    ``told`` is what it shows in words, for those who do not see it. The SVG has to bring all that
    it needs: of the page's style nothing reaches it but whether the system is dark.

    >>> svg_image('<svg xmlns="http://www.w3.org/2000/svg"/>', "nothing")[:64]
    '<div style="overflow-x:auto"><img src="data:image/svg+xml;base64'
    """
    code = base64.b64encode(svg.encode()).decode()
    look = f"max-width:100%;min-width:{least_width(svg):.0f}px;height:auto"
    image = f'<img src="data:image/svg+xml;base64,{code}" alt="{html_text(told)}" style="{look}"/>'
    return f'<div style="overflow-x:auto">{image}</div>'


def least_width(svg: str) -> float:
    """The width in pixels at which the smallest text is as small as it may be.

    Text counts whose size stands in its ``font-size``; a narrow picture is not made smaller.

    >>> least_width('<svg width="900pt" height="9pt"><text font-size="12.00">a</text></svg>')
    675.0
    """
    found = _WIDTH.search(svg)
    if found is None:
        return 0.0
    scale = _POINT[found[2]]
    wide = float(found[1]) * scale
    needed = [wide * _LEAST / (float(size) * scale) for size in _SIZE.findall(svg)]
    return min(wide, max(needed, default=0.0) if wide > _NARROW else wide)
