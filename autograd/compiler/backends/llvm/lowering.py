"""What the llvm kernel knows before it writes a line: how an op is said on vectors, which
instructions are the same for the whole batch, which products need no instruction of their own.

Read ``kernel_text.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograd.compiler.backends.llvm import lanes, vectormath
from autograd.compiler.backends.llvm.vectors import Builder, Vector
from autograd.compiler.backends.words import MATH_H, Words, vocabulary
from autograd.compiler.program import Instruction, Operand, Program
from autograd.ops import Op

__all__ = ["PYTHON", "fused_products", "uniform", "vector_words"]

#: what the symbol of a function begins with that is only there in Python
PYTHON = "ag_python_"


def vector_words() -> Words:
    """What a row's text may call on vectors."""
    return vocabulary(_vector_function)


def _vector_function(row: Op) -> Callable[..., Vector]:
    """A primitive on vectors: our own where there is one, else C's or Python's lane by lane."""
    if row.name in vectormath.NAMES:
        return lambda *x: _builder_of(x).call(row.name, *x)
    own: dict[str, Callable[..., Vector]] = {
        **{"where": lanes.where, "sqrt": lanes.sqrt, "abs": abs, "floor": lanes.floor},
        **{"mod": _mod, "floordiv": _floordiv},
    }
    symbol = row.name if row.name in MATH_H else PYTHON + row.name
    return own.get(row.name, lambda *x: _builder_of(x).call_scalar(symbol, *x))


def _mod(x: Vector | float, y: Vector | float) -> Vector:
    """Python's remainder from C's: the sign is the divisor's, of a zero too."""
    builder = _builder_of((x, y))
    a, b = builder.vector(x), builder.vector(y)
    rest = builder.call_scalar("fmod", a, b)
    other_side = (rest < 0.0) & (b > 0.0) | (rest > 0.0) & (b < 0.0)
    return lanes.where(other_side, rest + b, lanes.copysign(rest, b))


def _floordiv(x: Vector | float, y: Vector | float) -> Vector:
    """Python's floor of a quotient from C's remainder, in the steps of CPython."""
    builder = _builder_of((x, y))
    a, b = builder.vector(x), builder.vector(y)
    rest = builder.call_scalar("fmod", a, b)
    other_side = (rest < 0.0) & (b > 0.0) | (rest > 0.0) & (b < 0.0)
    whole = (a - rest) / b
    whole = lanes.where(other_side, whole - 1.0, whole)
    low = lanes.floor(whole)
    low = lanes.where(whole - low > 0.5, low + 1.0, low)
    low = lanes.where(whole, low, lanes.copysign(0.0, a / b))
    return lanes.where(b, low, a / b)


def _builder_of(operands: tuple[Any, ...]) -> Builder:
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
