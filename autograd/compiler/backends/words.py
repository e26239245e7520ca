"""What a row's text may call in a backend: its primitives, and all other rows in terms of them.

A row whose text is a call of itself (``sin``: ``sin(x)``) is a primitive: a backend says what that
is on its numbers, or takes the default that it has for all. Every other row's text is evaluated on
the backend's numbers, so no backend needs to know of it. Read ``text.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from types import CodeType
from typing import Any

from autograd.ops import OPS, Op
from autograd.specialise import CONSTANTS

__all__ = ["MATH_H", "Words", "is_primitive", "said", "vocabulary"]

#: functions of C's <math.h> that take doubles, and mean there what their name means here
MATH_H = {
    *("acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "ceil", "cos", "cosh"),
    *("erf", "erfc", "exp", "exp2", "expm1", "floor", "fmod", "hypot", "lgamma", "log", "log10"),
    *("log1p", "log2", "pow", "sin", "sinh", "sqrt", "tan", "tanh", "tgamma", "trunc"),
}

Words = dict[str, Any]


def is_primitive(row: Op) -> bool:
    """Whether a row's text says no more than its name.

    >>> is_primitive(OPS["tanh"]), is_primitive(OPS["relu"])
    (True, False)
    """
    return row.plain_forward == f"{row.name}({', '.join(row.operands)})"


def vocabulary(primitive: Callable[[Op], Callable[..., Any]]) -> Words:
    """A name -> what it calls, for every row and constant of the table.

    ``primitive(row)`` is the backend's function for a primitive. On numbers alone the row itself
    answers, so backends need to know their own objects only.
    """
    words: Words = {name: x for name, x in CONSTANTS.items() if isinstance(x, float)}
    words["__builtins__"] = {}
    for row in OPS.values():
        own = primitive(row) if is_primitive(row) else _spelled_out(row, words)
        words[row.name] = _asked(row, own)
    return words


def said(row: Op, operands: Sequence[Any], words: Words) -> Any:
    """A row's value on operands of the backend."""
    return eval(_code(row.plain_forward), words, dict(zip(row.operands, operands)))


def _spelled_out(row: Op, words: Words) -> Callable[..., Any]:
    return lambda *operands: said(row, operands, words)


def _asked(row: Op, own: Callable[..., Any]) -> Callable[..., Any]:
    def answer(*operands: Any) -> Any:
        known = [isinstance(x, (int, float)) for x in operands]
        decided = row.name == "where" and known[0]
        return row.evaluate(*operands) if decided or all(known) else own(*operands)

    return answer


@cache
def _code(text: str) -> CodeType:
    return compile(text, f"<row: {text}>", "eval")
