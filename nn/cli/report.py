"""What the command line says of a training: as JSON, as one line, or in full.

Read ``run.py`` next.
"""

from __future__ import annotations

import json
from argparse import Namespace
from typing import Any

from nn.cli.names import SOLVED
from nn.cli.tasks import NAMES, Task
from nn.cli.terminal import complain, say

__all__ = ["show", "show_pictures"]


#: a loss that no network has which only knows too little: a guess among ten costs 2.3
LARGE = 10.0
#: operations of one operand whose derivative is 0 everywhere
FLAT = ("ceil", "detach", "floor", "sign", "step")
STANDARDISED = (
    "trained on columns less their means, in standard deviations, as the pictures show them; the "
    "network takes them as they are"
)


def show(report: dict[str, Any], chosen: Namespace) -> None:
    """Print the report, without its pictures: as JSON (all of it), as one line, or in full."""
    if chosen.json:
        say(json.dumps(report))
        return
    if "error" in report:
        told = report["error"].partition(" To let inf and nan pass")[0]  # which no option does
        complain(f"training diverged: {told}")
        return
    if chosen.task == NAMES:
        for line in _names(report, chosen):
            say(line)
        _show_end(report, chosen)
        return
    if chosen.subject is not None:
        if not chosen.quiet:
            for line in (*_head(chosen.subject, report, chosen), *_table(report["rows"])):
                say(line)
        say(_verdict(chosen.subject, report))
    _show_end(report, chosen)


def _head(task: Task, report: dict[str, Any], chosen: Namespace) -> list[str]:
    """What was trained, on what."""
    shape = f"{'-'.join(map(str, task.sizes(chosen.hidden)))} network"
    if chosen.hidden:
        shape += f" of {chosen.activation} units"
    lines = [f"{task.title}: a {shape}, {report['parameters']} parameters"]
    if task.own and chosen.kept is None:
        lines.append(STANDARDISED)
    return [*lines, *([task.note] if task.note else [])]


def _show_end(report: dict[str, Any], chosen: Namespace) -> None:
    """Where the model is kept, and what it answers."""
    if "saved" in report and not chosen.quiet:
        say(f"kept in {report['saved']}")
    for answer in report.get("answers", ()):
        say(_answer(answer, chosen.quiet))


def _answer(found: dict[str, Any], quiet: bool) -> str:
    """A class, and its probability behind a tab; or plain numbers."""
    said = found["answer"]
    if "probability" in found:
        return str(said) if quiet else f"{said}\t{found['probability']:.4f}"
    return ",".join(f"{x:.6g}" for x in (said if isinstance(said, list) else [said]))


def show_pictures(report: dict[str, Any], chosen: Namespace) -> None:
    """Say where the pictures are, and why one is not there."""
    for line in () if chosen.quiet else (*report.get("pictures", ()), *report.get("notes", ())):
        say(line)


def _names(report: dict[str, Any], chosen: Namespace) -> list[str]:
    """The names that were written, and how well those that were held out are foretold."""
    figures = f"held-out loss {report['loss']:.4f} nats a letter"
    if report["steps"] is not None:
        figures += f" after {report['steps']} steps"
    figures += f" ({report['seconds']:.1f} s)"
    if report["stopped"] == "interrupted":
        verdict = f"interrupted: {figures}"
    elif report["solved"]:
        verdict = f"solved: {figures}"
    else:
        advice = "a smaller --lr" if report["loss"] > LARGE else "more --steps"
        verdict = f"not solved: {figures}, where {SOLVED} is needed. Try {advice}"
    if chosen.quiet:
        return [*report["names"], verdict]
    begin = f" and that begin with {chosen.predict}" if chosen.predict else ""
    head = f"names that nobody has{begin}: a little GPT, {report['parameters']} parameters"
    return [head, "", *(f"  {name}" for name in report["names"]), "", verdict]


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
    figures = _figures(report)
    if report["stopped"] == "interrupted":
        return f"interrupted: {figures}"
    if task.own:
        word = "judged" if report["stopped"] == "loaded" else "trained"
        if task.regression:
            guess = f"Always telling their mean gives {_error(report['variance'])}"
            return f"{word}: {figures}. {guess}"
        guess = 100 * report["largest_class"]
        return f"{word}: {figures}. Naming the most frequent class always gives {guess:.0f} %"
    if report["solved"]:
        return f"solved: {figures}"
    needed = f"accuracy {100 * task.accuracy:.0f} %"
    if task.loss < 1.0:
        needed += f" and loss below {task.loss}"
    return f"not solved: {figures}, where {needed} is needed. {_advice(task, report)}"


def _figures(report: dict[str, Any]) -> str:
    """How well the network does, of which rows, after how long a training."""
    epochs = report["epochs"]
    if "accuracy" in report:
        told = f"loss {_short(report['loss'])}, accuracy {100 * report['accuracy']:.0f} %"
    else:
        share = "not defined" if report["r2"] is None else f"{report['r2']:.4f}"
        told = f"R² {share}, {_error(report['loss'])}"
    figures = f"{told} of the {report['judged_by']}"
    if epochs is not None:
        figures += f" after {epochs} epoch{'s' * (epochs != 1)}"
    return figures + (f" ({report['seconds']:.1f} s)" if report["stopped"] != "loaded" else "")


def _error(mean_square: float) -> str:
    """A mean squared error in words, and its root, which is in the unit of the target."""
    return f"mean squared error {mean_square:.6g} (root {mean_square**0.5:.6g})"


def _advice(task: Task, report: dict[str, Any]) -> str:
    """What to try; nothing helps a linear model where none can do it."""
    if not task.linear and not report["hidden"]:
        wide = ",".join(map(str, task.hidden))
        return f"No linear model can do {task.name.upper()}: give it hidden units, --hidden {wide}"
    if not task.linear and report["activation"] in ("linear", "identity"):
        return (
            f"No linear model can do {task.name.upper()}, however many layers it has: give it an "
            f"activation that bends, --activation {task.activation}"
        )
    if report["hidden"] and report["activation"] in FLAT:
        return (
            f"The derivative of {report['activation']} is 0, so that its units cannot learn: "
            f"--activation {task.activation}"
        )
    if report["loss"] > LARGE:
        return "The steps are too large: try a smaller --lr"
    return "Try more --epochs, another --seed or a wider --hidden"


def _short(loss: float) -> str:
    return f"{loss:.4f}" if loss < 1e5 else f"{loss:.4g}"
