"""One training step of the compiled engine: the whole batch in one call of machine code.

Rows become columns, the parameters one vector. The model, the loss and the penalty are recorded
once, as a function of one example; the optimiser works on the vector. The model itself gets its
numbers back in ``store``. Needs NumPy; with llvmlite it is fast.

Read ``fit.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import autograd as ag
from nn.losses.objective import Objective
from nn.models.predict import numbers_of
from nn.optim.optimizer import Optimizer
from nn.training.eager import Penalty

__all__ = ["CompiledStep"]


class CompiledStep:
    """The engine that runs a batch as machine code; see ``eager.py``."""

    def __init__(
        self,
        model: Any,
        goal: Objective,
        X: list[list[float]],
        y: list[Any],
        penalty: Penalty | None = None,
        batch_size: int | None = None,
    ) -> None:
        import numpy as np

        self.model, self.loss, self.penalty = model, goal.loss, penalty
        self.width = len(X[0])
        self.single = not isinstance(numbers_of(model(X[0])), list)
        classes = len(model(X[0])) if goal.targets == "class" else 0
        targets = [_target_columns(target, classes) for target in y]
        rows = [[*x, *target] for x, target in zip(X, targets)]
        self.listed = classes > 0 or isinstance(y[0], (list, tuple))
        self.columns = np.ascontiguousarray(np.array(rows, dtype=np.float64).T)
        self.compiled = ag.compile(self._example(), inputs=len(self.columns))
        self._batches: dict[int, tuple[Any, Any]] = {}
        self._slopes: Any = None
        self._batch(min(batch_size or len(X), len(X)))  # recorded now: errors come early
        self.vector = self.compiled.vector()

    def _example(self) -> Callable[..., list[Any]]:
        """A function of one example's columns: its loss, then the model's outputs.

        It does not hold this object, which will hold what is compiled from it.
        """
        model, loss_of, penalty = self.model, self.loss, self.penalty
        width, single, listed = self.width, self.single, self.listed

        def example(*columns: Any) -> list[Any]:
            target = list(columns[width:])
            prediction = model(list(columns[:width]))
            loss = loss_of(prediction, target if listed else target[0])
            if penalty is not None:
                loss = loss + penalty(model.parameters())
            return [loss, *([prediction] if single else prediction)]

        return example

    def gradient(self, batch: Sequence[int]) -> tuple[float, list[Any]]:
        """The mean loss and the predictions; the gradient waits for ``update``."""
        buffer, kernel = self._batch(len(batch))
        self.columns.take(batch, axis=1, out=buffer, mode="clip")  # unchecked: as fast as it gets
        loss, self._slopes, outputs = kernel(self.vector)
        lists = [output.tolist() for output in outputs]
        return loss, lists[0] if self.single else [list(row) for row in zip(*lists)]

    def _batch(self, size: int) -> tuple[Any, Any]:
        """The columns' place for so many rows, and the kernel bound to it."""
        if size not in self._batches:
            buffer = self.columns[:, :size].copy()
            self._batches[size] = buffer, self.compiled.bind(*buffer)
        return self._batches[size]

    def update(self, optimizer: Optimizer) -> None:
        """One step of the optimiser on the vector."""
        self.vector[:] = optimizer.step_array(self.vector, self._slopes)

    def undo(self) -> None:
        """Nothing to do: the vector changes in complete steps only."""

    def store(self) -> None:
        """Write the vector into the model's parameters."""
        self.compiled.assign(self.vector)


def _target_columns(target: Any, classes: int) -> list[float]:
    """A target as numbers: a class as a list of 0s with one 1."""
    if isinstance(target, (list, tuple)):
        return list(target)
    return [float(i == target) for i in range(classes)] if classes else [target]
