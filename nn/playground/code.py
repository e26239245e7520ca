"""The script that gives the same curve as the page, with ``nn`` and nothing else.

Where there is no Python the page writes the same text by a script of its own; a test holds both
together. What each choice is in Python stands in ``choices.py``.

>>> from nn.playground.checking import settings_of
>>> print(script(settings_of({"task": "xor", "hidden": [4]}), epochs=100))
\"\"\"xor, learned by a network of 2-4-1: the same curve as in the playground.\"\"\"
<BLANKLINE>
import nn
<BLANKLINE>
X, y = nn.gates.gate("xor")
<BLANKLINE>
model = nn.MLP(2, [4, 1], activation="tanh", rng=0)
history = nn.fit(
    model,
    X,
    y,
    loss="bce_with_logits",
    optimizer=nn.SGD(0.3),
    epochs=100,
    rng=0,
)
print(history)  # each row as it was met, with the penalty
print("at the end:", nn.evaluate(model, X, y, loss="bce_with_logits"))
<BLANKLINE>
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

from nn.playground.checking import loss_of, outputs_of, raw_inputs
from nn.playground.fields import Choice
from nn.playground.settings import FIELDS

__all__ = ["AT_FIRST", "ran", "script", "sizes_of"]

Settings = dict[str, Any]
#: (epochs done, batches done of the next one, [(number of a parameter, its new value)])
Edit = Sequence[Any]
#: epochs of a script where none were trained yet; as in the page's share.js
AT_FIRST = 100


def script(
    settings: Settings, epochs: int, edits: Iterable[Edit] = (), *, quiet: bool = False
) -> str:
    """Python that trains as the page did: ``epochs`` whole ones, with what was set by hand."""
    changes = list(edits)
    parts = [
        _head(settings),
        [*_data(settings), *_prepared(settings)],
        [_model(settings), *_by_hand(changes), *_fit(settings, epochs, changes, quiet)],
    ]
    end = ["print(history)  # each row as it was met, with the penalty"]
    end.append(f'print("at the end:", nn.evaluate(model, X, y, loss="{loss_of(settings)}"))')
    if settings["test"] and _asks(settings, "test"):
        told = f'nn.evaluate(model, X_test, y_test, loss="{loss_of(settings)}")'
        end.append(f'print("held out:", {told})')
    parts[-1] += end
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def ran(
    settings: Settings, epochs: int, edits: Iterable[Edit] = (), step: int = 0
) -> tuple[Any, ...]:
    """The model and the history that the script leaves behind, and its rows and targets.

    With ``step`` so many batches of one more epoch are done; the rest of them change nothing.

    >>> from nn.playground.checking import settings_of
    >>> ran(settings_of({"task": "xor"}), epochs=5)[1].epochs
    5
    """
    names: dict[str, Any] = {}
    text = script(settings, epochs + bool(step), edits, quiet=True)
    if step:
        names["until"] = lambda optimizer: _until(
            optimizer, epochs * _batches(len(names["X"]), settings["batch_size"]) + step
        )
        text = re.sub(r"(?m)^    optimizer=(.*),$", r"    optimizer=until(\1),", text)
    with redirect_stdout(StringIO()):
        exec(text, names)
    return names["model"], names["history"], names["X"], names["y"]


def _batches(rows: int, size: int | None) -> int:
    """How many batches make an epoch."""
    return -(-rows // (size or rows))


def _until(optimizer: Any, last: int) -> Any:
    """The optimiser, whose rate is 0 after so many steps: then it leaves the weights alone."""
    given = optimizer.lr
    rate = given if callable(given) else lambda _: given
    optimizer.lr = lambda step: rate(step) if step < last else 0.0
    return optimizer


def sizes_of(settings: Settings) -> str:
    """The sizes of the layers.

    >>> from nn.playground.checking import settings_of
    >>> sizes_of(settings_of({"task": "xor", "hidden": [4]}))
    '2-4-1'
    """
    sizes = [len(settings["inputs"]), *settings["hidden"], outputs_of(settings)]
    return "-".join(map(str, sizes))


def _asks(settings: Settings, name: str) -> bool:
    """Whether a setting has a say in the task."""
    return name in _choice(settings, "task").asks


def _choice(settings: Settings, name: str) -> Choice:
    return FIELDS[name].choice(settings[name])


def _head(settings: Settings) -> list[str]:
    told = f"{_choice(settings, 'task').label}, learned by a network of {sizes_of(settings)}"
    imports = ["import math", ""] if any("sin" in name for name in settings["inputs"]) else []
    return [f'"""{told}: the same curve as in the playground."""', "", *imports, "import nn"]


def _data(settings: Settings) -> list[str]:
    """The rows as they are."""
    rows = settings["rows"]
    if rows is None:
        return [f"X, y = {_choice(settings, 'task').code.format(**settings)}"]
    return ["X = [", *(f"    {row}," for row in rows["X"]), "]", f"y = {rows['y']}"]


def _prepared(settings: Settings) -> list[str]:
    """The inputs that are made of the columns, targets as the loss takes them, rows held out."""
    lines = []
    raw, known = raw_inputs(settings), {c.name: c.code for c in FIELDS["inputs"].choices}
    if settings["inputs"] != raw:
        told = ", ".join(known.get(name, name) for name in settings["inputs"])
        lines.append(f"X = [[{told}] for {', '.join(raw)} in X]")  # one column is its own input
    if loss_of(settings) == "hinge":
        lines.append("y = [2 * t - 1 for t in y]")
    if settings["test"] and _asks(settings, "test"):
        share = f"{settings['test']!r}, rng={settings['data_seed']}"
        lines.append(f"(X, y), (X_test, y_test) = nn.split(X, y, {share})")
    return lines


def _model(settings: Settings) -> str:
    sizes = [*settings["hidden"], outputs_of(settings)]
    init = _choice(settings, "init").code
    told = [
        str(len(settings["inputs"])),
        str(sizes),
        f"activation={json.dumps(settings['activation'])}",
        *([f"init={init}"] if init else []),
        f"rng={settings['seed']}",
    ]
    return f"model = nn.MLP({', '.join(told)})"


def _by_hand(edits: Sequence[Edit]) -> list[str]:
    """What sets weights as somebody did in the page; between epochs, as a callback comes there."""
    if not edits:
        return []
    lines = ["weights = model.parameters()"]
    if any(step for _, step, _ in edits):
        lines.append("# some were changed between two batches: from there on the curves differ")
    at = sorted({epoch for epoch, _, _ in edits})
    begin, later = ([e for e in at if (e > 0) is after] for after in (False, True))
    for epoch in begin:
        lines += [f"weights[{i}].data = {x!r}" for i, x in _changes(edits, epoch)]
    if later:
        lines += ["", "", "def by_hand(history):"]
    for epoch in later:
        lines.append(f"    if history.epochs == {epoch}:")
        lines += [f"        weights[{i}].data = {x!r}" for i, x in _changes(edits, epoch)]
    return [*lines, "", ""] if later else lines


def _changes(edits: Sequence[Edit], epoch: int) -> list[tuple[int, float]]:
    return [(i, float(x)) for at, _, changes in edits if at == epoch for i, x in changes]


def _fit(settings: Settings, epochs: int, edits: Sequence[Edit], quiet: bool) -> list[str]:
    told = [
        "model",
        "X",
        "y",
        f'loss="{loss_of(settings)}"',
        f"optimizer={_optimizer(settings)}",
        f"epochs={epochs}",
    ]
    if settings["batch_size"] is not None:
        told.append(f"batch_size={settings['batch_size']}")
    told.append(f"rng={settings['seed']}")
    if penalty := _penalty(settings):
        told.append(f"penalty=lambda weights: {penalty}")
    if any(epoch for epoch, _, _ in edits):
        told.append("callback=by_hand")
    if quiet:
        told.append("progress=False")
    return ["history = nn.fit(", *(f"    {line}," for line in told), ")"]


def _optimizer(settings: Settings) -> str:
    """The call that makes the optimiser; settings that are its own defaults are left out."""
    rate = repr(settings["lr"])
    if settings["schedule"] == "warmup":
        rate = f"nn.warmup({settings['schedule_settings']['steps']}, then={rate})"
    elif settings["schedule"] != "constant":
        rate = _call(settings, "schedule", rate, every=True)
    return _call(settings, "optimizer", rate)


def _call(settings: Settings, name: str, rate: str, every: bool = False) -> str:
    chosen = _choice(settings, name)
    given = {own.name: (settings[f"{name}_settings"][own.name], own) for own in chosen.fields}
    told = [f"{k}={v!r}" for k, (v, own) in given.items() if every or v != own.default]
    return f"{chosen.code}({', '.join([rate, *told])})"


def _penalty(settings: Settings) -> str:
    terms = [f"nn.{n}_penalty(weights, {settings[n]!r})" for n in ("l1", "l2") if settings[n]]
    return " + ".join(terms)
