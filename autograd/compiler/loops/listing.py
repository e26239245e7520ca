"""The loops of a program in writing, a line for each: as a textbook has forward and backward.

``z1[i] = b1[i] + Σj W1[i,j]·x[j]    i < 16, j < 2``: the name of the results, what they are, and
how far the counters go (``j = 15…0`` where a sum is added up from the last term to the first). A
line such as ``∂b1[i] = ∂z1[i]`` says that derivatives stand elsewhere already. Read
``shown.py`` (what prints and unfolds them) next.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import NamedTuple

from autograd.compiler.loops.arrays import Array, Located, Subscript
from autograd.compiler.loops.loop import Apply, Loop, Sum
from autograd.compiler.loops.naming import Named
from autograd.compiler.loops.notation import LETTERS, Counters, Notation

__all__ = ["Line", "lines"]


class Line(NamedTuple):
    """One loop: what it computes in writing, for how many members, in how many instructions."""

    name: str
    text: str
    ranges: str
    members: int
    instructions: int

    def __str__(self) -> str:
        return f"{self.text}    {self.ranges}".rstrip()


def lines(program: Named, notation: type[Notation] = Notation) -> list[Line]:
    """A line for each loop, in the order in which they run; then the derivatives that stand under
    other names."""
    writer = notation(program)
    found = [_line(writer, loop) for loop in program.loops.loops]
    return [*found, *_elsewhere(writer)]


def _line(writer: Notation, loop: Loop) -> Line:
    counters = writer.begin(loop)
    target = writer.program.target(loop)
    body = writer.spelled(loop.body, counters).text
    text = writer.equation(writer.element(target, counters), body)
    ranges = ", ".join(sorted(writer.ranges))
    return Line(target.array.name, text, ranges, loop.members, _instructions(loop))


def _elsewhere(writer: Notation) -> Iterator[Line]:
    program = writer.program
    shapes = {array.name: array.shape for array in program.parameters}
    for name, index in program.gradients().items():
        shape = shapes[name]
        try:
            place = program.find(index, shape)
        except LookupError:  # the loop has other counters than the parameters
            continue
        if place.array.name != f"∂{name}":
            counters = Counters(tuple(LETTERS[: len(shape)]), shape)
            left = writer.element(_itself(f"∂{name}", shape), counters)
            text = writer.equation(left, writer.element(place, counters))
            ranges = ", ".join(map(writer.range, counters.names, shape))
            yield Line(f"∂{name}", text, ranges, prod(shape), 0)


def _itself(name: str, shape: tuple[int, ...]) -> Located:
    """An array by the counters of its own shape."""
    unit = [tuple(int(c == d) for c in range(len(shape))) for d in range(len(shape))]
    return Located(Array(name, 0, shape), tuple(Subscript(0, factors) for factors in unit))


def _instructions(loop: Loop) -> int:
    """How many operations it does, for all members."""
    found, stack = 0, [(loop.body, loop.members)]
    while stack:
        x, times = stack.pop()
        if isinstance(x, Apply):
            found += times
            stack += [(y, times) for y in x.operands]
        elif isinstance(x, Sum):
            found += times * (sum(run.length for run in x.runs) - 1)
            stack += [(run.term, times * run.length) for run in x.runs]
    return found
