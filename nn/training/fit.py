"""``fit``: the one training loop.

Shuffle, take a batch, compute its loss and gradient (``eager.py``, ``compiled.py``), let the
optimiser change the parameters, and note down what happened. Data are checked before training
begins; Ctrl-C ends it with what was learned so far.

Read ``history.py`` next.

>>> from nn import MLP, SGD, gates
>>> model = MLP(2, [4, 1], output="sigmoid", rng=0)
>>> history = fit(model, *gates.xor(), loss="bce", optimizer=SGD(0.5, momentum=0.9), epochs=500)
>>> [round(model(x).data) for x in gates.xor()[0]], history.losses[-1] < 0.05
([0, 1, 1, 0], True)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

import autograd as ag
from nn.checks import one_of, whole
from nn.losses.objective import Loss, Objective
from nn.models.init import generator
from nn.models.predict import numbers_of, predict, worth_compiling
from nn.optim.optimizer import Optimizer, optimizer_of
from nn.optim.rules import Adam
from nn.training.compiled import CompiledStep
from nn.training.eager import EagerStep
from nn.training.history import History
from nn.training.problem import Penalty, Problem, Step, posed, trainable
from nn.training.progress import Bar, bar

__all__ = ["evaluate", "fit"]

Measure = Callable[[list[Any], list[Any]], float]
Metric = str | Measure
ENGINES = ("auto", "eager", "compiled")


def fit(
    model: Any,
    X: Any,
    y: Any,
    *,
    loss: str | Loss = "bce",
    optimizer: Optimizer | type[Optimizer] | str | None = None,
    epochs: int = 100,
    batch_size: int | None = None,
    rng: int | Random | None = None,
    metrics: Sequence[Metric] | None = None,
    penalty: Penalty | None = None,
    callback: Callable[[History], Any] | None = None,
    progress: bool | str = "auto",
    engine: str = "auto",
) -> History:
    """Train ``model`` on rows ``X`` and targets ``y``; return the history of losses and metrics.

    ``loss`` is a name (see ``losses/formulas.py``) or a function of one prediction and one target;
    ``optimizer`` is ``Adam(0.05)`` unless given, as an object, a class or the name of one (which
    then has its own settings); what it remembers stays with it, by parameter. ``batch_size`` rows,
    shuffled by ``rng``, make one step (None: all of them). ``metrics`` are "accuracy" and functions
    of all predictions and targets; without any, accuracy is taken where the targets are labels.
    ``penalty`` takes the parameters and is added to the loss. ``callback`` gets the history after
    every epoch, may change the model, and stops the training by returning True.

    ``engine`` is "eager" (graphs of Values), "compiled" (machine code, for long trainings), or
    "auto", which chooses by the amount of work. All of them train ``model.parameters()`` and
    nothing else, and give the same model.

    Raises ``GraphError``, ``OperandError`` and ``ValueError`` for data and settings that do not
    fit, before anything changes; ``ArithmeticError`` when training diverges: the model then has
    the numbers of its last complete step.
    """
    problem = posed(model, X, y, loss)
    epochs = whole("epochs", epochs, least=0)
    rows = len(problem.X)
    size = rows if batch_size is None else min(whole("batch_size", batch_size), rows)
    one_of("engine", engine, ENGINES)
    measures = _measures(metrics, problem.goal)
    batches = _batches(rows, size, generator(rng))
    rule = Adam(0.05) if optimizer is None else optimizer_of(optimizer)
    step = _step(engine, epochs, trainable(problem, penalty), rule, size)
    return Training(step, problem.y, measures, callback).run(batches, epochs, bar(epochs, progress))


def evaluate(
    model: Any, X: Any, y: Any, *, loss: str | Loss = "bce", metrics: Sequence[Metric] | None = None
) -> dict[str, float]:
    """The mean loss of a model on some rows, and the metrics as ``fit`` takes them.

    >>> from nn import Neuron
    >>> flat = Neuron(1, "sigmoid", init=lambda inputs, outputs, rng: 0.0)
    >>> {name: round(x, 3) for name, x in evaluate(flat, [[1], [2]], [0, 1]).items()}
    {'loss': 0.693, 'accuracy': 0.5}
    """
    problem = posed(model, X, y, loss)
    predictions = predict(model, problem.X)
    losses = numbers_of(list(map(problem.goal.loss, predictions, problem.y)))
    measures = _measures(metrics, problem.goal)
    mean = sum(losses) / len(losses)
    return {"loss": mean, **{name: f(predictions, problem.y) for name, f in measures.items()}}


class Training:
    """The loop itself: epochs of steps, and a history of them.

    A step is complete, and a part of the history, in one moment: when ``_complete`` is set. What
    ends a training before that (Ctrl-C between any two lines, an error) leaves model, optimiser
    and history as they were at the last such moment.
    """

    def __init__(
        self,
        step: Step,
        targets: list[Any],
        measures: dict[str, Measure],
        callback: Callable[[History], Any] | None,
    ) -> None:
        self.step, self.targets, self.measures, self.callback = step, targets, measures, callback
        self.history = History(metrics={name: [] for name in measures})
        self._complete = step.state(), 0, 0  # with so many epochs and steps of the history

    def run(self, batches: Iterator[list[list[int]]], epochs: int, ticks: Bar) -> History:
        """Train so many epochs, or until the callback or Ctrl-C ends it."""
        history = self.history
        try:
            for _ in range(epochs):
                self.epoch(next(batches))
                ticks.show(history.losses[-1])
                if self.callback is not None and self._stops(self.callback):
                    history.stopped = "callback"
                    break
            self.step.store()
        except KeyboardInterrupt:
            self._go_back()
            history.stopped = "interrupted"
        except BaseException as error:
            self._go_back()
            if isinstance(error, ArithmeticError):
                error.add_note(f"This ended the training in epoch {history.epochs + 1}.")
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


def _step(engine: str, epochs: int, problem: Problem, rule: Optimizer, size: int) -> Step:
    """The engine's step; "auto" compiles where that is possible and worth the wait."""
    if engine == "eager" or (
        engine == "auto" and not worth_compiling(problem.model, problem.X, epochs)
    ):
        return EagerStep(problem, rule)
    try:
        return CompiledStep(problem, rule, size)
    except ag.RecordingError:  # the model or the loss looks at its numbers
        if engine == "compiled":
            raise
        return EagerStep(problem, rule)


def _batches(n: int, size: int, source: Random) -> Iterator[list[list[int]]]:
    """For every epoch the numbers of the rows, in batches; one batch of all needs no shuffling."""
    order = list(range(n))
    while True:
        if size < n:
            source.shuffle(order)
        yield [order[i : i + size] for i in range(0, n, size)]


def _measures(metrics: Sequence[Metric] | None, goal: Objective) -> dict[str, Measure]:
    """Name -> function of all predictions and targets; a name that is taken gets a number."""
    if isinstance(metrics, str):
        raise ag.OperandError(f"metrics is a list, got {metrics!r}: write [{metrics!r}]")
    if metrics is None:
        metrics = ("accuracy",) if goal.decides else ()
    found: dict[str, Measure] = {}
    for metric in metrics:
        if not callable(metric):
            one_of("metric", metric, ("accuracy",), ", or a function")
            if not goal.decides:
                raise ValueError(
                    f"accuracy needs labels, one for each output, and {goal.name} has other targets"
                )
        name = first = metric if isinstance(metric, str) else getattr(metric, "__name__", "metric")
        count = 1
        while name in ("loss", *found):
            count += 1
            name = f"{first} {count}"
        found[name] = goal.accuracy if isinstance(metric, str) else metric
    return found
