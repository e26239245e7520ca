"""Which row each result gets.

A loop's results stand side by side, in the order of its members. Loops whose results are the terms
of one sum (the steps of a recurrent net, the positions of a text) stand one behind the other, in
the order of that sum, so that going through them is one even step as well. Read ``bodies.py`` next.
"""

from __future__ import annotations

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
        leaves = forest.trees[members[0]].leaves
        for stride in range(1, 4):  # a term has few leaves: the next of its kind is that far away
            for a, b in zip(leaves, leaves[stride:]):
                _chain(group_of.get(a), group_of.get(b), groups, after, before)
    order: list[int] = []
    for group in range(len(groups)):
        if group not in before:
            at: int | None = group
            while at is not None:
                order.append(at)
                at = after.get(at)
    return order


def _chain(
    a: int | None,
    b: int | None,
    groups: list[list[int]],
    after: dict[int, int],
    before: dict[int, int],
) -> None:
    """Put group b behind group a, if nothing stands there and that closes no circle."""
    if a is None or b is None or a == b or a in after or b in before:
        return
    end = b
    while end in after:
        end = after[end]
    if end != a:
        after[a], before[b] = b, a
