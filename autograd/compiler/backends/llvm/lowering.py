"""How an op is said on vectors. Read ``places.py`` next."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from autograd.compiler.backends.llvm import lanes, vectormath
from autograd.compiler.backends.llvm.vectors import Builder, Vector
from autograd.compiler.backends.words import MATH_H, Words, vocabulary
from autograd.ops import Op

__all__ = ["PYTHON", "vector_function", "vector_words"]

#: what the symbol of a function begins with that is only there in Python
PYTHON = "ag_python_"


def vector_words() -> Words:
    """What a row's text may call on vectors."""
    return vocabulary(vector_function)


def vector_function(row: Op, ours: Collection[str] = vectormath.NAMES) -> Callable[..., Vector]:
    """A primitive on vectors: our own if it is among these, else C's or Python's lane by lane."""
    if row.name in ours:
        return lambda *x: _builder_of(x).call(row.name, *x)
    own: dict[str, Callable[..., Vector]] = {
        **{"where": lanes.where, "sqrt": lanes.sqrt, "abs": abs, "floor": lanes.floor},
        **{"mod": _mod, "floordiv": _floordiv},
    }
    symbol = row.name if row.name in MATH_H else PYTHON + row.name
    return own.get(row.name, lambda *x: _builder_of(x).call_scalar(symbol, *x))


def _mod(x: Vector | float, y: Vector | float) -> Vector:
    """Python's remainder from C's: the sign is the divisor's, of a zero too."""
    builder = _builder_of((x, y))
    a, b = builder.vector(x), builder.vector(y)
    rest = builder.call_scalar("fmod", a, b)
    other_side = (rest < 0.0) & (b > 0.0) | (rest > 0.0) & (b < 0.0)
    return lanes.where(other_side, rest + b, lanes.copysign(rest, b))


def _floordiv(x: Vector | float, y: Vector | float) -> Vector:
    """Python's floor of a quotient from C's remainder, in the steps of CPython."""
    builder = _builder_of((x, y))
    a, b = builder.vector(x), builder.vector(y)
    rest = builder.call_scalar("fmod", a, b)
    other_side = (rest < 0.0) & (b > 0.0) | (rest > 0.0) & (b < 0.0)
    whole = (a - rest) / b
    whole = lanes.where(other_side, whole - 1.0, whole)
    low = lanes.floor(whole)
    low = lanes.where(whole - low > 0.5, low + 1.0, low)
    low = lanes.where(whole, low, lanes.copysign(0.0, a / b))
    return lanes.where(b, low, a / b)


def _builder_of(operands: tuple[Any, ...]) -> Builder:
    return next(x.builder for x in operands if isinstance(x, Vector))
