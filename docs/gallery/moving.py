"""The README's moving picture: the numbers of both sweeps travel along the arrows.

What moves is the player's film, and where it moves is our own layout; only the clock is made here.
The SVG moves by style alone, so that it does as an image too. Where motion is not wanted, and in
viewers that know no animation, it is the picture of the end.
"""

from typing import Any

from canvas import Canvas, Point, Span, along

from autograd import Value
from autograd.show.drawing.card import COLOURS, INK, MUTED, PARTIAL
from autograd.show.layout.layered import Arrow, layered
from autograd.show.player.film import film
from autograd.show.scene.view import page_view
from autograd.show.text import number_text

#: seconds: before the first step, a forward step, the seed, a backward step, the end
START, FORWARD, SEED, BACKWARD, END = 0.6, 0.8, 0.8, 1.4, 2.2
#: pixels: a card, the room between columns beside the layout's own, the margin, a caption's line
#: and where it begins behind the name of the sweep, two operands at their card
CARD, ROOM, MARGIN, LINE, SAID, APART = (122.0, 84.0), 92.0, 6, 26.0, 104.0, 40.0
#: how far from the cards the middle of what travels stays: half of its width
CLEAR = 30.0
STAND_OUT = COLOURS["root"][1]


def expression() -> Value:
    """The README's example, after its backward sweep."""
    a, b, c = Value(2.0, label="a"), Value(-3.0, label="b"), Value(10.0, label="c")
    out = (a * b + c) * (a + b)
    out.backward()
    return out


def moving(root: Value) -> str:
    """The SVG of the sweeps over the graph below ``root``."""
    return _Picture(film(page_view(root, None, None, None, 100))).svg()


def clear(curve: list[float]) -> list[Point]:
    """The points of a curve at which what travels covers no card."""
    start, end = curve[0] + CLEAR, curve[-2] - CLEAR
    return [(x, y) for x, y in along(curve) if start <= x <= end]


class _Picture:
    """The parts of the film on a canvas, each at its time."""

    def __init__(self, film: dict[str, Any]) -> None:
        self.parts, self.order, self.root = film["parts"], film["order"], film["order"][-1]
        self.steps = [p for p in self.order if "op" in self.parts[p]]
        many = len(self.steps)
        self.canvas = Canvas(START + FORWARD * many + SEED + BACKWARD * many + END)
        self.level = layered(
            dict.fromkeys(map(str, self.order), CARD), self.arrows(), [self.down()]
        )
        self.curves = dict(zip(self.places(), self.level.curves))
        self.totals: dict[int, list[tuple[float, float]]] = {p: [] for p in self.order}

    def places(self) -> list[tuple[int, int]]:
        """A part and the position of one of its operands, for every arrow."""
        return [(p, i) for p in self.steps for i in range(len(self.parts[p]["operands"]))]

    def arrows(self) -> list[Arrow]:
        tails = [self.parts[p]["operands"][i]["part"] for p, i in self.places()]
        middles = [(len(self.parts[p]["operands"]) - 1) / 2 for p, _ in self.places()]
        return [
            Arrow(str(tail), str(p), (i - middle) * APART, ROOM)
            for tail, (p, i), middle in zip(tails, self.places(), middles)
        ]

    def down(self) -> list[str]:
        """Operands in their order, from the top down."""
        found, waiting = [], [self.root]
        while waiting:
            p = waiting.pop()
            found.append(str(p))
            waiting += [o["part"] for o in reversed(self.parts[p].get("operands", []))]
        return list(dict.fromkeys(found))

    def svg(self) -> str:
        """Everything: arrows below, then cards, partials, and what travels."""
        for curve in self.curves.values():
            self.canvas.arrow(curve)
        for p in self.order:
            self.card(p)
        self.forward()
        self.backward()
        self.end()
        for p in self.order:
            self.gradient(p)
        wide, high = (round(n) + 2 * MARGIN for n in self.level.size)
        return self.canvas.svg(wide, high + round(2 * LINE) + 10, MARGIN)

    # --- the clock ---

    def forward(self) -> None:
        """Each node in turn computes its value; its operands' values travel to it."""
        clock = START
        self.caption(Span(0.0, clock), "forward", "each node computes its value")
        for p in self.steps:
            part = self.parts[p]
            for i, operand in enumerate(part["operands"]):
                way = clear(self.curves[p, i])
                self.canvas.travel(
                    number_text(operand["data"]), INK, way, clock, clock + 0.7 * FORWARD
                )
            words = [f" {part['op']} ".join(o["name"] for o in part["operands"])]
            words += [f" {part['op']} ".join(number_text(o["data"]) for o in part["operands"])]
            said = " = ".join([part["name"], *words, number_text(part["data"])])
            self.caption(Span(clock, clock + FORWARD), "forward", said)
            clock += FORWARD
            self.glow(p, Span(clock - 0.4 * FORWARD, clock + 0.1))
            self.row(p, 0, "data", part["data"], Span(clock - 0.3 * FORWARD))

    def backward(self) -> None:
        """Each node in turn hands its gradient on, times the partial on the arrow."""
        clock, out = START + FORWARD * len(self.steps), self.parts[self.root]["name"]
        self.caption(Span(clock, clock + SEED), "backward", f"∂{out}/∂{out} = 1")
        self.totals[self.root].append((clock, 1.0))
        self.glow(self.root, Span(clock, clock + SEED))
        clock += SEED
        for p in reversed(self.steps):
            part, given = self.parts[p], self.totals[p][-1][1]
            self.glow(p, Span(clock, clock + 0.4 * BACKWARD))
            for i, operand in enumerate(part["operands"]):
                self.hand_on(p, i, given, clock)
                name, partial, share = operand["name"], operand["partial"], operand["share"]
                said = f" {part['op']} ".join(o["name"] for o in part["operands"])
                product = " = ".join(
                    (
                        f"∂{out}/∂{name} += ∂{out}/∂{part['name']} · ∂({said})/∂{name}",
                        f"{number_text(given)} · {number_text(partial)}",
                        number_text(share),
                    )
                )
                self.caption(Span(clock, clock + BACKWARD), "backward", product, i)
            clock += BACKWARD

    def hand_on(self, p: int, i: int, given: float, clock: float) -> None:
        """One share: the gradient goes to the partial, and the product on to the operand."""
        operand, way = self.parts[p]["operands"][i], clear(self.curves[p, i])[::-1]
        rule, number = operand["rule"], number_text(operand["partial"])
        end = self.curves[p, i][-2:]
        self.partial((end[0], end[1]), f"{rule} = {number}" if rule else number, clock)
        half, done, third = clock + 0.4 * BACKWARD, clock + 0.9 * BACKWARD, len(way) // 3
        self.canvas.travel(number_text(given), PARTIAL, way[: third + 1], clock, half)
        self.canvas.travel(number_text(operand["share"]), STAND_OUT, way[third:], half, done)
        totals = self.totals[operand["part"]]
        totals.append((done, (totals[-1][1] if totals else 0.0) + operand["share"]))
        self.glow(operand["part"], Span(done - 0.1, done + 0.3))

    def end(self) -> None:
        """What has come out, as it is called in Python."""
        leaves = [p for p in self.order if p not in self.steps]
        grads = [f"{self.parts[p]['name']}.grad" for p in leaves]
        numbers = [number_text(self.parts[p]["grad"]) for p in leaves]
        said = f"{', '.join(grads)} = {', '.join(numbers)}"
        self.caption(Span(self.canvas.whole - END), "done", said)
        why = f"each the sum over all ways to {self.parts[self.root]['name']}"
        self.caption(Span(self.canvas.whole - END), "", why, 1)

    # --- what is seen ---

    def card(self, p: int) -> None:
        """The card of a node, its name and its op; a leaf's value is there from the beginning."""
        part, (x, y) = self.parts[p], self.corner(p)
        fill, line = COLOURS["root" if p == self.root else part["kind"]]
        self.canvas.rect((x, y), CARD, f'fill="{fill}" stroke="{line}"')
        self.canvas.text((x + 12, y + 25), part["name"], INK, 'font-weight="bold" ')
        if "op" in part:
            right = 'font-weight="bold" text-anchor="end" '
            self.canvas.text((x + CARD[0] - 12, y + 25), part["op"], MUTED, right)
        else:
            self.row(p, 0, "data", part["data"], None)

    def row(self, p: int, line: int, word: str, number: float, span: Span | None) -> None:
        """A row of a card, as ``data -6.0``."""
        x, y = self.corner(p)
        text, ink = f"{word} {number_text(number)}", PARTIAL if line else INK
        self.canvas.text((x + 12, y + 48 + 24 * line), text, ink, span=span)

    def gradient(self, p: int) -> None:
        """The gradient after each share that has come in."""
        totals = self.totals[p]
        for (start, total), after in zip(totals, [*totals[1:], None]):
            self.row(p, 1, "grad", total, Span(start, after and after[0]))

    def glow(self, p: int, span: Span) -> None:
        """A frame around the card that something happens to."""
        look = f'fill="none" stroke="{STAND_OUT}" stroke-width="4"'
        self.canvas.rect(self.corner(p), CARD, look, span)

    def partial(self, at: Point, text: str, start: float) -> None:
        """What an arrow multiplies by, from the moment when it does."""
        halo = 'font-size="16" paint-order="stroke" stroke="white" stroke-width="4" '
        place = at[0] - 10, at[1] - 13
        self.canvas.text(place, text, PARTIAL, halo + 'text-anchor="end" ', Span(start))

    def caption(self, span: Span, sweep: str, text: str, line: int = 0) -> None:
        """What is done, below the graph; the name of the sweep stands on the first line."""
        y = self.level.size[1] + 32 + LINE * line
        if not line:
            self.canvas.text((0, y), sweep, MUTED, span=span)
        self.canvas.text((SAID, y), text, INK, span=span)

    def corner(self, p: int) -> Point:
        x, y = self.level.at[str(p)]
        return round(x - CARD[0] / 2, 1), round(y - CARD[1] / 2, 1)
