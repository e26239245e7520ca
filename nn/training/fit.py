"""``fit``: the one training loop.

Shuffle, take a batch, compute its loss and gradient (``eager.py``, ``compiled.py``), let the
optimiser change the parameters, and note down what happened (``loop.py``). Data are checked before
training begins; Ctrl-C ends it with what was learned so far.

Read ``history.py`` next.

>>> from nn import MLP, SGD, gates
>>> model = MLP(2, [4, 1], output="sigmoid", rng=0)
>>> history = fit(model, *gates.xor(), loss="bce", optimizer=SGD(0.5, momentum=0.9), epochs=500)
>>> [round(model(x).data) for x in gates.xor()[0]], history.losses[-1] < 0.05
([0, 1, 1, 0], True)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import Any

import autograd as ag
from nn.checks import one_of, whole
from nn.losses.objective import Loss, Objective
from nn.models.predict import numbers_of, predict, worth_compiling
from nn.optim.optimizer import Optimizer, optimizer_of
from nn.optim.rules import Adam
from nn.training.compiled import CompiledStep
from nn.training.eager import EagerStep
from nn.training.history import History
from nn.training.keeping import keeper_of
from nn.training.loop import Measure, Training
from nn.training.problem import Penalty, Problem, Step, posed, trainable
from nn.training.progress import bar
from nn.training.run import told_run
from nn.training.shuffling import Shuffling

__all__ = ["evaluate", "fit"]

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
    checkpoint: ag.files.Path | None = None,
    resume: bool = False,
) -> History:
    """Train ``model`` on rows ``X`` and targets ``y``; return the history of losses and metrics.

    ``loss`` is a name (see ``losses/formulas.py``) or a function of one prediction and one target;
    with "bce" an output of ``"linear"`` is read as a logit, one of ``"sigmoid"`` as a probability;
    ``optimizer`` is ``Adam(0.05)`` unless given, as an object, a class or the name of one (which
    then has its own settings); what it remembers stays with it, by parameter. ``batch_size`` rows,
    shuffled by ``rng``, make one step (None: all of them). ``metrics`` are "accuracy" and functions
    of all predictions and targets; without any, accuracy is taken where the targets are labels.
    ``penalty`` takes the parameters and is added to the loss. ``callback`` gets the history after
    every epoch, may change the model, and stops the training by returning True.

    ``engine`` is "eager" (graphs of Values), "compiled" (machine code, for long trainings), or
    "auto", which chooses by the amount of work. All of them train ``model.parameters()`` and
    nothing else, and give the same model.

    ``checkpoint`` names a ``.json`` file that holds the last complete epoch: written now and then
    (a twentieth of the time at most), at the end, at Ctrl-C and at an error. With ``resume`` a
    killed training goes on from there with the numbers of an unbroken one, bit for bit: give the
    same model, data and settings, or more ``epochs``. What the callback or a loss keeps elsewhere
    is not held. Without the file ``resume`` begins; a file that is there is never written over
    without it.

    Raises ``GraphError``, ``OperandError`` and ``ValueError`` for data and settings that do not
    fit, before anything changes; ``ArithmeticError`` when training diverges: the model then has
    the numbers of its last complete step. ``FileFormatError`` for a checkpoint that is damaged or
    of another run, with what differs; ``OSError``, such as ``FileExistsError``, from its file.

    >>> from nn import Neuron, gates
    >>> neuron = Neuron(2, "sigmoid", rng=0)
    >>> history = fit(neuron, *gates.and_(), epochs=200)
    >>> [round(neuron(x).data) for x in gates.and_()[0]], history.epochs, history.stopped
    ([0, 0, 0, 1], 200, 'finished')
    """
    problem = posed(model, X, y, loss)
    epochs = whole("epochs", epochs, least=0)
    one_of("engine", engine, ENGINES)
    measures = _measures(metrics, problem.goal)
    batches = Shuffling(len(problem.X), batch_size, rng)
    rule = Adam(0.05) if optimizer is None else optimizer_of(optimizer)
    problem = trainable(problem, penalty)
    tell = partial(told_run, problem, rule, batches.size, rng, measures, engine)
    keeper = keeper_of(checkpoint, resume, epochs, tell)
    step = _step(keeper.engine or engine, epochs, problem, rule, batches.size)
    training = Training(step, problem.y, measures, callback, batches, keeper)
    return training.run(epochs, bar(epochs - keeper.epochs, progress))


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
