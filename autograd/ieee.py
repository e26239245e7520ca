"""Elementary functions on floats that answer as IEEE 754 does and never raise.

Python's ``math`` raises ``ValueError`` for ``log(0)`` and ``OverflowError`` for ``exp(1000)``.
The engine wants one place that decides what happens then (``finite.py``), so here these are
``-inf`` and ``inf``, and the forms are chosen to stay accurate at ±1000.
These are the primitives that the expressions of the op table call on floats; relies on
nothing but ``math``; read ``ops.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Callable

inf, nan = math.inf, math.nan

#: what is called here -> the function of ``math`` that answers the same, or raises
RAISING: dict[Callable[..., float], Callable[..., float]] = {}


def _total(
    function: Callable[[float], float], poles: dict[float, float] | None = None
) -> Callable[[float], float]:
    """``function`` without exceptions: its poles as given, nan off its domain, ±inf beyond range.

    >>> _total(math.log, {0.0: -inf})(0.0), _total(math.exp)(1000.0), _total(math.sinh)(-1000.0)
    (-inf, inf, -inf)
    """
    known = poles or {}

    def total(x: float) -> float:
        try:
            return function(x)
        except ValueError:
            return known.get(x, nan)
        except OverflowError:  # sinh and expm1 keep the sign; exp, exp2 and cosh only overflow up
            return function(math.copysign(1.0, x)) * inf

    total.__name__ = total.__qualname__ = function.__name__
    RAISING[total] = function
    return total


exp = _total(math.exp)
exp2 = _total(math.exp2)
expm1 = _total(math.expm1)
log = _total(math.log, {0.0: -inf})
log2 = _total(math.log2, {0.0: -inf})
log10 = _total(math.log10, {0.0: -inf})
log1p = _total(math.log1p, {-1.0: -inf})
sqrt = _total(math.sqrt)
sin = _total(math.sin)
cos = _total(math.cos)
tan = _total(math.tan)
asin = _total(math.asin)
acos = _total(math.acos)
atan = math.atan
sinh = _total(math.sinh)
cosh = _total(math.cosh)
tanh = math.tanh
asinh = math.asinh
acosh = _total(math.acosh)
atanh = _total(math.atanh, {1.0: inf, -1.0: -inf})
erf = math.erf
atan2 = math.atan2
hypot = math.hypot
abs = math.fabs


def sigmoid(x: float) -> float:
    """1 / (1 + e⁻ˣ), by whichever of its two forms keeps the exponent negative."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    power = math.exp(x)
    return power / (1.0 + power)


def softplus(x: float) -> float:
    """log(1 + eˣ) = max(x, 0) + log(1 + e^-|x|), which neither overflows nor loses the tail."""
    return (x if x > 0.0 else 0.0) + math.log1p(math.exp(-math.fabs(x)))


def pow(a: float, b: float) -> float:
    """a to the power b; nan where Python would answer with a complex number."""
    try:
        return math.pow(a, b)
    except ValueError:
        if a != 0.0:
            return nan
        return math.copysign(inf, a) if b % 2.0 == 1.0 else inf
    except OverflowError:
        return -inf if a < 0.0 and b % 2.0 == 1.0 else inf


RAISING[pow] = math.pow


def mod(a: float, b: float) -> float:
    """a - b ⌊a/b⌋: the remainder with the sign of b, as Python's ``%``."""
    try:
        return a % b
    except (ZeroDivisionError, ValueError):
        return nan


def floor(x: float) -> float:
    """The largest whole number that is not above x, as a float."""
    return x // 1.0 if x - x == 0.0 else x


def floordiv(a: float, b: float) -> float:
    """⌊a/b⌋ as Python's ``//`` has it: what ``mod`` leaves over."""
    return a // b if b != 0.0 else div(a, b)


def div(a: float, b: float) -> float:
    """a / b, with ±inf or nan for a division by zero."""
    if b != 0.0:
        return a / b
    if a == 0.0 or a != a:
        return nan
    return math.copysign(inf, a) * math.copysign(1.0, b)


def where(condition: object, a: float, b: float) -> float:
    """``a`` where the condition holds (is not zero), else ``b``."""
    return a if condition else b


class Float(float):
    """A float whose arithmetic is IEEE's to the end: dividing it by zero gives inf or nan.

    Slower than a plain float; for looking again at what a plain float refused.

    >>> 1 / (Float(2.0) - 2)
    inf
    """


def _operator(function: Callable[[float, float], float]) -> Callable[[Float, float], Float]:
    """A binary operator of ``Float``, which leaves all but numbers to the other operand."""

    def method(self: Float, other: float) -> Float:
        if not isinstance(other, (float, int)):
            return NotImplemented
        return Float(function(float(self), float(other)))

    return method


_OPERATORS: dict[str, Callable[[float, float], float]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "truediv": div,
    "floordiv": floordiv,
    "mod": mod,
    "pow": pow,
}
for _name, _function in _OPERATORS.items():
    setattr(Float, f"__{_name}__", _operator(_function))
    setattr(Float, f"__r{_name}__", _operator(lambda a, b, f=_function: f(b, a)))  # type: ignore[misc]
setattr(Float, "__neg__", lambda self: Float(-float(self)))  # noqa: B010  # as above
