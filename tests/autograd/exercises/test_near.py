"""When two numbers count as equal: within a millionth, endless and missing ones by their kind."""

import math

import pytest

from autograd.exercises.near import TOLERANCE, close, same


@pytest.mark.parametrize("expected", [0.0, 1.0, -3.0, 1e9])
def test_the_tolerance_grows_with_the_number(expected: float) -> None:
    room = TOLERANCE * (1.0 + abs(expected))
    assert close(expected, expected + 0.9 * room)
    assert not close(expected, expected + 1.1 * room)
    assert not close(expected, expected - 1.1 * room)


def test_a_tolerance_of_ones_own() -> None:
    assert close(1.0, 1.5, tolerance=0.3)
    assert not close(1.0, 1.5, tolerance=0.2)
    assert same({"a": 1.0}, {"a": 1.5}, tolerance=0.3)


def test_what_is_not_finite_agrees_with_its_own_kind_alone() -> None:
    assert close(math.nan, math.nan)
    assert close(math.inf, math.inf)
    assert not close(math.inf, -math.inf)
    assert not close(math.nan, 1.0)
    assert not close(1.0, math.inf)


def test_the_same_numbers_at_the_same_paths() -> None:
    assert same({"a": 1.0, "b": 2.0}, {"b": 2.0, "a": 1.0})
    assert not same({"a": 1.0}, {"a": 1.0, "b": 2.0})
    assert not same({"a": 1.0}, {"b": 1.0})
    assert not same({"a": 1.0}, {"a": 1.1})
