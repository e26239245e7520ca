"""The primitives of ``autograd.ieee`` on NumPy arrays: what generated array source calls.

Import this only where NumPy is installed. Functions answer by IEEE arithmetic; the caller
silences NumPy's warnings (``arrays.py``).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

inf, nan = math.inf, math.nan
exp, exp2, expm1 = np.exp, np.exp2, np.expm1
log, log2, log10, log1p = np.log, np.log2, np.log10, np.log1p
sqrt, sin, cos, tan = np.sqrt, np.sin, np.cos, np.tan
asin, acos, atan, atan2 = np.arcsin, np.arccos, np.arctan, np.arctan2
sinh, cosh, tanh = np.sinh, np.cosh, np.tanh
asinh, acosh, atanh = np.arcsinh, np.arccosh, np.arctanh
hypot, pow, mod, abs = np.hypot, np.power, np.mod, np.fabs
floor, floordiv = np.floor, np.floor_divide

_erf = np.frompyfunc(math.erf, 1, 1)  # NumPy itself has none


def erf(x: Any) -> Any:
    """The error function, element by element."""
    return np.asarray(_erf(x), dtype=float)


def sigmoid(x: Any) -> Any:
    """1 / (1 + e⁻ˣ), with the exponent kept negative."""
    power = np.exp(-np.fabs(x))
    return np.where(np.greater_equal(x, 0.0), 1.0, power) / (1.0 + power)


def softplus(x: Any) -> Any:
    """log(1 + eˣ) without overflow."""
    return np.maximum(x, 0.0) + np.log1p(np.exp(-np.fabs(x)))


def where(condition: Any, a: Any, b: Any) -> Any:
    """``a`` where the condition holds (is not zero), else ``b``."""
    return np.where(np.asarray(condition) != 0, a, b)
