"""How numbers and labels are written in every picture, so that any label is shown as text.

A label is whatever its author typed: quotes, ``<script>``, a line break, ten thousand characters.
``label_text`` makes one short printable line of it, and of all other words that people choose;
``dot_text``, ``html_text`` (SVG too) and ``latex_text`` then escape what is special to a language.
In the player's page ``player/page.py`` does that for JSON, and the scripts write text as text.

Read ``image.py`` next.
"""

from __future__ import annotations

import html
import math
import unicodedata
from fractions import Fraction
from itertools import groupby
from typing import Any

from autograd.errors import OperandError

__all__ = [
    "DIGITS",
    "at_least_one",
    "dot_text",
    "html_text",
    "label_text",
    "latex_text",
    "letters",
    "number_text",
]

#: significant digits of a number in a picture or a text
DIGITS = 4
#: as many as a float has
_ALL = 17
#: up to this size people write no exponent
_LARGE = 1e7
#: a number between these that is a fraction with such a denominator is written as that
_SMALL, _PLAIN, _DENOMINATOR = 1e-3, 10.0, 1000
#: by how much a number may be off from a short one, as rounding leaves it
_NOISE = 1e-14
#: joins emoji into one picture; not printable by itself, but harmless and wanted
_JOINER = "\u200d"
#: what is special to LaTeX -> the symbol, in math mode
_LATEX = {
    "\\": r"\backslash ",
    "^": r"\hat{}",
    "~": r"\sim ",
    "<": r"\lt ",
    ">": r"\gt ",
    **{c: rf"\{c}" for c in "{}$&#%_"},
}


def number_text(x: float, digits: int = DIGITS) -> str:
    """A number as people write it: exact when that is short, a fraction where it is one, else
    rounded to ``digits``; 17 of them are all there are.

    Raises ``OperandError`` for digits that are no whole number from 1 on.

    >>> number_text(2.0), number_text(0.1 + 0.2), number_text(138.83381924198252)
    ('2.0', '0.3', '138.8')
    >>> number_text(1 / 105), number_text(123456.7), number_text(1.234567e-7)
    ('1/105', '123457', '1.235e-7')
    >>> number_text(0.99999), number_text(2.9999999999999996), number_text(1e-5)
    ('1.000', '3.0', '1e-5')
    """
    exact = repr(x)
    if at_least_one("digits", digits) >= _ALL or not math.isfinite(x) or isinstance(x, int):
        return exact
    short = abs(x) < _LARGE or "e" in exact
    if short and ((x.is_integer() and abs(x) < _LARGE) or _significant(exact) <= digits):
        return _tidy(exact)
    rounded = format(x, f".{digits}g")
    if abs(float(rounded) - x) <= _NOISE * abs(x) and abs(x) < _LARGE:
        return _tidy(repr(float(rounded)))
    return _fraction(x) or _tidy(_rounded(x, rounded, digits))


def at_least_one(name: str, n: Any) -> int:
    """``n``, if it is a whole number from 1 on; ``OperandError`` otherwise.

    >>> at_least_one("digits", 17)
    17
    """
    if isinstance(n, int) and n >= 1:
        return n
    raise OperandError(f"{name} is a whole number from 1 on, got {n!r}")


def _significant(text: str) -> int:
    return len(text.partition("e")[0].lstrip("-").replace(".", "").strip("0"))


def _rounded(x: float, text: str, digits: int) -> str:
    """Without an exponent where people write none, with zeros where all else was rounded away."""
    if "e+" in text and abs(x) < _LARGE:
        return format(x, ".0f")
    if "." not in text and "e" not in text and abs(x) < 10.0 ** (digits - 1):
        return format(x, f"#.{digits}g")
    return text


def _tidy(text: str) -> str:
    """``1e-5`` for ``1e-05``, and ``1e22`` for ``1e+22``."""
    mantissa, e, exponent = text.partition("e")
    return f"{mantissa}e{int(exponent)}" if e else mantissa


def _fraction(x: float) -> str:
    """``1/105`` for the float that is nearest to it; empty where no small fraction is."""
    if not _SMALL < abs(x) < _PLAIN:
        return ""
    near = Fraction(x).limit_denominator(_DENOMINATOR)
    return str(near) if near.numerator / near.denominator == x else ""


def label_text(label: object, limit: int = 40) -> str:
    r"""A label as one printable line of at most ``limit`` characters.

    Line breaks become ``↵``, other invisible characters their Python escape.

    >>> label_text("first\nsecond"), label_text("bell\a"), len(label_text("x" * 10_000))
    ('first↵second', 'bell\\x07', 40)
    """
    text = str(label)
    shown = text[: limit + 1].replace("\r\n", "↵").replace("\n", "↵")
    shown = "".join(c if c.isprintable() or c == _JOINER else _escape(c) for c in shown)
    if len(shown) <= limit and len(text) <= limit + 1:
        return shown
    return shown[: limit - 1] + "…"


def _escape(character: str) -> str:
    return repr(character)[1:-1]


def letters(text: str) -> int:
    """The width of a text in letters; Chinese characters and most emoji are two wide.

    >>> letters("abc"), letters("数")
    (3, 2)
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def html_text(text: str) -> str:
    """Text for HTML and for SVG.

    >>> html_text('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    return html.escape(text, quote=True)


def dot_text(text: str) -> str:
    r"""Text for Graphviz's HTML-like labels, in which ``\N`` would become the node's name.

    >>> print(dot_text(r"<i> \N"))
    &lt;i&gt; \\N
    """
    return html_text(text).replace("\\", "\\\\")


def latex_text(text: str) -> str:
    r"""Text within a LaTeX formula, upright, with nothing in it understood as a command.

    Special characters stand outside of ``\text``, within which MathJax knows no commands.

    >>> print(latex_text("w_1"), latex_text(r"\evil{}"))
    \text{w}\_\text{1} \backslash \text{evil}\{\}
    """
    pieces = (
        "".join(map(_LATEX.__getitem__, run)) if special else rf"\text{{{''.join(run)}}}"
        for special, run in groupby(text, key=_LATEX.__contains__)
    )
    return "".join(pieces)
