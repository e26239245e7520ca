"""``Value`` as a number among Python's and NumPy's: operators, refusals, comparisons, old names."""

import math
import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import autograd
from autograd import OperandError, Value, grad

OPERATORS = [
    operator.add,
    operator.sub,
    operator.mul,
    operator.truediv,
    operator.pow,
    operator.mod,
    operator.floordiv,
]
NUMBERS = [2.5, 2, True, Fraction(5, 2), Decimal("2.5")]

each_operator = pytest.mark.parametrize("apply", OPERATORS, ids=lambda f: f.__name__)


class Traced(Value):
    """A user's own kind of Value."""


@each_operator
@pytest.mark.parametrize("number", NUMBERS, ids=lambda x: type(x).__name__)
def test_operators_take_any_real_number_on_either_side(
    apply: Callable[..., Any], number: Any
) -> None:
    right, left = apply(Value(3.0), number), apply(number, Value(3.0))
    assert right.data == apply(3.0, float(number))
    assert left.data == apply(float(number), 3.0)
    assert right.operands[1] == left.operands[0] == float(number)
    assert type(right.operands[1]) is float


@each_operator
def test_operators_agree_with_the_functions_of_the_door(apply: Callable[..., Any]) -> None:
    name = {"truediv": "div"}.get(apply.__name__, apply.__name__)
    function = getattr(autograd, name)
    a, b = Value(3.0), Value(2.5)
    assert apply(a, b).op is function(a, b).op
    assert apply(a, b).data == function(3.0, 2.5) == apply(3.0, 2.5)


@each_operator
@pytest.mark.parametrize(
    "other", ["2", None, 1j, [2.0], {"x": 2.0}, object()], ids=lambda x: type(x).__name__
)
def test_operators_leave_other_types_to_python(apply: Callable[..., Any], other: Any) -> None:
    with pytest.raises(TypeError):
        apply(Value(3.0), other)
    with pytest.raises(TypeError):
        apply(other, Value(3.0)) if not isinstance(other, str) else apply(None, Value(3.0))


def test_operators_let_the_other_class_have_its_say() -> None:
    class Meeting:
        def __radd__(self, other: object) -> str:
            return "met"

        __rmul__ = __rpow__ = __radd__

    value = Value(1.0)
    assert (value + Meeting(), value * Meeting(), value ** Meeting()) == ("met",) * 3


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        ("3", r"text '3': convert it with float"),
        (b"3", r"text b'3'"),
        (None, r"got None: was a return forgotten"),
        (3j, r"real numbers .* 3j: use x.real, x.imag"),
        ([1.0], r"got a list: make a Value of each element"),
        ((1.0, 2.0), r"got a tuple: make a Value of each"),
        ({}, r"got a dict"),
        (Value(1.0), r"a Value was given where a plain number is needed: pass v.data"),
        (print, r"a number is needed, got a builtin_function_or_method"),
    ],
    ids=lambda x: type(x).__name__,
)
def test_refusals_say_what_to_do(wrong: Any, advice: str) -> None:
    with pytest.raises(OperandError, match=advice) as caught:
        Value(wrong)
    assert isinstance(caught.value, TypeError)
    if not isinstance(wrong, Value):
        with pytest.raises(OperandError, match=advice):
            autograd.exp(wrong)
        with pytest.raises(OperandError, match=advice):
            autograd.add(1.0, wrong)


def test_huge_whole_numbers_overflow_as_in_python() -> None:
    with pytest.raises(OverflowError):
        Value(2.0) * 10**400


def test_unary_operators() -> None:
    x = Value(-3.0)
    assert (-x).data == 3.0
    assert abs(x).data == 3.0
    assert +x is x
    assert math.copysign(1.0, (-Value(0.0)).data) == -1.0


def test_refresh_follows_changed_leaves() -> None:
    x, y = Value(2.0), Value(3.0)
    z = (x * y + autograd.sin(x)) ** 2
    x.data, y.data = -1.0, 0.5
    assert z.refresh() is z
    assert z.data == (-0.5 + math.sin(-1.0)) ** 2
    z.backward()
    assert x.grad == pytest.approx(2 * (-0.5 + math.sin(-1.0)) * (0.5 + math.cos(-1.0)))
    x.data = 0.0
    with pytest.raises(autograd.NonFiniteError):
        (1 / Value(1.0) / (x * 1)).refresh()


def test_zero_grad_clears_the_leaves_below() -> None:
    x, y = Value(2.0), Value(3.0)
    z = x * y
    z.backward()
    (x * 1).zero_grad()
    assert (x.grad, y.grad) == (0.0, 2.0)
    z.zero_grad()
    assert (x.grad, y.grad) == (0.0, 0.0)


def test_names_of_micrograd() -> None:
    a = Value(2.0, label="a")
    product = a * a
    assert product._prev == (a, a)
    assert product._op == "*"
    assert a._prev == ()
    assert a._op == ""
    squared = a**2
    assert [child.data for child in squared._prev] == [2.0, 2.0]
    assert squared._op == "**"


def test_backward_by_hand_one_step_at_a_time() -> None:
    x = Value(0.5)
    inner = x * 3
    outer = inner.tanh()
    outer.grad = 1.0
    for node in (outer, inner, x):
        node._backward()
    assert x.grad == pytest.approx(3 * (1 - math.tanh(1.5) ** 2))


def test_subclasses_stay_in_their_class() -> None:
    x = Traced(2.0)
    y = (x * Value(3.0) + 1).exp() / 2
    assert type(y) is Traced
    assert type(2 - x) is Traced
    assert type(Value(1.0) ** x) is Traced
    y.backward()
    assert x.grad == pytest.approx(1.5 * math.exp(7.0))
    assert grad(lambda t: t * x)(3.0).data == 2.0


@pytest.mark.parametrize("whole", [math.factorial, range, hex, [1, 2].__getitem__])
def test_values_are_no_indices(whole: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError):
        whole(Value(1.0))


@pytest.mark.parametrize(
    ("a", "b"),
    [(7.0, 2.0), (-7.0, 2.0), (7.0, -2.0), (1.0, 0.1), (0.0, -3.0), (6.0, math.inf), (1e17, 3.0)],
)
def test_floor_division_is_that_of_python(a: float, b: float) -> None:
    assert (Value(a) // b).data == (a // Value(b)).data == autograd.floordiv(a, b) == a // b
    assert math.copysign(1.0, (Value(a) // b).data) == math.copysign(1.0, a // b)
    x = Value(a)
    (x // b + x).backward()
    assert x.grad == 1.0


# --- among NumPy's numbers ---


@pytest.fixture
def np() -> Any:
    return pytest.importorskip("numpy")


@pytest.mark.parametrize("kind", ["float64", "float32", "int64", "bool_"])
def test_numpy_scalars_are_numbers(np: Any, kind: str) -> None:
    number = getattr(np, kind)(1)
    x = Value(3.0)
    results = [x * number, number * x, x - number, number - x, number / x, x**number]
    assert [type(y) for y in results] == [Value] * 6
    assert [y.data for y in results] == [3.0, 3.0, 2.0, -2.0, 1 / 3, 3.0]
    assert type(results[1].operands[0]) is float
    assert number < x
    assert x > number


def test_numpy_object_arrays_work_by_themselves(np: Any) -> None:
    x = np.array([Value(1.0), Value(2.0)])
    weights = np.array([[0.5, -1.0], [2.0, 0.25]])
    hidden = np.tanh(weights @ x)
    assert [h.data for h in hidden] == [math.tanh(-1.5), math.tanh(2.5)]
    hidden.sum().backward()
    expected = weights.T @ (1 - np.tanh(weights @ np.array([1.0, 2.0])) ** 2)
    assert [v.grad for v in x] == pytest.approx(list(expected))
    assert all(isinstance(y, Value) for y in Value(2.0) * np.array([1.0, 2.0]))
    assert np.mean(x).data == 1.5


def test_numpy_arrays_are_not_one_value(np: Any) -> None:
    for wrong in (np.array([1.0, 2.0]), np.array([[3.0]])):
        with pytest.raises(OperandError, match="got a ndarray: make a Value of each element"):
            Value(wrong)
    with pytest.raises(OperandError, match=r"v\.data"):
        np.array([Value(1.0)], dtype=float)


@pytest.mark.parametrize("label", [3, None, ["x"]])
def test_a_label_is_a_text(label: Any) -> None:
    with pytest.raises(OperandError, match=r'a label is a text, got .*: Value\(2\.0, label="x"\)'):
        Value(2.0, label)
