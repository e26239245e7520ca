"""One training step of the eager engine: an ordinary graph for every example.

So memory does not grow with the batch, and the gradients add up on the parameters themselves.
Read ``vectors.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograd import Value
from nn.models.predict import numbers_of
from nn.optim.optimizer import Memory, Optimizer
from nn.training.problem import Problem, one_number

__all__ = ["EagerStep"]


class EagerStep:
    """The engine that builds graphs of Values; see ``problem.Step``."""

    name = "eager"

    def __init__(self, problem: Problem, optimizer: Optimizer) -> None:
        self.problem, self.optimizer = problem, optimizer
        self.parameters = problem.parameters()
        self._before = [(leaf, leaf.grad) for leaf in problem.outside]

    def forward_backward(self, batch: Sequence[int]) -> tuple[float, list[Any]]:
        """The mean loss and the predictions; the gradient is left on the parameters."""
        problem = self.problem
        model, loss, X, y = problem.model, problem.goal.loss, problem.X, problem.y
        for p in self.parameters:
            p.grad = 0.0
        total, share, predictions = 0.0, 1.0 / len(batch), []
        for i in batch:
            prediction = model(X[i])
            total += _backpropagate(loss(prediction, y[i]), share)
            predictions.append(numbers_of(prediction))
        return total + _backpropagate(problem.penalised(), 1.0), predictions

    def update(self) -> None:
        """One step of the optimiser on the parameters themselves."""
        self.optimizer.step(self.parameters)

    def state(self) -> Any:
        """The parameters and their numbers, and the optimiser's state."""
        return self.parameters, [p.data for p in self.parameters], self.optimizer.state

    def restore(self, state: Any) -> None:
        """Put everything back."""
        self.parameters, numbers, self.optimizer.state = state
        for p, number in zip(self.parameters, numbers):
            p.data = number

    def plain(self, state: Any) -> tuple[list[float], list[Memory], int]:
        """A state as plain numbers."""
        parameters, numbers, (steps, memory) = state
        fresh = (0, *(0.0,) * self.optimizer.remembers)
        return list(numbers), [memory.get(p, fresh) for p in parameters], steps

    def store(self) -> None:
        """The model's own Values were trained; what else took part gets its gradient back."""
        for leaf, gradient in self._before:
            leaf.grad = gradient

    def load(self) -> None:
        """The model may have other parameters now."""
        self.parameters = self.problem.parameters()


def _backpropagate(loss: Any, share: float) -> float:
    """Add the share of a loss to the gradients; a plain number (a constant row) has none."""
    if isinstance(loss, Value):
        loss.backward(share)
        return share * loss.data
    return share * float(one_number(loss))
