"""``fit``: the one training loop.

Shuffle, take a batch, compute its loss and gradient (``step.py``), let the optimiser change the
parameters, and note down what happened. Data are checked before training begins; Ctrl-C ends it
with what was learned so far.

Relies on ``rows.py``, ``objective.py``, ``step.py``, ``optim.py``; read ``__main__.py`` next.

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
from nn.history import History
from nn.init import generator
from nn.objective import Loss, Objective, objective
from nn.optim import Adam, Optimizer
from nn.progress import bar
from nn.rows import checked
from nn.step import EagerStep, Penalty, Step, predict

__all__ = ["evaluate", "fit"]

Measure = Callable[[list[Any], list[Any]], float]
Metric = str | Measure
ENGINES = ("auto", "eager")


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

    ``loss`` is a name (see ``losses.py``) or a function of one prediction and one target;
    ``optimizer`` is ``Adam(0.05)`` unless given; ``batch_size`` rows, shuffled by ``rng``, make
    one step (None: all of them). ``metrics`` are "accuracy" and functions of all predictions and
    targets; without any, accuracy is taken where the targets are labels. ``penalty`` takes the
    parameters and is added to the loss. ``callback`` gets the history after every epoch, and
    stops the training by returning True.

    Raises ``GraphError``, ``OperandError`` and ``ValueError`` for data and settings that do not
    fit, before anything changes; ``ArithmeticError`` when training diverges: the model then has
    the numbers of its last complete step.
    """
    rows, targets, goal = _prepared(model, X, y, loss)
    _check_settings(epochs, batch_size, engine)
    measures = _measures(metrics, goal)
    step = EagerStep(model, goal, rows, targets, penalty)
    epoch = Epoch(step, optimizer or Adam(0.05), targets, measures)
    batches = _batches(len(rows), batch_size or len(rows), generator(rng))
    history = History(metrics={name: [] for name in measures})
    ticks = bar(epochs, progress)
    try:
        for _ in range(epochs):
            epoch.run(next(batches), history)
            ticks.show(history.losses[-1])
            if callback is not None and callback(history):
                history.stopped = "callback"
                break
    except KeyboardInterrupt:
        step.undo()
        history.stopped = "interrupted"
    except ArithmeticError as error:
        step.undo()
        error.add_note(f"This ended the training in epoch {history.epochs + 1}.")
        raise
    finally:
        ticks.close()
        step.store()
    return history


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
class Epoch:
    """One pass over all rows, a step per batch."""

    step: Step
    optimizer: Optimizer
    targets: list[Any]
    measures: dict[str, Measure]

    def run(self, batches: list[list[int]], history: History) -> None:
        """Train on each batch, then note the means of the epoch in ``history``."""
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


def _check_settings(epochs: Any, batch_size: Any, engine: str) -> None:
    if not isinstance(epochs, int) or epochs < 0:
        raise ValueError(f"epochs is a whole number from 0 on, got {epochs!r}")
    if batch_size is not None and (not isinstance(batch_size, int) or batch_size < 1):
        raise ValueError(f"batch_size is a whole number from 1 on, or None, got {batch_size!r}")
    if engine not in ENGINES:
        raise ValueError(f"engine is one of {', '.join(ENGINES)}, got {engine!r}")
