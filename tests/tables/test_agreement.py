"""All roads agree: eager, functional, forward, recorded and numerical derivatives of programs.

The programs are random, over the whole op table, with every operand led into its domain.
"""

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograd import Value, functions, grad, hessian, hvp, jacobian, jvp, vjp
from tests import programs
from tests.programs import Steps

#: rows that have a kink or hide a dependence: differences need not agree with them
KINKED = {
    *(
        "abs",
        "detach",
        "greater",
        "greater_equal",
        "leaky_relu",
        "maximum",
        "minimum",
        "mod",
        "relu",
        "sign",
    ),
    *("step", "where", "floor", "ceil", "floordiv"),
}
SMOOTH = [name for name in functions.__all__ if name not in KINKED]
SIZE = 3

points = st.lists(st.floats(-2.0, 2.0), min_size=SIZE, max_size=SIZE)
steady = settings(max_examples=80, deadline=None, derandomize=True, database=None)


def function_of(chosen: Steps) -> Callable[[list[Any]], Any]:
    """A program as a function of one list."""
    spread = programs.function_of(chosen)
    return lambda x: spread(*x)


def by_backward(f: Callable[..., Any], point: list[float]) -> list[float]:
    leaves = [*map(Value, point)]
    f(leaves).backward()
    return [leaf.grad for leaf in leaves]


def by_jvp(f: Callable[..., Any], point: list[float]) -> list[float]:
    units = [[float(i == j) for j in range(SIZE)] for i in range(SIZE)]
    return [jvp(f, point, unit)[1] for unit in units]


def by_vjp(f: Callable[..., Any], point: list[float]) -> list[float]:
    seed = random.Random(str(point)).uniform(0.5, 2.0)
    return [g / seed for g in vjp(f, point)[1](seed)[0]]


def by_recording(f: Callable[..., Any], point: list[float]) -> list[float]:
    """The sweep that records, which is what an outer derivative calls for."""
    scale = Value(1.0)
    slopes = grad(lambda x: scale * f(x))(point)
    return [slope.data if isinstance(slope, Value) else slope for slope in slopes]


def by_nesting(f: Callable[..., Any], point: list[float]) -> list[float]:
    """d/ds (s ∂f/∂x) at any s is ∂f/∂x."""
    return [grad(lambda s, i=i: s * grad(f)(point_with(point, s))[i])(0.0) for i in range(SIZE)]


def point_with(point: list[float], s: Any) -> list[Any]:
    """The same numbers, as Values that belong to the outer level."""
    return [x + 0.0 * s for x in point]


def by_differences(f: Callable[..., Any], point: list[float]) -> list[float]:
    slopes = []
    for i in range(SIZE):
        step = 1e-5
        ahead, behind = list(point), list(point)
        ahead[i] += step
        behind[i] -= step
        slopes.append((f(ahead) - f(behind)) / (ahead[i] - behind[i]))
    return slopes


def close(expected: list[float], tolerance: float) -> Any:
    scale = 1.0 + max(map(abs, expected))
    return pytest.approx(expected, rel=0.0, abs=tolerance * scale)


@steady
@given(programs.steps(), points)
def test_first_derivatives_agree(program: Steps, point: list[float]) -> None:
    f = function_of(program)
    expected = by_backward(f, point)
    for road in (grad, jacobian):
        assert road(f)(point) == expected  # the same sweep: equal to the last bit
    for road in (by_jvp, by_vjp, by_recording, by_nesting):
        assert road(f, point) == close(expected, 1e-10), road.__name__


@steady
@given(programs.steps(SMOOTH), points)
def test_central_differences_agree(program: Steps, point: list[float]) -> None:
    f = function_of(program)
    assert by_differences(f, point) == close(by_backward(f, point), 1e-4)


@steady
@given(programs.steps(), points)
def test_second_derivatives_agree(program: Steps, point: list[float]) -> None:
    f = function_of(program)
    reverse_over_reverse = hessian(f)(point)
    for i, row in enumerate(reverse_over_reverse):
        unit = [float(i == j) for j in range(SIZE)]
        assert row == close([other[i] for other in reverse_over_reverse], 1e-8)
        assert hvp(f, point, unit) == close(row, 1e-8)
        forward_twice = jvp(lambda x, unit=unit: jvp(f, x, unit)[1], point, unit)[1]
        assert abs(forward_twice - row[i]) < 1e-8 * (1 + abs(row[i]))


@steady
@given(programs.steps(SMOOTH), points)
def test_differences_of_the_gradient_agree_with_the_hessian(
    program: Steps, point: list[float]
) -> None:
    f = function_of(program)
    for i, row in enumerate(hessian(f)(point)):
        numerical = by_differences(lambda x, i=i: grad(f)(x)[i], point)
        assert numerical == close(row, 1e-3)


@steady
@given(programs.steps(), points)
def test_numbers_and_values_give_the_same_data(program: Steps, point: list[float]) -> None:
    f = function_of(program)
    root = f([*map(Value, point)])
    assert f(point) == root.data == root.refresh().data
