"""The tasks of the command line: their data, and settings that solve them.

The settings were found by experiment: with them XOR is solved from each of 100 seeds, the points
of the plane within a few epochs, the digits from each of 20 seeds. Read ``rows.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from nn.data import gates
from nn.data.digits import digits
from nn.data.plane import Rows, blobs, circles, moons, spirals
from nn.optim.optimizer import Optimizer
from nn.optim.rules import SGD, Adadelta, Adagrad, Adam, AdamW, Nadam, RMSProp

__all__ = [
    "CLASSIFICATION",
    "LIST",
    "MOST_WEIGHTS",
    "NAMES",
    "OBJECTIVES",
    "PLAYGROUND",
    "POINTS",
    "REGRESSION",
    "RULES",
    "TASKS",
    "Task",
]

#: the task of another kind: a model of sequences, see ``names.py``
NAMES = "names"
#: not a task, but the word that lists them
LIST = "list"
#: nor this, which stands first and has options of its own, see ``playground.py``
PLAYGROUND = "playground"
#: the parameters of the largest model
MOST_WEIGHTS = 20_000
#: what the target of a table is taken for: one of some classes, or a number
OBJECTIVES = CLASSIFICATION, REGRESSION = ("classification", "regression")
#: optimiser -> its class, and what a task's learning rate, found for Adam, is multiplied with
RULES: dict[str, tuple[Callable[[float], Optimizer], float]] = {
    "adadelta": (Adadelta, 100.0),
    "adagrad": (Adagrad, 3.0),
    "adam": (Adam, 1.0),
    "adamw": (AdamW, 1.0),
    "nadam": (Nadam, 1.0),
    "rmsprop": (RMSProp, 0.3),
    "sgd": (SGD, 30.0),
}


@dataclass(frozen=True, kw_only=True)
class Task:
    """A data set, default settings, and what counts as solved.

    ``data`` takes the seed, and ``noise`` where it is ``noisy``; ``held_out`` takes the seed, too,
    and gives the rows to judge by if these are others. ``linear``: a network without hidden units
    can do it.
    Solved means an accuracy of at least ``accuracy`` and a mean loss below ``loss``; training
    stops by itself when both are met, on its own rows, with the margin of ``enough``. ``labels``
    are the classes as they are told, in the order of their numbers.

    Data of somebody's ``own`` count as solved by any network. They are standardised for training,
    and have the names of their ``columns``, if a file tells them, and of the ``target``; a ``note``
    says what this was taken for where nobody has said so. In a regression it is a number.
    """

    name: str
    title: str
    data: Callable[..., Rows]
    hidden: tuple[int, ...]
    activation: str
    epochs: int
    lr: float
    batch_size: int | None
    accuracy: float
    loss: float
    enough: tuple[float, float]
    objective: str = "bce_with_logits"
    inputs: int = 2
    outputs: int = 1
    held_out: Callable[[int], Rows] | None = None
    noisy: bool = False
    linear: bool = True
    labels: tuple[str, ...] = ("0", "1")
    columns: tuple[str, ...] = ()
    target: str = ""
    own: bool = False
    note: str = ""

    @property
    def regression(self) -> bool:
        """Whether numbers are told, not classes."""
        return self.objective == "mse"

    def sizes(self, hidden: Sequence[int]) -> list[int]:
        """The widths of the network, from the inputs to the outputs."""
        return [self.inputs, *hidden, self.outputs]

    def solved(self, accuracy: float, loss: float) -> bool:
        """Whether these numbers are good enough."""
        return accuracy >= self.accuracy and loss < self.loss


def _gate(name: str) -> Task:
    first, second, third, fourth = gates.TABLE[name]
    return Task(
        name=name,
        title=f"the gate {name}",
        data=lambda seed: gates.gate(name),
        hidden=(6,),
        activation="tanh",
        epochs=300,
        lr=0.1,
        batch_size=None,
        accuracy=1.0,
        loss=0.05,
        enough=(1.0, 0.005),
        linear=not (first == fourth != second == third),
    )


#: what solves points of the plane, and what rows of one's own begin with
POINTS: dict[str, Any] = {
    "hidden": (16, 16),
    "activation": "relu",
    "epochs": 100,
    "lr": 0.03,
    "batch_size": 20,
    "loss": float("inf"),
    "enough": (0.99, 0.04),
}


def _points(name: str, title: str, data: Callable[..., Rows], linear: bool = False) -> Task:
    return Task(
        name=name,
        title=title,
        data=lambda seed, **noise: data(rng=seed, **noise),
        accuracy=0.98,
        noisy=True,
        linear=linear,
        **POINTS,
    )


DIGITS = Task(
    name="digits",
    title="handwritten digits of 8×8 pixels",
    data=lambda seed: digits("train"),
    held_out=lambda seed: digits("held-out"),
    inputs=64,
    hidden=(32,),
    outputs=10,
    labels=tuple("0123456789"),
    activation="relu",
    objective="cross_entropy",
    epochs=30,
    lr=0.005,
    batch_size=32,
    accuracy=0.95,
    loss=float("inf"),
    enough=(0.998, 0.02),
)

TASKS = {
    task.name: task
    for task in (
        *map(_gate, gates.TABLE),
        _points("moons", "two half moons", moons),
        _points("circles", "a circle around a circle", circles),
        _points("spirals", "two spirals", spirals),
        _points("blobs", "two clouds", blobs, linear=True),
        DIGITS,
    )
}
