"""Operators and methods of Value: one for each row that has one, on either side."""

import operator

import pytest

from autograd import Value, functions
from autograd.operators import Operators
from autograd.ops import OPERATORS, OPS
from tests.stubs import operators_stub


@pytest.mark.parametrize("name", OPERATORS)
def test_operator_makes_a_node_of_its_row_on_either_side(name: str) -> None:
    apply = getattr(operator, OPERATORS[name])
    a, b = Value(5.0), Value(2.0)
    for left, right in ((a, b), (a, 2.0), (5.0, b), (a, 2), (5, b)):
        made = apply(left, right)
        assert (made.op, made.data, made.operands) == (OPS[name], apply(5.0, 2.0), (left, right))


def test_every_row_of_one_operand_is_a_method() -> None:
    for name in functions.unary_ops():
        if name in functions.__all__:
            made = getattr(Value(0.7 if name != "acosh" else 1.7), name)()
            assert made.op is OPS[name]
            assert f"    def {name}(self" in operators_stub()


def test_base_class_has_no_state_of_its_own() -> None:
    assert Operators.__slots__ == ()
    assert not hasattr(Value(1.0), "__dict__")
