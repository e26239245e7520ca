"""``grad`` and its relatives: closed forms, shapes, nesting, closures, errors."""

import gc
import math
import random
from functools import partial
from typing import Any

import pytest

import autograd
from autograd import (
    GraphError,
    OperandError,
    cos,
    detach,
    exp,
    grad,
    hessian,
    hvp,
    jacobian,
    jvp,
    log,
    sin,
    sparsity,
    sqrt,
    tanh,
    value_and_grad,
    vjp,
)


def matrix_product(a: list[list[float]], b: list[list[float]]) -> list[list[float]]:
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


def test_local_derivatives_of_small_graphs() -> None:
    assert grad(lambda x, y: x + y, (0, 1))(2.0, 5.0) == (1.0, 1.0)
    assert grad(lambda x, y: x * y, (0, 1))(2.0, 5.0) == (5.0, 2.0)
    assert grad(lambda x: x**2)(3.0) == 6.0
    for x in (-1.5, 0.0, 2.0):
        assert grad(lambda x: (x**2) ** 2)(x) == 4 * x**3


def test_chain_rule_over_several_paths() -> None:
    def p(z: Any) -> Any:
        q = [z * z, sin(z), 3 * z]
        return q[0] * q[1] + q[2] ** 2

    z = 0.7
    expected = math.sin(z) * 2 * z + z * z * math.cos(z) + 2 * 3 * z * 3
    assert grad(p)(z) == pytest.approx(expected, rel=1e-14)


def test_first_order_picture_shrinks_with_the_square_of_the_step() -> None:
    def f(w: Any, z: Any) -> Any:
        return w * exp(z) + w**3

    value, (dw, dz) = value_and_grad(f, (0, 1))(0.5, 0.3)
    errors = [abs(f(0.5 + h, 0.3 - h) - value - dw * h + dz * h) for h in (1e-2, 1e-3)]
    assert errors[0] / errors[1] == pytest.approx(100.0, rel=0.05)


def test_jacobian_has_outputs_as_rows_and_inputs_as_columns() -> None:
    x1, x2 = 3.0, -2.0
    got = jacobian(lambda x: [2 * x[0] + x[1], math.pi * x[1], -x[0] / x[1]])([x1, x2])
    expected = [[2, 1], [0, math.pi], [-1 / x2, x1 / x2**2]]
    assert got == [pytest.approx(row) for row in expected]


def test_jacobian_of_a_composition_is_the_product() -> None:
    def f(x: Any) -> Any:
        return [x[0] - 2 * x[1] + x[2] / 4]

    def g(x: Any) -> Any:
        return [x[0] + 2 * x[1], x[1], -x[0] + 3]

    point = [0.3, -1.2]
    outer, inner = jacobian(f)(g(point)), jacobian(g)(point)
    assert (outer, inner) == ([[1.0, -2.0, 0.25]], [[1.0, 2.0], [0.0, 1.0], [-1.0, 0.0]])
    assert jacobian(lambda x: f(g(x)))(point) == matrix_product(outer, inner) == [[0.75, 0.0]]


def test_jacobians_by_different_arguments() -> None:
    def f(inputs: Any, parameters: Any) -> Any:
        (x, y), (a, b) = inputs, parameters
        return 2 * a * x + b / y

    x, y, a, b = 1.5, 2.0, -0.5, 3.0
    by_inputs, by_parameters = jacobian(f, (0, 1))([x, y], (a, b))
    assert by_inputs == pytest.approx([2 * a, -b / y**2])
    assert by_parameters == pytest.approx((2 * x, 1 / y))
    assert isinstance(by_parameters, tuple)


def test_jacobian_of_a_matrix_times_a_vector_is_block_diagonal() -> None:
    x, p = [2.0, -1.0, 0.5], [3.0, -4.0]

    def z(weights: Any) -> Any:
        return [sum(w * c for w, c in zip(row, x)) for row in weights]

    weights = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
    assert jacobian(z)(weights) == [[x, [0.0] * 3], [[0.0] * 3, x]]
    _, pull = vjp(z, weights)
    assert pull(p) == ([[pi * xj for xj in x] for pi in p],)


def test_gradient_and_jacobian_of_one_output_agree() -> None:
    def f(x: Any) -> Any:
        return tanh(x[0] * x[1]) + x[1] ** 2

    point = [0.4, -0.8]
    assert grad(f)(point) == jacobian(f)(point)
    assert jacobian(lambda x: [f(x)])(point) == [grad(f)(point)]


def test_hessian_is_symmetric_and_hvp_is_its_product() -> None:
    def f(x: Any) -> Any:
        return sin(x[0] * x[1]) + exp(x[2]) * x[0] ** 2 + log(x[1])

    point, v = [0.3, 1.7, -0.4], [1.0, -2.0, 0.5]
    h = hessian(f)(point)
    for i in range(3):
        assert h[i] == pytest.approx([h[j][i] for j in range(3)], rel=1e-14)
    assert h[2][2] == pytest.approx(math.exp(-0.4) * 0.09)
    product = [row[0] for row in matrix_product(h, [[c] for c in v])]
    assert hvp(f, point, v) == pytest.approx(product, rel=1e-13)
    assert hvp(lambda a, b: a**2 * b, (3.0, 4.0), (1.0, 0.0)) == (8.0, 6.0)


def test_jvp_and_vjp_agree() -> None:
    rng = random.Random(1)

    def f(x: Any, y: Any) -> Any:
        return [x[0] * sin(y), {"z": x[1] / y}["z"], x[0]]

    point, tangents = ([0.5, -1.0], 2.0), ([rng.random(), rng.random()], rng.random())
    cotangents = [rng.random() for _ in range(3)]
    value, pushed = jvp(f, point, tangents)
    same_value, pull = vjp(f, *point)
    (by_x, by_y) = pull(cotangents)
    forward = sum(c * t for c, t in zip(cotangents, pushed))
    reverse = by_x[0] * tangents[0][0] + by_x[1] * tangents[0][1] + by_y * tangents[1]
    assert value == same_value
    assert forward == pytest.approx(reverse, rel=1e-14)
    assert pull([2 * c for c in cotangents])[1] == pytest.approx(2 * by_y)  # may be called again


def test_shapes_follow_the_arguments() -> None:
    nested = [1.0, (2.0, [3.0, []]), [[4.0]]]
    got = grad(lambda t: t[0] * t[1][0] + t[1][1][0] * t[2][0][0])(nested)
    assert got == [2.0, (1.0, [4.0, []]), [[3.0]]]
    value, pushed = jvp(lambda x: (x, [x * x]), 3.0, 1.0)
    assert (value, pushed) == ((3.0, [9.0]), (1.0, [6.0]))


def test_argnums() -> None:
    def f(x: Any, y: Any, z: Any) -> Any:
        return x + 10 * y + 100 * z

    assert [grad(f, i)(1, 2, 3) for i in (0, 1, 2, -1, -3)] == [1.0, 10.0, 100.0, 100.0, 1.0]
    assert grad(f, (2, 0))(1, 2, 3) == (100.0, 1.0)
    assert grad(f, (1,))(1, 2, 3) == (10.0,)
    assert hessian(lambda x, y: x * x * y, (0, 1))(3.0, 5.0) == ((10.0, 6.0), (6.0, 0.0))


@pytest.mark.parametrize("argnums", [3, -4, 1.0, "x", (0, 3)])
def test_an_argument_that_is_not_there_is_named(argnums: Any) -> None:
    wanted = argnums[-1] if isinstance(argnums, tuple) else argnums
    for operator in (grad, jacobian, hessian):
        with pytest.raises(GraphError, match=f"asks for argument {wanted!r}, but 3 were given"):
            operator(lambda x, y, z: x * y * z, argnums)(1.0, 2.0, 3.0)


def test_constant_outputs_and_unused_inputs_have_derivative_zero() -> None:
    assert grad(lambda x: 3.0)(2.0) == 0.0
    assert grad(lambda x, y: x, (0, 1))(2.0, 3.0) == (1.0, 0.0)
    assert jacobian(lambda x: [1, x[0]])([2.0, 3.0]) == [[0.0, 0.0], [1.0, 0.0]]
    assert jvp(lambda x: [1.0, x], 2.0, 5.0) == ([1.0, 2.0], [0.0, 5.0])
    assert hessian(lambda x: 2 * x[0])([1.0]) == [[0.0]]
    assert grad(grad(grad(lambda x: x * x)))(1.0) == 0.0


def test_output_that_is_an_input_or_stands_twice() -> None:
    assert jacobian(lambda x: [x[0], x[0], x[1]])([1.0, 2.0]) == [[1, 0], [1, 0], [0, 1]]
    _, pull = vjp(lambda x: [x, x, x * 2], 5.0)
    assert pull([1.0, 10.0, 100.0]) == (211.0,)


def test_functions_without_a_name_can_be_differentiated() -> None:
    assert grad(partial(lambda x, y: x * y, 3.0))(2.0) == 3.0
    assert grad(sin).__name__ == "sin"


def test_plain_results_are_floats() -> None:
    value, slope = value_and_grad(lambda x: cos(x))(0)
    assert (type(value), type(slope)) == (float, float)
    assert type(grad(grad(sin))(1.0)) is float


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: grad(lambda x: [x, x, x])(1.0), GraphError, r"a list of 3: call jacobian\(f\)"),
        (lambda: grad(lambda x: None)(1.0), OperandError, "<lambda> must return .* forgotten"),
        (lambda: grad(lambda x: "1")(1.0), OperandError, "must return numbers or Values"),
        (lambda: grad(sin, 1)(1.0), GraphError, "argument 1, but 1 were given"),
        (lambda: grad(sin, -2)(1.0), GraphError, "argument -2, but 1 were given"),
        (lambda: grad(sin, [0])(1.0), GraphError, r"argument \[0\]"),
        (lambda: grad(sin)(), GraphError, "but 0 were given"),
        (lambda: grad(sin)("1"), OperandError, "the text '1'"),
        (lambda: grad(sin)(None), OperandError, "None"),
        (
            lambda: jvp(sin, 1.0, [1.0, 2.0]),
            GraphError,
            r"tangents must be nested like the point, 1 in all: got \[1.0",
        ),
        (lambda: jvp(sum, [1.0, 2.0], [[1.0], 2.0]), GraphError, "nested like the point, 2"),
        (lambda: jvp(sin, 1.0, "x"), OperandError, "the text"),
        (lambda: vjp(sin, 1.0)[1]([1.0, 2.0]), GraphError, "nested like the output, 1 in all"),
    ],
)
def test_errors_say_what_was_found(call: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        call()


def test_keyword_arguments_are_handed_on() -> None:
    def f(x: Any, y: Any = 1.0, *, k: float = 1.0) -> Any:
        return k * x * x * y

    assert grad(f)(3.0, k=2.0) == 12.0
    assert grad(f)(3.0, y=5.0) == 30.0
    assert value_and_grad(f, (0, 1))(3.0, 2.0, k=2.0) == (36.0, (24.0, 18.0))
    assert jacobian(lambda x, k: [x, k * x])(3.0, k=2.0) == [1.0, 2.0]
    assert hessian(f)(3.0, k=2.0) == 4.0
    assert grad(lambda s: grad(f)(3.0, k=s))(1.0) == 6.0
    assert vjp(f, 3.0, k=2.0)[1](1.0) == (12.0,)
    assert jvp(f, 3.0, 1.0, k=2.0) == (18.0, 12.0)
    assert hvp(f, 3.0, 1.0, k=2.0) == 4.0
    assert jvp(f, 3.0, 1.0, 5.0, k=2.0) == (90.0, 60.0)  # what follows is held constant
    assert hvp(f, 3.0, 1.0, 5.0, k=2.0) == 20.0
    assert jvp(lambda x, y, z: x * y * z, (1.0, 2.0), (1.0, 1.0), 5.0) == (10.0, 15.0)
    with pytest.raises(GraphError, match=r"argument 0, but 0 were given .*by position"):
        grad(f)(x=3.0)


def test_points_and_results_may_be_dicts() -> None:
    def loss(p: Any) -> Any:
        return p["w"] ** 2 * p["b"][0] + p["b"][1]

    point = {"w": 3.0, "b": [2.0, 1.0]}
    assert grad(loss)(point) == {"w": 12.0, "b": [9.0, 1.0]}
    assert list(grad(loss)(point)) == ["w", "b"]
    assert value_and_grad(loss)(point)[0] == 19.0
    assert jacobian(lambda x: {"twice": 2 * x, "square": x * x})(3.0) == {"twice": 2, "square": 6}
    assert hessian(loss)(point)["w"] == {"w": 4.0, "b": [6.0, 0.0]}
    value, pull = vjp(lambda x: {"a": x * x, "b": 3 * x}, 2.0)
    assert (value, pull({"b": 1.0, "a": 10.0})) == ({"a": 4.0, "b": 6.0}, (43.0,))
    assert jvp(loss, point, {"b": [0.0, 1.0], "w": 1.0})[1] == 13.0
    assert hvp(loss, point, {"b": [0.0, 0.0], "w": 1.0}) == {"w": 4.0, "b": [6.0, 0.0]}
    with pytest.raises(GraphError, match="tangents must be nested like the point"):
        jvp(loss, point, {"w": 1.0, "c": [0.0, 0.0]})
    with pytest.raises(GraphError, match="a gradient needs one number as output, got a dict of 2"):
        grad(lambda x: {"a": x, "b": x})(1.0)


def test_derivatives_leave_no_cycles_behind() -> None:
    gc.collect()
    gc.disable()
    try:
        grad(lambda x: x[0] * x[1]["a"])([1.0, {"a": 2.0}])
        jacobian(lambda x: [x[0], x[1]])((1.0, 2.0))
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_inner_derivative_asks_only_what_lies_between() -> None:
    def inner(y: Any) -> Any:
        return grad(lambda x: x * y + sqrt(y))(1.0)

    assert grad(inner)(0.0) == 1.0


def test_outputs_that_do_not_depend_on_the_point_have_derivative_zero() -> None:
    constant = sin(1.0)
    for f in (lambda x: [x, constant], lambda x: [x, constant + 0 * detach(x)]):
        assert jacobian(f)(3.0) == [1.0, 0.0]
        assert jvp(f, 3.0, 2.0)[1] == [2.0, 0.0]
        assert vjp(f, 3.0)[1]([5.0, 7.0]) == (5.0,)


def test_derivatives_go_by_the_name_of_the_function() -> None:
    def cost(x: Any) -> Any:
        """What it costs."""
        return x * x

    for make in (grad, value_and_grad, jacobian, hessian):
        made = make(cost)
        assert (made.__name__, made.__doc__) == ("cost", "What it costs.")


@pytest.mark.parametrize("derive", [grad, value_and_grad, jacobian, hessian])
def test_what_is_no_function_has_no_derivative(derive: Any) -> None:
    with pytest.raises(OperandError, match=rf"^{derive.__name__} takes a function, .* got 3;"):
        derive(3)
    with pytest.raises(OperandError, match=r"of a Value y .* y\.backward\(\) leaves x\.grad"):
        derive(autograd.Value(2.0))
    for call in (vjp, jvp, hvp, sparsity):
        with pytest.raises(OperandError, match=rf"^{call.__name__} takes a function, .* got 3\.0"):
            call(3.0, math.sin, 1.0)


@pytest.mark.parametrize("argnums", [(0, 0), (0, -1), (-1, 0)])
@pytest.mark.parametrize("sparse", [False, True])
def test_an_argument_is_named_once(argnums: Any, sparse: bool) -> None:
    said = r"argnums=\(.*\) names an argument twice: name each once"
    with pytest.raises(GraphError, match=said):
        jacobian(lambda x: [x[0] * x[1]], argnums, sparse=sparse)([1.0, 2.0])
    with pytest.raises(GraphError, match=said):
        hessian(lambda x: x[0] * x[1], argnums, sparse=sparse)([1.0, 2.0])
    for order in (1, 2):
        with pytest.raises(GraphError, match=said):
            sparsity(lambda x: x[0] * x[1], [1.0, 2.0], order=order, argnums=argnums)
