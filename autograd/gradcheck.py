"""``check_gradients``: hold derivatives against central differences, and name the wrong rule.

A central difference with step h = ∛ε · max(1, |x|) is off by about h² of the third derivative
and ε/h of rounding, so it confirms six digits or so. Source: Nocedal and Wright, "Numerical
Optimization" (2006), section 8.1. Not meaningful at kinks (relu at 0, a tie in maximum).

Read ``compiler/__init__.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from autograd.errors import OperandError
from autograd.functional import grad, hessian
from autograd.functions import apply, numeric_partial, recorded_partial
from autograd.graph import data_of, topological_order
from autograd.nested import flatten, unflatten
from autograd.value import Value

__all__ = ["GradientReport", "check_gradients"]

_STEP = 2.0 ** (-52 / 3)


@dataclass(frozen=True)
class GradientReport:
    """What ``check_gradients`` found: ``ok``, and a text that names whatever is wrong.

    >>> report = check_gradients(lambda x: x * x, 3.0)
    >>> report.ok, report.compared, report.findings
    (True, 2, ())
    """

    ok: bool
    compared: int
    findings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.ok

    def __str__(self) -> str:
        if self.ok:
            return f"all {self.compared} derivatives agree with central differences"
        return "\n".join(self.findings)

    __repr__ = __str__


def check_gradients(
    f: Callable[..., Any], *point: Any, order: int = 2, tolerance: float = 1e-5
) -> GradientReport:
    """Compare f's first and second derivatives at a point with central differences.

    The point is given as f's arguments: numbers or (nested) lists of them. A derivative d passes
    when it is within ``tolerance`` times (1 + |d|). The report is true when all do; printed, it
    names the derivative that is off and, where one rule of the op table is to blame, the op, the
    operand and the place. Raises ``OperandError`` for what is no function, ``ValueError`` for an
    ``order`` that is neither 1 nor 2.

    >>> import autograd as ag
    >>> print(check_gradients(lambda x, y: ag.tanh(x * y), 0.3, 1.2))
    all 6 derivatives agree with central differences
    """
    if not callable(f):
        raise OperandError(f"check_gradients takes a function and a point, got {f!r} as function")
    if order not in (1, 2):
        raise ValueError(f"check_gradients knows order 1 and order 2, got {order!r}")
    numbers = [float(x) for x in flatten(list(point))]

    def along(flat: list[Any]) -> Any:
        return f(*unflatten(list(point), flat))

    findings = list(_wrong_gradient(along, numbers, tolerance))
    compared = len(numbers)
    if order >= 2 and not findings:
        findings = list(_wrong_hessian(along, numbers, tolerance))
        compared += len(numbers) ** 2
    if findings:
        findings += _culprits(along, numbers, order, tolerance)
    return GradientReport(not findings, compared, tuple(findings))


def _close(a: float, b: float, tolerance: float) -> bool:
    return abs(a - b) <= tolerance * (1.0 + max(abs(a), abs(b)))


def _difference(f: Callable[[list[float]], list[float]], point: list[float], i: int) -> list[float]:
    """The derivative of each output of f with respect to the i-th number, by differences."""
    h = _STEP * max(1.0, abs(point[i]))
    ahead, behind = list(point), list(point)
    ahead[i] += h
    behind[i] -= h
    width = ahead[i] - behind[i]  # as the floats have it
    return [(p - m) / width for p, m in zip(f(ahead), f(behind))]


def _wrong_gradient(f: Callable[[Any], Any], point: list[float], tolerance: float) -> Iterator[str]:
    engine = grad(f)(point)
    for i, got in enumerate(engine):
        expected = _difference(lambda flat: [_number(f([*map(Value, flat)]))], point, i)[0]
        if not _close(got, expected, tolerance):
            yield f"df/dx{i} at {point}: the engine says {got!r}, differences say {expected:.9g}"


def _wrong_hessian(f: Callable[[Any], Any], point: list[float], tolerance: float) -> Iterator[str]:
    engine = hessian(f)(point)
    for i in range(len(point)):
        expected = _difference(grad(f), point, i)
        for j, (got, difference) in enumerate(zip((row[i] for row in engine), expected)):
            if not _close(got, difference, tolerance):
                yield (
                    f"d²f/dx{j}dx{i} at {point}: the engine says {got!r}, "
                    f"differences of its gradient say {difference:.9g}"
                )


def _culprits(
    f: Callable[[Any], Any], point: list[float], order: int, tolerance: float
) -> Iterator[str]:
    """Check every op that f used, alone, at the numbers that it met."""
    output = f([*map(Value, point)])
    if not isinstance(output, Value):
        yield "the function gives a plain number, not a Value: does it use .data on the way?"
        return
    for node in topological_order(output):
        op = node.op
        if op is None:
            continue
        numbers = [*map(data_of, node.operands)]
        where = ", ".join(f"{name} = {x:.6g}" for name, x in zip(op.operands, numbers))
        for i, text in enumerate(op.partials):
            if text is None:
                continue
            got = numeric_partial(node, i)
            expected = _difference(lambda flat, op=op: [op.evaluate(*flat)], numbers, i)[0]  # type: ignore[misc]
            rule = (
                f"in the row of {op.name!r}, the partial {text!r} with respect to {op.operands[i]}"
            )
            if not _close(got, expected, tolerance):
                yield f"{rule} is wrong at {where}: it gives {got:.9g}, differences {expected:.9g}"
            elif order >= 2:
                yield from _wrong_second(node, i, numbers, f"{rule}", where, tolerance)


def _wrong_second(
    node: Value, i: int, numbers: list[float], rule: str, where: str, tolerance: float
) -> Iterator[str]:
    """A partial may give the right number and still have the wrong derivative (a detach in it)."""
    op = node.op
    assert op is not None

    def partial(flat: list[Any]) -> Any:
        operands = [x if isinstance(x, Value) else Value(x) for x in flat]
        return recorded_partial(apply(op, *operands), i)

    engine = grad(partial)(numbers)
    for j, got in enumerate(engine):
        expected = _difference(lambda flat: [_number(partial(flat))], numbers, j)[0]
        if not _close(got, expected, tolerance):
            yield (
                f"{rule} has the wrong derivative in {op.operands[j]} at {where}: "
                f"{got:.9g}, differences {expected:.9g}"
            )


def _number(y: Any) -> float:
    return y.data if isinstance(y, Value) else float(y)
