"""``check_optimiser``: an update rule against a reference, to the step at which they part.

Read ``questions.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from autograd.exercises.compare import TOLERANCE, difference, numbers, short
from autograd.exercises.verdict import Verdict, answered, call, given, stop
from autograd.functional import grad

__all__ = ["check_optimiser"]


@answered
def check_optimiser(
    answer: Any,
    reference: Any,
    f: Callable[[list[Any]], Any],
    start: Sequence[float],
    *,
    lr: float = 0.1,
    steps: int = 20,
    hint: str = "",
    tolerance: float = TOLERANCE,
) -> Verdict:
    """Let two update rules descend on ``f`` from ``start``, and tell the first step that differs.

    A rule is a function ``update(w, g, lr, t, *memory)`` of one parameter, its gradient, the
    learning rate, the number of the step (from 1) and what it remembers (numbers that begin at
    0), which returns the new parameter followed by what to remember; or an object with that
    method, such as an optimiser of ``nn``. ``f`` takes the list of all parameters. How much is
    remembered is the reference's ``remembers``.

    >>> def descend(w, g, lr, t): return (w - lr * g,)
    >>> check_optimiser(lambda w, g, lr, t: (w - g,), descend, lambda w: w[0] ** 2, [1.0])
    wrong: step 1, from w[0] = 1 with gradient 2: expected 0.8, got -1
    """
    given(answer, "update rule")
    slope = grad(f)
    width = getattr(reference, "remembers", 0)
    right = mine = [(float(w), *[0.0] * width) for w in start]
    for t in range(1, steps + 1):
        point = [w for w, *_ in right]
        gradient = slope(point)
        pairs = list(zip(right, gradient))
        right = [_stepped(_rule(reference), w, g, lr, t) for w, g in pairs]
        old, mine = mine, []
        for i, (before, g) in enumerate(zip(old, gradient)):
            where = f"step {t}, from w[{i}] = {short(before[0])} with gradient {short(g)}"
            got = call(_rule(answer), before[0], g, lr, t, *before[1:], place=where, hint=hint)
            mine.append(_parts(got, where, hint))
            if wrong := difference({"": right[i][0]}, numbers(mine[i][0]), tolerance):
                stop(f"{where}: {wrong}", hint)
    return Verdict("right", f"the same {steps} steps from {short(list(start))}")


def _rule(rule: Any) -> Callable[..., Any]:
    update: Callable[..., Any] = getattr(rule, "update", rule)
    return update


def _stepped(
    rule: Callable[..., Any], state: tuple[float, ...], g: float, lr: float, t: int
) -> tuple[float, ...]:
    new: tuple[float, ...] = tuple(rule(state[0], g, lr, t, *state[1:]))
    return new


def _parts(got: Any, where: str, hint: str) -> tuple[float, ...]:
    """The new parameter and the memory; a rule that remembers nothing may return one number."""
    parts = tuple(got) if isinstance(got, (tuple, list)) else (got,)
    for part in parts:
        if part is None or part is Ellipsis or part is NotImplemented:
            given(part, "update rule's result")
    try:
        return tuple(numbers(part)[""] for part in parts)
    except (KeyError, TypeError) as error:
        stop(f"{where}: the rule returns {got!r}, not numbers ({type(error).__name__})", hint)
