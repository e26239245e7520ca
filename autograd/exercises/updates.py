"""``check_optimiser``: an update rule against a reference, to the step at which they part.

Read ``questions.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from autograd.exercises.asking import asked, careful, shown
from autograd.exercises.compare import answer_numbers, difference, short
from autograd.exercises.near import TOLERANCE
from autograd.exercises.verdict import Verdict, answered, filled_in, stop
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
    slope = grad(f)
    width = getattr(reference, "remembers", 0)
    right = mine = [(float(w), *[0.0] * width) for w in start]
    for t in range(1, steps + 1):
        gradient = slope([w for w, *_ in right])
        right = [tuple(_stepped(reference, w, g, lr, t)) for w, g in zip(right, gradient)]
        old, mine = mine, []
        for i, (before, g) in enumerate(zip(old, gradient)):
            where = f"step {t}, from w[{i}] = {short(before[0])} with gradient {short(g)}"
            got = asked(_stepped, answer, before, g, lr, t, place=where, hint=hint)
            mine.append(_parts(got, where, hint))
            if wrong := difference({"": right[i][0]}, {"": mine[i][0]}, tolerance):
                stop(f"{where}: {wrong}", hint)
    return Verdict("right", f"the same {steps} steps from {short(list(start))}")


def _stepped(rule: Any, state: tuple[float, ...], g: float, lr: float, t: int) -> Any:
    """What a rule, a function or an object with ``update``, makes of one parameter's state."""
    update = getattr(filled_in(rule, "update rule"), "update", rule)
    if not callable(update):
        stop(f"an update rule is a function, or an object with update, got {shown(rule)}")
    return update(state[0], g, lr, t, *state[1:])


def _parts(got: Any, where: str, hint: str) -> tuple[float, ...]:
    """The new parameter and the memory; a rule that remembers nothing may return one number."""
    with careful(where, hint):
        parts = tuple(got) if isinstance(got, (tuple, list)) else (got,)
    if not parts:
        stop(f"{where}: the rule returns an empty {type(got).__name__}", hint)
    for part in parts:
        filled_in(part, "update rule's result")
    found = [answer_numbers(part, where, hint) for part in parts]
    if any(list(part) != [""] for part in found):
        stop(f"{where}: the rule returns {shown(got)}, not numbers", hint)
    return tuple(part[""] for part in found)
