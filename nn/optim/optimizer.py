"""Optimisers: the rule by which a gradient changes a parameter.

An optimiser is one update rule, written as in its paper. ``update`` takes the parameter, its
gradient, the learning rate, the number of this step (from 1) and what it remembered of this
parameter, and returns the new parameter and what to remember. It is plain arithmetic, so it
works on floats and on NumPy arrays alike, and a further optimiser takes six lines:

>>> class Halving(Optimizer):
...     def update(self, w, g, lr, t):
...         return (w - lr * g / 2 ** (t - 1),)
>>> Halving(0.1).update(1.0, 5.0, 0.1, 2)
(0.75,)

From then on ``fit(…, optimizer="halving")`` knows it, if all its settings have a default.
``lr`` is a number, or a schedule: a function from the number of steps done to the rate, such as
``lambda step: 0.1 / (step + 1) ** 0.5`` or one of ``schedules.py``. Read ``rules.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from html import escape
from inspect import signature
from typing import Any, ClassVar

import autograd as ag
from autograd import Value
from nn.checks import one_of

__all__ = ["FRACTION", "NOT_NEGATIVE", "POSITIVE", "Optimizer", "Schedule", "optimizer_of"]

Schedule = Callable[[int], float]
Range = tuple[Callable[[float], bool], str]
#: the number of steps done on a parameter, then what its rule remembers
Memory = tuple[Any, ...]

POSITIVE: Range = (lambda x: x > 0.0, "a positive number")
NOT_NEGATIVE: Range = (lambda x: x >= 0.0, "a number from 0 on")
FRACTION: Range = (lambda x: 0.0 <= x < 1.0, "a number from 0 to just below 1")


class Optimizer:
    """The base class: the learning rate, the count of steps, the memory of each parameter.

    A subclass writes ``update`` and says in ``remembers`` how many numbers it keeps of each
    parameter (they begin at 0). ``known`` holds the classes of each name, in small letters, by
    the place where they are defined, so that a notebook's cell may be run again. Settings are
    looked at: ``OperandError`` for what is no number, ``ValueError`` for one out of its range. A
    step raises ``FloatingPointError`` where a parameter would become inf or nan, ``OperandError``
    for what is no list of Values.

    >>> from autograd import Value
    >>> class Plain(Optimizer):
    ...     def update(self, w, g, lr, t):
    ...         return (w - lr * g,)
    >>> w = Value(1.0)
    >>> (w * w).backward()
    >>> Plain(0.25).step([w])
    >>> w.data
    0.5
    """

    known: ClassVar[dict[str, dict[str, type[Optimizer]]]] = {}
    remembers = 0

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        place = f"{cls.__module__}.{cls.__qualname__}"
        Optimizer.known.setdefault(cls.__name__.lower(), {})[place] = cls

    def __init__(self, lr: float | Schedule) -> None:
        self.lr = lr if callable(lr) else self.checked("lr", lr, POSITIVE)
        self.steps = 0
        self._memory: dict[Value, Memory] = {}
        self._array: tuple[Any, Memory] | None = None  # shape and memory of ``step_array``

    def update(self, w: Any, g: Any, lr: float, t: Any, *memory: Any) -> tuple[Any, ...]:
        """The new parameter, then what to remember; ``t`` counts its steps from 1."""
        raise NotImplementedError(f"{type(self).__name__} has no update rule yet")

    def step(self, parameters: Iterable[Value] | None = None) -> None:
        """Change every parameter by its gradient.

        Raises ``FloatingPointError`` when a parameter would become inf or nan; none is changed
        then.
        """
        lr, update, known = self.rate(), self.update, self._memory
        fresh, found, memory = (0, *(0.0,) * self.remembers), {}, {}
        for p in _values(parameters):
            before = known.get(p, fresh)
            t = before[0] + 1
            new = update(p.data, p.grad, lr, t, *before[1:])
            found[p], memory[p] = new[0], (t, *new[1:])
        for p, w in found.items():
            if not math.isfinite(w):
                raise FloatingPointError(self._diverged(p.data, p.grad, w, lr))
        for p, w in found.items():
            p.data = w
        self.state = self.steps + 1, known | memory

    def step_array(self, w: Any, g: Any) -> Any:
        """The parameters after a step, all in one array ``w``, with ``g`` their gradient.

        What is remembered belongs to one array, from its first step to its last. Raises
        ``FloatingPointError`` when a parameter would become inf or nan, ``GraphError`` for an array
        of another shape.
        """
        shape = getattr(w, "shape", None)
        if self._array is not None and shape != self._array[0]:
            raise ag.GraphError(
                f"this {type(self).__name__} remembers an array of shape {self._array[0]}, got "
                f"{shape}: take a fresh() one for other parameters"
            )
        new, memory = self.step_with(w, g, self._array and self._array[1])
        self._array = shape, memory
        return new

    def step_with(self, w: Any, g: Any, memory: Memory | None) -> tuple[Any, Memory]:
        """The same, with what is remembered in the caller's hands: what to hand in next comes back.

        That is the number of steps (one for all, or an array of one each), then what ``update``
        remembers.
        """
        lr = self.rate()
        t, *kept = memory or (0, *(0.0,) * self.remembers)
        new, *kept = self.update(w, g, lr, t + 1, *kept)
        if not math.isfinite(abs(new).sum()):
            raise FloatingPointError(self._diverged(abs(w).max(), abs(g).max(), "inf", lr))
        self.steps += 1
        return new, (t + 1, *kept)

    def remembered(self, parameter: Value) -> Memory:
        """The number of steps that were done on a parameter, and what is remembered of it."""
        return self._memory.get(parameter, (0, *(0.0,) * self.remembers))

    def remember(self, memory: Mapping[Value, Memory]) -> None:
        """Take over what ``remembered`` shall say of some parameters."""
        self._memory = {**self._memory, **memory}

    @property
    def state(self) -> tuple[int, dict[Value, Memory]]:
        """The count of steps and the whole memory: to be put back, not to be changed."""
        return self.steps, self._memory

    @state.setter
    def state(self, state: tuple[int, dict[Value, Memory]]) -> None:
        self.steps, self._memory = state

    def fresh(self) -> Optimizer:
        """One of the same settings that has done no step and remembers nothing."""
        twin = copy(self)
        twin.steps, twin._memory, twin._array = 0, {}, None
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

    def settings(self) -> dict[str, str]:
        """What it was made with, as texts."""
        hidden = ("steps", "_memory", "_array")
        shown = {k: v for k, v in vars(self).items() if k not in hidden}
        return {k: str(getattr(v, "__name__", v)) for k, v in shown.items()}

    def __repr__(self) -> str:
        shown = ", ".join(f"{k}={v}" for k, v in self.settings().items())
        return f"{type(self).__name__}({shown})"

    def _repr_html_(self) -> str:
        """Its settings, with the rate of the next step where a schedule gives it."""
        cells = self.settings()
        if callable(self.lr):
            cells["the next step's rate"] = f"{self.rate():.4g}"
        rows = (f"<tr><th>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in cells.items())
        told = f"{type(self).__name__}, {self.steps} step{'' if self.steps == 1 else 's'} done"
        table = f"<table>{''.join(rows)}</table>"
        return f'<div style="overflow-x:auto"><p>{told}</p>{table}</div>'


def optimizer_of(given: Any) -> Optimizer:
    """The optimiser that is meant by one, by a class of them, or by the name of a class.

    Raises ``GraphError`` for a name that no class or several have, ``OperandError`` for a class
    whose settings have no defaults and for what is no optimiser.

    >>> optimizer_of("adam")
    Adam(lr=0.001, betas=(0.9, 0.999), eps=1e-08)
    """
    if isinstance(given, Optimizer):
        return given
    kind = _named(given) if isinstance(given, str) else given
    if not (isinstance(kind, type) and issubclass(kind, Optimizer)):
        raise ag.OperandError(
            f"optimizer is an Optimizer such as Adam(0.05), or its name, got {given!r}"
        )
    needed = [
        p.name
        for p in signature(kind).parameters.values()
        if p.default is p.empty and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
    ]
    if needed:
        example = ", ".join(f"{name}=…" for name in needed)
        raise ag.OperandError(
            f"{kind.__name__} needs {', '.join(needed)}: write optimizer={kind.__name__}({example})"
        )
    make: Callable[..., Optimizer] = kind
    return make()


def _named(name: str) -> type[Optimizer]:
    """The class of a name, in whatever letters."""
    places = Optimizer.known[one_of("optimizer", name.lower(), sorted(Optimizer.known))]
    if len(places) > 1:
        raise ag.GraphError(
            f"several optimisers are called {name!r} ({', '.join(places)}): pass the class itself"
        )
    return next(iter(places.values()))


def _values(parameters: Any) -> list[Value]:
    if not hasattr(parameters, "__iter__"):
        raise ag.OperandError(
            "step takes a list of Values: write optimizer.step(model.parameters()); got "
            f"{parameters!r}"
        )
    listed = list(parameters)
    for p in listed:
        if not isinstance(p, Value):
            raise ag.OperandError(f"step takes Values, such as model.parameters(), got {p!r}")
    return listed
