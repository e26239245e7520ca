"""What languages of statements have in common: a loop of the program is a loop of theirs.

A sum is added up term by term in the program's own order, so the text gives the numbers of the
engine to the last bits of its elementary functions. (A program in which there is no loop is written
by ``../text.py``, a statement for each operation.) Python, C and JavaScript say what an array, a
loop and an assignment look like: read ``python.py`` next.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from autograd.compiler.backends.languages.outputs import Copy, copies_of
from autograd.compiler.backends.languages.scope import Scope, spelled_terms
from autograd.compiler.backends.text import Text, bare, called
from autograd.compiler.backends.words import is_primitive, said, vocabulary
from autograd.compiler.loops.arrays import Array, Located
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Run, Sum
from autograd.compiler.loops.naming import Named
from autograd.compiler.loops.notation import Counters, letters
from autograd.compiler.loops.outline import Falling, is_reduction
from autograd.ops import OPS, Op

__all__ = ["Imperative"]


_INFIX = ("add", "sub", "mul", "div", "neg")


class Imperative(Scope, ABC):
    """A program in such a language; ``reserved`` are names that mean something else there."""

    reserved: frozenset[str] = frozenset()
    indent, end = "    ", ""
    variable = ""  # what stands before a variable that is assigned for the first time

    def __init__(self, program: Named, name: str = "f") -> None:
        super().__init__(program, {*self.reserved, "p", "out", "total", name})
        self.name, self.words = name, vocabulary(self.function)
        self.lines: list[str] = []
        self.depth = 1
        self.helpers: dict[str, str] = {}
        self.called: dict[str, None] = {}

    def write(self) -> str:
        """The whole text."""
        declared: set[Array] = set()
        for loop in self.program.loops.loops:
            target = self.program.target(loop)
            if target.array in declared or not self.whole_loop(loop, target):
                if target.array not in declared and target.array.shape:
                    self.declare(target.array)
                self.loop(loop, target)
            declared.add(target.array)
        self.returned(copies_of(self.program), len(self.program.loops.outputs))
        return self.whole()

    def whole_loop(self, loop: Loop, target: Located) -> bool:
        """Whether the loop was written as one expression, where a language has such."""
        return False

    def loop(self, loop: Loop, target: Located) -> None:
        """A loop, and in it the assignment."""
        self.letters = letters(self.program, loop)
        names = tuple(next(self.letters) for _ in loop.shape)
        counters = Counters(names, loop.shape)
        for name, extent in zip(names, loop.shape):
            self.open(name, extent, falling=False)
        new = "" if target.array.shape else self.variable
        self.into(new + self.element(target, counters), loop.body, counters)
        for _ in names:
            self.close()

    def into(self, target: str, x: Expression, counters: Counters) -> None:
        """Compute an expression into a place."""
        if not isinstance(x, Sum) or not is_reduction(x):
            self.say(f"{target} = {bare(repr(self.value(x, counters)))}{self.end}")
            return
        first, *rest = x.runs
        alone = first.length == 1 and not is_reduction(first.term)
        start = bare(repr(self.value(first.term, counters))) if alone else self.constant(0.0)
        self.say(f"{target} = {start}{self.end}")
        for run in rest if alone else x.runs:
            self.added(target.removeprefix(self.variable), run, counters)

    def added(self, target: str, run: Run, counters: Counters) -> None:
        """Add the terms of a run to a place."""
        inner = counters
        if run.length > 1:
            name = next(self.letters)
            self.open(name, run.length, falling=isinstance(run, Falling))
            inner = Counters((*counters.names, name), (*counters.extents, run.length))
        self.say(f"{target} += {bare(repr(self.value(run.term, inner)))}{self.end}")
        if run.length > 1:
            self.close()

    def value(self, x: Expression, counters: Counters) -> Any:
        """The spelling of an expression, after the statements of the sums in it."""
        if isinstance(x, float):
            return Text(self.constant(x))
        if isinstance(x, Index):
            found = self.program.find(x, counters.extents)
            return Text(self.element(found, counters))
        if isinstance(x, Apply):
            return self.applied(OPS[x.op], [self.value(y, counters) for y in x.operands])
        if is_reduction(x):
            self.into(f"{self.variable}total", x, counters)
            return Text("total")
        first, *rest = [self.value(run.term, counters) for run in x.runs]
        for term in rest:
            first = first + term
        return first

    def applied(self, row: Op, operands: list[Any]) -> Any:
        """An operation: infix, a primitive, or a call of a helper that is the row's text."""
        if row.name in ("identity", "detach"):
            return operands[0]
        if row.name in _INFIX or is_primitive(row):
            return said(row, operands, self.words)
        name = self.helper_name(row)
        if name not in self.helpers:
            text = bare(repr(said(row, [*map(Text, row.operands)], self.words)))
            self.helpers[name] = self.helper(name, row.operands, text)
        return called(name)(*operands)

    def element(self, place: Located, counters: Counters) -> str:
        """An element of an array."""
        inside = [self.subscript(s, counters) for s in place.subscripts]
        return self.subscripted(place.array, inside) if inside else self.spelled[place.array]

    def copied(self, copies: list[Copy]) -> None:
        """Statements that write the outputs to ``out``."""
        for copy in copies:
            names = tuple("ijklmn"[: len(copy.shape)])
            for name, extent in zip(names, copy.shape):
                self.open(name, extent, falling=False)
            place = spelled_terms([*zip(copy.strides, names)], copy.first)
            value = bare(repr(self.value(copy.what, Counters(names, copy.shape))))
            self.say(f"out[{place}] = {value}{self.end}")
            for _ in names:
                self.close()

    def say(self, line: str) -> None:
        """Write a line."""
        self.lines.append(self.indent * self.depth + line)

    # --- what the language says otherwise ---

    def helper_name(self, row: Op) -> str:
        """What the helper of a row is called."""
        return row.name

    @abstractmethod
    def helper(self, name: str, operands: tuple[str, ...], text: str) -> str:
        """The definition of a helper."""

    @abstractmethod
    def function(self, row: Op) -> Callable[..., Any]:
        """How the language says a primitive."""

    @abstractmethod
    def constant(self, x: float) -> str:
        """A number."""

    @abstractmethod
    def subscripted(self, array: Array, subscripts: list[str]) -> str:
        """An element."""

    @abstractmethod
    def declare(self, array: Array) -> None:
        """Room for results, before the first loop that writes there."""

    @abstractmethod
    def open(self, counter: str, extent: int, *, falling: bool) -> None:
        """Begin a loop."""

    @abstractmethod
    def close(self) -> None:
        """End a loop."""

    @abstractmethod
    def returned(self, copies: list[Copy], count: int) -> None:
        """The outputs of a program with loops."""

    @abstractmethod
    def whole(self) -> str:
        """The text around the lines."""
