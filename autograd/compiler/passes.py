"""Passes: pure functions from a program to an equal, cheaper program.

Nothing here changes a result beyond the last digits: ``x + 0`` and ``0 * x`` stay, since they
matter to -0.0, inf and nan. Read ``backends/kernel.py`` next.
"""

from __future__ import annotations

from typing import Any, TypeVar

from autograd.compiler.program import Instruction, Operand, Program, rewrite
from autograd.finite import evaluate
from autograd.ops import OPS

__all__ = ["drop_dead", "fold", "optimise", "share", "shorter", "simplify"]

X = TypeVar("X")


def fold(program: Program) -> Program:
    """Compute what has constant operands only.

    >>> print(fold(Program(1, 0, (Instruction("exp", (0.0,)), Instruction("mul", (0, 1))), (2,))))
    inputs      v0
    parameters
    v1 = mul v0 1.0
    outputs     v1
    """

    def rule(instruction: Instruction, kept: list[Instruction], first: int) -> Operand | None:
        constants = [x for x in instruction.operands if isinstance(x, float)]
        if len(constants) < len(instruction.operands):
            return None
        return evaluate(OPS[instruction.op], constants)

    return rewrite(program, rule)


def simplify(program: Program) -> Program:
    """Drop multiplications by one and copies; write small powers as products.

    >>> square, once = Instruction("pow", (0, 2.0)), Instruction("mul", (1, 1.0))
    >>> print(simplify(Program(1, 0, (square, once), (2,))))
    inputs      v0
    parameters
    v1 = mul v0 v0
    outputs     v1
    """

    def rule(instruction: Instruction, kept: list[Instruction], first: int) -> Operand | None:
        op, operands = shorter(*instruction)
        if op is None:
            return operands[0]
        kept.append(Instruction(op, operands))
        return first + len(kept) - 1

    return rewrite(program, rule)


def shorter(op: str, operands: tuple[X, ...]) -> tuple[str | None, tuple[X, ...]]:
    """The same by simpler arithmetic, where there is such; no op means the one operand left.

    Operands may be of any kind; those that are floats are constants.

    >>> shorter("mul", ("x", 1.0)), shorter("pow", ("x", 2.0)), shorter("pow", ("x", 3.0))
    ((None, ('x',)), ('mul', ('x', 'x')), ('pow', ('x', 3.0)))
    """
    a, b = operands[0], operands[-1]
    if op in ("identity", "detach"):
        return None, (a,)
    if op in ("mul", "div", "pow") and isinstance(b, float) and b == 1.0:
        return None, (a,)
    if op == "mul" and isinstance(a, float) and abs(a) == 1.0:
        return (None, (b,)) if a == 1.0 else ("neg", (b,))
    if op == "mul" and isinstance(b, float) and b == -1.0:
        return "neg", (a,)
    if op == "pow" and isinstance(b, float) and b == 2.0:
        return "mul", (a, a)
    if op == "pow" and isinstance(b, float) and b == -1.0:
        return "div", (_ONE, a)
    return op, operands


_ONE: Any = 1.0


def share(program: Program) -> Program:
    """Compute equal expressions once; ``a + b`` and ``b + a`` are equal.

    >>> twice = (Instruction("mul", (0, 1)), Instruction("mul", (1, 0)), Instruction("add", (2, 3)))
    >>> print(share(Program(2, 0, twice, (4,))))
    inputs      v0 v1
    parameters
    v2 = mul v0 v1
    v3 = add v2 v2
    outputs     v3
    """
    known: dict[tuple[str, tuple[str, ...]], int] = {}

    def rule(instruction: Instruction, kept: list[Instruction], first: int) -> Operand | None:
        op, operands = instruction
        words = tuple(map(repr, operands))  # repr tells 0.0 from -0.0, and 1 from 1.0
        key = (op, tuple(sorted(words)) if OPS[op].symmetric else words)
        place = known.setdefault(key, first + len(kept))
        return None if place == first + len(kept) else place

    return rewrite(program, rule)


def drop_dead(program: Program) -> Program:
    """Drop what no output depends on.

    >>> print(drop_dead(Program(1, 0, (Instruction("exp", (0,)), Instruction("sin", (0,))), (2,))))
    inputs      v0
    parameters
    v1 = sin v0
    outputs     v1
    """
    first = program.first
    alive = {x for x in program.outputs if not isinstance(x, float)}
    for index in range(first + len(program.instructions) - 1, first - 1, -1):
        if index in alive:
            operands = program.instructions[index - first].operands
            alive.update(x for x in operands if not isinstance(x, float))
    seen = first - 1

    def rule(instruction: Instruction, kept: list[Instruction], first: int) -> Operand | None:
        nonlocal seen
        seen += 1
        return None if seen in alive else 0.0  # nobody looks at the answer

    return rewrite(program, rule)


def optimise(program: Program) -> Program:
    """All passes, in the order in which each helps the next."""
    return drop_dead(share(simplify(fold(simplify(program)))))
