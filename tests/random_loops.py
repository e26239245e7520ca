"""Random programs of loops: nested runs, several counters, tables, every space, any order of rows.

Operands are led into the domain of their op, so that all numbers stay tame.
"""

import random
from collections.abc import Sequence
from math import prod

from autograd import functions
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Loops, Run, Sum
from autograd.compiler.program import Operand
from autograd.ops import OPS

_INTO = {
    "real": lambda x: Apply("mul", (1.4, Apply("tanh", (x,)))),
    "non-zero": lambda x: Apply("add", (0.3, Apply("sigmoid", (x,)))),
    "positive": lambda x: Apply("add", (0.3, Apply("sigmoid", (x,)))),
    "unit": lambda x: Apply("mul", (0.9, Apply("tanh", (x,)))),
    "over -1": lambda x: Apply("sub", (Apply("sigmoid", (x,)), 0.3)),
    "over 1": lambda x: Apply("add", (1.2, Apply("sigmoid", (x,)))),
}
INPUTS, PARAMETERS = 24, 30


def random_loops(rng: random.Random, sums: int = 0, most: int = 6) -> Loops:
    """Loops over the whole op table; the first outputs are meant to be summed up if there are
    sums, and the last input is then their weight."""
    maker = _Maker(rng)
    shapes = [tuple(rng.randint(2, 6) for _ in range(rng.choice([0, 1, 1, 2, 2, 3]))) for _ in
              range(rng.randint(1, most))]  # fmt: skip
    order = list(range(len(shapes)))
    rng.shuffle(order)
    first = {at: sum(prod(shapes[a]) for a in order[:i]) for i, at in enumerate(order)}
    loops = []
    for at, shape in enumerate(shapes):
        loops.append(Loop(shape, maker.expression(shape, 3), first[at]))
        maker.blocks.append((first[at], prod(shape)))
    rows = sum(map(prod, shapes))
    outputs: list[Operand] = [rng.randrange(INPUTS + PARAMETERS + rows) for _ in range(6)]
    in_order = range(INPUTS + PARAMETERS, INPUTS + PARAMETERS + rows)
    last = loops[-1]
    members = in_order[last.first : last.first + last.members]
    return Loops(INPUTS, PARAMETERS, tuple(loops), (*members, 1.5, *outputs, *members[:1]))


class _Maker:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.blocks: list[tuple[int, int]] = []  # rows that can be used by now

    def expression(self, counts: tuple[int, ...], depth: int) -> Expression:
        chance = self.rng.random()
        if depth == 0 or chance < 0.15:
            return self.rng.choice([0.5, -1.5]) if chance < 0.02 else self.leaf(counts)
        if chance < 0.5 and len(counts) < 5:
            return self.sum(counts, depth)
        if chance < 0.75:
            sides = (self.expression(counts, depth - 1), self.expression(counts, depth - 1))
            return Apply(self.rng.choice(["mul", "mul", "mul", "sub", "add"]), sides)
        row = OPS[self.rng.choice(functions.__all__)]
        operands = [_INTO[d](self.expression(counts, depth - 1)) for d in row.domain]
        return Apply(row.name, tuple(operands))

    def sum(self, counts: tuple[int, ...], depth: int) -> Sum:
        runs = []
        for _ in range(self.rng.randint(1, 3)):
            length = self.rng.choice([1, 2, 3, 5, 7])
            inner = (*counts, length) if length > 1 else counts
            if self.rng.random() < 0.6:
                term: Expression = Apply("mul", (self.leaf(inner), self.leaf(inner)))
            else:
                term = self.expression(inner, depth - 1)
            runs.append(Run(length, term))
        return Sum(tuple(runs))

    def leaf(self, counts: tuple[int, ...]) -> Index:
        spaces = ["input", "parameter"] + ["result", "result"] * bool(self.blocks)
        space = self.rng.choice(spaces)
        if space == "result":
            return self.within(space, *self.rng.choice(self.blocks), counts)
        size = INPUTS if space == "input" else PARAMETERS
        return self.within(space, 0, size, counts)

    def within(self, space: str, first: int, size: int, counts: Sequence[int]) -> Index:
        """A leaf whose places are among so many rows from the first on."""
        strides = [self.rng.choice([0, 0, 1, 1, 2, -1]) for _ in counts]
        over: tuple[int, ...] = ()
        table: tuple[int, ...] = ()
        if counts and self.rng.random() < 0.25:
            few = self.rng.sample(range(len(counts)), self.rng.randint(1, min(2, len(counts))))
            over = tuple(sorted(few))
            entries = prod(counts[c] for c in over)
            table = (0, *(self.rng.randrange(min(size, 4)) for _ in range(entries - 1)))
            strides = [0 if c in over else s for c, s in enumerate(strides)]
        ends = [s * (n - 1) for s, n in zip(strides, counts)]
        low = sum(min(e, 0) for e in ends)
        high = sum(max(e, 0) for e in ends) + max(table, default=0)
        if high - low >= size:
            return Index(space, first + self.rng.randrange(size), (0,) * len(counts))
        return Index(space, first + self.rng.randint(-low, size - 1 - high), tuple(strides), table,
                     over)  # fmt: skip
