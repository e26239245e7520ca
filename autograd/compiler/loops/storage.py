"""Which arrays the inputs and the results of a program stand in.

A loop's results are an array; those of several loops that one leaf goes through (the steps of a
sequence) are one array together. Read ``naming.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from autograd.compiler.loops.affine import row_major
from autograd.compiler.loops.arrays import Array, leaves, located, span
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Loops, Run, Sum
from autograd.compiler.loops.parameters import identifier

__all__ = ["input_arrays", "is_rest", "places", "result_arrays", "spelled_out"]

#: so many terms are written out, if they are inputs of different names
_FEW = 4


def spelled_out(loops: Loops, names: Sequence[str]) -> Loops:
    """The same loops, where few numbers from inputs that have names of their own are no loop and
    no sum over a counter: ``w·height + v·width``, not ``Σi p[i]·x[i]``."""
    made: list[Loop] = []
    for loop in loops.loops:
        few = len(loop.shape) == 1 and loop.members <= _FEW
        if few and _over_named(Run(loop.members, loop.body), names):
            made += [Loop((), _at(loop.body, i), loop.first + i) for i in range(loop.members)]
        else:
            made.append(loop)
    written = [x if x.shape else x._replace(body=_spelled_out(x.body, names)) for x in made]
    return loops._replace(loops=tuple(written))


def _spelled_out(x: Expression, names: Sequence[str]) -> Expression:
    if isinstance(x, Apply):
        return Apply(x.op, tuple(_spelled_out(y, names) for y in x.operands))
    if not isinstance(x, Sum):
        return x
    runs: list[Run] = []
    for run in x.runs:
        if 1 < run.length <= _FEW and _over_named(run, names):
            runs += [Run(1, _at(run.term, i)) for i in range(run.length)]
        else:
            runs.append(run if run.length > 1 else Run(1, _spelled_out(run.term, names)))
    return Sum(tuple(runs))


def _over_named(run: Run, names: Sequence[str]) -> bool:
    found = [index for index, _ in leaves(Loop((run.length,), run.term, 0))]
    inputs = [
        index._replace(strides=index.strides[:1]) for index in found if index.space == "input"
    ]
    spans = [span(index, (run.length,)) for index in inputs]
    several = any(low < high and not is_rest(names[low : high + 1], low) for low, high in spans)
    return several and all(index.over in ((), (0,)) for index in found)


def _at(x: Expression, i: int) -> Expression:
    """A term of a run within no counter, where its own is i."""
    if isinstance(x, Apply):
        return Apply(x.op, tuple(_at(y, i) for y in x.operands))
    if isinstance(x, Sum):
        return Sum(tuple(run._replace(term=_at(run.term, i)) for run in x.runs))
    if not isinstance(x, Index):
        return x
    step = x.strides[0] * i if x.strides else 0
    table = x.table[i] if x.over else 0
    return Index(x.space, x.base + step + table, x.strides[1:])


def input_arrays(loops: Loops, names: Sequence[str]) -> tuple[Array, ...]:
    """The inputs, one by one, and as one array those that some loop counts through."""
    spans = sorted(
        span(index, extents)
        for loop in loops.loops
        for index, extents in leaves(loop)
        if index.space == "input"
    )
    merged: list[tuple[int, int]] = []
    for low, high in (_widened(s, names) for s in spans if s[0] < s[1]):
        if merged and low <= merged[-1][1]:
            low, high = merged[-1][0], max(high, merged.pop()[1])
        merged.append((low, high))
    inside = {place for low, high in merged for place in range(low, high + 1)}
    free = [Array(name, i) for i, name in enumerate(names) if i not in inside]
    taken = {array.name for array in free}
    for low, high in merged:
        own = names[low : high + 1]
        name = identifier("x", taken if is_rest(own, low) else {*names, *taken})
        taken.add(name)
        free.append(Array(name, low, (high + 1 - low,), (1,)))
    return tuple(sorted(free, key=lambda array: array.base))


def is_rest(own: Sequence[str], low: int) -> bool:
    """Whether these names, from that input on, are those of ``*x``: x2, x3, …."""
    return list(own) == [f"x{i}" for i in range(low, low + len(own))]


def _widened(found: tuple[int, int], names: Sequence[str]) -> tuple[int, int]:
    """All of ``*x``, if a span is a part of it."""
    low, high = found
    if is_rest(names[low : high + 1], low):
        while low and names[low - 1] == f"x{low - 1}":
            low -= 1
        while high + 1 < len(names) and names[high + 1] == f"x{high + 1}":
            high += 1
    return low, high


def result_arrays(loops: Loops) -> tuple[Array, ...]:
    """An array for each loop, or for several that one leaf goes through, with those between."""
    rows = {loop.first + i: k for k, loop in enumerate(loops.loops) for i in range(loop.members)}
    group = list(range(len(loops.loops)))  # the first loop of the array that a loop belongs to
    for loop in loops.loops:
        for index, extents in leaves(loop):
            if index.space == "result":
                group = _joined(group, (rows[place] for place in places(index, extents)))
    grids, before = _grids(loops, group, rows), list[int]()
    while group != before:
        before = group
        for array in grids.values():
            group = _joined(group, (rows[p] for p in array.places() if p in rows))
        grids = _grids(loops, group, rows)
    return tuple(grids.values())


def _joined(group: list[int], loops: Iterable[int]) -> list[int]:
    """The groups of all loops, after those of some have become one."""
    touched = {group[k] for k in loops}
    if len(touched) == 1:
        return group
    least = min(touched)
    return [least if g in touched else g for g in group]


def _grids(loops: Loops, group: list[int], rows: dict[int, int]) -> dict[int, Array]:
    """The array of each group: a grid where all leaves fit one, or else a row."""
    members: dict[int, list[Loop]] = {}
    for loop, g in zip(loops.loops, group):
        members.setdefault(g, []).append(loop)
    grids = {g: _one_array(own) for g, own in members.items()}
    for loop in loops.loops:
        for index, extents in leaves(loop):
            if index.space == "result":
                g = group[rows[min(places(index, extents))]]
                try:
                    located(index, extents, [grids[g]])
                except LookupError:
                    grids[g] = _in_a_row(members[g])
    return grids


def places(index: Index, extents: Sequence[int]) -> set[int]:
    """All places of an index.

    >>> sorted(places(Index("result", 5, (10, -1)), [2, 3]))
    [3, 4, 5, 13, 14, 15]
    """
    found = {index.base + more for more in index.table or (0,)}
    for stride, extent in zip(index.strides, extents):
        if stride and extent > 1:
            found = {place + stride * i for place in found for i in range(extent)}
    return found


def _one_array(members: list[Loop]) -> Array:
    loops = sorted(members, key=lambda loop: loop.first)
    first, own = loops[0].first, loops[0].shape
    if len(loops) == 1:
        return Array("", first, own, row_major(own))
    steps = {b.first - a.first for a, b in pairwise(loops)}
    if len(steps) == 1 and all(loop.shape == own for loop in loops):
        return Array("", first, (len(loops), *own), (steps.pop(), *row_major(own)))
    return _in_a_row(loops)


def _in_a_row(loops: list[Loop]) -> Array:
    first = min(loop.first for loop in loops)
    end = max(loop.first + loop.members for loop in loops)
    return Array("", first, (end - first,), (1,))
