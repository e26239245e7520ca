"""Which row each result gets.

A loop's results stand side by side, in the order of its members. Loops whose results are the terms
of one sum (the steps of a recurrent net, the positions of a text) stand one behind the other, in
the order of that sum, so that going through them is one even step as well. Read ``bodies.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from autograd.compiler.loops.trees import Forest

__all__ = ["laid_out"]


def laid_out(forest: Forest, groups: list[list[int]]) -> dict[int, int]:
    """Row of every root."""
    rows: dict[int, int] = {}
    for group in _chained(forest, groups):
        for root in groups[group]:
            rows[root] = len(rows)
    return rows


def _chained(forest: Forest, groups: list[list[int]]) -> list[int]:
    """The groups in an order in which those of one size that follow one another among the leaves
    of a tree do so in memory."""
    group_of = {root: i for i, members in enumerate(groups) for root in members}
    after: dict[int, int] = {}
    before: dict[int, int] = {}
    for members in groups:
        tree = forest.trees[members[0]]
        for start, length, width in _runs(forest, tree.shape, 0):
            for leaf in range(start, start + width):
                terms = tree.leaves[leaf : start + length * width : width]
                for a, b in pairwise(map(group_of.get, terms)):
                    _chain(a, b, after, before)
    order: list[int] = []
    for group in range(len(groups)):
        if group not in before:
            row = [group]
            while row[-1] in after:
                row.append(after[row[-1]])
            order += row if row[0] <= row[-1] else reversed(row)  # as they run, not from the end
    return order


def _runs(forest: Forest, shape: int, start: int) -> Iterator[tuple[int, int, int]]:
    """Where runs start among the leaves, how many terms they have, and of how many leaves."""
    op, *parts = forest.shapes[shape]
    if op in ("leaf", "constant"):
        return
    for part, count in parts if op == "sum" else [(part, 1) for part in parts]:
        width = forest.widths[part]
        if count > 1:
            yield start, count, width
        yield from _runs(forest, part, start)
        start += count * width


def _chain(a: int | None, b: int | None, after: dict[int, int], before: dict[int, int]) -> None:
    """Put group b behind group a, if nothing stands there and that closes no circle."""
    if a is None or b is None or a == b or a in after or b in before:
        return
    end = b
    while end in after:
        end = after[end]
    if end != a:
        after[a], before[b] = b, a
