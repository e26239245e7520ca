"""What each kind of SymPy's expressions is in our operations.

``rule`` gives the parts of an expression, and the function that makes its value of theirs. The
kinds stand in ``_RULES`` by the names of their classes; functions are those of ``sympy_words.py``
read backwards, and a function that is called like a row of the op table (one of ``define_op``, too)
is that row. A condition is a number, 1 where it holds and 0 where not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import sympy

from autograd.errors import GraphError
from autograd.exchange.sympy_words import WORDS
from autograd.functions import GENERIC
from autograd.ops import OPS

__all__ = ["Rule", "rule"]

Number = Any  # a Value or a float
Rule = tuple[Sequence[Any], Callable[..., Number]]

#: whole numbers beyond have no float
_LARGEST = 2**1023

_row = GENERIC  # of define_op, too: looked up when it is asked for


def rule(part: Any) -> Rule:
    """The parts of an expression, and what makes its value of theirs.

    >>> x, y = sympy.symbols("x y")
    >>> parts, make = rule(x / y)
    >>> parts, make(3.0, 2.0)
    ([x, y], 1.5)
    """
    for kind in type(part).__mro__:
        if kind.__name__ in _RULES and kind.__module__.startswith("sympy."):
            return _RULES[kind.__name__](part)
    name = type(part).__name__
    if name in OPS and part.is_Function and len(part.args) == OPS[name].arity:
        return part.args, _row[name]
    raise GraphError(
        f"this engine has no operation for SymPy's {name}: {_short(part)} (if it is only waiting "
        "to be worked out, call its .doit() first)"
    )


# --- arithmetic ---


def _number(part: Any) -> Rule:
    x = _float(part)
    if x is None or x - x != 0.0 or (x == 0.0) != (part == 0):
        raise GraphError(
            f"no float is {_short(part)}: numbers here are finite, from 5e-324 to 1.8e308 in size"
        )
    return (), lambda: x


def _float(part: Any) -> float | None:
    try:
        return part.p / part.q if part.is_Rational else float(part)
    except OverflowError:
        return None


def _short(part: Any) -> str:
    try:
        text = str(part)
    except ValueError:  # Python writes no number of as many
        return "a number of thousands of digits"
    return text if len(text) <= 80 else f"{text[:40]}… ({len(text):,} characters)"


def _add(part: Any) -> Rule:
    """a + b - c: what has a minus sign comes last and is taken away, unless all have one."""
    terms = sorted(part.args, key=_is_negative)
    plus = len([term for term in terms if not _is_negative(term)]) or 1

    def total(*numbers: Number) -> Number:
        above = reduce(_row["add"], numbers[:plus])
        return reduce(_row["sub"], numbers[plus:], above)

    return [*terms[:plus], *(-term for term in terms[plus:])], total


def _is_negative(part: Any) -> bool:
    return bool(part.as_coeff_Mul()[0].is_negative)


def _mul(part: Any) -> Rule:
    """A product over a product: what has a negative power stands below."""
    coefficient, factors = part.as_coeff_mul()
    above = [factor for factor in factors if not _is_inverse(factor)]
    below = [1 / factor for factor in factors if _is_inverse(factor)]
    negated = bool(coefficient.is_Rational and coefficient.p == -1)
    if coefficient.is_Rational and max(abs(coefficient.p), coefficient.q) < _LARGEST:
        above = [*[sympy.Integer(coefficient.p)][abs(coefficient.p) == 1 :], *above]
        below = [*[sympy.Integer(coefficient.q)][coefficient.q == 1 :], *below]
    else:
        above = [coefficient, *above]
    count = len(above)

    def quotient(*numbers: Number) -> Number:
        found = reduce(_row["mul"], numbers[:count]) if count else 1.0
        found = _row["neg"](found) if negated else found
        return _row["div"](found, reduce(_row["mul"], numbers[count:])) if below else found

    return [*above, *below], quotient


def _is_inverse(part: Any) -> bool:
    return bool(part.is_Pow and part.exp.is_number and part.exp.is_negative)


def _pow(part: Any) -> Rule:
    base, exponent = part.args
    if _is_inverse(part):
        return [1 / part], lambda x: _row["div"](1.0, x)
    if exponent == sympy.S.Half:
        return [base], _row["sqrt"]
    if base == 2:
        return [exponent], _row["exp2"]
    return [base, exponent], _row["pow"]


# --- choices ---


def _piecewise(part: Any) -> Rule:
    """A ``where`` in a ``where``; every branch is computed, as everywhere here."""
    pairs = [(pair.expr, pair.cond) for pair in part.args]
    if pairs[-1][1] != sympy.true:
        raise GraphError(
            f"{_short(part)} has no value where none of its conditions holds: add (0, True)"
        )
    parts = [branch for branch, _ in pairs] + [_asked(holds) for _, holds in pairs[:-1]]

    def chosen(*numbers: Number) -> Number:
        branches, conditions = numbers[: len(pairs)], numbers[len(pairs) :]
        found = branches[-1]
        for condition, branch in zip(reversed(conditions), reversed(branches[:-1])):
            found = _row["where"](condition, branch, found)
        return found

    return parts, chosen


def _asked(condition: Any) -> Any:
    """What ``where`` asks: a number that is not 0 is a condition by itself."""
    is_number = isinstance(condition, sympy.Ne) and condition.rhs == 0
    return condition.lhs if is_number else condition


def _compared(row: str, swapped: bool = False) -> Callable[[Any], Rule]:
    return lambda part: (part.args[::-1] if swapped else part.args, _row[row])


def _heaviside(part: Any) -> Rule:
    def step(x: Number, between: Number) -> Number:
        return _row["where"](x, _row["step"](x), between)

    return part.args, step


def _by(make: Callable[..., Number]) -> Callable[[Any], Rule]:
    return lambda part: (part.args, make)


def _folded(row: str) -> Callable[[Any], Rule]:
    return lambda part: (part.args, lambda *numbers: reduce(_row[row], numbers))


def _inverse(row: str) -> Callable[[Any], Rule]:
    return _by(lambda x: _row["div"](1.0, _row[row](x)))


#: the name of a class in SymPy -> its rule
_RULES: dict[str, Callable[[Any], Rule]] = {
    # a word of SymPy's own that a row has, read backwards
    **{
        word.__name__: _by(_row[row]) if OPS[row].arity == 1 else _folded(row)
        for row, word in WORDS.items()
        if isinstance(word, type)
    },
    **{"Number": _number, "NumberSymbol": _number},
    **{"Add": _add, "Mul": _mul, "Pow": _pow},
    **{"sec": _inverse("cos"), "csc": _inverse("sin"), "cot": _inverse("tan")},
    **{"sech": _inverse("cosh"), "csch": _inverse("sinh"), "coth": _inverse("tanh")},
    "erfc": _by(lambda x: 1.0 - _row["erf"](x)),
    "Heaviside": _heaviside,
    "Piecewise": _piecewise,
    "StrictGreaterThan": _compared("greater"),
    "GreaterThan": _compared("greater_equal"),
    "StrictLessThan": _compared("greater", swapped=True),
    "LessThan": _compared("greater_equal", swapped=True),
    "Unequality": _by(lambda a, b: _row["where"](a - b, 1.0, 0.0)),
    "Equality": _by(lambda a, b: _row["where"](a - b, 0.0, 1.0)),
    "And": _folded("mul"),
    "Or": _folded("maximum"),
    "Not": _by(lambda x: 1.0 - x),
    "BooleanTrue": _by(lambda: 1.0),
    "BooleanFalse": _by(lambda: 0.0),
}
