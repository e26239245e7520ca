"""``gridded``: loops over results count as the loops that made them.

A function of all 144 numbers of 6 × 6 positions and 4 filters is found as a loop of 144 members;
``z1[i,j,k]`` reads better when it counts i, j and k too. Numbers stay what they were. Read
``naming.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from autograd.compiler.loops.affine import row_major
from autograd.compiler.loops.arrays import leaves
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Loops, Sum

__all__ = ["gridded", "parts"]


def gridded(loops: Loops) -> Loops:
    """The same loops, where counters that run through several of an earlier one's are these.

    >>> earlier = Loop((2, 3), Index("input", 0, (3, 1)), 0)
    >>> later = Loop((6,), Apply("tanh", (Index("result", 0, (1,)),)), 6)
    >>> gridded(Loops(6, 0, (earlier, later), tuple(range(12, 18)))).loops[1].shape
    (2, 3)
    """
    made: list[Loop] = []
    owner: dict[int, Loop] = {}
    for loop in loops.loops:
        split = _split(loop, owner)
        while split is not None:
            loop, split = split, _split(split, owner)
        made.append(loop)
        owner.update(dict.fromkeys(range(loop.first, loop.first + loop.members), loop))
    return loops._replace(loops=tuple(made))


def _split(loop: Loop, owner: dict[int, Loop]) -> Loop | None:
    """The loop with one counter made several, if that is what some leaf asks for."""
    around = len(loop.shape)
    found = [index for index, _ in leaves(loop)]
    tabled = {c for index in found for c in index.over}
    for index in found:
        for counter, stride in enumerate(index.strides[:around]):
            if index.space == "result" and counter not in tabled:
                several = parts(owner[index.base].shape, stride, loop.shape[counter])
                if several:
                    shape = (*loop.shape[:counter], *several, *loop.shape[counter + 1 :])
                    return Loop(shape, _counted(loop.body, counter, several), loop.first)
    return None


def parts(shape: tuple[int, ...], stride: int, extent: int) -> tuple[int, ...]:
    """The counters of a grid without gaps that such steps run through; none if it is one or no
    such.

    >>> parts((2, 3, 4), 1, 12), parts((2, 3, 4), 4, 6), parts((2, 3, 4), 4, 3)
    ((3, 4), (2, 3), ())
    """
    for last, step in enumerate(row_major(shape)):
        for first in range(last):
            if step == stride and prod(shape[first : last + 1]) == extent:
                return shape[first : last + 1]
    return ()


def _counted(x: Expression, counter: int, made: Sequence[int]) -> Expression:
    """An expression in which a counter is several."""
    if isinstance(x, Index):
        strides = x.strides + (0,) * (counter + 1 - len(x.strides))
        steps = tuple(strides[counter] * step for step in row_major(tuple(made)))
        over = tuple(c if c < counter else c + len(made) - 1 for c in x.over)
        return x._replace(strides=(*strides[:counter], *steps, *strides[counter + 1 :]), over=over)
    if isinstance(x, Apply):
        return Apply(x.op, tuple(_counted(y, counter, made) for y in x.operands))
    if isinstance(x, Sum):
        return Sum(tuple(run._replace(term=_counted(run.term, counter, made)) for run in x.runs))
    return x
