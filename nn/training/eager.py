"""One training step of an engine: the loss of a batch, its gradient, and the update.

``fit`` knows an engine by the five things that ``Step`` lists. The eager one builds a graph per
example, so that memory does not grow with the batch, and adds the gradients up on the parameters.

Read ``compiled.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import autograd as ag
from autograd import Value
from nn.losses.objective import Objective
from nn.models.predict import numbers_of
from nn.optim.optimizer import Optimizer

__all__ = ["EagerStep", "Penalty", "Step"]

Penalty = Callable[[list[Value]], Any]


class Step(Protocol):
    """What training asks of an engine, for rows that it was given once."""

    def gradient(self, batch: Sequence[int]) -> tuple[float, list[Any]]:
        """Prepare the gradient; return the mean loss of these rows, and their predictions."""

    def update(self, optimizer: Optimizer) -> None:
        """Change the parameters by that gradient: from here on the step is complete."""

    def undo(self) -> None:
        """Go back to the last complete step (after an interruption half-way)."""

    def store(self) -> None:
        """Write the parameters into the model, if they are kept elsewhere."""


class EagerStep:
    """The engine that builds an ordinary graph for every example."""

    def __init__(
        self,
        model: Any,
        goal: Objective,
        X: list[list[float]],
        y: list[Any],
        penalty: Penalty | None = None,
    ) -> None:
        self.model, self.loss, self.X, self.y, self.penalty = model, goal.loss, X, y, penalty
        self.parameters: list[Value] = model.parameters()
        self.complete = [p.data for p in self.parameters]

    def gradient(self, batch: Sequence[int]) -> tuple[float, list[Any]]:
        """The mean loss and the predictions; the gradient is left on the parameters."""
        for p in self.parameters:
            p.grad = 0.0
        total, share, predictions = 0.0, 1.0 / len(batch), []
        for i in batch:
            prediction = self.model(self.X[i])
            total += _backpropagate(self.loss(prediction, self.y[i]), share)
            predictions.append(numbers_of(prediction))
        if self.penalty is not None:
            return total + _backpropagate(self.penalty(self.parameters), 1.0), predictions
        return total, predictions

    def update(self, optimizer: Optimizer) -> None:
        """One step of the optimiser on the parameters themselves."""
        optimizer.step(self.parameters)
        self.complete = [p.data for p in self.parameters]

    def undo(self) -> None:
        """Put back the numbers after the last complete step."""
        for p, number in zip(self.parameters, self.complete):
            p.data = number

    def store(self) -> None:
        """Nothing to do: the model's own Values were trained."""


def _backpropagate(loss: Any, share: float) -> float:
    if not isinstance(loss, Value):
        raise ag.OperandError(
            f"the loss is one Value that depends on the parameters, got {loss!r}: was .data used, "
            "or a list returned?"
        )
    loss.backward(share)
    return share * loss.data
