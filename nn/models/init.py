"""Where weights begin: functions ``(inputs, outputs, rng) -> one weight``.

A sum of n products has n times the variance of one. So that signals neither die out nor blow
up from layer to layer, weights are drawn with a variance of about 1/n: ``xavier`` for tanh,
sigmoid and the like, ``he`` for units that cut off half of their input. Any function of this
signature will do as ``init=``; biases begin at 0.

``rng`` is a seed, a ``random.Random``, or None for fresh randomness; one seed gives one run,
bit for bit. Read ``layers.py`` next.

>>> from nn import init
>>> init.he(2, 4, init.generator(0)) == init.he(2, 4, init.generator(0))
True
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from random import Random

from autograd import OperandError
from nn.named import named

__all__ = [
    "Init",
    "constant",
    "default",
    "generator",
    "he",
    "normal",
    "uniform",
    "xavier",
    "zeros",
]

#: what makes a weight: ``(inputs, outputs, rng) -> float``
Init = Callable[[int, int, Random], float]

#: these pass only a part of their input, so half of the variance is lost on the way
CUTTING = ("relu", "leaky_relu", "softplus")


def xavier(inputs: int, outputs: int, rng: Random) -> float:
    """Uniform on ±√(6 / (inputs + outputs)): Glorot & Bengio 2010, equation 16.

    >>> round(xavier(2, 4, generator(0)), 4)
    0.6888
    """
    limit = (6.0 / (inputs + outputs)) ** 0.5
    return rng.uniform(-limit, limit)


def he(inputs: int, outputs: int, rng: Random) -> float:
    """Normal with mean 0 and variance 2 / inputs: He et al. 2015, equation 10.

    >>> round(he(2, 4, generator(0)), 4)
    0.9417
    """
    return rng.gauss(0.0, (2.0 / inputs) ** 0.5)


def zeros(inputs: int, outputs: int, rng: Random) -> float:
    """0 for every weight: all neurons of a layer stay alike, as each gets the same gradient.

    >>> zeros(2, 4, generator(0))
    0.0
    """
    return 0.0


@named
def uniform(low: float = -1.0, high: float = 1.0) -> Init:
    """An init that is uniform between two bounds, whatever the width; micrograd's is ±1.

    >>> -0.5 <= uniform(-0.5, 0.5)(2, 4, generator(0)) <= 0.5
    True
    """
    return lambda inputs, outputs, rng: rng.uniform(low, high)


@named
def normal(deviation: float = 1.0) -> Init:
    """An init that is normal with mean 0 and a standard deviation, whatever the width.

    >>> round(normal(0.08)(2, 4, generator(0)), 4)
    0.0753
    """
    return lambda inputs, outputs, rng: rng.gauss(0.0, deviation)


@named
def constant(number: float) -> Init:
    """An init that gives every weight the same number.

    >>> constant(0.5)(2, 4, generator(0))
    0.5
    """
    return lambda inputs, outputs, rng: number


def default(activation: object) -> Init:
    """The init that suits an activation: ``he`` for relu and its kin, ``xavier`` otherwise.

    >>> default("relu").__name__, default("tanh").__name__
    ('he', 'xavier')
    """
    return he if getattr(activation, "__name__", activation) in CUTTING else xavier


def generator(rng: int | Random | None) -> Random:
    """The source of randomness that ``rng`` stands for.

    Raises ``OperandError`` for anything but a whole number, a ``random.Random`` or None.

    >>> generator(0).random() == generator(0).random()
    True
    """
    if rng is None or isinstance(rng, Random):
        return rng or Random()
    try:
        return Random(operator.index(rng))
    except TypeError:
        raise OperandError(
            f"rng is a seed (a whole number), a random.Random or None, got {rng!r}"
        ) from None


def __dir__() -> list[str]:
    """What a prompt offers."""
    return __all__
