"""``root`` and ``fixed_point`` against mpmath, SciPy and closed forms; to order five; refusals."""

import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import mpmath
import pytest
from mpmath import mp

from autograd import (
    GraphError,
    OperandError,
    RecordingError,
    Value,
    check_gradients,
    compile,
    cos,
    detach,
    exp,
    fixed_point,
    grad,
    hessian,
    hvp,
    jacobian,
    jvp,
    root,
    sin,
    sqrt,
    tanh,
    taylor,
    topological_order,
)


def nested(f: Any, order: int) -> Any:
    for _ in range(order):
        f = grad(f)
    return f


def kepler(e: Any, mean: Any) -> Any:
    """The eccentric anomaly of a planet: E - e sin E = M."""
    return root(lambda E: E - e * sin(E) - mean, mean)


def exact_kepler(e: Any, mean: Any) -> Any:
    return mpmath.findroot(lambda E: E - e * mp.sin(E) - mean, mean)


# --- solutions ---


def test_solutions_are_those_of_mpmath() -> None:
    for e, mean in [(0.1, 0.5), (0.6, 2.0), (0.97, 1.0), (0.5, 0.0)]:
        assert kepler(e, mean) == pytest.approx(float(exact_kepler(e, mean)), rel=1e-15, abs=1e-16)


def test_shapes_of_unknowns() -> None:
    assert root(lambda x: x.exp() - 1, 3) == pytest.approx(0.0, abs=1e-15)
    found = root(lambda p: [p["a"] - 2, p["b"][0] * p["a"] - 6], {"a": 1.0, "b": (1.0,)})
    assert found == {"a": 2.0, "b": (3.0,)}
    assert root(lambda p: {"u": p[0] - 1, "v": [p[1] - 2]}, [0.0, 0.0]) == [1.0, 2.0]
    assert root(lambda x: [], []) == []
    assert root(lambda x, k, *, c: k * x - c, 1.0, 2.0, c=6.0) == 3.0
    assert root(lambda x: x - 1, 1.0, max_steps=0) == 1.0


def test_arrays_of_unknowns() -> None:
    np = pytest.importorskip("numpy")
    a = np.array([[3.0, 1.0], [1.0, 2.0]])
    found = root(lambda x: a @ x - np.array([5.0, 5.0]), np.zeros(2))
    assert (found.tolist(), found.dtype) == ([1.0, 2.0], float)
    slopes = jacobian(lambda b: root(lambda x: a @ x - b, np.zeros(2)))(np.array([5.0, 5.0]))
    assert slopes == pytest.approx(np.linalg.inv(a), rel=1e-14)


# --- derivatives ---


@pytest.mark.parametrize("order", range(7))
def test_closed_form_to_order_six(order: int) -> None:
    a = 3.0
    exact = math.prod(0.5 - j for j in range(order)) * a ** (0.5 - order)
    f = nested(lambda a: root(lambda x: x * x - a, 1.0), order)
    assert f(a) == pytest.approx(exact, rel=1e-13)


@pytest.mark.parametrize("order", range(1, 6))
def test_keplers_equation_to_order_five(order: int) -> None:
    e, mean = 0.4, 1.2
    with mp.workdps(60):
        by_mean = float(mpmath.diff(lambda m: exact_kepler(e, m), mean, order))
        by_e = float(mpmath.diff(lambda e: exact_kepler(e, mean), e, order))
        mixed = float(mpmath.diff(exact_kepler, (e, mean), (order - 1, 1)))
    assert nested(lambda m: kepler(e, m), order)(mean) == pytest.approx(by_mean, rel=1e-11)
    assert nested(lambda e: kepler(e, mean), order)(e) == pytest.approx(by_e, rel=1e-11)
    once = grad(kepler, 1)
    assert nested(lambda e: once(e, mean), order - 1)(e) == pytest.approx(mixed, rel=1e-11)


def test_taylor_coefficients_of_an_orbit() -> None:
    with mp.workdps(60):
        exact = [float(c) for c in mpmath.taylor(lambda m: exact_kepler(0.4, m), 1.2, 8)]
    assert taylor(lambda m: kepler(0.4, m), 1.2, 8) == pytest.approx(exact, rel=1e-11)


def test_systems_and_all_roads() -> None:
    def intersection(p: Any) -> Any:
        return root(lambda x: [x[0] ** 2 + x[1] ** 2 - p[0], x[0] * x[1] - p[1]], [2.0, 0.5])

    p = [5.0, 1.5]

    def closed(p: Any) -> Any:  # (x ± y)² = p0 ± 2 p1
        s, d = sqrt(p[0] + 2 * p[1]), sqrt(p[0] - 2 * p[1])
        return [(s + d) / 2, (s - d) / 2]

    def one(f: Any) -> Any:
        return lambda p: tanh(f(p)[0]) * f(p)[1] ** 2

    assert intersection(p) == pytest.approx(closed(p), rel=1e-15)
    for found, exact in zip(jacobian(intersection)(p), jacobian(closed)(p)):
        assert found == pytest.approx(exact, rel=1e-13)
    for found, exact in zip(hessian(one(intersection))(p), hessian(one(closed))(p)):
        assert found == pytest.approx(exact, rel=1e-12)
    v = [0.3, -1.0]
    assert jvp(intersection, p, v)[1] == pytest.approx(jvp(closed, p, v)[1], rel=1e-13)
    assert hvp(one(intersection), p, v) == pytest.approx(hvp(one(closed), p, v), rel=1e-12)
    assert check_gradients(one(intersection), p).ok


def test_a_value_that_f_closes_over_gets_its_gradient() -> None:
    w = Value(2.0, label="w")
    x = root(lambda x: x * x - w, 1.0)
    (3 * x).backward()
    assert x.data == pytest.approx(math.sqrt(2), rel=1e-15)
    assert w.grad == pytest.approx(3 / (2 * math.sqrt(2)), rel=1e-15)
    assert {node.label for node in topological_order(x) if node.op is None} == {"w", ""}


def test_plain_numbers_give_a_plain_number() -> None:
    assert type(root(lambda x, a: x * x - a, 1.0, 2.0)) is float
    assert type(grad(lambda a: root(lambda x: x * x - a, 1.0))(2.0)) is float
    assert type(root(lambda x, a: x * x - detach(a), 1.0, Value(2.0))) is Value
    w = Value(2.0)
    assert type(root(lambda x: x * x - w.data, 1.0)) is float


def test_the_start_has_no_derivative() -> None:
    start = Value(1.0)
    assert root(lambda x: x * x - 2, start) == pytest.approx(math.sqrt(2))
    assert grad(lambda s: root(lambda x: x * x - 2, s) * s)(1.0) == pytest.approx(math.sqrt(2))


def test_root_within_root() -> None:
    # y solves y³ = x, x solves x·y = a: x = a^(3/4)
    def f(a: Any) -> Any:
        return root(lambda x: x * root(lambda y: y**3 - x, 1.0) - a, 1.0)

    assert f(5.0) == pytest.approx(5**0.75, rel=1e-14)
    assert grad(f)(5.0) == pytest.approx(0.75 * 5**-0.25, rel=1e-12)
    assert grad(grad(f))(5.0) == pytest.approx(-0.1875 * 5**-1.25, rel=1e-11)


def test_only_as_many_steps_are_recorded_as_derivatives_are_taken() -> None:
    calls: list[bool] = []

    def f(a: Any) -> Any:
        def equation(x: Any) -> Any:
            calls.append(topological_order(x)[0].op is None and len(topological_order(x)) == 1)
            return x * x - a

        return root(equation, math.sqrt(3.0))

    def recorded(order: int) -> int:
        calls.clear()
        nested(f, order)(3.0)
        return len(calls)

    assert [recorded(order + 1) - recorded(order) for order in (1, 2, 3)] == [1, 1, 1]


# --- fixed points ---


def test_fixed_points_attract_or_not() -> None:
    assert fixed_point(cos, 1.0) == pytest.approx(
        float(mpmath.findroot(lambda x: mp.cos(x) - x, 1))
    )
    assert fixed_point(lambda x: x * x, 3.0) == pytest.approx(1.0)  # iterating runs away
    assert fixed_point(lambda x: [x[1] / 2 + 1, x[0] / 2], (0.0, 0.0)) == pytest.approx(
        (4 / 3, 2 / 3)
    )
    assert fixed_point(lambda p, c: {"a": c * cos(p["a"])}, {"a": 1.0}, 0.0) == {"a": 0.0}


def test_derivatives_of_a_fixed_point() -> None:
    with mp.workdps(40):
        exact = mpmath.diff(lambda a: mpmath.findroot(lambda x: a * mp.cos(x) - x, 0.7), 1.0, 3)
    f = nested(lambda a: fixed_point(lambda x: a * cos(x), 1.0), 3)
    assert f(1.0) == pytest.approx(float(exact), rel=1e-11)


def test_a_fixed_point_has_the_shape_of_its_start() -> None:
    with pytest.raises(GraphError, match="numbers that f returns must be nested like the point, 2"):
        fixed_point(lambda x: x[0], [1.0, 2.0])


def test_derivatives_of_all_orders_are_there_in_another_thread() -> None:
    def here(a: Any) -> Any:
        return root(lambda x: x * x - a, 1.0)

    def there(a: Any) -> Any:
        with ThreadPoolExecutor(1) as others:
            return others.submit(here, a).result()

    assert [nested(there, n)(4.0) for n in range(4)] == pytest.approx(
        [2.0, 1 / 4, -1 / 32, 3 / 256], rel=1e-14
    )
    assert hvp(there, 4.0, 1.0) == pytest.approx(-1 / 32, rel=1e-14)
    assert taylor(there, 4.0, 5) == pytest.approx(taylor(sqrt, 4.0, 5), rel=1e-14)


# --- refusals ---


def test_a_solution_is_not_refreshed() -> None:
    a = Value(2.0)
    y = root(lambda x: x**3 - a, 1.0) * 2.0
    a.data = 8.0
    with pytest.raises(GraphError, match=r"found \(1\.25992\), .* call root again"):
        y.refresh()
    assert y.data == pytest.approx(2 * 2 ** (1 / 3), rel=1e-14)
    assert root(lambda x: x**3 - a, 1.0).data == pytest.approx(2.0, rel=1e-14)


@pytest.mark.parametrize("find", [root, fixed_point])
@pytest.mark.parametrize(
    ("f", "x0", "named", "error", "said"),
    [
        (3, 1.0, {}, OperandError, "takes a function, .* got 3$"),
        (1.0, cos, {}, OperandError, r"takes a function, .* as its first argument, got 1\.0$"),
        (cos, math.inf, {}, GraphError, "x0 on, which must be finite, got inf"),
        (cos, Value(math.nan), {}, GraphError, "x0 on, which must be finite, got nan"),
        *((cos, 1.0, {"max_steps": n}, GraphError, "a whole number") for n in (1.5, "a", -1)),
        *(
            (cos, 1.0, {"tolerance": t}, GraphError, "a number from 0 on, a part of x")
            for t in ("a", -1, math.nan, math.inf)
        ),
    ],
)
def test_what_is_asked_wrongly_is_told(
    find: Any, f: Any, x0: Any, named: Any, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        find(f, x0, **named)


@pytest.mark.parametrize(
    "f",
    [
        lambda a: root(lambda x: x * x - a, 1.0),
        lambda a: root(lambda x: x * x - 2, a),
        lambda a: root(lambda x, b: x * x - b, 1.0, Value(2.0)) * a,
    ],
)
def test_what_changes_is_refused_while_a_function_is_compiled(f: Any) -> None:
    with pytest.raises(RecordingError, match="call root outside"):
        compile(f)(2.0)


def test_what_does_not_change_is_a_constant_of_a_compiled_function() -> None:
    f = compile(lambda a: root(lambda x: exp(x) - 2, 1.0) * a)
    assert f(3.0) == pytest.approx(3 * math.log(2), rel=1e-15)
