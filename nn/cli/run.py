"""``python -m nn xor``: train a network on a small task, and show what it has learned."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

import autograd as ag
from nn.cli.options import read
from nn.cli.pictures import pictures
from nn.cli.report import show
from nn.cli.tasks import TASKS, Task
from nn.models.layers import MLP
from nn.optim.rules import Adam
from nn.training.fit import evaluate, fit
from nn.training.history import History

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code.

    0: solved, 1: not solved, 2: wrong arguments (by way of ``SystemExit``), 130: interrupted.
    """
    try:
        chosen = read(argv)
        report = _attempt(chosen)
        show(report, chosen)
    except KeyboardInterrupt:
        return 130
    except ag.MissingPackageError as error:
        print(f"python -m nn: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"python -m nn: cannot write the pictures: {error}", file=sys.stderr)
        return 2
    if report["stopped"] == "interrupted":
        return 130
    return 0 if report["solved"] else 1


def _attempt(chosen: Namespace) -> dict[str, Any]:
    """The report of the task, be it that training diverged."""
    task = TASKS[chosen.task]
    try:
        return _trained(task, chosen)
    except ArithmeticError as error:
        return {"task": task.name, "solved": False, "stopped": "diverged", "error": str(error)}


def _trained(task: Task, chosen: Namespace) -> dict[str, Any]:
    """Train, judge and draw; everything that there is to say, as plain data."""
    X, y = task.data(chosen.seed)
    inputs, *sizes = task.sizes(chosen.hidden)
    model = MLP(inputs, sizes, activation=chosen.activation, rng=chosen.seed)
    begin = time.perf_counter()
    history = fit(
        model,
        X,
        y,
        loss=task.objective,
        optimizer=Adam(chosen.lr),
        epochs=task.epochs if chosen.epochs is None else chosen.epochs,
        batch_size=task.batch_size,
        rng=chosen.seed,
        progress=False if chosen.quiet else "auto",
        callback=_enough(task) if chosen.epochs is None else None,
    )
    seconds = time.perf_counter() - begin
    report = _report(task, chosen, model, history) | {"seconds": round(seconds, 3)}
    if history.stopped != "interrupted":
        rows = task.judged_by(chosen.seed)
        report["pictures"], report["notes"] = pictures(task.name, model, *rows, chosen.out)
    return report


def _report(task: Task, chosen: Namespace, model: MLP, history: History) -> dict[str, Any]:
    """What came out, and the settings it came from."""
    X, y = task.judged_by(chosen.seed)
    reached = evaluate(model, X, y, loss=task.objective)
    return {
        "task": task.name,
        "solved": task.solved(reached["accuracy"], reached["loss"]),
        "stopped": "solved" if history.stopped == "callback" else history.stopped,
        **reached,
        "epochs": history.epochs,
        "parameters": len(model.parameters()),
        **{name: getattr(chosen, name) for name in ("seed", "hidden", "activation", "lr")},
        "rows": _answers(model, X, y) if len(X) == 4 else [],
        "pictures": [],
        "notes": [],
    }


def _answers(model: MLP, X: Any, y: Any) -> list[dict[str, Any]]:
    """The truth table, with the network's probability of a 1."""
    return [{"x": x, "target": t, "answer": ag.sigmoid(model(x)).data} for x, t in zip(X, y)]


def _enough(task: Task) -> Any:
    """Stops the training when the task is solved with a margin."""
    accuracy, loss = task.enough

    def callback(history: History) -> bool:
        return history.metrics["accuracy"][-1] >= accuracy and history.losses[-1] < loss

    return callback
