"""The primitives on floats: Python's answers where it has one, IEEE's where it raises."""

import math
import operator
from collections.abc import Callable
from itertools import product
from math import inf, nan
from typing import Any

import pytest

from autograd import Value, ieee
from autograd.ieee import Float

NUMBERS = [0.0, -0.0, 0.1, -0.5, 1.0, -2.0, 3.7, 1e17, -1e300, 5e-324, inf, -inf, nan]


def same(got: float, expected: float) -> bool:
    return repr(got) == repr(expected)


@pytest.mark.parametrize("name", ["floordiv", "mod"])
def test_divisions_are_those_of_python(name: str) -> None:
    for a, b in product(NUMBERS, repeat=2):
        if b != 0.0:
            assert same(getattr(ieee, name)(a, b), getattr(operator, name)(a, b)), (a, b)


@pytest.mark.parametrize("total", ieee.RAISING, ids=lambda f: f.__name__)
def test_what_raises_else_answers_the_same(total: Callable[..., float]) -> None:
    raising = ieee.RAISING[total]
    for numbers in product(NUMBERS, repeat=2 if total is ieee.pow else 1):
        try:
            expected = raising(*numbers)
        except (ValueError, OverflowError):
            assert not math.isfinite(total(*numbers))
        else:
            assert same(total(*numbers), expected)


def test_division_by_zero_has_the_sign_of_both() -> None:
    for divide in (ieee.div, ieee.floordiv):
        assert [divide(a, b) for a, b in product((2.0, -2.0), (0.0, -0.0))] == [
            inf,
            -inf,
            -inf,
            inf,
        ]
        assert math.isnan(divide(0.0, 0.0))
        assert math.isnan(divide(nan, 0.0))
    assert math.isnan(ieee.mod(2.0, 0.0))


@pytest.mark.parametrize("x", [0.0, -0.0, 0.5, -0.5, 2.0, -2.0, 2.0**52 + 1, -1e300])
def test_floor_is_that_of_python_and_keeps_the_sign_of_zero(x: float) -> None:
    assert ieee.floor(x) == math.floor(x)
    assert math.copysign(1.0, ieee.floor(x)) == math.copysign(1.0, x)


def test_floor_of_what_is_not_finite_is_itself() -> None:
    assert (ieee.floor(inf), ieee.floor(-inf)) == (inf, -inf)
    assert math.isnan(ieee.floor(nan))


OPERATORS: list[Callable[[Any, Any], Any]] = [
    *(operator.add, operator.sub, operator.mul, operator.truediv),
    *(operator.floordiv, operator.mod, operator.pow),
]


@pytest.mark.parametrize("apply", OPERATORS, ids=lambda f: f.__name__)
def test_arithmetic_of_careful_floats_never_raises(apply: Callable[[Any, Any], Any]) -> None:
    for a, b in product(NUMBERS, repeat=2):
        results = [apply(Float(a), Float(b)), apply(Float(a), b), apply(a, Float(b))]
        assert [type(x) for x in results] == [Float] * 3
        assert len({repr(x) for x in results}) == 1
        try:
            expected = apply(a, b)
        except ArithmeticError:
            continue
        assert isinstance(expected, complex) or same(float(results[0]), expected), (a, b)


@pytest.mark.parametrize("apply", OPERATORS, ids=lambda f: f.__name__)
def test_careful_floats_leave_values_to_values(apply: Callable[[Any, Any], Any]) -> None:
    for made in (apply(Float(3.0), Value(2.0)), apply(Value(3.0), Float(2.0))):
        assert (type(made), made.data) == (Value, apply(3.0, 2.0))
        assert {type(o) for o in made.operands} == {Value, float}
    with pytest.raises(TypeError):
        apply(Float(1.0), "1")


def test_negative_of_a_careful_float_is_one() -> None:
    assert type(-Float(0.0)) is Float
    assert math.copysign(1.0, -Float(0.0)) == -1.0
