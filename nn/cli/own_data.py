"""``--data file.csv``: a table of one's own as a task.

One column is the target, the others are what it is told from. A target is a class: a word, or one
of a few whole numbers. Read ``rows.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from nn.cli.arguments import number
from nn.cli.csv_file import Bad, Table, cell_number, opened, titles
from nn.cli.kept import Kept
from nn.cli.tasks import POINTS, Task
from nn.cli.terminal import Refused

__all__ = ["own_task"]

MOST_CLASSES = 20


class Columns(NamedTuple):
    """The names of all columns, whether they stand in the file, and which are what."""

    names: list[str]
    named: bool
    inputs: list[int]
    target: int


def own_task(path: Path, target: str | None = None, kept: Kept | None = None) -> Task:
    """The task of a CSV file; of a ``kept`` model come the columns and the classes, if it has any.

    Raises ``Refused`` that tells lines and columns, ``OSError`` and ``FileFormatError`` for what is
    no file.
    """
    table = opened(path)
    columns = _columns(table, target, kept)
    X, texts, lines = _rows(table, columns)
    labels, y = _classes(table, columns.names[columns.target], texts, lines, kept)
    return Task(
        name=path.stem[:60],
        title=f"{path.name}, {len(X)} rows of {len(labels)} classes",
        data=lambda seed: (X, y),
        accuracy=0.0,
        objective="bce_with_logits" if len(labels) == 2 else "cross_entropy",
        inputs=len(columns.inputs),
        outputs=1 if len(labels) == 2 else len(labels),
        labels=labels,
        columns=tuple(columns.names[i] for i in columns.inputs) if columns.named else (),
        target=columns.names[columns.target] if columns.named else str(columns.target + 1),
        own=True,
        **POINTS,
    )


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
            bad.add(line, columns.names[columns.target], "there is no class")
    bad.refuse()
    if len(X) < 2:
        raise Refused(f"{table.name} has {len(X)} row{'' if X else 's'}: two or more are needed")
    return X, texts, lines


def _classes(
    table: Table, name: str, texts: list[str], lines: list[int], kept: Kept | None
) -> tuple[tuple[str, ...], list[int]]:
    """The classes in order, and that of each row as its number."""
    numbers = [number(text) for text in texts]
    whole = [x for x in numbers if x is not None and x == int(x)]
    if len(whole) == len(texts):
        texts = [str(int(x)) for x in whole]
    if kept and kept.labels:
        return kept.labels, _known(table, name, texts, lines, kept.labels)
    found = sorted({*texts}, key=int if len(whole) == len(texts) else None)
    if len(found) < 2:
        raise Refused(f"{table.name}: all rows are of the class {found[0]!r}: two are needed")
    if None not in numbers and len(whole) < len(texts):
        raise Refused(
            f"{table.name}: column {name!r} has numbers that are not whole, which are no classes; "
            'to tell numbers use nn.fit(…, loss="mse"), for another column --target'
        )
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
