"""Newton's method as ``root`` takes it: solutions against SciPy and closed forms, all refusals."""

import math
from random import Random
from typing import Any

import pytest

from autograd import (
    ConvergenceError,
    GraphError,
    NonFiniteError,
    OperandError,
    atan,
    exp,
    log,
    root,
    sin,
    sqrt,
)
from autograd.levels import Level
from autograd.newton import Equation, solved


def test_solutions_are_those_of_scipy() -> None:
    optimize = pytest.importorskip("scipy.optimize")

    def f(x: Any) -> Any:
        return [x[0] + 0.5 * (x[0] - x[1]) ** 3 - 1.0, 0.5 * (x[1] - x[0]) ** 3 + x[1]]

    found = root(f, [0.0, 0.0])
    assert found == pytest.approx(list(optimize.root(f, [0.0, 0.0], tol=1e-14).x), rel=1e-12)


def test_steps_are_cut_until_the_residual_falls() -> None:
    assert root(atan, 20.0) == 0.0  # whole steps run away from 1.4 on
    assert root(lambda x: log(x) + 20, 2.0) == pytest.approx(math.exp(-20), rel=1e-14)


def test_a_root_that_is_a_double_one_is_found_to_the_tolerance() -> None:
    assert abs(root(lambda x: x * x, 1.0)) < 1e-15
    assert root(lambda x: (x - 3) ** 2, 1.0) == pytest.approx(3.0, abs=1e-9)
    # J. J. Moré, B. S. Garbow, K. E. Hillstrom (1981), "Testing unconstrained optimization
    # software", problem 13: Powell's singular function
    found = root(
        lambda x: [
            x[0] + 10 * x[1],
            math.sqrt(5) * (x[2] - x[3]),
            (x[1] - 2 * x[2]) ** 2,
            math.sqrt(10) * (x[0] - x[3]) ** 2,
        ],
        [3.0, -1.0, 0.0, 1.0],
    )
    assert found == pytest.approx([0.0] * 4, abs=1e-15)


@pytest.mark.parametrize(
    ("f", "start", "x"),
    [
        (lambda x: log(x) + 50, 1.0, math.exp(-50)),
        (lambda x: log(x) + 23, 1e10, math.exp(-23)),
        (lambda v: [v[0] - 1e12, log(v[1]) + 25.0], [1e12, 1.0], [1e12, math.exp(-25)]),
        (lambda x: sqrt(x) - 1e-12, 1.0, 1e-24),
        (lambda x: x * x - 1e-44, 1.0, 1e-22),
        (lambda x: x * x - 1e-15 * x, 1.0, 1e-15),
    ],
)
def test_what_is_small_is_as_exact(f: Any, start: Any, x: Any) -> None:
    assert root(f, start) == pytest.approx(x, rel=1e-14, abs=0.0)


def test_no_start_is_too_large_or_too_small() -> None:
    random = Random(7)
    for _ in range(100):
        k, start = random.uniform(5, 60), 10 ** random.uniform(-3, 12)
        found = root(lambda x, k=k: log(x) + k, start)
        assert found == pytest.approx(math.exp(-k), rel=1e-12, abs=0.0), (k, start)


def test_a_root_that_is_a_multiple_one_at_zero_is_zero() -> None:
    for power in (2, 3, 4):
        assert root(lambda x, power=power: x**power, 1.0) == 0.0
    assert root(lambda v: [v[0] ** 2, v[1] ** 2 - 2], [1.0, 1.0]) == pytest.approx(
        [0.0, math.sqrt(2)], rel=1e-15, abs=0.0
    )
    # too many steps for a small one: not taken for 0
    with pytest.raises(ConvergenceError, match=r"after 100 steps .* or give more max_steps"):
        root(lambda x: x * x - 1e-300, 1.0)
    assert root(lambda x: x * x - 1e-300, 1.0, max_steps=999) == pytest.approx(1e-150, abs=0.0)


def test_ends_at_rounding_errors_where_the_residual_is_never_zero() -> None:
    found = root(lambda x: exp(x) - 1 + 1e-17, 0.5)  # 1e-17 is lost in the sum: never zero
    assert abs(found) < 1e-15
    large = root(lambda x: (x + 1e9) * (x + 1e9) - 1e18 - 1, 1.0, tolerance=0.0)
    assert large == pytest.approx(5e-10, abs=1e-7)  # to what the square's last digit is
    with pytest.raises(ConvergenceError, match="after 0 steps"):
        root(lambda x: exp(x) - 1, 1e-7, max_steps=0)
    assert root(lambda x: exp(x) - 1 + 1e-17, 0.0, max_steps=0) == 0.0


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: root(lambda x: x * x + 1, 0.0), ConvergenceError, "Jacobian is singular at x = 0"),
        (lambda: root(lambda x: 1.0, 0.0), ConvergenceError, "Jacobian is singular at x = 0"),
        (
            lambda: root(lambda x: [x[0] + x[1], 2 * x[0] + 2 * x[1] - 1], [1.0, 1.0]),
            ConvergenceError,
            r"singular at x = \[1.0, 1.0\], where the residual is 3.61",
        ),
        (
            lambda: root(lambda x: x * x + 1e-3, 0.3),
            ConvergenceError,
            r"no solution was found: no step makes the residual fall at x = .* or elsewhere\.$",
        ),
        (
            lambda: root(lambda x: x**3 - 2 * x + 2, 0.0, max_steps=3),
            ConvergenceError,
            "after 3 steps they end at x = 0.84.*, where the residual is 0.913. Start nearer",
        ),
        (
            lambda: root(lambda x: sqrt(x) + 1, 3.0),
            ConvergenceError,
            r"every step leaves the domain of f at x = .*\(sqrt gave nan at its operand x = -",
        ),
        (lambda: root(log, -1.0), NonFiniteError, "log gave nan at its operand x = -1.0"),
        (lambda: root(lambda x: x[0], [1.0, 2.0]), GraphError, "2 unknowns .* f returns 1 numbers"),
        (
            lambda: root(lambda x: x + math.inf, 1.0),
            ConvergenceError,
            "is inf or nan at x = 1",
        ),
        (lambda: root(lambda x: exp(-x) * 1e-300, 1.0, max_steps=9), ConvergenceError, "after 9"),
        (lambda: root(sin, "1"), OperandError, "the text '1'"),
        (lambda: root(lambda x: None, 1.0), OperandError, "must return numbers or Values"),
    ],
)
def test_what_goes_wrong_is_told(call: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        call()


def test_an_error_has_the_last_point() -> None:
    with pytest.raises(ConvergenceError) as caught:
        root(lambda x: [x[0] ** 2 + 1], [0.0])
    assert (caught.value.x, caught.value.residual) == ([0.0], 1.0)


def test_systems_that_others_test_with() -> None:
    # J. J. Moré, B. S. Garbow, K. E. Hillstrom (1981): problems 1, 3 and 30
    assert root(lambda x: [10 * (x[1] - x[0] ** 2), 1 - x[0]], [-1.2, 1.0]) == [1.0, 1.0]
    found = root(lambda x: [1e4 * x[0] * x[1] - 1, exp(-x[0]) + exp(-x[1]) - 1.0001], [0.0, 1.0])
    assert found == pytest.approx([1.098e-5, 9.106], rel=1e-3)

    def broyden(x: Any) -> Any:
        around = [0.0, *x, 0.0]
        return [(3 - 2 * b) * b - a - 2 * c + 1 for a, b, c in zip(around, x, around[2:])]

    assert broyden(root(broyden, [-1.0] * 50)) == pytest.approx([0.0] * 50, abs=1e-14)


def test_the_jacobian_of_a_band_takes_as_many_sweeps_as_it_is_wide(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sweeps, plain = [], Level.pull
    monkeypatch.setattr(Level, "pull", lambda *args: sweeps.append(1) or plain(*args))
    found = solved(
        Equation(lambda x: [b - a for a, b in zip([1.0, *x], x)], [0.0] * 40, (), {}),
        [0.0] * 40,
        1e-10,
        9,
    )
    assert found.point == [1.0] * 40
    assert len(sweeps) == 2
