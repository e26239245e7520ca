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

from collections.abc import Sequence
from itertools import count
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


class Forest(NamedTuple):
    """The trees by their roots, in the program's order, and what the numbers of shapes mean.

    A shape is ``(op, shape, …)``, ``("sum", (shape, count), …)``, ``("constant", x)`` or
    ``("leaf", kind)``. Of each shape there are the numbers of leaves and operations of one tree,
    and of the operations that stand in its expression, where a run stands once.
    """

    trees: dict[int, Tree]
    shapes: list[Shape]
    widths: list[int]
    operations: list[int]
    written: list[int]

    def saving(self) -> float:
        """How many times shorter the program is as loops, about."""
        once = {(tree.level, tree.shape) for tree in self.trees.values()}
        written = sum(1 + self.written[shape] for _, shape in once)
        return sum(1 + self.operations[tree.shape] for tree in self.trees.values()) / (written or 1)


def plant(program: Program, *, seeded: bool) -> Forest:
    """The trees of a program; ``seeded`` tells that its last input is the seed of a gradient."""
    planter = _Planter(program, seeded)
    ops, operands_of = program.columns()
    uses = _uses(program, operands_of)
    trees: dict[int, Tree] = {}
    joined, shapes = planter.joined, planter.shapes
    for i, op, operands in zip(count(program.first), ops, operands_of):
        if not uses[i]:
            continue
        branch = joined(op, operands)
        last = branch.runs[-1][0] if branch.runs else branch.shape
        if uses[i] == 1 and shapes.depth[last] < DEEPEST:
            planter.branches[i] = branch
        else:
            shape = planter.shape_of(branch)
            planter.kinds[i] = UNIFORM if shapes.uniform[shape] else RESULT
            planter.levels[i] = branch.level + 1
            trees[i] = Tree(branch.level + 1, shape, branch.leaves)
    found = list(shapes.numbers), shapes.widths, shapes.operations, shapes.written
    return Forest(trees, *found)


def _uses(program: Program, operands: Sequence[tuple[Operand, ...]]) -> list[int]:
    """How often each number is used by what an output depends on; an output counts as two uses."""
    first = program.first
    uses = [0] * (first + len(operands))
    for x in program.outputs:
        if x.__class__ is int:
            uses[x] += 2
    for i, xs in zip(range(len(uses) - 1, -1, -1), reversed(operands)):
        if uses[i]:
            for x in xs:
                if x.__class__ is int:
                    uses[x] += 1
    return uses


class _Branch:
    """What is known of a number that has one user: a part of a tree."""

    __slots__ = ("leaves", "level", "runs", "shape")

    def __init__(self, shape: int, leaves: list[int], level: int) -> None:
        self.shape, self.leaves, self.level = shape, leaves, level
        self.runs: list[list[int]] | None = None  # of a sum, whose shape is told when it is full


class _Shapes:
    """Shapes by number, and what a shape says of all its trees: depth, and uniformity."""

    def __init__(self) -> None:
        self.numbers: dict[Shape, int] = {("leaf", kind): kind for kind in range(5)}
        self.depth = [0] * 5
        self.uniform = [kind in (PARAMETER, UNIFORM) for kind in range(5)]
        self.widths, self.operations, self.written = [1] * 5, [0] * 5, [0] * 5

    def number(self, shape: Shape) -> int:
        found = self.numbers.get(shape)
        return self._new(shape) if found is None else found

    def _new(self, shape: Shape) -> int:
        op, *rest = shape
        counted = {"constant": [], "sum": rest}.get(op, [(part, 1) for part in rest])
        parts = [part for part, _ in counted]
        own = {"constant": 0, "sum": -1}.get(op, 1)
        each = int(op == "sum")  # a sum has an addition for every term but the first
        self.depth.append(1 + max((self.depth[part] for part in parts), default=-1))
        self.uniform.append(all(self.uniform[part] for part in parts))
        self.widths.append(sum(count * self.widths[part] for part, count in counted))
        sizes = [count * (each + self.operations[part]) for part, count in counted]
        self.operations.append(own + sum(sizes))
        self.written.append(own + sum(each + self.written[part] for part in parts))
        return self.numbers.setdefault(shape, len(self.numbers))


class _Planter:
    """The state of one walk through a program, operands before their users."""

    def __init__(self, program: Program, seeded: bool) -> None:
        inputs, parameters = program.inputs, program.parameters
        self.shapes = _Shapes()
        self.branches: dict[int, _Branch] = {}
        #: of every number the kind of leaf that it is, -1 for a part of its user's tree
        self.kinds = [INPUT] * inputs + [PARAMETER] * parameters + [-1] * len(program.instructions)
        self.levels = [0] * len(self.kinds)
        if seeded:
            self.kinds[inputs - 1] = SEED

    def part(self, x: Operand) -> _Branch:
        """An operand as a part of its user's tree."""
        if x.__class__ is float:
            return _Branch(self.shapes.number(("constant", _Exact(x))), [], 0)
        assert isinstance(x, int)
        kind = self.kinds[x]
        return _Branch(kind, [x], self.levels[x]) if kind >= 0 else self.branches.pop(x)

    def shape_of(self, branch: _Branch) -> int:
        if branch.runs is not None:
            branch.shape = self.shapes.number(("sum", *map(tuple, branch.runs)))
            branch.runs = None
        return branch.shape

    def joined(self, op: str, operands: tuple[Operand, ...]) -> _Branch:
        """The tree of an operation; a chain of additions grows at its right end."""
        if op == "add":
            return self.added(self.part(operands[0]), operands[1])
        if len(operands) == 2:  # most are products of two leaves: spelled out, as it is the wait
            a, b = operands
            if a.__class__ is int and b.__class__ is int:
                kind, other = self.kinds[a], self.kinds[b]
                if kind >= 0 and other >= 0:
                    shape = self.shapes.number((op, kind, other))
                    level, beside = self.levels[a], self.levels[b]
                    return _Branch(shape, [a, b], level if level > beside else beside)
        parts = list(map(self.part, operands))
        shape = self.shapes.number((op, *map(self.shape_of, parts)))
        leaves = [x for part in parts for x in part.leaves]
        return _Branch(shape, leaves, max([part.level for part in parts]))

    def added(self, total: _Branch, x: Operand) -> _Branch:
        """The sum with one more term, which is the same object."""
        if total.runs is None:
            total.runs = [[total.shape, 1]]
        term = self.part(x)
        shape = self.shape_of(term)
        last = total.runs[-1]
        if last[0] == shape:
            last[1] += 1
        else:
            total.runs.append([shape, 1])
        total.leaves += term.leaves
        if term.level > total.level:
            total.level = term.level
        return total


class _Exact(float):
    """A constant that is equal to itself bit by bit: -0.0 is not 0.0, and nan is nan."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, float) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))
