"""A program on one example, as LLVM text that computes what Python's floats do, to the last bit.

Functions are those of C, which ``math`` calls as well, and nothing is fused or reordered: who
calls a function often enough to get machine code gets the same numbers as before. Read ``entry.py``
next.
"""

from __future__ import annotations

from collections.abc import Callable

from autograd.compiler.backends.llvm import lanes
from autograd.compiler.backends.llvm.lowering import PYTHON, vector_function
from autograd.compiler.backends.llvm.vectors import Builder, Vector
from autograd.compiler.backends.words import said, vocabulary
from autograd.compiler.program import Operand, Program
from autograd.ops import OPS, Op

__all__ = ["scalar_text"]


def scalar_text(program: Program) -> str | None:
    """``void @compute(ptr numbers, ptr results)``: from inputs and parameters to the outputs.

    ``None`` where something is computed that Python alone computes so.

    >>> from autograd.compiler.record import record
    >>> print(scalar_text(record(lambda x: x * x, 1).program))
    define internal void @compute(ptr %numbers, ptr %results) nounwind {
      %v0 = getelementptr double, ptr %numbers, i64 0
      %v1 = load <1 x double>, ptr %v0, align 8
      %v2 = fmul <1 x double> %v1, %v1
      %v3 = getelementptr double, ptr %results, i64 0
      store <1 x double> %v2, ptr %v3, align 8
      ret void
    }
    """
    b = Builder(lanes=1)
    numbers: list[Vector] = []
    for i in range(program.first):
        at = b.emit(f"getelementptr double, ptr %numbers, i64 {i}")
        numbers.append(Vector(b, b.emit(f"load {b.double}, ptr {at}, align 8")))

    def number(x: Operand) -> Vector:
        return b.vector(x) if isinstance(x, float) else numbers[x]

    words = vocabulary(_scalar_function)
    for op, operands in program.instructions:
        numbers.append(b.vector(said(OPS[op], [number(x) for x in operands], words)))
    for i, output in enumerate(program.outputs):
        at = b.emit(f"getelementptr double, ptr %results, i64 {i}")
        b.lines.append(f"  store {b.double} {number(output).text}, ptr {at}, align 8")
    if any(f"@{name}" in line for line in b.declarations for name in _PYTHONS):
        return None
    head = "define internal void @compute(ptr %numbers, ptr %results) nounwind {"
    return "\n".join([*sorted(b.declarations), head, *b.lines, "  ret void", "}"])


def _scalar_function(row: Op) -> Callable[..., Vector]:
    return _SPELLED.get(row.name) or vector_function(row, ours=())


def _exp(x: Vector) -> Vector:
    return x.builder.call_scalar("exp", x)


def _sigmoid(x: Vector) -> Vector:
    """As ``ieee.sigmoid``: the exponent is negative."""
    power = _exp(-abs(x))
    return lanes.where(x >= 0.0, 1.0, power) / (1.0 + power)


def _softplus(x: Vector) -> Vector:
    """As ``ieee.softplus``."""
    rest = x.builder.call_scalar("log1p", _exp(-abs(x)))
    return lanes.where(x > 0.0, x, 0.0) + rest


#: functions that C has not, or computes in another way than Python, which rounds these better
_PYTHONS = (PYTHON, "hypot(", "lgamma(", "tgamma(")
_SPELLED: dict[str, Callable[..., Vector]] = {"sigmoid": _sigmoid, "softplus": _softplus}
