"""What a function may not ask of a number while it is recorded, and what it is told instead."""

import inspect
import math
import operator
import pickle
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

import autograd as ag
from autograd import RecordingError, Value
from autograd.compiler.record import record
from autograd.compiler.symbol import NoArrayError, Symbol
from autograd.define import temporary_op
from autograd.functions import apply
from autograd.ops import OPERATORS, OPS

LOOKS: dict[str, Callable[[Any], Any]] = {
    "if": lambda x: 1 if x > 0 else 2,
    "not": lambda x: not x,
    "and": lambda x: x and 1,
    "chained": lambda x: 0 < x < 1,
    "max": lambda x: max(x, 0),
    "sorted": lambda x: sorted([x, 0])[0],
    "float": float,
    "math": lambda x: math.exp(x),
    "fsum": lambda x: math.fsum([x]),
    "format": lambda x: f"{x:.3f}",
    "percent": lambda x: "%.2f" % x,  # noqa: UP031
    "int": int,
    "round": round,
    "digits": lambda x: round(x, 2),
    "floor": math.floor,
    "ceil": math.ceil,
    "trunc": math.trunc,
    "range": range,
    "index": lambda x: [1, 2][x],
    "data": lambda x: x.data,
    "grad": lambda x: x.grad,
    "write data": lambda x: setattr(x, "data", 1.0),
    "backward": lambda x: (x * x).backward(),
    "refresh": lambda x: (x * x).refresh(),
    "==": lambda x: x == 1,
    "!=": lambda x: x != 1,
    "in": lambda x: x in [1, 2],
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_at_a_number_is_refused_with_the_line_and_advice(look: str) -> None:
    def user(x: Any) -> Any:
        return LOOKS[look](x * 2 + 1)

    with pytest.raises(RecordingError) as caught:
        record(user, 1)
    message = str(caught.value)
    assert re.match(re.escape(__file__) + r":\d+: (user|<lambda>) ", message)
    assert all(word in message for word in ("where(", "maximum", "minimum", "autograd.exp"))


@pytest.mark.parametrize("name", OPERATORS)
def test_operators_make_the_nodes_that_the_functions_make(name: str) -> None:
    x, method = Symbol("x"), getattr(operator, OPERATORS[name])
    others = [2, 2.5, True, Fraction(1, 2), Value(2.0), Symbol("y", x.tape), x, Loud(3.0), 10**20]
    for other in others:
        for a, b in ((x, other), (other, x)):
            made, expected = method(a, b), apply(OPS[name], a, b)
            assert type(made) is Symbol
            assert made.op is expected.op
            assert made.operands == expected.operands
            assert [type(o) for o in made.operands] == [type(o) for o in expected.operands]
            assert x.tape[-2:] == [made, expected]
            assert (made.place, made.label) == (None, "")
    for wrong in (None, [1.0], object()):
        for a, b in ((x, wrong), (wrong, x)):
            with pytest.raises(TypeError):
                method(a, b)
    assert len(x.tape) == 4 * len(others)


class Loud(Value):
    """A class of somebody's own."""


def test_zero_plus_a_symbol_is_the_symbol() -> None:
    x = Symbol("x")
    assert 0 + x is x
    assert sum([x]) is x
    assert (0.0 + x).operands == (0.0, x)


def test_what_rounds_is_recorded_or_the_advice_says_how() -> None:
    for look in ("int", "round", "floor", "ceil"):
        with pytest.raises(
            RecordingError, match=r"autograd\.floor\(x\), autograd\.ceil\(x\), x // y"
        ):
            record(LOOKS[look], 1)
    f = ag.compile(lambda x, y: ag.floor(x) + 10 * ag.ceil(x) + 100 * (x // y) + 1000 * (7 // y))
    for x, y in ((2.5, 2.0), (-2.5, 2.0), (3.0, -0.3), (0.0, 1.0)):
        expected = math.floor(x) + 10 * math.ceil(x) + 100 * (x // y) + 1000 * (7 // y)
        assert f(x, y) == expected


DEEDS = {
    "if": "branches (if, while, and, or, not, max, sorted) on",
    "math": "makes a float of (float(x), math.exp(x), a format)",
    "round": "makes an int of (int(x), round(x), range(x), items[x])",
    "data": "reads .data of",
    "grad": "reads .grad of",
    "write data": "writes .data of",
    "==": "compares (==) with",
}


@pytest.mark.parametrize("look", DEEDS)
def test_the_message_says_what_was_done(look: str) -> None:
    with pytest.raises(
        RecordingError, match=re.escape(f"{DEEDS[look]} a number that is not known")
    ):
        record(LOOKS[look], 1)


def test_the_line_is_the_one_that_looks() -> None:
    def helper(x: Any) -> Any:
        if x > 0:  # this one
            return x
        return -x

    def user(x: Any) -> Any:
        return helper(x)

    source, start = inspect.getsourcelines(helper)
    line = start + next(i for i, text in enumerate(source) if "# this one" in text)
    with pytest.raises(RecordingError, match=rf"{re.escape(__file__)}:{line}: helper branches"):
        ag.compile(user).program  # noqa: B018


def test_a_module_whose_name_begins_like_ours_is_the_users() -> None:
    scope: dict[str, Any] = {"__name__": "autograd_homework"}
    exec(compile("def f(x):\n    return float(x)\n", "homework.py", "exec"), scope)
    with pytest.raises(RecordingError, match=r"homework\.py:2: f makes a float"):
        record(scope["f"], 1)


@pytest.mark.parametrize("x", [-math.inf, 0.5, 1.0, 2.0])
def test_comparisons_are_recorded_as_1_and_0(x: float) -> None:
    f = ag.compile(lambda x, y: [x > y, x < y, x >= y, x <= y, x > 1, x < 1, x >= 1, x <= 1])
    with ag.nonfinite("allow"):
        assert f(x, 1.0) == [x > 1, x < 1, x >= 1, x <= 1] * 2


def test_no_comparison_with_nan_holds(any_backend: str) -> None:
    f = ag.compile(lambda x, y: [x > y, x < y, x >= y, x <= y])
    with ag.nonfinite("allow"):
        assert f(math.nan, 1.0) == [0.0] * 4
        assert [[float(x) for x in column] for column in f([1.0], [math.nan])] == [[0.0]] * 4


def test_printing_a_symbol_does_no_harm() -> None:
    seen: list[str] = []
    record(lambda x: seen.extend((str(x), f"{x}", repr(-x), repr(x))) or -x, 1, names=["height"])
    assert seen == ["Symbol('height')", "Symbol('height')", "Symbol(neg)", "Symbol('height')"]


def test_a_symbol_can_be_a_key() -> None:
    assert record(lambda x: {x: 2.0}[x], 1).program.outputs == (2.0,)
    assert len({Symbol(), Symbol()}) == 2


def test_what_python_asks_of_a_parameter_is_answered_once() -> None:
    """Its number is known, so this is allowed; ``greater`` is the comparison that is recorded."""
    w = Value(1.0)
    told = ag.compile(lambda x: x if w > 0 else -x)
    asked = ag.compile(lambda x: ag.where(ag.greater(w, 0), x, -x))
    assert (told(2.0), asked(2.0)) == (2.0, 2.0)
    w.data = -1.0
    assert (told(2.0), asked(2.0)) == (2.0, -2.0)


# --- no array ---

AS_ARRAYS: dict[str, Callable[[Any], Any]] = {
    "takes the length (len(x)) of": len,
    "reverses": lambda x: list(reversed(x)),
    "takes an element (x[0], for … in x, sum(x)) of": lambda x: [*x],
    "takes a matrix product (x @ y) of": lambda x: x @ x,
    **{
        f"asks for .{name} of": operator.attrgetter(name)
        for name in ("shape", "size", "T", "sum", "copy", "dtype", "tolist", "append", "items")
    },
}


@pytest.mark.parametrize("deed", AS_ARRAYS)
def test_what_is_taken_for_an_array_is_told_to_come_one_by_one(deed: str) -> None:
    def user(x: Any) -> Any:
        return AS_ARRAYS[deed](x * 2)

    advice = re.escape("compile(lambda *x: f(list(x)), n)")
    with pytest.raises(RecordingError, match=f"{re.escape(deed)} a number .*{advice}") as caught:
        ag.compile(user)([1.0, 2.0])
    assert re.match(re.escape(__file__) + r":\d+: (user|<lambda>) ", str(caught.value))
    again = pickle.loads(pickle.dumps(caught.value))  # as other processes send it
    assert (type(again), str(again)) == (type(caught.value), str(caught.value))


def test_who_asks_whether_it_is_an_array_is_told_that_it_is_none() -> None:
    x = Symbol("x")
    assert not any(hasattr(x, name) for name in ("shape", "__len__", "sum", "unknown"))
    assert getattr(x, "shape", ()) == ()
    with pytest.raises(NoArrayError):
        len(x)  # type: ignore[arg-type]
    with pytest.raises(AttributeError, match="no attribute 'unknown'"):
        x.unknown  # type: ignore[attr-defined]  # noqa: B018


def test_an_op_of_that_name_is_a_method_all_the_same() -> None:
    with temporary_op("prod", "x", "x * 3", ("3",), "real"):
        assert ag.compile(lambda x: x.prod())(2.0) == 6.0
    with pytest.raises(RecordingError, match=r"asks for \.prod of"):
        ag.compile(lambda x: x.prod())(2.0)


WHOLE: dict[str, Callable[[Any, Any], Any]] = {
    "np.sum": lambda np, x: np.sum(x**2),
    "np.mean": lambda np, x: np.mean(a=x),
    "np.dot": lambda np, x: np.dot([1.0, 2.0], x),
    "np.linalg.norm": lambda np, x: np.linalg.norm(x),
    "np.max": lambda np, x: np.max(x, axis=0),
    "np.shape": lambda np, x: np.shape(x),
    "np.cumsum": lambda np, x: np.cumsum(x),
    "np.vdot": lambda np, x: np.vdot(x, x),
    "np.einsum": lambda np, x: np.einsum("i,i", [1.0, 2.0], x),
    "np.convolve": lambda np, x: np.convolve(x, [1.0, 2.0]),
    "np.matmul": lambda np, x: np.array([1.0, 2.0]) @ x,
    "np.add.reduce": lambda np, x: np.add.reduce(x),
    "np.multiply.outer": lambda np, x: np.multiply.outer([1.0], x),
}


@pytest.mark.parametrize("name", WHOLE)
def test_numpys_functions_of_whole_arrays_are_refused(name: str) -> None:
    np = pytest.importorskip("numpy", reason="NumPy is not installed")
    with pytest.raises(RecordingError, match=rf"takes {re.escape(name)} of .*lambda \*x") as caught:
        ag.compile(lambda x: WHOLE[name](np, x))([1.0, 2.0, 3.0])
    assert str(caught.value).startswith(__file__)


def test_numpys_choice_is_refused_with_ours() -> None:
    np = pytest.importorskip("numpy", reason="NumPy is not installed")
    with pytest.raises(RecordingError, match=r"branches \(np\.where\) on .* autograd\.where"):
        record(lambda x: np.where(x > 0, x, 1.0), 1)


def test_numpys_numbers_and_arrays_of_unknown_numbers_are_as_they_were() -> None:
    np = pytest.importorskip("numpy", reason="NumPy is not installed")
    works: list[tuple[Callable[[Any], Any], float]] = [
        (lambda x: np.float64(2) * x + x * np.float64(3), 7.5),
        (lambda x: (np.array([1.0, 2.0]) * x).sum(), 4.5),
        (lambda x: np.sum([x, 2 * x]), 4.5),
        (lambda x: np.sum(np.array([x, 2 * x])), 4.5),
        (lambda x: np.dot([x, 1.0], [2.0, x]), 4.5),
        (lambda x: np.stack([x, 2 * x]).sum(), 4.5),
        (lambda x: np.append([1.0], x).sum(), 2.5),
        (lambda x: np.where(np.array([True, False]), x, 2.0).sum(), 3.5),
        (lambda x: np.full(2, x)[1], 1.5),
        (lambda x: np.square(x) + np.tanh(0 * x), 2.25),
        (lambda x: np.linalg.norm([3 * x, 4 * x]), 7.5),
        (lambda x: np.asarray(x)[()] + np.asarray([x, 2 * x])[1], 4.5),
        (lambda x: np.eye(2)[1] @ np.array([x, 2 * x]), 3.0),
        (lambda x: np.add.reduce([x, 2 * x]), 4.5),
        (lambda x: np.einsum("i,i", [x, 1.0], [2.0, x]), 4.5),
        (lambda x: np.array([1.0, 2.0]).dot([x, x]), 4.5),
        (lambda x: np.add(x, np.array([1.0, 2.0]))[1] + np.exp(0 * x), 4.5),
    ]
    for f, expected in works:
        assert ag.compile(f)(1.5) == pytest.approx(expected, rel=1e-15)
