"""Numbers that stand for a choice: softmax and its logarithm, and a choice as ones and zeros.

Like the losses, these take Values as well as numbers, and never ask a Value for its number. Read
``nn/models/module.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import autograd as ag
from autograd import Value
from nn.checks import whole

__all__ = [
    "index_of",
    "log_softmax",
    "log_sum_exp",
    "one_hot",
    "several",
    "shifted",
    "softmax",
]


def softmax(logits: Sequence[Any]) -> list[Any]:
    """Positive numbers that add up to 1, in the ratio of exp(logit).

    Source: Bishop 2006, equation 4.62.

    >>> softmax([1000.0, 1000.0])
    [0.5, 0.5]
    """
    powers = list(map(ag.exp, shifted(logits)))
    total = sum(powers)
    return [power / total for power in powers]


def log_softmax(logits: Sequence[Any]) -> list[Any]:
    """The logarithms of ``softmax``, right where a probability is too small for a float.

    >>> log_softmax([0.0, 1000.0])
    [-1000.0, 0.0]
    """
    small = shifted(logits)
    normaliser = log_sum_exp(small)
    return [z - normaliser for z in small]


def one_hot(index: Any, size: int) -> list[Any]:
    """A list of ``size`` numbers, 1 at the index and 0 elsewhere.

    A Value as index (an input while a function is recorded) is compared with every place. Raises
    ``GraphError`` for what is no whole number from 0 to below ``size``. Where compiled code meets
    such an input all of the list is nan, so that a result that uses it is refused.

    >>> one_hot(1, 3)
    [0.0, 1.0, 0.0]
    """
    if not isinstance(index, Value):
        chosen = index_of(index, size)
        return [float(k == chosen) for k in range(size)]
    if index.known:
        index_of(index.data, size)
    equal = [
        ag.greater_equal(index, k) * ag.greater_equal(k, index) for k in map(float, range(size))
    ]
    nothing = 0.0 / sum(equal)  # or nan, where none is equal
    return [x + nothing for x in equal]


def index_of(index: Any, size: int) -> int:
    """A whole number from 0 to below ``size``, as an int; 3.0 is one, negative ones are not.

    Raises ``GraphError`` that says what the size is.

    >>> index_of(2.0, 3)
    2
    """
    if isinstance(index, float) and index.is_integer():
        index = int(index)
    return whole(f"an index into {size}", index, 0, size - 1)


def shifted(logits: Sequence[Any]) -> list[Any]:
    """The logits minus the largest: softmax does not notice, and exp cannot overflow.

    The shift is a constant to the derivative (it cancels), hence ``detach``.
    """
    shift = ag.detach(reduce(ag.maximum, several(logits)))
    return [z - shift for z in logits]


def log_sum_exp(small: Sequence[Any]) -> Any:
    """log Σ exp, of numbers that are shifted."""
    return ag.log(sum(map(ag.exp, small)))


def several(logits: Any) -> Any:
    """The logits, if they are a list; ``GraphError`` otherwise."""
    if not hasattr(logits, "__len__") or not len(logits):
        raise ag.GraphError(
            f"a list of logits is needed, one per class, got {logits!r}; for two classes and one "
            "output there is bce_with_logits"
        )
    return logits
