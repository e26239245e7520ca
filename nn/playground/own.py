"""A model, a loss and rows of one's own, recorded so that a page can train them.

What is recorded is the graph of one row; the page differentiates and compiles it as it does its own
networks. Read ``page_data.py`` next.

>>> from nn import MLP
>>> own = recorded(MLP(1, [1], rng=0), [[1.0], [2.0]], [0.5, 1.0], "mse")
>>> own.table["names"], own.table["loss"]["steps"]
(['layers.0.neurons.0.w.0', 'layers.0.neurons.0.b'], [['sub', 0, 1], ['mul', 2, 2]])
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import autograd as ag
from nn.data.tables import checked
from nn.losses.formulas import ROUNDING
from nn.losses.objective import LOSSES, Loss
from nn.models.blocks import flatten
from nn.models.layers import MLP, Layer
from nn.models.predict import numbers_of
from nn.playground.checking import settings_of
from nn.playground.choices import KINDS
from nn.playground.constant import constantly, give
from nn.playground.rows import kind_of_labels, require_small
from nn.playground.settings import SETTLED
from nn.probabilities import one_hot
from nn.training.problem import Problem, posed, trainable

__all__ = ["MOST_PARAMETERS", "Own", "recorded", "settings_of_own"]

#: a page records the derivatives of each, and shows all of them
MOST_PARAMETERS = 5000


@dataclass(frozen=True)
class Own:
    """What was recorded (``tables.own`` of the page), the rows, and the model that it is about."""

    model: Any
    loss: str | Loss
    table: dict[str, Any]
    rows: dict[str, Any]

    @property
    def told(self) -> str:
        """The model in words."""
        return f"{type(self.model).__name__} of {len(self.table['parameters'])} weights"

    def trained_with(self, settings: dict[str, Any]) -> dict[str, Any]:
        """Those of a playground's settings that are not settled by the model."""
        return {k: x for k, x in settings.items() if k not in SETTLED} | {"loss": self.loss}

    def taking(self, numbers: list[float]) -> Any:
        """The model, given the page's parameters."""
        give([*dict.fromkeys(self.model.parameters())], numbers)  # a shared one is listed twice
        return self.model


def recorded(model: Any, X: Any, y: Any, loss: str | Loss | None = None) -> Own:
    """A model and a loss as data; a loss is a name, or a function of a prediction and a target.

    Without one it goes with the targets: "bce" with two labels, "cross_entropy" with three, "mse"
    with numbers.

    Raises what ``fit`` raises for what does not fit together, what ``autograd.page.expression``
    raises for what looks at its numbers, ``GraphError`` for what is too large for a page or is not
    the same with other weights.
    """
    _require_rows(X, y)
    loss = _suited(X, y) if loss is None else loss
    problem = trainable(posed(model, X, y, loss), None)
    require_small(problem.X)
    parameters = problem.parameters()
    if len(parameters) > MOST_PARAMETERS:
        raise ag.GraphError(
            f"the playground takes up to {MOST_PARAMETERS:,} parameters, this model has "
            f"{len(parameters):,}: train it with nn.fit"
        )
    _require_numbers(parameters)
    prediction, width = numbers_of(model(problem.X[0])), len(problem.X[0])
    single = not isinstance(prediction, list)
    count = 1 if single else len(flatten(prediction))
    targets = [_target(problem, target, count) for target in problem.y]
    asked = count + _width(targets[0])
    names = {p: name for name, p in getattr(model, "named_parameters", list)()}
    table = {
        "model": constantly("model", _answers(model, parameters), width, parameters, parameters),
        "loss": constantly("loss", _loss(problem, count, single), asked, parameters),
        "parameters": [p.data for p in parameters],
        "names": [names.get(p) or p.label or f"w{i}" for i, p in enumerate(parameters)],
        "layers": _layers(model, parameters),
        "threshold": problem.goal.threshold,
        "objective": _objective(problem),
        "range": [-ROUNDING, 1.0 + ROUNDING] if problem.goal.name == "bce" else None,
    }
    rows = {"X": problem.X, "y": targets, "kind": _kind(problem)}
    return Own(model, loss, table, rows)


def settings_of_own(own: Own, given: dict[str, Any]) -> dict[str, Any]:
    """The settings of its training; ``GraphError`` for one that the model settles."""
    for name in given:
        if name in SETTLED:
            raise ag.GraphError(f"{name} is settled by the model of one's own: leave it out")
    stand_in = {"X": own.rows["X"], "y": [0.0] * len(own.rows["X"]), "kind": "number"}
    return {**settings_of({"test": 0.0, **given, "rows": stand_in}), "rows": own.rows}


def _require_rows(X: Any, y: Any) -> None:
    """Refuse a model alone: the tasks' rows are drawn in the page, for networks of its own."""
    for name, given in (("X", X), ("y", y)):
        if given is None:
            raise ag.OperandError(
                f"a model of one's own learns from rows of one's own, and {name} is missing: "
                "write Playground(model=model, X=X, y=y)"
            )


def _require_numbers(parameters: list[ag.Value]) -> None:
    """Refuse weights from which no training begins, and which no file holds."""
    for i, p in enumerate(parameters):
        if not math.isfinite(p.data):
            raise ag.GraphError(
                f"weight {i} of the model{f', {p.label},' if p.label else ''} is {p.data}: give it "
                "a finite number to begin with"
            )


def _suited(X: Any, y: Any) -> str:
    """The loss that goes with the targets; "bce" takes logits as well as probabilities."""
    targets = checked(X, y)[1]
    labels = {*flatten(targets)}
    kind = "two" if labels == {-1.0, 1.0} else kind_of_labels(labels)  # -1 and 1: "bce" says more
    if kind == "three" and isinstance(targets[0], list):
        kind = "number"
    return "bce" if kind == "two" else KINDS[kind].loss


def _kind(problem: Problem) -> str:
    if problem.goal.targets == "class":
        return "three"
    return "two" if problem.goal.decides else "number"


def _objective(problem: Problem) -> str:
    """The loss by its name; of one's own, or of several targets, the page knows no scale."""
    goal, several = problem.goal, isinstance(problem.y[0], list)
    known = goal.name in LOSSES and LOSSES[goal.name].loss is goal.loss
    return goal.name if known and not several else ""


def _target(problem: Problem, target: Any, count: int) -> Any:
    """A target as numbers that can be told apart from outside: a class is one of ``count``."""
    if problem.goal.targets == "class" and not isinstance(target, list):
        return one_hot(target, count)
    return target


def _width(target: Any) -> int:
    return len(target) if isinstance(target, list) else 1


def _loss(problem: Problem, count: int, single: bool) -> Callable[..., Any]:
    """The loss of the outputs, and then the targets, as so many numbers."""
    listed = isinstance(problem.y[0], list) or problem.goal.targets == "class"

    def of_row(*numbers: Any) -> Any:
        prediction, target = [*numbers[:count]], [*numbers[count:]]
        return problem.goal.loss(
            prediction[0] if single else prediction, target if listed else target[0]
        )

    return of_row


def _answers(model: Any, parameters: list[ag.Value]) -> Callable[..., Any]:
    """What all neurons answer, layer by layer, where the model shows them; else its outputs."""

    def of_row(*row: Any) -> list[Any]:
        x: Any = [*row]
        if not _shows_layers(model, parameters):
            return flatten(model(x))
        found: list[Any] = []
        for layer in model.layers:
            x = layer(x)
            found += x
        return found

    return of_row


def _shows_layers(model: Any, parameters: list[ag.Value]) -> bool:
    """Whether it is a plain network, all of whose weights are trained."""
    if type(model) is not MLP or any(type(layer) is not Layer for layer in model.layers):
        return False
    own = {*parameters}
    return all({*neuron.w, neuron.b} <= own for layer in model.layers for neuron in layer.neurons)


def _layers(model: Any, parameters: list[ag.Value]) -> list[dict[str, Any]]:
    """The layers as the page draws them: which parameters are whose."""
    if not _shows_layers(model, parameters):
        return []
    place = {p: i for i, p in enumerate(parameters)}
    return [
        {
            "inputs": len(layer.neurons[0].w),
            "size": len(layer.neurons),
            "activation": getattr(layer.activation, "__name__", layer.activation),
            "neurons": [
                {"weights": [place[w] for w in neuron.w], "bias": place[neuron.b]}
                for neuron in layer.neurons
            ],
        }
        for layer in model.layers
    ]
