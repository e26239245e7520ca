"""Directions, line searches and paths, on quadratics with known answers and on Rosenbrock."""

import itertools
import math

import numpy as np
import pytest

import autograd as ag
from autograd import GraphError, Value
from nn import (
    SGD,
    Adam,
    backtracking,
    descend,
    exact,
    gradient_step,
    line_search,
    newton_step,
)
from nn.linalg import cholesky, dot, matmul, solve, solve_cholesky, transpose

A = [[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 5.0]]
B = [1.0, -2.0, 0.5]
LARGEST = float(np.linalg.eigvalsh(np.array(A))[-1])
MINIMUM = np.linalg.solve(np.array(A), np.array(B)).tolist()


def quadratic(x):
    """½xᵀAx - bᵀx, whose minimum is the solution of A·x = b."""
    return 0.5 * dot(x, [dot(row, x) for row in A]) - dot(B, x)


def rosenbrock(x):
    return (1.0 - x[0]) ** 2 + 100.0 * (x[1] - x[0] * x[0]) ** 2


def test_newton_lands_on_the_minimum_of_a_quadratic_in_one_step():
    path = descend(quadratic, [7.0, -3.0, 11.0], newton_step, steps=1)
    assert path.points[1] == pytest.approx(MINIMUM, abs=1e-13)
    assert gradient_step(quadratic, path.points[1]) == pytest.approx([0.0] * 3, abs=1e-12)


def test_newton_converges_quadratically_on_rosenbrock():
    path = descend(rosenbrock, [-1.2, 1.0], newton_step, steps=7)
    assert path.points[-1] == pytest.approx([1.0, 1.0], abs=1e-12)
    errors = [math.dist(x, [1.0, 1.0]) for x in path.points[4:7]]
    for before, after in itertools.pairwise(errors):
        assert after < 100 * before**2


def test_newton_goes_to_any_stationary_point_a_saddle_too():
    def saddle(x):
        return x[0] ** 2 - x[1] ** 2

    assert newton_step(saddle, [3.0, 2.0]) == [-3.0, -2.0]


def test_there_is_no_newton_step_where_the_hessian_is_singular():
    with pytest.raises(GraphError, match=r"no Newton step at \[1\.0, 2\.0\]: .* singular"):
        newton_step(lambda x: (x[0] + x[1]) ** 2, [1.0, 2.0])


def test_exact_search_ends_where_the_slope_along_the_line_is_zero():
    x = [2.0, -1.0, 3.0]
    d = gradient_step(quadratic, x)
    alpha = exact(quadratic, x, d)
    assert alpha == pytest.approx(np.dot(d, d) / (np.array(d) @ A @ d), rel=1e-14)
    there = [a + alpha * b for a, b in zip(x, d)]
    assert dot(gradient_step(quadratic, there), d) == pytest.approx(0.0, abs=1e-10)


def test_steepest_descent_with_exact_search_turns_at_right_angles_and_contracts():
    path = descend(quadratic, [7.0, -3.0, 11.0], line_search(exact), steps=12)
    steps = [np.subtract(b, a) for a, b in itertools.pairwise(path.points)]
    for one, two in itertools.pairwise(steps[:6]):
        assert abs(one @ two) < 1e-9 * np.linalg.norm(one) * np.linalg.norm(two)
    low, high = np.linalg.eigvalsh(np.array(A))[[0, 2]]
    bound = ((high - low) / (high + low)) ** 2  # Nocedal & Wright 2006, theorem 3.3
    gaps = [value - quadratic(MINIMUM) for value in path.values[:8]]
    assert all(b <= bound * a * (1 + 1e-9) for a, b in itertools.pairwise(gaps))


def test_exact_search_says_where_the_line_has_no_minimum():
    with pytest.raises(GraphError, match=r"curvature is -2.*try backtracking"):
        exact(lambda x: -(x[0] ** 2), [1.0], [1.0])
    with pytest.raises(GraphError, match="curvature is 0: "):
        exact(lambda x: 3.0 * x[0], [1.0], [-1.0])
    assert exact(quadratic, [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]) == 0.0


@pytest.mark.parametrize("f", [quadratic, lambda x: rosenbrock(x) + x[2] ** 2])
@pytest.mark.parametrize("shrink", [0.5, 0.9])
def test_backtracking_takes_the_first_step_that_armijo_accepts(f, shrink):
    x = [-1.2, 1.0, 0.5]
    d = gradient_step(f, x)
    slope, c = -dot(d, d), 0.3
    alpha = backtracking(f, x, d, start=2.0, shrink=shrink, c=c)

    def enough(t):
        return f([a + t * b for a, b in zip(x, d)]) <= f(x) + c * t * slope

    tried = [2.0 * shrink**k for k in range(round(math.log(alpha / 2.0, shrink)) + 1)]
    assert tried[-1] == pytest.approx(alpha)
    assert enough(alpha)
    assert not any(map(enough, tried[:-1]))


def test_backtracking_comes_back_from_where_f_is_not_defined():
    def barrier(x):
        return x[0] - ag.log(x[0])  # the minimum is at 1, and nothing is below 0

    path = descend(barrier, [4.0], line_search(lambda f, x, d: backtracking(f, x, d, 64.0)), 30)
    assert path.points[-1] == pytest.approx([1.0], abs=1e-4)
    assert backtracking(barrier, [1.0], [0.0]) == 1.0


def test_backtracking_needs_a_way_downhill():
    with pytest.raises(GraphError, match="does not point downhill"):
        backtracking(quadratic, [7.0, 0.0, 0.0], [1.0, 0.0, 0.0])
    with pytest.raises(GraphError, match=r"the slope is 0\.001"):
        backtracking(lambda x: x[0] ** 2 / 2, [1e-3], [1.0])
    with pytest.raises(GraphError, match=r"downhill at \[1\.0, 0\.0\]: the slope is 0"):
        backtracking(lambda x: x[0] ** 2 + x[1] ** 2, [1.0, 0.0], [0.0, 1.0])


@pytest.mark.parametrize(("below_two", "alpha"), [(3e-4, 1.0), (1e-4, 0.5)])
def test_backtracking_asks_for_a_ten_thousandth_of_the_slope(below_two, alpha):
    """On a parabola, of the length that leads to the other side at the same height: 2(1 - c)."""
    start = 2.0 - below_two
    assert backtracking(lambda x: x[0] ** 2 / 2, [1.0], [-1.0], start) == alpha * start


def test_backtracking_ends_at_a_minimum_to_the_last_digit():
    path = descend(lambda x: ag.cosh(x[0] - 0.3), [0.5], line_search(backtracking), steps=200)
    assert path.points[-1] == pytest.approx([0.3], abs=1e-7)


def test_damped_newton_goes_down_where_the_full_step_goes_up():
    f = rosenbrock
    full = descend(f, [-1.2, 1.0], newton_step, steps=2).values
    damped = descend(f, [-1.2, 1.0], line_search(backtracking, newton_step), steps=25)
    assert full[2] > full[1]
    assert all(b <= a for a, b in itertools.pairwise(damped.values))
    assert damped.points[-1] == pytest.approx([1.0, 1.0], abs=1e-9)


def test_descent_lemma():
    """With the step 1/L every step gains at least ‖∇f‖²/(2L)."""
    path = descend(quadratic, [7.0, -3.0, 11.0], line_search(1 / LARGEST), steps=40)
    for x, before, after in zip(path.points, path.values, path.values[1:]):
        g = gradient_step(quadratic, x)
        assert after <= before - dot(g, g) / (2 * LARGEST) + 1e-12
    longer = descend(quadratic, [7.0, -3.0, 11.0], line_search(2.1 / LARGEST), steps=40)
    assert longer.values[-1] > longer.values[0]


def test_an_optimiser_is_a_rule_and_is_left_as_it_was():
    rule = Adam(0.1)
    path = descend(quadratic, [1.0, 1.0, 1.0], rule, steps=30)
    assert descend(quadratic, [1.0, 1.0, 1.0], rule, steps=30) == path
    assert rule.steps == 0
    x = [Value(1.0) for _ in range(3)]
    for _ in range(30):
        for p in x:
            p.grad = 0.0
        quadratic(x).backward()
        rule.step(x)
    assert path.points[-1] == [p.data for p in x]
    same = descend(quadratic, [1.0, 1.0, 1.0], SGD(0.1), 5).points
    other = descend(quadratic, [1.0, 1.0, 1.0], line_search(0.1), 5).points
    assert same[-1] == pytest.approx(other[-1], rel=1e-14)


def test_a_path_has_its_beginning_and_a_point_per_step():
    path = descend(quadratic, (1, 2, 3), SGD(0.1), steps=4)
    points, values = path
    assert points[0] == [1.0, 2.0, 3.0]
    assert len(points) == len(values) == 5
    assert values == [quadratic(x) for x in points]
    assert len(descend(quadratic, (1, 2, 3), SGD(0.1)).points) == 51
    scale = Value(2.0)
    assert descend(lambda x: scale * x[0] ** 2, [3.0], SGD(0.1), steps=0).values == [18.0]


def test_a_path_that_leaves_the_finite_numbers_is_an_arithmetic_error():
    with pytest.raises(ArithmeticError):
        descend(lambda x: x[0] ** 4, [2.0], SGD(1.0), steps=50)
    with pytest.raises(
        FloatingPointError, match=r"f is inf at \[-19999999999\.0.*\]: try a smaller step"
    ):
        descend(lambda x: 1e300 * x[0] ** 2, [1.0], line_search(1e-290), steps=1)


@pytest.mark.parametrize("n", [1, 2, 5, 9])
def test_elimination_and_cholesky_agree_with_numpy(n):
    source = np.random.default_rng(n)
    M, b = source.normal(size=(n, n)), source.normal(size=n)
    assert solve(M.tolist(), b.tolist()) == pytest.approx(np.linalg.solve(M, b), rel=1e-8)
    S = M @ M.T + np.eye(n)
    L = cholesky(S.tolist())
    assert [x for row in L for x in row] == pytest.approx(
        np.linalg.cholesky(S)[np.tril_indices(n)], rel=1e-10
    )
    assert solve_cholesky(L, b.tolist()) == pytest.approx(np.linalg.solve(S, b), rel=1e-9)
    assert np.allclose(matmul(M.tolist(), transpose(M.tolist())), M @ M.T)


def test_a_matrix_that_does_not_fit_is_refused():
    with pytest.raises(GraphError, match="square matrix of 2 rows"):
        solve([[1.0, 2.0]], [1.0, 2.0])
    with pytest.raises(GraphError, match="singular"):
        solve([[1.0, 2.0], [2.0, 4.0]], [1.0, 2.0])
    with pytest.raises(ArithmeticError):
        cholesky([[1.0, 2.0], [2.0, 1.0]])
    assert solve([[0.0, 1.0], [-1.0, 0.0]], [3.0, 4.0]) == [-4.0, 3.0]  # rows change places
    assert solve([[1e-200, 0.0], [0.0, 1e-200]], [1e-200, 0.0]) == [1.0, 0.0]


def test_the_log_determinant_through_cholesky_has_the_inverse_as_gradient():
    x = [[Value(v) for v in row] for row in ([2.0, 0.3], [0.3, 1.0])]
    x[0][1] = x[1][0]  # the lower triangle is read
    sum(2 * ag.log(row[-1]) for row in cholesky(x)).backward()
    inverse = np.linalg.inv([[2.0, 0.3], [0.3, 1.0]])
    found = [x[0][0].grad, x[1][0].grad, x[1][1].grad]
    assert found == pytest.approx([inverse[0, 0], 2 * inverse[0, 1], inverse[1, 1]], rel=1e-13)
