"""What a model's output means to a picture: a side, a class, or a number.

Read ``decision.py`` next.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import autograd as ag
from nn.losses.objective import Loss, Objective, last_activation, objective
from nn.models.predict import numbers_of
from nn.probabilities import softmax

__all__ = ["Meaning", "label_of", "meaning", "usual_loss"]


class Meaning(NamedTuple):
    """How outputs are read; ``kinds`` are the labels in order, none where targets are numbers.

    ``goal`` is the loss with what belongs to it, None where none of the table fits the model.
    """

    kinds: list[float]
    goal: Objective | None
    ending: Any = "linear"

    def side(self, answer: float) -> float:
        """One output as a number from 0 (the lower label) to 1, with ½ in the middle."""
        if self.goal is None or self.goal.threshold is None:
            raise ag.GraphError("these targets are no two labels, so an output has no side")
        if self.goal.name in ("bce_with_logits", "hinge"):
            return float(ag.sigmoid(answer))
        width = 2.0 if self.goal.threshold == 0.0 else 1.0
        return float(min(max((answer - self.goal.threshold) / width + 0.5, 0.0), 1.0))

    def shares(self, outputs: list[float]) -> list[float]:
        """One share for each class, together 1: the softmax of outputs that are no shares yet."""
        if self.ending == "softmax":
            return outputs
        return [float(p) for p in numbers_of(softmax(outputs))]

    def sure(self, outputs: list[float]) -> tuple[int, float]:
        """The class of the largest output, and from 0 to 1 how far it leads a mere guess."""
        shares = self.shares(outputs)
        best = max(range(len(shares)), key=outputs.__getitem__)
        guess = 1.0 / len(shares)
        return best, min(max((shares[best] - guess) / (1.0 - guess), 0.0), 1.0)


def meaning(model: Any, row: list[float], targets: list[Any], loss: str | Loss | None) -> Meaning:
    """What the outputs of a model mean, with targets such as these.

    Several outputs are classes: raises ``GraphError`` for numbers that are none. ``loss`` is the
    one of the training; unless given, it is taken from the last activation and the targets.
    """
    outputs, ending = numbers_of(model(row)), last_activation(model)
    if isinstance(outputs, list) and len(outputs) > 1:
        return _several(model, len(outputs), targets, loss)
    goal = objective(loss or usual_loss(model, targets), model, targets)
    if goal.threshold is None or isinstance(targets[0], list):
        return Meaning([], goal, ending)
    return Meaning([-1.0 if -1.0 in targets else 0.0, 1.0], goal, ending)


def usual_loss(model: Any, targets: list[Any]) -> str:
    """The loss that a model was probably trained with: linear outputs are logits or scores."""
    labels = {t for target in targets for t in (target if isinstance(target, list) else [target])}
    if last_activation(model) != "linear" or not labels <= {-1.0, 0.0, 1.0}:
        return "mse"
    return "hinge" if -1.0 in labels else "bce"


def label_of(target: Any) -> float:
    """The number of a class, also from one share for each."""
    if isinstance(target, list):
        return float(max(range(len(target)), key=target.__getitem__))
    return float(target)


def _several(model: Any, width: int, targets: list[Any], loss: str | Loss | None) -> Meaning:
    """Several outputs: classes, if the targets are numbers of classes, or one share for each."""
    ending, hot = last_activation(model), isinstance(targets[0], list)
    if hot:
        classes = all(min(t) >= 0.0 and abs(sum(t) - 1.0) < 1e-6 for t in targets)
    else:
        foreign = [t for t in targets if t not in range(width)]
        if foreign:
            raise ag.GraphError(
                f"a model of {width} outputs needs classes, from 0 to {width - 1}, as targets, "
                f"got {foreign[0]:g}"
            )
        classes = True
    chosen: str | Loss | None = loss or ("mse" if hot else None)
    if classes and ending == "linear":
        chosen = loss or "cross_entropy"
    goal = objective(chosen, model, targets) if chosen else None
    return Meaning([float(k) for k in range(width)] if classes else [], goal, ending)
