"""From a recorded program to its loops.

Trees of one shape that do not need one another are the members of one loop. Their results are laid
side by side, and rows that a sum goes through next to each other, so that the index of a leaf is
affine in the counters nearly always. The order of every sum is kept: a chain of additions is added
from the left to the right, as it was recorded. Equal members are computed once.

>>> from autograd.compiler.record import record
>>> rows = lambda *x: [p * x[0] + x[1] for p in x]
>>> program = record(rows, 3).program
>>> [loop.shape for loop in find(program).loops]
[(3,)]
>>> find(program).outputs
(3, 4, 5)

Read ``simplify.py`` next.
"""

from __future__ import annotations

from autograd.compiler.loops.alone import alone
from autograd.compiler.loops.bodies import bodies
from autograd.compiler.loops.groups import grouped
from autograd.compiler.loops.loop import Loop, Loops
from autograd.compiler.loops.places import Places
from autograd.compiler.loops.rows import laid_out
from autograd.compiler.loops.trees import Forest, plant
from autograd.compiler.program import Operand, Program

__all__ = ["apart", "find", "loops_in", "rooted"]


def find(program: Program, *, seeded: bool = False) -> Loops:
    """The loops of a program; ``seeded`` tells that its last input is the seed of a gradient."""
    return loops_in(program, plant(program, seeded=seeded))


def loops_in(program: Program, forest: Forest) -> Loops:
    """The loops of a program that was cut into trees."""
    return _found(program, forest)[0]


def rooted(program: Program, *, seeded: bool = False) -> tuple[Loops, dict[int, int]]:
    """What ``find`` finds, and the index that each row has in the program.

    >>> from autograd.compiler.record import record
    >>> rooted(record(lambda x, y: [x * y + 1.0, x * y + y], 2).program)[1]
    {0: 3, 1: 5}
    """
    loops, row_of = _found(program, plant(program, seeded=seeded))
    return loops, {row: root for root, row in row_of.items()}


def _found(program: Program, forest: Forest) -> tuple[Loops, dict[int, int]]:
    groups, canonical = grouped(program, forest)
    row_of = laid_out(forest, groups)
    places = Places(program.inputs, program.first, row_of, canonical)
    found = (loop for roots in groups for loop in bodies(forest, roots, places))
    loops = [Loop(counts, body, row_of[roots[0]]) for roots, counts, body in found]
    return _made(program, loops, row_of, canonical), row_of


def apart(program: Program, *, seeded: bool = False) -> Loops:
    """Every tree alone, in the program's own order: straight-line code.

    >>> from autograd.compiler.record import record
    >>> [loop.shape for loop in apart(record(lambda x, y: [x.exp(), y.exp()], 2).program).loops]
    [(), ()]
    """
    forest = plant(program, seeded=seeded)
    row_of = {root: row for row, root in enumerate(forest.trees)}
    places = Places(program.inputs, program.first, row_of, {})
    loops = [Loop((), alone(forest, root, places), row) for root, row in row_of.items()]
    return _made(program, loops, row_of, {})


def _made(
    program: Program, loops: list[Loop], row_of: dict[int, int], canonical: dict[int, int]
) -> Loops:
    outputs = [_output(x, program.first, row_of, canonical) for x in program.outputs]
    return Loops(program.inputs, program.parameters, tuple(loops), tuple(outputs))


def _output(x: Operand, first: int, row_of: dict[int, int], canonical: dict[int, int]) -> Operand:
    if isinstance(x, float) or x < first:
        return x
    return first + row_of[canonical.get(x, x)]
