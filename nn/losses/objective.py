"""What a network is trained for: a loss by name, the targets it takes, and when it is right.

One row of ``LOSSES`` is everything that training knows of a loss.
Read ``nn/optim/optimizer.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import autograd as ag
from nn.checks import one_of
from nn.data.tables import Target
from nn.losses import formulas
from nn.models.module import Module
from nn.probabilities import softmax

__all__ = ["LOSSES", "Objective", "last_activation", "objective"]

Loss = Callable[[Any, Any], Any]


@dataclass(frozen=True)
class Objective:
    """A loss and what goes with it.

    ``loss`` is a function of one prediction and one target. ``targets`` says what these are: a
    "number", a "probability", a "sign" (±1) or a "class". A prediction above ``threshold`` counts
    as the upper label; None means that there are none. Of classes, the largest output counts.
    ``endings`` are the last activations that make sense, if not all do, and ``advice`` is what to
    write in place of another; where a linear one is meant for another row, ``on_logits`` names it.
    """

    name: str
    loss: Loss
    targets: str = "number"
    threshold: float | None = None
    endings: tuple[str, ...] = ()
    advice: str = ""
    on_logits: str = ""

    @property
    def decides(self) -> bool:
        """Whether the targets are labels, so that a prediction is right or wrong."""
        return self.targets == "class" or self.threshold is not None

    def target(self, target: Target) -> Any:
        """A target as the loss takes it: the number of a class is a whole one."""
        return int(target) if self.targets == "class" and isinstance(target, float) else target

    def accuracy(self, predictions: list[Any], targets: list[Any]) -> float:
        """The share of predictions that are right."""
        return sum(map(self.right, predictions, targets)) / len(targets)

    def right(self, prediction: Any, target: Any) -> bool:
        """Whether a prediction, in plain numbers, falls on the side of its target."""
        if self.targets == "class":
            return _largest(prediction) == (_largest(target) if _several(target) else target)
        middle = 0.5 if self.targets == "probability" else self.threshold
        return all(
            bool((p > self.threshold) == (t > middle))
            for p, t in zip(_listed(prediction), _listed(target))
        )


#: what training knows of each loss; a further one is a row here
LOSSES = {
    row.name: row
    for row in (
        Objective("mse", formulas.mse),
        Objective("squared_error", formulas.squared_error),
        Objective(
            "bce",
            formulas.bce,
            targets="probability",
            threshold=0.5,
            endings=("sigmoid", "linear"),
            advice='use output="sigmoid" or output="linear"',
            on_logits="bce_with_logits",
        ),
        Objective(
            "bce_with_logits",
            formulas.bce_with_logits,
            targets="probability",
            threshold=0.0,
            endings=("linear",),
            advice='it applies the sigmoid itself: use output="linear", or loss="bce"',
        ),
        Objective("hinge", formulas.hinge, targets="sign", threshold=0.0),
        Objective(
            "cross_entropy",
            formulas.cross_entropy,
            targets="class",
            endings=("linear",),
            advice='it applies the softmax itself: use output="linear"',
        ),
    )
}


def objective(loss: str | Loss, model: Any, y: list[Target]) -> Objective:
    """The row of a loss that is given by name or as a function, suited to the model and targets.

    "bce" reads probabilities from a model that ends in a sigmoid, logits from one that ends
    linear. Raises ``ValueError`` for an unknown name and for a loss that the model's last
    activation makes no sense with, ``GraphError`` for a target that the loss cannot take.
    """
    row = _row(loss)
    last = last_activation(model)
    if row.on_logits and last == "linear":
        row = LOSSES[row.on_logits]
    if row.endings and isinstance(last, str) and last not in row.endings:
        raise ValueError(
            f"loss={row.name!r} and a last layer with activation {last!r} do not go together: "
            f"{row.advice}"
        )
    if row.targets == "number":
        row = replace(row, threshold=_middle(y))
    for i, target in enumerate(y):
        _check_target(row, i, target)
    return row


def _row(loss: str | Loss) -> Objective:
    if callable(loss):
        known = [row for row in LOSSES.values() if row.loss is loss]
        name = getattr(loss, "__name__", "loss")
        return known[0] if known else Objective(name, loss)
    return LOSSES[one_of("loss", loss, LOSSES, ", or a function of prediction and target")]


def last_activation(model: Any) -> Any:
    """The activation of the last layer, if the model shows its layers."""
    while getattr(model, "layers", None):
        model = model.layers[-1]
    if isinstance(model, Module):
        return getattr(model, "activation", None)
    return "softmax" if model is softmax else None


def _middle(y: list[Target]) -> float | None:
    """The middle between two labels; None where the targets are numbers, not labels."""
    labels = {t for target in y for t in (target if isinstance(target, list) else [target])}
    if labels <= {0.0, 1.0}:
        return 0.5
    return 0.0 if labels <= {-1.0, 1.0} else None


def _check_target(row: Objective, i: int, target: Target) -> None:
    """Refuse a target that the loss has no meaning for."""
    for t in target if isinstance(target, list) else [target]:
        if row.targets == "probability" and not 0.0 <= t <= 1.0:
            needs = "targets from 0 to 1 (for labels -1 and 1: (t + 1) / 2)"
        elif row.targets == "sign" and t not in (-1.0, 1.0):
            needs = "targets -1 and 1 (for labels 0 and 1: 2 * t - 1)"
        elif row.targets == "class" and isinstance(target, float) and (t < 0.0 or t % 1.0):
            needs = "the number of a class, counted from 0"
        elif row.targets == "class" and not t >= 0.0 and isinstance(target, list):
            needs = "one probability per class"
        else:
            continue
        raise ag.GraphError(f"y, row {i} is {target}: {row.name} needs {needs}")


def _several(x: Any) -> bool:
    return isinstance(x, list)


def _listed(x: Any) -> list[Any]:
    return x if _several(x) else [x]


def _largest(numbers: Any) -> int:
    return max(range(len(numbers)), key=numbers.__getitem__)
