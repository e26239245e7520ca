"""``check_backward``: a student's Value class, or backward pass, against the engine's.

Read ``updates.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from autograd.exercises.asking import asked, careful, shown
from autograd.exercises.compare import answer_numbers, difference
from autograd.exercises.expressions import Expression, alone, random_expression
from autograd.exercises.verdict import Verdict, answered, filled_in, stop
from autograd.value import Value

__all__ = ["check_backward"]


@answered
def check_backward(
    answer: Any,
    operations: Sequence[str] = ("+", "*"),
    *,
    expressions: int = 40,
    seed: int = 0,
    hint: str = "",
) -> Verdict:
    """Check a class with ``data``, ``grad`` and ``backward()``, or a function ``backward(root)``.

    Each operation alone, then random expressions of growing size, in which names are used more than
    once, are run with the class and with the engine; their values and the gradients of their leaves
    are compared. A *function* gets the last node of a graph of the engine's Values, whose leaves
    have ``grad`` 0, and leaves the gradients there. ``operations`` are among "+", "-", "*", "/",
    "neg", "**2", "**3" and names of methods without arguments, such as "tanh".

    >>> def backward(root):  # forgets that a node may be used twice
    ...     root.grad = 1.0
    ...     for operand in root.operands:
    ...         operand.grad = root.grad
    >>> check_backward(backward, ["+"])
    wrong: L = a + a with a = 0.5: the gradient of a: expected 2, got 1
    """
    rng = Random(seed)
    for operation in operations:  # by itself, on numbers that are not 1 and not each other's
        _compare(alone(operation, (2.0, -3.0)), answer, hint)
    for i in range(expressions):
        leaves, inner = ["a", "b", "c"][: 1 + i * 3 // expressions], "uvwst"[: i * 6 // expressions]
        expression = random_expression(rng, leaves, inner, "L", _fitting(operations, leaves, inner))
        _compare(expression, answer, hint)
    many = len(operations) + expressions
    return Verdict("right", f"values and gradients agree on {many} expressions")


def _fitting(operations: Sequence[str], leaves: Sequence[str], inner: str) -> Sequence[str]:
    """Two leaves need an operation of two operands; the caller's list may have none."""
    if len(leaves) > 1 and not set(operations) & {"+", "-", "*", "/"}:
        return [*operations, "+"]
    return operations


def _compare(expression: Expression, answer: Any, hint: str) -> None:
    """Stop the check if the answer's numbers for this expression are wrong."""
    truth = expression.run(Value)
    truth[expression.result].backward()
    place = str(expression)
    found = asked(_observed, answer, expression, place=place, hint=hint)
    names = {f"the value of {expression.result}": truth[expression.result].data}
    names |= {f"the gradient of {name}": truth[name].grad for name in expression.leaves}
    for name, expected in names.items():
        with careful(place, hint):
            number = found[name]
        if wrong := difference({"": expected}, answer_numbers(number, f"{place}: {name}", hint)):
            stop(f"{place}: {name}: {wrong}", hint)


def _observed(answer: Any, expression: Expression) -> dict[str, Any]:
    """What the student's class, or backward pass, leaves in ``data`` and ``grad``."""
    if not callable(filled_in(answer, "class or function")):
        stop(f"a class or a function is needed, got {shown(answer)}")
    if issubclass(type(answer), type):
        mine = expression.run(answer)
        mine[expression.result].backward()
    else:
        mine = expression.run(Value)
        answer(mine[expression.result])
    slopes = {f"the gradient of {name}": mine[name].grad for name in expression.leaves}
    return {f"the value of {expression.result}": mine[expression.result].data} | slopes
