"""Arguments that go together and those that do not; a task's own settings where none are given.

Read ``pictures.py`` next.
"""

from __future__ import annotations

import os
from argparse import Namespace
from itertools import pairwise
from pathlib import Path

from nn.checks import needed
from nn.cli.answers import asked
from nn.cli.kept import Kept, kept_of
from nn.cli.names import settled_names
from nn.cli.own_data import own_task
from nn.cli.tasks import MOST_WEIGHTS, NAMES, RULES, TASKS, Task
from nn.cli.terminal import Refused
from nn.data.gates import TABLE
from nn.files.architecture import told
from nn.models.layers import MLP

__all__ = ["settled"]

#: what networks on rows have for options and the names have not, and the reverse
OF_NETWORKS = (
    *("hidden", "activation", "epochs", "optimizer", "batch", "noise", "test", "out"),
    *("data", "target", "objective"),
)
OF_NAMES = ("steps", "temperature")
#: what is of no use where nothing is trained
OF_TRAINING = ("hidden", "activation", "epochs", "optimizer", "lr", "batch", "steps", "resume")


def settled(chosen: Namespace) -> Namespace:
    """The arguments with all that follows from them; ``Refused`` for what does not go together.

    ``subject`` is the task, or None where nothing is judged; ``kept`` the model of ``--load``;
    ``rows`` those of ``--predict``.
    """
    chosen.subject, chosen.kept, chosen.rows = None, None, []
    if chosen.task or not chosen.load:
        _refuse_others(chosen)
    _check_combination(chosen)
    chosen.kept = kept_of(chosen.load) if chosen.load else None
    if chosen.kept and chosen.kept.task == NAMES and not (chosen.task or chosen.data):
        chosen.task = None if chosen.save else NAMES
    _refuse_others(chosen)
    if chosen.save:
        _check_place("save", chosen.save)
    if chosen.task == NAMES:
        return settled_names(chosen)
    chosen.subject = subject = _subject(chosen, chosen.kept)
    if subject is not None:
        _check_rows(subject, chosen)
        (_settings_of if chosen.kept else _settings_for)(chosen, subject)
    if chosen.predict is not None:
        chosen.rows = asked(chosen.predict, chosen.kept, subject.columns if subject else ())
        _check_width(chosen, subject)
    if subject is not None:
        _make_folder(chosen)
    return chosen


def _refuse_others(chosen: Namespace) -> None:
    """Refuse an option of tasks of another kind, which would be of no effect."""
    own, others = (OF_NAMES, OF_NETWORKS) if chosen.task == NAMES else (OF_NETWORKS, OF_NAMES)
    for name in others:
        if getattr(chosen, name) is not None:
            what = f"the task {chosen.task}" if chosen.task else "a network"
            raise Refused(
                f"argument --{name}: {what} has no such option, but "
                f"{', '.join(f'--{word}' for word in own)}"
            )


def _check_combination(chosen: Namespace) -> None:
    """Refuse what contradicts itself, whatever the files hold."""
    if chosen.task and chosen.data:
        raise Refused(f"argument --data: give a task or data of your own, not both ({chosen.task})")
    if not (chosen.task or chosen.data or chosen.load):
        raise Refused("the following arguments are required: TASK (or --data FILE, or --load FILE)")
    if chosen.target is not None and not chosen.data:
        raise Refused("argument --target: it names a column of --data FILE, which is missing")
    if chosen.objective is not None and not chosen.data:
        raise Refused(
            "argument --objective: it tells what the target of --data FILE is, which is missing"
        )
    unused = [name for name in OF_TRAINING if getattr(chosen, name) is not None]
    if chosen.load and unused:
        raise Refused(
            f"argument --{unused[0]}: --load trains nothing; a training goes on by --resume FILE, "
            "the file that it was begun with"
        )
    if chosen.save and chosen.resume and _same(chosen.save, chosen.resume):
        raise Refused(
            f"argument --save: {chosen.save} is the file of --resume; a model needs another"
        )


def _same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _subject(chosen: Namespace, kept: Kept | None) -> Task | None:
    """What a network is trained for or judged by; None if it only answers."""
    if chosen.data:
        return own_task(chosen.data, chosen.target, kept, chosen.objective)
    if chosen.task:
        return TASKS[chosen.task]
    assert kept is not None  # without a task and data there is a model
    if chosen.predict is not None or chosen.save:
        if bad := next((n for n in ("noise", "test", "out") if getattr(chosen, n) is not None), ""):
            raise Refused(
                f"argument --{bad}: nothing is judged or drawn here; name a task for that"
            )
        return None
    if kept.task is None:
        raise Refused(
            f"{kept.name} names no task to judge it by: give one, or --data FILE, or --predict"
        )
    chosen.task = kept.task
    return TASKS[kept.task]


def _check_rows(task: Task, chosen: Namespace) -> None:
    """Refuse what the rows of this task do not have."""
    if chosen.noise is not None and not task.noisy:
        noisy = ", ".join(name for name, other in TASKS.items() if other.noisy)
        raise Refused(f"argument --noise: {task.title} has none; {noisy} have")
    if chosen.test is not None and task.held_out:
        raise Refused(f"argument --test: {task.title} have held-out rows of their own")
    if chosen.test is not None and task.name in TABLE and not task.own:
        raise Refused(
            f"argument --test: {task.title} has four rows, and none of them tells of another"
        )


def _settings_for(chosen: Namespace, task: Task) -> None:
    """The settings to train with: a task's own, where none are given."""
    chosen.hidden = list(task.hidden) if chosen.hidden is None else chosen.hidden
    chosen.activation = chosen.activation or task.activation
    chosen.optimizer = chosen.optimizer or "adam"
    chosen.lr = chosen.lr or float(f"{task.lr * RULES[chosen.optimizer][1]:.6g}")
    chosen.batch = chosen.batch or task.batch_size
    sizes = task.sizes(chosen.hidden)
    weights = sum((a + 1) * b for a, b in pairwise(sizes))
    if weights > MOST_WEIGHTS:
        shape = "-".join(map(str, sizes[:10])) + "-…" * (len(sizes) > 10)
        raise Refused(
            f"argument --hidden: {shape} would be a network of {weights:,} parameters; the limit "
            f"is {MOST_WEIGHTS:,}"
        )


def _settings_of(chosen: Namespace, task: Task) -> None:
    """The settings of a kept network, if it is one for this task."""
    kept, model = chosen.kept, chosen.kept.saved.model
    if not isinstance(model, MLP):
        raise Refused(
            f"{kept.name} holds a model of the class {type(model).__name__}, and an nn.MLP is "
            "judged; --predict asks any for answers"
        )
    sizes = [len(model.layers[0].neurons[0].w), *(len(layer.neurons) for layer in model.layers)]
    if (sizes[0], sizes[-1]) != (task.inputs, task.outputs):
        raise Refused(
            f"{kept.name} holds a network {'-'.join(map(str, sizes))}: {task.title} has "
            f"{task.inputs} inputs and {task.outputs} output{'s' * (task.outputs > 1)}"
        )
    last = model.layers[-1].activation
    if not task.regression and last not in (
        ("linear", "sigmoid") if task.outputs == 1 else ("linear",)
    ):
        raise Refused(f"{kept.name} ends in {last!r}: its outputs are no scores of classes")
    chosen.hidden = sizes[1:-1]
    hidden = [layer["activation"] for layer in told(model)["layers"][:-1]]
    chosen.activation = ", ".join(dict.fromkeys(map(str, hidden))) or task.activation


def _check_width(chosen: Namespace, subject: Task | None) -> None:
    wide = len(chosen.rows[0])
    if subject is not None and wide != subject.inputs:
        raise Refused(
            f"argument --predict: a row has {wide} number{'s' * (wide > 1)}, and "
            f"{subject.title} has {subject.inputs} inputs"
        )


def _check_place(option: str, path: Path) -> None:
    """Find out now whether a file can be written, not after the training."""
    if path.suffix.lower() == ".safetensors":
        needed("a .safetensors file", "numpy")
        needed("a .safetensors file", "safetensors.numpy")
    target = Path(os.path.realpath(path))
    if target.is_dir() or not target.parent.is_dir():
        what = "is a folder" if target.is_dir() else "lies in a folder that is not there"
        raise Refused(f"argument --{option}: {path} {what}")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise Refused(f"argument --{option}: the folder of {path} cannot be written to")


def _make_folder(chosen: Namespace) -> None:
    chosen.out = chosen.out or Path("pictures")
    try:
        chosen.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            f"argument --out: cannot make the folder {chosen.out}: {error.strerror}"
        ) from None
    if not os.access(chosen.out, os.W_OK | os.X_OK):
        raise Refused(f"argument --out: the folder {chosen.out} cannot be written to")
