"""Descent on a function of a list of numbers: directions, line searches, and the path taken.

A *rule* says where to go from here: a function of f and x that gives the step to add to x.
``gradient_step`` and ``newton_step`` are rules; ``line_search`` makes one of a direction and a
length, and ``descend`` follows a rule, or any optimiser, and returns the path for pictures.

Read ``nn/training/eager.py`` next.

>>> def bowl(x):
...     return x[0] ** 2 + 10 * x[1] ** 2
>>> descend(bowl, [3.0, 1.0], newton_step, steps=1).points
[[3.0, 1.0], [0.0, 0.0]]
>>> for rule in (line_search(0.09), line_search(exact), line_search(backtracking)):
...     print(f"{descend(bowl, [3.0, 1.0], rule, steps=10).values[-1]:.1e}")
2.9e-01
1.2e-03
6.3e-02
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import autograd as ag
from autograd import Value
from nn.linalg import dot, solve
from nn.optim.optimizer import Optimizer

__all__ = [
    "Trajectory",
    "backtracking",
    "descend",
    "exact",
    "gradient_step",
    "line_search",
    "newton_step",
]

Point = list[float]
Function = Callable[[Any], Any]
Rule = Callable[[Function, Point], Point]
Length = Callable[[Function, Point, Point], float]


class Trajectory(NamedTuple):
    """Where a descent went: its points, the first included, and the values there.

    >>> descend(lambda x: (x[0] - 5.0) ** 2, [3.0], newton_step, steps=1)
    Trajectory(1 steps: 4 -> 0 at [5])
    """

    points: list[Point]
    values: list[float]

    def __repr__(self) -> str:
        values = f"{self.values[0]:.4g} -> {self.values[-1]:.4g}"
        there = ", ".join(f"{x:.4g}" for x in self.points[-1])
        return f"Trajectory({len(self.points) - 1} steps: {values} at [{there}])"


def gradient_step(f: Function, x: Point) -> Point:
    """-∇f(x), the direction in which f falls most steeply.

    >>> gradient_step(lambda x: x[0] ** 2, [3.0])
    [-6.0]
    """
    return [-g for g in ag.grad(f)(x)]


def newton_step(f: Function, x: Point) -> Point:
    """-(∇²f)⁻¹∇f, the way to where the quadratic approximation of f is stationary.

    That is a minimum only where the Hessian is positive definite. Raises ``GraphError`` where it
    is singular. Source: Nocedal & Wright 2006, equation 2.15.

    >>> newton_step(lambda x: (x[0] - 5.0) ** 2, [3.0])
    [2.0]
    """
    try:
        return solve(ag.hessian(f)(x), gradient_step(f, x))
    except ag.GraphError as error:
        raise ag.GraphError(f"there is no Newton step at {x}: {error}") from error


def exact(f: Function, x: Point, direction: Point) -> float:
    """The α which minimises f(x + αd) for a quadratic f: -∇fᵀd / dᵀ∇²f d.

    Of another function it minimises the quadratic approximation. Raises ``GraphError`` where f
    does not curve upwards along d. Source: Nocedal & Wright 2006, equation 3.26.

    >>> exact(lambda x: 3 * x[0] ** 2, [1.0], [-6.0])
    0.16666666666666666
    """
    slope = dot(ag.grad(f)(x), direction)
    if slope == 0.0:
        return 0.0
    curvature = dot(direction, ag.hvp(f, x, direction))
    if not curvature > 0.0:
        raise ag.GraphError(
            f"along {direction} from {x} the curvature is {curvature:g}: without a minimum on "
            "this line there is no exact step; try backtracking"
        )
    return float(-slope / curvature)


def backtracking(
    f: Function,
    x: Point,
    direction: Point,
    start: float = 1.0,
    shrink: float = 0.5,
    c: float = 1e-4,
) -> float:
    """The first α of start, start·shrink, … with f(x + αd) ≤ f(x) + c α ∇fᵀd (Armijo).

    A trial point at which f is not finite is too far, too. Raises ``GraphError`` when d does not
    point downhill. Source: Nocedal & Wright 2006, algorithm 3.1.

    >>> backtracking(lambda x: 3 * x[0] ** 2, [1.0], [-6.0])
    0.25
    """
    value, gradient = ag.value_and_grad(f)(x)
    slope = dot(gradient, direction)
    if slope > 0.0 or (slope == 0.0 and any(direction)):
        raise ag.GraphError(f"{direction} does not point downhill at {x}: the slope is {slope:g}")
    alpha = start
    while _height(f, _moved(x, direction, alpha)) > value + c * alpha * slope:
        alpha *= shrink
        if _moved(x, direction, alpha) == x:
            return 0.0  # f is flat here to the last digit
    return alpha


def line_search(length: float | Length, direction: Rule = gradient_step) -> Rule:
    """The rule α·d, with α a number, ``exact`` or ``backtracking``, and d a direction.

    >>> line_search(0.5, newton_step)(lambda x: x[0] ** 2, [3.0])
    [-1.5]
    """

    def rule(f: Function, x: Point) -> Point:
        d = direction(f, x)
        alpha = length(f, x, d) if callable(length) else length
        return [alpha * each for each in d]

    return rule


def descend(
    f: Function, x0: Sequence[float], rule: Rule | Optimizer, steps: int = 50
) -> Trajectory:
    """Follow a rule, or an optimiser as new, for so many steps from ``x0``.

    Raises ``ArithmeticError`` when f or a point is no longer finite.

    >>> from nn import SGD
    >>> descend(lambda x: x[0] ** 2, [8.0], SGD(0.25), steps=3)
    Trajectory(3 steps: 64 -> 1 at [1])
    """
    points = [[float(x) for x in x0]]
    values = [_value(f, points[0])]
    move = _mover(f, points[0], rule)
    for _ in range(steps):
        points.append(move(points[-1]))
        values.append(_value(f, points[-1]))
        if not math.isfinite(values[-1]):
            raise FloatingPointError(f"f is {values[-1]} at {points[-1]}: try a smaller step")
    return Trajectory(points, values)


def _mover(f: Function, x0: Point, rule: Rule | Optimizer) -> Callable[[Point], Point]:
    """The function from a point to the next one."""
    if not isinstance(rule, Optimizer):
        return lambda x: _moved(x, rule(f, x), 1.0)
    optimizer, parameters = rule.fresh(), [Value(x) for x in x0]

    def move(x: Point) -> Point:
        for p, g in zip(parameters, ag.grad(f)(x)):
            p.grad = g
        optimizer.step(parameters)
        return [p.data for p in parameters]

    return move


def _moved(x: Point, direction: Point, alpha: float) -> Point:
    return [a + alpha * d for a, d in zip(x, direction)]


def _value(f: Function, x: Point) -> float:
    y = f(x)
    return y.data if isinstance(y, Value) else float(y)


def _height(f: Function, x: Point) -> float:
    """f(x), or inf where it is not finite."""
    try:
        y = _value(f, x)
    except ArithmeticError:
        return math.inf
    return y if math.isfinite(y) else math.inf
