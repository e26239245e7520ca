"""What is to be seen of a network, in numbers and without ink.

Read ``network_panel.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from nn.losses.objective import Loss
from nn.models.predict import numbers_of, predict
from nn.plot.decision import Window, window
from nn.plot.meaning import Meaning, label_of, meaning
from nn.plot.neurons import Column, answers, columns, squares

__all__ = ["MOST", "SIDE", "Scene", "network_scene"]

#: neurons of a column that are shown, points along each side of a map, and on a curve
MOST, SIDE, CURVE = 16, 33, 81


class Scene(NamedTuple):
    """Columns of neurons, what they answer over the inputs, the rows, and how well it went.

    ``labels`` are empty where no targets are known. ``maps`` has, for one or two inputs, a list of
    answers for each neuron of each column, over the points of a line or a square; ``answer`` the
    same of the model's outputs, all of them.
    """

    columns: list[Column]
    maps: list[list[list[float]]]
    answer: list[list[float]]
    where: Window
    rows: list[list[float]]
    labels: list[float]
    meaning: Meaning
    figures: list[str]
    courses: dict[str, list[float]]
    called: str

    @property
    def title(self) -> str:
        """One line for those who do not see it."""
        shape = "-".join(str(column.size) for column in self.columns)
        return ": ".join([f"network {shape}", *[", ".join(self.figures)] * bool(self.figures)])


def network_scene(
    model: Any,
    rows: list[list[float]],
    targets: list[Any],
    loss: str | Loss | None,
    history: Any,
    called: str = "rows",
) -> Scene:
    """Look at a model with some rows, and their targets, if there are any."""
    found = columns(model, rows[0])
    read = meaning(model, rows[0], targets, loss) if targets else Meaning([], None)
    where: Window = []
    maps: list[list[list[float]]] = []
    if len(rows[0]) <= 2:
        where = window(rows)
        maps = _maps(model, found, where)
    courses = {"loss": history.losses, **history.metrics} if history is not None else {}
    outputs = [list(numbers) for numbers in zip(*maps[-1])] if maps else []
    numbers = bool(read.kinds) or not any(isinstance(target, list) for target in targets)
    labels = [label_of(t) for t in targets] if numbers else []
    return Scene(
        *(found, maps, outputs, where, rows, labels, read),
        _figures(model, rows, targets, read),
        {name: course for name, course in courses.items() if course},
        called,
    )


def _maps(model: Any, found: Sequence[Column], where: Window) -> list[list[list[float]]]:
    """The answers of every neuron, column by column."""
    if len(where) == 1:
        (low, high) = where[0]
        points = [[low + (high - low) * i / (CURVE - 1)] for i in range(CURVE)]
    else:
        points = squares(where, SIDE)
    neurons = [list(numbers) for numbers in zip(*answers(model, points))]
    starts = [sum(column.size for column in found[:i]) for i in range(len(found))]
    return [neurons[i : i + column.size] for i, column in zip(starts, found)]


def _figures(model: Any, rows: list[list[float]], targets: list[Any], read: Meaning) -> list[str]:
    """The mean loss and the accuracy on the rows, as texts."""
    if read.goal is None:
        return []
    predictions = predict(model, rows)
    wanted = [read.goal.target(t) for t in targets]
    losses = numbers_of(list(map(read.goal.loss, predictions, wanted)))
    told = [f"loss {sum(losses) / len(losses):.4g}"]
    if read.goal.decides:
        told.append(f"accuracy {100 * read.goal.accuracy(predictions, wanted):.0f} %")
    return told
