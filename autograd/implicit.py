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

from autograd.errors import GraphError
from autograd.graph import note_solution
from autograd.levels import check_function, nested_alike, orders_around
from autograd.nested import flatten, unflatten
from autograd.newton import Equation, not_recorded, solved
from autograd.value import Value, number

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Callable
    from typing import Any

    Tree = Any  # a number or Value, or a list, tuple, dict or array of trees

__all__ = ["fixed_point", "root"]


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
    steps, with our Jacobian, are halved until the residual falls; the last moves each number of x
    by no more than ``tolerance`` times itself. As each squares the error, x is then exact to
    rounding (to ``tolerance`` where the Jacobian is singular at the solution itself, as of
    (x - 3)² = 0; if that is at 0, as of x² = 0, it is 0 exactly). x0 has no derivative.
    Where f meets Values (further arguments, or what it closes over), x is Values of that graph:
    ``backward``, ``grad`` of ``grad``, ``hvp``, ``taylor`` go through it to any order. That graph
    is true at this point only: where one of these has another number, call root again (``refresh``,
    ``compile`` and ``to_sympy`` refuse such a graph, a copied or loaded one too).

    Raises ``ConvergenceError`` (with the last x and residual) where no step makes the residual
    fall, where the Jacobian is singular, or after ``max_steps``; ``GraphError`` for more or fewer
    equations than unknowns, for an x0 that is inf or nan, for what is no tolerance or number of
    steps; ``RecordingError`` in a function that is compiled, if f uses what may
    change there. Source: Griewank and Walther, "Evaluating Derivatives" (2008), chapter 15.

    >>> from autograd import grad
    >>> root(lambda x, a: x * x - a, 1.0, 2.0)
    1.4142135623730951
    >>> round(grad(grad(lambda a: root(lambda x: x * x - a, 1.0)))(4.0), 12)  # -1/(4 a√a)
    -0.03125
    """
    _check("root", f, tolerance, max_steps)
    equation = Equation(f, x0, args, named)
    last = solved(equation, [_start(x) for x in flatten(x0)], tolerance, max_steps)
    if not last.nested:
        return unflatten(x0, last.point)
    factors = equation.factors(last)
    x: list[Any] = [*map(Value, last.point)]
    for leaf in x:
        note_solution(leaf)
    for _ in range(orders_around(last.level.order) + 1):  # one more for backward()
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
    _check("fixed_point", f, tolerance, max_steps)

    def difference(x: Tree, *args: Any, **named: Any) -> list[Any]:
        found = nested_alike(f(x, *args, **named), x, "numbers that f returns", "point")
        return [y - now for y, now in zip(found, flatten(x))]

    return root(difference, x0, *args, tolerance=tolerance, max_steps=max_steps, **named)


def _check(what: str, f: Any, tolerance: Any, max_steps: Any) -> None:
    """Refuse what is no function, no tolerance, no number of steps."""
    check_function(what, f)
    if not hasattr(tolerance, "__float__") or not 0.0 <= tolerance < math.inf:
        raise GraphError(
            f"the tolerance of {what} is a number from 0 on, a part of x, such as 1e-10: got "
            f"{tolerance!r}"
        )
    if not hasattr(max_steps, "__index__") or max_steps < 0:
        raise GraphError(f"the max_steps of {what} is a whole number from 0 on, got {max_steps!r}")


def _start(x: Any) -> float:
    if isinstance(x, Value) and not x.known:
        raise not_recorded()
    start = x.data if isinstance(x, Value) else number(x)
    if not math.isfinite(start):
        raise GraphError(f"x is looked for from x0 on, which must be finite, got {start!r} in it")
    return start
