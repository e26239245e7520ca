"""``root`` and ``fixed_point``: numbers that an equation defines, and their derivatives.

Newton's method finds the number. It then depends on what else the equation is made of by the
implicit function theorem: with F(x, θ) = 0 around a solution and A = ∂F/∂x there, each step of

    x ← x - A⁻¹·F(x, θ)        (A the numbers that they are at the solution, F recorded)

makes one more order of the derivatives of x by θ exact: an error e = x - x*(θ) becomes e - A⁻¹·J·e
for a mean Jacobian J on the way, and I - A⁻¹·J is of first order in what θ moves, as e was at the
start. So as many steps as derivatives are taken give them all, and what they leave in the graph are
the function's own operations: it is drawn, differentiated and saved like any other.

Source: A. Griewank and A. Walther, "Evaluating Derivatives" (2008), chapter 15. Read
``gradcheck.py`` next.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from autograd.backprop import steps
from autograd.errors import ConvergenceError, GraphError, NonFiniteError, RecordingError
from autograd.functions import numeric_partial
from autograd.graph import data_of, depends_on, in_recording, past_points
from autograd.levels import Level, nested_alike, orders_around
from autograd.linear import Factors, factored
from autograd.nested import flatten, unflatten
from autograd.sparse.sweeps import jacobian_rows
from autograd.value import Value, number

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Callable
    from typing import Any

    Tree = Any  # a number or Value, or a list, tuple, dict or array of trees

__all__ = ["fixed_point", "root"]

_SHORTEST = 2.0**-40  # the part of a step below which no shorter one is tried
_ROUNDING = 2.0**-50  # how far a number may be off, as a part of it: some units in the last place


def root(
    f: Callable[..., Any],
    x0: Tree,
    *args: Any,
    tolerance: float = 1e-10,
    max_steps: int = 100,
    **named: Any,
) -> Tree:
    """The x near x0 with f(x, …) = 0, as a function of all else that f is made of.

    x has the shape of ``x0`` (a number, or a nest of them), and f returns as many numbers. Newton's
    steps, with our Jacobian, are halved until the residual falls; the last is no longer than
    ``tolerance`` times x. As each squares the error, x is then exact to rounding (to ``tolerance``
    where the Jacobian is singular at the solution itself, as of x² = 0). x0 has no derivative.
    Where f meets Values (further arguments, or what it closes over), x is Values of that graph:
    ``backward``, ``grad`` of ``grad``, ``hvp``, ``taylor`` go through it to any order. (``refresh``
    solves nothing: where one of these has another number, call root again.)

    Raises ``ConvergenceError`` (with the last x and residual) where no step makes the residual
    fall, where the Jacobian is singular, or after ``max_steps``; ``GraphError`` for more or fewer
    equations than unknowns; ``RecordingError`` in a function that is compiled, if f uses what may
    change there. Source: Griewank and Walther, "Evaluating Derivatives" (2008), chapter 15.

    >>> from autograd import grad
    >>> root(lambda x, a: x * x - a, 1.0, 2.0)
    1.4142135623730951
    >>> round(grad(grad(lambda a: root(lambda x: x * x - a, 1.0)))(4.0), 12)  # -1/(4 a√a)
    -0.03125
    """
    equation = _Equation(f, x0, args, named)
    last = _newton(equation, [_start(x) for x in flatten(x0)], tolerance, max_steps)
    if not last.nested:
        return unflatten(x0, last.point)
    factors = _factors(equation, last)
    x: list[Any] = [*map(Value, last.point)]
    past_points.update(x)
    for _ in range(orders_around.get() + 1):  # one more for backward()
        residual = flatten(f(unflatten(x0, x), *args, **named))
        x = [now - step for now, step in zip(x, factors.solve(residual))]
    return unflatten(x0, x)


def fixed_point(
    f: Callable[..., Any],
    x0: Tree,
    *args: Any,
    tolerance: float = 1e-10,
    max_steps: int = 100,
    **named: Any,
) -> Tree:
    """The x near x0 with f(x, …) = x: as ``root`` of the difference, whose rules hold here.

    It need not attract: x is found where iterating f would run away, too. Raises ``GraphError``
    when f returns something shaped otherwise than x.

    >>> from autograd import cos, grad
    >>> fixed_point(cos, 1.0)
    0.7390851332151607
    >>> round(grad(lambda a: fixed_point(lambda x: a * cos(x), 1.0))(1.0), 6)
    0.441611
    """

    def difference(x: Tree, *args: Any, **named: Any) -> list[Any]:
        found = nested_alike(f(x, *args, **named), x, "numbers that f returns", "point")
        return [y - now for y, now in zip(found, flatten(x))]

    return root(difference, x0, *args, tolerance=tolerance, max_steps=max_steps, **named)


class _Trial(NamedTuple):
    """The equations at one point: what is left of them, its length, their graph."""

    point: list[float]
    residual: list[float]
    size: float
    level: Level

    @property
    def nested(self) -> bool:
        """Whether the equations are made of Values from outside."""
        return self.level.nested


class _Equation(NamedTuple):
    """A function whose root is looked for, and the arguments that go with it."""

    f: Callable[..., Any]
    x0: Tree
    args: tuple[Any, ...]
    named: dict[str, Any]

    def at(self, point: list[float]) -> _Trial:
        """The function at a point, recorded."""
        level = Level(self.f, (self.shaped(point), *self.args), (0,), self.named)
        if level.nested and in_recording.get():
            raise _recorded()
        if len(level.outputs) != len(point):
            raise GraphError(
                f"{len(point)} unknowns need as many equations, and f returns "
                f"{len(level.outputs)} numbers"
            )
        residual = [data_of(y) for y in level.outputs]
        return _Trial(point, residual, math.hypot(*residual), level)

    def shaped(self, point: list[float]) -> Tree:
        """A point in the shape of x0."""
        return unflatten(self.x0, point)

    def failed(self, trial: _Trial, what: str, advice: str) -> ConvergenceError:
        """One sentence for all that can go wrong."""
        x = self.shaped(trial.point)
        return ConvergenceError(
            f"no solution was found: {what} at x = {x!r:.120}, where the residual is "
            f"{trial.size:.3g}. {advice}",
            x,
            trial.size,
        )


def _newton(equation: _Equation, start: list[float], tolerance: float, max_steps: int) -> _Trial:
    """The solution, by Newton's steps; each is cut until the residual falls."""
    here = equation.at(start)
    nothing = tolerance * max(map(abs, start), default=0.0)  # x may be 0, and so have no size
    for _ in range(max_steps):
        if here.size == 0.0:
            return here
        step = _factors(equation, here).solve(here.residual)
        there = _damped(equation, here, step)
        if there is None:
            return here
        whole = there.point == _moved(here, step, 1.0)
        here = there
        sizes = [max(abs(x), nothing) for x in here.point]
        if whole and all(abs(s) <= tolerance * size for s, size in zip(step, sizes)):
            return here
    if _is_rounding(here):
        return here
    raise equation.failed(
        here, f"after {max_steps} steps they end", "Start nearer to it, or give more max_steps."
    )


def _damped(equation: _Equation, here: _Trial, step: list[float]) -> _Trial | None:
    """The next point; ``None`` where no better one is left but by rounding errors."""
    part, refused = 1.0, None
    while part >= _SHORTEST:
        try:
            there = equation.at(_moved(here, step, part))
            if there.size <= (1.0 - 1e-4 * part) * here.size:
                return there
        except NonFiniteError as error:
            refused = error
        if part == 1.0 and _is_rounding(here):
            return None
        part /= 2.0
    what = "every step leaves the domain of f" if refused else "no step makes the residual fall"
    why = f" ({refused})" if refused else ""
    raise equation.failed(here, what, f"Start nearer to it, or elsewhere.{why}")


def _is_rounding(trial: _Trial) -> bool:
    """Whether the residual is what roundings on the way may have made of zero.

    Source: S. Linnainmaa (1976), "Taylor expansion of the accumulated rounding error".
    """
    order = trial.level.order
    active = depends_on(order, trial.level.inputs)
    for y, left in zip(trial.level.outputs, trial.residual):
        shares = {y: 1.0} if isinstance(y, Value) else {}
        for _ in steps(order, shares, active, numeric_partial):
            pass  # it fills in how much an error of each node moves the output
        if not abs(left) <= _ROUNDING * sum(abs(g * node.data) for node, g in shares.items()):
            return False
    return True


def _moved(trial: _Trial, step: list[float], part: float) -> list[float]:
    return [x - part * s for x, s in zip(trial.point, step)]


def _factors(equation: _Equation, trial: _Trial) -> Factors:
    """The Jacobian at a point, ready to solve with, as numbers."""
    unknowns = range(len(trial.point))
    entries = jacobian_rows(trial.level, numeric=True)
    rows = [[row.get(j, 0.0) for j in unknowns] for row in entries]
    try:
        return factored(rows)
    except GraphError:
        advice = "Start elsewhere, or see whether the equations say different things."
        raise equation.failed(trial, "the Jacobian is singular", advice) from None


def _start(x: Any) -> float:
    if isinstance(x, Value):
        if not x.known:
            raise _recorded()
        return x.data
    return number(x)


def _recorded() -> RecordingError:
    return RecordingError(
        "root looks for a number by trying others, and in a function that is compiled they are not "
        "known yet: compile the equations (or their derivatives) alone, and call root outside"
    )
