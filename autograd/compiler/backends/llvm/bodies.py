"""Expressions as vectors: the same body for several members of a loop at once.

A member is a tuple of counters. What the members share (a leaf that does not depend on a counter
in which they differ) is loaded once. Read ``tiles.py`` next.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator, Sequence

from autograd.compiler.backends.llvm.flow import Flow
from autograd.compiler.backends.llvm.lanes import fmuladd
from autograd.compiler.backends.llvm.layout import Layout
from autograd.compiler.backends.llvm.places import Counter, Place, place
from autograd.compiler.backends.llvm.vectors import Builder, Vector
from autograd.compiler.backends.words import Words, said
from autograd.compiler.loops.expand import cost
from autograd.compiler.loops.loop import Apply, Expression, Index, Sum
from autograd.ops import OPS

__all__ = ["Bodies", "Member", "Memory", "fused"]

Member = tuple[Counter, ...]
#: terms of an inner sum, times members, that are written one after another
UNROLLED = 64


class Memory:
    """Leaves in memory: parameters and uniform rows are spread over a vector, lines loaded as such.

    ``lines`` is the register with the address of a block's area, ``part`` which vector of a line
    is meant where the builder's are shorter than a line.
    """

    def __init__(self, flow: Flow, layout: Layout) -> None:
        self.flow, self.layout = flow, layout
        self.lines, self.part = "%lines", 0
        self.tables: dict[tuple[int, ...], str] = {}

    def load(self, b: Builder, index: Index, counters: Sequence[Counter]) -> Vector:
        """A leaf's number at these counters."""
        at = self.address(index, counters, b)
        key = ("load", b.lanes, at)
        known = self.flow.known
        if key not in known:
            if self.base(index)[1] == 1:
                known[key] = b.splat("double", self.flow.once((at,), f"load double, ptr {at}"))
            else:
                known[key] = b.emit(f"load {b.double}, ptr {at}, align {8 * b.lanes}")
        return Vector(b, known[key])

    def store(self, v: Vector, index: Index, counters: Sequence[Counter]) -> None:
        """Put a number where that leaf is found: a line, or one lane in a uniform row."""
        b = v.builder
        at = self.address(index, counters, b)
        if self.base(index)[1] == 1:
            one = b.emit(f"extractelement {b.double} {v.text}, i64 0")
            b.lines.append(f"  store double {one}, ptr {at}")
        else:
            b.lines.append(f"  store {b.double} {v.text}, ptr {at}, align {8 * b.lanes}")

    def base(self, index: Index) -> tuple[str, int, int]:
        """The register that a leaf's places count from, in which unit, and what to add to them."""
        if index.space in ("parameter", "sum"):
            return {"parameter": "%parameters", "sum": "%sums"}[index.space], 1, 0
        anywhere = index.base + (index.table[0] if index.table else 0)
        kind, line = self.layout.line(index.space, anywhere)
        if kind == "uniform":
            return "%uniforms", 1, line - anywhere
        return self.lines, self.flow.wide.lanes, line - anywhere

    def address(self, index: Index, counters: Sequence[Counter], b: Builder) -> str:
        """The register that holds a leaf's address."""
        pointer, unit, shift = self.base(index)
        where = place(index, counters)
        for register, stride in where.terms:
            pointer = self._moved(pointer, register, stride * unit)
        if where.table_terms:
            pointer = self._moved(pointer, self._looked_up(index, where), unit)
        constant = (where.base + shift) * unit + (self.part * b.lanes if unit > 1 else 0)
        return self._moved(pointer, constant, 1)

    def _moved(self, pointer: str, by: int | str, stride: int, kind: str = "double") -> str:
        """A pointer moved by so many strides."""
        if not by:
            return pointer
        once = self.flow.once
        if stride != 1:
            by = once((by, stride, "mul"), f"mul i64 {by}, {stride}")
        text = f"getelementptr {kind}, ptr {pointer}, i64 {by}"
        return once((pointer, by, kind), text)

    def _looked_up(self, index: Index, where: Place) -> str:
        """A table's entry, as a register."""
        table = self.tables.setdefault(index.table, f"@table{len(self.tables)}")
        once = self.flow.once
        pointer = table
        for register, stride in where.table_terms:
            pointer = self._moved(pointer, register, stride, "i32")
        pointer = self._moved(pointer, where.entry, 1, "i32")
        word = once((pointer, "word"), f"load i32, ptr {pointer}")
        return once((word, "long"), f"sext i32 {word} to i64")

    def definitions(self) -> list[str]:
        """The tables, as text before the function."""
        lines = []
        for table, name in self.tables.items():
            entries = ", ".join(f"i32 {x}" for x in table)
            lines.append(f"{name} = internal constant [{len(table)} x i32] [{entries}]")
        return lines


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
