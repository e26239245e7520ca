"""What the moving picture is drawn with: SVG that moves by style alone, on one clock.

A thing is seen within a ``Span``; what stays to the end is also what the still picture shows, where
motion is not wanted or not known.
"""

from collections.abc import Sequence
from typing import NamedTuple

from autograd.show.drawing.card import MUTED
from autograd.show.drawing.style import dressed
from autograd.show.text import html_text

FADE = 0.12
_FONT = 'font-family="Helvetica,Arial,sans-serif" font-size="18"'
_HEAD = (
    '<defs><marker id="h" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
    f'orient="auto"><path d="M0 0 8 4 0 8z" fill="{MUTED}"/></marker></defs>'
)
_STILL = "@media(prefers-reduced-motion:reduce){.autograd-picture *{animation:none!important}}"
Point = tuple[float, float]


class Span(NamedTuple):
    """When something is to be seen, in seconds; ``None``: to the end and in the still picture."""

    start: float
    stop: float | None = None


class Canvas:
    """The parts of a picture that begins again after ``whole`` seconds."""

    def __init__(self, whole: float) -> None:
        self.whole = whole
        self.out: list[str] = []
        self.rules: list[str] = []
        self.above: list[str] = []  # what travels, above all else

    def svg(self, wide: int, high: int, margin: int) -> str:
        """The picture of this size, for light and dark pages."""
        size = f'width="{wide}px" height="{high}px"'
        box = f'viewBox="{-margin} {-margin} {wide} {high}"'
        start = f'<svg {size} {box} xmlns="http://www.w3.org/2000/svg" {_FONT}>'
        paper = f'<rect x="{-margin}" y="{-margin}" {size} fill="white"/>'
        style = f"<style>{''.join(self.rules)}{_STILL}</style>"
        return dressed(f"{start}{style}{_HEAD}{paper}{''.join(self.out + self.above)}</svg>\n")

    # --- what is seen ---

    def arrow(self, curve: Sequence[float]) -> None:
        """An arrow along a curve of the layout."""
        path = f"M{_numbers(curve[:2])}C{_numbers(curve[2:])}"
        self.out.append(f'<path d="{path}" fill="none" stroke="{MUTED}" marker-end="url(#h)"/>')

    def rect(self, at: Point, size: Point, look: str, span: Span | None = None) -> None:
        """A rectangle with round corners."""
        place = f'x="{at[0]}" y="{at[1]}" width="{size[0]:.0f}" height="{size[1]:.0f}" rx="9"'
        self.out.append(f"<rect {place} {look} {self.shown(span)}/>")

    def text(
        self, at: Point, text: str, ink: str, more: str = "", span: Span | None = None
    ) -> None:
        """Text from a point on."""
        place = f'x="{at[0]:.1f}" y="{at[1]:.1f}" fill="{ink}"'
        self.out.append(f"<text {place} {more}{self.shown(span)}>{html_text(text)}</text>")

    def travel(self, text: str, ink: str, way: Sequence[Point], start: float, stop: float) -> None:
        """A number on its way."""
        moves = []
        for k, (x, y) in enumerate(way):
            now = self.percent(start + (stop - start) * k / (len(way) - 1))
            moves.append(f"{now}{{transform:translate({x:.1f}px,{y:.1f}px)}}")
        name = f"t{len(self.rules)}"
        self.rules.append(f"@keyframes {name}{{{''.join(moves)}}}")
        shown = self.keyframes(Span(start, stop))
        motion = f"animation:{name} {self.whole:.1f}s linear infinite,{shown}"
        wide = 9.0 * len(text) + 14
        chip = f'<rect x="{-wide / 2}" y="-12" width="{wide}" height="24" rx="12" fill="{ink}"/>'
        look = 'fill="white" font-size="16" text-anchor="middle"'
        words = f'<text y="6" {look}>{html_text(text)}</text>'
        self.above.append(f'<g opacity="0" style="{motion}">{chip}{words}</g>')

    # --- when ---

    def shown(self, span: Span | None) -> str:
        """The attributes of what is seen within a span alone."""
        if span is None:
            return ""
        still = 'opacity="0" ' if span.stop is not None else ""
        return f'{still}style="animation:{self.keyframes(span)}"'

    def keyframes(self, span: Span) -> str:
        """A rule for the opacity, and how it is called."""
        name, stop = f"s{len(self.rules)}", span.stop
        on = [f"0%,{self.percent(span.start)}{{opacity:0}}"] if span.start else []
        on.append(f"{self.percent(span.start + FADE * bool(span.start))}{{opacity:1}}")
        if stop is None:
            on.append("100%{opacity:1}")
        else:
            before, after = self.percent(stop - 0.01), self.percent(stop)
            on.append(f"{before}{{opacity:1}}{after},100%{{opacity:0}}")
        self.rules.append(f"@keyframes {name}{{{''.join(on)}}}")
        return f"{name} {self.whole:.1f}s linear infinite"

    def percent(self, seconds: float) -> str:
        """A moment, as keyframes count."""
        return f"{100 * seconds / self.whole:.2f}%"


def along(curve: Sequence[float], pieces: int = 6) -> list[Point]:
    """Points on a curve, evenly by its parameter, with one in the middle of each piece."""
    points = list(zip(curve[::2], curve[1::2]))
    found = [points[0]]
    for k in range(0, len(points) - 1, 3):
        for step in range(1, pieces + 1):
            t = step / pieces
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            corners = points[k : k + 4]
            x, y = (sum(w * c[axis] for w, c in zip(weights, corners)) for axis in (0, 1))
            found.append((x, y))
    return found


def _numbers(points: Sequence[float]) -> str:
    return " ".join(f"{point:.1f}" for point in points)
