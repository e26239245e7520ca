"""From a recorded program to its loops.

Trees of one shape at one level of the order are the members of one loop. Their results are laid
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

from collections.abc import Iterable

from autograd.compiler.loops.bodies import Places, body_of
from autograd.compiler.loops.loop import Loop, Loops
from autograd.compiler.loops.rows import laid_out
from autograd.compiler.loops.trees import Forest, Tree, plant
from autograd.compiler.program import Operand, Program

__all__ = ["find"]

Key = tuple[int, int]  # level, shape


def find(program: Program, *, seeded: bool = False, apart: bool = False) -> Loops:
    """The loops of a program; ``seeded`` tells that its last input is the seed of a gradient.

    ``apart`` leaves every tree alone, in the program's own order: straight-line code.
    """
    forest = plant(program, seeded=seeded)
    if apart:
        groups = [[root] for root in forest.trees]
        canonical: dict[int, int] = {}
    else:
        groups, canonical = _grouped(program, forest)
    row_of = laid_out(program, forest, groups, apart=apart)
    places = Places(program.inputs, program.first, row_of, canonical)
    loops = tuple(_loop(forest, members, places, apart) for members in groups)
    outputs = [_output(x, program.first, row_of, canonical) for x in program.outputs]
    return Loops(program.inputs, program.parameters, loops, tuple(outputs))


def _output(x: Operand, first: int, row_of: dict[int, int], canonical: dict[int, int]) -> Operand:
    if isinstance(x, float) or x < first:
        return x
    return first + row_of[canonical.get(x, x)]


def _loop(forest: Forest, members: list[int], places: Places, apart: bool) -> Loop:
    shape, body = body_of(forest, members, places, apart)
    return Loop(shape, body, places.row_of[members[0]])


# --- which trees are one loop, and in which order its members stand ---


def _grouped(program: Program, forest: Forest) -> tuple[list[list[int]], dict[int, int]]:
    """The members of each loop, in an order that can be run; and for each tree that another one
    equals, that other one."""
    found: dict[Key, list[int]] = {}
    for root, tree in forest.trees.items():
        found.setdefault((tree.level, tree.shape), []).append(root)
    position = _positions(program)
    rank: dict[int, int] = {}
    canonical: dict[int, int] = {}
    groups: list[list[int]] = []
    for key in sorted(found, key=lambda key: (key[0], found[key][0])):
        members = _distinct(found[key], forest.trees, canonical)
        if all(root in position for root in members):
            members.sort(key=position.__getitem__)
        elif len(members) > 1:
            members.sort(key=lambda root: _order(forest.trees[root].leaves, rank, program))
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


def _order(leaves: list[int], rank: dict[int, int], program: Program) -> tuple[list[int], ...]:
    """What members are sorted by: first their numbers, then their parameters.

    So the positions of a text, or of a filter in a picture, go before the neurons that look at
    them, and the results of one position lie side by side.
    """
    inputs, first = program.inputs, program.first
    numbers = [rank.get(x, x) for x in leaves if not inputs <= x < first]
    return numbers, [x for x in leaves if inputs <= x < first]


def _distinct(roots: list[int], trees: dict[int, Tree], canonical: dict[int, int]) -> list[int]:
    """The roots without those that have the leaves of an earlier one; these are noted."""
    if len(roots) == 1:
        return roots
    first: dict[tuple[int, ...], int] = {}
    for root in roots:
        leaves: Iterable[int] = trees[root].leaves
        if canonical:
            leaves = [canonical.get(x, x) for x in leaves]
        known = first.setdefault(tuple(leaves), root)
        if known != root:
            canonical[root] = known
    return list(first.values())
