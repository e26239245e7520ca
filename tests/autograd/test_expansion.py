"""``taylor``: every row of the table against mpmath, closed forms, nesting, cost, errors."""

import gc
import math
import random
from typing import Any

import mpmath
import pytest
from mpmath import mp

from autograd import (
    GraphError,
    NonFiniteError,
    OperandError,
    Value,
    abs,
    atan2,
    compile,
    cos,
    detach,
    exp,
    functions,
    grad,
    hessian,
    jacobian,
    jvp,
    log,
    maximum,
    nonfinite,
    pow,
    relu,
    sin,
    sqrt,
    tan,
    taylor,
    where,
)
from autograd import series as series_module
from autograd.define import temporary_op
from autograd.functions import GENERIC
from autograd.levels import running
from autograd.ops import DOMAINS, OPS
from tests.autograd.test_ops import REFERENCE, UNDIFFERENTIATED
from tests.tables.all_roads import draw, function_of

ORDER = 10


@pytest.mark.parametrize("name", functions.__all__)
def test_every_row_of_the_table_to_order_ten(name: str) -> None:
    op, rng = OPS[name], random.Random(name)
    for _ in range(4):
        point = [rng.uniform(*DOMAINS[domain]) for domain in op.domain]
        speed = [rng.uniform(-0.3, 0.3) * x for x in point]
        found = taylor(lambda *x: GENERIC[name](*x), tuple(point), ORDER, direction=tuple(speed))
        if name in UNDIFFERENTIATED:
            assert found == [GENERIC[name](*point)] + [0.0] * ORDER
            continue
        line = [(mp.mpf(x), mp.mpf(v)) for x, v in zip(point, speed)]
        with mp.workdps(60):
            exact = mpmath.taylor(
                lambda t, line=line: REFERENCE[name](*(x + t * v for x, v in line)),
                0,
                ORDER,
            )
        size = max(map(mp.fabs, exact))  # of which cancellation leaves the last digits
        assert found == pytest.approx([*map(float, exact)], rel=1e-12, abs=float(1e-14 * size))


def coefficients(f: Any, x: float, order: int) -> list[float]:
    with mp.workdps(60):
        return [float(c) for c in mpmath.taylor(f, mp.mpf(x), order)]


def test_closed_forms() -> None:
    assert taylor(lambda x: exp(sin(x)), 0.7, 10) == pytest.approx(
        coefficients(lambda x: mp.exp(mp.sin(x)), 0.7, 10), rel=1e-12
    )
    assert taylor(tan, 0.7, 30) == pytest.approx(coefficients(mp.tan, 0.7, 30), rel=1e-13)
    assert taylor(lambda x: 1 / (1 - x), 0.0, 50) == [1.0] * 51
    assert taylor(lambda x: log(1 + x), 0.0, 20)[1:] == pytest.approx(
        [(-1) ** (k + 1) / k for k in range(1, 21)], rel=1e-14
    )


def test_whole_powers_at_zero_and_the_conventions_of_the_table() -> None:
    assert taylor(lambda x: x**3, 0.0, 5) == [0.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    assert taylor(lambda x: (1 + x) ** 2 - x**0, 0.0, 3) == [0.0, 2.0, 1.0, 0.0]
    assert taylor(lambda x: x**-1, 2.0, 3) == [0.5, -0.25, 0.125, -0.0625]
    assert taylor(lambda y: pow(0.0, y), 2.0, 4) == [0.0] * 5  # 0**y is 0 around y = 2
    assert taylor(lambda x: pow(x, x + 2), 0.0, 1) == [0.0, 0.0]


def test_high_orders_of_powers_need_no_recursion() -> None:
    found = taylor(lambda x: x**0.5, 1.0, 150)
    exact, c = [], 1.0
    for k in range(151):
        exact.append(c)
        c *= (0.5 - k) / (k + 1)
    assert found == pytest.approx(exact, rel=1e-11)


def test_long_chains_need_no_recursion() -> None:
    def f(x: Any) -> Any:
        for _ in range(3000):
            x = x + 1e-4 * x * x
        return x

    value, first, *_ = taylor(f, 0.5, 2)
    assert (value, first) == (f(0.5), pytest.approx(grad(f)(0.5), rel=1e-12))


def test_at_a_kink_it_is_the_branch_that_is_taken() -> None:
    assert taylor(lambda x: abs(x) * relu(x), 0.0, 3) == [0.0] * 4
    assert taylor(lambda x: abs(x) * relu(x), -1.0, 3) == [0.0] * 4
    assert taylor(lambda x: abs(x) ** 3, -1.0, 3) == [1.0, -3.0, 3.0, -1.0]
    assert taylor(lambda x: where(x > 0, x * x, -x), 0.0, 2) == [0.0, -1.0, 0.0]
    assert taylor(lambda x: x * x if x > 0 else -x, 1.0, 2) == [1.0, 2.0, 1.0]
    assert taylor(lambda x: maximum(x, x**3), 1.0, 3) == [1.0, 1.0, 0.0, 0.0]
    assert taylor(lambda x: [x <= 0.5, x < 0.5, x >= 0.5, x > Value(0.2)], 0.5, 0) == [[1, 0, 1, 1]]


def test_shapes_of_points_directions_and_results() -> None:
    def f(p: Any, y: Any = 1.0, *, k: float = 1.0) -> Any:
        return {"a": p["u"] * y * k, "b": [p["v"] ** 2, 7.0]}

    found = taylor(f, ({"u": 2.0, "v": 3.0}, 5.0), 2, direction=({"u": 1.0, "v": 1.0}, 10.0), k=2.0)
    assert found == [
        {"a": 20.0, "b": [9.0, 7.0]},
        {"a": 50.0, "b": [6.0, 0.0]},
        {"a": 20.0, "b": [1.0, 0.0]},
    ]
    assert taylor(f, ({"u": 2.0, "v": 3.0},), 0, direction=({"v": 1.0, "u": 0.0},))[0]["a"] == 2.0
    assert taylor(lambda x: x, 3, 2, direction=4) == [3.0, 4.0, 0.0]
    assert taylor(lambda x: x[0] * 3, [2.0], 1) == [6.0, 3.0]
    assert taylor(lambda x: detach(x) * x, 3.0, 2) == [9.0, 3.0, 0.0]
    assert taylor(lambda x: 1.0, 3.0, 2) == [1.0, 0.0, 0.0]


def test_arrays_are_points_and_results() -> None:
    np = pytest.importorskip("numpy")
    found = taylor(lambda x: np.exp(x), np.array([0.0, 1.0]), 2, direction=np.array([1.0, 2.0]))
    assert [c.tolist() for c in found] == [
        pytest.approx([1.0, math.e]),
        pytest.approx([1.0, 2 * math.e]),
        pytest.approx([0.5, 2 * math.e]),
    ]


def test_order_may_be_any_whole_number() -> None:
    np = pytest.importorskip("numpy")
    assert taylor(exp, 0.0, np.int64(1)) == [1.0, 1.0]


def test_first_coefficient_is_the_jvp_and_second_half_the_curvature() -> None:
    def f(x: Any) -> Any:
        return [atan2(x[0], x[1]) * exp(x[0]), sqrt(x[1]) / x[0]]

    x, v = [0.8, 1.7], [0.3, -1.1]
    value, first, second = taylor(f, x, 2, direction=v)
    assert (value, first) == (f(x), pytest.approx(jvp(f, x, v)[1], rel=1e-14))
    twice = jvp(lambda x: jvp(f, x, v)[1], x, v)[1]
    assert second == pytest.approx([c / 2 for c in twice], rel=1e-13)


def test_within_another_derivative() -> None:
    third = grad(lambda a: taylor(lambda x: exp(a * x), 0.0, 3)[3])  # a³/6
    assert third(2.0) == pytest.approx(2.0, rel=1e-15)
    assert grad(third)(2.0) == pytest.approx(2.0, rel=1e-15)
    assert grad(lambda x: taylor(sin, x, 4)[4])(0.3) == pytest.approx(math.cos(0.3) / 24, rel=1e-14)
    assert jacobian(lambda v: taylor(sin, 0.3, 2, direction=v))(2.0) == pytest.approx(
        [0.0, math.cos(0.3), -2.0 * math.sin(0.3)], rel=1e-14
    )
    w = Value(2.0)
    taylor(lambda x: w * w * x * x, 1.0, 2)[2].backward()
    assert w.grad == 4.0


def test_another_derivative_within() -> None:
    found = taylor(lambda x: grad(lambda y: sin(x * y))(2.0), 0.5, 6)
    assert all(type(c) is float for c in found)
    exact = coefficients(lambda x: x * mp.cos(2 * x), 0.5, 6)
    assert found == pytest.approx(exact, rel=1e-12)
    found = taylor(lambda x: grad(grad(lambda y: y**5))(x), 1.0, 3)
    assert found == [20.0, 60.0, 60.0, 20.0]
    # the same point twice: each level has nodes of its own
    found = taylor(lambda x: grad(lambda y: y * grad(lambda z: y * z * x)(x))(x), 2.0, 2)
    assert found == [8.0, 8.0, 2.0]  # d/dy (y·y·x) at y = x: 2x²


def test_taylor_within_taylor() -> None:
    found = taylor(lambda x: taylor(lambda y: exp(x * y), 1.0, 2)[2], 0.5, 5)
    exact = coefficients(lambda x: x * x / 2 * mp.exp(x), 0.5, 5)
    assert found == pytest.approx(exact, rel=1e-12)
    # perturbation confusion would give 2 (see test_levels.py)
    assert taylor(lambda x: x * taylor(lambda y: x + y, 1.0, 1)[1], 1.0, 1)[1] == 1.0


def test_in_a_compiled_function() -> None:
    f = compile(lambda a: taylor(lambda x: exp(a * x) * where(x > 1, x, 1.0), a, 3))
    for a in (0.5, 2.0):
        expected = taylor(lambda x, a=a: exp(a * x) * where(x > 1, x, 1.0), a, 3)
        assert f(a) == pytest.approx(expected, rel=1e-14)


def test_ops_that_were_defined_by_somebody() -> None:
    with temporary_op("lambert", "x", "x * exp(x)", ("exp(x) + y",), "real") as lambert:
        exact = coefficients(lambda x: x * mp.exp(x), 0.3, 8)
        assert taylor(lambert, 0.3, 8) == pytest.approx(exact, rel=1e-13)


def test_what_is_not_finite_is_told_by_the_op_that_was_written() -> None:
    with pytest.raises(
        NonFiniteError, match=r"sqrt has no finite derivative .* at its operand x = 0\.0"
    ):
        taylor(sqrt, 0.0, 3)
    assert taylor(sqrt, 0.0, 0) == [0.0]
    said = (
        r"coefficient of order 2 of pow is inf at its operands a = 0.0, b = 1.5\. a negative base"
    )
    with pytest.raises(NonFiniteError, match=said) as caught:
        taylor(lambda x: x**1.5, 0.0, 3)
    assert (caught.value.op.name, caught.value.result) == ("pow", math.inf)
    with pytest.raises(NonFiniteError, match=r"log gave -inf at its operand x = 0\.0"):
        taylor(log, 0.0, 3)
    with pytest.raises(NonFiniteError, match="coefficient of order 3 of exp is inf"):
        taylor(exp, 700.0, 20, direction=100.0)
    with nonfinite("allow"):
        assert taylor(sqrt, 0.0, 1) == [0.0, math.inf]
    assert taylor(lambda x: x * x, math.inf, 2) == [math.inf, math.inf, 1.0]  # it was given so
    assert running == {}


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: taylor(0.0, exp, 2), OperandError, "taylor takes a function, .* got 0.0"),
        (lambda: taylor(exp, 0.0, -1), GraphError, "a whole number from 0 on, got -1"),
        (lambda: taylor(exp, 0.0, 2.0), GraphError, "a whole number from 0 on, got 2.0"),
        (lambda: taylor(sum, [0.0, 1.0], 2), GraphError, "x has 2 numbers: give the direction=…"),
        (lambda: taylor(sum, [], 2), GraphError, "x has 0 numbers"),
        (lambda: taylor(exp, 0.0, 2, direction=[1.0]), GraphError, "nested like the point, 1 in"),
        (lambda: taylor(exp, "0", 2), OperandError, "the text '0'"),
        (lambda: taylor(lambda x: None, 0.0, 2), OperandError, "must return numbers or Values"),
    ],
)
def test_wrong_requests_are_refused(call: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        call()


def test_cost_grows_with_the_square_of_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    def products(order: int) -> int:
        count, plain = 0, series_module._dot

        def counted(pairs: Any) -> Any:
            nonlocal count
            pairs = list(pairs)
            count += len(pairs)
            return plain(pairs)

        with monkeypatch.context() as patch:
            patch.setattr(series_module, "_dot", counted)
            taylor(lambda x: tan(exp(sin(x))) * cos(x), 0.4, order)
        return count

    assert products(40) < 4.2 * products(20)


def test_nothing_is_left_behind() -> None:
    gc.collect()
    gc.disable()
    try:
        taylor(lambda x: exp(sin(x)) ** 1.5, 0.7, 4)
        assert gc.collect() == 0
    finally:
        gc.enable()


@pytest.mark.parametrize("name", functions.__all__)
def test_first_coefficients_hold_the_conventions_of_the_table(name: str) -> None:
    op = OPS[name]
    for point, (value, partials) in op.conventions.items():
        for i, partial in enumerate(partials):
            if op.partials[i] is None:  # a condition: it takes part in no derivative
                continue

            def f(x: Any, i: int = i, point: Any = point) -> Any:
                return GENERIC[name](*point[:i], x, *point[i + 1 :])

            if partial is None:
                with pytest.raises(NonFiniteError, match=f"{name} has no finite derivative"):
                    taylor(f, point[i], 1)
            else:
                assert taylor(f, point[i], 1) == pytest.approx([value, partial], rel=1e-15)


@pytest.mark.parametrize("seed", range(40))
def test_random_programs_agree_with_nested_derivatives(seed: int) -> None:
    case = draw(seed)
    f = function_of(case)
    for x, y in case.rows:
        try:
            (first, other), rows = grad(f, (0, 1))(x, y), hessian(lambda v: f(*v))([x, y])
            third = grad(grad(grad(lambda x, y=y: f(x, y))))(x)
        except NonFiniteError:
            continue
        exact = [first, rows[0][0] / 2, third / 6]
        exact += [first + other, (rows[0][0] + 2 * rows[0][1] + rows[1][1]) / 2]
        if all(map(math.isfinite, (x, y, *exact))):
            found = taylor(lambda x, y=y: f(x, y), x, 3)[1:]
            found += taylor(f, (x, y), 2, direction=(1.0, 1.0))[1:]
            size = max(map(mp.fabs, exact))
            assert found == pytest.approx(exact, rel=1e-9, abs=float(1e-9 * size)), (x, y)
