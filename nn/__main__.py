"""``python -m nn xor``: train a network on a small task, and show what it has learned.

Relies on ``options.py``, ``tasks.py``, ``train.py`` and ``pictures.py``; nothing comes after it.
"""

from __future__ import annotations

import json
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

import autograd as ag
from nn.history import History
from nn.layers import MLP
from nn.optim import Adam
from nn.options import read
from nn.pictures import pictures
from nn.tasks import TASKS, Task
from nn.train import evaluate, fit

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code.

    0: solved, 1: not solved, 2: wrong arguments (by way of ``SystemExit``), 130: interrupted.
    """
    try:
        chosen = read(argv)
        report = _attempt(chosen)
        _show(report, chosen)
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


def _show(report: dict[str, Any], chosen: Namespace) -> None:
    """Print the report: as JSON, as one line, or in full."""
    task = TASKS[chosen.task]
    if chosen.json:
        print(json.dumps(report))
        return
    if "error" in report:
        print(f"python -m nn: training diverged: {report['error']}", file=sys.stderr)
        return
    if not chosen.quiet:
        shape = f"{'-'.join(map(str, task.sizes(chosen.hidden)))} network"
        if chosen.hidden:
            shape += f" of {chosen.activation} units"
        print(f"{task.title}: a {shape}, {report['parameters']} parameters")
        for line in _table(report["rows"]):
            print(line)
    print(_verdict(task, report))
    for line in () if chosen.quiet else (*report["pictures"], *report["notes"]):
        print(line)


def _table(rows: list[dict[str, Any]]) -> list[str]:
    """The truth table with the network's answers."""
    if not rows:
        return []
    lines = [
        f"  {row['x'][0]:2.0f}  {row['x'][1]:2.0f}  {row['target']:6}  {row['answer']:6.3f}"
        for row in rows
    ]
    return ["", "  x1  x2  target  answer", *lines, ""]


def _verdict(task: Task, report: dict[str, Any]) -> str:
    """One line: what came out, and what to try if it is not enough."""
    figures = (
        f"{'held-out ' if task.held_out else ''}loss {report['loss']:.4f}, "
        f"accuracy {100 * report['accuracy']:.0f} % after "
        f"{report['epochs']} epochs ({report['seconds']:.1f} s)"
    )
    if report["stopped"] == "interrupted":
        return f"interrupted: {figures}"
    if report["solved"]:
        return f"solved: {figures}"
    needed = f"accuracy {100 * task.accuracy:.0f} %"
    if task.loss < 1.0:
        needed += f" and loss below {task.loss}"
    advice = "Try more --epochs, another --seed or a wider --hidden"
    return f"not solved: {figures}, where {needed} is needed. {advice}"


if __name__ == "__main__":
    sys.exit(main())
