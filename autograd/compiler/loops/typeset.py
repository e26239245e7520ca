r"""The loops in LaTeX, :math:`z^{(1)}_{i} = b^{(1)}_{i} + \sum_j W^{(1)}_{ij} x_j`, and in HTML.

Read ``picture.py`` (one loop as neurons) next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from autograd.compiler.loops.arrays import Located
from autograd.compiler.loops.listing import lines
from autograd.compiler.loops.naming import Named
from autograd.compiler.loops.notation import ATOM, POWER, PRODUCT, SUM, Counters, Notation, Spelled
from autograd.ops import OPS

__all__ = ["Html", "Latex", "latex_text"]

_NAME = re.compile(r"(∂?)([^\W\d_]+)_?((?:[^\W\d]|_)*?)(\d*)((?:_\d+)?)_*")


def latex_text(program: Named) -> str:
    r"""The loops as equations for LaTeX's ``aligned``.

    A layer's number stands above, ``W1[i,j]`` is :math:`W^{(1)}_{ij}`; how far the counters go
    stands behind each line.
    """
    rows = [
        line.text + (rf" && {line.ranges}" if line.ranges else "") for line in lines(program, Latex)
    ]
    inside = " \\\\\n".join(rows)
    return f"\\begin{{aligned}}\n{inside}\n\\end{{aligned}}\n"


class Latex(Notation):
    """The notation of a textbook."""

    times = r" \, "

    def equation(self, left: str, right: str) -> str:
        """Lines are aligned at the sign."""
        return f"{left} &= {right}"

    def element(self, place: Located, counters: Counters) -> str:
        """The subscripts stand below, without commas where each is one letter or digit."""
        inside = [self.subscript(s, counters) for s in place.subscripts]
        comma = "" if all(len(text) == 1 for text in inside) else ","
        below = f"_{{{comma.join(inside)}}}" if inside else ""
        return symbol(place.array.name) + below

    def named_table(self, name: str, counters: str) -> str:
        """A number out of a table."""
        return rf"\mathrm{{{name}}}_{{{counters}}}"

    def number(self, x: float) -> Spelled:
        """A constant, with its power of ten."""
        if x != x or x in (float("inf"), float("-inf")):
            text = r"\mathrm{nan}" if x != x else r"\infty" if x > 0 else r"-\infty"
            return Spelled(text, ATOM if x > 0 else SUM)
        digits, _, exponent = repr(x).removesuffix(".0").partition("e")
        text = rf"{digits} \cdot 10^{{{int(exponent)}}}" if exponent else digits
        return Spelled(text, SUM if x < 0 else PRODUCT if exponent else ATOM)

    def power(self, base: str, exponent: str) -> str:
        """A base that has something above it already stands in parentheses."""
        held = rf"\left({base}\right)" if "^" in base and not base.startswith("(") else base
        return f"{held}^{{{exponent}}}"

    def quotient(self, a: Spelled, b: Spelled) -> Spelled:
        """A fraction."""
        return Spelled(rf"\frac{{{a.text}}}{{{b.text}}}", POWER)

    def sign(self, op: str) -> str:
        """Remainders and whole quotients by their names."""
        return {"mul": self.times, "mod": r" \bmod "}.get(op, r" \mathbin{/\!/} ")

    def total(self, counter: str, term: str) -> str:
        """A sum over a counter."""
        return rf"\sum_{{{counter}}} {term}"

    def call(self, op: str, operands: Sequence[str]) -> str:
        """By the row's own LaTeX."""
        row = OPS[op]
        if len(operands) != row.arity:  # the largest of several
            shown = [*operands[:2], r"\ldots", operands[-1]] if len(operands) > 4 else operands
            return rf"\{row.symbol}({', '.join(shown)})"
        return row.latex.format(*operands)

    def range(self, counter: str, extent: int, *, falling: bool = False) -> str:
        """How far a counter goes."""
        return rf"{counter} = {extent - 1} \ldots 0" if falling else f"{counter} < {extent}"


class Html(Notation):
    """The same in HTML's own means, which need no script: italics, and numbers above and below."""

    def element(self, place: Located, counters: Counters) -> str:
        """``z<sup>(1)</sup><sub>i</sub>``, with a letter in italics."""
        inside = [self.subscript(s, counters) for s in place.subscripts]
        comma = "" if all(len(text) == 1 for text in inside) else ","
        below = f"<sub>{comma.join(inside)}</sub>" if inside else ""
        found = _NAME.fullmatch(place.array.name)
        if found is None:
            return escape(place.array.name) + below
        partial, base, word, number, step = found.groups()
        numbers = ",".join(filter(None, [number, step.removeprefix("_")]))
        above = " ".join(filter(None, [word, f"({numbers})" if numbers else ""]))
        letter = f"<i>{base}</i>" if len(base) == 1 else base
        return partial + letter + (f"<sup>{above}</sup>" if above else "") + below

    def power(self, base: str, exponent: str) -> str:
        """A base that has something above it already stands in parentheses."""
        held = f"({base})" if "<sup>" in base and not base.startswith("(") else base
        return f"{held}<sup>{exponent}</sup>"

    def total(self, counter: str, term: str) -> str:
        """A sum over a counter."""
        return f"∑<sub>{counter}</sub> {term}"

    def call(self, op: str, operands: Sequence[str]) -> str:
        """Any other operation, by its symbol."""
        text = super().call(op, operands)
        return text.replace(" > ", " &gt; ")

    def range(self, counter: str, extent: int, *, falling: bool = False) -> str:
        """How far a counter goes."""
        return escape(super().range(counter, extent, falling=falling))


def symbol(name: str) -> str:
    r"""A name as a symbol: its number above, words upright.

    >>> symbol("W1"), symbol("∂z1"), symbol("loss"), symbol("W_query2"), symbol("h1_12")
    ('W^{(1)}', '\\partial z^{(1)}', '\\mathrm{loss}', 'W^{\\mathrm{query}(2)}', 'h^{(1,12)}')
    """
    found = _NAME.fullmatch(name)
    if found is None:
        return rf"\mathrm{{{name}}}".replace("_", r"\_")
    partial, base, word, number, step = found.groups()
    numbers = ",".join(filter(None, [number, step.removeprefix("_")]))
    above = (rf"\mathrm{{{word}}}".replace("_", r"\_") if word else "") + (
        f"({numbers})" if numbers else ""
    )
    letter = base if len(base) == 1 else rf"\mathrm{{{base}}}"
    return (r"\partial " if partial else "") + letter + (f"^{{{above}}}" if above else "")
