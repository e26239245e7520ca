"""Expressions as vectors: the same body for several members of a loop at once.

A member is a tuple of counters. What the members share (a leaf that does not depend on a counter
in which they differ) is loaded once. Read ``tiles.py`` next.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator, Sequence

from autograd.compiler.backends.llvm.flow import Flow
from autograd.compiler.backends.llvm.lanes import fmuladd
from autograd.compiler.backends.llvm.memory import Memory
from autograd.compiler.backends.llvm.places import Counter
from autograd.compiler.backends.llvm.vectors import Builder, Vector
from autograd.compiler.backends.words import Words, said
from autograd.compiler.loops.expand import cost
from autograd.compiler.loops.loop import Apply, Expression, Index, Sum
from autograd.ops import OPS

__all__ = ["Bodies", "Member", "fused"]

Member = tuple[Counter, ...]
#: terms of an inner sum, times members, that are written one after another
UNROLLED = 64


class Bodies:
    """The body of one loop on vectors of a builder."""

    def __init__(
        self, flow: Flow, memory: Memory, builder: Builder, words: Words, body: Expression
    ) -> None:
        self.flow, self.memory, self.builder, self.words = flow, memory, builder, words
        self._often = Tally(x for x in _parts(body) if is_product(x))

    def values(self, x: Expression, members: Sequence[Member]) -> list[Vector]:
        """What an expression is for each member."""
        if isinstance(x, Index):
            return [self.memory.load(self.builder, x, member) for member in members]
        if isinstance(x, Sum):
            return self.added(None, x, members)
        if isinstance(x, Apply):
            fused = self._fused(x)
            if fused is not None:
                return self._fuse(x, fused, members)
            operands = [self.values(y, members) for y in x.operands]
            return [self._said(x.op, arguments) for arguments in zip(*operands)]
        return [self.builder.vector(x)] * len(members)

    def added(
        self, totals: list[Vector] | None, x: Expression, members: Sequence[Member]
    ) -> list[Vector]:
        """``totals`` plus an expression, term by term from the left to the right."""
        if isinstance(x, Sum):
            return self._sum(totals, x, members)
        if totals is not None and self._is_lone(x):
            return self._products(totals, x, members)
        values = self.values(x, members)
        return values if totals is None else [a + b for a, b in zip(totals, values)]

    def _sum(self, totals: list[Vector] | None, x: Sum, members: Sequence[Member]) -> list[Vector]:
        first: tuple[Expression, Sequence[Member]] | None = None  # a product that waits for a term
        for length, term in x.runs:
            if length > 1 and length * len(members) * (1 + cost(term)) > UNROLLED:
                totals = self.values(*first) if first else totals
                totals, first = self._counted(totals, length, term, members), None
                continue
            for k in range(length):
                inner = [(*m, Counter("", k, length)) for m in members] if length > 1 else members
                if first:
                    totals, first = self._met(first, term, inner), None
                elif totals is None and self._is_lone(term):
                    first = term, inner
                else:
                    totals = self.added(totals, term, inner)
        if totals is None:
            return self.values(*(first or (0.0, members)))
        return totals

    def _met(
        self, first: tuple[Expression, Sequence[Member]], term: Expression, inner: Sequence[Member]
    ) -> list[Vector]:
        """A sum's first term, a product, with its second; two products are both rounded."""
        values = self.values(term, inner)
        if self._is_lone(term):
            return [a + b for a, b in zip(self.values(*first), values)]
        return self._products(values, *first)

    def _counted(
        self, totals: list[Vector] | None, count: int, term: Expression, members: Sequence[Member]
    ) -> list[Vector]:
        """The terms of a long run, by a loop."""
        nothing = [self.builder.vector(-0.0)] * len(members)  # x + -0.0 is x, for every x
        with self.flow.repeat(count, carried=totals or nothing) as turn:
            inner = [(*member, Counter(turn.counter, 0, count)) for member in members]
            turn.following = self.added(turn.carried, term, inner)
        return turn.following

    def _products(
        self, totals: list[Vector], x: Expression, members: Sequence[Member]
    ) -> list[Vector]:
        """Totals plus products, each in one instruction."""
        assert isinstance(x, Apply)
        if any(isinstance(part, Sum) for part in _parts(x)):
            factors = [self.values(y, members) for y in x.operands]
            return [fmuladd(*three) for three in zip(*factors, totals)]
        found = []
        for member, total in zip(members, totals):  # one after another: few registers at a time
            (a,), (b,) = (self.values(y, [member]) for y in x.operands)
            found.append(fmuladd(a, b, total))
        return found

    def _is_lone(self, x: Expression) -> bool:
        """Whether it is a product that stands at one place of the body only."""
        return is_product(x) and self._often[x] == 1

    def _fused(self, x: Apply) -> int | None:
        """Which operand of an addition or subtraction is the one product that it is fused with."""
        if x.op not in ("add", "sub"):
            return None
        products = [i for i, y in enumerate(x.operands) if is_product(y)]
        return (
            products[0] if len(products) == 1 and self._is_lone(x.operands[products[0]]) else None
        )

    def _fuse(self, x: Apply, at: int, members: Sequence[Member]) -> list[Vector]:
        product = x.operands[at]
        assert isinstance(product, Apply)
        columns = [self.values(y, members) for y in (*product.operands, x.operands[1 - at])]
        return [fused(x.op, at, *three) for three in zip(*columns)]

    def _said(self, op: str, arguments: Sequence[Vector]) -> Vector:
        known, key = self.flow.known, (op, *(v.text for v in arguments))
        if key not in known:
            known[key] = self.builder.vector(said(OPS[op], arguments, self.words)).text
        return Vector(self.builder, known[key])


def fused(op: str, at: int, a: Vector, b: Vector, c: Vector) -> Vector:
    """a·b and c under "add" or "sub", where the product is the operand ``at``."""
    if op == "add":
        return fmuladd(a, b, c)
    return fmuladd(a, b, -c) if at == 0 else fmuladd(-a, b, c)


def is_product(x: Expression) -> bool:
    """Whether an expression is a multiplication."""
    return isinstance(x, Apply) and x.op == "mul"


def _parts(x: Expression) -> Iterator[Expression]:
    """An expression and all expressions in it."""
    yield x
    if isinstance(x, Apply):
        for operand in x.operands:
            yield from _parts(operand)
    elif isinstance(x, Sum):
        for run in x.runs:
            yield from _parts(run.term)
