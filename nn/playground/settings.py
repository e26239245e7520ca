"""Every setting of the playground in one table: for Python, and as data for the page.

Read ``checking.py`` next.

>>> FIELDS["lr"].must, FIELDS["lr"].default
('a number above 0 and up to 100', 0.3)
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any

from nn.playground import choices
from nn.playground.choices import KINDS
from nn.playground.fields import Field
from nn.playground.refusals import REFUSALS
from nn.playground.rows import MOST_COLUMNS, MOST_ROWS

__all__ = ["FIELDS", "PARTS", "SETTLED", "signature_with_settings", "table"]

#: the largest whole number that JavaScript tells from the next one
MOST_SEED = 2**53 - 1
#: the most neurons of a layer, and the most hidden layers
NEURONS, LAYERS = 32, 6
#: the columns of rows, by their numbers
_COLUMNS = {"pattern": r"x[1-9]\d?"}


def _group(group: str, *rows: tuple[Any, ...]) -> dict[str, Field]:
    """The fields of one group: name, kind, label, help, default, and what else it has."""
    return {
        name: Field(
            name=name, kind=kind, label=label, help=help, default=default, group=group, **more
        )
        for name, kind, label, help, default, more in rows
    }


FIELDS = {
    **_group(
        "data",
        ("task", "choice", "data", "What is to be learned.", "moons", {"choices": choices.TASKS}),
        ("points", "whole", "points", "How many are drawn.", 200, {"least": 4, "most": MOST_ROWS}),
        ("noise", "number", "noise", "How far off their shape.", 0.1, {"least": 0, "most": 5}),
        ("test", "number", "held out", "The share to judge by.", 0.25, {"least": 0, "most": 0.9}),
        (
            *("data_seed", "whole", "seed of the data", "Another one draws and parts rows anew."),
            *(0, {"least": 0, "most": MOST_SEED}),
        ),
        (
            *("rows", "rows", "own rows", "X, y, and the kind of target: two, three, number."),
            *(None, {"none": "those of the task"}),
        ),
    ),
    **_group(
        "network",
        (
            *("inputs", "inputs", "inputs", "What the network is told of a point."),
            *(["x1", "x2"], {"choices": choices.INPUTS, "length": MOST_COLUMNS + 5, **_COLUMNS}),
        ),
        (
            *("hidden", "sizes", "hidden layers", "Neurons of each; none: a linear model."),
            *([8, 8], {"least": 1, "most": NEURONS, "length": LAYERS}),
        ),
        (
            *("activation", "activations", "activation", "What a neuron does to its sum."),
            *("tanh", {"choices": choices.ACTIVATIONS, "length": LAYERS}),
        ),
        (
            *("init", "choice", "first weights", "How they are drawn; biases begin at 0."),
            *("default", {"choices": choices.INITS}),
        ),
        (
            *(
                "seed",
                "whole",
                "seed",
                "Of the weights and of the order of rows: one seed, one run.",
            ),
            *(0, {"least": 0, "most": MOST_SEED}),
        ),
    ),
    **_group(
        "training",
        (
            *("loss", "choice", "loss", "How wrong an answer is, as one number."),
            *(None, {"choices": choices.LOSSES, "none": "the one that suits the targets"}),
        ),
        (
            *("optimizer", "choice", "optimiser", "How a gradient changes a weight."),
            *("sgd", {"choices": choices.OPTIMIZERS}),
        ),
        (
            *("optimizer_settings", "settings", "optimiser's settings", "Beside its rate."),
            *({}, {}),
        ),
        (
            *("lr", "number", "learning rate", "How far a step goes."),
            *(0.3, {"above": 0, "most": 100, "scale": "log"}),
        ),
        (
            *("schedule", "choice", "schedule", "How the rate changes with the steps."),
            *("constant", {"choices": choices.SCHEDULES}),
        ),
        ("schedule_settings", "settings", "schedule's settings", "Beside the rate.", {}, {}),
        (
            *("batch_size", "whole", "batch", "How many rows make a step."),
            *(None, {"least": 1, "most": MOST_ROWS, "none": "all rows"}),
        ),
        ("l1", "number", "L1", "Draws weights to exactly 0.", 0.0, {"least": 0, "most": 10}),
        ("l2", "number", "L2", "Keeps weights small.", 0.0, {"least": 0, "most": 10}),
    ),
}

#: what may be hidden beside single settings
PARTS = {
    "data": "the panel of the data",
    "network": "the panel of the network",
    "output": "the panel of its answers",
    "settings": "the row of settings",
    "edit": "adding and removing layers and neurons",
    "why": "the panel that says why",
    "recipes": "good settings and instructive failures",
    "moments": "going back through the training",
    "compare": "two moments or two seeds beside each other",
    "share": "the address of this state",
    "python": "the code for this",
}

#: settings that a model of one's own has settled
SETTLED = ("task", "rows", "points", "noise", "inputs", "hidden", "activation", "init")


def table() -> dict[str, Any]:
    """The fields, the parts, the kinds of targets, and the words of refusals, as data.

    >>> table()["fields"][1]["must"]
    'a whole number from 4 to 2,000'
    """
    return {
        "fields": [own.plain() for own in FIELDS.values()],
        "parts": PARTS,
        "kinds": {name: kind.plain() for name, kind in KINDS.items()},
        "most": {"rows": MOST_ROWS, "columns": MOST_COLUMNS},
        "refusals": REFUSALS,
        "settled": [*SETTLED],
    }


def signature_with_settings(function: Callable[..., Any]) -> Signature:
    """The keywords of a function, and then all settings, as ``help`` and a prompt show them."""
    known = Signature.from_callable(function).parameters
    own = [p for p in known.values() if p.name != "self" and p.kind is not p.VAR_KEYWORD]
    more = [field for name, field in FIELDS.items() if name not in known and name != "rows"]
    keyword = Parameter.KEYWORD_ONLY
    return Signature([*own, *(Parameter(x.name, keyword, default=x.default) for x in more)])
