"""What training has left behind: the loss and the metrics of every epoch.

Read ``tokens.py`` next.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Any

__all__ = ["UNITS", "History"]

#: what a number of a course may belong to
UNITS = ("epoch", "step")


@dataclass(repr=False)
class History:
    """One number per epoch for the loss and for each metric, and why training stopped.

    An epoch's numbers are averages over its examples, each taken as it was met, that is before
    the step it contributed to; ``nn.evaluate`` tells how the finished model does. ``stopped`` is
    "finished" (all epochs done), "callback", "interrupted" (Ctrl-C), or "still training" while a
    page of the playground goes on. ``steps`` counts the updates of the parameters, with those of an
    epoch that was not finished. Where the ``unit`` is "step", as of ``TokenTraining``, there is a
    number for each step in place of each epoch.

    >>> History([0.7, 0.1], {"accuracy": [0.5, 1.0]})
    History(2 epochs, finished: loss 0.7 -> 0.1, accuracy 0.5 -> 1)
    """

    losses: list[float] = field(default_factory=list)
    metrics: dict[str, list[float]] = field(default_factory=dict)
    stopped: str = "finished"
    steps: int = 0
    unit: str = UNITS[0]

    @property
    def epochs(self) -> int:
        """The number of complete epochs, or of steps where these are the unit."""
        return len(self.losses)

    def plot(self, ax: Any = None) -> Any:
        """The losses and metrics as curves: ``nn.plot.history``; return the Axes.

        A notebook shows them; a script keeps them with ``.figure.savefig("loss.png")``.
        """
        from nn.plot.curves import history  # late: most trainings are not drawn

        return history(self, ax)

    def __repr__(self) -> str:
        courses = {"loss": self.losses, **self.metrics}
        told = ", ".join(f"{name} {c[0]:.4g} -> {c[-1]:.4g}" for name, c in courses.items() if c)
        epochs = f"{self.epochs} {self.unit}{'' if self.epochs == 1 else 's'}"
        return f"History({epochs}, {self.stopped}{': ' if told else ''}{told})"

    def _repr_html_(self) -> str:
        """A row for the loss and for each metric: first, best, last, and the course as a curve."""
        from nn.plot.sparkline import sparkline  # late, as above

        rows = []
        for name, course in {"loss": self.losses, **self.metrics}.items():
            if course:
                numbers = (course[0], min(course), max(course), course[-1])
                cells = "".join(f"<td>{x:.4g}</td>" for x in numbers)
                curve = sparkline(course, name == "loss")
                rows.append(f"<tr><th>{escape(name)}</th>{cells}<td>{curve}</td></tr>")
        head = "".join(f"<th>{word}</th>" for word in ("", "first", "least", "largest", "last", ""))
        told = f"{self.steps} steps"
        if self.unit == "epoch":
            told = f"{self.epochs} epoch{'' if self.epochs == 1 else 's'}, {told}"
        table = f"<table><tr>{head}</tr>{''.join(rows)}</table>" if rows else ""
        return f'<div style="overflow-x:auto"><p>{told}, {self.stopped}</p>{table}</div>'
