"""Random expressions of single steps, which any class with the same operators can run.

Read ``backward.py`` next.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple

from autograd.exercises.compare import short
from autograd.value import Value

__all__ = ["Expression", "Line", "alone", "random_expression"]

#: operation -> how many operands, how it is written, what it does; others are methods: ``x.tanh()``
FORMS: dict[str, tuple[int, str, Callable[..., Any]]] = {
    "+": (2, "{} + {}", operator.add),
    "-": (2, "{} - {}", operator.sub),
    "*": (2, "{} * {}", operator.mul),
    "/": (2, "{} / {}", operator.truediv),
    "neg": (1, "-{}", operator.neg),
    "**2": (1, "{}**2", lambda x: x**2),
    "**3": (1, "{}**3", lambda x: x**3),
}
LEAVES = (-3.0, -2.0, -1.0, -0.5, 0.5, 1.0, 2.0, 3.0)


class Line(NamedTuple):
    """One step: the name that it gives, the operation, the names of its operands."""

    name: str
    operation: str
    operands: tuple[str, ...]

    def __str__(self) -> str:
        form = FORMS.get(self.operation, (1, f"{{}}.{self.operation}()"))[1]
        return f"{self.name} = {form.format(*self.operands)}"


@dataclass(frozen=True)
class Expression:
    """Leaves with their numbers, then lines, the last of which is the result."""

    leaves: dict[str, float]
    lines: tuple[Line, ...]

    def run(self, make: Callable[[float], Any]) -> dict[str, Any]:
        """All names with their values, on leaves that ``make`` makes of the numbers."""
        found = {name: make(x) for name, x in self.leaves.items()}
        for line in self.lines:
            operands = [found[name] for name in line.operands]
            if line.operation in FORMS:
                found[line.name] = FORMS[line.operation][2](*operands)
            else:
                found[line.name] = getattr(operands[0], line.operation)()
        return found

    def paths(self) -> dict[str, int]:
        """For each leaf, the number of ways that lead to it from the result."""
        count = {self.result: 1}
        for line in reversed(self.lines):
            for name in line.operands:
                count[name] = count.get(name, 0) + count.get(line.name, 0)
        return {name: count[name] for name in self.leaves}

    @property
    def result(self) -> str:
        """The name of the result."""
        return self.lines[-1].name

    def __str__(self) -> str:
        numbers = ", ".join(f"{name} = {short(x)}" for name, x in self.leaves.items())
        return f"{'; '.join(map(str, self.lines))} with {numbers}"


def alone(operation: str, numbers: Sequence[float]) -> Expression:
    """One operation by itself, on as many of the numbers as it has operands.

    >>> print(alone("/", (2.0, -3.0)))
    L = a / b with a = 2, b = -3
    """
    arity = FORMS[operation][0] if operation in FORMS else 1
    leaves = dict(zip("ab"[:arity], numbers))
    return Expression(leaves, (Line("L", operation, tuple(leaves)),))


def random_expression(
    rng: Random, leaves: Sequence[str], inner: Sequence[str], result: str, operations: Sequence[str]
) -> Expression:
    """An expression that uses every name, with numbers and derivatives of a moderate size.

    >>> print(random_expression(Random(1), ["a", "b"], ["u"], "L", ["+", "*"]))
    u = a * b; L = b * u with a = -0.5, b = -2
    """
    while True:
        known, lines = list(leaves), []
        for name in (*inner, result):
            operation = rng.choice(operations)
            arity = FORMS[operation][0] if operation in FORMS else 1
            operands = [rng.choice(known) for _ in range(arity)]
            if operation in ("+", "*"):
                operands.sort(key=known.index)
            lines.append(Line(name, operation, tuple(operands)))
            known.append(name)
        used = {operand for line in lines for operand in line.operands}
        if used == set(known) - {result}:
            found = Expression({name: rng.choice(LEAVES) for name in leaves}, tuple(lines))
            if _moderate(found):
                return found


def _moderate(expression: Expression) -> bool:
    try:
        found = expression.run(Value)
        found[expression.result].backward()
    except ArithmeticError:
        return False
    leaves = [found[name].grad for name in expression.leaves]
    return all(abs(node.data) <= 30 for node in found.values()) and all(
        abs(g) <= 200 for g in leaves
    )
