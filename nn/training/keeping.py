"""A training that can be killed: held in a file after complete epochs, and gone on with from there.

What is held is the last complete epoch. Writing takes time, so after one that took a second the
next waits twenty; the end of a training, Ctrl-C and an error are held at once.

Read ``run.py`` next.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

import autograd as ag
from nn.files.checkpoint import Checkpoint, read_checkpoint, write_checkpoint
from nn.training.history import History
from nn.training.problem import Step
from nn.training.shuffling import Batches

__all__ = ["Keeper", "Unkept", "keeper_of"]

#: how long to wait after a writing, in times that it took
PAUSE = 20.0


class Training(Protocol):
    """What a keeper asks of a training: its parts, and to go on from what was found."""

    @property
    def step(self) -> Step:
        """The engine's."""

    @property
    def batches(self) -> Batches:
        """What comes next."""

    @property
    def history(self) -> History:
        """What was."""

    def go_on(self, found: Checkpoint) -> None:
        """Go on from there."""


class Unkept:
    """The keeper of a training that is held nowhere."""

    #: complete epochs that are known from a file, and the engine that made them
    epochs = 0
    engine: str | None = None

    def begin(self, training: Training) -> None:
        """The first epoch begins now."""

    def epoch(self, training: Training) -> None:
        """One more epoch is complete."""

    def end(self, training: Training, stopped: str) -> None:
        """The training has ended in this way."""

    def failed(self, training: Training, error: BaseException) -> None:
        """It has ended in an error, which will be raised."""


class Keeper(Unkept):
    """Holds a training in a file, and gives it back what was ``found`` there.

    ``clock`` gives seconds from any moment on.
    """

    def __init__(
        self,
        path: ag.files.Path,
        run: dict[str, Any],
        found: Checkpoint | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.path, self.run, self.found, self.clock = path, run, found, clock
        if found is not None:
            self.epochs, self.engine = found.history.epochs, found.run["engine"]
        self._moment: tuple[Any, ...] | None = None  # the last complete epoch
        self._held: tuple[int, str] | None = None  # epochs in the file, and how they ended
        self._cost, self._next = 0.0, clock()

    def begin(self, training: Training) -> None:
        """Go on from what was found; otherwise try now whether the file can be written."""
        self.run = {**self.run, "engine": training.step.name}
        if self.found is not None:
            training.go_on(self.found)
            self._held = self.epochs, self.found.history.stopped
        self._moment = _moment(training)
        if self.found is None:
            self._write(training, "interrupted")

    def epoch(self, training: Training) -> None:
        """Hold it, unless the last writing was a short time ago."""
        self._moment = _moment(training)
        if self.clock() >= self._next:
            self._write(training, "interrupted")

    def end(self, training: Training, stopped: str) -> None:
        """Hold the last complete epoch, unless the file has it."""
        if self._moment is not None and self._held != (self._moment[2], stopped):
            self._write(training, stopped)

    def failed(self, training: Training, error: BaseException) -> None:
        """The same; what goes wrong with it is told in a note to the error."""
        try:
            self.end(training, "interrupted")
        except (OSError, ag.AutogradError) as problem:
            error.add_note(f"The checkpoint was not written either: {problem}")

    def _write(self, training: Training, stopped: str) -> None:
        began = self.clock()
        assert self._moment is not None
        write_checkpoint(self.path, _checkpoint(training, self.run, self._moment, stopped))
        self._held = self._moment[2], stopped
        ended = self.clock()
        self._next = ended + PAUSE * (ended - began)


def keeper_of(
    path: ag.files.Path | None,
    resume: bool,
    epochs: int,
    tell: Callable[[], dict[str, Any]],
    unit: str = "epoch",
) -> Unkept:
    """The keeper for a path, with what is found there if the training is to ``resume``.

    ``tell`` gives the run. Raises ``FileExistsError`` for a file that nobody asked to go on with,
    ``GraphError`` for another ending than .json and where more epochs were done than are asked for
    now, ``FileFormatError`` for a folder, and as ``read_checkpoint``.
    """
    if path is None:
        if resume:
            raise ag.GraphError('resume=True goes on from a file: give checkpoint="run.json" too')
        return Unkept()
    name = ag.files.name_of(path)
    if os.path.isdir(name):
        raise ag.FileFormatError(f"{name} is a folder: give the name of a file, {name}/run.json")
    if not name.lower().endswith(".json"):
        raise ag.GraphError(f"a checkpoint ends in .json, got {name!r:.80}")
    if not os.path.lexists(name):
        return Keeper(path, tell())
    if not resume:
        raise FileExistsError(
            17, "A checkpoint is there; resume=True goes on with it, another name begins anew", name
        )
    run = tell()
    found = read_checkpoint(path, run, epochs * (1 + len(run["metrics"])))
    if found.history.epochs > epochs:
        raise ag.GraphError(
            f"{name} has {found.history.epochs} {unit}s done, and {epochs} are asked for: ask for "
            "as many or more"
        )
    return Keeper(path, run, found)


def _moment(training: Training) -> tuple[Any, ...]:
    """A complete epoch, to be written later or never."""
    history = training.history
    return training.step.state(), training.batches.mark(), history.epochs, history.steps


def _checkpoint(
    training: Training, run: dict[str, Any], moment: tuple[Any, ...], stopped: str
) -> Checkpoint:
    state, mark, epochs, steps = moment
    history = training.history
    metrics = {name: course[:epochs] for name, course in history.metrics.items()}
    losses = history.losses[:epochs]
    until = replace(history, losses=losses, metrics=metrics, stopped=stopped, steps=steps)
    numbers, memory, done = training.step.plain(state)
    return Checkpoint(run, until, numbers, done, memory, training.batches.at(mark))
