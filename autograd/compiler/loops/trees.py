"""Cut a program into trees, and tell their shapes.

A number that is used once belongs to the tree of its only user; every other one, and every output,
is the root of a tree of its own. A chain of additions counts as one sum, so that equal terms in a
row become a run. The shape of a tree leaves open which leaves it has, and tells their kinds alone;
shapes are numbered as they are met, so equal shapes are equal numbers.

>>> from autograd.compiler.program import Instruction
>>> steps = (Instruction("mul", (0, 2)), Instruction("mul", (1, 3)), Instruction("add", (4, 5)))
>>> forest = plant(Program(2, 2, steps, (6,)), seeded=False)
>>> [(tree.leaves, forest.shapes[tree.shape]) for tree in forest.trees.values()]
[([0, 2, 1, 3], ('sum', (5, 2)))]
>>> forest.shapes[5]
('mul', 0, 1)

Read ``find.py`` next.
"""

from __future__ import annotations

from itertools import repeat
from typing import Any, NamedTuple

from autograd.compiler.program import Operand, Program

__all__ = ["INPUT", "PARAMETER", "RESULT", "SEED", "UNIFORM", "Forest", "Tree", "plant"]

#: the shapes of leaves; a uniform number depends on parameters alone, a seed is the last input
INPUT, PARAMETER, RESULT, UNIFORM, SEED = range(5)
#: trees are cut at this depth, since expressions are walked by recursion
DEEPEST = 24

Shape = tuple[Any, ...]


class Tree(NamedTuple):
    """One tree: its level (above those of all roots it uses), its shape, and its leaves in order:
    indices of inputs, parameters and roots."""

    level: int
    shape: int
    leaves: list[int]
    uniform: bool


class Forest(NamedTuple):
    """The trees by their roots, in the program's order, and what the numbers of shapes mean.

    A shape is ``(op, shape, …)``, ``("sum", (shape, count), …)``, ``("constant", x)`` or
    ``("leaf", kind)``.
    """

    trees: dict[int, Tree]
    shapes: list[Shape]


class _Branch:
    """What is known of a number that has one user: a part of a tree."""

    __slots__ = ("depth", "leaves", "level", "runs", "shape", "uniform")

    def __init__(self, shape: int, leaves: list[int], level: int, uniform: bool) -> None:
        self.shape, self.leaves, self.level, self.uniform = shape, leaves, level, uniform
        self.runs: list[list[int]] | None = None  # of a sum, whose shape is told when it is full
        self.depth = 0


class _Planter:
    def __init__(self, program: Program, seeded: bool) -> None:
        self.program, self.first = program, program.first
        self.seed = program.inputs - 1 if seeded else -1
        self.numbers: dict[Shape, int] = {("leaf", kind): kind for kind in range(5)}
        self.trees: dict[int, Tree] = {}
        self.branches: dict[int, _Branch] = {}

    def number(self, shape: Shape) -> int:
        return self.numbers.setdefault(shape, len(self.numbers))

    def part(self, x: Operand) -> _Branch:
        """An operand as a part of its user's tree."""
        if x.__class__ is float:
            return _Branch(self.number(("constant", _Exact(x))), [], 0, True)
        assert isinstance(x, int)
        branch = self.branches.pop(x, None)
        if branch is None:
            tree = self.trees.get(x)
            if tree is None:
                kind = INPUT if x < self.program.inputs else PARAMETER
                kind = SEED if x == self.seed else kind
                return _Branch(kind, [x], 0, kind == PARAMETER)
            return _Branch(UNIFORM if tree.uniform else RESULT, [x], tree.level, tree.uniform)
        return branch

    def shape_of(self, branch: _Branch) -> int:
        if branch.runs is not None:
            branch.shape = self.number(("sum", *map(tuple, branch.runs)))
            branch.runs = None
            branch.depth += 1
        return branch.shape

    def joined(self, op: str, operands: tuple[Operand, ...]) -> _Branch:
        """The tree of an operation; a chain of additions grows at its right end."""
        parts = list(map(self.part, operands))
        if op == "add":
            return self.added(*parts)
        shape = self.number((op, *map(self.shape_of, parts)))
        leaves = parts[0].leaves
        for part in parts[1:]:
            leaves = leaves + part.leaves
        joined = _Branch(shape, leaves, max(p.level for p in parts), all(p.uniform for p in parts))
        joined.depth = 1 + max(p.depth for p in parts)
        return joined

    def added(self, total: _Branch, term: _Branch) -> _Branch:
        if total.runs is None:
            total = _started(total)
        assert total.runs is not None
        shape = self.shape_of(term)
        if total.runs[-1][0] == shape:
            total.runs[-1][1] += 1
        else:
            total.runs.append([shape, 1])
        total.leaves.extend(term.leaves)
        total.level = max(total.level, term.level)
        total.uniform = total.uniform and term.uniform
        total.depth = max(total.depth, term.depth)
        return total


def _started(branch: _Branch) -> _Branch:
    """A sum of one term."""
    total = _Branch(-1, branch.leaves.copy(), branch.level, branch.uniform)
    total.runs, total.depth = [[branch.shape, 1]], branch.depth
    return total


class _Exact(float):
    """A constant that is equal to itself bit by bit: -0.0 is not 0.0, and nan is nan."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, float) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))


def plant(program: Program, *, seeded: bool) -> Forest:
    """The trees of a program; ``seeded`` tells that its last input is the seed of a gradient."""
    planter = _Planter(program, seeded)
    uses = _uses(program)
    trees, branches = planter.trees, planter.branches
    for i, (op, operands) in enumerate(program.instructions, program.first):
        if not uses[i]:
            continue
        branch = planter.joined(op, operands)
        if uses[i] == 1 and branch.depth < DEEPEST:
            branches[i] = branch
        else:
            shape = planter.shape_of(branch)
            trees[i] = Tree(branch.level + 1, shape, branch.leaves, branch.uniform)
    return Forest(trees, list(planter.numbers))


def _uses(program: Program) -> list[int]:
    """How often each number is used by what an output depends on; an output counts as two uses."""
    first = program.first
    uses = [*repeat(0, first + len(program.instructions))]
    for x in program.outputs:
        if x.__class__ is int:
            uses[x] += 2
    for i in range(len(program.instructions) - 1, -1, -1):
        if uses[first + i]:
            for x in program.instructions[i][1]:
                if x.__class__ is int:
                    uses[x] += 1
    return uses
