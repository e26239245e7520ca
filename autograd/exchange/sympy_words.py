"""How SymPy says what the rows of the op table say.

A row that SymPy has its own word for stands in ``WORDS``; every other one is its own forward text,
evaluated on expressions, so a row of ``define_op`` needs nothing here. Where SymPy's word has no
derivative that it could write down, or another one than the row (``floor``, ``detach``), it gets
the row's.

Source: A. Meurer et al. (2017), "SymPy: symbolic computing in Python", PeerJ Computer Science
3:e103. Read ``sympy_out.py`` next.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from types import CodeType
from typing import Any

import sympy
from sympy.logic.boolalg import Boolean

from autograd.errors import GraphError
from autograd.ops import OPS, Op

__all__ = ["WORDS", "Mod", "ceiling", "detach", "exact", "floor", "said"]

#: numbers up to these are written as whole numbers and fractions, all others as decimals
_LARGEST, _FINEST = 10**6, 16
#: decimals of so many characters or fewer say a number better than thirds and sevenths do
_SHORT = 12


class floor(sympy.floor):  # type: ignore[misc]  # noqa: N801  # as SymPy calls it
    """SymPy's, with the derivative 0."""

    def fdiff(self, argindex: int = 1) -> Any:
        """The partial by an argument, counted from 1."""
        return sympy.S.Zero


class ceiling(sympy.ceiling):  # type: ignore[misc]  # noqa: N801
    """SymPy's, with the derivative 0."""

    def fdiff(self, argindex: int = 1) -> Any:
        """The partial by an argument, counted from 1."""
        return sympy.S.Zero


class Mod(sympy.Mod):  # type: ignore[misc]
    """SymPy's, with the derivatives of a - b ⌊a/b⌋."""

    def fdiff(self, argindex: int = 1) -> Any:
        """The partial by an argument, counted from 1."""
        a, b = self.args
        return sympy.S.One if argindex == 1 else -floor(a / b)


class detach(sympy.Function):  # type: ignore[misc]  # noqa: N801
    """A number that counts as a constant in derivatives."""

    @classmethod
    def eval(cls, x: Any) -> Any:
        """A number is itself."""
        return x if x.is_number else None

    def fdiff(self, argindex: int = 1) -> Any:
        """Nothing flows through."""
        return sympy.S.Zero


def exact(x: float) -> Any:
    """A number as people write it: whole ones and simple fractions as such, else its decimals.

    >>> exact(3.0), exact(-0.75), exact(1 / 3), sympy.latex(exact(0.1))
    (3, -3/4, 1/3, '0.1')
    """
    if x - x != 0.0:
        return sympy.nan if x != x else sympy.oo if x > 0 else -sympy.oo
    above, below = x.as_integer_ratio()
    if below > _FINEST and len(repr(x)) > _SHORT:
        above, below = Fraction(x).limit_denominator(_FINEST).as_integer_ratio()
    if below <= _FINEST and abs(above) <= _LARGEST and above / below == x:
        return sympy.Rational(above, below)
    return sympy.Float(x)


def _where(condition: Any, a: Any, b: Any) -> Any:
    if not isinstance(condition, Boolean) or condition.is_Symbol:  # a Symbol is both
        condition = sympy.Ne(condition, 0)
    return sympy.Piecewise((a, condition), (b, True))


#: row -> SymPy's word for it; each row whose forward text is no more than its name is here
WORDS: dict[str, Callable[..., Any]] = {
    **{name: getattr(sympy, name) for name in ("exp", "log", "sqrt", "sin", "cos", "tan", "erf")},
    **{name: getattr(sympy, name) for name in ("asin", "acos", "atan", "atan2", "sinh", "cosh")},
    **{name: getattr(sympy, name) for name in ("tanh", "asinh", "acosh", "atanh", "sign")},
    "abs": sympy.Abs,
    "pow": sympy.Pow,
    "mod": Mod,
    "floor": floor,
    "ceil": ceiling,
    "floordiv": lambda a, b: floor(a / b),
    "exp2": lambda x: 2**x,
    "expm1": lambda x: sympy.exp(x) - 1,
    "log2": lambda x: sympy.log(x) / sympy.log(2),
    "log10": lambda x: sympy.log(x) / sympy.log(10),
    "log1p": lambda x: sympy.log(1 + x),
    "xlogy": lambda a, b: a * sympy.log(b),
    "powlog": lambda a, b, n: a**b * sympy.log(a) ** n,
    "hypot": lambda a, b: sympy.sqrt(a**2 + b**2),
    "sigmoid": lambda x: 1 / (1 + sympy.exp(-x)),
    "softplus": lambda x: sympy.log(1 + sympy.exp(x)),
    "logaddexp": lambda a, b: sympy.log(sympy.exp(a) + sympy.exp(b)),
    "relu": lambda x: sympy.Max(0, x),
    "maximum": sympy.Max,
    "minimum": sympy.Min,
    "where": _where,
    "detach": detach,
}


def said(op: Op, operands: Sequence[Any]) -> Any:
    """The value of a row on expressions, as an expression.

    >>> x = sympy.Symbol("x", real=True)
    >>> said(OPS["leaky_relu"], [x, sympy.Rational(1, 4)])
    Piecewise((x, x > 0), (x/4, True))
    """
    word = WORDS.get(op.name)
    if word is not None:
        return word(*operands)
    code = _code(op.plain_forward)
    if op.name in code.co_names:
        raise GraphError(f"SymPy has no word for the op {op.name!r}: write the row by other rows")
    rows = {name: _row(OPS[name]) for name in code.co_names if name in OPS}
    scope = {"__builtins__": {}, "exact": exact, **rows}
    return eval(code, scope, dict(zip(op.operands, operands)))


def _row(op: Op) -> Callable[..., Any]:
    return lambda *operands: said(op, operands)


@cache
def _code(text: str) -> CodeType:
    """A forward text whose numbers are exact ones."""
    tree = _Exact().visit(ast.parse(text, mode="eval"))
    return compile(ast.fix_missing_locations(tree), f"<row: {text}>", "eval")


class _Exact(ast.NodeTransformer):
    def visit_Constant(self, tree: ast.Constant) -> ast.expr:  # ast's name
        return ast.Call(ast.Name("exact", ast.Load()), [tree], [])
