"""Graphs as SymPy's expressions, for algebra, LaTeX and derivatives in symbols.

Read ``sympy_in.py`` next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from autograd.errors import GraphError, OperandError, missing_package
from autograd.graph import solutions, topological_order
from autograd.nested import flatten, unflatten
from autograd.value import Value, number

__all__ = ["to_sympy"]

Tree = Any  # a Value or number, or a list, tuple or dict of trees

#: ``W[1,0]`` and ``W[1][0]``, which SymPy sets in LaTeX with subscripts if it is given W_{1,0}
_ELEMENT = re.compile(r"([^\W_]\w*)\[(\w+(?:(?:, ?|\]\[)\w+)*)\]")


def to_sympy(value: Tree, symbols: Mapping[str, Any] | None = None) -> Tree:
    r"""The SymPy expression that a Value was computed by; those of a nest of Values in its shape.

    Labelled leaves are real symbols of that name (``W[1,0]`` is ``W_{1,0}``), or what ``symbols``
    has for the label; leaves without a label, and constants, are numbers: whole ones and simple
    fractions exactly, others with all their bits. A node that is used twice is one expression.
    ``detach`` and the steps (``floor``, ``mod``) have the derivatives that they have here.

    Raises ``OperandError`` for what is no Value or not known yet, ``GraphError`` for two leaves of
    one label, for an op that SymPy cannot say, for what ``root`` found (its graph is true at that
    point only), and for a graph that is deeper than SymPy goes (some hundreds of operations in a
    chain); ``MissingPackageError`` without SymPy.

    >>> import sympy
    >>> x, w = Value(2.0, label="x"), Value(0.5, label="w")
    >>> y = to_sympy((w * x).sigmoid() * 2)
    >>> y, sympy.latex(y)
    (2/(1 + exp(-w*x)), '\\frac{2}{1 + e^{- w x}}')
    >>> sympy.diff(to_sympy(x**2 / 3), to_sympy(x))
    2*x/3
    """
    try:
        import sympy
    except ImportError:
        raise missing_package("to_sympy", "sympy") from None

    roots = [root if isinstance(root, Value) else Value(number(root)) for root in flatten(value)]
    order = topological_order(*roots)
    try:
        known = _expressions(order, _symbols({} if symbols is None else symbols))
    except RecursionError:
        raise GraphError(
            f"the graph, of {len(order):,} nodes, is deeper than SymPy's expressions go: ask for "
            "a part of it"
        ) from None
    return unflatten(value, [sympy.sympify(known[root]) for root in roots])


def _symbols(given: Any) -> Mapping[str, Any]:
    """What was given for labels, if it is SymPy's."""
    import sympy

    entries = given.items() if isinstance(given, Mapping) else [(given, given)]
    for label, symbol in entries:
        if not isinstance(label, str) or not isinstance(symbol, (sympy.Expr, int, float)):
            raise OperandError(
                'symbols has expressions by label, such as {"x": sympy.Symbol("x")}, got '
                f"{given!r:.80}"
            )
    found: Mapping[str, Any] = given
    return found


def _solution(x: float) -> GraphError:
    return GraphError(
        f"this graph has a number that root or fixed_point found ({x:.6g}), and of how it depends "
        "on the rest only what derivatives at that point need: a formula of this would be the "
        "tangent. Tell SymPy the equation, or go on from Value(x.data, label=…) for a solution x"
    )


def _expressions(order: Iterable[Value], symbols: Mapping[str, Any]) -> dict[Value, Any]:
    from autograd.exchange.sympy_words import exact, said

    known: dict[Value, Any] = {}
    labels: dict[str, Value] = {}
    for node in order:
        if not node.known:
            raise OperandError(
                "to_sympy needs Values, and these are not known yet, as a function is being "
                "recorded: call the function with Values of its own"
            )
        if node.op is not None:
            operands = [exact(o) if isinstance(o, float) else known[o] for o in node.operands]
            known[node] = said(node.op, operands)
        elif node in solutions:
            raise _solution(number(node.data))
        elif not node.label:
            known[node] = exact(number(node.data))
        elif labels.setdefault(node.label, node) is node:
            known[node] = _symbol(node.label, symbols)
        else:
            raise GraphError(
                f"two leaves have the label {node.label!r}, and SymPy tells symbols apart by "
                "their names: give each its own"
            )
    return known


def _symbol(label: str, symbols: Mapping[str, Any]) -> Any:
    import sympy

    if label in symbols:
        return sympy.sympify(symbols[label])
    found = _ELEMENT.fullmatch(label)
    name = label if found is None else f"{found[1]}_{{{found[2].replace('][', ',')}}}"
    return sympy.Symbol(name, real=True)
