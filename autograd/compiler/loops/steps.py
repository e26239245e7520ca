"""``in_order``: derivatives stand in the order of what they are the derivatives by.

A sweep backwards meets the last step of a sequence first, and a target that is a whole number
before its fellows. Where several loops are one array, their rows change places, so that
``∂z1[t,i]`` is that of ``z1[t,i]``. Read ``naming.py`` next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from autograd.compiler.loops.affine import progression
from autograd.compiler.loops.arrays import Array
from autograd.compiler.loops.expand import place
from autograd.compiler.loops.loop import Index, Loop, Loops
from autograd.compiler.loops.parameters import evenly_spaced
from autograd.compiler.loops.storage import places, result_arrays
from autograd.compiler.loops.views import changed
from autograd.compiler.program import Operand

__all__ = ["grid_of_steps", "in_order"]


def in_order(loops: Loops, rank: Mapping[int, int]) -> tuple[Loops, dict[int, int]]:
    """The loops with their arrays sorted by the ranks of rows, and where rows went that moved.

    >>> steps = [Loop((2,), Index("input", 2 * t, (1,)), 2 * t) for t in range(3)]
    >>> last = Loop((3, 2), Index("result", 0, (2, 1)), 6)
    >>> found, moved = in_order(Loops(6, 0, (*steps, last), ()), {0: 7, 2: 6, 4: 5})
    >>> moved[0], found.loops[0].first, found.loops[-1].body.strides
    (4, 4, (-2, 1))
    """
    moved: dict[int, int] = {}
    for blocks in _blocks(loops):
        ranks = [rank.get(loop.first, -1) for loop in blocks]
        if -1 not in ranks and len({*ranks}) == len(ranks):
            for old, new in zip(sorted(blocks, key=lambda x: rank[x.first]), blocks):
                moved.update((old.first + i, new.first + i) for i in range(old.members))
    moved = {row: new for row, new in moved.items() if row != new}
    if not moved:
        return loops, moved

    def leaf(index: Index, extents: tuple[int, ...]) -> Index:
        if index.space != "result" or moved.keys().isdisjoint(places(index, extents)):
            return index
        return _refitted(index, extents, moved)

    made = tuple(
        Loop(x.shape, changed(x.body, x.shape, leaf), moved.get(x.first, x.first))
        for x in loops.loops
    )
    outputs = tuple(_output(x, loops.first, moved) for x in loops.outputs)
    return loops._replace(loops=made, outputs=outputs), moved


def _blocks(loops: Loops) -> list[list[Loop]]:
    """The loops of each array that is a grid of several, in its order."""
    by_first = {loop.first: loop for loop in loops.loops}
    found = []
    for array in result_arrays(loops):
        if array.shape and array.shape[0] > 1:
            firsts = [array.base + i * array.strides[0] for i in range(array.shape[0])]
            blocks = [by_first[first] for first in firsts if first in by_first]
            if len(blocks) == len(firsts) and {x.shape for x in blocks} == {array.shape[1:]}:
                found.append(blocks)
    return found


def _refitted(index: Index, extents: Sequence[int], moved: Mapping[int, int]) -> Index:
    """The index of the same numbers where they stand now."""
    counters = product(*map(range, extents))
    now = [moved.get(x, x) for x in (place(index, c, extents) for c in counters)]
    strides, table = progression(now, extents)
    over = tuple(c for c, stride in enumerate(strides) if stride is None)
    return Index("result", now[0], tuple(stride or 0 for stride in strides), tuple(table), over)


def _output(x: Operand, first: int, moved: Mapping[int, int]) -> Operand:
    return x if isinstance(x, float) or x < first else first + moved.get(x - first, x - first)


def grid_of_steps(steps: Sequence[Array]) -> Array | None:
    """Arrays of one shape as one, if they are evenly spaced.

    >>> grid_of_steps([Array("", 5, (2,), (1,)), Array("", 8, (2,), (1,))])
    Array(name='', base=5, shape=(2, 2), strides=(3, 1))
    """
    shape = (len(steps), *steps[0].shape)
    if any(array.shape != steps[0].shape for array in steps):
        return None
    strides = evenly_spaced([place for array in steps for place in array.places()], shape)
    if strides is None or min(strides) < 1 or sorted(strides, reverse=True) != [*strides]:
        return None
    return Array("", steps[0].base, shape, strides)
