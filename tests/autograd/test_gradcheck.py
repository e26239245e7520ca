"""``check_gradients`` is itself checked with wrong rules, and ``define_op`` with wrong rows."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

import autograd
from autograd import Value, check_gradients, define_op, detach, functions, grad, sin, tanh
from autograd.define import temporary_op
from autograd.ops import OPS

#: an ordinary point for each domain, away from the kinks
ORDINARY = {"unit": 0.3, "over -1": 0.7, "over 1": 2.5, "positive": 1.4, "non-zero": -1.7}


@pytest.fixture
def define() -> Iterator[Callable[..., Any]]:
    """``define_op`` whose rows leave the table after the test."""
    with ExitStack() as stack:
        yield lambda *fields, **more: stack.enter_context(temporary_op(*fields, **more))


@pytest.mark.parametrize("name", [name for name in functions.__all__ if name != "detach"])
def test_right_rules_pass(name: str) -> None:
    op = OPS[name]
    point = [ORDINARY.get(domain, 0.6 + 0.5 * i) for i, domain in enumerate(op.domain)]
    report = check_gradients(getattr(autograd, name), *point)
    assert report.ok, str(report)
    assert report.compared == op.arity + op.arity**2


def test_report_reads_well() -> None:
    report = check_gradients(lambda x, y: x[0] * y + sin(x[1]), [0.5, 0.2], 2.0)
    assert report
    assert report.findings == ()
    assert str(report) == repr(report) == "all 12 derivatives agree with central differences"
    assert check_gradients(sin, 0.5, order=1).compared == 1


def test_wrong_first_derivative_is_found_and_named(define: Callable[..., Any]) -> None:
    wrong = define("wrong_sine", "x", "sin(x)", ("-cos(x)",), "real")
    report = check_gradients(lambda x, y: tanh(wrong(x * y)) + y, 0.5, 1.5)
    assert not report
    said = str(report)
    assert "df/dx0 at [0.5, 1.5]: the engine says -" in said
    assert "in the row of 'wrong_sine', the partial '-cos(x)' with respect to x is wrong" in said
    assert "at x = 0.75: it gives -0.731" in said
    assert "'tanh'" not in said


def test_wrong_operand_is_named(define: Callable[..., Any]) -> None:
    ratio = define(
        "ratio", "top bottom", "top / bottom", ("1 / bottom", "y / bottom"), "real, real"
    )
    report = check_gradients(ratio, 3.0, 2.0)
    assert [line for line in report.findings if "with respect to bottom is wrong" in line]
    assert not [line for line in report.findings if "with respect to top is" in line]


def test_wrong_second_derivative_is_found_although_the_first_is_right(
    define: Callable[..., Any],
) -> None:
    cube = define("half_cube", "x", "x * x * x", ("3 * x * detach(x)",), "real")
    assert check_gradients(cube, 1.5, order=1).ok
    report = check_gradients(lambda x: cube(2 * x), 0.75)
    said = str(report)
    assert "d²f/dx0dx0 at [0.75]" in said
    assert "row of 'half_cube', the partial '3 * x * detach(x)'" in said
    assert "has the wrong derivative in x at x = 1.5: 4.5, differences 9" in said


def test_wrong_mixed_derivative_names_both_operands(define: Callable[..., Any]) -> None:
    product = define("product", "a b", "a * b", ("b", "detach(a)"), "real, real")
    said = str(check_gradients(product, 2.0, 3.0))
    assert "the partial 'detach(a)' with respect to b has the wrong derivative in a" in said


def test_function_that_leaves_the_graph_is_found() -> None:
    report = check_gradients(lambda x: x.data**2 if isinstance(x, Value) else x**2, 3.0)
    assert not report
    assert "does it use .data on the way?" in str(report)
    assert not check_gradients(lambda x: x * detach(x), 2.0)


def test_point_must_be_numbers() -> None:
    with pytest.raises(TypeError):
        check_gradients(sin, Value(1.0))
    with pytest.raises(ValueError, match="order 1 and order 2, got 3"):
        check_gradients(sin, 1.0, order=3)
    with pytest.raises(autograd.GraphError, match="call jacobian"):
        check_gradients(lambda x: [x, x], 1.0)


def test_defined_op_is_a_full_citizen(define: Callable[..., Any]) -> None:
    swish = define("swish_", "x", "x * sigmoid(x)", ("sigmoid(x) + y * (1 - sigmoid(x))",), "real")
    x = Value(0.7)
    y = x.swish_()
    y.backward()
    assert check_gradients(swish, 0.7).ok
    assert grad(swish)(0.7) == x.grad
    assert (y._op, swish.__name__, y.op.latex.format("x")) == (
        "swish_",
        "swish_",
        r"\operatorname{swish\_}(x)",
    )
    with pytest.raises(autograd.NonFiniteError, match="swish_ gave"):
        define("swish_", "x", "x ** -1", ("-y * y",), "real")(Value(0.0))


@pytest.mark.parametrize(
    ("fields", "error", "said"),
    [
        (("sin", "x", "x", ("1",), "real"), ValueError, "has a row 'sin' already"),
        (("backward", "x", "x", ("1",), "real"), ValueError, "uses the name 'backward' itself"),
        (("new", "x", "x", ("1",), "real"), ValueError, "uses the name 'new' itself"),
        (("two words", "x", "x", ("1",), "real"), ValueError, "'two words' is not a name"),
        (("lambda", "x", "x", ("1",), "real"), SyntaxError, "invalid syntax"),
        (("w", "", "1.0", (), ""), ValueError, "one to three different operands"),
        (("w", "x x", "x", ("1", "1"), "real, real"), ValueError, "different operands"),
        (("w", "a b c d", "a", ("1",) * 4, "real, real, real, real"), ValueError, "one to three"),
        (("w", "g", "g", ("1",), "real"), ValueError, "'g' has a meaning already"),
        (("w", "x", "x", ("1", "1"), "real"), ValueError, "one partial and one domain per"),
        (("w", "x", "x", "1", "real"), ValueError, "one partial and one domain per"),
        (("w", "x", "x", ("1",), "unreal"), ValueError, "no domain 'unreal', there are real"),
        (("w", "x", "x +", ("1",), "real"), SyntaxError, "invalid syntax"),
        (("w", "x", "x", ("(x",), "real"), SyntaxError, "was never closed"),
        (("w", "x", "unknown(x)", ("1",), "real"), NameError, "'w' uses 'unknown'"),
        (("w", "x", "y", ("1",), "real"), NameError, "'w' uses 'y'"),
        (("w", "x", "x", ("math.cos(x)",), "real"), NameError, "'w' uses 'math'"),
        (("w", "x", "x"), TypeError, "missing 2 required"),
    ],
)
def test_wrong_rows_are_refused_and_leave_no_trace(
    fields: tuple[Any, ...], error: type[Exception], said: str
) -> None:
    before = dict(OPS)
    with pytest.raises(error, match=said):
        define_op(*fields)
    assert before == OPS
    assert Value(2.0).sin().data == sin(2.0)


def test_built_in_rows_are_not_replaced() -> None:
    with pytest.raises(ValueError, match="has a row 'sin' already"):
        define_op("sin", "x", "x", ("1",), "real", replace=True)


def test_point_zero_is_a_point(define: Callable[..., Any]) -> None:
    assert check_gradients(lambda x, y: sin(x) + x * y, 0.0, 0.0).ok
    wrong = define("wrong_exp", "x", "exp(x)", ("2 * y",), "real")
    assert "it gives 2, differences 1" in str(check_gradients(wrong, 0.0))


def test_first_order_alone_looks_at_no_second_derivative(define: Callable[..., Any]) -> None:
    wrong = define("wrong_tan", "x", "tan(x)", ("y * y",), "real")
    flat = define("flat_cube", "x", "x * x * x", ("3 * x * detach(x)",), "real")
    first = check_gradients(lambda x: wrong(x) + flat(x), 0.5, order=1)
    assert [line for line in first.findings if "'wrong_tan'" in line]
    assert not [line for line in first.findings if "'flat_cube'" in line]


def test_points_may_be_dicts() -> None:
    assert check_gradients(lambda p: sin(p["a"]) * p["b"][0], {"a": 0.3, "b": [0.7]}).ok


def test_a_partial_may_be_off_by_the_tolerance(define: Callable[..., Any]) -> None:
    off = define("off_sine", "x", "sin(x)", ("1.0001 * cos(x)",), "real")
    assert not check_gradients(off, 0.5, order=1).ok
    assert not check_gradients(off, 0.5, order=1, tolerance=4e-5).ok  # of 1 + 0.88
    assert check_gradients(off, 0.5, order=1, tolerance=5e-5).ok
    second = define("off_later", "x", "x * x / 2", ("x + 0.001 * (x - detach(x))",), "real")
    assert not check_gradients(second, 0.5).ok
    assert check_gradients(second, 0.5, tolerance=1e-3).ok


@pytest.mark.parametrize("x", [-3e7, 12.0, 5e12])
def test_steps_grow_with_the_point(x: float) -> None:
    assert check_gradients(lambda x: x * x, x).ok


def test_what_is_no_function_is_not_checked() -> None:
    with pytest.raises(autograd.OperandError, match="takes a function and a point, got 3"):
        check_gradients(3, 2.0)
