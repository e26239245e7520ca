"""What one may choose from: tasks, inputs, activations, losses, optimisers, schedules.

Optimisers, their settings and defaults are read from ``nn.optim``, so that a further one needs a
line of words here and nothing else. Read ``settings.py`` next.

>>> [f.name for f in next(c for c in OPTIMIZERS if c.name == "adam").fields]
['betas', 'eps']
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from inspect import getdoc, signature
from typing import Any

from nn.data import gates
from nn.optim import rules, schedules
from nn.optim.optimizer import Optimizer
from nn.playground.fields import Choice, Field

__all__ = [
    *("ACTIVATIONS", "INITS", "INPUTS", "KINDS", "LOSSES", "OPTIMIZERS", "OWN", "SCHEDULES"),
    *("TASKS", "Kind"),
]


@dataclass(frozen=True)
class Kind:
    """What targets are, in ``words``: the ``loss`` where none is chosen, the network's ``outputs``,
    and the ``labels``, if there are no others."""

    words: str
    loss: str
    outputs: int = 1
    labels: tuple[int, ...] = ()

    def plain(self) -> dict[str, Any]:
        """It as data."""
        return {**asdict(self), "labels": [*self.labels]}


KINDS = {
    "two": Kind("two classes", "bce_with_logits", labels=(0, 1)),
    "three": Kind("three classes", "cross_entropy", outputs=3, labels=(0, 1, 2)),
    "number": Kind("numbers", "mse"),
}
#: the task whose rows are the user's
OWN = "own"


def _listed(names: tuple[str, ...], *rows: tuple[Any, ...]) -> tuple[Choice, ...]:
    """A choice for each row, whose columns have these names."""
    return tuple(Choice(**dict(zip(names, row, strict=True))) for row in rows)


def _gate(name: str) -> Choice:
    """A gate has its four rows, and none to spare for a test."""
    code = f'nn.gates.gate("{name}")'
    meaning = (
        getdoc(getattr(gates, name.replace("-", "_"), None) or getattr(gates, f"{name}_")) or ""
    ).splitlines()[0]
    fixed = {"points": 4, "noise": 0.0, "test": 0.0}
    return Choice(name=name, label=name, help=meaning, defaults=fixed, kind="two", code=code)


def _drawn(name: str, label: str, help: str, kind: str, noise: float) -> Choice:
    """Points that are drawn by the function of ``nn`` with that name."""
    return Choice(
        name=name,
        label=label,
        help=help,
        defaults={"noise": noise, "points": 200, "test": 0.25},
        kind=kind,
        asks=("points", "noise", "test"),
        code=f"nn.{name}({{points}}, noise={{noise}}, rng={{data_seed}})",
    )


def _surface(name: str, help: str) -> Choice:
    """Heights of a surface, to be told as numbers."""
    made = _drawn(f"function:{name}", name, help, "number", 0.05)
    code = f'nn.surface("{name}", {{points}}, noise={{noise}}, rng={{data_seed}})'
    return replace(made, code=code)


TASKS = (
    *map(_gate, gates.TABLE),
    _drawn("moons", "moons", "Two half circles that reach into one another.", "two", 0.1),
    _drawn("circles", "circles", "A circle around a circle.", "two", 0.05),
    _drawn("spirals", "spirals", "Two spirals around each other.", "two", 0.02),
    _drawn("blobs", "clouds", "Two round clouds: a single neuron parts them.", "two", 0.5),
    _drawn("three_blobs", "three clouds", "Three round clouds.", "three", 0.4),
    _surface("plane", "A plane: a single neuron is enough."),
    _surface("saddle", "The product of both inputs."),
    _surface("bump", "A hill in the middle."),
    _surface("waves", "A wave along x₁."),
    _surface("hills", "Hills and hollows like a box for eggs."),
    _surface("ripple", "Rings around the middle."),
    Choice(
        name=OWN,
        label="own rows",
        help="Rows of your own.",
        defaults={"points": 200, "noise": 0.0},
        asks=("test",),
    ),
)

INPUTS = _listed(
    ("name", "label", "code"),
    ("x1", "x₁", "x1"),
    ("x2", "x₂", "x2"),
    ("x1^2", "x₁²", "x1 * x1"),
    ("x2^2", "x₂²", "x2 * x2"),
    ("x1*x2", "x₁x₂", "x1 * x2"),
    ("sin(x1)", "sin x₁", "math.sin(x1)"),
    ("sin(x2)", "sin x₂", "math.sin(x2)"),
)

ACTIVATIONS = tuple(
    Choice(name=name, label=name.replace("_", " "), help=help)
    for name, help in {
        "tanh": "Smooth, from -1 to 1.",
        "relu": "max(0, x): half of it is flat.",
        "leaky_relu": "relu that lets a little through below 0.",
        "sigmoid": "Smooth, from 0 to 1: gradients shrink to a quarter at least.",
        "softplus": "A smooth relu.",
        "sin": "A wave: it comes back to every value.",
        "abs": "|x|: a fold at 0.",
        "atan": "Smooth, with flatter ends than tanh.",
        "erf": "Smooth, with steeper ends than tanh.",
        "step": "0 or 1: its gradient is 0 everywhere, so nothing below it learns.",
        "linear": "None: layers without one are together a single layer.",
    }.items()
)

LOSSES = _listed(
    ("name", "label", "help", "kinds"),
    ("bce_with_logits", "cross-entropy", "-log of the probability of the truth.", ("two",)),
    ("hinge", "hinge", "max(0, 1 - y·score) for y = ±1: no more once well apart.", ("two",)),
    ("cross_entropy", "cross-entropy", "-log of the true class's share.", ("three",)),
    ("mse", "squared error", "The square of the difference.", ("two", "number")),
    ("squared_error", "half squared error", "Half of the square.", ("two", "number")),
)

INITS = tuple(
    replace(choice, code=choice.code and f"nn.init.{choice.code}")
    for choice in _listed(
        ("name", "label", "help", "code"),
        ("default", "as suits", "he for relu and its kin, xavier otherwise.", ""),
        ("xavier", "Xavier", "Uniform on ±√(6 / (inputs + outputs)).", "xavier"),
        ("he", "He", "Normal with variance 2 / inputs.", "he"),
        ("uniform", "uniform", "Uniform from -1 to 1.", "uniform()"),
        ("normal", "normal", "Normal with deviation 1, whatever the width.", "normal()"),
        ("zeros", "zeros", "All neurons of a layer stay alike for ever.", "zeros"),
    )
)

# --- rules that have settings of their own ---

_FRACTION: dict[str, Any] = {"least": 0, "below": 1}
#: setting of an optimiser or a schedule -> what it may be, and its help
_OWN: dict[str, tuple[dict[str, Any], str]] = {
    "momentum": (_FRACTION, "The share of the last step's direction that is kept."),
    "nesterov": ({"needs": "momentum"}, "Look ahead along the momentum; without any it is void."),
    "betas": (_FRACTION, "How much of the averages of gradient and square is kept."),
    "alpha": (_FRACTION, "How much of the average of squares is kept."),
    "rho": (_FRACTION, "How much of the averages of squares is kept."),
    "eps": ({"above": 0, "most": 1, "scale": "log"}, "Keeps the division finite."),
    "weight_decay": ({"least": 0, "most": 10}, "The share by which weights shrink, per rate."),
    "psi": ({"least": 0, "most": 1}, "How fast the momentum warms up."),
    "factor": ({"above": 0, "most": 2}, "What the rate is multiplied with."),
    "every": ({"least": 1, "most": 1_000_000}, "After so many steps."),
    "steps": ({"least": 1, "most": 1_000_000}, "So many steps."),
    "final": ({"least": 0, "most": 100}, "Where the rate ends."),
}
#: for what has no default in Python: a rule that somebody just looks at needs a number
_BEGIN = {"every": 200, "steps": 1000}


def _fields(make: Any) -> tuple[Field, ...]:
    """The settings of a rule beside its rate, as its signature has them."""
    return tuple(
        _own(p.name, _BEGIN.get(p.name) if p.default is p.empty else p.default)
        for p in signature(make).parameters.values()
        if p.name not in ("lr", "then")
    )


def _own(name: str, default: Any) -> Field:
    bounds, help = _OWN[name]
    kind = {bool: "flag", tuple: "pair", int: "whole"}.get(type(default), "number")
    value = list(default) if kind == "pair" else default
    label = {"eps": "ε", "rho": "ρ", "psi": "ψ", "alpha": "α", "betas": "β₁, β₂"}
    shown = label.get(name, name.replace("_", " "))
    return Field(name=name, kind=kind, label=shown, help=help, default=value, **bounds)


def _rule(kind: type[Optimizer], label: str, lr: float, help: str) -> Choice:
    """An optimiser, and the rate to begin with."""
    return Choice(
        name=kind.__name__.lower(),
        label=label,
        help=help,
        defaults={"lr": lr},
        fields=_fields(kind),
        code=f"nn.{kind.__name__}",
    )


OPTIMIZERS = (
    _rule(rules.SGD, "gradient descent", 0.3, "w ← w - η g, with momentum if asked for."),
    _rule(rules.Adam, "Adam", 0.03, "Steps of the size of the rate, whatever the gradient's."),
    _rule(rules.AdamW, "AdamW", 0.03, "Adam whose weights shrink apart from the gradient."),
    _rule(rules.Nadam, "Nadam", 0.03, "Adam that looks ahead."),
    _rule(rules.RMSProp, "RMSProp", 0.01, "Divides by the root of the average square."),
    _rule(rules.Adagrad, "Adagrad", 0.1, "Divides by the root of all squares: ever slower."),
    _rule(rules.Adadelta, "Adadelta", 1.0, "RMSProp whose rate is the size of its own steps."),
)

SCHEDULES = tuple(
    replace(choice, fields=_fields(getattr(schedules, choice.name)), code=f"nn.{choice.name}")
    for choice in _listed(
        ("name", "label", "help"),
        ("constant", "constant", "The same rate for ever."),
        ("inverse_sqrt", "1/√t", "The rate over the root of the number of steps."),
        ("step_decay", "steps down", "The rate times a factor after every so many steps."),
        ("exponential", "exponential", "The rate times a factor after each step."),
        ("cosine", "cosine", "Half a wave of the cosine down to the final rate."),
        ("warmup", "warm-up", "A straight line up to the rate."),
    )
)
