"""Marks: equal numbers of a program have equal marks, whichever way they are computed.

A mark is the number itself in arithmetic modulo a prime, with drawn numbers in place of inputs and
parameters; a function such as tanh is a hash of the marks of its operands. Two formulas that agree
as polynomials agree here, and others hardly ever do (Schwartz and Zippel: at most their degree
divided by 2⁶¹). So numbers can be known again after sums have been turned round and bodies
shortened. Read ``wholes.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from random import Random
from typing import Any
from zlib import crc32

from autograd.compiler.loops.expand import place
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Sum
from autograd.compiler.program import Program
from autograd.finite import evaluate
from autograd.ops import OPS

__all__ = ["Mark", "mark_of", "marks", "rows_marked"]

PRIME = 2**61 - 1

#: a number of the program, or a constant as it is
Mark = int | float


def mark_of(x: Mark) -> int:
    """The mark of a number, or of a constant.

    >>> mark_of(0.5) * 2 % PRIME, mark_of(7)
    (1, 7)
    """
    if isinstance(x, int):
        return x
    if x - x != 0.0:  # inf and nan
        return crc32(repr(x).encode())
    above, below = x.as_integer_ratio()
    return above * pow(below, -1, PRIME) % PRIME


def marks(program: Program) -> list[Mark]:
    """The marks of all numbers of a program.

    >>> from autograd.compiler.record import record
    >>> program = record(lambda x, y: [(x + y) * 2.0, y * 2.0 + (x + x)], 2).program
    >>> first, second = map(marks(program).__getitem__, program.outputs)
    >>> first == second
    True
    """
    draw = Random(0)
    found: list[Mark] = [draw.randrange(PRIME) for _ in range(program.first)]
    note = found.append
    for op, operands in program.instructions:
        note(_applied(op, [x if isinstance(x, float) else found[x] for x in operands]))
    return found


def rows_marked(
    loops: Iterable[Loop], known: dict[int, Mark], leaves: Sequence[Mark], inputs: int
) -> dict[int, Mark]:
    """The marks of the rows of loops; ``known`` are those of some, by row, and ``leaves`` those of
    inputs and parameters."""
    rows = dict(known)
    spaces: dict[str, Any] = {
        "input": leaves[:inputs],
        "parameter": leaves[inputs:],
        "result": rows,
    }
    for loop in loops:
        if loop.first not in known:
            for row, counters in enumerate(product(*map(range, loop.shape)), loop.first):
                rows[row] = _mark(loop.body, counters, loop.shape, spaces)
    return rows


def _mark(
    x: Expression, counters: tuple[int, ...], counts: Sequence[int], spaces: dict[str, Any]
) -> Mark:
    """The mark of an expression where the counters stand at these numbers."""
    if isinstance(x, float):
        return x
    if isinstance(x, Index):
        found: Mark = spaces[x.space][place(x, counters, counts)]
        return found
    if isinstance(x, Apply):
        return _applied(x.op, [_mark(y, counters, counts, spaces) for y in x.operands])
    terms = list(_terms(x, counters, counts, spaces))
    return terms[0] if len(terms) == 1 else sum(map(mark_of, terms)) % PRIME


def _terms(
    x: Sum, counters: tuple[int, ...], counts: Sequence[int], spaces: dict[str, Any]
) -> Iterator[Mark]:
    for length, term in x.runs:
        if length == 1:
            yield _mark(term, counters, counts, spaces)
        else:
            for i in range(length):
                yield _mark(term, (*counters, i), (*counts, length), spaces)


def _applied(op: str, operands: list[Any]) -> Mark:
    if all(x.__class__ is float for x in operands):
        return evaluate(OPS[op], operands)
    found = [mark_of(x) for x in operands]
    a, b = found[0], found[-1]
    if op == "mul":
        return a * b % PRIME
    if op == "add":
        return (a + b) % PRIME
    if op == "sub":
        return (a - b) % PRIME
    if op == "neg":
        return -a % PRIME
    if op in ("identity", "detach"):
        return a
    if op == "div" and b:
        return a * pow(b, -1, PRIME) % PRIME
    if op == "pow" and isinstance(operands[1], float) and operands[1].is_integer() and a:
        return pow(a, int(operands[1]), PRIME)
    return hash((crc32(op.encode()), *found)) % PRIME
