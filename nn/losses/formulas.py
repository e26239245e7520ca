"""Losses: how wrong an output is, as one number to minimise.

A loss is a function of Values (or of numbers: then it gives a number) that takes the
prediction first and the target second. It never looks at the data of a Value, so it can be
recorded and compiled. Those on logits, that is on scores before a sigmoid or softmax, are
right at ±1000 where the others overflow.

=====================  ==========================  ==============================
 the targets are        the last layer is           the loss is
=====================  ==========================  ==============================
 real numbers           linear                      ``mse``, ``squared_error``
 0 or 1                 linear (a logit)            ``bce_with_logits``
 0 or 1                 sigmoid (a probability)     ``bce``
 -1 or +1               linear (a score)            ``hinge``
 one of k classes       k linear outputs (logits)   ``cross_entropy``
=====================  ==========================  ==============================

``mse``, ``bce``, ``bce_with_logits`` and ``hinge`` take one prediction and one target, or a
list of each, and then give the mean. Read ``objective.py`` next.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import autograd as ag
from autograd import Value
from nn.probabilities import log_softmax, log_sum_exp, several, shifted

__all__ = [
    "bce",
    "bce_with_logits",
    "cross_entropy",
    "hinge",
    "l1_penalty",
    "l2_penalty",
    "mse",
    "squared_error",
]

#: so far beyond 0 or 1 a probability may be by rounding
ROUNDING = 1e-9


def mse(prediction: Any, target: Any) -> Any:
    """The mean squared error (1/n)Σ(ŷ - y)²; its gradient is (2/n)(ŷ - y).

    >>> mse([1.0, 2.0], [0.0, 0.0])
    2.5
    """
    return _mean(_squared_difference, prediction, target)


def squared_error(prediction: Any, target: Any) -> Any:
    """Half the sum of squares, ½Σ(ŷ - y)²; its gradient is ŷ - y.

    >>> squared_error([1.0, 2.0], [0.0, 0.0])
    2.5
    """
    return 0.5 * sum(_squared_difference(p, t) for p, t in _pairs(prediction, target))


def bce(probability: Any, target: Any) -> Any:
    """Binary cross-entropy -y log p - (1 - y) log(1 - p), the mean if lists are given.

    ``target`` is 0, 1 or between; p = 0 and p = 1 are fine where the target agrees. Raises
    ``NonFiniteError`` where it contradicts, as the loss is infinite: ``bce_with_logits`` is not;
    ``GraphError`` for a number that is no probability (of a recording's nothing is known yet).
    Source: Bishop 2006, equation 4.90.

    >>> round(bce(0.5, 1), 6), bce([0.0, 1.0], [0, 1])
    (0.693147, 0.0)
    """
    return _mean(_bce, probability, target)


def bce_with_logits(logit: Any, target: Any) -> Any:
    """Binary cross-entropy of σ(z), right for all z; its gradient is σ(z) - y.

    log(1 + eᶻ) - yz, the mean if lists are given. The error is below 1e-16·|z|, and for the
    numbers 0 and 1 as targets below 1e-15 of the loss itself.

    >>> bce_with_logits(-1000.0, 1), bce_with_logits(1000.0, 1)
    (1000.0, 0.0)
    """
    return _mean(_bce_with_logits, logit, target)


def hinge(score: Any, target: Any) -> Any:
    """max(0, 1 - y·score) for targets -1 and +1, the mean if lists are given.

    Source: Cortes & Vapnik 1995; Bishop 2006, equation 7.44.

    >>> hinge(0.25, 1), hinge(0.25, -1), hinge(3.0, 1)
    (0.75, 1.25, 0.0)
    """
    return _mean(lambda s, y: ag.relu(1.0 - y * s), score, target)


def cross_entropy(logits: Sequence[Any], target: Any) -> Any:
    """-log softmax(logits)[target]; the gradient with respect to the logits is ŷ - y.

    ``target`` is the index of the true class, or a list of one probability per class (one-hot
    or soft), which gives -Σ y log ŷ. Raises ``GraphError`` for an index or a list that does
    not fit the logits. Source: Bishop 2006, equation 4.108.

    >>> round(cross_entropy([0.0, 0.0, 0.0], 2), 6), cross_entropy([1000.0, 0.0], [0, 1])
    (1.098612, 1000.0)
    """
    if not hasattr(target, "__len__"):
        index = _index(target, len(several(logits)))
        small = shifted(logits)
        return log_sum_exp(small) - small[index]
    if len(target) != len(several(logits)):
        raise ag.GraphError(f"{len(logits)} logits, but {len(target)} target probabilities")
    pairs = zip(target, log_softmax(logits))
    return -sum(y * log_p for y, log_p in pairs if not _is_zero(y))


def l1_penalty(parameters: Iterable[Any], strength: float = 1.0) -> Any:
    """strength·Σ|w|, to be added to a loss: it draws weights to exactly 0.

    Raises ``OperandError`` for what is no list of parameters. Source: Tibshirani 1996.

    >>> l1_penalty([3.0, -4.0], 0.5)
    3.5
    """
    return strength * sum(map(ag.abs, _listed("l1_penalty", parameters)))


def l2_penalty(parameters: Iterable[Any], strength: float = 1.0) -> Any:
    """strength·Σw², to be added to a loss: it adds 2·strength·w to the gradient.

    Raises ``OperandError`` for what is no list of parameters. Source: Hoerl & Kennard 1970.

    >>> l2_penalty([3.0, -4.0], 0.5)
    12.5
    """
    return strength * sum(w * w for w in _listed("l2_penalty", parameters))


def _listed(name: str, parameters: Any) -> Iterable[Any]:
    if not isinstance(parameters, Iterable):
        raise ag.OperandError(
            f"{name} takes a list of parameters, got {parameters!r}: write model.parameters()"
        )
    return parameters


# --- one prediction, one target -------------------------------------------------------------


def _squared_difference(prediction: Any, target: Any) -> Any:
    difference = prediction - target
    return difference * difference


def _bce(p: Any, y: Any) -> Any:
    if p.__class__ is Value or isinstance(p, (int, float)):
        x = p.data if isinstance(p, Value) else p
        if x < -ROUNDING or x > 1.0 + ROUNDING:
            raise ag.GraphError(
                f"bce takes a probability from 0 to 1, got {x!r}: end the model in a sigmoid "
                '(output="sigmoid"), or use bce_with_logits'
            )
    if not isinstance(y, Value) and y in (0, 1):
        return -ag.log(p) if y else -ag.log1p(-p)
    return -(_weighted_log(y, p) + _weighted_log(1.0 - y, 1.0 - p))


def _weighted_log(weight: Any, p: Any) -> Any:
    """weight·log p, where 0·log 0 is 0 and has derivative 0 (neither is negative, so weight + p
    is 0 there only, and 0·log 1 stands in)."""
    return ag.xlogy(weight, ag.where(weight + p, p, 1.0))


def _bce_with_logits(z: Any, y: Any) -> Any:
    if not isinstance(y, Value) and y in (0, 1):
        return ag.softplus(-z if y else z)
    return ag.softplus(z) - y * z


# --- one or a list --------------------------------------------------------------------------


def _mean(loss: Callable[[Any, Any], Any], prediction: Any, target: Any) -> Any:
    losses = [loss(p, t) for p, t in _pairs(prediction, target)]
    return losses[0] if len(losses) == 1 else sum(losses) / len(losses)


def _pairs(predictions: Any, targets: Any) -> list[tuple[Any, Any]]:
    """Predictions with their targets; a list of one prediction takes a single target as well."""
    if not hasattr(predictions, "__len__"):
        predictions = [predictions]
    if not hasattr(targets, "__len__"):
        targets = [targets]
    if len(predictions) != len(targets) or not len(targets):
        raise ag.GraphError(
            f"one target for each prediction, please: got {len(predictions)} predictions and "
            f"{len(targets)} targets"
        )
    return list(zip(predictions, targets))


def _index(target: Any, classes: int) -> int:
    """The target as an index; negative ones do not count from the end here."""
    if isinstance(target, Value):
        raise ag.GraphError(
            f"the target is the Value {target!r}: for a class that is an input write "
            f"one_hot(target, {classes})"
        )
    try:
        index = operator.index(target)
    except TypeError:
        raise ag.GraphError(
            f"the target is the index of a class (a whole number) or a list of {classes} "
            f"probabilities, got {target!r}"
        ) from None
    if not 0 <= index < classes:
        raise ag.GraphError(f"class {index} of {classes}: classes count from 0 to {classes - 1}")
    return index


def _is_zero(weight: Any) -> bool:
    return not isinstance(weight, Value) and weight == 0
