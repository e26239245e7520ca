"""``with_views``: what one leaf goes through stands side by side.

The steps of a sequence are one grid, ``h[t,i]``, whatever goes through them. Where a leaf goes
through loops that are no grid, their results are copied next to each other first, so that every
loop keeps an array, and a name, of its own. Read ``storage.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from autograd.compiler.loops.affine import row_major
from autograd.compiler.loops.arrays import Array, located, under
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Loops, Sum
from autograd.compiler.loops.storage import places

__all__ = ["changed", "grid_of", "with_views"]

Change = Callable[[Index, tuple[int, ...]], Index]


def with_views(loops: Loops) -> Loops:
    """The same loops, where leaves go through one loop, a grid of loops, or copies.

    >>> steps = [Loop((2,), Index("input", 2 * t, (1,)), 2 * t) for t in range(3)]
    >>> through = Index("result", 0, (2, 1))
    >>> last = Loop((3, 2), through, 6)
    >>> with_views(Loops(6, 0, (*steps, last), ())).loops == (*steps, last)
    True
    """
    views = _Views(loops)
    for loop in loops.loops:
        body = changed(loop.body, loop.shape, views.leaf)
        views.made.append(loop._replace(body=body))
    return loops._replace(loops=tuple(views.made))


def grid_of(loops: Sequence[Loop]) -> Array | None:
    """Loops of one shape, evenly spaced, as one grid."""
    ordered = sorted(loops, key=lambda loop: loop.first)
    steps = {b.first - a.first for a, b in pairwise(ordered)}
    own = ordered[0].shape
    if len(steps) > 1 or any(loop.shape != own for loop in ordered):
        return None
    step = steps.pop() if steps else ordered[0].members
    return Array("", ordered[0].first, (len(ordered), *own), (step, *row_major(own)))


class _Views:
    def __init__(self, loops: Loops) -> None:
        self.made: list[Loop] = []
        self.owner = {loop.first + i: loop for loop in loops.loops for i in range(loop.members)}
        self.grids = {loop.first: [loop] for loop in loops.loops}
        self.end = max(self.owner, default=-1) + 1
        self.copies: dict[tuple[int, ...], int] = {}

    def leaf(self, index: Index, extents: tuple[int, ...]) -> Index:
        """The leaf itself, or one that goes through copies."""
        if index.space != "result":
            return index
        firsts = sorted({self.owner[place].first for place in places(index, extents)})
        if len(firsts) == 1 or self._is_grid(firsts, index, extents):
            return index
        return index._replace(base=index.base + self._shift(tuple(firsts)))

    def _is_grid(self, firsts: list[int], index: Index, extents: tuple[int, ...]) -> bool:
        """Whether these loops, and those that they are a grid with already, are one."""
        together = {loop.first: loop for first in firsts for loop in self.grids[first]}
        members = list(together.values())
        grid = grid_of(members)
        if grid is None:
            return False
        try:
            located(index, extents, [grid])
        except LookupError:
            return False
        self.grids.update(dict.fromkeys(together, members))
        return True

    def _shift(self, firsts: tuple[int, ...]) -> int:
        """How far away the copies of these loops stand."""
        if firsts not in self.copies:
            self.copies[firsts] = self.end - firsts[0]
            for first in firsts:
                loop = self.owner[first]
                copied = Index("result", first, row_major(loop.shape))
                self.made.append(Loop(loop.shape, copied, first + self.copies[firsts]))
            self.end = self.made[-1].first + self.made[-1].members
        return self.copies[firsts]


def changed(x: Expression, extents: tuple[int, ...], change: Change) -> Expression:
    """An expression with other leaves."""
    if isinstance(x, Index):
        return change(x, extents)
    if isinstance(x, Apply):
        return Apply(x.op, tuple(changed(y, extents, change) for y in x.operands))
    if isinstance(x, Sum):
        return Sum(
            tuple(
                run._replace(term=changed(run.term, under(extents, run.length), change))
                for run in x.runs
            )
        )
    return x
