"""What Python asks of a number: comparisons, rounding, texts, and which members a prompt offers."""

import math
import pydoc
from collections.abc import Callable
from typing import Any

import pytest

from autograd import OperandError, Value, compile, grad, value_and_grad


class Traced(Value):
    """A user's own kind of Value."""


@pytest.mark.parametrize("convert", [float, math.exp, math.sqrt, complex])
def test_python_does_not_lose_the_graph_in_silence(convert: Callable[[Any], Any]) -> None:
    with pytest.raises(OperandError, match=r"autograd\.exp\(v\) .* v\.data"):
        convert(Value(1.0))


def test_comparisons_look_at_the_data_and_equality_at_identity() -> None:
    small, large, twin = Value(1.0), Value(2.0), Value(1.0)
    assert small < large > 1
    assert small <= twin >= small
    assert small < 1.5
    assert large > 1.5
    assert small != twin
    assert small == small
    assert small != 1.0
    assert not small < twin
    assert not small > twin
    assert len({small, twin, large}) == 3
    assert max([small, large]) is large
    assert sorted([large, small]) == [small, large]
    assert bool(large)
    assert not Value(0.0)
    with pytest.raises(OperandError, match="text"):
        assert small < "2"


def test_representation_shows_data_and_label() -> None:
    assert repr(Value(2)) == "Value(2.0)"
    assert repr(Value(-0.5, label="w")) == "Value(-0.5, label='w')"
    assert repr(Value(2) + 1) == "Value(3.0)"
    assert repr(Traced(2.0)) == "Traced(2.0)"


def test_format_shows_the_number() -> None:
    v = Value(2.71828, label="e")
    assert (f"{v:.3f}", f"{v:8.2f}|", f"{v:e}") == ("2.718", "    2.72|", "2.718280e+00")
    assert f"{v}" == str(v) == repr(v) == "Value(2.71828, label='e')"
    with pytest.raises(ValueError, match="Unknown format code"):
        f"{v:d}"


def test_rounding_gives_plain_numbers_which_have_no_derivative() -> None:
    v = Value(-2.75)
    assert (round(v, 1), round(v), int(v), math.trunc(v)) == (-2.8, -3, -2, -2)
    assert (math.floor(v), math.ceil(v)) == (-3, -2)
    assert [type(x) for x in (round(v, 1), round(v), int(v), math.floor(v))] == [
        *(float, int, int, int)
    ]


def test_representation_shows_the_gradient_as_soon_as_there_is_one() -> None:
    x = Value(2.0, label="x")
    y = x * x
    assert (repr(x), repr(y)) == ("Value(2.0, label='x')", "Value(4.0)")
    y.backward()
    assert (repr(x), repr(y)) == ("Value(2.0, label='x', grad=4.0)", "Value(4.0, grad=1.0)")
    y.zero_grad()
    assert repr(x) == "Value(2.0, label='x')"


def test_a_prompt_offers_the_members_that_people_use() -> None:
    offered = {name for name in dir(Value(2.0) * 3) if not name.startswith("_")}
    assert offered >= {"data", "grad", "label", "backward", "zero_grad", "operands", "op", "tanh"}
    assert not offered & {"a", "b", "c", "above"}


def test_ipython_completes_the_members_that_people_use() -> None:
    completer = pytest.importorskip("IPython.core.completer")
    found = completer.IPCompleter(namespace={"v": Value(2.0) * 3})
    for jedi in (False, True):
        found.use_jedi = jedi
        with completer.provisionalcompleter():
            offered = {c.text.removeprefix(".") for c in found.completions("v.", 2)}
        assert {"backward", "grad", "tanh"} <= offered
        assert not {"a", "b", "c"} & offered


def test_help_begins_with_what_people_use_and_tells_each_method_in_one_line() -> None:
    told = pydoc.plain(pydoc.render_doc(Value))
    first = "\n".join(told.splitlines()[:45])
    for word in ("backward", "zero_grad", "label", "grad", "+ - *", "tanh", "draw", "refresh"):
        assert word in first
    assert told.index("backward(self") < told.index("__add__") < told.index("tanh(self)")
    assert told.index("tanh(self)") < told.index("__bool__") < told.index("Data descriptors")
    assert "__radd__(self" in told
    assert "leaky_relu(self, slope=0.01)" in told
    assert "derivative ``(2 / √π) * exp(-x * x)``" in told
    for noise in ("apply_", "p0", "TWO_OVER", "LN2", "lambda"):
        assert noise not in told
    assert len(told.splitlines()) < 330


@pytest.mark.parametrize(
    ("f", "name"),
    [
        (lambda np, v: np.eye(2) @ v, "matmul"),
        (lambda np, v: v @ np.eye(2), "matmul"),
        (lambda np, v: np.logaddexp(v, 1.0), "logaddexp"),
        (lambda np, v: np.arctan2(v, 1.0), "arctan2"),
        (lambda np, v: np.ones(2).__iadd__(v), "add"),
        (lambda np, v: np.isnan(v), "isnan"),
    ],
)
def test_what_numpy_cannot_do_with_a_value_is_said(f: Callable[..., Any], name: str) -> None:
    np = pytest.importorskip("numpy")
    for road in (lambda: f(np, Value(1.5)), lambda: grad(lambda v: f(np, v))(1.5)):
        with pytest.raises(
            OperandError, match=rf"^np\.{name} does not compute with a Value .*take"
        ):
            road()


def test_numpy_computes_with_values_element_by_element() -> None:
    np = pytest.importorskip("numpy")
    ones, pairs = np.ones(2), np.array([[1.0, 2.0], [3.0, 4.0]])
    works: list[tuple[Callable[[Any], Any], float, float]] = [
        (lambda v: np.exp(v) * np.float64(2) + v * np.float64(3), 2 * np.e + 3, 2 * np.e + 3),
        (lambda v: (ones * v + v * ones - ones / v)[1], 1.0, 3.0),
        (lambda v: np.asarray(v)[()] + np.asarray([v, 2 * v])[1], 3.0, 3.0),
        (lambda v: (pairs @ np.array([v, v * v]))[1], 7.0, 11.0),
        (lambda v: np.einsum("i,i", [v, 1.0], [2.0, v]), 3.0, 3.0),
        (lambda v: np.add.reduce([v, 2 * v]) + np.add.reduce(v), 4.0, 4.0),
        (lambda v: pairs.dot(v)[1, 0] + ones.dot([v, v * v]), 5.0, 6.0),
        (lambda v: np.multiply.outer(v, ones)[1] + np.maximum(v, 0.5), 2.0, 2.0),
    ]
    for f, value, slope in works:
        assert f(Value(1.0)).data == pytest.approx(value, rel=1e-15)
        assert grad(f)(1.0) == pytest.approx(slope, rel=1e-15)


@pytest.mark.parametrize(
    ("name", "at"),
    [
        *(("arcsin", 0.3), ("arccos", 0.3), ("arctan", 1.5)),
        *(("arcsinh", 1.5), ("arccosh", 1.5), ("arctanh", 0.3), ("conjugate", 1.5)),
    ],
)
def test_what_numpy_calls_by_other_names_is_found(name: str, at: float) -> None:
    np = pytest.importorskip("numpy")
    f = getattr(np, name)
    slope = (f(at + 1e-6) - f(at - 1e-6)) / 2e-6
    assert f(Value(at)).data == pytest.approx(f(at), rel=1e-15)
    assert grad(lambda x: f(x).sum())(np.array([at, at])) == pytest.approx([slope, slope])
    fast = compile(grad(lambda x: f(np.array([x, 0.5 * x + 0.5]))[0]))
    assert fast(at) == pytest.approx(slope)


def test_deviations_of_an_array_are_numpys() -> None:
    np = pytest.importorskip("numpy")
    x = np.array([3.0, 4.0, 6.5])
    std = np.std(x, ddof=1)
    value, slopes = value_and_grad(lambda x: np.std(x, ddof=1))(x)
    assert value == pytest.approx(std, rel=1e-15)
    assert slopes == pytest.approx((x - x.mean()) / (2 * std), rel=1e-14)
    assert grad(np.var)(x) == pytest.approx(2 * (x - x.mean()) / 3, rel=1e-14)
