"""What makes an SVG fit the page that it is in: dark on dark pages, no wider than its column.

Every colour that the pictures use has a partner for the dark; a rule finds a shape by the colour
that it is filled or drawn with, so the pictures need no classes and any writer of SVG will do.

Read ``picture.py`` next.
"""

from __future__ import annotations

from zlib import crc32

from autograd.show.image import least_width

__all__ = ["DARK", "dressed"]

#: colour on a light page -> on a dark one
DARK = {
    "white": "#12161c",
    "#15202b": "#e8edf2",
    "#56657a": "#9fb0c3",
    "#8a4276": "#e0a3c8",
    "#334155": "#cbd5e1",
    "#64748b": "#8b9bb0",
    "#e3f0fa": "#14344d",
    "#0072b2": "#56b4e9",
    "#ffffff": "#222a34",
    "#fdeedd": "#4a2c0d",
    "#d55e00": "#ff9c4a",
    "#f3f4f6": "#1b2129",
    "#9ca3af": "#6b7684",
    "#f5ecf3": "#3a2739",
    "#a2578c": "#cc79a7",
    "#fbf7fa": "#1d1a22",
    "#f4eef2": "#262029",
    "#fde2e1": "#4d1517",
    "#b3001b": "#ff7b7b",
}
_CLASS = "autograd-picture"
_HEAD = "autograd-"


def dressed(svg: str) -> str:
    """The SVG with a style and ids of its own, also among others in one page.

    >>> print(dressed('<svg width="60pt" height="9pt"><text font-size="9.00">a</text></svg>')[:28])
    <svg class="autograd-picture
    """
    name = f"p{crc32(svg.encode()):08x}"
    svg = svg.replace(f'id="{_HEAD}', f'id="{name}-').replace(f"url(#{_HEAD}", f"url(#{name}-")
    dark = "".join(
        f'.{name} [{what}="{light}"]{{{what}:{colour}}}'
        for light, colour in DARK.items()
        for what in ("fill", "stroke")
        if f'{what}="{light}"' in svg
    )
    fit = f".{name}{{max-width:100%;min-width:{least_width(svg):.0f}px;height:auto}}"
    style = f"<style>{fit}@media screen and (prefers-color-scheme:dark){{{dark}}}</style>"
    start = svg.index("<svg")
    end = svg.index(">", start) + 1
    tag = svg[start:end].replace("<svg", f'<svg class="{_CLASS} {name}"', 1)
    return svg[:start] + tag + style + svg[end:]
