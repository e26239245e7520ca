"""Settings looked at together: what is not given filled in, what does not go together refused.

Read ``rows.py`` next.

>>> settings = settings_of({"task": "xor", "hidden": [4]})
>>> settings["hidden"], settings["lr"], settings["test"]
([4], 0.3, 0.0)
>>> settings_of({"task": "xor", "noise": 0.2})
Traceback (most recent call last):
autograd.errors.GraphError: noise has no say in the task xor: leave it out
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import autograd as ag
from nn.checks import one_of
from nn.playground.choices import KINDS, OWN
from nn.playground.fields import Choice
from nn.playground.refusals import refused, shown
from nn.playground.rows import checked_rows
from nn.playground.settings import FIELDS, PARTS

__all__ = [
    *("hidden_parts", "kind_of", "loss_of", "outputs_of", "parameters_of", "raw_inputs"),
    "settings_of",
]

Settings = dict[str, Any]


def settings_of(given: Mapping[str, Any], *, strict: bool = True) -> Settings:
    """All settings, checked; what is not given goes with the task or the optimiser.

    ``strict`` refuses what has no say, as the noise of a gate; a page keeps it for the next task.
    Raises ``GraphError`` that names the setting.
    """
    _require_names(given)
    found = {name: FIELDS[name].checked(value) for name, value in given.items()}
    if found.get("rows") is not None:
        found["rows"] = checked_rows(found["rows"])
        found.setdefault("task", OWN)
    task = FIELDS["task"].choice(found.get("task", FIELDS["task"].default))
    rule = FIELDS["optimizer"].choice(found.get("optimizer", FIELDS["optimizer"].default))
    if strict:
        _require_say(task, found)
    default = {name: own.checked(own.default) for name, own in FIELDS.items()}
    settings = {**default, **task.defaults, **rule.defaults, **found}
    _check_rows(settings)
    if task.name == OWN and "inputs" not in found:
        settings["inputs"] = raw_inputs(settings)
    _check_network(settings)
    _check_loss(settings)
    for name in ("optimizer", "schedule"):
        chosen = FIELDS[name].choice(settings[name])
        settings[f"{name}_settings"] = _own(chosen, settings[f"{name}_settings"])
    return settings


def _require_names(given: Mapping[str, Any]) -> None:
    """Refuse what is no setting, and a function as loss, which a model of one's own has."""
    for name in given:
        one_of("setting", name, FIELDS)
    if callable(given.get("loss")):
        raise ag.GraphError(
            "a loss of one's own goes with a model of one's own: write Playground(model=model, "
            f"X=X, y=y, loss=…), or loss with one of {', '.join(FIELDS['loss'].names)}"
        )


def _require_say(task: Choice, found: Settings) -> None:
    """Refuse what this task does not ask for."""
    for name in ("points", "noise", "test"):
        if name in found and name not in task.asks and found[name] != task.defaults.get(name):
            raise ag.GraphError(f"{name} has no say in the task {task.name}: leave it out")


def _check_rows(settings: Settings) -> None:
    if settings["task"] == OWN and settings["rows"] is None:
        raise refused("no rows")
    if settings["task"] != OWN and settings["rows"] is not None:
        raise refused("other task", task=shown(settings["task"]))


def _check_network(settings: Settings) -> None:
    hidden, activation = settings["hidden"], settings["activation"]
    if isinstance(activation, list) and len(activation) != len(hidden):
        raise refused("activation", count=len(activation), layers=len(hidden))
    raw = raw_inputs(settings)
    for name in settings["inputs"]:
        if name not in raw and (len(raw) < 2 or name not in FIELDS["inputs"].names):
            raise refused("inputs", name=name, columns=len(raw))


def _check_loss(settings: Settings) -> None:
    """Refuse a loss that has no meaning for these targets."""
    if settings["loss"] is None:
        return
    kind = kind_of(settings)
    fitting = [c.name for c in FIELDS["loss"].choices if kind in c.kinds]
    if settings["loss"] not in fitting:
        told = {"targets": KINDS[kind].words, "fitting": ", ".join(fitting)}
        raise refused("loss", loss=shown(settings["loss"]), **told)


def _own(chosen: Choice, given: Mapping[str, Any]) -> Settings:
    """The settings of a rule, all of them, checked."""
    fields = {own.name: own for own in chosen.fields}
    for name in given:
        one_of(f"setting of {chosen.name}", name, fields)
    found = {name: own.checked(given.get(name, own.default)) for name, own in fields.items()}
    for name, own in fields.items():
        if own.needs and found[name] and not found[own.needs]:
            raise refused("needs", name=name, other=own.needs)
    return found


def kind_of(settings: Settings) -> str:
    """What the targets are: "two" or "three" classes, or a "number"."""
    if settings["task"] == OWN:
        return str(settings["rows"]["kind"])
    return FIELDS["task"].choice(settings["task"]).kind


def loss_of(settings: Settings) -> str:
    """The name of the loss, chosen or not."""
    return settings["loss"] or KINDS[kind_of(settings)].loss


def outputs_of(settings: Settings) -> int:
    """How many numbers the network answers."""
    return KINDS[kind_of(settings)].outputs


def parameters_of(settings: Settings) -> int:
    """How many weights and biases the network has.

    >>> parameters_of(settings_of({"task": "xor", "hidden": [4]}))
    17
    """
    sizes = [len(settings["inputs"]), *settings["hidden"], outputs_of(settings)]
    return sum((above + 1) * below for above, below in pairwise(sizes))


def raw_inputs(settings: Settings) -> list[str]:
    """The names of the columns: x1, x2, …"""
    rows = settings["rows"]
    return [f"x{i + 1}" for i in range(len(rows["X"][0]) if rows else 2)]


def hidden_parts(hide: Any = (), controls: Any = None) -> list[str]:
    """The names of what a teacher hides: settings and parts; ``controls`` are settings that stay.

    Raises ``GraphError`` for a name that is neither, ``OperandError`` for what is no list.

    >>> hidden_parts(["why"]), len(hidden_parts(controls=["hidden", "lr"]))
    (['why'], 18)
    """
    known = {**FIELDS, **PARTS}
    found = [one_of("control", name, known) for name in _names("hide", hide)]
    if controls is not None:
        stay = [one_of("control", name, FIELDS) for name in _names("controls", controls)]
        found += [name for name in FIELDS if name not in stay and name not in found]
    return found


def _names(what: str, given: Any) -> list[Any]:
    if isinstance(given, str) or not hasattr(given, "__iter__"):
        parts = given.split(",") if isinstance(given, str) else [given]
        names = [x.strip() if isinstance(x, str) else x for x in parts if x]
        raise ag.OperandError(f"{what} is a list of names, got {given!r}: write {what}={names!r}")
    return list(given)
