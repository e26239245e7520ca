"""Derivatives of derivatives: order five, levels that must not be confused, closures."""

import math
from typing import Any

import pytest

from autograd import (
    NonFiniteError,
    Value,
    exp,
    grad,
    hessian,
    hvp,
    jacobian,
    jvp,
    sin,
    tanh,
    taylor,
    topological_order,
    value_and_grad,
    vjp,
)
from autograd.levels import Level, orders_around, running


def nested(f: Any, order: int) -> Any:
    for _ in range(order):
        f = grad(f)
    return f


@pytest.mark.parametrize("order", range(1, 6))
def test_derivatives_to_order_five(order: int) -> None:
    x = 0.8
    assert nested(exp, order)(x) == pytest.approx(math.exp(x), rel=1e-13)
    cycle = [math.sin, math.cos, lambda t: -math.sin(t), lambda t: -math.cos(t)]
    assert nested(sin, order)(x) == pytest.approx(cycle[order % 4](x), rel=1e-13)
    falling = math.prod(6 - k for k in range(order))
    assert nested(lambda t: t**6, order)(x) == pytest.approx(falling * x ** (6 - order))
    geometric = math.factorial(order) / (1 - x) ** (order + 1)
    assert nested(lambda t: 1 / (1 - t), order)(x) == pytest.approx(geometric, rel=1e-12)


def test_forward_over_forward_and_mixed_nestings() -> None:
    def by_jvp(f: Any) -> Any:
        return lambda x: jvp(f, x, 1.0)[1]

    def by_vjp(f: Any) -> Any:
        return lambda x: vjp(f, x)[1](1.0)[0]

    def f(x: Any) -> Any:
        return tanh(x * x)

    expected = nested(f, 3)(0.6)
    for first in (by_jvp, by_vjp, grad):
        for second in (by_jvp, by_vjp, grad):
            for third in (by_jvp, by_vjp, grad):
                assert third(second(first(f)))(0.6) == pytest.approx(expected, rel=1e-12)


def test_levels_are_not_confused() -> None:
    # J. M. Siskind, B. A. Pearlmutter (2005), "Perturbation confusion and referential
    # transparency": d/dx [x d/dy (x + y)] is 1, and 2 when the levels are confused
    assert grad(lambda x: x * grad(lambda y: x + y)(1.0))(1.0) == 1.0
    assert jvp(lambda x: x * jvp(lambda y: x + y, 1.0, 1.0)[1], 1.0, 1.0)[1] == 1.0
    assert grad(lambda x: x * grad(lambda y: x * y)(2.0))(3.0) == 6.0
    assert grad(lambda x: grad(lambda y: grad(lambda z: x * y * z * z)(y))(x))(2.0) == 16.0


def test_curried_derivatives_do_not_share_a_level() -> None:
    # O. Manzyuk et al. (2019), "Perturbation confusion in forward automatic differentiation
    # of higher-order functions": an escaping function is differentiated twice
    def shifted(u: Any) -> Any:
        return lambda f: lambda x: f(x + u)

    def derivative_at_zero(f: Any) -> Any:
        return jvp(lambda u: shifted(u)(f)(1.0), 0.0, 1.0)[1]

    def by_offset(f: Any) -> Any:
        return lambda x: jvp(lambda u: shifted(u)(f)(x), 0.0, 1.0)[1]

    assert derivative_at_zero(exp) == pytest.approx(math.e)
    assert by_offset(by_offset(lambda x: x**3))(2.0) == pytest.approx(12.0)


def test_same_value_at_two_levels() -> None:
    def f(x: Any) -> Any:
        return grad(lambda y: y * y * x)(x)  # 2 x²

    assert grad(f)(3.0) == 12.0
    assert grad(lambda x: jvp(lambda y: y * x, x, x)[1])(5.0) == 10.0


def test_inner_points_may_depend_on_the_outer_variable() -> None:
    assert grad(lambda x: grad(sin)(x * x))(0.7) == pytest.approx(-math.sin(0.49) * 1.4)
    assert hessian(lambda x: grad(lambda y: y**3 * x[1])(x[0]))([2.0, 5.0]) == [
        [30.0, 12.0],
        [12.0, 0.0],
    ]


def test_closure_over_a_value_gives_a_value_in_the_outer_graph() -> None:
    w = Value(3.0, label="w")
    slope = grad(lambda x: w * x * x)(2.0)
    assert isinstance(slope, Value)
    assert slope.data == 12.0
    assert w in topological_order(slope)
    slope.backward()
    assert w.grad == 4.0
    value, _ = value_and_grad(lambda x: w * x * x)(2.0)
    assert (value.data, isinstance(value, Value)) == (12.0, True)


def test_argument_that_is_a_value_stays_in_its_graph() -> None:
    x = Value(2.0)
    slope = grad(lambda t: t**3)(x * 1.5)
    slope.backward()
    assert (slope.data, x.grad) == (27.0, 2 * 9.0 * 1.5)
    rows = jacobian(lambda t: [t, t * t])(x)
    assert [float(row.data) if isinstance(row, Value) else row for row in rows] == [1.0, 4.0]


def test_gradient_penalty() -> None:
    """Train on (df/dx)²: f = tanh(w x), so d/dw (w (1 - t²))² is known."""
    w, x = Value(0.7), 1.3
    penalty = grad(lambda t: tanh(w * t))(x) ** 2
    penalty.backward()
    t = math.tanh(0.7 * x)
    slope = 0.7 * (1 - t * t)
    assert penalty.data == pytest.approx(slope**2)
    assert w.grad == pytest.approx(2 * slope * ((1 - t * t) - 0.7 * 2 * t * (1 - t * t) * x))


def test_value_tangents_and_cotangents_are_recorded() -> None:
    v = Value(5.0)
    _, pushed = jvp(lambda x: x**2, 3.0, v)
    pushed.backward()
    assert (pushed.data, v.grad) == (30.0, 6.0)
    _, pull = vjp(lambda x: [x**2, x], 3.0)
    u = Value(2.0)
    pull([u, 1.0])[0].backward()
    assert u.grad == 6.0


def test_hessian_vector_products_can_be_differentiated() -> None:
    def directional(x: Any) -> Any:
        return hvp(lambda t: t[0] ** 3 * t[1], [x, 2.0], [1.0, 0.0])[0]  # 6 x · 2

    assert grad(directional)(5.0) == 12.0


def test_recorded_gradient_grows_linearly() -> None:
    def nodes(length: int) -> int:
        def f(x: Any) -> Any:
            y = x
            for _ in range(length):
                y = tanh(y * x)
            return y

        return len(topological_order(grad(f)(Value(0.9))))

    assert nodes(400) - nodes(300) == nodes(300) - nodes(200)
    assert nodes(400) < 10 * 400


def test_finished_levels_leave_no_values_behind() -> None:
    assert type(grad(lambda x: grad(lambda y: x * y * y)(1.0))(3.0)) is float
    assert type(grad(lambda x: jvp(lambda y: x * y * y, 1.0, 1.0)[1])(3.0)) is float
    assert type(grad(lambda x: vjp(lambda y: x * y * y, 1.0)[1](1.0)[0])(3.0)) is float
    assert type(grad(lambda x: hvp(lambda t: t[0] ** 3 * t[1], [x, 2.0], [1, 0])[0])(3.0)) is float


def test_deep_chain_needs_no_recursion_when_recorded() -> None:
    def f(x: Any) -> Any:
        y = x
        for _ in range(20_000):
            y = y + x * 1e-4
        return y * x

    assert grad(grad(f))(1.0) == pytest.approx(6.0)


def test_pulling_goes_on_with_care_where_plain_floats_end() -> None:
    # sqrt has no derivative at 0, and the seed of its output is none: nobody asks for it
    level = Level(lambda x: [x[0].sqrt(), x[1] * x[1]], ([0.0, 3.0],), (0,), {})
    assert level.pull([None, 2.0]) == [0.0, 12.0]
    with pytest.raises(NonFiniteError, match="sqrt has no finite derivative"):
        level.pull([1.0, 2.0])


def test_no_seed_and_no_tangent_is_no_sweep() -> None:
    level = Level(lambda x: [x[0] * x[1], x[1].sqrt()], ([3.0, 4.0],), (0,), {})
    assert level.pull([None, None]) == [0.0, 0.0]
    assert level.push([None, 1.0]) == [3.0, 0.25]
    assert level.push([None, None]) == [0.0, 0.0]


def test_numbers_are_to_be_had_of_a_nested_level() -> None:
    w = Value(5.0)
    level = Level(lambda x: w * x * x, (3.0,), (0,), {})
    for found in (level.pull([1.0], numeric=True), level.push([1.0], numeric=True)):
        assert found == [30.0]
        assert type(found[0]) is float
    assert isinstance(level.pull([1.0])[0], Value)


def test_orders_around_are_counted_by_what_is_met() -> None:
    seen: list[int] = []

    def f(x: Any) -> Any:
        y = x * x
        seen.append(orders_around(topological_order(y)))
        return y

    grad(grad(f))(1.0)
    taylor(grad(f), 1.0, 5)
    hvp(f, 1.0, 1.0)
    grad(lambda x: grad(lambda z: f(Value(3.0)) + f(z) * x)(2.0))(1.0)
    assert seen == [2, 6, 2, 0, 1]
    with pytest.raises(ZeroDivisionError):
        grad(lambda x: 1 / 0)(1.0)
    assert running == {}
