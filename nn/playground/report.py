"""What a page has told of its training.

Read ``widget.py`` next.

>>> told = {"settings": {}, "parameters": [0.5], "epoch": 2, "step": 0, "edits": []}
>>> report = Report().after({**told, "history": {"from": 0, "losses": [0.7, 0.6]}})
>>> report.history
History(2 epochs, finished: loss 0.7 -> 0.6)
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nn.playground.state import State
from nn.training.history import History

__all__ = ["Report"]

#: what the page calls a course -> what a history does
_METRICS = {"accuracy": "accuracy", "test": "test_loss", "test_accuracy": "test_accuracy"}


@dataclass(frozen=True)
class Report:
    """Settings, numbers and moment as a view of the page told them last; its courses so far."""

    settings: dict[str, Any] = field(default_factory=dict)
    parameters: list[float] = field(default_factory=list)
    epoch: int = 0
    step: int = 0
    steps: int = 0
    edits: list[Any] = field(default_factory=list)
    playing: bool = False
    courses: dict[str, list[float]] = field(default_factory=dict)
    pace: str | int = "auto"

    def after(self, told: Mapping[str, Any]) -> Report:
        """The next one: of the courses only what is new was told, and where it begins."""
        fresh = dict(told["history"])
        begin = fresh.pop("from", 0)
        courses = {k: self.courses.get(k, [])[:begin] + _numbers(xs) for k, xs in fresh.items()}
        return Report(
            dict(told["settings"]),
            _numbers(told["parameters"]),
            told["epoch"],
            told["step"],
            told.get("steps", 0),
            list(told["edits"]),
            bool(told.get("playing")),
            courses,
            told.get("pace", "auto"),
        )

    def state(self, begun: State) -> State:
        """Where a playground is that began there."""
        settings = {**begun.settings, **self.settings}
        return State(settings, self.epoch, self.step, self.edits, begun.hidden, self.pace)

    @property
    def history(self) -> History:
        """The courses as ``fit`` gives them, up to the present epoch; a page may go on."""
        metrics = {
            name: self.courses[key][: self.epoch]
            for key, name in _METRICS.items()
            if self.courses.get(key)
        }
        losses = self.courses.get("losses", [])[: self.epoch]
        return History(
            losses, metrics, "still training" if self.playing else "finished", self.steps
        )


def _numbers(told: Any) -> list[float]:
    """Numbers out of JSON, which has no nan."""
    return [math.nan if x is None else float(x) for x in told]
