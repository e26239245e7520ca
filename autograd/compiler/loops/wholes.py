"""Which rows are the whole derivative by which others.

A recorded gradient tells the cotangent of every number. ``Wholes`` says so of the rows of loops, by
their marks: a row is called ``∂z1[i]`` if it is the cotangent of ``z1[i]``, and never if it is a
part of it, or that of another member. Read ``naming.py`` next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograd.compiler.loops.arrays import Array
from autograd.compiler.loops.loop import Loops
from autograd.compiler.loops.marks import Mark, mark_of, marks, rows_marked
from autograd.compiler.program import Program

__all__ = ["Marks", "Row", "Wholes"]

Row = tuple[int | None, ...]  # the marks of an array, row-major


class Wholes:
    """The cotangents of a recorded program, for the loops that were found in it.

    ``cotangents`` are those of its first numbers, ``root_of`` the number that each row is.
    """

    def __init__(
        self, program: Program, cotangents: Sequence[int | None], root_of: Mapping[int, int]
    ) -> None:
        found = marks(program)
        self.leaves, self.inputs = found[: program.first], program.inputs
        self.known = {row: found[root] for row, root in root_of.items()}
        self.whole = _whole(program, cotangents, found)
        ranks: dict[int, int] = {}
        for rank, index in enumerate(cotangents):
            if index is not None:
                ranks[mark_of(found[index])] = rank  # of a sum, and not of its terms
        self.rank = {
            row: ranks[mark] for row, x in self.known.items() if (mark := mark_of(x)) in ranks
        }

    def move(self, moved: Mapping[int, int]) -> None:
        """Rows stand elsewhere now."""
        self.known = {moved.get(row, row): mark for row, mark in self.known.items()}

    def rows(self, loops: Loops) -> dict[int, int]:
        """The mark of each row."""
        found = rows_marked(loops.loops, self.known, self.leaves, self.inputs)
        return {row: mark_of(mark) for row, mark in found.items()}

    def parameter(self, place: int) -> int | None:
        """The mark of the derivative by a parameter."""
        return self.whole.get(mark_of(self.leaves[self.inputs + place]))


def _whole(
    program: Program, cotangents: Sequence[int | None], found: Sequence[Mark]
) -> dict[int, int]:
    """Mark of a number -> mark of its cotangent, where no equal number has one of its own.

    A copy (``x·1``) has a part of the cotangent of what it is a copy of.
    """
    whole: dict[int, int] = {}
    several: set[int] = set()
    steps = program.instructions
    for i, index in enumerate(cotangents):
        if index is not None:
            mark = mark_of(found[i])
            operands = steps[i - program.first][1] if i >= program.first else ()
            copied = any(x.__class__ is int and mark_of(found[int(x)]) == mark for x in operands)
            if mark in whole and not copied:
                several.add(mark)
            whole.setdefault(mark, mark_of(found[index]))
    return {mark: other for mark, other in whole.items() if mark not in several}


class Marks:
    """The marks of arrays, and of the whole derivatives by them."""

    def __init__(self, loops: Loops, wholes: Wholes) -> None:
        self.rows, self.wholes = wholes.rows(loops), wholes

    def of(self, array: Array) -> Row:
        """The marks of an array's members."""
        return tuple(self.rows.get(place) for place in array.places())

    def whole(self, array: Array) -> Row:
        """The marks of the derivatives by an array's members."""
        return tuple(self.wholes.whole.get(mark or 0) for mark in self.of(array))
