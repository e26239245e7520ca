"""``check_backward``: a student's Value class, or backward pass, against the engine's.

Read ``updates.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from autograd.errors import OperandError
from autograd.exercises.compare import difference, numbers
from autograd.exercises.expressions import Expression, random_expression
from autograd.exercises.verdict import Verdict, answered, given, stop
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

    Random expressions of growing size, in which names are used more than once, are run with the
    class and with the engine; their values and the gradients of their leaves are compared. A
    *function* gets the last node of a graph of the engine's Values, whose leaves have ``grad`` 0,
    and leaves the gradients there. ``operations`` are among "+", "-", "*", "/", "neg", "**2",
    "**3" and names of methods without arguments, such as "tanh".

    >>> def backward(root):  # forgets that a node may be used twice
    ...     root.grad = 1.0
    ...     for operand in root.operands:
    ...         operand.grad = root.grad
    >>> check_backward(backward, ["+"])
    wrong: L = a + a with a = 0.5: the gradient of a: expected 2, got 1
    """
    given(answer, "class" if isinstance(answer, type) else "function")
    if not callable(answer):
        stop(f"a class or a function is needed, got {answer!r}")
    rng = Random(seed)
    for i in range(expressions):
        leaves, inner = ["a", "b", "c"][: 1 + i * 3 // expressions], "uvwst"[: i * 6 // expressions]
        expression = random_expression(rng, leaves, inner, "L", _fitting(operations, leaves, inner))
        _compare(expression, answer, hint)
    return Verdict("right", f"values and gradients agree on {expressions} expressions")


def _fitting(operations: Sequence[str], leaves: Sequence[str], inner: str) -> Sequence[str]:
    """Two leaves need an operation of two operands; the caller's list may have none."""
    if len(leaves) > 1 and not set(operations) & {"+", "-", "*", "/"}:
        return [*operations, "+"]
    return operations


def _compare(expression: Expression, answer: Any, hint: str) -> None:
    """Stop the check if the answer's numbers for this expression are wrong."""
    truth = expression.run(Value)
    truth[expression.result].backward()
    try:
        if isinstance(answer, type):
            mine = expression.run(answer)
            mine[expression.result].backward()
        else:
            mine = expression.run(Value)
            answer(mine[expression.result])
        found = {name: numbers(mine[name].data) for name in (expression.result,)}
        slopes = {name: numbers(mine[name].grad) for name in expression.leaves}
    except NotImplementedError:
        stop("the backward pass raises NotImplementedError", status="not yet")
    except OperandError as error:
        stop(f"{expression}: data or grad is no number: {error}", hint)
    except Exception as error:
        stop(f"{expression}: {type(error).__name__}: {error}", hint)
    name = expression.result
    if wrong := difference({"": truth[name].data}, found[name]):
        stop(f"{expression}: the value of {name}: {wrong}", hint)
    for name, slope in slopes.items():
        if wrong := difference({"": truth[name].grad}, slope):
            stop(f"{expression}: the gradient of {name}: {wrong}", hint)
