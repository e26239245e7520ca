"""``sum`` and ``logsumexp``: the same on numbers and Values, right at ties and at any spread."""

import math
import random
from typing import Any

import pytest

import autograd
from autograd import OperandError, Value, grad, hessian, logaddexp, logsumexp

SCALE = Value(1.0)  # of no derivative that is asked for: it makes the sweep record


def test_sum_is_equal_on_numbers_and_values() -> None:
    rng = random.Random(3)
    for _ in range(50):
        numbers = [rng.uniform(-1.0, 1.0) * 10 ** rng.randint(-9, 9) for _ in range(30)]
        total = 0.0
        for x in numbers:
            total += x
        assert autograd.sum(numbers) == autograd.sum(map(Value, numbers)).data == total
        assert autograd.sum([*map(Value, numbers[:9]), *numbers[9:]]).data == total


def test_sum_keeps_the_sign_of_zero() -> None:
    for zero in (0.0, -0.0):
        for start in ((), (0,), (-0.0,)):
            by_numbers = autograd.sum([zero], *start)
            assert math.copysign(1.0, by_numbers) == math.copysign(1.0, zero)
            by_values = autograd.sum([Value(zero)], *start).data
            assert math.copysign(1.0, by_values) == math.copysign(1.0, zero)


def test_sum_of_nothing_and_of_one() -> None:
    x = Value(2.0)
    assert autograd.sum([x]) is x
    assert autograd.sum([], x) is x
    for xs in ([], [2], [1, 2], [0.5, 2]):
        assert (autograd.sum(xs), type(autograd.sum(xs))) == (sum(xs), type(sum(xs)))
        assert autograd.sum(xs, 1.5) == sum(xs, 1.5)


@pytest.mark.parametrize("wrong", [["a", "b"], [[1.0], [2.0]], [1.0, None], 3.0])
def test_sum_refuses_what_is_no_number(wrong: Any) -> None:
    with pytest.raises(TypeError):
        autograd.sum(wrong)


@pytest.mark.parametrize("level", [0.0, 1e17, -1e17, 1e308, -1e308])
@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_ties_share_the_gradient_equally(level: float, count: int) -> None:
    leaves = [Value(level) for _ in range(count)]
    y = logsumexp(leaves)
    assert y.data == pytest.approx(level + math.log(count), rel=1e-15)
    y.backward()
    assert [leaf.grad for leaf in leaves] == pytest.approx([1.0 / count] * count, rel=1e-15)
    assert y.data == logsumexp([level] * count)


def test_pair_of_equals_shares_the_gradient() -> None:
    for level in (0.0, 1e17, 1e308):
        assert grad(logaddexp, (0, 1))(level, level) == (0.5, 0.5)


def test_any_spread_is_right() -> None:
    for low, high in ((-1e308, 1e308), (-1.7e308, 1.7e308), (0.0, 1000.0), (1e300, 1.1e300)):
        for xs in ([low, high], [high, low]):
            leaves = [Value(x) for x in xs]
            y = logsumexp(leaves)
            y.backward()
            assert y.data == high == logaddexp(*xs)
            assert [leaf.grad for leaf in leaves] == [float(x == high) for x in xs]
            assert grad(logaddexp, (0, 1))(*xs) == tuple(float(x == high) for x in xs)
            assert hessian(logsumexp)(xs) == [[0.0, 0.0], [0.0, 0.0]]
            outer = grad(lambda x, y: SCALE * logaddexp(x, y), (0, 1))(*xs)
            assert [g.data for g in outer] == [float(x == high) for x in xs]


def test_minus_infinity_is_the_logarithm_of_nothing() -> None:
    assert logaddexp(-math.inf, 2.0) == logaddexp(2.0, -math.inf) == 2.0
    assert logaddexp(-math.inf, -math.inf) == -math.inf
    assert logaddexp(math.inf, math.inf) == math.inf
    assert math.isnan(logaddexp(math.nan, 1.0))
    assert logsumexp([-math.inf, 2.0]) == 2.0
    x, y = Value(-math.inf), Value(2.0)
    logsumexp([x, y]).backward()
    assert (x.grad, y.grad) == (0.0, 1.0)


def test_small_differences_keep_their_digits() -> None:
    assert logaddexp(0.0, -40.0) == pytest.approx(math.exp(-40.0), rel=1e-12)
    assert logsumexp([0.1, 0.2, 0.3]) == pytest.approx(
        math.log(sum(map(math.exp, [0.1, 0.2, 0.3]))), rel=1e-15
    )


def test_derivatives_agree_with_differences() -> None:
    assert autograd.check_gradients(logsumexp, [0.3, -1.0, 0.7]).ok
    assert autograd.check_gradients(logaddexp, 0.3, -1.0).ok


def test_compiled_it_is_the_same() -> None:
    for xs in ([0.5, -2.0, 1.5], [700.0, 800.0, -900.0], [-3.0, -3.0, -3.0]):
        f = autograd.compile(lambda *x: logsumexp(x), inputs=3)
        assert f(*xs) == pytest.approx(logsumexp(xs), rel=1e-14)


def test_logsumexp_of_nothing_is_refused() -> None:
    with pytest.raises(autograd.GraphError, match="at least one"):
        logsumexp([])
    with pytest.raises(OperandError):
        logsumexp(["a"])
