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

from autograd.compiler.loops.bodies import Places, bodies
from autograd.compiler.loops.groups import grouped
from autograd.compiler.loops.loop import Loop, Loops
from autograd.compiler.loops.rows import laid_out
from autograd.compiler.loops.trees import plant
from autograd.compiler.program import Operand, Program

__all__ = ["find"]


def find(program: Program, *, seeded: bool = False, apart: bool = False) -> Loops:
    """The loops of a program; ``seeded`` tells that its last input is the seed of a gradient.

    ``apart`` leaves every tree alone, in the program's own order: straight-line code.
    """
    forest = plant(program, seeded=seeded)
    if apart:
        groups = [[root] for root in forest.trees]
        canonical: dict[int, int] = {}
    else:
        groups, canonical = grouped(program, forest)
    row_of = laid_out(program, forest, groups, apart=apart)
    places = Places(program.inputs, program.first, row_of, canonical)
    found = (loop for roots in groups for loop in bodies(forest, roots, places, apart))
    loops = tuple(Loop(counts, body, row_of[roots[0]]) for roots, counts, body in found)
    outputs = [_output(x, program.first, row_of, canonical) for x in program.outputs]
    return Loops(program.inputs, program.parameters, loops, tuple(outputs))


def _output(x: Operand, first: int, row_of: dict[int, int], canonical: dict[int, int]) -> Operand:
    if isinstance(x, float) or x < first:
        return x
    return first + row_of[canonical.get(x, x)]
