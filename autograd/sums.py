"""Sums of many numbers or Values: ``sum``, ``logsumexp``.

Python's own ``sum()`` adds Values one after another, each sum rounded; floats it adds with the
rounding errors carried along since 3.12, so that the two can differ in the last digits. The ``sum``
of this module is the same for both. Read ``levels.py`` next.
"""

from __future__ import annotations

from functools import reduce
from operator import add

from autograd.errors import GraphError
from autograd.functions import GENERIC
from autograd.value import Value, number

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Iterable
    from typing import Any

__all__ = ["logsumexp", "sum"]


def sum(xs: Iterable[Any], start: Any = 0) -> Any:
    """start + x₁ + x₂ + … from left to right, each sum rounded: equal on numbers and on Values.

    Otherwise it is Python's own. Raises ``TypeError`` for what cannot be added.

    >>> sum([0.1] * 10), sum([Value(0.1)] * 10).data
    (0.9999999999999999, 0.9999999999999999)
    """
    numbers = iter(xs)
    if start.__class__ is int and start == 0:  # Values leave it out; 0 + -0.0 would lose the sign
        first = next(numbers, start)
        start = first if isinstance(first, (float, Value)) else start + first
    return reduce(add, numbers, start)


def logsumexp(xs: Iterable[Any]) -> Any:
    """log(eˣ¹ + eˣ² + …), which neither overflows nor loses the small ones.

    Its gradient is the softmax; equal numbers share it equally, however large they are. Raises
    ``GraphError`` for no numbers, ``OperandError`` for what is no number.

    >>> logsumexp([1000.0, 1000.0]), logsumexp([-1e308, 1e308])
    (1000.6931471805599, 1e+308)
    """
    known = [x if isinstance(x, Value) else number(x) for x in xs]
    if not known:
        raise GraphError("logsumexp needs at least one number, got none")
    exp, maximum, where = GENERIC["exp"], GENERIC["maximum"], GENERIC["where"]
    largest = GENERIC["detach"](reduce(maximum, known))  # a constant to the derivative: it cancels
    # what is so far below a positive one that the difference overflows is lifted to -1000, where
    # its power is still 0; below a negative one nothing is so far
    lowest = where(GENERIC["step"](largest), -1000.0, float("-inf"))
    return largest + GENERIC["log"](sum(exp(maximum(x, lowest) - largest) for x in known))
