"""Loops as ``for`` statements of Python on lists of floats: how a large program is run.

Every leaf is fetched in the innermost loop that moves it, from a slice that is taken once before
that loop; so an inner loop is ``for a, b in zip(…): t += a * b``. Sums are added from the left to
the right: they start at -0.0, to which any number may be added without a change. Read
``python.py`` next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from math import prod

from autograd.compiler.backends.text import Text, bare
from autograd.compiler.backends.words import Words, said
from autograd.compiler.loops.expand import leaves, moving
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Loops, Sum
from autograd.compiler.program import Operand
from autograd.ops import OPS

__all__ = ["for_loops"]

Counts = tuple[int, ...]
_NAMES = {"input": "x", "parameter": "p", "result": "r"}


def for_loops(
    loops: Loops, words: Words, constant: Callable[[float], str]
) -> tuple[str, dict[str, tuple[int, ...]]]:
    """The text of a function of the lists x and p that returns the outputs, and its tables.

    >>> from autograd.compiler.backends.python import python_words, spelled_constant
    >>> from autograd.compiler.loops.loop import Run
    >>> w, x = Index("parameter", 0, (2, 1)), Index("input", 0, (0, 1))
    >>> layer = Loop((3,), Sum((Run(2, Apply("mul", (w, x))),)), 0)
    >>> print(for_loops(Loops(2, 6, (layer,), (8, 9, 10)), python_words(), spelled_constant)[0])
    def f(x, p):
        r = [0.0] * 3
        o = []
        for c0 in range(3):
            t0 = -0.0
            for v0, v1 in zip(p[2 * c0:2 * c0 + 2], x[0:2]):
                t0 += v0 * v1
            o.append(t0)
        r[0:3] = o
        return [*r[0:3]]
    <BLANKLINE>
    """
    writer = _Writer(words, constant)
    rows = sum(loop.members for loop in loops.loops)
    writer.lines = ["def f(x, p):", f"    r = [0.0] * {rows}"]
    for loop in loops.loops:
        writer.loop(loop)
    outputs = ", ".join(_outputs(loops, constant))
    return "\n".join([*writer.lines, f"    return [{outputs}]", ""]), writer.tables


class _Writer:
    """The lines so far; in the body of a ``for`` they are indented."""

    def __init__(self, words: Words, constant: Callable[[float], str]) -> None:
        self.words, self.constant = words, constant
        self.lines: list[str] = []
        self.tables: dict[str, tuple[int, ...]] = {}
        self.named: dict[tuple[int, ...], str] = {}
        self.indent = 1
        self.fresh = 0
        self.leaves: dict[tuple[Index, Counts], str] = {}

    def line(self, text: str) -> None:
        """Write a line down."""
        self.lines.append("    " * self.indent + text)

    def name(self) -> str:
        """A new name for a number."""
        self.fresh += 1
        return f"t{self.fresh - 1}"

    def loop(self, loop: Loop) -> None:
        """The statements of one loop."""
        self.leaves, self.fresh = {}, 0
        found = [*dict.fromkeys(leaves(loop.body, loop.shape))]
        for leaf in found:
            if not moving(*leaf):
                self.standing(leaf, often=bool(loop.shape) or _runs(loop.body))
        if not loop.shape:
            self.line(f"r[{loop.first}] = {bare(self.text(loop.body, ()))}")
            return
        self.line("o = []")
        self.members(loop, found, 0)
        self.indent = 1
        self.line(f"r[{loop.first}:{loop.first + loop.members}] = o")

    def standing(self, leaf: tuple[Index, Counts], often: bool) -> None:
        """A leaf that no counter moves; one that is looked at often gets a name."""
        place = f"{_NAMES[leaf[0].space]}[{leaf[0].base}]"
        if often:
            self.line(f"{self.leaf(leaf)} = {place}")
        else:
            self.leaves[leaf] = place

    def members(self, loop: Loop, found: Sequence[tuple[Index, Counts]], counter: int) -> None:
        """A ``for`` over a counter of the members, and what is in it."""
        head = self.head(found, counter, loop.shape[counter])
        if counter + 1 < len(loop.shape):
            self.line(f"{head}:")
            self.indent += 1
            return self.members(loop, found, counter + 1)
        before = len(self.lines)
        self.indent += 1
        text = bare(self.text(loop.body, loop.shape))
        self.indent -= 1
        if len(self.lines) == before:
            return self.line(f"o += [{text} {head}]")
        self.lines.insert(before, "    " * self.indent + f"{head}:")
        self.indent += 1
        self.line(f"o.append({text})")

    def head(self, found: Sequence[tuple[Index, Counts]], counter: int, length: int) -> str:
        """A ``for`` over a counter: it fetches the leaves that this counter is the last to move."""
        last = [leaf for leaf in found if max(moving(*leaf), default=-1) == counter]
        pairs = [(self.leaf(leaf), self.fetched(leaf, counter)) for leaf in last]
        if any(counter in (moved := moving(*leaf)) and max(moved) > counter for leaf in found):
            pairs.insert(0, (f"c{counter}", f"range({length})"))
        if not pairs:
            return f"for _ in range({length})"
        names, sources = (", ".join(column) for column in zip(*pairs))
        return f"for {names} in {sources if len(pairs) == 1 else f'zip({sources})'}"

    def leaf(self, leaf: tuple[Index, Counts]) -> str:
        """The name of a leaf."""
        return self.leaves.setdefault(leaf, f"v{len(self.leaves)}")

    def fetched(self, leaf: tuple[Index, Counts], counter: int) -> str:
        """A leaf's numbers while a counter runs and those before it stand."""
        (index, counts), name = leaf, _NAMES[leaf[0].space]
        length, stride = counts[counter], index.strides[counter]
        steps = {c: index.strides[c] for c in range(counter)}
        entry = {c: prod(counts[d] for d in index.over if d > c) for c in index.over}
        if counter in index.over:
            table = self.table(index.table)
            if len(index.over) > 1:
                at = _affine(0, {c: entry[c] for c in index.over if c != counter})
                end = _affine(length, {c: entry[c] for c in index.over if c != counter})
                table = f"{table}[{at}:{end}]"
            return f"[{name}[{_affine(index.base, steps)} + i] for i in {table}]"
        more = f" + {self.table(index.table)}[{_affine(0, entry)}]" if index.table else ""
        low, high = sorted((0, stride * (length - 1)))
        start = _affine(index.base + low, steps) + more
        stop = _affine(index.base + high + 1, steps) + more
        step = f":{abs(stride)}" if abs(stride) != 1 else ""
        return f"{name}[{start}:{stop}{step}]" + ("[::-1]" if stride < 0 else "")

    def table(self, numbers: tuple[int, ...]) -> str:
        """The name of a table."""
        name = self.named.setdefault(numbers, f"i{len(self.named)}")
        self.tables[name] = numbers
        return name

    def text(self, x: Expression, counts: Counts) -> str:
        """The spelling of an expression; what needs statements is written down before."""
        if isinstance(x, float):
            return self.constant(x)
        if isinstance(x, Index):
            return self.leaf((x, counts))
        if isinstance(x, Sum):
            return self.sum(x, counts)
        row, operands = OPS[x.op], []
        for name, operand in zip(row.operands, x.operands):
            text = self.text(operand, counts)
            if not text.isidentifier() and len(re.findall(rf"\b{name}\b", row.plain_forward)) > 1:
                self.line(f"{(named := self.name())} = {bare(text)}")
                text = named
            operands.append(Text(text))
        return repr(said(row, operands, self.words))

    def sum(self, x: Sum, counts: Counts) -> str:
        """The spelling of a sum; one with runs is a number that grows."""
        if all(run.length == 1 for run in x.runs):
            return f"({' + '.join([self.text(run.term, counts) for run in x.runs])})"
        total = self.name()
        self.line(f"{total} = -0.0")
        for length, term in x.runs:
            if length == 1:
                self.line(f"{total} += {bare(self.text(term, counts))}")
                continue
            inner = (*counts, length)
            self.line(f"{self.head([*dict.fromkeys(leaves(term, inner))], len(counts), length)}:")
            self.indent += 1
            self.line(f"{total} += {bare(self.text(term, inner))}")
            self.indent -= 1
        return total


def _affine(base: int, steps: dict[int, int]) -> str:
    """The text of a number plus steps times counters."""
    terms = [f"{step} * c{c}" if step != 1 else f"c{c}" for c, step in steps.items() if step]
    return " + ".join([*terms, str(base)] if base or not terms else terms)


def _outputs(loops: Loops, constant: Callable[[float], str]) -> Iterator[str]:
    """The outputs' texts; those that stand side by side are one."""
    for name, places in _spans(loops):
        if isinstance(name, float):
            yield constant(name)
        elif len(places) == 1:
            yield f"{name}[{places[0]}]"
        else:
            yield f"*{name}[{places[0]}:{places[-1] + 1}]"


def _spans(loops: Loops) -> Iterator[tuple[float | str, list[int]]]:
    spans: list[tuple[float | str, list[int]]] = []
    for x in loops.outputs:
        name, place = _found(loops, x)
        last = spans[-1] if spans else ("", [0])
        if isinstance(name, str) and last[0] == name and last[1][-1] + 1 == place:
            last[1].append(place)
        else:
            spans.append((name, [place]))
    return iter(spans)


def _found(loops: Loops, x: Operand) -> tuple[float | str, int]:
    """The list that an output stands in, and where; or the constant that it is."""
    if isinstance(x, float):
        return x, 0
    if x < loops.inputs:
        return "x", x
    return ("p", x - loops.inputs) if x < loops.first else ("r", x - loops.first)


def _runs(x: Expression) -> bool:
    """Whether there is a run in an expression."""
    if isinstance(x, Sum):
        return any(run.length > 1 or _runs(run.term) for run in x.runs)
    return isinstance(x, Apply) and any(map(_runs, x.operands))
