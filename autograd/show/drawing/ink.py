"""Rectangles, curves and lines of text as SVG, and how wide a text is.

Read ``svg.py`` next.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from autograd.show.layout.nested import Spot
from autograd.show.text import html_text

__all__ = ["FONT", "Ink", "width"]

#: points
_SIZE = 11.0
FONT = f'font-family="Helvetica,Arial,sans-serif" font-size="{_SIZE:.0f}"'
#: of the letter's size, in the widest of the fonts that a browser takes instead (DejaVu Sans)
_WIDE = {"m": 0.98, "w": 0.82, "M": 0.87, "W": 0.99, "@": 1.0, "%": 0.95, "…": 1.0, "∂": 0.55}
_WIDE |= dict.fromkeys("ijlI'", 0.3) | dict.fromkeys(".,:;|/ ", 0.34)
_WIDE |= dict.fromkeys("!()[]-", 0.4) | dict.fromkeys("rtf", 0.42) | dict.fromkeys("scz", 0.56)
_SMALL, _CAPITAL, _FOREIGN, _SQUARE, _BOLD = 0.64, 0.78, 0.85, 1.3, 1.14


def width(text: str, bold: bool = False) -> float:
    """Of a text, in points; rather too wide than too narrow, as nobody knows the font.

    >>> width("data 2.0") < width("DATA 2.0") < width("DATA 2.0", bold=True)
    True
    """
    return sum(map(_letter, text)) * _SIZE * (_BOLD if bold else 1.0)


def _letter(c: str) -> float:
    if c in _WIDE:
        return _WIDE[c]
    if c.isascii():
        return _CAPITAL if c.isupper() else _SMALL
    if unicodedata.category(c) in ("Mn", "Me", "Cf"):  # drawn over the letter before it
        return 0.0
    return _SQUARE if unicodedata.east_asian_width(c) in "WF" else _FOREIGN


class Ink:
    """What is drawn, piece by piece, in ``out``."""

    def __init__(self) -> None:
        self.out: list[str] = []

    def rect(self, spot: Spot, fill: str, line: str, round_: int) -> None:
        """A box with round corners."""
        place = f'x="{spot.x:.1f}" y="{spot.y:.1f}" rx="{round_}"'
        size = f'width="{spot.size[0]:.1f}" height="{spot.size[1]:.1f}"'
        self.out.append(f'<rect {place} {size} fill="{fill}" stroke="{line}"/>')

    def curve(self, points: Sequence[float], line: str, wide: float, head: str) -> None:
        """From x, y by three points for each piece; ``head`` is the id of an arrow's head."""
        numbers = [f"{point:.1f}" for point in points]
        path = f"M{' '.join(numbers[:2])}C{' '.join(numbers[2:])}"
        end = f' marker-end="url(#{head})"' if head else ""
        self.out.append(
            f'<path d="{path}" fill="none" stroke="{line}" stroke-width="{wide}"{end}/>'
        )

    def text(
        self, x: float, y: float, text: str, fill: str, anchor: str = "start", more: str = ""
    ) -> None:
        """A line of text from, around or up to a point; ``more`` are attributes."""
        if text:
            place = f'x="{x:.1f}" y="{y:.1f}" fill="{fill}" text-anchor="{anchor}"'
            self.out.append(f"<text {place} {more}>{html_text(text)}</text>")
