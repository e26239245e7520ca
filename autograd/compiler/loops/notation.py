"""How a program of loops is written for reading: expressions, elements of arrays, sums.

Read ``listing.py`` (the lines) next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from autograd.compiler.loops.arrays import Located, Subscript, depends
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Run, Sum
from autograd.compiler.loops.naming import Named
from autograd.compiler.loops.outline import Falling
from autograd.ops import OPS

__all__ = [
    "ATOM",
    "LETTERS",
    "POWER",
    "PRODUCT",
    "SUM",
    "Counters",
    "Notation",
    "Spelled",
]

#: how tightly an expression holds together: a sum, a product, a power, a name or a call
SUM, PRODUCT, POWER, ATOM = range(4)
_CHAINS = ("maximum", "minimum")
LETTERS = "ijklmnabcdefgh"


class Spelled(NamedTuple):
    """The spelling of an expression, and how tightly it holds together."""

    text: str
    tightness: int = ATOM

    def at_least(self, tightness: int) -> str:
        """The spelling as a part of something that tight."""
        return self.text if self.tightness >= tightness else f"({self.text})"


class Counters(NamedTuple):
    """The counters around an expression: their names and extents."""

    names: tuple[str, ...]
    extents: tuple[int, ...]


def letters(program: Named, loop: Loop) -> Iterator[str]:
    """Names for the counters of a loop and of its sums: i, j, k, …, as far as they are free.

    A matrix of parameters is ``W[i,j]`` on either side: where a sum goes over its rows, the loop
    counts j and the sum i.
    """
    taken = {array.name for array in (*program.inputs, *program.parameters, *program.results)}
    free = [x for x in LETTERS if x not in taken]
    if len(loop.shape) == 1 and _is_turned(program, loop):
        free[:2] = free[1::-1]
    yield from free
    yield from (f"i{n}" for n in range(1, 100))


def _is_turned(program: Named, loop: Loop) -> bool:
    stack: list[tuple[Expression, tuple[int, ...]]] = [(loop.body, loop.shape)]
    while stack:
        x, extents = stack.pop()
        if isinstance(x, Index) and x.space == "parameter":
            counters = [s.counter for s in program.find(x, extents).subscripts]
            if len(counters) == 2:
                return counters[1] == 0 and counters[0] is not None
        elif isinstance(x, Apply):
            stack += [(y, extents) for y in x.operands]
        elif isinstance(x, Sum):
            stack += [(r.term, (*extents, r.length) if r.length > 1 else extents) for r in x.runs]
    return False


class Notation:
    """How a program is written for reading; subclasses write the same otherwise."""

    times, minus, gap = "·", " - ", "    "

    def __init__(self, program: Named) -> None:
        self.program = program
        self.tables: dict[tuple[int, ...], str] = {}
        self.ranges: list[str] = []

    def begin(self, loop: Loop) -> Counters:
        """The counters of a loop; those of its sums are noted in ``ranges`` as they are met."""
        self.free = letters(self.program, loop)
        names = tuple(next(self.free) for _ in loop.shape)
        self.ranges = [self.range(*pair) for pair in zip(names, loop.shape)]
        return Counters(names, loop.shape)

    # --- expressions ---

    def spelled(self, x: Expression, counters: Counters) -> Spelled:
        """An expression within these counters."""
        if isinstance(x, Index):
            return Spelled(self.element(self.program.find(x, counters.extents), counters))
        if isinstance(x, Sum):
            return self.sum(x, counters)
        if isinstance(x, Apply):
            return self.applied(x, [self.spelled(y, counters) for y in _flattened(x)])
        return self.number(x)

    def sum(self, x: Sum, counters: Counters) -> Spelled:
        """Terms added up; one that is subtracted is written so."""
        texts = [self.run(run, counters) for run in x.runs]
        first, *rest = [s.text if i == 0 else s.at_least(PRODUCT) for i, s in enumerate(texts)]
        if len(texts) == 1:
            return Spelled(first, SUM)
        joined = "".join(
            f" - {text[1:]}" if text.startswith("-") else f" + {text}" for text in rest
        )
        return Spelled(first + joined, SUM)

    def run(self, run: Run, counters: Counters) -> Spelled:
        """The terms of a run: with a sum sign, if there are several."""
        if run.length == 1:
            term = self.spelled(run.term, counters)
            return Spelled(term.text, PRODUCT) if isinstance(run.term, Sum) else term
        if not depends(run.term, len(counters.names)):
            once = self.spelled(run.term, counters).at_least(PRODUCT)
            return Spelled(f"{run.length}{self.times}{once}", PRODUCT)
        name = next(self.free)
        self.ranges.append(self.range(name, run.length, falling=isinstance(run, Falling)))
        inside = Counters((*counters.names, name), (*counters.extents, run.length))
        return Spelled(self.total(name, self.spelled(run.term, inside).at_least(PRODUCT)), PRODUCT)

    def applied(self, x: Apply, operands: list[Spelled]) -> Spelled:
        """An operation on spelled operands."""
        if x.op in ("identity", "detach"):
            return operands[0]
        if x.op == "neg":
            return Spelled(f"-{operands[0].at_least(PRODUCT)}", PRODUCT)
        if x.op == "mul" and x.operands[0] == x.operands[1]:
            return Spelled(self.power(operands[0].at_least(ATOM), "2"), POWER)
        if x.op == "pow":
            return Spelled(self.power(operands[0].at_least(ATOM), operands[1].text), POWER)
        if x.op == "div":
            return self.quotient(*operands)
        if x.op in ("add", "sub"):
            sign = " + " if x.op == "add" else self.minus
            return Spelled(f"{operands[0].text}{sign}{operands[1].at_least(PRODUCT)}", SUM)
        if x.op in ("mul", "mod", "floordiv"):
            left, right = operands[0].at_least(PRODUCT), operands[1].at_least(POWER)
            return Spelled(f"{left}{self.sign(x.op)}{right}", PRODUCT)
        return Spelled(self.call(x.op, [operand.text for operand in operands]))

    # --- what another notation writes otherwise ---

    def sign(self, op: str) -> str:
        """What stands between the operands of an operation as tight as a product."""
        return self.times if op == "mul" else f" {OPS[op].symbol} "

    def equation(self, left: str, right: str) -> str:
        """A line."""
        return f"{left} = {right}"

    def element(self, place: Located, counters: Counters) -> str:
        """An element of an array."""
        inside = ",".join(self.subscript(s, counters) for s in place.subscripts)
        return f"{place.array.name}[{inside}]" if inside else place.array.name

    def subscript(self, subscript: Subscript, counters: Counters) -> str:
        """A subscript: counters times factors, an offset, a number out of a table."""
        text = ""
        for name, factor in zip(counters.names, subscript.factors):
            if factor:
                size = "" if abs(factor) == 1 else str(abs(factor))
                text += f"{'-' if factor < 0 else '+'}{size}{name}"
        if subscript.table:
            table = self.tables.setdefault(subscript.table, f"at{len(self.tables) + 1}")
            where = ",".join(counters.names[c] for c in subscript.over)
            text += f"+{self.named_table(table, where)}"
        if subscript.offset or not text:
            text += f"{subscript.offset:+d}"
        return text.removeprefix("+")

    def named_table(self, name: str, counters: str) -> str:
        """A number out of a table."""
        return f"{name}[{counters}]"

    def number(self, x: float) -> Spelled:
        """A constant."""
        text = repr(x).removesuffix(".0")
        return Spelled(text, SUM if text.startswith("-") else ATOM)

    def power(self, base: str, exponent: str) -> str:
        """A power."""
        return f"{base}²" if exponent == "2" else f"{base}^({exponent})"

    def quotient(self, a: Spelled, b: Spelled) -> Spelled:
        """A fraction."""
        return Spelled(f"{a.at_least(PRODUCT)}/{b.at_least(POWER)}", PRODUCT)

    def total(self, counter: str, term: str) -> str:
        """A sum over a counter."""
        return f"Σ{counter} {term}"

    def call(self, op: str, operands: Sequence[str]) -> str:
        """Any other operation, by its symbol."""
        symbol = OPS[op].symbol
        if op in _CHAINS and len(operands) > 4:
            operands = [*operands[:2], "…", operands[-1]]
        if symbol.isidentifier() or len(operands) != 2:
            return f"{symbol}({', '.join(operands)})"
        return f"[{f' {symbol} '.join(operands)}]"

    def range(self, counter: str, extent: int, *, falling: bool = False) -> str:
        """How far a counter goes."""
        return f"{counter} = {extent - 1}…0" if falling else f"{counter} < {extent}"


def _flattened(x: Apply) -> list[Expression]:
    """The operands; of the largest of the largest of a and b and c: a, b and c."""
    operands: list[Expression] = list(x.operands)
    while x.op in _CHAINS and isinstance(operands[0], Apply) and operands[0].op == x.op:
        operands[:1] = operands[0].operands
    return operands
