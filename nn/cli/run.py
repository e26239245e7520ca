"""``python -m nn xor``: train a network on a small task, and show what it has learned."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import Any

import autograd as ag
from nn.cli.names import written
from nn.cli.options import read
from nn.cli.pictures import Subject, pictures
from nn.cli.report import show, show_pictures
from nn.cli.rows import Split, split_of
from nn.cli.tasks import NAMES, RULES, TASKS, Task
from nn.cli.terminal import complain, interruptible
from nn.data.gates import TABLE
from nn.models.layers import MLP
from nn.training.fit import evaluate, fit
from nn.training.history import History

__all__ = ["main"]

#: what a report repeats of the arguments
SETTINGS = ("seed", "hidden", "activation", "optimizer", "lr", "batch", "noise", "test")


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
    report, draw = _attempt(chosen)
    try:
        if not chosen.json:
            show(report, chosen)  # before the pictures: they take longer, and may fail
        draw()
        (show if chosen.json else show_pictures)(report, chosen)
    except OSError as error:
        complain(f"cannot write the report: {error}")
        return 2
    if report.get("failed"):
        complain(report["failed"])
        return 2
    if report["stopped"] == "interrupted":
        return 130
    return 0 if report["solved"] else 1


def _attempt(chosen: Namespace) -> tuple[dict[str, Any], Callable[[], None]]:
    """The report of the task, be it that training diverged; and what draws the pictures of it."""
    try:
        if chosen.task == NAMES:
            return written(chosen), lambda: None
        return _trained(TASKS[chosen.task], chosen)
    except ArithmeticError as error:
        told = {"task": chosen.task, "solved": False, "stopped": "diverged", "error": str(error)}
        return told, lambda: None


def _trained(task: Task, chosen: Namespace) -> tuple[dict[str, Any], Callable[[], None]]:
    """Train and judge: everything that there is to say, as plain data; and what draws it."""
    split = split_of(task, chosen)
    inputs, *sizes = task.sizes(chosen.hidden)
    model = MLP(inputs, sizes, activation=chosen.activation, rng=chosen.seed)
    begin = time.perf_counter()
    history = fit(
        model,
        *split.train,
        loss=task.objective,
        optimizer=RULES[chosen.optimizer][0](chosen.lr),
        epochs=task.epochs if chosen.epochs is None else chosen.epochs,
        batch_size=chosen.batch,
        rng=chosen.seed,
        progress=False if chosen.quiet else "auto",
        callback=_enough(task) if chosen.epochs is None else None,
    )
    seconds = time.perf_counter() - begin
    report = _report(task, chosen, model, history, split) | {"seconds": round(seconds, 3)}
    subject = Subject(task.name, model, *split.judged, history, f"{split.kind} rows")
    return report, lambda: _draw(subject, chosen, report)


def _draw(subject: Subject, chosen: Namespace, report: dict[str, Any]) -> None:
    """Leave the pictures behind, and in the report what became of them."""
    if report["stopped"] == "interrupted":
        return
    try:
        report["pictures"], report["notes"] = pictures(subject, chosen.out)
    except KeyboardInterrupt:
        report["stopped"] = "interrupted"
    except OSError as error:
        report["failed"] = f"cannot write the pictures: {error}"


def _report(
    task: Task, chosen: Namespace, model: MLP, history: History, split: Split
) -> dict[str, Any]:
    """What came out, and the settings it came from."""
    X, y = split.judged
    reached = evaluate(model, X, y, loss=task.objective)
    return {
        "task": task.name,
        "solved": task.solved(reached["accuracy"], reached["loss"]),
        "stopped": "solved" if history.stopped == "callback" else history.stopped,
        **reached,
        "judged_by": split.called,
        "epochs": history.epochs,
        "parameters": len(model.parameters()),
        **{name: getattr(chosen, name) for name in SETTINGS},
        "rows": _answers(model, *task.data(chosen.seed)) if task.name in TABLE else [],
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
