"""The map of the course: each lesson, and the lessons that it builds on."""

import textwrap
from collections.abc import Mapping

from autograd.show.drawing.card import MUTED
from autograd.show.drawing.style import dressed
from autograd.show.layout.layered import Arrow, layered
from autograd.show.text import html_text

WIDE, HIGH, LINE, MARGIN = 94, 62, 14, 6


def lessons(titles: Mapping[str, str], needs: Mapping[str, str]) -> str:
    """A picture of lessons (number -> title) and what each needs (number -> numbers)."""
    arrows = [Arrow(before, lesson) for lesson in titles for before in needs[lesson].split()]
    level = layered(dict.fromkeys(titles, (WIDE, HIGH)), arrows)
    out = [
        f'<path d="M{curve[0]:.1f} {curve[1]:.1f}C{" ".join(f"{x:.1f}" for x in curve[2:])}" '
        f'fill="none" stroke="{MUTED}"/>'
        for curve in level.curves
    ]
    for number, title in titles.items():
        x, y = level.at[number]
        out.append(
            f'<rect x="{x - WIDE / 2:.1f}" y="{y - HIGH / 2:.1f}" width="{WIDE}" height="{HIGH}" '
            f'rx="6" fill="#e3f0fa" stroke="#0072b2"/>'
        )
        words = [number, *textwrap.wrap(title, 15)[:3]]
        top = y - LINE * (len(words) - 1) / 2 + 4
        out += [
            f'<text x="{x:.1f}" y="{top + i * LINE:.1f}" text-anchor="middle" fill="#15202b"'
            f"{' font-weight=' + chr(34) + 'bold' + chr(34) if i == 0 else ''}>"
            f"{html_text(line)}</text>"
            for i, line in enumerate(words)
        ]
    wide, high = (side + 2 * MARGIN for side in level.size)
    start = (
        f'<svg width="{wide:.0f}px" height="{high:.0f}px" '
        f'viewBox="{-MARGIN} {-MARGIN} {wide:.0f} {high:.0f}" xmlns="http://www.w3.org/2000/svg" '
        'font-family="Helvetica,Arial,sans-serif" font-size="11.5">'
    )
    return dressed(f"{start}{''.join(out)}</svg>\n")
