"""Which trees are one loop, in which order its members stand, and in which order loops run.

Trees of one shape that do not need one another are the members of one loop. Loops are taken as soon
as all trees of their shape can be computed; where none is that far, the one that comes first in the
program goes with the trees that are. (So the first position of a text, whose softmax is over one
number and so takes fewer steps, waits for the others.) Read ``rows.py`` next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from heapq import heappop, heappush

from autograd.compiler.loops.trees import Forest
from autograd.compiler.program import Program

__all__ = ["grouped"]

Canonical = dict[int, int]


def grouped(program: Program, forest: Forest) -> tuple[list[list[int]], Canonical]:
    """The members of each loop, and the loops in an order that can be run; and for each tree that
    another one equals, that other one."""
    position = _positions(program)
    rank: dict[int, int] = {}
    canonical: Canonical = {}
    groups: list[list[int]] = []
    for roots in _scheduled(forest, position):
        members = _distinct(roots, forest, canonical)
        if all(root in position for root in members):
            members.sort(key=position.__getitem__)
        elif len(members) > 1:
            members = _sorted(members, forest, rank, program)
        for root in members:
            rank[root] = len(rank) + program.first
        groups.append(members)
    return groups, canonical


def _positions(program: Program) -> dict[int, int]:
    """Where a number stands among the outputs."""
    found: dict[int, int] = {}
    for position, x in enumerate(program.outputs):
        if not isinstance(x, float):
            found.setdefault(x, position)
    return found


def _sorted(
    members: list[int], forest: Forest, rank: dict[int, int], program: Program
) -> list[int]:
    """The members by their leaves, in one of two ways.

    By the numbers first and the parameters after them, the positions of a text go before the
    neurons that look at them; by all leaves as they come, the filters of a convolution go before
    the positions of a picture. Their first user wants them as they stand in the program, or (in a
    reverse sweep) from the end, and so that decides.
    """
    inputs, first = program.inputs, program.first

    def numbers_first(root: int) -> tuple[list[int], ...]:
        leaves = forest.trees[root].leaves
        numbers = [rank.get(x, x) for x in leaves if not inputs <= x < first]
        return numbers, [x for x in leaves if inputs <= x < first]

    def as_they_come(root: int) -> list[int]:
        return [rank.get(x, x) for x in forest.trees[root].leaves]

    wanted = (members[1], members[-2])
    by_numbers = sorted(members, key=numbers_first)
    if by_numbers[1] in wanted:
        return by_numbers
    by_leaves = sorted(members, key=as_they_come)
    return by_leaves if by_leaves[1] in wanted else by_numbers


def _distinct(roots: list[int], forest: Forest, canonical: Canonical) -> list[int]:
    """The roots without those that have the leaves of an earlier one; these are noted."""
    if len(roots) == 1:
        return roots
    first: dict[tuple[int, ...], int] = {}
    for root in roots:
        leaves = forest.trees[root].leaves
        if canonical:
            leaves = [canonical.get(x, x) for x in leaves]
        known = first.setdefault(tuple(leaves), root)
        if known != root:
            canonical[root] = known
    return list(first.values())


# --- the order of the loops ---


Kind = tuple[int, int]  # a shape, and the level of those that do not wait for one another


class _Bundle:
    """Trees of one shape at one level: they cannot need one another."""

    __slots__ = ("kind", "level", "needed_by", "roots", "waits_for")

    def __init__(self, level: int, kind: Kind) -> None:
        self.level, self.kind = level, kind
        self.roots: list[int] = []
        self.needed_by: set[_Bundle] = set()
        self.waits_for = 0


def _bundles(forest: Forest, outputs: Container[int]) -> list[_Bundle]:
    """All bundles, and which of them need which.

    Outputs do not wait for others of their shape: the gradients of two layers stay two loops.
    """
    found: dict[tuple[int, Kind], _Bundle] = {}
    bundle_of: dict[int, _Bundle] = {}
    for root, tree in forest.trees.items():
        key = tree.level, (tree.shape, tree.level if root in outputs else 0)
        bundle = found.get(key)
        if bundle is None:
            bundle = found[key] = _Bundle(*key)
        bundle.roots.append(root)
        bundle_of[root] = bundle
        for x in set(tree.leaves):
            source = bundle_of.get(x)
            if source is not None and bundle not in source.needed_by:
                source.needed_by.add(bundle)
                bundle.waits_for += 1
    return list(found.values())


def _scheduled(forest: Forest, outputs: Container[int]) -> list[list[int]]:
    """The roots of each loop, in an order that can be run."""
    bundles = _bundles(forest, outputs)
    left = Counter(bundle.kind for bundle in bundles)  # those that have not been taken
    ready: dict[Kind, list[_Bundle]] = {kind: [] for kind in left}
    whole: list[tuple[int, Kind]] = []  # a heap by first root: all trees of the kind are ready
    some: list[tuple[int, int, Kind]] = []  # by level and first root: some of them are

    def arrive(bundle: _Bundle) -> None:
        kind, first = bundle.kind, bundle.roots[0]
        ready[kind].append(bundle)
        heappush(some, (bundle.level, first, kind))
        if len(ready[kind]) == left[kind]:
            heappush(whole, (first, kind))

    for bundle in bundles:
        if not bundle.waits_for:
            arrive(bundle)
    order: list[list[int]] = []
    while some:
        kind = heappop(whole)[1] if whole else heappop(some)[2]
        taken, ready[kind] = ready[kind], []
        left[kind] -= len(taken)
        if taken:
            order.append(sorted(root for bundle in taken for root in bundle.roots))
        for bundle in taken:
            for user in bundle.needed_by:
                user.waits_for -= 1
                if not user.waits_for:
                    arrive(user)
    return order
