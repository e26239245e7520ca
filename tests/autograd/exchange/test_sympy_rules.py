"""Each kind of SymPy's expressions: the graph that it makes, and the number."""

from typing import Any

import pytest

from autograd import from_sympy

sympy = pytest.importorskip("sympy")

x, y = sympy.symbols("x y", real=True)


@pytest.mark.parametrize(
    ("expression", "tree"),
    [
        (x - 2 * y, "(- x (* 2.0 y))"),
        (-x - y, "(- (- x) y)"),
        (x / 3, "(/ x 3.0)"),
        (2 * x / (3 * y), "(/ (* 2.0 x) (* 3.0 y))"),
        (-x * y, "(- (* x y))"),
        (1 / x, "(/ 1.0 x)"),
        (x / sympy.sqrt(y), "(/ x (sqrt y))"),
        (1 / (x * y), "(/ 1.0 (* x y))"),
        (x**-2, "(/ 1.0 (** x 2.0))"),
        (2**x, "(exp2 x)"),
        (x - 1, "(- x 1.0)"),
        (sympy.Max(x, y, 3), "(max (max 3.0 x) y)"),
    ],
)
def test_graphs_as_a_person_would_make_them(expression: Any, tree: str) -> None:
    assert told(from_sympy(expression, {"x": 2.0, "y": 5.0})) == tree


def told(node: Any) -> str:
    if isinstance(node, float) or node.op is None:
        return str(node) if isinstance(node, float) else node.label
    return f"({node.op.symbol} {' '.join(told(operand) for operand in node.operands)})"


@pytest.mark.parametrize(
    "expression",
    [
        sympy.Piecewise((x, x > y), (y**2, (x < 0) & (y > 1)), (3, (x <= y) | ~(y >= 2))),
        sympy.Piecewise((1, sympy.Eq(x, y)), (x, sympy.Ne(x, 2)), (y, True)),
        sympy.Piecewise((y, (x > y) | (x < -1)), (x, sympy.Not(x > 1) & (y > 2)), (3, True)),
        sympy.Heaviside(x - y) + sympy.Heaviside(0 * x),
        sympy.sec(x) + sympy.csc(x) * sympy.cot(y),
        sympy.sech(x) + sympy.csch(x) * sympy.coth(y),
        sympy.erfc(x) * sympy.pi + sympy.E**y + sympy.Rational(1, 3),
        sympy.exp(x).diff(x) + sympy.cbrt(y) - 1e-3 * x,
        sympy.GoldenRatio * sympy.besselj(0, 0) * x,
    ],
)
def test_numbers_are_those_of_sympy(expression: Any) -> None:
    if expression.has(sympy.Piecewise):
        expression = sympy.Piecewise(*expression.args[:-1], (expression.args[-1].expr, True))
    for at in ({x: 0.3, y: 1.7}, {x: 2.5, y: 0.4}, {x: 1.5, y: 1.5}, {x: -2.0, y: 3.0}):
        there = {symbol: sympy.Float(number, 30) for symbol, number in at.items()}
        exact = float(expression.subs(there).evalf(30))
        assert from_sympy(expression, at).data == pytest.approx(exact, rel=1e-12)
