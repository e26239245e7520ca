"""Loops written out: the same program with an instruction for every member and every term.

This is what loops mean, and what kernels are compared with; a small program is run this way as
well. Read ``backends/kernel.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from autograd.compiler.loops.loop import Apply, Expression, Index, Loops, Sum
from autograd.compiler.program import Instruction, Operand, Program

__all__ = ["cost", "expanded", "leaves", "moving", "place", "size"]


def expanded(loops: Loops) -> Program:
    """The program of these loops, with all sums in their order.

    >>> from autograd.compiler.loops.loop import Loop, Run
    >>> row = Apply("mul", (Index("parameter", 0, (2, 1)), Index("input", 0, (0, 1))))
    >>> print(expanded(Loops(2, 4, (Loop((2,), Sum((Run(2, row),)), 0),), (6, 7))))
    inputs      v0 v1
    parameters  v2 v3 v4 v5
    v6 = mul v2 v0
    v7 = mul v3 v1
    v8 = add v6 v7
    v9 = mul v4 v0
    v10 = mul v5 v1
    v11 = add v9 v10
    outputs     v8 v11
    """
    writer = _Writer(loops)
    for loop in loops.loops:
        for row, counters in enumerate(product(*map(range, loop.shape)), loop.first):
            writer.rows[row] = writer.operand(loop.body, counters, loop.shape)
    first = loops.first
    outputs = [
        x if isinstance(x, float) or x < first else writer.rows[x - first] for x in loops.outputs
    ]
    return Program(loops.inputs, loops.parameters, tuple(writer.instructions), tuple(outputs))


class _Writer:
    """The instructions so far, and which operand each row is."""

    def __init__(self, loops: Loops) -> None:
        self.first = loops.first
        self.base = {"input": 0, "parameter": loops.inputs}
        self.instructions: list[Instruction] = []
        self.rows: dict[int, Operand] = {}

    def operand(self, x: Expression, counters: tuple[int, ...], counts: Sequence[int]) -> Operand:
        """The operand that an expression is where the counters stand at these numbers."""
        if isinstance(x, float):
            return x
        if isinstance(x, Index):
            at = place(x, counters, counts)
            return self.rows[at] if x.space == "result" else self.base[x.space] + at
        if isinstance(x, Apply):
            return self.emit(x.op, *[self.operand(o, counters, counts) for o in x.operands])
        terms = self.terms(x, counters, counts)
        total = next(terms)
        for term in terms:
            total = self.emit("add", total, term)
        return total

    def terms(self, x: Sum, counters: tuple[int, ...], counts: Sequence[int]) -> Iterator[Operand]:
        for length, term in x.runs:
            if length == 1:
                yield self.operand(term, counters, counts)
            else:
                for i in range(length):
                    yield self.operand(term, (*counters, i), (*counts, length))

    def emit(self, op: str, *operands: Operand) -> int:
        self.instructions.append(Instruction(op, operands))
        return self.first + len(self.instructions) - 1


def place(index: Index, counters: Sequence[int], counts: Sequence[int]) -> int:
    """Where the leaf is found in its space.

    >>> place(Index("input", 3, (8, 0), (0, 1, 5), (1,)), (2, 2), (4, 3))
    24
    """
    at = index.base + sum(s * c for s, c in zip(index.strides, counters))
    if not index.table:
        return at
    entry = 0
    for counter in index.over:
        entry = entry * counts[counter] + counters[counter]
    return at + index.table[entry]


def leaves(x: Expression, counts: tuple[int, ...]) -> Iterator[tuple[Index, tuple[int, ...]]]:
    """The leaves of an expression, each with the counts of its counters."""
    if isinstance(x, Index):
        yield x, counts
    elif isinstance(x, Apply):
        for operand in x.operands:
            yield from leaves(operand, counts)
    elif isinstance(x, Sum):
        for length, term in x.runs:
            yield from leaves(term, (*counts, length) if length > 1 else counts)


def moving(index: Index, counts: Sequence[int]) -> list[int]:
    """The counters that a leaf's place depends on."""
    strides, over = index.strides, index.over
    return [c for c, n in enumerate(counts) if n > 1 and (strides[c] or c in over)]


def size(loops: Loops) -> int:
    """How many instructions it would be, written out."""
    return sum(loop.members * cost(loop.body) for loop in loops.loops)


def cost(x: Expression) -> int:
    """How many instructions an expression is for one member."""
    if isinstance(x, Apply):
        return 1 + sum(map(cost, x.operands))
    if isinstance(x, Sum):
        return sum(length * (1 + cost(term)) for length, term in x.runs) - 1
    return 0
