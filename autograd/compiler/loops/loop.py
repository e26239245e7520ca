"""``Loops``: a recorded program as loops over expressions.

A ``Loop`` computes one result for each of its members; all members have one expression, its
``body``, and differ in where the leaves are found alone. Counters number the members (``shape``,
row-major), and every run of equal terms in a sum adds one more, the innermost::

    z1[i] = b1[i] + Σk W1[i,k]·x[k]      i < 16, k < 2

    Loop(shape=(16,), body=Sum((Run(1, b), Run(2, Apply("mul", (w, x))))), first=0)
    b = Index("parameter", base=2, strides=(3,))         counters (i,)
    w = Index("parameter", base=0, strides=(3, 1))       counters (i, k)
    x = Index("input",     base=0, strides=(0, 1))

A number that stands alone is a loop of no counter (``shape=()``), so a program without loops is
nothing special. The results of all loops are rows, numbered from 0; a loop uses only rows of loops
that stand before it. Sums are added from the left to the right, as the function did.

Read ``find.py`` (where loops come from) next.
"""

from __future__ import annotations

from math import prod
from typing import NamedTuple

from autograd.compiler.program import Operand

__all__ = ["Apply", "Expression", "Index", "Loop", "Loops", "Run", "Sum"]


class Index(NamedTuple):
    """Where a leaf is found: at ``base`` plus the sum of strides times counters, in its space.

    ``space`` is "input", "parameter" or "result". Counters in which the place is not affine are
    listed in ``over``; what they add stands in a ``table`` over these counters (row-major), and
    their strides are 0. ``x[8·i + table[k]]`` of the counters (i, k) is
    ``Index("input", 0, (8, 0), table, (1,))``.
    """

    space: str
    base: int
    strides: tuple[int, ...] = ()
    table: tuple[int, ...] = ()
    over: tuple[int, ...] = ()


class Apply(NamedTuple):
    """A row of the op table on expressions."""

    op: str
    operands: tuple[Expression, ...]


class Run(NamedTuple):
    """So many terms of one shape in a row; a length above 1 adds a counter."""

    length: int
    term: Expression


class Sum(NamedTuple):
    """Terms added up from the left to the right."""

    runs: tuple[Run, ...]


Expression = Index | Apply | Sum | float


class Loop(NamedTuple):
    """Results ``first``, ``first + 1``, …: one for each member."""

    shape: tuple[int, ...]
    body: Expression
    first: int

    @property
    def members(self) -> int:
        """How many results it has."""
        return prod(self.shape)


class Loops(NamedTuple):
    """A program as loops; ``outputs`` are operands as in ``Program``, rows counted after the
    inputs and the parameters."""

    inputs: int
    parameters: int
    loops: tuple[Loop, ...]
    outputs: tuple[Operand, ...]

    @property
    def first(self) -> int:
        """The index of the first row as an operand."""
        return self.inputs + self.parameters

    def __eq__(self, other: object) -> bool:
        """Whether they read the same: to a tuple 0.0 is -0.0, and nan is not nan."""
        return isinstance(other, Loops) and repr(self) == repr(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(repr(self))
