"""``save``, ``load`` and ``read``: a model in a file that a person, or PyTorch, can read.

The ending chooses the form: ``.json`` for people, ``.safetensors`` for tensor libraries. Both are
exact to the last bit, written whole or not at all, and looked at before anything is made of them;
neither can hold code. Read ``nn/training/problem.py`` next.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import autograd as ag
from autograd import Value
from nn.files.architecture import differences, own_parts, planned, told
from nn.files.fields import Unfit, entries
from nn.files.histories import history_of
from nn.files.numbers import count, nested, pairs
from nn.files.records import head, named_after, require_head, told_beside
from nn.files.tensors import bytes_of, tensors_in
from nn.models.module import Module
from nn.training.history import History

__all__ = ["Saved", "load", "read", "save"]

FORMAT, VERSION = "nn model", 1
ENDINGS = (".json", ".safetensors")
Path = ag.files.Path


@dataclass(frozen=True)
class Saved:
    """All that stands in a file: the model, and what was saved with it.

    ``seed`` and ``history`` are None if they were not given, ``about`` is what the writer kept
    besides, ``chainrule`` the version of the package that wrote it (None in a file of others).

    >>> from nn import Neuron
    >>> Saved(Neuron(2), seed=3).seed
    3
    """

    model: Module
    history: History | None = None
    seed: int | None = None
    about: dict[str, Any] | None = None
    chainrule: str | None = None


def save(
    model: Module,
    path: Path,
    history: History | None = None,
    seed: int | None = None,
    about: dict[str, Any] | None = None,
) -> None:
    """Write a model into a ``.json`` or a ``.safetensors`` file.

    With it go its architecture, the ``history`` of its training, the ``seed`` it began from, and
    ``about``: plain data of your own. Of a class or a function of your own the file has the name
    and the parameters; ``load`` then needs ``into``. At any moment the old file or the new one is
    there, whole.

    Raises ``GraphError`` for another ending and for parameters that are not finite (by name),
    ``OperandError`` for what is no module and for what is not plain data, ``OSError`` where nothing
    can be written. In tensors a layer's neurons are the rows of one matrix.

    >>> import tempfile
    >>> import autograd as ag
    >>> from nn import Neuron
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(Neuron(2, init=lambda inputs, outputs, rng: 0.5), f"{folder}/a.json")
    ...     print(ag.files.read_json(f"{folder}/a.json")["parameters"])
    {'w': [0.5, 0.5], 'b': 0.0}
    """
    ending = _ending(path)
    if not isinstance(model, Module):
        raise ag.OperandError(f"what is saved is a model, such as nn.MLP; got {model!r:.80}")
    numbers = model.state_dict()
    if bad := [name for name, x in numbers.items() if not math.isfinite(x)]:
        raise ag.GraphError(
            f"{len(bad)} of {len(numbers)} parameters are not finite, the first is {bad[0]} = "
            f"{numbers[bad[0]]}: nothing was written"
        )
    data = {
        **head(FORMAT, VERSION),
        "architecture": told(model),
        **told_beside(history, seed, about),
    }
    if ending == ".json":
        ag.files.write_json(path, {**data, "parameters": nested(numbers)})
        return
    text = ag.files.json_text(data)
    ag.files.parse_json(text.encode(), ag.files.name_of(path))  # what could not be read is refused
    ag.files.write_whole(path, bytes_of(numbers, text))


def load(path: Path, into: Module | None = None) -> Module:
    """The model of a file; with ``into``, that model with the numbers of the file.

    Nothing is made before the numbers at hand are known to be as many as it needs, and ``into`` is
    changed as a whole or not at all. Raises ``FileFormatError`` for a file that is damaged,
    foreign, newer than this package or of a model unlike ``into``, and for one that holds a class
    or a function that no file can make (then give ``into``); ``GraphError`` for another ending,
    ``OSError`` for a file that cannot be read.

    >>> load("model.pkl")
    Traceback (most recent call last):
    autograd.errors.GraphError: a model's file ends in .json or .safetensors, got 'model.pkl'
    """
    return read(path, into).model


def read(path: Path, into: Module | None = None) -> Saved:
    """The model of a file as ``load`` gives it, and all that was saved with it.

    Raises ``FileFormatError``, ``GraphError`` and ``OSError`` as ``load``, ``OperandError`` for an
    ``into`` that is no module.

    >>> import tempfile
    >>> from nn import Neuron
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(Neuron(2), f"{folder}/and.json", seed=3, about={"task": "and"})
    ...     found = read(f"{folder}/and.json")
    >>> found.seed, found.about, found.history
    (3, {'task': 'and'}, None)
    """
    ending = _ending(path)
    if into is not None and not isinstance(into, Module):
        raise ag.OperandError(f"into is a model, such as nn.MLP(2, [4, 1]); got {into!r:.80}")
    raw, name = ag.files.read_bytes(path), ag.files.name_of(path)
    with named_after(path):
        if ending == ".json":
            return _from_json(ag.files.parse_json(raw, name), into)
        return _from_tensors(raw, name, into)


def _from_json(data: Any, into: Module | None) -> Saved:
    _require_model(data)
    numbers = data.get("parameters")
    if not isinstance(numbers, dict):
        raise Unfit("there are no 'parameters'")
    about = {name: x for name, x in data.items() if name != "parameters"}
    return _restored(
        about, into, count(numbers), lambda wanted: pairs(nested(wanted), numbers, "parameters")
    )


def _from_tensors(raw: bytes, name: str, into: Module | None) -> Saved:
    found = tensors_in(raw, name)
    if found.about is None and into is None:
        raise Unfit(
            "this file was not written by nn.save and tells no architecture: make the model "
            "yourself and write nn.load(path, into=model)"
        )
    if found.about is not None:
        _require_model(found.about)
    return _restored(found.about, into, found.count, found.pairs)


def _require_model(data: Any) -> None:
    checkpoint = isinstance(data, dict) and data.get("format") == "nn checkpoint"
    advice = ": go on with fit(…, checkpoint=path, resume=True)" if checkpoint else ""
    require_head(data, FORMAT, VERSION, advice)


def _restored(
    data: dict[str, Any] | None,
    into: Module | None,
    numbers: int,
    pairs_of: Callable[[dict[str, Value]], Iterable[tuple[Value, float]]],
) -> Saved:
    """What a file tells: everything is looked at before a parameter gets its number."""
    told_of: dict[str, Any] = {}
    model = into
    if data is not None:
        told_of = _told_of(data)
        if into is None:
            model = _made(data["architecture"], numbers)
        elif unlike := next(differences(data["architecture"], told(into)), None):
            raise Unfit(f"this is another model than into: {unlike}")
    assert model is not None  # a file without an architecture was refused
    _assign(list(pairs_of(dict(model.named_parameters()))))
    return Saved(model, **told_of)


def _assign(found: list[tuple[Value, float]]) -> None:
    """Give each parameter its number; Ctrl-C in between leaves all as they were."""
    before = [parameter.data for parameter, _ in found]
    try:
        for parameter, x in found:
            parameter.data = x
    except BaseException:
        for (parameter, _), x in zip(found, before):
            parameter.data = x
        raise


def _told_of(data: dict[str, Any]) -> dict[str, Any]:
    """What stands beside the model."""
    names = ["format", "version", "chainrule", "architecture", "seed", "history", "about"]
    entries(data, "the file", names)
    seed, history, about = data["seed"], data["history"], data["about"]
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, int)):
        raise Unfit("seed is a whole number or null")
    if about is not None and not isinstance(about, dict):
        raise Unfit("about is an object or null")
    return {
        "history": None if history is None else history_of(history, "history"),
        "seed": seed,
        "about": about,
        "chainrule": str(data["chainrule"]),
    }


def _made(architecture: Any, numbers: int) -> Module:
    """A module as the file describes it, if its parameters are as many as the numbers."""
    if own := next(own_parts(architecture, "architecture"), None):
        raise Unfit(
            f"it holds what no file can make again ({own}): make the model yourself and write "
            "nn.load(path, into=model)"
        )
    plan = planned(architecture, "architecture")
    if plan.count != numbers:
        wanted = f"{plan.count:,}" if plan.count < 10**18 else "more than 10**18"
        raise Unfit(f"its architecture has {wanted} parameters, and there are {numbers:,} numbers")
    return plan.make()


def _ending(path: Path) -> str:
    name = ag.files.name_of(path)
    ending = os.path.splitext(name)[1].lower()
    if ending not in ENDINGS:
        raise ag.GraphError(f"a model's file ends in {' or '.join(ENDINGS)}, got {name!r:.80}")
    return ending
