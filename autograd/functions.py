"""The generic functions, one per row of the op table: numbers in, a number out; Values in, a Value.

``exp(2.0)`` is a float, ``exp(Value(2.0))`` a Value in a graph. This module compiles the table
against ``Value``, names the functions, and attaches them to ``Value`` as operators and (where
they take one operand) as methods. What the type checker sees of this stands in ``functions.pyi``,
which is written from the table and held to it by a test.

Read ``functional.py`` next.
"""

from __future__ import annotations

import math

from autograd import ieee
from autograd.errors import OperandError
from autograd.finite import careful_partial, forward, nonfinite, refuse, rescue
from autograd.graph import data_of
from autograd.operators import Operators
from autograd.ops import OPERATORS, OPS, Op
from autograd.specialise import compile_table
from autograd.value import Value, number

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Callable
    from typing import Any


def apply(op: Op, *operands: Any) -> Any:
    """Any op on any mixture of Values and numbers: a Value if one operand is, else a float.

    Raises ``OperandError`` for anything else, ``NonFiniteError`` as ``nonfinite`` says.
    """
    kinds = [type(operand) for operand in operands if isinstance(operand, Value)]
    if len(kinds) < len(operands):
        operands = tuple([o if isinstance(o, Value) else number(o) for o in operands])
    if not kinds:
        return forward(op, operands)
    kind = kinds[0]
    if kinds.count(kind) < len(kinds):
        kind = max(dict.fromkeys(kinds), key=_precedence)
    return kind._make(op, operands)


def _precedence(kind: type[Value]) -> tuple[int, bool, int]:
    """A class that is made of numbers of the others comes first, then one that makes nodes in its
    own way (by recording), then the most derived."""
    makes: Any = kind._make
    own = makes.__func__ is not Value._make.__func__  # type: ignore[attr-defined]
    return kind._above, own, len(kind.__mro__)


def meet(op: Op, *operands: Any) -> Any:
    """``apply`` for an operator: ``NotImplemented`` lets the other operand's class have its say."""
    try:
        return apply(op, *operands)
    except OperandError:
        return NotImplemented


def recorded_partial(node: Value, index: int) -> Any:
    """One partial of a node as a Value: the recorded sweep's way to read the table."""
    op = node.op
    assert op is not None
    function = op.partial_functions[index]
    if function is None:
        return 0.0
    try:
        return function(node, *node.operands)
    except ArithmeticError:  # a step of the text is inf or nan, the whole need not be
        number = careful_partial(node, index) if node.known else math.nan  # in this row's name
        numbers = (ieee.Float(o) if isinstance(o, float) else o for o in node.operands)
        with nonfinite("allow"):
            partial = function(node, *numbers)
        if isinstance(partial, float):
            return float(partial)
        if math.isfinite(number) and not math.isfinite(partial.data):
            raise
        return partial


def numeric_partial(node: Value, index: int) -> float:
    """One partial of a node as a float; ``NonFiniteError`` names the op where it has none."""
    op = node.op
    assert op is not None
    function = op.partial_functions[index]
    if function is None:
        return 0.0
    try:
        partial = float(function(node.data, *map(data_of, node.operands)))
    except ArithmeticError:
        return careful_partial(node, index)
    return partial if math.isfinite(partial) else careful_partial(node, index)


def generic_function(op: Op, make: Callable[..., Any]) -> Callable[..., Any]:
    """The public function of a row: named, documented, with its defaults."""
    if op.infix:

        def function(a: Any, b: Any) -> Any:
            result = make(a, b)
            return apply(op, a, b) if result is NotImplemented else result
    else:
        function = make
        function.__defaults__ = op.defaults or None  # type: ignore[attr-defined]
    function.__name__ = function.__qualname__ = op.name
    function.__module__ = __name__
    function.__doc__ = _docstring(op)
    return function


def _docstring(op: Op) -> str:
    partials = "; ".join(
        f"d{op.output}/d{name} = {_spelled(text)}"
        for name, text in zip(op.operands, op.partials)
        if text is not None
    )
    hint = f": {op.hint}" if op.hint else ""
    return (
        f"{op.output} = {op.forward}, on numbers or Values.\n\nDerivatives: {partials}.\n\n"
        "Raises ``OperandError`` for what is no number, ``NonFiniteError`` where finite operands "
        f"give inf or nan{hint}.{_example(op)}"
    )


def _example(op: Op) -> str:
    """The value at a point of the domain, and its derivatives held against differences."""
    required = op.arity - len(op.defaults)
    point = [_POINTS.get(d, _POINTS[""])[i] for i, d in enumerate(op.domain[:required])]
    try:
        value = op.evaluate(*point, *op.defaults)
    except (ArithmeticError, ValueError):  # a row that was defined at run time may refuse it
        return ""
    given = ", ".join(map(repr, point))
    lines = [f"\n\n>>> {op.name}({given})", f"{value!r}"]
    if any(map(op.wanted, range(op.arity))):
        lines.append(">>> from autograd import check_gradients")
        lines += [f">>> check_gradients({op.name}, {given}).ok", "True"]
    return "\n".join(lines)


def _spelled(rule: str) -> str:
    """A rule with its named numbers as people write them."""
    for name, (text, _) in NUMBERS.items():
        rule = rule.replace(name, text)
    return rule


def attach(op: Op, make: Callable[..., Any]) -> None:
    """Give Value the operator, the reflected operator or the method of a row."""
    if op.infix:
        name = OPERATORS[op.name]
        _put(f"__{name}__", make, f"self {op.symbol} other", "self", "other")
        reflected = _spoken(lambda self, other: make(other, self), f"__r{name}__")
        reflected.__doc__ = f"``other {op.symbol} self``."
        setattr(Operators, f"__r{name}__", reflected)
    elif op.name in ("neg", "abs"):
        _put(f"__{op.name}__", make, "-self" if op.name == "neg" else "abs(self)", "self")
    if op.arity - len(op.defaults) == 1:
        _put(op.name, make, f"{op.output} = {op.forward}", "self", partial=op.partials[0])


def _put(
    name: str, make: Callable[..., Any], text: str, *first: str, partial: str | None = ""
) -> None:
    """Hang a method on: the function that makes the node, its first operands called ``first``."""
    if make.__qualname__ != f"Value.{name}":  # a row that comes back brings its method
        told = f", derivative ``{_spelled(partial)}``" if partial else ""
        told += ", derivative 0" * (partial is None)
        make = _renamed(make, name, first)
        make.__doc__ = f"``{text}``{told}."
    setattr(Operators, name, make)


def _renamed(make: Any, name: str, first: tuple[str, ...]) -> Any:
    """A copy of the function under the names that help shows for a method."""
    code = make.__code__
    rest = code.co_varnames[len(first) :]
    if not {*first} & {*rest}:
        code = code.replace(co_varnames=(*first, *rest))
    method: Any = type(_put)(code, make.__globals__)
    method.__defaults__ = make.__defaults__
    return _spoken(method, name)


def _spoken(method: Any, name: str) -> Any:
    """A function that is called by its place in the class in help and in tracebacks."""
    method.__name__, method.__qualname__, method.__module__ = name, f"Value.{name}", __name__
    return method


#: a named number of the table -> how people write it, as text and as LaTeX
NUMBERS: dict[str, tuple[str, str]] = {
    "TWO_OVER_SQRT_PI": ("(2 / √π)", r"\frac{2}{\sqrt{\pi}}"),
    "LN2": ("log(2)", r"\ln 2"),
    "LN10": ("log(10)", r"\ln 10"),
}
#: domain -> the first, second and third operand of the examples
_POINTS = {"real": (-1.5, 2.0, 3.0), "unit": (0.5, 0.25, 0.75), "": (2.0, 3.0, 1.0)}
#: what the generated code calls; ``compile_table`` adds the rows
SCOPE: dict[str, Any] = {
    "Value": Value,
    "new": object.__new__,
    "fallback": apply,
    "meet": meet,
    "rescue": rescue,
    "refuse": refuse,
}
GENERIC: dict[str, Any] = {}


def _install(table: dict[str, Op]) -> None:
    """Compile rows, name their functions, attach their methods."""
    for name, make in compile_table(table, SCOPE, GENERIC).items():
        GENERIC[name] = generic_function(table[name], make)
        attach(table[name], make)


def unary_ops() -> dict[str, Callable[[Any], Any]]:
    """Name -> generic function, of every op that can be called with one operand.

    ``define_op`` adds to them. This is what a network may take as an activation.

    >>> unary_ops()["tanh"](0.0), "add" in unary_ops(), "leaky_relu" in unary_ops()
    (0.0, False, True)
    """
    return {name: GENERIC[name] for name, op in OPS.items() if op.arity - len(op.defaults) == 1}


_install(OPS)
globals().update(GENERIC)
for _name in ("sin", "cos", "tan", "sinh", "cosh", "tanh"):  # as arrays of NumPy ask for them
    setattr(Operators, f"arc{_name}", getattr(Operators, f"a{_name}"))


def _radd(self: Value, other: Any) -> Any:
    """``0 + v`` is v itself: that is how ``sum()`` starts, and it leaves no trace in the graph."""
    return self if other.__class__ is int and other == 0 else SCOPE["apply_add"](other, self)


_radd.__doc__ = "``other + self``."
Operators.__radd__ = _spoken(_radd, "__radd__")  # type: ignore[method-assign]
__all__ = sorted(OPS)
