"""Small heat maps and the lines between regions, as text for an SVG: no package is needed.

A map is a PNG of few colours that fade to nothing at 0, so one map suits light paper and dark.
Read ``sparkline.py`` next.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterator, Sequence

from nn.plot.axes import PALETTE

__all__ = ["classes", "crossings", "signed"]

Grid = Sequence[Sequence[float]]
#: shades from nothing to full, and how much of the paper full leaves to be seen
STEPS, FULL = 24, 0.85


def signed(grid: Grid) -> str:
    """Numbers from -1 (blue) to 1 (vermilion) as the address of an image; 0 is clear.

    The first row is the lowest, as on an axis.

    >>> signed([[-1.0, 1.0], [0.0, 0.5]])[:22]
    'data:image/png;base64,'
    """
    colours = [*_fading(PALETTE[0])[:0:-1], *_fading(PALETTE[1])]
    return _png([[_step(v) for v in row] for row in reversed(grid)], colours)


def classes(grid: Sequence[Sequence[tuple[int, float]]]) -> str:
    """The same of classes, each with how sure it is, from 0 to 1."""
    colours = [shade for colour in PALETTE for shade in _fading(colour)]
    width, kinds = STEPS + 1, len(PALETTE)
    rows = [[k % kinds * width + round(s * STEPS) for k, s in row] for row in reversed(grid)]
    return _png(rows, colours)


def crossings(grid: Grid) -> Iterator[tuple[float, float, float, float]]:
    """Pieces x, y, x, y of the line on which a grid of numbers is 0, from 0 to 1 each way.

    Each cell is cut into two triangles, in which the numbers lie on a plane.

    >>> list(crossings([[-1.0, 1.0], [-1.0, 1.0]]))
    [(0.5, 0.0, 0.5, 0.5), (0.5, 1.0, 0.5, 0.5)]
    """
    high, wide = len(grid) - 1, len(grid[0]) - 1
    for i in range(high):
        for j in range(wide):
            a, b, c, d = ((i, j), (i, j + 1), (i + 1, j), (i + 1, j + 1))
            for corners in ((a, b, d), (c, d, a)):
                ends = [*_cuts(grid, corners)]
                if len(ends) == 2:
                    (p, q), (r, s) = ends
                    yield q / wide, p / high, s / wide, r / high


def _cuts(grid: Grid, corners: Sequence[tuple[int, int]]) -> Iterator[tuple[float, float]]:
    """The row and the column at which a triangle's sides pass through 0."""
    for (i, j), (k, m) in zip(corners, [*corners[1:], corners[0]]):
        a, b = grid[i][j], grid[k][m]
        if (a > 0.0) != (b > 0.0):
            part = a / (a - b)
            yield i + (k - i) * part, j + (m - j) * part


def _step(v: float) -> int:
    return STEPS + round(min(max(v, -1.0), 1.0) * STEPS)


def _fading(colour: str) -> list[bytes]:
    """Red, green, blue and how much it covers, from nothing to full."""
    rgb = bytes.fromhex(colour[1:])
    return [rgb + bytes([round(255 * FULL * i / STEPS)]) for i in range(STEPS + 1)]


def _png(rows: Sequence[Sequence[int]], colours: Sequence[bytes]) -> str:
    """An image of numbered colours (PNG specification, section 11)."""
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 3, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9)
    chunks = (
        (b"IHDR", header),
        (b"PLTE", b"".join(colour[:3] for colour in colours)),
        (b"tRNS", b"".join(colour[3:] for colour in colours)),
        (b"IDAT", pixels),
        (b"IEND", b""),
    )
    text = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + text).decode()
