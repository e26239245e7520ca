"""What the page is given to train with, as data: recorded activations, losses, rules, and tasks.

Nothing of this is written in JavaScript: a loss is recorded from ``nn.losses``, an optimiser from
its ``update``, with its settings as operands, so that one recording serves all of them. What may be
chosen stands in ``choices.py``. Read ``page/training/run.js`` next.

>>> tables()["losses"]["hinge"]["rules"]["1"]["steps"]
[['mul', 1, 0], ['sub', {'constant': 1.0}, 2], ['relu', 3]]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import product
from typing import Any

import autograd as ag
from nn.data import gates
from nn.data.surfaces import HALF_WIDTH, SURFACES
from nn.losses.formulas import l1_penalty, l2_penalty
from nn.losses.objective import LOSSES
from nn.models.init import CUTTING
from nn.models.layers import activation_function
from nn.optim.optimizer import Optimizer
from nn.playground import choices
from nn.playground.fields import Choice, Field
from nn.playground.recipes import recipes
from nn.playground.settings import table

__all__ = ["tables", "with_own"]

Table = dict[str, Any]

#: the names of tasks that are surfaces begin so
_SURFACE = "function:"


@cache
def tables() -> Table:
    """All of it, with the fields of ``settings.py``: plain data, the same for every playground."""
    record = ag.page.expression
    recorded = {
        "activations": {
            name: record(function, 1)
            for name in (choice.name for choice in choices.ACTIVATIONS)
            if (function := activation_function(name)) is not None
        },
        "losses": {choice.name: _loss(choice) for choice in choices.LOSSES},
        "optimizers": {choice.name: _optimizer(choice) for choice in choices.OPTIMIZERS},
        "inputs": {choice.name: _input(choice) for choice in choices.INPUTS},
        "penalties": {
            "l1": record(lambda w, strength: l1_penalty([w], strength), 2),
            "l2": record(lambda w, strength: l2_penalty([w], strength), 2),
        },
        "tasks": {choice.name: _task(choice) for choice in choices.TASKS},
    }
    ops = ag.page.op_table(_rows_in(recorded))
    return {"ops": ops, **recorded, "cutting": [*CUTTING], **table(), "recipes": recipes()}


def with_own(own: Table) -> Table:
    """The same for a model and a loss of somebody's own, recorded: with the rows that they call."""
    known = tables()
    ops = ag.page.op_table({*known["ops"]["rows"], *_rows_in(own)})
    return {**known, "ops": ops, "own": own}


def _input(choice: Choice) -> Table:
    """What a network is told of the columns x1 and x2, from the Python that the script has."""
    code = compile(choice.code, f"<input {choice.name}>", "eval")
    return ag.page.expression(lambda *x: eval(code, {"math": ag, "x1": x[0], "x2": x[1]}), 2)


def _loss(choice: Choice) -> Table:
    """What targets a loss takes, where a class begins, and the loss itself by number of outputs."""
    row = LOSSES[choice.name]
    label = 0.5 if row.targets == "number" else row.threshold  # where targets are labels 0 and 1
    counts = sorted({choices.KINDS[kind].outputs for kind in choice.kinds})
    rules = {str(n): ag.page.expression(_by_outputs(row.loss, n), 2 * n) for n in counts}
    return {"targets": row.targets, "threshold": label, "rules": rules}


def _by_outputs(loss: Callable[[Any, Any], Any], n: int) -> Callable[..., Any]:
    """A loss of n outputs and then n targets; of one each it takes the numbers themselves."""
    if n == 1:
        return loss
    return lambda *numbers: loss(list(numbers[:n]), list(numbers[n:]))


def _optimizer(choice: Choice) -> Table:
    """An update rule for each choice of its flags, by the names of those that are set.

    Its operands are w, g, the rate, the step, what is remembered, then the settings.
    """
    kind = next(iter(Optimizer.known[choice.name].values()))
    flags = [own.name for own in choice.fields if own.kind == "flag"]
    rules = {}
    for chosen in product((False, True), repeat=len(flags)):
        on = dict(zip(flags, chosen))
        name = " ".join(flag for flag, is_on in on.items() if is_on)
        rules[name] = _rule(kind, choice.fields, on)
    return {"remembers": kind.remembers, "rules": rules}


def _rule(kind: type[Optimizer], own: Sequence[Field], flags: dict[str, bool]) -> Table:
    numbers = [field for field in own if field.kind != "flag"]
    widths = [2 if field.kind == "pair" else 1 for field in numbers]

    def update(w: Any, g: Any, lr: Any, t: Any, *more: Any) -> list[Any]:
        rule = object.__new__(kind)  # its settings are operands here: no numbers to be checked
        vars(rule).update(flags)
        memory, symbols = more[: kind.remembers], iter(more[kind.remembers :])
        for field in numbers:
            one = next(symbols)
            vars(rule)[field.name] = (one, next(symbols)) if field.kind == "pair" else one
        return list(rule.update(w, g, lr, t, *memory))

    return ag.page.expression(update, 4 + kind.remembers + sum(widths))


def _task(choice: Choice) -> Table:
    """The answers of a gate, or the heights of a surface; shapes are drawn by ``data.js``."""
    if choice.name in gates.TABLE:
        return {"gate": [*gates.TABLE[choice.name]]}
    if choice.name.startswith(_SURFACE):
        height = SURFACES[choice.name.removeprefix(_SURFACE)]
        return {"surface": ag.page.expression(height, 2), "half": HALF_WIDTH}
    return {}


def _rows_in(data: Any) -> set[str]:
    """The rows that recorded functions call."""
    if isinstance(data, dict):
        own = {step[0] for step in data.get("steps", ())}
        return own.union(*map(_rows_in, data.values()))
    return set()
