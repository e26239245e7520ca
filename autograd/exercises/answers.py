"""Checks of plain functions: against the truth, against the engine's derivative, a neuron.

Read ``chosen.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from inspect import isfunction
from random import Random
from typing import Any

from autograd.exercises.asking import asked, call, called, data
from autograd.exercises.compare import answer_numbers, difference, numbers, place
from autograd.exercises.diagnosis import Pairs, diagnose
from autograd.exercises.faults import fault
from autograd.exercises.near import TOLERANCE
from autograd.exercises.pointwise import first_wrong
from autograd.exercises.verdict import Verdict, answered, filled_in, stop
from autograd.functional import jacobian
from autograd.functions import GENERIC

__all__ = ["check", "check_derivative", "check_neuron", "check_with"]


@answered
def check(
    answer: Any,
    expected: Any,
    at: Sequence[Any] = (),
    *,
    hint: str = "",
    tolerance: float = TOLERANCE,
    secret: bool = False,
) -> Verdict:
    """Compare an answer with the truth: two functions at some points, or two numbers.

    A point of ``at`` is the one argument, or a *tuple* of several. Results are numbers, Values,
    or lists and arrays of them, right when they are within ``tolerance`` times (1 + |expected|).
    With ``secret`` the message does not tell the numbers that were expected. Raises
    ``ValueError`` for functions without points.

    >>> check(lambda x: x + x, lambda x: x**2, at=[2, 3], hint="Squares grow faster.")
    wrong: at x = 3: expected 9, got 6
    hint: Squares grow faster.
    >>> check(..., 12.0), check(12, 12.0)
    (not yet: the answer is still ..., right)
    """
    if not callable(expected):
        got, wanted = answer_numbers(data(answer), "", hint), numbers(expected)
        if wrong := difference(wanted, got, tolerance, secret=secret):
            stop(wrong, hint, slip=diagnose([(wanted, got)]))
        return Verdict("right")
    return _agreement(call, answer, expected, _points(at), hint, tolerance)


def check_with(
    question: Callable[..., Any],
    answer: Any,
    expected: Callable[..., Any],
    at: Sequence[Any],
    *,
    hint: str = "",
    tolerance: float = TOLERANCE,
) -> Verdict:
    """Compare what a question makes of an answer with the truth at some points.

    For answers that are no function of the point: weights that a network is built from, a row, a
    class. ``question(answer, *point)`` is a function of a module (one of a ``Submission``'s
    ``modules``, so that it can be asked there too); the rest as in ``check``.

    >>> def side(weights, x): return weights[0] * x + weights[1] > 0
    >>> check_with(side, (1.0, -2.0), lambda x: x >= 2, at=[1, 3, 2])
    wrong: at x = 2: expected 1, got 0
    """
    put = partial(asked, partial(_put, question))
    return _agreement(put, answer, expected, _points(at), hint, tolerance)


def _put(question: Callable[..., Any], answer: Any, *point: Any) -> Any:
    """What the question makes of an answer; a starter ends the check, one that is called, too."""
    filled_in(answer)
    return question(partial(called, answer) if isfunction(answer) else answer, *point)


@answered
def _agreement(
    question: Callable[..., Any],
    answer: Any,
    expected: Callable[..., Any],
    points: Sequence[tuple[Any, ...]],
    hint: str,
    tolerance: float = TOLERANCE,
    suspect: Callable[[Pairs], str] = diagnose,
) -> Verdict:
    """Put a question about the answer at all points; tell the first where it is not as expected."""
    named = answer if question is call and callable(answer) else expected
    rows = ((point, place(named, point), numbers(expected(*point))) for point in points)
    wrong, pairs = first_wrong(partial(question, answer), rows, hint, tolerance)
    if wrong:
        stop(wrong, hint, slip=suspect(pairs))
    return Verdict("right", f"agrees at {len(points)} point{'' if len(points) == 1 else 's'}")


def check_derivative(
    f: Callable[..., Any],
    answer: Any,
    at: Sequence[Any],
    *,
    argnums: int | tuple[int, ...] | None = None,
    hint: str = "",
    tolerance: float = TOLERANCE,
) -> Verdict:
    """Compare a derivative written by hand with the engine's.

    ``answer`` takes f's arguments and returns the derivative: a number, the list of partial
    derivatives (one per argument, or those of ``argnums``) or a Jacobian, rows by output.
    ``f`` is written with the engine's functions (``autograd.exp``); the rest as in ``check``.

    >>> check_derivative(lambda x, y: x * y**2, lambda x, y: [y**2, x * y], at=[(2, 3), (1, -1)])
    wrong: at x = 2, y = 3: entry [1]: expected 12, got 6
    hint: Entry [1] is half of what it should be: is a factor 2 missing? The rest is right.
    """

    def positions(arguments: Sequence[Any]) -> int | tuple[int, ...]:
        several = tuple(range(len(arguments))) if len(arguments) > 1 else 0
        return several if argnums is None else argnums

    def expected(*arguments: Any) -> Any:
        return jacobian(f, positions(arguments))(*arguments)

    def suspect(pairs: Pairs) -> str:
        found = positions(points[0])
        told = fault(f, found if isinstance(found, tuple) else (found,), points, pairs)
        return told or diagnose(pairs)

    points = _points(at)
    return _agreement(call, answer, expected, points, hint, tolerance, suspect)


def _points(at: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Each point as the tuple of its arguments."""
    if not at:
        raise ValueError("check compares functions at points: give some, for example at=[0, 1, 2]")
    return [point if isinstance(point, tuple) else (point,) for point in at]


@answered
def check_neuron(
    answer: Any,
    activation: str = "linear",
    *,
    width: int = 2,
    gradient: bool = True,
    seed: int = 0,
    hint: str = "",
) -> Verdict:
    """Check a neuron g(b + w·x) written as ``answer(w, b, x)``, with lists ``w`` and ``x``.

    First its value on numbers, then (unless ``gradient`` is false) its derivatives by all weights
    and the bias, for which it is called with Values.

    >>> check_neuron(lambda w, b, x: w[0] * x[0] + w[1] * x[1])
    wrong: at w = [0.69, 0.52], b = -0.16, x = [-0.48, 0.02]: expected -0.4808, got -0.3208
    """
    act = GENERIC["identity" if activation == "linear" else activation]

    def truth(w: Any, b: Any, x: Any) -> Any:
        return act(sum((wi * xi for wi, xi in zip(w, x)), b))

    rng = Random(seed)
    draws = [[round(rng.uniform(-1, 1), 2) for _ in range(2 * width + 1)] for _ in range(5)]
    points = [(r[:width], r[width], r[width + 1 :]) for r in draws]
    verdict = _agreement(call, answer, truth, points, hint)
    if not verdict or not gradient:
        return verdict

    slopes, true_slopes = partial(asked, _by_parameters), partial(_by_parameters, truth)
    verdict = _agreement(slopes, answer, true_slopes, points, hint)
    if not verdict:
        return replace(verdict, told=f"the value is right, its gradient, {verdict.told}")
    told = f"the value and the {width + 1} derivatives agree at {len(points)} points"
    return Verdict("right", told)


def _by_parameters(neuron: Callable[..., Any], w: Any, b: Any, x: Any) -> Any:
    """The derivatives of a neuron by its weights and its bias."""
    return jacobian(lambda *args: neuron(*args), argnums=(0, 1))(w, b, x)
