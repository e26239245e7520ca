"""One training step of the compiled engine: the whole batch in one call of machine code.

Rows become columns, all Values that take part one vector. The model, the loss and the penalty are
recorded once, as a function of one example. Of its gradient the optimiser gets what belongs to
the model's parameters; all other Values stay as they are. Needs NumPy; with llvmlite it is fast.

Read ``fit.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import autograd as ag
from nn.checks import needed
from nn.models.blocks import flatten
from nn.models.predict import numbers_of, rows_like
from nn.optim.optimizer import Optimizer
from nn.training.problem import Problem
from nn.training.vectors import VectorStep

__all__ = ["CompiledStep"]


class CompiledStep(VectorStep):
    """The engine that runs a batch as machine code; see ``problem.Step``.

    Raises ``RecordingError`` for a model or a loss that looks at its numbers or draws new ones, and
    for a rule of optimisation that is made for single numbers.
    """

    def __init__(self, problem: Problem, optimizer: Optimizer, batch_size: int) -> None:
        np = needed("compiled training", "numpy")
        if not problem.repeats:
            raise ag.RecordingError(
                "one row has given two different losses: a compiled training would repeat what "
                'the model draws or counts while it is recorded; use engine="eager"'
            )
        super().__init__(optimizer)
        self.problem, self.size = problem, batch_size
        self.like = numbers_of(problem.model(problem.X[0]))
        classes = len(self.like) if problem.goal.targets == "class" else 0
        self.listed = classes > 0 or isinstance(problem.y[0], (list, tuple))
        targets = [_target_columns(target, classes) for target in problem.y]
        rows = [[*x, *target] for x, target in zip(problem.X, targets)]
        self.columns = np.ascontiguousarray(np.array(rows, dtype=np.float64).T)
        self.compiled = ag.compile(self._example(), inputs=len(self.columns))
        self._batches: dict[int, tuple[Any, Any]] = {}
        self.load()

    def _example(self) -> Callable[..., list[Any]]:
        """A function of one example's columns: its loss, then the model's outputs.

        It holds neither this object, which will hold what is compiled from it, nor more of the
        problem than it needs: the compiler watches all that a function can reach.
        """
        problem, listed, width = self.problem, self.listed, len(self.problem.X[0])
        model, loss_of = problem.model, problem.goal.loss
        penalised = None if problem.penalty is None else problem.penalised

        def example(*columns: Any) -> list[Any]:
            target = list(columns[width:])
            prediction = model(list(columns[:width]))
            loss = loss_of(prediction, target if listed else target[0])
            if penalised is not None:
                loss = loss + penalised()
            return [loss, *flatten(prediction)]

        return example

    def forward_backward(self, batch: Sequence[int]) -> tuple[float, list[Any]]:
        """The mean loss and the predictions; the gradient waits for ``update``."""
        buffer, kernel = self._batch(len(batch))
        self.columns.take(batch, axis=1, out=buffer, mode="clip")  # unchecked: as fast as it gets
        loss, self._partials, outputs = kernel.at(self.vector)  # load() has looked at it
        return loss, rows_like(self.like, iter(outputs))

    def _batch(self, size: int) -> tuple[Any, Any]:
        """The columns' place for so many rows, and the kernel bound to it."""
        if size not in self._batches:
            buffer = self.columns[:, :size].copy()
            self._batches[size] = buffer, self.compiled.bind(*buffer)
        return self._batches[size]

    def load(self) -> None:
        """Read the model and all other Values as they are now; record anew what has changed."""
        if not self._batches or not self._batch(self.size)[1].is_current():
            self._batches = {}
            self._batch(self.size)
            self._recorded()
        self._read(self.problem.parameters())


def _target_columns(target: Any, classes: int) -> list[float]:
    """A target as numbers: a class as a list of 0s with one 1."""
    if isinstance(target, (list, tuple)):
        return list(target)
    return [float(i == target) for i in range(classes)] if classes else [target]
