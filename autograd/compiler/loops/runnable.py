"""What kernels get of a recording: its loops or, of a small one, straight-line code.

A small program, or one with few loops in it, runs fastest written out, in its own order and with
equal expressions computed once; that is the case in which every tree stands alone. Read
``backends/kernel.py`` next.
"""

from __future__ import annotations

from autograd.compiler.loops.expand import expanded
from autograd.compiler.loops.find import apart, loops_in
from autograd.compiler.loops.loop import Apply, Expression, Loops, Sum
from autograd.compiler.loops.simplify import simplified
from autograd.compiler.loops.trees import plant
from autograd.compiler.passes import optimise
from autograd.compiler.program import Program

__all__ = ["looped", "ops_of", "runnable", "written"]

#: programs of no more instructions are straight-line code
SMALL = 600
#: programs that loops do not make so many times shorter are so as well
LEAST = 2


def runnable(program: Program, *, seeded: bool = False) -> Loops:
    """The loops of a recorded program as kernels run them; ``seeded`` as for ``find``.

    >>> from autograd.compiler.record import record
    >>> runnable(record(lambda x, y: [x * y, y * y], 2).program).loops[0].shape
    ()
    """
    if len(program.instructions) > SMALL:
        loops = _worthwhile(program, seeded)
        if loops is not None:
            return loops
    return apart(optimise(program), seeded=seeded)


def looped(loops: Loops, *, seeded: bool = False) -> Loops:
    """Straight-line code with its loops found after all, for kernels that are faster with them."""
    if any(loop.shape for loop in loops.loops):
        return loops
    return _worthwhile(expanded(loops), seeded) or loops


def _worthwhile(program: Program, seeded: bool) -> Loops | None:
    """The loops of a program, unless it is hardly shorter with them."""
    forest = plant(program, seeded=seeded)
    return simplified(loops_in(program, forest)) if forest.saving() >= LEAST else None


def written(loops: Loops) -> int:
    """How many operations stand in the bodies: what the length of generated code grows with.

    >>> from autograd.compiler.record import record
    >>> from autograd.compiler.loops.find import find
    >>> written(find(record(lambda *x: [y.exp() for y in x], 9).program))
    1
    """
    return sum(_operations(loop.body) for loop in loops.loops)


def _operations(body: Expression) -> int:
    if isinstance(body, Apply):
        return 1 + sum(map(_operations, body.operands))
    if isinstance(body, Sum):
        return sum(1 + _operations(run.term) for run in body.runs)
    return 0


def ops_of(loops: Loops) -> set[str]:
    """The names of the rows that the bodies use."""
    found: set[str] = set()
    stack: list[Expression] = [loop.body for loop in loops.loops]
    while stack:
        body = stack.pop()
        if isinstance(body, Apply):
            found.add(body.op)
            stack += body.operands
        elif isinstance(body, Sum):
            stack += [run.term for run in body.runs]
    return found
