"""Recipes for the gates that one neuron can do: the ways to fail take turns.

Read ``recipes.py`` next.

>>> [(r.title, r.settings["init"]) for r in gate_recipes("and")]
[('A single neuron', 'default'), ('All weights begin at 0', 'zeros')]
"""

from __future__ import annotations

import math
from collections.abc import Callable

from nn.data import gates
from nn.playground.recipe import Recipe, failure, good

__all__ = ["LINEAR", "gate_recipes"]


def gate_recipes(name: str) -> list[Recipe]:
    """A good setting and a failure for a gate of ``LINEAR``."""
    return [_neuron(name), LINEAR[name](name)]


def _neuron(name: str) -> Recipe:
    says = "One neuron is enough: a single straight line parts the zeros from the ones."
    if len(set(gates.TABLE[name])) == 1:
        says = "One neuron is more than enough: its bias alone gives the answer."
    return good(name, "A single neuron", 400, says, hidden=[], lr=1.0)


def _zeros(name: str) -> Recipe:
    share, loss = _blind(name)
    says = (
        "All weights are 0, so tanh(0) = 0 and no weight ever gets a gradient: only the last bias "
        f"learns, the answer is {share:g} everywhere, and the loss stays at {loss:.2f}."
    )
    return failure(name, "All weights begin at 0", 300, says, hidden=[4], init="zeros")


def _overshoot(name: str) -> Recipe:
    says = (
        "Each step goes beyond the minimum, and further than the last: with a squared error the "
        "rate has a limit, and past it the loss grows without end. At a rate of 0.3 all is well."
    )
    return failure(name, "A rate past the limit", 60, says, hidden=[], loss="mse", lr=1.2)


def _vanishing(name: str) -> Recipe:
    share, loss = _blind(name)
    says = (
        "Each sigmoid lets a quarter of the gradient through at most: six layers down nothing is "
        f"left of it, and the network answers {share:g} to everything (loss {loss:.2f})."
    )
    title = "Six layers of sigmoids"
    return failure(name, title, 300, says, hidden=[4] * 6, activation="sigmoid")


def _blind(name: str) -> tuple[float, float]:
    """The best answer of who does not look at the inputs, and its loss: the entropy."""
    share = sum(gates.TABLE[name]) / 4
    return share, -sum(p * math.log(p) for p in (share, 1 - share))


#: gate -> how it fails; for the constant ones nothing is too hard, only a step can be too long
LINEAR: dict[str, Callable[[str], Recipe]] = {
    **dict.fromkeys(("and", "nor", "first-only", "if-second"), _zeros),
    **dict.fromkeys(("never", "always", "or", "first", "not-second"), _overshoot),
    **dict.fromkeys(("nand", "second", "second-only", "not-first", "if-first"), _vanishing),
}
