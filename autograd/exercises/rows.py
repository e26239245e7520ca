"""``check_op``, ``check_row``: a row of the op table by a student, put to the engine's checker.

Read ``backward.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from random import Random
from typing import Any

from autograd.define import temporary_op
from autograd.exercises.answers import check
from autograd.exercises.asking import careful, data, shown
from autograd.exercises.compare import numbers, short
from autograd.exercises.verdict import Verdict, answered, filled_in, stop
from autograd.exercises.witness import note
from autograd.functional import jacobian
from autograd.gradcheck import check_gradients
from autograd.ops import DOMAINS

__all__ = ["check_op", "check_row"]


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
    if type(name) is not str:
        stop(f"a row's name is a text, got {shown(name)}", hint)
    for text in (forward, *(partials if type(partials) in (tuple, list) else [partials])):
        if text is not None:  # which says that there is no derivative
            filled_in(text, "row")
    with ExitStack() as stack:
        with careful("the row is refused", hint):
            row = temporary_op(name, operands, forward, partials, domain, **more)
            function = stack.enter_context(row)
        drawn = [_point(domain, Random(seed + i)) for i in range(points)]
        return _judged(function, reference, drawn, hint)


@answered
def check_row(
    answer: Any,
    *,
    reference: Callable[..., float] | None = None,
    points: int = 6,
    seed: int = 0,
    hint: str = "",
) -> Verdict:
    """Check a row that is given as one answer: (name, operands, forward, partials, domain).

    It is ``check_op`` for an answer that may be elsewhere; the rest is as there.

    >>> check_row(("cube", "x", "x * x * x", (...,), "real"))
    not yet: the row is still ...
    >>> check_row(("cube", "x", "x * x * x", ("3 * x * x",), "real"))
    right: value, first and second derivatives agree at 6 points
    """
    row = data(answer)
    if type(row) not in (tuple, list) or len(row) != 5:
        stop(f"a row is (name, operands, forward, partials, domain), got {shown(row)}", hint)
    name, operands, forward, partials, domain = row
    for text in (operands, domain):
        if type(text) is not str:
            stop(f"operands and domain of a row are texts, got {shown(text)}", hint)
    given = partial(check_op, name, operands, forward, partials, domain)
    return given(reference=reference, points=points, seed=seed, hint=hint)


def _judged(
    function: Callable[..., Any],
    reference: Callable[..., float] | None,
    drawn: list[tuple[float, ...]],
    hint: str,
) -> Verdict:
    """The value first, if there is something to hold it against, then the derivatives."""
    if reference is not None:
        _defined(reference, drawn, hint)
        verdict = check(function, reference, drawn, hint=hint)
        if not verdict:
            return replace(verdict, told=f"the value: {verdict.told}")
    for point in drawn:
        note(_slopes(function, point))
    for point in drawn:
        for order in (1, 2):
            _hold(function, point, order, hint)
    return Verdict("right", f"value, first and second derivatives agree at {len(drawn)} points")


def _defined(reference: Callable[..., float], drawn: list[tuple[float, ...]], hint: str) -> None:
    """Stop the check of a row whose operands and domains are not those of what it should be."""
    for point in drawn:
        try:
            reference(*point)
        except TypeError:
            operands = f"{len(point)} operand{'' if len(point) == 1 else 's'}"
            stop(f"what the row should compute does not take {operands}", hint)
        except (ValueError, ArithmeticError):
            at = ", ".join(map(short, point))
            stop(f"what the row should compute has no value at {at}: is the domain right?", hint)


def _hold(function: Callable[..., Any], point: tuple[float, ...], order: int, hint: str) -> None:
    """Stop the check if the derivatives at a point are wrong."""
    try:
        report = check_gradients(function, *point, order=order)
    except Exception as error:
        stop(f"at {point}: {type(error).__name__}: {error}", hint)
    if not report:
        rules = [finding for finding in report.findings if finding.startswith("in the row")]
        stop((rules or list(report.findings))[0], hint)


def _slopes(function: Callable[..., Any], point: tuple[float, ...]) -> dict[str, float]:
    """The derivatives that the row gives: by them one slip is told from another."""
    try:
        return numbers(jacobian(function, tuple(range(len(point))))(*point))
    except Exception:  # no derivative, or none there: the checker tells
        return {}


def _point(domain: str, rng: Random) -> tuple[float, ...]:
    intervals = [DOMAINS[word.strip()] for word in domain.split(",")]
    return tuple(rng.uniform(low, high) for low, high in intervals)
