"""Models in files, with what it takes to read their answers: the names of columns and of classes.

Read ``answers.py`` next.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from nn.cli.tasks import CLASSIFICATION, NAMES, REGRESSION, TASKS, Task
from nn.cli.terminal import Refused
from nn.files.model import Saved, read, save
from nn.training.history import History

__all__ = ["Kept", "keep", "kept_of"]


class Kept(NamedTuple):
    """What a file holds: the model, and as far as it tells them the task, columns and classes.

    ``objective`` is what the model was trained for, if the file tells that.
    """

    name: str
    saved: Saved
    task: str | None
    columns: tuple[str, ...]
    labels: tuple[str, ...]
    target: str | None
    objective: str | None = None

    def places(self, name: str, header: Sequence[str]) -> list[int]:
        """Where the columns stand in the header of a file of that ``name``."""
        for column in self.columns:
            if column not in header:
                raise Refused(
                    f"{name} has no column {column!r}; {self.name} takes {', '.join(self.columns)}"
                )
        return [header.index(column) for column in self.columns]


def kept_of(path: Path) -> Kept:
    """What a file holds.

    Raises ``FileFormatError`` and ``OSError`` as ``nn.read``, ``Refused`` where what this command
    keeps beside a model is not as it keeps it.
    """
    saved = read(path)
    about = saved.about or {}
    task, target = about.get("task"), about.get("target")
    labels = _texts(path, about, "labels")
    return Kept(
        str(path),
        saved,
        task if task in (*TASKS, NAMES) else None,
        _texts(path, about, "columns"),
        labels,
        target if isinstance(target, str) else None,
        REGRESSION if about.get("objective") == REGRESSION else CLASSIFICATION if labels else None,
    )


def _texts(path: Path, about: dict[str, Any], name: str) -> tuple[str, ...]:
    found = about.get(name, [])
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise Refused(f"{path}: about.{name} is no list of texts")
    if len({*found}) < len(found):
        raise Refused(f"{path}: about.{name} has a text twice")
    return tuple(found)


def keep(model: Any, history: History | None, task: Task | None, chosen: Namespace) -> None:
    """Write the model, its history, and how to read it; ``OSError`` where that is not possible."""
    if chosen.kept is not None:
        saved = chosen.kept.saved
        save(model, chosen.save, saved.history, saved.seed, saved.about)
        return
    save(model, chosen.save, history, chosen.seed, _about(task, chosen))


def _about(task: Task | None, chosen: Namespace) -> dict[str, Any]:
    """What was learned, and what the columns and the classes are called."""
    if task is None:
        return {"task": chosen.task}
    about = {"data": chosen.data.name, "target": task.target} if task.own else {"task": task.name}
    if task.regression:
        about["objective"] = REGRESSION
    return {**about, "columns": list(task.columns), "labels": list(task.labels)}
