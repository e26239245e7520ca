"""``Listing``: what ``Compiled.loops`` returns. It prints as text and shows itself typeset.

Read ``backends/text.py`` (programs that run) next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import overload

from autograd.compiler.loops.listing import Line, lines
from autograd.compiler.loops.loop import Loop
from autograd.compiler.loops.naming import Named
from autograd.compiler.loops.picture import first_member, picture
from autograd.compiler.loops.typeset import Html, latex_text
from autograd.show.image import svg_image

__all__ = ["Listing"]

_WIDEST = 72


class Listing(Sequence[Line]):
    """The loops of a function in writing: print it, go through its lines, or take one by number.

    In a notebook it is typeset, and each line unfolds to its neurons and its first member.

    Each ``Line`` has the ``name`` of its results, its ``text``, the ``ranges`` of its counters, and
    how many ``members`` and ``instructions`` it stands for.
    """

    def __init__(self, program: Named) -> None:
        self.program = program
        self.lines = lines(program)

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> list[Line]: ...
    def __getitem__(self, place: int | slice) -> Line | list[Line]:
        return self.lines[place]

    def __str__(self) -> str:
        width = max((len(x.text) for x in self.lines if len(x.text) <= _WIDEST), default=0)
        shown = [f"{x.text:{width}}    {x.ranges}".rstrip() for x in self.lines]
        return "\n".join(shown[x] if isinstance(x, int) else x for x in _folded(shown))

    __repr__ = __str__

    def _repr_latex_(self) -> str:
        return f"$$\n{latex_text(self.program)}$$"

    def _repr_html_(self) -> str:
        """Nothing but text and images, so it shows where a notebook is not trusted."""
        formulas = lines(self.program, Html)
        loops = self.program.loops.loops
        parts = [
            f"<div>{x}</div>"
            if isinstance(x, str)
            else _unfolding(
                self.program, self.lines[x], formulas[x], loops[x] if x < len(loops) else None
            )
            for x in _folded([str(line) for line in self.lines])
        ]
        return f'<div class="autograd-loops">{"".join(parts)}</div>'


def _folded(shown: list[str]) -> Iterator[int | str]:
    """Which lines are shown: what repeats itself but for numbers (the steps of a sequence) is left
    out between the first time and the last."""
    forms = [re.sub(r"\d+", "0", re.sub(r" +", " ", text)) for text in shown]
    at = 0
    while at < len(shown):
        period, times = _repetition(forms, at)
        if times < 4:
            yield at
            at += 1
            continue
        yield from range(at, at + period)
        yield f"⋮  {times - 2} times more"
        at += period * times
        yield from range(at - period, at)


def _repetition(forms: list[str], at: int) -> tuple[int, int]:
    """After how many lines the form at this place begins anew, and how often it does."""
    for period in range(1, 9):
        times = 1
        while forms[at : at + period] == forms[at + period * times : at + period * (times + 1)]:
            times += 1
        if times >= 4:
            return period, times
    return 1, 1


def _unfolding(program: Named, line: Line, formula: Line, loop: Loop | None) -> str:
    """A line as HTML: typeset, above its neurons."""
    head = formula.text + (f"&emsp;<small>{formula.ranges}</small>" if formula.ranges else "")
    if loop is None:
        return f"<div>{head}</div>"
    count = f"{line.members} numbers, {line.instructions} operations"
    inside = f"<pre>{escape(first_member(program, loop))}</pre><small>{count}</small>"
    told = f"the loop of {line.name}: what its first results are made from"
    below = f"{svg_image(picture(program, loop), told)}{inside}"
    return f"<details><summary>{head}</summary>{below}</details>"
