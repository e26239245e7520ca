"""Whether a model or a loss of one's own is the same whenever it is asked.

A page has it as data and never asks again. Read ``own.py`` next.

>>> w = ag.Value(0.5)
>>> constantly("model", lambda x: w * x, 1, [w], [w])["steps"]
[['mul', 1, 0]]
>>> constantly("model", lambda x: w * x if w > 0 else x, 1, [w], [w])
Traceback (most recent call last):
autograd.errors.GraphError: the model is another one when it is called again with other weights...
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import copysign
from typing import Any

import autograd as ag

__all__ = ["constantly", "give"]

#: how often a model is recorded again as it is, since one that draws at random may agree by chance
_AGAIN = 8
#: what is to be written in place of what a page would keep as it is now
_ADVICE = {
    "model": "ag.where(ag.greater(w, 0), a, b) or ag.detach(w)",
    "loss": "the penalty on weights as l1= or l2=, or have the model answer what the loss needs",
}


def constantly(
    what: str,
    function: Callable[..., Any],
    width: int,
    weights: list[ag.Value],
    given: Sequence[ag.Value] = (),
) -> dict[str, Any]:
    """A function as data, if it is the same with other weights: a page would never ask again."""
    record = partial(ag.page.expression, function, width, given)
    found, drawn = record(), random.getstate()
    here = [p.data for p in weights]
    try:
        for numbers in _elsewhere(here):
            give(weights, numbers)
            with ag.nonfinite("allow"):
                if record() != found or random.getstate() != drawn:
                    raise ValueError("another one")
            if [p.data for p in weights] != numbers:
                raise ValueError("it sets weights")
    except Exception as why:  # whatever a function of one's own does with other numbers
        raise ag.GraphError(
            f"the {what} is another one when it is called again with other weights, as by random "
            "numbers, if w > 0 or w.data, which a page would keep as they are now: write "
            f"{_ADVICE[what]}"
        ) from why
    finally:
        give(weights, here)
    return found


def _elsewhere(here: list[float]) -> Iterator[list[float]]:
    """Other weights: of the other sign, all large and rising, all small and falling; then these."""
    count = len(here)
    yield [-1.5 * x or -1.5 for x in here]
    yield [copysign(100.0 * (1 + i / count), x) for i, x in enumerate(here)]
    yield [copysign(0.001 * (2 - i / count), x) for i, x in enumerate(here)]
    yield from [here] * _AGAIN


def give(parameters: list[ag.Value], numbers: list[float]) -> None:
    """Set the parameters to these numbers."""
    for parameter, x in zip(parameters, numbers):
        parameter.data = x
