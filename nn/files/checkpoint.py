"""A training in a file: all that it takes to go on with the numbers of an unbroken one.

Read ``nn/training/keeping.py`` next.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Any

import autograd as ag
from nn.files.architecture import differences
from nn.files.fields import Unfit, entries, number_of, whole_of
from nn.files.histories import (
    COST,
    MOST,
    count_of,
    history_of,
    numbers_of,
    told_history,
    told_numbers,
)
from nn.files.records import head, named_after, require_head
from nn.training.history import History

__all__ = ["Checkpoint", "Shuffled", "read_checkpoint", "write_checkpoint"]

FORMAT, VERSION = "nn checkpoint", 1

#: differences of data in words, as their hashes tell nobody anything
_DATA = {
    "data": "X or y are not those of the run",
    "sequences": "the sequences are not those of the run",
}

#: the order of the rows, and the state of what shuffles them; None where nothing is shuffled
Shuffled = tuple[list[int], Any] | None


@dataclass(frozen=True)
class Checkpoint:
    """A training after a complete epoch.

    ``run`` tells what must be the same when it goes on. ``numbers`` are those of the parameters,
    ``steps`` those that the optimiser has done, ``memory`` what it remembers of each parameter.
    """

    run: dict[str, Any]
    history: History
    numbers: list[float]
    steps: int
    memory: list[tuple[Any, ...]]
    shuffled: Shuffled


def write_checkpoint(path: ag.files.Path, found: Checkpoint) -> None:
    """Write it whole or not at all; raises ``OSError`` where the system does.

    The history may be of any length.
    """
    slots = [told_numbers(slot, "the optimiser") for slot in zip(*found.memory)]
    shuffled = None
    if found.shuffled is not None:
        order, (version, words, more) = found.shuffled
        shuffled = {"order": order, "version": version, "words": list(words), "more": more}
    data = {
        **head(FORMAT, VERSION),
        "run": found.run,
        "history": told_history(found.history),
        "optimizer": {"steps": found.steps, "memory": slots},
        "shuffling": shuffled,
        "parameters": [float(x) for x in told_numbers(found.numbers, "a parameter")],
    }
    ag.files.write_json(path, data, COST * count_of(found.history))


def read_checkpoint(path: ag.files.Path, run: dict[str, Any], numbers: int = 0) -> Checkpoint:
    """The checkpoint of this run, whose history shall have so many numbers.

    Reading it takes no more memory than that of any file may, and than these numbers will.

    Raises ``FileFormatError`` for a file that is damaged, foreign or newer than this package, and
    for the checkpoint of another run, with what differs; ``OSError`` for one that cannot be read.
    """
    data = ag.files.read_json(path, COST * numbers)
    with named_after(path):
        model = isinstance(data, dict) and data.get("format") == "nn model"
        require_head(data, FORMAT, VERSION, ": that is read by nn.load" if model else "")
        sections = ["run", "history", "optimizer", "shuffling", "parameters"]
        entries(data, "the file", ["format", "version", "chainrule", *sections])
        _require_same(entries(data["run"], "run", run), run)
        count = run["parameters"]
        slots = 1 + run["optimizer"]["remembers"]
        optimizer = entries(data["optimizer"], "optimizer", ["steps", "memory"])
        return Checkpoint(
            data["run"],
            _history(data["history"], run["metrics"], MOST + numbers),
            [number_of(x, "parameters") for x in _list(data["parameters"], "parameters", count)],
            whole_of(optimizer["steps"], "optimizer.steps", 0),
            _memory(_list(optimizer["memory"], "optimizer.memory", slots), count),
            _shuffled(data["shuffling"], run["rows"], run["shuffled"]),
        )


def _require_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Refuse the checkpoint of another run; the engine "auto" is any."""
    if one["engine"] not in ("eager", "compiled"):
        raise Unfit('run.engine is "eager" or "compiled"')
    other = {**other, "engine": one["engine"]} if other["engine"] == "auto" else other
    unlike = [told for name in other for told in differences(one[name], other[name], name)]
    unlike = [_DATA.get(text.partition(": ")[0], text) for text in unlike]
    if unlike:
        more = f" (and {len(unlike) - 3} more)" if len(unlike) > 3 else ""
        raise Unfit(
            f"this is the checkpoint of another run: {'; '.join(unlike[:3])}{more}. For a run of "
            "its own give another checkpoint"
        )


def _history(data: Any, metrics: list[str], most: int) -> History:
    found = history_of(data, "history", most)
    if {*found.metrics} != {*metrics}:
        raise Unfit("history.metrics are others than the run has")
    return replace(found, metrics={m: found.metrics[m] for m in metrics})


def _list(data: Any, place: str, length: int) -> list[Any]:
    if not isinstance(data, list) or len(data) != length:
        raise Unfit(f"{place} is a list of {length}")
    return data


def _memory(slots: list[Any], count: int) -> list[tuple[Any, ...]]:
    """What is remembered, parameter by parameter: the number of steps, then what the rule keeps."""
    listed = [_list(slot, "optimizer.memory", count) for slot in slots]
    steps = [whole_of(t, "optimizer.memory.0", 0) for t in listed[0]]
    return [*zip(steps, *(numbers_of(slot, "optimizer.memory") for slot in listed[1:]))]


def _shuffled(data: Any, rows: int, wanted: bool) -> Shuffled:
    if not wanted:
        if data is not None:
            raise Unfit("shuffling is null where all rows make one batch")
        return None
    entries(data, "shuffling", ["order", "version", "words", "more"])
    order = [
        whole_of(i, "shuffling.order", 0) for i in _list(data["order"], "shuffling.order", rows)
    ]
    if sorted(order) != [*range(rows)]:
        raise Unfit("shuffling.order has each row once")
    words = [
        whole_of(x, "shuffling.words", 0) for x in _list(data["words"], "shuffling.words", 625)
    ]
    more = data["more"] if data["more"] is None else number_of(data["more"], "shuffling.more")
    state = (data["version"], tuple(words), more)
    try:
        Random().setstate(state)
    except (ValueError, TypeError, OverflowError) as error:
        raise Unfit(f"shuffling is no state of a random.Random: {error}") from None
    return order, state
