"""How numbers and labels are written in every picture, so that any label is shown as text.

A label is whatever its author typed: quotes, ``<script>``, a line break, ten thousand characters.
``label_text`` makes one short printable line of it, and of all other words that people choose;
``dot_text``, ``html_text`` (SVG too) and ``latex_text`` then escape what is special to a language.
In the player's page ``player/page.py`` does that for JSON, and the scripts write text as text.

Read ``scene/names.py`` next.
"""

from __future__ import annotations

import html
from itertools import groupby

__all__ = ["dot_text", "html_text", "label_text", "latex_text", "number_text"]

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


def number_text(x: float, digits: int = 5) -> str:
    """A number as people write it: exact when that is short, else rounded to ``digits``.

    >>> number_text(2.0), number_text(0.1 + 0.2), number_text(138.83381924198252)
    ('2.0', '0.3', '138.83')
    """
    exact = repr(x)
    return exact if len(exact) <= digits + 1 else format(x, f".{digits}g")


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
