"""Graphs as SymPy's expressions: its derivatives are ours, and its LaTeX is what people write."""

import copy
import pickle
import random
from collections.abc import Sequence
from typing import Any

import pytest

import autograd as ag
from autograd import Value, define, to_sympy
from autograd.ops import OPS
from tests.autograd.test_ops import points
from tests.programs import function_of

sympy = pytest.importorskip("sympy")
mpmath = pytest.importorskip("mpmath")


def evaluated(expression: Any, leaves: Sequence[Value]) -> float:
    """An expression's number, by mpmath with 30 digits."""
    symbols = [to_sympy(leaf) for leaf in leaves]
    words = {"detach": lambda x: x, "DiracDelta": lambda x: 0, "Heaviside": lambda x, half: x > 0}
    f = sympy.lambdify(symbols, expression, [words, "mpmath"], cse=True)
    with mpmath.workdps(30):
        return float(f(*[mpmath.mpf(leaf.data) for leaf in leaves]))


def agrees(y: Value, leaves: Sequence[Value]) -> None:
    """SymPy's number and its derivatives by each leaf are ours."""
    y.zero_grad()
    y.backward()
    expression = to_sympy(y)
    assert evaluated(expression, leaves) == pytest.approx(y.data, rel=1e-12, abs=1e-12)
    for leaf in leaves:
        derivative = sympy.diff(expression, to_sympy(leaf))
        assert evaluated(derivative, leaves) == pytest.approx(leaf.grad, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("name", OPS)
def test_every_op_and_its_derivatives(name: str) -> None:
    for point in points(OPS[name])[:3]:
        leaves = [Value(x, label=f"x{i}") for i, x in enumerate(point)]
        agrees(getattr(ag, name)(*leaves), leaves)
        agrees(ag.atan(getattr(ag, name)(*leaves)) * 0.3 - leaves[0], leaves)


@pytest.mark.parametrize("name", OPS)
@pytest.mark.parametrize("modules", ["math", "mpmath"])
def test_every_op_of_bare_leaves_is_one_that_sympy_works_with(name: str, modules: str) -> None:
    for point in points(OPS[name])[:3]:
        leaves = [Value(x, label=f"x{i}") for i, x in enumerate(point)]
        y, symbols = getattr(ag, name)(*leaves), [to_sympy(leaf) for leaf in leaves]
        expression = to_sympy(y)
        assert float(expression.subs(dict(zip(symbols, point)))) == pytest.approx(y.data)
        f = sympy.lambdify(symbols, expression, [{"detach": lambda x: x}, modules])
        assert float(f(*point)) == pytest.approx(y.data)


@pytest.mark.parametrize("seed", range(12))
def test_random_expressions_and_their_derivatives(seed: int) -> None:
    source = random.Random(seed)
    names = [name for name in OPS if name not in ("detach",)]
    steps = [
        (source.choice(names), (source.randrange(64), source.randrange(64), source.randrange(64)))
        for _ in range(4)
    ]
    leaves = [Value(x, label=label) for x, label in ((0.37, "a"), (-0.81, "b"))]
    agrees(function_of(steps)(*leaves), leaves)


def test_second_derivatives() -> None:
    x = Value(0.7, label="x")
    second = sympy.diff(to_sympy(ag.sin(x * x) / x), to_sympy(x), 2)
    ours = ag.grad(ag.grad(lambda x: ag.sin(x * x) / x))(0.7)
    assert evaluated(second, [x]) == pytest.approx(ours, rel=1e-12)


def test_a_row_of_define_op_is_its_own_text() -> None:
    texts = ("where(x > 1, 0.5 * x ** 2, 2 * sin(x))", ("where(x > 1, x, 2 * cos(x))",))
    with define.temporary_op("bend", "x", *texts, "real") as bend:
        x = Value(2.0, label="x")
        y = bend(x)
        agrees(y, [x])
        assert str(to_sympy(y)) == "Piecewise((x**2/2, x > 1), (2*sin(x), True))"


W, X, B = Value(0.1, label="W[1,0]"), Value(2.0, label="x"), Value(-1.0, label="beta_1")


@pytest.mark.parametrize(
    ("value", "latex"),
    [
        (X**2, "x^{2}"),
        (X**-1, r"\frac{1}{x}"),
        (X**0.5, r"\sqrt{x}"),
        (1.0 * X + 0.0, "x"),
        (X / 3, r"\frac{x}{3}"),
        (0.5 * X * X, r"\frac{x^{2}}{2}"),
        (0.1 * X, "0.1 x"),
        (-X - 1, "- x - 1"),
        (W * X + B, r"W_{1,0} x + \beta_{1}"),
        (Value(0.0, label="W1[0][2]") * X, r"W1_{0,2} x"),
        (X.relu(), r"\max\left(0, x\right)"),
        (X.sigmoid(), r"\frac{1}{1 + e^{- x}}"),
        (X % 3, r"x \bmod 3"),
        (ag.where(X > 1, X, 0.0), "x"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_latex_is_what_a_person_would_write(value: Value, latex: str) -> None:
    assert sympy.latex(to_sympy(value)) == latex


def test_leaves_without_a_label_are_numbers_exactly() -> None:
    assert to_sympy(Value(0.1) * X).coeff(to_sympy(X)) == sympy.Float(0.1)
    for x in (3.0, -0.0, 0.75, 0.1, 1e300, 5e-324, 1 / 3, -123456.0625):
        assert float(to_sympy(Value(x))) == x
    words = [to_sympy(x) for x in (float("inf"), float("-inf"), float("nan"))]
    assert words == [sympy.oo, -sympy.oo, sympy.nan]


@pytest.mark.parametrize("fraction", ["1/3", "-2/3", "5/7", "1/15", "1000/3"])
def test_simple_fractions_are_fractions(fraction: str) -> None:
    a, b = map(int, fraction.split("/"))
    assert str(to_sympy(Value(a / b))) == fraction
    assert to_sympy(X ** (a / b)).exp == sympy.Rational(a, b)
    assert to_sympy(Value(a / b + 1e-15 * a)).is_Float


def test_what_root_found_is_no_formula() -> None:
    a = Value(4.0, label="a")
    for found in (ag.root(lambda x: x * x - a, 1.0), ag.fixed_point(lambda x: a / x, 1.0) + a):
        with pytest.raises(ag.GraphError, match=r"root or fixed_point found \(2\)"):
            to_sympy([a, ag.sin(found)])
        with pytest.raises(ag.GraphError, match="what derivatives at that point need"):
            to_sympy(copy.deepcopy(found))
        with pytest.raises(ag.GraphError, match="what derivatives at that point need"):
            to_sympy(pickle.loads(pickle.dumps(found)))
    assert to_sympy(Value(ag.root(lambda x: x * x - a, 1.0).data, label="r") * a)
    slope = ag.grad(lambda t: t * t * a)(3.0)  # 3 is a point, and no solution
    assert to_sympy(slope) == 6 * to_sympy(a)


@pytest.mark.parametrize("symbols", [3, [3], "x", {X: 1}, {"x": None}, {"x": "y"}])
def test_symbols_that_are_none(symbols: Any) -> None:
    with pytest.raises(ag.OperandError, match="symbols has expressions by label, such as"):
        to_sympy(X + 1, symbols)


def test_a_node_that_is_used_twice_is_one_expression() -> None:
    y = ag.sin(X)
    for _ in range(60):  # 2 ** 60 of them, if they were not shared
        y = ag.cos(y) + ag.sin(y)
    one, other = to_sympy(y).args
    assert one.args[0] is other.args[0]


def test_a_nest_of_values_in_its_own_shape() -> None:
    x = to_sympy(X)
    assert to_sympy({"a": [X, (2.0, X + 1)]}) == {"a": [x, (2, x + 1)]}


def test_symbols_of_ones_own() -> None:
    x = sympy.Symbol("x", positive=True)
    assert to_sympy(ag.sqrt(X * X), {"x": x}) == x


def test_what_is_refused() -> None:
    with pytest.raises(ag.GraphError, match="two leaves have the label 'x'"):
        to_sympy(X + Value(1.0, label="x"))
    with pytest.raises(ag.OperandError, match="a number is needed, got the text"):
        to_sympy("x")
    with pytest.raises(ag.OperandError, match="not known yet, as a function is being recorded"):
        ag.compile(lambda x: to_sympy(x))(1.0)
    y = X
    for _ in range(20_000):
        y = ag.sin(y)
    with pytest.raises(ag.GraphError, match="deeper than SymPy's expressions go"):
        to_sympy(y)


def test_a_missing_sympy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sympy", None)
    with pytest.raises(ag.MissingPackageError, match="to_sympy needs sympy"):
        to_sympy(X)
