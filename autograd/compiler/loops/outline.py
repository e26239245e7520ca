"""``outlined``: the loops as one writes them down, a sum to a line.

A machine wants ``h[i] = tanh(b[i] + Σj W[i,j]·x[j])`` in one go; a reader wants
``z[i] = b[i] + Σj W[i,j]·x[j]`` first. So every sum over a counter that stands inside something
else becomes a loop of its own, over the counters that it depends on, and so does a function of one
operand (an activation) of such a sum. Numbers and the order of additions stay what they were.

Rows keep their numbers; the new ones come behind them. A sum that goes through everything from the
last to the first (as sums over consumers do) is turned round, and marked. Read ``naming.py`` next.
"""

from __future__ import annotations

from math import prod

from autograd.compiler.loops.affine import row_major
from autograd.compiler.loops.arrays import leaves, under
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Loops, Run, Sum

__all__ = ["Falling", "is_reduction", "outlined"]


def outlined(loops: Loops) -> Loops:
    """An equal program in which sums over counters are loops, or terms of sums that are.

    >>> total = Sum((Run(3, Index("input", 0, (1,))),))
    >>> [loop.body.__class__.__name__ for loop in outlined(
    ...     Loops(3, 0, (Loop((), Apply("tanh", (total,)), 0),), (3,))).loops]
    ['Sum', 'Apply']
    """
    outline = _Outline(max((loop.first + loop.members for loop in loops.loops), default=0))
    for loop in loops.loops:
        outline.add(loop)
    return loops._replace(loops=tuple(outline.made))


def is_reduction(x: Expression) -> bool:
    """Whether it is a sum over a counter."""
    return isinstance(x, Sum) and any(run.length > 1 or is_reduction(run.term) for run in x.runs)


class Falling(Run):
    """A run that goes from its last term to its first."""

    __slots__ = ()


class _Outline:
    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.made: list[Loop] = []

    def add(self, loop: Loop) -> None:
        self.made.append(loop._replace(body=self._inside(loop.body, loop.shape)))

    def _inside(self, x: Expression, extents: tuple[int, ...]) -> Expression:
        """The expression with all sums below it taken out."""
        if isinstance(x, Apply):
            return Apply(x.op, tuple(self._taken(y, extents) for y in x.operands))
        if isinstance(x, Sum):
            return Sum(tuple(self._term(run, extents) for run in x.runs))
        return x

    def _term(self, run: Run, extents: tuple[int, ...]) -> Run:
        below = self._inside if run.length == 1 and isinstance(run.term, Sum) else self._taken
        done = Run(run.length, below(run.term, under(extents, run.length)))
        return _turned(done, extents) if run.length > 1 else done

    def _taken(self, x: Expression, extents: tuple[int, ...]) -> Expression:
        """The expression itself, or the result of a loop that it was taken out into."""
        activation = isinstance(x, Apply) and len(x.operands) == 1 and is_reduction(x.operands[0])
        inside = self._inside(x, extents)
        return self._loop(inside, extents) if activation or is_reduction(x) else inside

    def _loop(self, x: Expression, extents: tuple[int, ...]) -> Index:
        used = _counters(x, extents)
        shape = tuple(extents[c] for c in used)
        self.made.append(Loop(shape, _without(x, len(extents), used), self.rows))
        steps = dict(zip(used, row_major(shape)))
        strides = tuple(steps.get(c, 0) for c in range(len(extents)))
        place = Index("result", self.rows, strides)
        self.rows += prod(shape)
        return place


def _counters(x: Expression, extents: tuple[int, ...]) -> list[int]:
    """The counters around an expression that it depends on."""
    used: set[int] = set()
    for index, _ in leaves(Loop(extents, x, 0)):
        used.update(c for c, stride in enumerate(index.strides[: len(extents)]) if stride)
        used.update(c for c in index.over if c < len(extents))
    return sorted(used)


def _turned(run: Run, extents: tuple[int, ...]) -> Run:
    """The run with its counter turned round, if all that it counts goes downwards."""
    counter, inside = len(extents), Loop(under(extents, run.length), run.term, 0)
    found = [index for index, _ in leaves(inside)]
    strides = [index.strides[counter] if len(index.strides) > counter else 0 for index in found]
    if min(strides, default=0) >= 0 or max(strides) > 0 or any(counter in x.over for x in found):
        return run
    return Falling(run.length, _mirrored(run.term, counter, run.length - 1))


def _mirrored(x: Expression, counter: int, last: int) -> Expression:
    if isinstance(x, Index):
        step = x.strides[counter] if len(x.strides) > counter else 0
        strides = tuple(-s if c == counter else s for c, s in enumerate(x.strides))
        return x._replace(base=x.base + step * last, strides=strides)
    if isinstance(x, Apply):
        return Apply(x.op, tuple(_mirrored(y, counter, last) for y in x.operands))
    if isinstance(x, Sum):
        return Sum(tuple(run._replace(term=_mirrored(run.term, counter, last)) for run in x.runs))
    return x


def _without(x: Expression, around: int, used: list[int]) -> Expression:
    """The expression where of the counters around it only the used ones are there."""
    if isinstance(x, Index):
        strides = x.strides + (0,) * (around - len(x.strides))
        over = tuple(used.index(c) if c < around else c - around + len(used) for c in x.over)
        return x._replace(strides=(*(strides[c] for c in used), *strides[around:]), over=over)
    if isinstance(x, Apply):
        return Apply(x.op, tuple(_without(y, around, used) for y in x.operands))
    if isinstance(x, Sum):
        return Sum(tuple(run._replace(term=_without(run.term, around, used)) for run in x.runs))
    return x
