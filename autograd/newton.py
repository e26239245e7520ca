"""Newton's method with our Jacobian: the point at which a function's numbers are all zero.

Each step is halved until the residual falls, so that a far start does no harm; what is left at the
end may be rounding, which the graph tells by itself. Read ``implicit.py`` next.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from autograd.backprop import steps
from autograd.elimination import Factors, factored
from autograd.errors import ConvergenceError, GraphError, NonFiniteError, RecordingError
from autograd.functions import numeric_partial
from autograd.graph import data_of, depends_on, in_recording
from autograd.levels import Level
from autograd.nested import unflatten
from autograd.sparse.sweeps import jacobian_rows
from autograd.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Callable
    from typing import Any

    Tree = Any  # a number or Value, or a list, tuple, dict or array of trees

__all__ = ["Equation", "Trial", "not_recorded", "solved"]

_SHORTEST = 2.0**-40  # the part of a step below which no shorter one is tried
_ROUNDING = 2.0**-50  # how far a number may be off, as a part of it: some units in the last place


class Trial(NamedTuple):
    """The equations at one point: what is left of them, its length, their graph.

    The length is nan, which no other is above or below, where a number is inf or nan.
    """

    point: list[float]
    residual: list[float]
    size: float
    level: Level

    @property
    def nested(self) -> bool:
        """Whether the equations are made of Values from outside."""
        return self.level.nested


class Equation(NamedTuple):
    """A function whose root is looked for, and the arguments that go with it."""

    f: Callable[..., Any]
    x0: Tree
    args: tuple[Any, ...]
    named: dict[str, Any]

    def at(self, point: list[float]) -> Trial:
        """The function at a point, recorded."""
        level = Level(self.f, (self.shaped(point), *self.args), (0,), self.named)
        if level.nested and in_recording.get():
            raise not_recorded()
        if len(level.outputs) != len(point):
            raise GraphError(
                f"{len(point)} unknowns need as many equations, and f returns "
                f"{len(level.outputs)} numbers"
            )
        residual = [data_of(y) for y in level.outputs]
        finite = all(map(math.isfinite, (*point, *residual)))
        return Trial(point, residual, math.hypot(*residual) if finite else math.nan, level)

    def shaped(self, point: list[float]) -> Tree:
        """A point in the shape of x0."""
        return unflatten(self.x0, point)

    def failed(self, trial: Trial, what: str, advice: str) -> ConvergenceError:
        """One sentence for all that can go wrong."""
        x = self.shaped(trial.point)
        return ConvergenceError(
            f"no solution was found: {what} at x = {x!r:.120}, where the residual is "
            f"{trial.size:.3g}. {advice}",
            x,
            trial.size,
        )

    def factors(self, trial: Trial) -> Factors:
        """The Jacobian at a point, ready to solve with, as numbers."""
        unknowns = range(len(trial.point))
        entries = jacobian_rows(trial.level, numeric=True)
        rows = [[row.get(j, 0.0) for j in unknowns] for row in entries]
        try:
            return factored(rows)
        except GraphError:
            advice = "Start elsewhere, or see whether the equations say different things."
            raise self.failed(trial, "the Jacobian is singular", advice) from None


def solved(equation: Equation, start: list[float], tolerance: float, max_steps: int) -> Trial:
    """The solution, by Newton's steps; each is cut until the residual falls."""
    here, peaks = equation.at(start), [*map(abs, start)]
    if math.isnan(here.size):
        raise equation.failed(here, "f gives a number that is inf or nan", "Start elsewhere.")
    for _ in range(max_steps):
        if here.size == 0.0:
            return here
        step = equation.factors(here).solve(here.residual)
        there = _damped(equation, here, step)
        if there is None:
            return here
        whole = there.point == _moved(here, step, 1.0)
        here = there
        peaks = [max(abs(x), peak) for x, peak in zip(here.point, peaks)]
        moving = [abs(s) > tolerance * abs(x) for x, s in zip(here.point, step)]
        if whole and not any(moving):
            return here
        sizes = [*map(abs, here.point)]
        if all(size <= tolerance * peak for size, peak, on in zip(sizes, peaks, moving) if on):
            found = _at_zero(equation, here, moving)
            if found is not None:
                return found
    if _is_rounding(here):
        return here
    raise equation.failed(
        here, f"after {max_steps} steps they end", "Start nearer to it, or give more max_steps."
    )


def _at_zero(equation: Equation, here: Trial, moving: list[bool]) -> Trial | None:
    """The solution at which what still moves is 0, if the Jacobian is singular there.

    Steps towards such a one never become short as parts of x, which halves at each (as of x² = 0).
    But so does an x that is going to be small and not 0, which must go on.
    """
    try:
        there = equation.at([0.0 if on else x for x, on in zip(here.point, moving)])
        if math.isnan(there.size) or not _is_rounding(there):
            return None
        equation.factors(there)
    except NonFiniteError:
        return None
    except ConvergenceError:
        return there
    return None


def _damped(equation: Equation, here: Trial, step: list[float]) -> Trial | None:
    """The next point; ``None`` where no better one is left but by rounding errors."""
    part, refused = 1.0, None
    while part >= _SHORTEST:
        try:
            there = equation.at(_moved(here, step, part))
            if there.size <= (1.0 - 1e-4 * part) * here.size:
                return there
            if part == 1.0 and _falls_elsewhere(there, here):
                return there
        except NonFiniteError as error:
            refused = error
        if part == 1.0 and _is_rounding(here):
            return None
        part /= 2.0
    what = "every step leaves the domain of f" if refused else "no step makes the residual fall"
    why = f" ({refused})" if refused else ""
    raise equation.failed(here, what, f"Start nearer to it, or elsewhere.{why}")


def _falls_elsewhere(there: Trial, here: Trial) -> bool:
    """Whether the residual falls but for equations in which rounding is all that is left."""
    done = _roundings(here)
    if not any(done) or all(done) or math.isnan(there.size):
        return False
    if any(before and not now for before, now in zip(done, _roundings(there))):
        return False
    left = [
        math.hypot(*(r for r, rounding in zip(trial.residual, done) if not rounding))
        for trial in (there, here)
    ]
    return left[0] <= (1.0 - 1e-4) * left[1]


def _is_rounding(trial: Trial) -> bool:
    """Whether the residual is what roundings on the way may have made of zero."""
    return all(_roundings(trial))


def _roundings(trial: Trial) -> list[bool]:
    """For each equation whether what is left of it is what roundings may have made of zero.

    Source: S. Linnainmaa (1976), "Taylor expansion of the accumulated rounding error".
    """
    order = trial.level.order
    active = depends_on(order, trial.level.inputs)
    found = []
    for y, left in zip(trial.level.outputs, trial.residual):
        shares = {y: 1.0} if isinstance(y, Value) else {}
        for _ in steps(order, shares, active, numeric_partial):
            pass  # it fills in how much an error of each node moves the output
        size = sum(abs(g * node.data) for node, g in shares.items())
        found.append(abs(left) <= _ROUNDING * size)
    return found


def _moved(trial: Trial, step: list[float], part: float) -> list[float]:
    return [x - part * s for x, s in zip(trial.point, step)]


def not_recorded() -> RecordingError:
    """What is said where numbers are not known, as a function is being recorded."""
    return RecordingError(
        "root looks for a number by trying others, and in a function that is compiled they are not "
        "known yet: compile the equations (or their derivatives) alone, and call root outside"
    )
