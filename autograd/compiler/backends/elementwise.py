"""The primitives of ``autograd.ieee`` on NumPy arrays: what generated array source calls.

Import this only where NumPy is installed. Functions answer by IEEE arithmetic; the caller
silences NumPy's warnings (``arrays.py``).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autograd.compiler.backends.words import is_primitive
from autograd.ops import OPS, Op

inf, nan = math.inf, math.nan
exp, exp2, expm1 = np.exp, np.exp2, np.expm1
log, log2, log10, log1p = np.log, np.log2, np.log10, np.log1p
sqrt, sin, cos, tan = np.sqrt, np.sin, np.cos, np.tan
asin, acos, atan, atan2 = np.arcsin, np.arccos, np.arctan, np.arctan2
sinh, cosh, tanh = np.sinh, np.cosh, np.tanh
asinh, acosh, atanh = np.arcsinh, np.arccosh, np.arctanh
hypot, mod, abs = np.hypot, np.mod, np.fabs
floor, floordiv, where = np.floor, np.floor_divide, np.where


def functions() -> dict[str, Any]:
    """A name -> its function on arrays: the ones here, and any other primitive element by element.

    (NumPy has no erf: that is one.)
    """
    here = {"inf": inf, "nan": nan}
    primitives = {name: row for name, row in OPS.items() if is_primitive(row)}
    return here | {name: globals().get(name) or by_element(row) for name, row in primitives.items()}


def by_element(row: Op) -> Callable[..., Any]:
    """A row's function on floats, called for each element in turn: slow, and right.

    >>> by_element(OPS["erf"])(np.array([0.0, 30.0]))
    array([0., 1.])
    """
    on_objects = np.frompyfunc(row.evaluate, row.arity, 1)
    return lambda *operands: np.asarray(on_objects(*operands), dtype=float)


def pow(a: Any, b: Any) -> Any:
    """a to the power b; NumPy's own takes the square root for b = ½, which differs at -0 and -∞."""
    if np.ndim(b) == 0 and b == 0.5:
        return np.sqrt(np.where(np.equal(a, -inf), inf, a)) + 0.0
    return np.power(a, b)


def sigmoid(x: Any) -> Any:
    """1 / (1 + e⁻ˣ), with the exponent kept negative."""
    power = np.exp(-np.fabs(x))
    return np.where(np.greater_equal(x, 0.0), 1.0, power) / (1.0 + power)


def softplus(x: Any) -> Any:
    """log(1 + eˣ) without overflow."""
    return np.maximum(x, 0.0) + np.log1p(np.exp(-np.fabs(x)))
