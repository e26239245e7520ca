"""SymPy's expressions as graphs: there and back, further derivatives, and what is refused."""

import random
from typing import Any

import pytest

import autograd as ag
from autograd import Value, from_sympy, to_sympy
from autograd.define import temporary_op
from autograd.ops import OPS
from tests.autograd.test_ops import points
from tests.programs import function_of

sympy = pytest.importorskip("sympy")

x, y = sympy.symbols("x y", real=True)


def comes_back(value: Value, leaves: list[Value]) -> None:
    """There and back: the same number and the same gradients, on leaves of the same names."""
    value.zero_grad()
    value.backward()
    twins = {str(to_sympy(leaf)): Value(leaf.data, label=leaf.label) for leaf in leaves}
    again = from_sympy(to_sympy(value), twins)
    again.backward()
    assert again.data == pytest.approx(value.data, rel=1e-12, abs=1e-12)
    for leaf, twin in zip(leaves, twins.values()):
        assert twin.grad == pytest.approx(leaf.grad, rel=1e-11, abs=1e-12)


@pytest.mark.parametrize("name", OPS)
def test_every_op_there_and_back(name: str) -> None:
    for point in points(OPS[name])[:4]:
        leaves = [Value(number, label=f"x{i}") for i, number in enumerate(point)]
        comes_back(getattr(ag, name)(*leaves), leaves)


@pytest.mark.parametrize("seed", range(20))
def test_random_expressions_there_and_back(seed: int) -> None:
    source = random.Random(seed)
    names = [*OPS]
    steps = [
        (source.choice(names), (source.randrange(64), source.randrange(64), source.randrange(64)))
        for _ in range(8)
    ]
    leaves = [Value(number, label=label) for number, label in ((0.37, "a"), (-0.81, "b"))]
    comes_back(function_of(steps)(*leaves), leaves)


def test_a_row_of_define_op_by_its_name() -> None:
    with temporary_op("cube", "x", "x ** 3", ("3 * x ** 2",), "real"):
        at = Value(2.0)
        value = from_sympy(sympy.Function("cube")(x) + 1, {x: at})
        value.backward()
        assert (value.data, at.grad) == (9.0, 12.0)


def test_equal_parts_are_one_node_and_values_go_on() -> None:
    a = Value(0.5, label="a")
    value = from_sympy(sympy.sin(x) + sympy.exp(sympy.sin(x)), {"x": a * 2})
    assert [n.op.name for n in ag.topological_order(value) if n.op].count("sin") == 1
    value.backward()
    assert a.grad != 0.0


def test_derivatives_and_compiling_of_what_comes_in() -> None:
    expression = sympy.sin(x) / x**2

    def f(at: Any) -> Any:
        return from_sympy(expression, {"x": at})

    third = float(expression.diff(x, 3).subs(x, sympy.Float(0.7, 30)))
    assert ag.grad(ag.grad(ag.grad(f)))(0.7) == pytest.approx(third, rel=1e-12)
    assert ag.compile(f)(0.7) == f(Value(0.7)).data


def test_numbers_become_leaves_with_a_label() -> None:
    value = from_sympy(x * y, {"x": 2, "y": 3.0, "unused": 1.0})
    assert [(n.label, n.data) for n in value.operands] == [("x", 2.0), ("y", 3.0)]
    assert from_sympy(sympy.Integer(3)).data == from_sympy(3).data == 3.0


def test_deep_expressions_need_no_recursion() -> None:
    deep = x
    for _ in range(2000):
        deep = sympy.sin(deep, evaluate=False)
    assert len(ag.topological_order(from_sympy(deep, {"x": 0.5}))) == 2001


@pytest.mark.parametrize(
    ("expression", "error", "said"),
    [
        (x + y, ag.GraphError, r"a symbol y, for which there is no value \(.* given for: x\)"),
        (sympy.Integral(sympy.gamma(x), x), ag.GraphError, "no operation for SymPy's Integral"),
        (sympy.gamma(x), ag.GraphError, "no operation for SymPy's gamma: gamma"),
        (sympy.I * x, ag.GraphError, "no operation for SymPy's ImaginaryUnit"),
        (sympy.zoo, ag.GraphError, "no operation for SymPy's ComplexInfinity"),
        (sympy.floor(x).diff(x), ag.GraphError, r"SymPy's Derivative: .* call its .doit\(\)"),
        (sympy.ImmutableMatrix([x]), ag.GraphError, "SymPy's ImmutableDenseMatrix"),
        (sympy.Matrix([x]), ag.OperandError, "got a MutableDenseMatrix"),
        (sympy.Function("f")(x), ag.GraphError, "SymPy's f: f"),
        (sympy.Piecewise((x, x > 0)), ag.GraphError, "has no value where none of its conditions"),
        ("x + 1", ag.OperandError, r"got a str: x \+ 1; sympy.sympify makes one"),
        (None, ag.OperandError, "got a NoneType: None"),
        *((n * x, ag.GraphError, r"no float is 10{39}… \(401") for n in (10**400,)),
        (x ** sympy.Integer(10**400), ag.GraphError, "no float is 1000"),
        (x / 10**400, ag.GraphError, "no float is 1/1000.*from 5e-324 to 1.8e308"),
        (x * sympy.Rational(1, 2**1100), ag.GraphError, "no float is 1/13582"),
        (x * sympy.Rational(10**400, 3), ag.GraphError, "no float is 1000"),
        (x + sympy.Integer(10**5000), ag.GraphError, "no float is a number of thousands of digits"),
        (sympy.gamma(x + 10**5000), ag.GraphError, "SymPy's gamma: a number of thousands"),
        (sympy.Float("1e400") * x, ag.GraphError, "no float is 1000"),
        (sympy.Float("1e-400") * x, ag.GraphError, "no float is 1.0"),
        *((word, ag.GraphError, f"no float is {word}") for word in (sympy.oo, sympy.nan)),
        (x - sympy.oo, ag.GraphError, "no float is -oo"),
        (sympy.log(x - 1), ag.NonFiniteError, "log gave -inf"),
    ],
)
def test_what_is_refused(expression: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        from_sympy(expression, {"x": 1.0})


def test_a_fraction_of_large_numbers_is_the_nearest_float() -> None:
    for n, expected in ((sympy.Rational(10**400 + 1, 10**400), 1.0), (sympy.Rational(1, 3), 1 / 3)):
        assert from_sympy(n * x, {"x": 1.0}).data == from_sympy(n + 0 * x).data == expected


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (3.0, r"values by symbol or by name, such as \{x: 1.0\}, got a float: 3.0"),
        ([3.0], r"got a list: \[3.0\]"),
        ({3: 1.0}, "for a symbol or its name, got 3"),
        ({x: 10**400}, "no float is as large"),
    ],
)
def test_values_that_are_none(values: Any, said: str) -> None:
    with pytest.raises(ag.OperandError, match=said):
        from_sympy(x + 1, values)


def test_symbols_of_one_name_are_told_apart() -> None:
    p = sympy.Symbol("x", positive=True)
    for values in (
        {p: 1.0, x: 10.0},
        {p: 1.0, "x": 10.0},
        {x: 10.0, p: 1.0},
        {p: 1, "x": 9, x: 10},
    ):
        assert from_sympy(p + 2 * x, values).data == 21.0
    assert from_sympy(2 * x, {p: 3.0}).data == 6.0
    assert from_sympy(p + 2 * x, {"x": 3.0}).data == 9.0
    with pytest.raises(ag.GraphError, match="a symbol x, for which there is no value"):
        from_sympy(p + 2 * x, {p: 1.0})


def test_a_missing_sympy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sympy", None)
    with pytest.raises(ag.MissingPackageError, match="from_sympy needs sympy"):
        from_sympy(x)
