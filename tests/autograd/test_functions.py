"""The generic functions: named, documented, one for each row, the same on all kinds of operands."""

import math
import pickle
from fractions import Fraction
from typing import Any

import pytest

import autograd
from autograd import NonFiniteError, OperandError, Value, functions
from autograd.functions import apply, numeric_partial, recorded_partial
from autograd.ops import OPS


class Louder(Value):
    """A user's own kind of Value."""


class Loudest(Louder):
    """A kind of that."""


def test_documentation_tells_the_derivatives_that_there_are() -> None:
    said = str(functions.where.__doc__)
    assert "Derivatives: dy/da = where(c, 1.0, 0.0); dy/db = where(c, 0.0, 1.0)." in said
    assert "dy/dc" not in said
    assert "give inf or nan: log needs x > 0: add" in str(functions.log.__doc__)


def test_functions_are_pickled_by_their_names() -> None:
    for name in functions.__all__:
        function = getattr(autograd, name)
        assert (function.__module__, function.__qualname__) == ("autograd.functions", name)
        assert pickle.loads(pickle.dumps(function)) is function


def test_functions_of_one_operand_are_those_with_one_to_give() -> None:
    unary = functions.unary_ops()
    assert {"tanh", "leaky_relu", "floor"} <= set(unary)
    assert not {"add", "where", "powlog"} & set(unary)
    assert all(hasattr(Value, name) for name in unary)


@pytest.mark.parametrize("operand", [2, True, Fraction(1, 2), Value(0.5)])
def test_apply_takes_any_real_number(operand: Any) -> None:
    made = apply(OPS["mul"], operand, 3)
    number = operand.data if isinstance(operand, Value) else float(operand)
    assert (made.data if isinstance(made, Value) else made) == 3.0 * number
    assert isinstance(made, Value) == isinstance(operand, Value)


def test_node_is_of_the_most_derived_class_among_its_operands() -> None:
    a, b, c = Value(1.0), Louder(2.0), Loudest(3.0)
    assert [type(y) for y in (a + b, b + a, b * c, autograd.where(a, b, c))] == [
        *(Louder, Louder, Loudest, Loudest)
    ]


def test_operator_functions_refuse_what_operators_leave_to_python() -> None:
    with pytest.raises(OperandError, match="text"):
        functions.add(Value(1.0), "1")
    with pytest.raises(TypeError, match="unsupported operand"):
        Value(1.0) + "1"  # type: ignore[operator]


def test_partials_as_numbers_and_as_values() -> None:
    x, y = Value(2.0), Value(3.0)
    product, choice = x * y, autograd.where(x, y, 0.0)
    assert (numeric_partial(product, 0), recorded_partial(product, 0)) == (3.0, y)
    assert (numeric_partial(choice, 0), recorded_partial(choice, 0)) == (0.0, 0.0)
    root = autograd.sqrt(x * 0.0)
    with pytest.raises(NonFiniteError, match="sqrt has no finite derivative"):
        numeric_partial(root, 0)
    with autograd.nonfinite("allow"):
        assert numeric_partial(root, 0) == math.inf


def test_zero_plus_a_value_leaves_no_trace() -> None:
    x, y = Value(2.0), Value(3.0)
    assert 0 + x is x
    assert (0.0 + x).op is OPS["add"]
    assert sum([x]) is x
    assert sum([x, y]).operands == (x, y)


def test_every_function_of_one_operand_is_a_method() -> None:
    for name in functions.__all__:
        op = OPS[name]
        if op.arity - len(op.defaults) == 1:
            x = Value(1.5 if op.domain[0] == "over 1" else 0.5)
            assert getattr(x, name)().op is op
            assert getattr(x, name)().data == getattr(autograd, name)(x.data)


def test_slope_of_leaky_relu_has_a_name_and_a_default() -> None:
    x, slope = Value(-2.0), Value(0.5)
    assert x.leaky_relu().data == -0.02
    assert autograd.leaky_relu(x, slope=0.5).data == x.leaky_relu(0.5).data == -1.0
    hessian = autograd.hessian(autograd.leaky_relu, (0, 1))
    assert hessian(0.0, 0.25) == hessian(-1.0, 0.25) == ((0.0, 1.0), (1.0, 0.0))
    x.leaky_relu(slope=slope).backward()
    assert (x.grad, slope.grad) == (0.5, -2.0)


def test_where_takes_a_value_as_its_condition() -> None:
    a, b = Value(2.0), Value(3.0)
    for condition, chosen in [(Value(1.0), 2.0), (Value(0.0), 3.0), (a > b, 3.0), (True, 2.0)]:
        assert autograd.where(condition, a, b).data == chosen
    recorded = autograd.where(autograd.greater(a, b), a, b)
    a.data = 5.0
    assert recorded.refresh().data == 5.0
    recorded.backward()
    assert (a.grad, b.grad) == (1.0, 0.0)


def test_floor_and_ceil_stay_in_the_graph_with_derivative_zero() -> None:
    x = Value(-2.5)
    low, high = x.floor(), autograd.ceil(x)
    assert (low.data, high.data, autograd.floor(2.5), autograd.ceil(2.5)) == (-3.0, -2.0, 2.0, 3.0)
    (low + high + x).backward()
    assert x.grad == 1.0
    assert math.copysign(1.0, autograd.ceil(-0.5)) == -1.0
    with autograd.nonfinite("allow"):
        assert (Value(1.0) // 0.0).data == math.inf
    with pytest.raises(autograd.NonFiniteError, match="floordiv"):
        Value(1.0) // 0.0
