"""``check_op``: a row of the op table, written by a student, put to the engine's own checker.

Read ``backward.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from autograd.exercises.answers import check
from autograd.exercises.asking import careful, shown
from autograd.exercises.verdict import Verdict, answered, given, stop
from autograd.functions import GENERIC, define_op
from autograd.gradcheck import check_gradients
from autograd.ops import DOMAINS, OPS, Op
from autograd.value import Value

__all__ = ["check_op"]


@answered
def check_op(
    name: str,
    operands: str,
    forward: Any,
    partials: Any,
    domain: str = "real",
    *,
    reference: Callable[..., float] | None = None,
    points: int = 6,
    seed: int = 0,
    hint: str = "",
    **more: Any,
) -> Verdict:
    """Check a row of the op table: its value, its first and its second derivatives.

    The fields are those of ``define_op``, which adds the row once it is right; this check leaves
    the table as it was. ``reference`` is the function that ``forward`` should compute; the points
    are drawn from the operands' domains.

    >>> check_op("cube", "x", "x * x * x", ("2 * x * x",))  # doctest: +NORMALIZE_WHITESPACE
    wrong: in the row of 'cube', the partial '2 * x * x' with respect to x is wrong at
    x = 4.13306: it gives 34.1644066, differences 51.2466099
    >>> check_op("cube", "x", "x * x * x", ("3 * x * x",), reference=lambda x: x**3)
    right: value, first and second derivatives agree at 6 points
    """
    for text in (forward, *(partials if type(partials) in (tuple, list) else [partials])):
        if text is not None:  # which says that there is no derivative
            given(text, "row")
    with _tried(name, operands, forward, partials, domain, hint, more) as function:
        drawn = [_point(domain, Random(seed + i)) for i in range(points)]
        if reference is not None:
            verdict = check(function, reference, drawn, hint=hint)
            if not verdict:
                return Verdict(verdict.status, f"the value: {verdict.told}", verdict.hint)
        for point in drawn:
            for order in (1, 2):
                _hold(function, point, order, hint)
    return Verdict("right", f"value, first and second derivatives agree at {points} points")


def _hold(function: Callable[..., Any], point: tuple[float, ...], order: int, hint: str) -> None:
    """Stop the check if the derivatives at a point are wrong."""
    try:
        report = check_gradients(function, *point, order=order)
    except Exception as error:
        stop(f"at {point}: {type(error).__name__}: {error}", hint)
    if not report:
        rules = [finding for finding in report.findings if finding.startswith("in the row")]
        stop((rules or list(report.findings))[0], hint)


def _point(domain: str, rng: Random) -> tuple[float, ...]:
    intervals = [DOMAINS[word.strip()] for word in domain.split(",")]
    return tuple(rng.uniform(low, high) for low, high in intervals)


@contextmanager
def _tried(
    name: str, operands: str, forward: Any, partials: Any, domain: str, hint: str, more: Any
) -> Iterator[Callable[..., Any]]:
    """The row's function, in the table for as long as the check runs."""
    if type(name) is not str:
        stop(f"a row's name is a text, got {shown(name)}", hint)
    before = OPS.get(name)
    with careful("the row is refused", hint):
        function = define_op(name, operands, forward, partials, domain, replace=True, **more)
    try:
        yield function
    finally:
        if before is not None:
            _define_again(before)
        else:
            del OPS[name], GENERIC[name]
            if name in vars(Value):
                delattr(Value, name)


def _define_again(op: Op) -> None:
    """Put a row back that was defined at run time before."""
    required = op.arity - len(op.defaults)
    defaults = [f"{name}={x!r}" for name, x in zip(op.operands[required:], op.defaults)]
    operands = " ".join([*op.operands[:required], *defaults])
    named = {word: getattr(op, word) for word in ("symbol", "latex", "conventions", "hint")}
    fields = (op.forward, op.partials, ", ".join(op.domain))
    define_op(op.name, operands, *fields, replace=True, **named)
