"""How a training went.

Read ``surface.py`` next.
"""

from __future__ import annotations

from typing import Any

import autograd as ag
from nn.plot.axes import PALETTE, colours_on, legend_below, new_axes
from nn.plot.sparkline import WIDE

__all__ = ["history"]

DASHES = ("--", ":", "-.")


def history(history: Any, ax: Any = None) -> Any:
    """Draw the loss of every epoch, and each metric on an axis to the right; return the Axes.

    The axis of the loss is logarithmic where the losses are positive and the largest is more
    than 20 times the smallest. Raises ``GraphError`` for a history without epochs,
    ``OperandError`` for what is no ``History``, ``MissingPackageError`` without matplotlib.

    >>> from matplotlib.figure import Figure
    >>> from nn import History
    >>> ax = history(History([0.7, 0.1], {"accuracy": [0.5, 1.0]}), Figure().subplots())
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('epoch', 'loss')
    """
    losses, metrics = _courses(history)
    ax = ax or new_axes("the history of a training")
    epochs = range(1, len(losses) + 1)
    point = "o" if len(losses) == 1 else ""  # one epoch makes no line
    ax.plot(epochs, losses, color=colours_on(ax)[0], marker=point, label="loss")
    if min(losses) > 0.0 and max(losses) > WIDE * min(losses):
        ax.set_yscale("log")
    ended = _ENDS.get(history.stopped, f" ({history.stopped})")
    ax.set(xlabel=f"{history.unit}{ended}", ylabel="loss")
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.grid(alpha=0.3)
    if metrics:
        _draw_metrics(ax, epochs, metrics, point)
    return ax


_ENDS = {
    "finished": "",
    "callback": " (ended by the callback)",
    "interrupted": " (ended by Ctrl-C)",
}


def _courses(history: Any) -> tuple[list[float], dict[str, list[float]]]:
    """The numbers to draw; metrics without any are left out."""
    try:
        losses, metrics = history.losses, history.metrics
    except AttributeError:
        raise ag.OperandError(f"a History, as fit returns it, is needed; got {history!r}") from None
    if not losses:
        raise ag.GraphError("this history has no complete epoch: there is nothing to draw")
    return losses, {name: course for name, course in metrics.items() if course}


def _draw_metrics(ax: Any, epochs: range, metrics: dict[str, list[float]], point: str) -> None:
    """The metrics against an axis of their own, and one legend for both."""
    right = ax.twinx()
    for i, (name, course) in enumerate(metrics.items()):
        colour, dash = colours_on(ax)[1 + i % (len(PALETTE) - 1)], DASHES[i % len(DASHES)]
        right.plot(epochs, course, color=colour, linestyle=dash, marker=point, label=name)
    right.set_ylabel(next(iter(metrics)) if len(metrics) == 1 else "metrics")
    numbers = [x for course in metrics.values() for x in course]
    if min(numbers) >= 0.0 and max(numbers) <= 1.0:
        right.set_ylim(-0.03, 1.03)  # shares: all pictures have one scale
    for line in right.get_lines():
        ax.plot([], [], color=line.get_color(), linestyle=line.get_linestyle(), marker=point)
        ax.get_lines()[-1].set_label(line.get_label())
    legend_below(ax, columns=4)
