"""What the llvm kernel knows before it writes a line: how an op is said on vectors, which
instructions are the same for the whole batch, which products need no instruction of their own.

Read ``kernel_text.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from autograd.compiler.backends.llvm import lanes, vectormath
from autograd.compiler.backends.llvm.vectors import Builder, Vector
from autograd.compiler.program import Instruction, Operand, Program
from autograd.ops import OPS, Op

__all__ = ["fused_products", "lowering", "uniform"]


@cache
def lowering(row: Op) -> Callable[..., Vector]:
    """The row's forward text as a function on vectors."""
    text = f"lambda {', '.join(row.operands)}: {row.forward}"
    function: Callable[..., Vector] = eval(text, _vector_functions(), {})
    return function


def _vector_functions() -> dict[str, Any]:
    """What a row's text may call, on vectors: our own where there is one, else libm per lane."""

    def own(name: str) -> Callable[..., Vector]:
        return lambda *x: _builder_of(x).call(name, *x)

    def libm(name: str) -> Callable[..., Vector]:
        return lambda *x: _builder_of(x).call_scalar(name, *x)

    def spelled_out(row: Op) -> Callable[..., Vector]:
        return lambda *x: lowering(row)(*x)

    scope: dict[str, Any] = {name: spelled_out(row) for name, row in OPS.items()}
    scope |= {name: libm(name) for name in ("atan2", "hypot")}
    scope |= {name: own(name) for name in vectormath.NAMES}
    return (
        scope
        | {"where": lanes.where, "sqrt": lanes.sqrt, "abs": abs}
        | {
            "floor": lanes.floor,
            "floordiv": _floordiv,
            "mod": _mod,
        }
    )


def _mod(a: Vector, b: Vector) -> Vector:
    """Python's remainder from C's: the sign is the divisor's, of a zero too."""
    rest = a.builder.call_scalar("fmod", a, b)
    other_side = (rest < 0.0) & (b > 0.0) | (rest > 0.0) & (b < 0.0)
    return lanes.where(other_side, rest + b, lanes.copysign(rest, b))


def _floordiv(a: Vector, b: Vector) -> Vector:
    """Python's floor of a quotient from C's remainder, in the steps of CPython."""
    rest = a.builder.call_scalar("fmod", a, b)
    other_side = (rest < 0.0) & (b > 0.0) | (rest > 0.0) & (b < 0.0)
    whole = (a - rest) / b
    whole = lanes.where(other_side, whole - 1.0, whole)
    low = lanes.floor(whole)
    low = lanes.where(whole - low > 0.5, low + 1.0, low)
    low = lanes.where(whole, low, lanes.copysign(0.0, a / b))
    return lanes.where(b, low, a / b)


def _builder_of(operands: tuple[Vector, ...]) -> Builder:
    return next(x.builder for x in operands if isinstance(x, Vector))


def _count_uses(program: Program) -> list[int]:
    uses = [0] * (program.first + len(program.instructions))
    for instruction in (*program.instructions, Instruction("", program.outputs)):
        for x in instruction.operands:
            if not isinstance(x, float):
                uses[x] += 1
    return uses


def uniform(program: Program) -> set[int]:
    """Instructions that depend on parameters and constants only."""
    known = set(range(program.inputs, program.first))
    found: set[int] = set()
    for index, (_, operands) in enumerate(program.instructions, program.first):
        if all(isinstance(x, float) or x in known for x in operands):
            known.add(index)
            found.add(index)
    return found


def fused_products(program: Program, sums: int, uniform: set[int]) -> set[int]:
    """Products that only one addition, subtraction or sum over the batch needs.

    Multiplying and adding is one instruction of the machine, so these are not computed alone.
    Products that depend on parameters only are left out: they are computed once. So are two that
    meet: with one of them rounded and the other not, ``x * x - y * y`` would not be 0 at x = y,
    and its square root could be nan.
    """
    first, stored = program.first, set(program.outputs[sums:])
    uses = _count_uses(program)

    def product(x: Operand) -> bool:
        if isinstance(x, float) or x < first:
            return False
        return program.instructions[x - first].op == "mul"

    def lone(x: int) -> bool:
        return uses[x] == 1 and x not in uniform and x not in stored

    fused: set[int] = set()
    for index, (op, operands) in enumerate(program.instructions, first):
        if op in ("add", "sub") and index not in uniform:
            products = [int(x) for x in operands if product(x)]
            if len(products) == 1 and lone(products[0]):
                fused.add(products[0])
    fused.update(int(x) for x in program.outputs[:sums] if product(x) and lone(int(x)))
    return fused
