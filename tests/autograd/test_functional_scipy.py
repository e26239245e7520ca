"""What SciPy's solvers ask for is what derivatives give: arrays for arrays, rows for equations.

Every solution is held to one that the same solver finds without our derivatives, or to a closed
form. Skipped without SciPy.
"""

from functools import partial
from itertools import pairwise
from typing import Any

import pytest

from autograd import compile, exp, grad, hessian, hvp, jacobian, sparsity, sum, value_and_grad

np = pytest.importorskip("numpy")
scipy = pytest.importorskip("scipy")
optimize = pytest.importorskip("scipy.optimize")
integrate = pytest.importorskip("scipy.integrate")

X0 = np.array([1.3, 0.7, 0.8, 1.9])


def rosenbrock(x: Any, a: Any = 100.0, b: Any = 1.0) -> Any:
    return sum(a * (q - p * p) ** 2 + (b - p) ** 2 for p, q in pairwise(x))


def test_derivatives_are_scipys_and_arrays_of_floats() -> None:
    value, gradient = value_and_grad(rosenbrock)(X0)
    assert (type(value), value) == (float, pytest.approx(optimize.rosen(X0), rel=1e-15))
    assert gradient == pytest.approx(optimize.rosen_der(X0), rel=1e-14)
    matrix, product = hessian(rosenbrock)(X0), hvp(rosenbrock, X0, X0)
    assert matrix == pytest.approx(optimize.rosen_hess(X0), rel=1e-14)
    assert product == pytest.approx(optimize.rosen_hess_prod(X0, X0), rel=1e-14)
    shapes = [(a.shape, a.dtype) for a in (gradient, matrix, product)]
    assert shapes == [((4,), float), ((4, 4), float), ((4,), float)]


@pytest.mark.parametrize(
    ("method", "more"),
    [
        ("CG", {}),
        ("BFGS", {}),
        ("L-BFGS-B", {}),
        ("TNC", {}),
        ("SLSQP", {}),
        ("trust-exact", {"hess": hessian(rosenbrock)}),
        ("newton-cg", {"hess": hessian(rosenbrock)}),
        ("newton-cg", {"hessp": partial(hvp, rosenbrock)}),
        ("trust-ncg", {"hessp": partial(hvp, rosenbrock)}),
        ("trust-krylov", {"hessp": partial(hvp, rosenbrock)}),
        ("trust-constr", {"hess": hessian(rosenbrock, sparse=True)}),
    ],
)
def test_minimize(method: str, more: dict[str, Any]) -> None:
    found = optimize.minimize(
        value_and_grad(rosenbrock), X0, jac=True, method=method, tol=1e-9, **more
    )
    assert found.x == pytest.approx(np.ones(4), rel=1e-4)


@pytest.mark.parametrize(
    "more", [{"hess": hessian(rosenbrock)}, {"hessp": partial(hvp, rosenbrock)}]
)
def test_minimize_with_further_arguments(more: dict[str, Any]) -> None:
    both, start = value_and_grad(rosenbrock), [1.5, 2.0]
    found = optimize.minimize(both, start, (5.0, 2.0), jac=True, method="newton-cg", **more)
    assert found.x == pytest.approx([2.0, 4.0], rel=1e-4)


def test_minimize_of_one_number() -> None:
    found = optimize.minimize(value_and_grad(lambda x: ((x - 2) ** 2).sum()), 3.0, jac=True)
    assert found.x == pytest.approx([2.0])


def test_minimize_of_a_compiled_function() -> None:
    numbers = value_and_grad(lambda *x: rosenbrock(x), argnums=(0, 1, 2, 3))
    compiled = compile(numbers, inputs=4)
    found = optimize.minimize(lambda x: compiled(*x), X0, jac=True, method="BFGS", tol=1e-9)
    assert found.x == pytest.approx(np.ones(4), rel=1e-6)
    value, gradient = compiled(*X0)
    assert value == pytest.approx(optimize.rosen(X0), rel=1e-14)
    assert gradient == pytest.approx(optimize.rosen_der(X0), rel=1e-14)


def equations(x: Any) -> Any:
    return [x[0] + 0.5 * (x[0] - x[1]) ** 3 - 1.0, 0.5 * (x[1] - x[0]) ** 3 + x[1]]


@pytest.mark.parametrize("method", ["hybr", "lm"])
def test_root(method: str) -> None:
    found = optimize.root(equations, [0.0, 0.0], jac=jacobian(equations), method=method)
    assert found.success
    assert found.x == pytest.approx(optimize.root(equations, [0.0, 0.0], tol=1e-13).x, rel=1e-8)


def test_root_scalar_and_newton() -> None:
    def f(x: Any) -> Any:
        return x**3 - 2

    newton = optimize.root_scalar(value_and_grad(f), x0=1.0, fprime=True, method="newton")
    assert newton.root == pytest.approx(2 ** (1 / 3), rel=1e-14)
    halley = optimize.newton(f, 1.0, fprime=grad(f), fprime2=grad(grad(f)))
    assert halley == pytest.approx(2 ** (1 / 3), rel=1e-14)


TIMES = np.linspace(0.0, 2.0, 15)
DATA = 2 * np.exp(-1.3 * TIMES) + 0.1


def residuals(p: Any) -> Any:
    return [p[0] * exp(-p[1] * t) + p[2] - y for t, y in zip(TIMES.tolist(), DATA.tolist())]


@pytest.mark.parametrize(
    ("method", "jac"),
    [
        ("trf", jacobian(residuals)),
        ("dogbox", jacobian(residuals)),
        ("lm", jacobian(residuals)),
        ("trf", jacobian(lambda p: p[0] * np.exp(-p[1] * TIMES) + p[2])),
        ("trf", jacobian(residuals, sparse=True)),
    ],
)
def test_least_squares(method: str, jac: Any) -> None:
    found = optimize.least_squares(residuals, [1.0, 1.0, 0.0], jac=jac, method=method)
    assert found.x == pytest.approx([2.0, 1.3, 0.1], rel=1e-7)


def test_least_squares_by_differences_takes_our_pattern() -> None:
    calls = 0

    def f(x: Any) -> Any:
        nonlocal calls
        calls += 1
        return [x[0] - 1, *(exp(b) - a * a - 1 for a, b in pairwise(x))]

    start = np.full(30, 0.9)
    pattern = sparsity(f, start)
    calls = 0
    with_it = optimize.least_squares(f, start, jac_sparsity=pattern, tr_solver="lsmr").cost
    few, calls = calls, 0
    assert with_it == pytest.approx(optimize.least_squares(f, start).cost, abs=1e-6)
    assert 3 * few < calls


def robertson(t: Any, y: Any) -> Any:
    slow, fast = 0.04 * y[0], 1e4 * y[1] * y[2]
    return [fast - slow, slow - fast - 3e7 * y[1] ** 2, 3e7 * y[1] ** 2]


@pytest.mark.parametrize("sparse", [False, True])
@pytest.mark.parametrize("method", ["Radau", "BDF"])
def test_solve_ivp(method: str, sparse: bool) -> None:
    options = {"method": method, "rtol": 1e-8, "atol": 1e-12}
    jac = jacobian(robertson, 1, sparse=sparse)
    ours = integrate.solve_ivp(robertson, (0, 40), [1.0, 0.0, 0.0], jac=jac, **options)
    theirs = integrate.solve_ivp(robertson, (0, 40), [1.0, 0.0, 0.0], **options)
    assert ours.y[:, -1] == pytest.approx(theirs.y[:, -1], rel=1e-5)
    # E. Hairer, G. Wanner (1996), "Solving Ordinary Differential Equations II", chapter IV.10
    assert ours.y[:, -1] == pytest.approx([0.7158, 9.185e-6, 0.2842], rel=1e-3)


#: LSODA took the arguments of jac that have defaults for its own, until 1.17
TAKES_DERIVATIVES = tuple(map(int, scipy.__version__.split(".")[:2])) >= (1, 17)


def test_solve_ivp_with_lsoda() -> None:
    jac = jacobian(robertson, 1)
    ours = integrate.solve_ivp(
        *(robertson, (0, 40), [1.0, 0.0, 0.0]),
        jac=jac if TAKES_DERIVATIVES else lambda t, y: jac(t, y),
        method="LSODA",
        rtol=1e-8,
        atol=1e-12,
    )
    assert ours.y[:, -1] == pytest.approx([0.7158, 9.185e-6, 0.2842], rel=1e-3)
