"""Optimisers: the rule by which a gradient changes a parameter.

An optimiser is one update rule, written as in its paper. ``update`` takes the parameter, its
gradient, the learning rate, the number of this step (from 1) and what it remembered of this
parameter, and returns the new parameter and what to remember. It is plain arithmetic, so it
works on floats and on NumPy arrays alike, and a further optimiser takes six lines:

>>> class SignDescent(Optimizer):
...     def update(self, w, g, lr, t):
...         return (w - lr * ((g > 0) - (g < 0)),)
>>> SignDescent(0.1).update(1.0, 7.0, 0.1, 1)
(0.9,)

``lr`` is a number, or a schedule: a function from the number of steps done to the rate, such as
``lambda step: 0.1 / (step + 1) ** 0.5`` or one of ``schedules.py``. Read ``rules.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

import autograd as ag
from autograd import Value

__all__ = ["FRACTION", "NOT_NEGATIVE", "POSITIVE", "Optimizer", "Schedule"]

Schedule = Callable[[int], float]
Range = tuple[Callable[[float], bool], str]

POSITIVE: Range = (lambda x: x > 0.0, "a positive number")
NOT_NEGATIVE: Range = (lambda x: x >= 0.0, "a number from 0 on")
FRACTION: Range = (lambda x: 0.0 <= x < 1.0, "a number from 0 to just below 1")


class Optimizer:
    """The base class: the learning rate, the count of steps, the memory of each parameter.

    A subclass writes ``update`` and says in ``remembers`` how many numbers it keeps of each
    parameter (they begin at 0). Use one of ``step`` and ``step_array`` with one object.
    """

    remembers = 0

    def __init__(self, lr: float | Schedule) -> None:
        self.lr = lr if callable(lr) else self.checked("lr", lr, POSITIVE)
        self.steps = 0
        self._memory: dict[Any, tuple[Any, ...]] = {}

    def update(self, w: Any, g: Any, lr: float, t: int, *memory: Any) -> tuple[Any, ...]:
        """The new parameter, then what to remember; ``t`` counts the steps from 1."""
        raise NotImplementedError(f"{type(self).__name__} has no update rule yet")

    def step(self, parameters: Iterable[Value]) -> None:
        """Change every parameter by its gradient.

        Raises ``FloatingPointError`` when a parameter would become inf or nan; none is changed
        then.
        """
        lr, t, fresh = self.rate(), self.steps + 1, (0.0,) * self.remembers
        found = {
            p: self.update(p.data, p.grad, lr, t, *self._memory.get(p, fresh))
            for p in _values(parameters)
        }
        for p, (w, *_) in found.items():
            if not math.isfinite(w):
                raise FloatingPointError(self._diverged(p.data, p.grad, w, lr))
        for p, (w, *memory) in found.items():
            p.data, self._memory[p] = w, tuple(memory)
        self.steps = t

    def step_array(self, w: Any, g: Any) -> Any:
        """The parameters after a step, all in one array ``w``, with ``g`` their gradient.

        Raises ``FloatingPointError`` when one would become inf or nan; nothing is remembered
        then.
        """
        lr, t = self.rate(), self.steps + 1
        new, *memory = self.update(w, g, lr, t, *self._memory.get("array", (0.0,) * self.remembers))
        if not math.isfinite(abs(new).sum()):
            raise FloatingPointError(self._diverged(abs(w).max(), abs(g).max(), "inf", lr))
        self._memory["array"] = tuple(memory)
        self.steps = t
        return new

    def fresh(self) -> Optimizer:
        """One of the same settings that has done no step and remembers nothing."""
        twin = copy(self)
        twin.steps, twin._memory = 0, {}
        return twin

    def rate(self) -> float:
        """The learning rate of the next step; raises ``ValueError`` unless it is 0 or more."""
        if not callable(self.lr):
            return self.lr
        return self.checked(f"lr({self.steps})", self.lr(self.steps), NOT_NEGATIVE)

    def checked(self, name: str, x: Any, range_: Range) -> float:
        """A hyper-parameter as a float; ``ValueError`` names the one that is out of range."""
        holds, words = range_
        if isinstance(x, bool) or not hasattr(x, "__float__") or isinstance(x, Value):
            raise ag.OperandError(f"{type(self).__name__}: {name} is {words}, got {x!r}")
        if not (math.isfinite(x) and holds(float(x))):
            raise ValueError(f"{type(self).__name__}: {name} is {words}, got {x!r}")
        return float(x)

    def _diverged(self, w: float, g: float, new: Any, lr: float) -> str:
        return (
            f"{type(self).__name__}: a parameter would become {new} in step {self.steps + 1} "
            f"(it is {w:.4g}, its gradient {g:.4g}, the learning rate {lr:.4g}): try a smaller "
            "learning rate"
        )

    def __repr__(self) -> str:
        settings = {k: v for k, v in vars(self).items() if k not in ("steps", "_memory")}
        shown = ", ".join(f"{k}={getattr(v, '__name__', v)}" for k, v in settings.items())
        return f"{type(self).__name__}({shown})"


def _values(parameters: Any) -> list[Value]:
    if not hasattr(parameters, "__iter__"):
        raise ag.OperandError(
            f"step takes a list of Values, such as model.parameters(), got {parameters!r}"
        )
    listed = list(parameters)
    for p in listed:
        if not isinstance(p, Value):
            raise ag.OperandError(f"step takes Values, such as model.parameters(), got {p!r}")
    return listed
