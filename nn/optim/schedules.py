"""Schedules: the learning rate as a function of the number of steps done.

Each function here gives such a schedule, for the ``lr`` of any optimiser. The step counts from 0
and is one of the optimiser's, that is one batch.

Read ``descent.py`` next.

>>> from nn import SGD
>>> SGD(lr=cosine(0.1, steps=200), momentum=0.9)
SGD(lr=cosine(0.1, steps=200), momentum=0.9, nesterov=False)
>>> rate = warmup(4, then=step_decay(0.8, every=2))
>>> [rate(step) for step in range(8)]
[0.2, 0.4, 0.6000000000000001, 0.8, 0.8, 0.8, 0.4, 0.4]
"""

from __future__ import annotations

import math

from nn.checks import whole
from nn.named import named
from nn.optim.optimizer import Schedule

__all__ = ["constant", "cosine", "exponential", "inverse_sqrt", "step_decay", "warmup"]


@named
def constant(lr: float) -> Schedule:
    """η: the same rate for ever.

    >>> constant(0.1)(1000)
    0.1
    """
    return lambda step: lr


@named
def inverse_sqrt(lr: float) -> Schedule:
    """η/√(t+1): slow enough a decay to get anywhere, fast enough to settle there.

    Robbins & Monro 1951 ask for Ση = ∞; with this one SGD on a convex loss converges at the
    rate 1/√t (up to a logarithm).

    >>> [inverse_sqrt(0.6)(step) for step in (0, 3, 8)]
    [0.6, 0.3, 0.19999999999999998]
    """
    return lambda step: lr / math.sqrt(step + 1)


@named
def step_decay(lr: float, every: int, factor: float = 0.5) -> Schedule:
    """The rate times ``factor`` after every so many steps.

    >>> [step_decay(0.8, every=10)(step) for step in (0, 9, 10, 20)]
    [0.8, 0.8, 0.4, 0.2]
    """
    whole("every (steps)", every)
    return lambda step: lr * factor ** (step // every)


@named
def exponential(lr: float, factor: float = 0.99) -> Schedule:
    """The rate times ``factor`` after each step.

    >>> [exponential(0.8, 0.5)(step) for step in range(4)]
    [0.8, 0.4, 0.2, 0.1]
    """
    return lambda step: lr * factor**step


@named
def cosine(lr: float, steps: int, final: float = 0.0) -> Schedule:
    """Half a wave of the cosine from ``lr`` down to ``final``, which is kept after ``steps``.

    Loshchilov & Hutter 2017, equation 5, without restarts.

    >>> [round(cosine(0.2, steps=10)(step), 3) for step in (0, 5, 10, 11)]
    [0.2, 0.1, 0.0, 0.0]
    """
    whole("steps", steps)
    return lambda step: (
        final + 0.5 * (lr - final) * (1.0 + math.cos(math.pi * min(step, steps) / steps))
    )


@named
def warmup(steps: int, then: float | Schedule) -> Schedule:
    """A straight line up to the first rate of ``then``, whose own steps count from its end.

    Goyal et al. 2017, section 2.2: the first gradients are large, and so few that running
    averages know nothing yet.

    >>> [warmup(4, then=0.8)(step) for step in range(6)]
    [0.2, 0.4, 0.6000000000000001, 0.8, 0.8, 0.8]
    """
    whole("steps", steps)
    follow = then if callable(then) else constant(then)
    return lambda step: follow(step - steps) if step >= steps else follow(0) * (step + 1) / steps
