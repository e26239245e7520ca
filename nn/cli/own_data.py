"""``--data file.csv``: a table of one's own as a task.

One column is the target, the others are what it is told from. A target is a class (a word, or one
of a few whole numbers), or a number. Read ``rows.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from nn.cli.arguments import number
from nn.cli.csv_file import LARGEST, Bad, Table, cell_number, opened, titles
from nn.cli.kept import Kept
from nn.cli.target import MOST_CLASSES, objective_of
from nn.cli.tasks import POINTS, REGRESSION, Task
from nn.cli.terminal import Refused

__all__ = ["MISSING", "own_task"]


#: what stands where no class is known; as targets are read in the page, too
MISSING = ("nan", "na", "n/a", "null", "?")


class Columns(NamedTuple):
    """The names of all columns, whether they stand in the file, and which are what."""

    names: list[str]
    named: bool
    inputs: list[int]
    target: int


def own_task(
    path: Path,
    target: str | None = None,
    kept: Kept | None = None,
    asked: str | None = None,
) -> Task:
    """The task of a CSV file; of a ``kept`` model come the columns and the classes, if it has any.

    What the target is taken for is what was ``asked`` for, or what the model was trained for, or
    what it looks like. Raises ``Refused`` that tells lines and columns, ``OSError`` and
    ``FileFormatError`` for what is no file.
    """
    table = opened(path)
    columns = _columns(table, target, kept)
    X, texts, lines = _rows(table, columns)
    name = columns.names[columns.target]
    objective, note = objective_of(name, texts, _asked(kept, asked))
    common = {
        "name": path.stem[:60],
        "inputs": len(columns.inputs),
        "columns": tuple(columns.names[i] for i in columns.inputs) if columns.named else (),
        "target": name if columns.named else str(columns.target + 1),
        "note": note,
        "own": True,
        **POINTS,
    }
    if objective == REGRESSION:
        numbers = _numbers(table, name, texts, lines, note, kept)
        return Task(**{**common, **_regression(path, numbers), "data": lambda seed: (X, numbers)})
    labels, y = _classes(table, name, texts, lines, kept)
    return Task(**{**common, **_classification(path, labels, y), "data": lambda seed: (X, y)})


def _asked(kept: Kept | None, asked: str | None) -> str | None:
    """What the target is to be taken for, if anybody says so."""
    known = kept.objective if kept else None
    if kept and asked and known and asked != known:
        raise Refused(f"argument --objective: {kept.name} was trained for {known}")
    return asked or known


def _regression(path: Path, y: list[float]) -> dict[str, Any]:
    return {
        "title": f"{path.name}, {len(y)} rows with numbers from {min(y):.6g} to {max(y):.6g}",
        "activation": "tanh",  # what was not in the rows is told better than with relu
        "accuracy": 0.0,
        "objective": "mse",
        "labels": (),
    }


def _classification(path: Path, labels: tuple[str, ...], y: list[int]) -> dict[str, Any]:
    two = len(labels) == 2
    return {
        "title": f"{path.name}, {len(y)} rows of {len(labels)} classes",
        "accuracy": 0.0,
        "objective": "bce_with_logits" if two else "cross_entropy",
        "outputs": 1 if two else len(labels),
        "labels": labels,
    }


def _columns(table: Table, target: str | None, kept: Kept | None) -> Columns:
    cells = table.first[1]
    if len(cells) < 2:
        raise Refused(f"{table.name} has one column: a target needs others to be told from")
    place = _place(table, target, kept)
    found = titles(table, place)
    names = found or [f"column {i}" for i in range(1, len(cells) + 1)]
    inputs = [i for i in range(len(cells)) if i != place]
    if kept and kept.columns and found:
        inputs = kept.places(table.name, found)
        if place in inputs:
            raise Refused(f"{table.name}: {names[place]!r} is an input of {kept.name}, no target")
    return Columns(names, found is not None, inputs, place)


def _place(table: Table, target: str | None, kept: Kept | None) -> int:
    """Which column is the target: by name, by number from 1 on, or the last."""
    cells = table.first[1]
    if target is None:
        wanted = kept.target if kept else None
        return cells.index(wanted) if wanted in cells else len(cells) - 1
    if target in cells:
        return cells.index(target)
    if target.isdecimal() and len(target) < 6 and 1 <= int(target) <= len(cells):
        return int(target) - 1
    known = ", ".join(cells[:20])
    raise Refused(f"argument --target: {table.name} has no column {target!r}, but {known}")


def _rows(table: Table, columns: Columns) -> tuple[list[list[float]], list[str], list[int]]:
    """The numbers, the targets as they are written, and the lines on which they stand."""
    bad, width = Bad(table), len(columns.names)
    X: list[list[float]] = []
    texts, lines = [], []
    for line, cells in table.more if columns.named else (table.first, *table.more):
        if not bad.fits(line, cells, width):
            continue
        X.append([cell_number(bad, line, columns.names[i], cells[i]) for i in columns.inputs])
        texts.append(cells[columns.target])
        lines.append(line)
        if not texts[-1]:
            bad.add(line, columns.names[columns.target], "there is no target")
    bad.refuse()
    if len(X) < 2:
        raise Refused(f"{table.name} has {len(X)} row{'' if X else 's'}: two or more are needed")
    for i, column in zip(columns.inputs, zip(*X)):
        _varies(table, columns.names[i], column)
    return X, texts, lines


def _classes(
    table: Table, name: str, texts: list[str], lines: list[int], kept: Kept | None
) -> tuple[tuple[str, ...], list[int]]:
    """The classes in order, and that of each row as its number."""
    numbers = [number(text) for text in texts]
    if None not in numbers:
        texts = [_short(x) for x in numbers if x is not None]
    if kept and kept.labels:
        return kept.labels, _known(table, name, texts, lines, kept.labels)
    bad = Bad(table)
    for line, text in zip(lines, texts):
        if text.lower() in MISSING:
            bad.add(line, name, f"{text!r} is no class: leave the row out")
    bad.refuse()
    found = sorted({*texts}, key=float if None not in numbers else None)
    if len(found) < 2:
        raise Refused(f"{table.name}: all rows are of the class {found[0]!r}: two are needed")
    if len(found) > MOST_CLASSES:
        raise Refused(
            f"{table.name}: column {name!r} has {len(found)} different entries, and at most "
            f"{MOST_CLASSES} classes are told apart; is it another column? --target names it"
        )
    order = {text: i for i, text in enumerate(found)}
    return tuple(found), [order[text] for text in texts]


def _known(
    table: Table, name: str, texts: list[str], lines: list[int], labels: Sequence[str]
) -> list[int]:
    """The number of each row's class, among those that a model knows."""
    order, bad = {text: i for i, text in enumerate(labels)}, Bad(table)
    for line, text in zip(lines, texts):
        if text not in order:
            bad.add(line, name, f"the model knows no {text[:40]!r}, but {', '.join(labels)}")
    bad.refuse()
    return [order[text] for text in texts]


def _short(x: float) -> str:
    """The text of a number, which may be written in several ways."""
    return str(int(x)) if x == int(x) else repr(x)


def _numbers(
    table: Table, name: str, texts: list[str], lines: list[int], note: str, kept: Kept | None
) -> list[float]:
    """The targets as numbers; a bad one is named by its line."""
    bad = Bad(table)
    found = [cell_number(bad, line, name, text) for line, text in zip(lines, texts)]
    bad.refuse(f" ({note})" if note else "")
    if kept is None and len({*found}) < 2:
        raise Refused(
            f"{table.name}: column {name!r} is {found[0]:.6g} in all rows: there is nothing to tell"
        )
    _varies(table, name, found)
    return found


def _varies(table: Table, name: str, column: Sequence[float]) -> None:
    """Raise ``Refused`` for numbers so near to one another that no float is their variance."""
    if 0.0 < (width := max(column) - min(column)) < 1.0 / LARGEST:
        raise Refused(
            f"{table.name}: column {name!r} varies by {width:.3g} only, whose square is no number "
            "here: write it in a smaller unit"
        )
