"""``python -m nn xor``: train a network on a small task, and show what it has learned."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

import autograd as ag
from nn.cli.names import written
from nn.cli.options import read
from nn.cli.pictures import pictures
from nn.cli.report import show
from nn.cli.tasks import NAMES, TASKS, Task
from nn.cli.terminal import complain, interruptible
from nn.models.layers import MLP
from nn.optim.rules import Adam
from nn.training.fit import evaluate, fit
from nn.training.history import History

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code.

    0: solved, 1: not solved, 2: wrong arguments (by way of ``SystemExit``), a package that is
    missing or a file that cannot be written, 130: interrupted.
    """
    with interruptible() as pressed:
        try:
            code = _ran(read(argv))
        except KeyboardInterrupt:
            code = 130
        except Exception as error:
            if not (pressed() or isinstance(error, (ag.MissingPackageError, OSError))):
                raise
            complain("interrupted" if pressed() else str(error))
            code = 2
        return 130 if pressed() else code


def _ran(chosen: Namespace) -> int:
    """Train, draw and tell; the exit code."""
    report = _attempt(chosen)
    try:
        show(report, chosen)
    except OSError as error:
        complain(f"cannot write the report: {error}")
        return 2
    if report.get("failed"):
        complain(report["failed"])
        return 2
    if report["stopped"] == "interrupted":
        return 130
    return 0 if report["solved"] else 1


def _attempt(chosen: Namespace) -> dict[str, Any]:
    """The report of the task, be it that training diverged."""
    try:
        if chosen.task == NAMES:
            return written(chosen)
        return _trained(TASKS[chosen.task], chosen)
    except ArithmeticError as error:
        return {"task": chosen.task, "solved": False, "stopped": "diverged", "error": str(error)}


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
        _draw(task, chosen, model, report)
    return report


def _draw(task: Task, chosen: Namespace, model: MLP, report: dict[str, Any]) -> None:
    """Leave the pictures behind, and in the report what became of them."""
    rows = task.judged_by(chosen.seed)
    try:
        report["pictures"], report["notes"] = pictures(task.name, model, *rows, chosen.out)
    except KeyboardInterrupt:
        report["stopped"] = "interrupted"
    except OSError as error:
        report["failed"] = f"cannot write the pictures: {error}"


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
