"""NumPy arrays as points and as results: an array for an array. Skipped without NumPy."""

from typing import Any

import pytest

from autograd import (
    GraphError,
    Value,
    check_gradients,
    grad,
    hessian,
    hvp,
    jacobian,
    jvp,
    value_and_grad,
    vjp,
)

np = pytest.importorskip("numpy")


def square_sum(x: Any) -> Any:
    return (x * x).sum()


def test_gradient_of_an_array_is_an_array() -> None:
    x = np.array([1.0, 2.0, 3.0])
    value, gradient = value_and_grad(square_sum)(x)
    assert (type(value), value) == (float, 14.0)
    assert isinstance(gradient, np.ndarray)
    assert gradient.dtype == np.float64
    assert gradient.tolist() == [2.0, 4.0, 6.0]
    assert grad(lambda v: np.exp(v) @ v)(x).shape == (3,)
    assert x.tolist() == [1.0, 2.0, 3.0]


def test_arrays_of_whole_numbers_and_of_many_axes_are_points_too() -> None:
    x = np.arange(6).reshape(2, 3)
    gradient = grad(lambda m: (m * m).sum())(x)
    assert gradient.tolist() == (2.0 * x).tolist()
    assert grad(lambda m: m[0, 0] * m[1, 2])(x)[1, 2] == 0.0


def test_jacobians_and_hessians_have_the_axes_of_output_and_input() -> None:
    a = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    x = np.array([0.5, -1.0])
    assert jacobian(lambda v: a @ v)(x).tolist() == a.tolist()
    assert jacobian(lambda v: [v[0], v[1] * v[0]])(x)[1].tolist() == [-1.0, 0.5]
    assert hessian(lambda v: v @ v)(x).tolist() == [[2.0, 0.0], [0.0, 2.0]]
    assert hessian(lambda m: (m * m).sum())(a).shape == (3, 2, 3, 2)


def test_arrays_among_other_arguments() -> None:
    x, w = np.array([1.0, 2.0]), {"w": np.array([3.0, 4.0]), "b": 1.0}
    gradients = grad(lambda w, x: w["w"] @ x + w["b"], argnums=(0, 1))(w, x)
    assert gradients[0]["w"].tolist() == [1.0, 2.0]
    assert gradients[0]["b"] == 1.0
    assert gradients[1].tolist() == [3.0, 4.0]


def test_products_take_arrays_and_lists_as_directions() -> None:
    x = np.array([1.0, 2.0])
    for direction in (np.array([1.0, 10.0]), [1.0, 10.0]):
        assert jvp(square_sum, x, direction)[1] == 42.0
    value, pull = vjp(lambda v: v * v, x)
    assert value.tolist() == [1.0, 4.0]
    assert pull(np.array([1.0, 1.0]))[0].tolist() == [2.0, 4.0]
    with pytest.raises(GraphError, match="tangents must be nested like the point"):
        jvp(square_sum, x, np.array([1.0, 2.0, 3.0]))


def test_nested_derivatives_by_arrays() -> None:
    x = np.array([1.0, 2.0])
    outer = grad(lambda s: grad(lambda v: s * (v * v).sum())(x)[1])(3.0)
    assert outer == 4.0
    scale = Value(2.0)
    gradient = grad(lambda v: scale * square_sum(v))(x)
    assert gradient.dtype == object
    assert [g.data for g in gradient] == [4.0, 8.0]
    assert check_gradients(lambda v: (v**3).sum(), x).ok


def test_array_as_output_is_no_single_number() -> None:
    with pytest.raises(GraphError, match="got a ndarray of 2: call jacobian"):
        grad(lambda v: v * v)(np.array([1.0, 2.0]))


def test_array_without_an_axis_is_one_number() -> None:
    assert grad(lambda x: x * x)(np.array(3.0)) == 6.0
    assert grad(lambda x: x * x)([np.float32(3.0)][0]) == 6.0
    assert jacobian(lambda x: [x, {"twice": 2 * x}])(np.array(3.0)) == [1.0, {"twice": 2.0}]


def test_empty_arrays_have_empty_gradients() -> None:
    assert grad(lambda x: x.sum())(np.ones((2, 0))).shape == (2, 0)


def test_roads_agree_on_arrays() -> None:
    rng = np.random.default_rng(0)
    for n in (1, 2, 4):
        x, v, a = rng.normal(size=n), rng.normal(size=n), rng.normal(size=(n, n))

        def f(z: Any, a: Any = a) -> Any:
            return np.tanh(a @ z) @ z + np.sum(np.exp(z) * z)

        assert grad(f)(x).tolist() == grad(lambda z, f=f: f(np.array(z)))(list(x))
        matrix = hessian(f)(x)
        assert matrix == pytest.approx(matrix.T, rel=1e-12)
        assert hvp(f, x, v) == pytest.approx(matrix @ v, rel=1e-12)
        rows = jacobian(lambda z, a=a: np.tanh(a @ z))(x)
        assert jvp(lambda z, a=a: np.tanh(a @ z), x, v)[1] == pytest.approx(rows @ v, rel=1e-12)
        assert vjp(lambda z, a=a: np.tanh(a @ z), x)[1](v)[0] == pytest.approx(v @ rows, rel=1e-12)
