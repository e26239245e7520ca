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
    ``GraphError`` for a symbol without a value, for what this engine has no operation for (an
    integral, i, a matrix), by its name, and for a number that no float is (oo, nan, 10**400);
    ``OperandError`` for what is no expression, a text included (``sympy.sympify`` makes one, and
    runs it as Python); ``NonFiniteError`` where an operation gives inf or nan;
    ``MissingPackageError`` without SymPy.

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
    result = _value(expression, _by_symbol(expression, {} if values is None else values))
    return result if isinstance(result, Value) else Value(result)


def _by_symbol(expression: Any, values: Any) -> dict[Any, Any]:
    """The values by symbol, and by name for symbols that are given by name, or by a namesake."""
    if not isinstance(values, Mapping):
        raise OperandError(
            "from_sympy takes values by symbol or by name, such as {x: 1.0}, got a "
            f"{type(values).__name__}: {values!r:.60}"
        )
    found: dict[Any, Any] = {}
    for key, value in values.items():
        if not isinstance(key, str) and not getattr(key, "is_Symbol", False):
            raise OperandError(f"values are given for a symbol or its name, got {key!r:.60}")
        if isinstance(key, str) or key in expression.free_symbols:
            found[key] = value
        else:
            found.setdefault(str(key), value)
    return found


def _value(expression: Any, values: Mapping[Any, Any]) -> Number:
    """The value of an expression, after those of the parts that its rule asks for."""
    from autograd.exchange.sympy_rules import rule

    known: dict[Any, Number] = {}
    stack = [expression]
    while stack:
        part = stack[-1]
        if part in known:
            stack.pop()
        elif part.is_Symbol:
            known[part] = _leaf(part, values)
        else:
            parts, make = rule(part)
            missing = [other for other in parts if other not in known]
            stack += reversed(missing)
            if not missing:
                known[part] = make(*[known[other] for other in parts])
    return known[expression]


def _leaf(symbol: Any, values: Mapping[Any, Any]) -> Value:
    """What stands for a symbol: its own value, or that of its name."""
    key, name = (symbol if symbol in values else str(symbol)), str(symbol)
    if key not in values:
        given = ", ".join(sorted(map(str, values))) or "none"
        raise GraphError(
            f"the expression has a symbol {name}, for which there is no value (values are given "
            f'for: {given}): from_sympy(expression, {{"{name}": 1.0}})'
        )
    value = values[key]
    return value if isinstance(value, Value) else Value(number(value), label=name)
