"""``python -m nn xor``: train a network on a small task, and show what it has learned."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import Any

import autograd as ag
from nn.cli import playground
from nn.cli.answers import answers
from nn.cli.judging import judged
from nn.cli.kept import keep
from nn.cli.names import written
from nn.cli.options import read
from nn.cli.pictures import Subject, pictures
from nn.cli.report import show, show_pictures
from nn.cli.rows import Split, split_of
from nn.cli.scaling import drawable, fold, fold_target, standardised
from nn.cli.tasks import NAMES, PLAYGROUND, RULES, Task
from nn.cli.terminal import Refused, complain, interruptible
from nn.data.gates import TABLE
from nn.models.layers import MLP
from nn.training.fit import fit
from nn.training.history import History

__all__ = ["main"]

#: what a report repeats of the arguments
SETTINGS = ("seed", "hidden", "activation", "optimizer", "lr", "batch", "noise", "test")
#: errors that are told in a line: of packages, of files, of what stands in files
TOLD = (ag.MissingPackageError, OSError, Refused, ag.FileFormatError, ag.GraphError)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code.

    0: solved, 1: not solved, 2: wrong arguments (by way of ``SystemExit``), a package that is
    missing or a file that cannot be read or written, 130: interrupted.
    """
    with interruptible() as pressed:
        try:
            words = [*(sys.argv[1:] if argv is None else argv)]
            page = words[:1] == [PLAYGROUND]
            code = playground.main(words[1:]) if page else _ran(read(words))
        except KeyboardInterrupt:
            code = 130
        except Exception as error:
            if not (pressed() or isinstance(error, TOLD)):
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
    return 1 if report["solved"] is False else 0


def _attempt(chosen: Namespace) -> tuple[dict[str, Any], Callable[[], None]]:
    """The report of the task, be it that training diverged; and what draws the pictures of it."""
    try:
        if chosen.task == NAMES:
            return written(chosen), lambda: None
        if chosen.subject is None:
            return _answered(chosen), lambda: None
        return _trained(chosen.subject, chosen)
    except ArithmeticError as error:
        name = chosen.task or chosen.subject.name
        told = {"task": name, "solved": False, "stopped": "diverged", "error": str(error)}
        return told, lambda: None


def _answered(chosen: Namespace) -> dict[str, Any]:
    """What a kept model answers, where nothing is judged."""
    report = {"model": chosen.kept.name, "solved": None, "stopped": "loaded"}
    _end(chosen.kept.saved.model, None, None, chosen, report)
    return report


def _trained(task: Task, chosen: Namespace) -> tuple[dict[str, Any], Callable[[], None]]:
    """Train and judge: everything that there is to say, as plain data; and what draws it."""
    split = split_of(task, chosen)
    begin = time.perf_counter()
    if chosen.kept is None:
        model, history = _fitted(task, chosen, split)
    else:
        model, history = chosen.kept.saved.model, chosen.kept.saved.history
    seconds = time.perf_counter() - begin
    ended: dict[str, Any] = {}
    _end(model, history, task, chosen, ended)
    report = _report(task, chosen, model, history, split) | {"seconds": round(seconds, 3)} | ended
    subject = _subject(task, model, split, history)
    return report, lambda: _draw(subject, chosen, report)


def _fitted(task: Task, chosen: Namespace, split: Split) -> tuple[MLP, History]:
    """A network that has learned the rows."""
    inputs, *sizes = task.sizes(chosen.hidden)
    model = MLP(inputs, sizes, activation=chosen.activation, rng=chosen.seed)
    X, y, as_they_are = _scaled(task, *split.train)
    history = fit(
        model,
        X,
        y,
        loss=task.objective,
        optimizer=RULES[chosen.optimizer][0](chosen.lr),
        epochs=task.epochs if chosen.epochs is None else chosen.epochs,
        batch_size=chosen.batch,
        rng=chosen.seed,
        progress=False if chosen.quiet else "auto",
        callback=_enough(task) if chosen.epochs is None and not task.regression else None,
        checkpoint=chosen.resume,
        resume=chosen.resume is not None,
    )
    as_they_are(model)
    return model, history


def _scaled(task: Task, X: Any, y: Any) -> tuple[Any, Any, Callable[[MLP], None]]:
    """The rows to train on; what lets a network take and tell them as they are."""
    if not task.own:
        return X, y, lambda model: None
    X, scales = standardised(X)
    if not task.regression:
        return X, y, lambda model: fold(model, scales)
    columns, ((mean, wide),) = standardised([[float(t)] for t in y])

    def as_they_are(model: MLP) -> None:
        fold(model, scales)
        fold_target(model, mean, wide)

    return X, [t for (t,) in columns], as_they_are


def _end(
    model: Any,
    history: History | None,
    task: Task | None,
    chosen: Namespace,
    report: dict[str, Any],
) -> None:
    """Keep the model, and let it answer; in the report is what became of both."""
    labels = (chosen.kept.labels if chosen.kept else ()) or (task.labels if task else ())
    try:
        if chosen.save:
            keep(model, history, task, chosen)
            report["saved"] = str(chosen.save)
        if chosen.rows:
            report["answers"] = answers(model, labels, chosen.rows)
    except (OSError, Refused, ag.AutogradError) as error:
        report["failed"] = str(error)


def _subject(task: Task, model: MLP, split: Split, history: History | None) -> Subject:
    """What is drawn: own data in standard deviations, as columns may be of any size."""
    X, y = split.judged
    if task.own:
        model, X = drawable(model, X)
    called = f"{split.kind} rows".strip()
    return Subject(task.name, model, X, y, history, called, task if task.own else None)


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
    task: Task, chosen: Namespace, model: MLP, history: History | None, split: Split
) -> dict[str, Any]:
    """What came out, and the settings it came from."""
    reached = judged(task, model, *split.judged)
    stopped = "loaded" if chosen.kept else history.stopped if history else "finished"
    gate = not task.own and task.name in TABLE
    return {
        "task": task.name,
        "solved": None if task.own else task.solved(reached["accuracy"], reached["loss"]),
        "stopped": "solved" if stopped == "callback" else stopped,
        **reached,
        "judged_by": split.called,
        "epochs": history.epochs if history else None,
        "parameters": len(model.parameters()),
        **{name: getattr(chosen, name) for name in SETTINGS},
        "rows": _table(model, task, chosen) if gate else [],
        "pictures": [],
        "notes": [],
    }


def _table(model: Any, task: Task, chosen: Namespace) -> list[dict[str, Any]]:
    """The truth table, with the network's probability of a 1."""
    X, y = task.data(chosen.seed)
    told = answers(model, task.labels, X)
    upper = [a["probability"] if a["answer"] == "1" else 1.0 - a["probability"] for a in told]
    return [{"x": x, "target": t, "answer": p} for x, t, p in zip(X, y, upper)]


def _enough(task: Task) -> Any:
    """Stops the training when the task is solved with a margin."""
    accuracy, loss = task.enough

    def callback(history: History) -> bool:
        return history.metrics["accuracy"][-1] >= accuracy and history.losses[-1] < loss

    return callback
