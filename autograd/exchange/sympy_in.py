"""SymPy's expressions as graphs of our operations.

How each kind of expression is made stands in ``sympy_rules.py``; here is the walk, with a stack of
its own. Read that next.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograd.errors import GraphError, OperandError, missing_package
from autograd.value import Value, number

__all__ = ["from_sympy"]

Number = Any  # a Value or a float


def from_sympy(expression: Any, values: Mapping[Any, Any] | None = None) -> Value:
    """The Value of a SymPy expression: a graph that can be differentiated, drawn and compiled.

    ``values`` has, for each symbol or its name, a Value to go on from or a number, which becomes a
    leaf with the symbol's name as its label. Equal parts of the expression are one node. Raises
    ``GraphError`` for a symbol without a value, and for what this engine has no operation for (an
    integral, i, infinity of the complex plane, a matrix), by its name; ``OperandError`` for what is
    no expression, a text included (``sympy.sympify`` makes one, and runs it as Python);
    ``NonFiniteError`` where an operation gives inf or nan; ``MissingPackageError`` without SymPy.

    >>> import sympy
    >>> x, k = sympy.symbols("x k")
    >>> at = Value(2.0, label="x")
    >>> y = from_sympy(sympy.exp(-k * x) / x, {x: at, "k": 0.5})
    >>> y.backward()
    >>> y, at
    (Value(0.18393972058572117, grad=1.0), Value(2.0, label='x', grad=-0.18393972058572117))
    """
    try:
        import sympy
    except ImportError:
        raise missing_package("from_sympy", "sympy") from None

    if isinstance(expression, (int, float)):
        expression = sympy.sympify(expression)
    if not isinstance(expression, sympy.Basic):
        advice = "; sympy.sympify makes one of a text" if isinstance(expression, str) else ""
        raise OperandError(
            f"from_sympy needs a SymPy expression, got a {type(expression).__name__}: "
            f"{str(expression)[:60]}{advice}"
        )
    result = _value(expression, {str(key): value for key, value in (values or {}).items()})
    return result if isinstance(result, Value) else Value(result)


def _value(expression: Any, values: Mapping[str, Any]) -> Number:
    """The value of an expression, after those of the parts that its rule asks for."""
    from autograd.exchange.sympy_rules import rule

    known: dict[Any, Number] = {}
    stack = [expression]
    while stack:
        part = stack[-1]
        if part in known:
            stack.pop()
        elif part.is_Symbol:
            known[part] = _leaf(str(part), values)
        else:
            parts, make = rule(part)
            missing = [other for other in parts if other not in known]
            stack += reversed(missing)
            if not missing:
                known[part] = make(*[known[other] for other in parts])
    return known[expression]


def _leaf(symbol: str, values: Mapping[str, Any]) -> Value:
    """What stands for a symbol."""
    if symbol not in values:
        given = ", ".join(sorted(values)) or "none"
        raise GraphError(
            f"the expression has a symbol {symbol}, for which there is no value (values are given "
            f'for: {given}): from_sympy(expression, {{"{symbol}": 1.0}})'
        )
    value = values[symbol]
    return value if isinstance(value, Value) else Value(number(value), label=symbol)
