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
from dataclasses import dataclass
from random import Random
from typing import Any

import autograd as ag
from nn.checks import one_of, whole
from nn.data.tables import checked
from nn.losses.objective import Loss, Objective, objective
from nn.models.init import generator
from nn.models.predict import predict, worth_compiling
from nn.optim.optimizer import Optimizer
from nn.optim.rules import Adam
from nn.training.compiled import CompiledStep
from nn.training.eager import EagerStep, Penalty, Step
from nn.training.history import History
from nn.training.progress import Bar, bar

__all__ = ["evaluate", "fit"]

Measure = Callable[[list[Any], list[Any]], float]
Metric = str | Measure
#: what every engine's step is made from
Given = tuple[Any, Objective, list[list[float]], list[Any], Penalty | None]
ENGINES = ("auto", "eager", "compiled")


def fit(
    model: Any,
    X: Any,
    y: Any,
    *,
    loss: str | Loss = "bce",
    optimizer: Optimizer | None = None,
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

    ``loss`` is a name (see ``nn/losses/formulas.py``) or a function of one prediction and one
    target; ``optimizer`` is ``Adam(0.05)`` unless given; ``batch_size`` rows, shuffled by ``rng``,
    make one step (None: all of them). ``metrics`` are "accuracy" and functions of all predictions
    and targets; without any, accuracy is taken where the targets are labels. ``penalty`` takes the
    parameters and is added to the loss. ``callback`` gets the history after every epoch, and stops
    the training by returning True. ``engine`` is "eager" (graphs of Values), "compiled" (machine
    code, for long trainings), or "auto", which chooses by the amount of work.

    Raises ``GraphError``, ``OperandError`` and ``ValueError`` for data and settings that do not
    fit, before anything changes; ``ArithmeticError`` when training diverges: the model then has
    the numbers of its last complete step.
    """
    rows, targets, goal = _prepared(model, X, y, loss)
    epochs = whole("epochs", epochs, least=0)
    size = len(rows) if batch_size is None else min(whole("batch_size", batch_size), len(rows))
    one_of("engine", engine, ENGINES)
    measures = _measures(metrics, goal)
    step = _step(engine, epochs, (model, goal, rows, targets, penalty), size)
    training = Training(step, optimizer or Adam(0.05), targets, measures, callback)
    batches = _batches(len(rows), size, generator(rng))
    return training.run(batches, epochs, bar(epochs, progress))


def evaluate(
    model: Any, X: Any, y: Any, *, loss: str | Loss = "bce", metrics: Sequence[Metric] | None = None
) -> dict[str, float]:
    """The mean loss of a model on some rows, and the metrics as ``fit`` takes them.

    >>> from nn import Neuron
    >>> flat = Neuron(1, "sigmoid", init=lambda inputs, outputs, rng: 0.0)
    >>> {name: round(x, 3) for name, x in evaluate(flat, [[1], [2]], [0, 1]).items()}
    {'loss': 0.693, 'accuracy': 0.5}
    """
    rows, targets, goal = _prepared(model, X, y, loss)
    predictions = predict(model, rows)
    mean = sum(map(goal.loss, predictions, targets)) / len(rows)
    measures = _measures(metrics, goal)
    return {"loss": mean, **{name: f(predictions, targets) for name, f in measures.items()}}


@dataclass(frozen=True)
class Training:
    """The loop itself: epochs of steps, and a history of them."""

    step: Step
    optimizer: Optimizer
    targets: list[Any]
    measures: dict[str, Measure]
    callback: Callable[[History], Any] | None

    def run(self, batches: Iterator[list[list[int]]], epochs: int, ticks: Bar) -> History:
        """Train so many epochs, or until the callback or Ctrl-C ends it."""
        history = History(metrics={name: [] for name in self.measures})
        try:
            for _ in range(epochs):
                self.epoch(next(batches), history)
                ticks.show(history.losses[-1])
                if self.callback is not None and self._stops(history):
                    history.stopped = "callback"
                    break
        except KeyboardInterrupt:
            self.step.undo()
            history.stopped = "interrupted"
        except ArithmeticError as error:
            self.step.undo()
            error.add_note(f"This ended the training in epoch {history.epochs + 1}.")
            raise
        finally:
            ticks.close()
            self.step.store()
        return history

    def epoch(self, batches: list[list[int]], history: History) -> None:
        """A step on each batch; the means over the epoch are noted in ``history``."""
        total, predictions = 0.0, [None] * len(self.targets)
        for batch in batches:
            loss, outputs = self.step.gradient(batch)
            if not math.isfinite(loss):
                raise FloatingPointError(f"the loss is {loss}: try a smaller learning rate")
            self.step.update(self.optimizer)
            total += loss * len(batch)
            for i, output in zip(batch, outputs):
                predictions[i] = output
        measured = {name: f(predictions, self.targets) for name, f in self.measures.items()}
        history.losses.append(total / len(self.targets))
        for name, x in measured.items():
            history.metrics[name].append(x)

    def _stops(self, history: History) -> bool:
        self.step.store()  # the callback may look at the model
        return self.callback is not None and bool(self.callback(history))


def _step(engine: str, epochs: int, given: Given, batch_size: int) -> Step:
    """The engine's step; "auto" compiles where that is possible and worth the wait."""
    model, _, rows, *_ = given
    if engine == "compiled":
        return CompiledStep(*given, batch_size=batch_size)
    if engine == "auto" and worth_compiling(model, rows, epochs):
        try:
            return CompiledStep(*given, batch_size=batch_size)
        except ag.RecordingError:  # the model or the loss branches on numbers
            return EagerStep(*given)
    return EagerStep(*given)


def _batches(n: int, size: int, source: Random) -> Iterator[list[list[int]]]:
    """For every epoch the numbers of the rows, in batches; one batch of all needs no shuffling."""
    order = list(range(n))
    while True:
        if size < n:
            source.shuffle(order)
        yield [order[i : i + size] for i in range(0, n, size)]


def _prepared(
    model: Any, X: Any, y: Any, loss: str | Loss
) -> tuple[list[list[float]], list[Any], Objective]:
    """Checked rows and targets, and what the model is trained for; one row is tried out."""
    if not callable(model) or not getattr(model, "parameters", list)():
        raise ag.OperandError(f"a model with parameters is needed, such as nn.MLP; got {model!r}")
    rows, checked_targets = checked(X, y)
    goal = objective(loss, model, checked_targets)
    targets = list(map(goal.target, checked_targets))
    with ag.nonfinite("allow"):
        try:
            prediction = model(rows[0])
        except ag.GraphError as error:
            raise ag.GraphError(f"X has {len(rows[0])} columns: {error}") from error
        for i, target in enumerate(targets if goal.targets == "class" else targets[:1]):
            try:
                goal.loss(prediction, target)
            except ag.GraphError as error:
                raise ag.GraphError(f"y, row {i}: {error}") from error
    return rows, targets, goal


def _measures(metrics: Sequence[Metric] | None, goal: Objective) -> dict[str, Measure]:
    """Name -> function of all predictions and targets."""
    if isinstance(metrics, str):
        raise ag.OperandError(f"metrics is a list, got {metrics!r}: write [{metrics!r}]")
    if metrics is None:
        metrics = ("accuracy",) if goal.decides else ()
    for metric in metrics:
        if metric != "accuracy" and not callable(metric):
            raise ValueError(f'unknown metric {metric!r}; known: "accuracy", or a function')
        if metric == "accuracy" and not goal.decides:
            raise ValueError(f"accuracy needs labels, and {goal.name} has numbers as targets here")
    return {
        m if isinstance(m, str) else getattr(m, "__name__", "metric"): goal.accuracy
        if isinstance(m, str)
        else m
        for m in metrics
    }
