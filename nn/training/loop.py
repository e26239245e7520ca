"""The loop of a training: epochs of batches, and one moment at which each step is complete.

Read ``keeping.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from nn.files.checkpoint import Checkpoint
from nn.training.history import History
from nn.training.keeping import Unkept
from nn.training.problem import Step
from nn.training.progress import Bar
from nn.training.shuffling import Batches

__all__ = ["Measure", "Training"]

Measure = Callable[[list[Any], list[Any]], float]


class Training:
    """The loop itself: epochs of steps, and a history of them.

    A step is complete, and a part of the history, in one moment: when ``_complete`` is set. What
    ends a training before that (Ctrl-C between any two lines, an error) leaves model, optimiser
    and history as they were at the last such moment. A ``history`` that is given is gone on with.
    """

    _complete: tuple[Any, int, int]  # a state, with so many epochs and steps of the history

    def __init__(
        self,
        step: Step,
        targets: list[Any],
        measures: dict[str, Measure],
        callback: Callable[[History], Any] | None,
        batches: Batches,
        keeper: Unkept,
        history: History | None = None,
    ) -> None:
        self.step, self.targets, self.measures, self.callback = step, targets, measures, callback
        self.batches, self.keeper = batches, keeper
        self.history = history or History(metrics={name: [] for name in measures})
        self._keep()

    def run(self, epochs: int, ticks: Bar) -> History:
        """Train until there are so many epochs, or until the callback or Ctrl-C ends it."""
        history = self.history
        try:
            self.keeper.begin(self)
            while history.epochs < epochs and history.stopped == "finished":
                self.epoch(next(self.batches))
                ticks.show(history.losses[-1])
                if self.callback is not None and self._stops(self.callback):
                    history.stopped = "callback"
                self.keeper.epoch(self)
            self.step.store()
            self.keeper.end(self, history.stopped)
        except KeyboardInterrupt:
            self._go_back()
            history.stopped = "interrupted"
            self.keeper.end(self, history.stopped)
        except BaseException as error:
            self._go_back()
            if isinstance(error, ArithmeticError):
                error.add_note(f"This ended the training in epoch {history.epochs + 1}.")
            self.keeper.failed(self, error)
            raise
        finally:
            ticks.close()
        return history

    def epoch(self, batches: list[list[int]]) -> None:
        """A step on each batch; the means over the epoch are noted in the history."""
        total, predictions = 0.0, [None] * len(self.targets)
        for i, batch in enumerate(batches):
            if i:
                self._keep()
            loss, outputs = self.step.forward_backward(batch)
            if not math.isfinite(loss):
                raise FloatingPointError(f"the loss is {loss}: try a smaller learning rate")
            self.step.update()
            self.history.steps += 1
            total += loss * len(batch)
            for row, output in zip(batch, outputs):
                predictions[row] = output
        if any(name != "accuracy" for name in self.measures):
            self.step.store()  # a metric of one's own may look at the model
        measured = {name: f(predictions, self.targets) for name, f in self.measures.items()}
        self.history.losses.append(total / len(self.targets))
        for name, x in measured.items():
            self.history.metrics[name].append(x)
        self._keep()

    def go_on(self, found: Checkpoint) -> None:
        """Bring model, optimiser, shuffling and history to where they were then."""
        step, history = self.step, self.history
        for parameter, x in zip(step.parameters, found.numbers):
            parameter.data = x
        memory = dict(zip(step.parameters, found.memory))
        step.optimizer.state = found.steps, {**step.optimizer.state[1], **memory}
        step.load()
        self.batches.restore(found.shuffled)
        history.losses[:], history.steps = found.history.losses, found.history.steps
        for name, course in history.metrics.items():
            course[:] = found.history.metrics[name]
        if found.history.stopped == "callback" and self.callback is not None:  # it would again
            history.stopped = "callback"
        self._keep()

    def _stops(self, callback: Callable[[History], Any]) -> bool:
        """Show the model to the callback, and look at what it has done to it."""
        self.step.store()
        stop = bool(callback(self.history))
        self.step.load()
        self._keep()
        return stop

    def _keep(self) -> None:
        self._complete = self.step.state(), self.history.epochs, self.history.steps

    def _go_back(self) -> None:
        """To the last complete step, in the model, in the optimiser and in the history."""
        state, epochs, self.history.steps = self._complete
        for course in (self.history.losses, *self.history.metrics.values()):
            del course[epochs:]
        self.step.restore(state)
        self.step.store()
