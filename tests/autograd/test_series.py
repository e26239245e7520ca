"""``Series``: what they share, how they compare, which class an operation makes."""

from typing import Any

import pytest

from autograd import OperandError, Value, compile, exp, sin, taylor
from autograd.compiler.symbol import Symbol
from autograd.series import Series, Sweep


def test_sine_and_cosine_share_their_series() -> None:
    made: list[Any] = []

    def f(x: Any) -> Any:
        y = sin(x)
        made.append(y)
        return y

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograd.series.Sweep.close", lambda sweep: made.append(sweep.made))
        taylor(f, 0.3, 6)
    node, nodes = made
    assert {op.name for op, *_ in nodes} == {"sin", "cos", "neg"}
    assert isinstance(node, Series)


def test_coefficients_are_found_when_they_are_asked_for() -> None:
    x = Series(Sweep(), [0.0, 1.0])
    y = exp(x) * x
    assert y.coefficients == [0.0]
    assert y.coefficient(3) == 0.5
    assert y.coefficients == [0.0, 1.0, 1.0, 0.5]
    assert (y.data, y.known, x.coefficient(5)) == (0.0, True, 0.0)


def test_the_same_operation_is_made_once_except_what_keeps_levels_apart() -> None:
    x = Series(Sweep(), [0.5, 1.0])
    assert exp(x) is exp(x)
    assert x * 0.0 is not x * -0.0
    assert x.identity() is not x.identity()


def test_series_come_before_values_and_symbols() -> None:
    x = Series(Sweep(), [0.5, 1.0])
    for other in (Value(2.0), Symbol("s")):
        for y in (x * other, other * x, x + other, other - x):
            assert type(y) is Series
    late = Series(Sweep(), [2.0, 1.0])
    for y in (x * late, late * x):  # the later call is the inner one: x is a constant to it
        assert y.sweep is late.sweep
        assert y.coefficient(1).sweep is x.sweep
        assert y.coefficient(1).data == 0.5


def test_comparisons_look_at_the_number_at_zero() -> None:
    x = Series(Sweep(), [0.5, 1.0])
    assert [x < 1, x > 1, x <= 0.5, x >= Value(0.6), x < Series(Sweep(), [0.7])] == [
        *(True, False, True, False),
        True,
    ]
    with pytest.raises(OperandError, match="the text '1'"):
        assert x < "1"
    assert isinstance(Series(Sweep(), [Symbol("s")]) > 1, Symbol)


def test_constants_are_not_carried_through_the_graph() -> None:
    f = compile(lambda a: taylor(lambda x: x * x * a, 1.0, 2)[2])
    assert len(f.program.instructions) == 0
    assert f(3.0) == 3.0


def test_products_and_quotients_have_rules_of_their_own() -> None:
    sweep = Sweep()
    a, b = Series(sweep, [1.0, 2.0, 3.0, 4.0]), Series(sweep, [2.0, -1.0, 0.5])
    assert [(a * b).coefficient(k) for k in range(5)] == [2.0, 3.0, 4.5, 6.0, -2.5]
    quotient = a * b / b
    assert [quotient.coefficient(k) for k in range(5)] == [1.0, 2.0, 3.0, 4.0, 0.0]
    assert (a * b).factors == {}
    assert quotient.factors == {}
    assert [(6.0 / b).coefficient(k) for k in range(4)] == [3.0, 1.5, 0.0, -0.375]
