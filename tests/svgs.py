"""How large a picture and its texts are where a column of text shows it."""

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import NamedTuple

#: pixels: the column of a README, the least text in it, the greatest height of a picture
COLUMN, LEAST, HIGHEST = 848.0, 9.0, 1200.0
_SIZES = re.compile(r"font(?:-size)?:[^;}]*?([\d.]+)px|font-size=\"([\d.]+)(?:px)?\"")


class Shown(NamedTuple):
    """Pixels, in the column."""

    text: float
    height: float


def shown(path: Path) -> Shown:
    """The smallest text and the height; a picture is never stretched.

    Texts are measured by what the file says of sizes anywhere, in attributes and in its style.
    """
    svg = path.read_text(encoding="utf-8")
    root = ElementTree.fromstring(svg)
    wide, high = (_pixels(root.get(side, "")) for side in ("width", "height"))
    inside = float(root.get("viewBox", "").split()[2])
    scale = min(1.0, COLUMN / wide)
    sizes = [float(one or other) for one, other in _SIZES.findall(svg)]
    assert sizes, f"{path.name} says no size of its texts"
    return Shown(min(sizes) * wide / inside * scale, high * scale)


def readable(path: Path) -> bool:
    """Whether one can read it there without a lens or scrolling for long."""
    text, height = shown(path)
    return text >= LEAST and height <= HIGHEST


def scrolls(path: Path) -> bool:
    """Whether the file itself keeps a width, in its own window, at which one can read its texts."""
    found = re.search(r"min-width:([\d.]+)px", path.read_text(encoding="utf-8"))
    text, height = shown(path)
    if found is None or height > HIGHEST:
        return False
    return text * float(found[1]) / COLUMN >= LEAST - 0.01  # the width is given in whole pixels


def _pixels(length: str) -> float:
    number = float(length.rstrip("ptx"))
    return number * 4 / 3 if length.endswith("pt") else number
