"""A program of loops as statements on NumPy arrays, one or a few for each loop.

An expression within counters (i, k) is an array of the axes i, k and examples; an axis that it does
not depend on has length 1, so NumPy stretches it. Sums of products are matrix products where one
factor does not depend on the examples, or where they are summed up (``products.py``); other runs
are computed whole and then added up along their axis. Read ``arrays.py`` next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import prod
from typing import Any

import numpy as np

from autograd.compiler.backends.elementwise import functions
from autograd.compiler.backends.products import Matrix, product_of
from autograd.compiler.backends.python import spelled_constant
from autograd.compiler.backends.spaces import (
    BATCHED,
    EXAMPLES,
    Axis,
    Spaces,
    View,
    places,
    realised,
    side_by_side,
)
from autograd.compiler.backends.sums import Sums
from autograd.compiler.backends.text import Text, called
from autograd.compiler.backends.words import said, vocabulary
from autograd.compiler.loops.expand import expanded, leaves, moving
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Loops, Run, Sum
from autograd.ops import OPS

__all__ = ["Statements"]

#: runs of fewer terms are added up one by one
SHORT = 4
#: op -> NumPy's function that takes a place for its result
_INTO = {"add": "add", "sub": "subtract", "mul": "multiply", "div": "divide"}
Counts = tuple[int, ...]


class Statements:
    """The text of a function of no arguments, and what the names in it stand for.

    ``views`` are names of views, ``tables`` of index arrays; X, R, P, W, U, G and S are the spaces,
    N is the number of examples. ``widest`` is the number of elements by example of the largest
    array on the way.
    """

    def __init__(self, loops: Loops, sums: int) -> None:
        self.spaces = Spaces(loops, sums)
        self.lines: list[str] = []
        self.views: dict[View, str] = {}
        self.tables: dict[str, Any] = {}
        self.widest, self.temporaries = 1, 0
        self.words = vocabulary(lambda row: called(row.name))
        into = Sums(loops, self.spaces)
        for loop in loops.loops:
            self.temporaries = 0
            self.write(loop, into)
        for text in into.rest(self.table):
            self.lines.append(text)

    def __str__(self) -> str:
        return "\n".join(["def run():", *(f"    {line}" for line in self.lines or ["pass"]), ""])

    def scope(self, arrays: dict[str, Any]) -> dict[str, Any]:
        """What the names in the text mean, with these arrays as spaces."""
        views = {name: realised(view, arrays[view.space]) for view, name in self.views.items()}
        numpy = {name: getattr(np, name) for name in ("take", "matmul", *_INTO.values())}
        return functions() | numpy | arrays | self.tables | views | {"total": np.add.reduce}

    def write(self, loop: Loop, sums: Sums) -> None:
        """The statements of a loop."""
        space, counts = self.spaces.of_results(loop), loop.shape
        if space == "S":
            total = self.total(loop.body, counts)
            self.lines.append(f"{self.view(sums.view(loop))}[...] = {total}")
        else:
            into = self.view(side_by_side(space, loop))
            self.lines.append(self.stored(loop.body, counts, into))

    def stored(self, body: Expression, counts: Counts, into: str) -> str:
        """The statement that computes a body into a view; arithmetic goes there without a copy."""
        if isinstance(body, Apply) and body.op in _INTO:
            sides = [self.array(x, counts) for x in body.operands]
            if not is_number(body):
                return f"{_INTO[body.op]}({', '.join(sides)}, {into})"
        if isinstance(body, Sum):
            *first, last = self.parts(body, counts)
            if first:
                return f"add({' + '.join(first)}, {last}, {into})"
            return f"{into}[...] = {last}"
        return f"{into}[...] = {self.array(body, counts)}"

    # --- expressions as arrays of all their axes ---

    def array(self, x: Expression, counts: Counts) -> str:
        """The text of an expression's array."""
        if is_number(x):
            alone = Loops(0, 0, (Loop((), x, 0),), (0,))
            return spelled_constant(expanded(alone).evaluate([])[0])
        if isinstance(x, Index):
            return self.leaf(x, counts)
        if isinstance(x, Sum):
            return f"({' + '.join(self.parts(x, counts))})"
        assert isinstance(x, Apply)
        self.note(x, counts)
        row = OPS[x.op]
        operands = []
        for name, operand in zip(row.operands, x.operands):
            text = self.array(operand, counts)
            again = len(re.findall(rf"\b{name}\b", row.plain_forward)) > 1
            operands.append(Text(self.named(text) if again else text))
        return repr(said(row, operands, self.words))

    def leaf(self, index: Index, counts: Counts) -> str:
        """A leaf as a view, or gathered."""
        space, base = self.spaces.of(index, counts)
        moves = moving(index, counts)
        if index.table:
            rows = places(index, counts, moves)
            shape = [n if c in moves else 1 for c, n in enumerate(counts)]
            return f"take({space}, {self.table(rows.reshape(shape))}, 0)"
        axes = [Axis(n if c in moves else 1, index.strides[c]) for c, n in enumerate(counts)]
        return self.view(View(space, base, (*axes, Axis(1, 0, True))))

    def parts(self, x: Sum, counts: Counts) -> Iterator[str]:
        """The terms of a sum in their order; a long run is one of them."""
        for run in x.runs:
            if run.length == 1:
                yield self.array(run.term, counts)
            elif run.length < SHORT:
                yield from self.terms(run, counts)
            else:
                yield self.run(run, counts)

    def terms(self, run: Run, counts: Counts) -> Iterator[str]:
        """The terms of a short run, one by one."""
        inner, axis = (*counts, run.length), len(counts)
        array = self.named(self.array(run.term, inner))
        along = axis in self.spaces.axes(run.term, inner)
        for i in range(run.length):
            constant = is_number(run.term)
            yield array if constant else f"{array}[..., {i if along else 0}, :]"

    def run(self, run: Run, counts: Counts) -> str:
        """All terms of a run, added up."""
        inner, axis = (*counts, run.length), len(counts)
        product = self.product(run.term, inner, {axis})
        if product:
            return product
        array = self.array(run.term, inner)
        if is_number(run.term):
            return f"{run.length}.0 * {array}"
        if axis in self.spaces.axes(run.term, inner):
            return f"total({array}, -2)"
        return f"{run.length}.0 * {self.named(array)}[..., 0, :]"

    # --- sums over the batch ---

    def total(self, x: Expression, counts: Counts) -> str:
        """The sum of an expression over the examples: the same axes, and one of length 1."""
        if isinstance(x, Sum):
            return " + ".join(self.total_of_run(run, counts) for run in x.runs)
        if EXAMPLES not in self.spaces.axes(x, counts):
            return f"{self.array(x, counts)} * N"
        if isinstance(x, Apply) and x.op == "neg":
            return f"-({self.total(x.operands[0], counts)})"
        product = self.product(x, counts, {EXAMPLES})
        return product or f"total({self.array(x, counts)}, -1, keepdims=True)"

    def total_of_run(self, run: Run, counts: Counts) -> str:
        """The sum of a run over the examples as well."""
        if run.length == 1:
            return self.total(run.term, counts)
        inner, axis = (*counts, run.length), len(counts)
        axes = self.spaces.axes(run.term, inner)
        if not {axis, EXAMPLES} <= axes:
            part = self.named(self.total(run.term, inner))
            if is_number(run.term):
                return f"{run.length}.0 * {part}"
            return f"total({part}, -2)" if axis in axes else f"{run.length}.0 * {part}[..., 0, :]"
        product = self.product(run.term, inner, {axis, EXAMPLES})
        return product or f"total({self.array(run.term, inner)}, (-2, -1))[..., None]"

    # --- what the texts are made of ---

    def product(self, x: Expression, counts: Counts, over: set[int]) -> str | None:
        """The sum over some axes of a product of two factors, where that is a matrix product."""
        if not isinstance(x, Apply) or x.op != "mul":
            return None
        a, b = x.operands
        found = product_of(
            (a, b), (self.spaces.axes(a, counts), self.spaces.axes(b, counts)), counts, over
        )
        if found is None:
            return None
        left, right = (self.matrix(m, counts) for m in found.factors)
        return found.spelled(f"{left} @ {right}", counts)

    def matrix(self, matrix: Matrix, counts: Counts) -> str:
        """A factor with its axes in groups."""
        x = matrix.term
        self.note(x, counts)
        if not isinstance(x, Index):
            return matrix.arranged(self.array(x, counts), counts)
        space, base = self.spaces.of(x, counts)
        seen = None if x.table else matrix.view(space, counts)
        if seen is not None:
            return matrix.turn(self.view(View(space, base + seen[0], seen[1])))
        rows = places(x, counts, [c for c in matrix.order if c != EXAMPLES])
        axis = ", 0" if space in BATCHED else ""
        return matrix.shaped(f"take({space}, {self.table(matrix.flipped(rows))}{axis})", counts)

    def view(self, view: View) -> str:
        """The name of a view."""
        return self.views.setdefault(view, f"v{len(self.views)}")

    def table(self, rows: Any) -> str:
        """A name for an array of places."""
        name = f"i{len(self.tables)}"
        self.tables[name] = rows
        return name

    def named(self, text: str) -> str:
        """A name for the value of that text."""
        if text.isidentifier() or text.replace(".", "").isdecimal():
            return text
        name, self.temporaries = f"t{self.temporaries}", self.temporaries + 1
        self.lines.append(f"{name} = {text}")
        return name

    def note(self, x: Expression, counts: Counts) -> None:
        """Remember how large the array of an expression gets."""
        axes = self.spaces.axes(x, counts)
        if EXAMPLES in axes:
            self.widest = max(self.widest, prod(counts[a] for a in axes if a != EXAMPLES))


def is_number(x: Expression) -> bool:
    """Whether an expression has no leaf, and so is the same everywhere."""
    return next(leaves(x, ()), None) is None
