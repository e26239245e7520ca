"""``define_op`` is all or nothing, and an older row of the same name stays what it was."""

import copy
import pickle
from typing import Any

import pytest

import autograd as ag
from autograd import Value, check_gradients, define, define_op, functions
from autograd.define import temporary_op
from autograd.operators import Operators
from autograd.ops import OPS

REAL: Any = ("x", "x + 1", ("1",), "real")


def state() -> tuple[Any, ...]:
    """Everything that a definition touches."""
    attributes = {name: value for name, value in vars(Operators).items() if name[0] != "_"}
    return dict(OPS), dict(functions.GENERIC), attributes, set(functions.SCOPE)


WRONG = [
    (("w", "x", "x if x > 0 else 0.0", ("1",), "real"), {}, ValueError),
    (("w", "x", "x", ("1 if x > 0 else 0.0",), "real"), {}, ValueError),
    (("w", "x", "x * 2  # twice", ("2",), "real"), {}, ValueError),
    (("w", "x", "x", ("1  # one",), "real"), {}, ValueError),
    (("w", "x", "x", ("1",), "real"), {"symbol": "\0"}, ValueError),
    (("w", "x", "x", ("1",), "real"), {"latex": "{1}"}, ValueError),
    (("w", "x", "x", ("1",), "real"), {"hint": 5}, ValueError),
    (("w", "x", "x", ("1",), "real"), {"conventions": {(0.0, 1.0): (0.0, (0.0,))}}, ValueError),
    (("float", "x", "x", ("1",), "real"), {}, ValueError),
    (("int", "x", "x", ("1",), "real"), {}, ValueError),
    (("ArithmeticError", "x", "x", ("1",), "real"), {}, ValueError),
    (("node", "x", "x", ("1",), "real"), {}, ValueError),
    (("op_sin", "x", "x", ("1",), "real"), {}, ValueError),
    (("lambda", "x", "x", ("1",), "real"), {}, SyntaxError),
    (("w", "lambda", "1.0", ("1",), "real"), {}, SyntaxError),
]


@pytest.mark.parametrize(("fields", "more", "error"), WRONG)
def test_what_is_refused_leaves_no_trace(
    fields: tuple[Any, ...], more: dict[str, Any], error: type[Exception]
) -> None:
    before = state()
    with pytest.raises(error):
        define_op(*fields, **more)
    assert state() == before
    assert (Value(2.0) * 3.0 + 1).data == 7.0
    if fields[0] == "w":  # the name is free
        with temporary_op("w", "x", "2 * x", ("2",), "real") as w:
            assert w(Value(1.0)).data == 2.0
    assert state() == before


def test_a_symbol_that_an_operator_has_is_a_symbol() -> None:
    with temporary_op("oplus", "a b", "a + b", ("1", "1"), "real, real", symbol="+") as oplus:
        y = oplus(Value(1.0), 2.0)
        assert (y.data, y._op, oplus(1, 2)) == (3.0, "+", 3.0)
        assert check_gradients(oplus, 0.5, 0.25).ok
        assert ag.compile(lambda a, b: oplus(a, b))([1.0], [2.0]) == [3.0]
        assert (Value(1.0) + 2.0).op is OPS["add"]


def test_an_operand_may_be_called_y_and_the_output_is_out_then() -> None:
    with temporary_op("share", "x y", "x / y", ("1 / y", "-out / y"), "real, non-zero") as share:
        x, y = Value(3.0), Value(2.0)
        z = share(x, y)
        z.backward()
        assert (z.data, x.grad, y.grad) == (1.5, 0.5, -0.75)
        assert check_gradients(share, 3.0, 2.0).ok
        compiled = ag.compile(ag.grad(lambda x, y: share(x, y), (0, 1)))
        assert compiled(3.0, 2.0) == (0.5, -0.75) or list(compiled(3.0, 2.0)) == [0.5, -0.75]
        assert "dout/dy = -out / y" in (share.__doc__ or "")
        with pytest.raises(ag.NonFiniteError, match="share gave inf at its operands x = 3"):
            share(x, 0.0)
        with ag.nonfinite("allow"):
            assert share(x, 0.0).data == float("inf")
    with temporary_op("plus", "x y", "x + y", ("1", "1"), "real, real") as plus:
        assert check_gradients(plus, 3.0, 2.0).ok


def test_powers_of_negative_numbers_are_nan_and_not_complex() -> None:
    with temporary_op("root", "x", "x ** 0.5", ("0.5 / y",), "positive") as root:
        assert root(4.0) == 2.0
        with pytest.raises(ag.NonFiniteError, match="root gave nan at its operand x = -2"):
            root(Value(-2.0))


def test_data_are_floats_whatever_the_literals() -> None:
    with temporary_op("two", "x", "where(x > 0, 1, 2)", ("0",), "real") as two:
        assert type(two(Value(1.0)).data) is type(two(1)) is float
    with temporary_op("half", "x", "where(x > 0, 1, 2) / 2", ("0",), "real") as half:
        assert half(1.0) == 0.5


@pytest.mark.parametrize(
    ("partial", "right"),
    [
        ("0.0 if is_zero(b) else b * pow(a, b - 1)", True),
        ("1.0 - (0.0 if is_zero(b) else 3 * b) - 1", True),
        ("1.0 if is_zero(b) else a / b", True),  # which is inf at 0: no other answer
        ("y if is_zero(b) else pow(a, b)", True),
        ("1.0 if is_zero(b) else 2.0", False),
        ("1.0 - (0.5 if is_zero(b) else b)", False),
        ("y + 1 if is_zero(b) else pow(a, b)", False),
    ],
)
def test_is_zero_saves_work_and_does_not_choose(partial: str, right: bool) -> None:
    """Asked about a number eagerly and about constants while recording, it must not matter."""
    fields = ("a b", "pow(a, b)", (partial, "xlogy(y, a)"), "positive, real")
    if right:
        with temporary_op("power", *fields):
            pass
    else:
        with pytest.raises(ValueError, match=r"at b = 0 .* where\(abs\(b\) > 0, …, …\) chooses"):
            define_op("power", *fields)
    assert "power" not in OPS


# --- defining anew ---


def test_the_same_row_again_is_the_same_row() -> None:
    with temporary_op("shift", *REAL) as shift:
        before = state(), define.changes
        assert define_op("shift", *REAL, replace=True) is shift
        assert (state(), define.changes) == before


def test_what_was_made_with_the_older_row_goes_on_as_it_began() -> None:
    with temporary_op("shift", "x", "x + 1", ("1",), "real") as older:
        x, before = Value(3.0), OPS["shift"]
        y = older(x)
        newer = define_op("shift", "x", "x * x", ("2 * x",), "real", replace=True)
        again = older(x)
        for node in (y, again):
            x.grad = 0.0
            node.backward()
            assert (node.data, x.grad, node.op) == (4.0, 1.0, before)
            assert ag.grad(lambda v: older(v) * v)(3.0) == 7.0
        assert (older(3.0), newer(3.0), newer(x).op) == (4.0, 9.0, OPS["shift"])
        assert (x.shift().data, ag.grad(ag.grad(newer))(3.0)) == (9.0, 2.0)


def test_a_row_that_others_are_written_with_is_not_replaced() -> None:
    with temporary_op("inner", "x", "2 * x", ("2",), "real"):
        with temporary_op("outer", "x", "inner(x) + 1", ("inner(1.0)",), "real") as outer:
            with pytest.raises(ValueError, match="the rows outer are written with 'inner'"):
                define_op("inner", "x", "3 * x", ("3",), "real", replace=True)
            assert outer(1.0) == ag.compile(lambda x: outer(x))(1.0) == 3.0
        define_op("inner", "x", "3 * x", ("3",), "real", replace=True)


def test_copies_and_pickles_of_an_older_row() -> None:
    with temporary_op("shift", *REAL) as older:
        y = older(Value(3.0))
        assert pickle.loads(pickle.dumps(y)).op is OPS["shift"]
        define_op("shift", "x", "x + 2", ("1",), "real", replace=True)
        assert copy.deepcopy(y).op is y.op
        with pytest.raises(ValueError, match="'shift' was defined anew: its older form"):
            pickle.dumps(y)
        assert copy.deepcopy(y.op) is y.op


# --- for a while ---


def test_a_temporary_row_leaves_what_was_there() -> None:
    before = state()
    with temporary_op("shift", *REAL) as shift:
        assert Value(1.0).shift().data == shift(1.0) == 2.0
        during = state()
        with temporary_op("shift", "a b", "a + b", ("1", "1"), "real, real") as other:
            assert other(1.0, 2.0) == 3.0
            assert not hasattr(Value, "shift")
        assert state() == during
        assert Value(1.0).shift().data == 2.0
        with pytest.raises(ZeroDivisionError), temporary_op("shift", "x", "x", ("1",), "real"):
            raise ZeroDivisionError
        assert state() == during
    assert state() == before


def test_rows_that_are_written_with_a_temporary_one_go_with_it() -> None:
    before = state()
    with temporary_op("inner", "x", "2 * x", ("2",), "real"):
        define_op("outer", "x", "inner(x) + 1", ("2",), "real")
    assert state() == before


def test_no_row_of_the_table_is_replaced_for_a_while() -> None:
    with pytest.raises(ValueError, match="has a row 'sin' already"):
        temporary_op("sin", "x", "x", ("1",), "real").__enter__()


def test_whether_operands_may_change_places_makes_another_row() -> None:
    fields = ("a b", "a * b", ("b", "a"), "real, real")
    with temporary_op("both", *fields), temporary_op("both", *fields, symmetric=True):
        assert OPS["both"].symmetric


# --- names ---

NAMES = ["f", "p", "v2", "x", "y", "out", "w", "_", "Σ", "self", "print", "max", "arrays", "x0"]


@pytest.mark.parametrize("name", NAMES)
def test_any_other_name_will_do_for_an_op_and_its_operand(name: str, any_backend: str) -> None:
    """What generated code calls its own things is nobody's business."""
    output = "out" if name == "y" else "y"
    fields = (
        f"{name} k=3",
        f"{name} * exp({name} / k)",
        (f"{output} / {name} + {output} / k", "0"),
    )
    with temporary_op(name, *fields, "positive, positive") as function:
        x = Value(1.5)
        function(x).backward()
        f = ag.compile(ag.value_and_grad(lambda v: function(v)))
        got = [f(1.5), [column[0] for column in f([1.5])]]
        assert got == [pytest.approx((function(1.5), x.grad), rel=1e-14)] * 2
        for language in ("python", "c"):
            assert f.source(language)
    assert not hasattr(Value, name)
