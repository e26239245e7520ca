"""Tables in CSV files: their lines, a header or none, and every bad cell by line and column.

A file may be separated by commas, semicolons or tabs, whichever its first line has most of.
Read ``target.py`` next.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import autograd as ag
from nn.cli.arguments import number
from nn.cli.terminal import Refused

__all__ = ["LARGEST", "Bad", "Table", "cell_number", "opened", "titles", "told_apart"]

#: bytes of a file, and the size of a number
MOST_BYTES, LARGEST = 4_000_000, 1e100
#: bad cells that are told one by one
MOST_TOLD = 5


class Table(NamedTuple):
    """A file's name, its first line that is not empty, and an iterator of the lines that follow.

    A line is its number in the file, and its cells.
    """

    name: str
    first: tuple[int, list[str]]
    more: Iterator[tuple[int, list[str]]]


def opened(path: Path) -> Table:
    """The table of a file; raises ``Refused`` for what is no table, ``OSError`` for no file."""
    raw, name = ag.files.read_bytes(path, MOST_BYTES), str(path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            f"{name} is no text in UTF-8: byte {error.start} is {raw[error.start]:#04x}; save it "
            "as one, which spreadsheets call CSV UTF-8"
        ) from None
    lines = _lines(name, text)
    first = next(lines, None)
    if first is None:
        raise Refused(f"{name} is empty: a row of numbers for each example is needed")
    return Table(name, first, lines)


def _lines(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    head = text.lstrip().partition("\n")[0]
    mark = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, skipinitialspace=True)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise Refused(f"{name}, line {reader.line_num}: {error}") from None
        if cells is None:
            return
        if len(cells) > 1 or (cells and cells[0].strip()):
            yield reader.line_num, [cell.strip() for cell in cells]


def titles(table: Table, besides: int | None = None) -> list[str] | None:
    """The cells of the first line, if it is a header; None if it is a row of numbers.

    A cell ``besides`` which targets stand is not asked. Raises ``Refused`` for what is neither.
    """
    line, cells = table.first
    asked = [cell for i, cell in enumerate(cells) if i != besides]
    words = [cell for cell in asked if number(cell) is None]
    if not words:
        return None
    if len(words) < len(asked):
        raise Refused(
            f"{table.name}, line {line}, is neither a header nor a row of numbers: {words[0]!r} is "
            "no number and others are"
        )
    names = [cell or f"column {i}" for i, cell in enumerate(cells, 1)]
    told_apart(table, names, names)
    return names


def told_apart(table: Table, names: Sequence[str], asked: Sequence[str]) -> None:
    """Raise ``Refused`` where a name that is ``asked`` for is that of two columns."""
    if twice := next((name for name in asked if names.count(name) > 1), None):
        raise Refused(f"{table.name}: two columns are called {twice!r}")


class Bad:
    """The bad cells of a table, as they are met."""

    def __init__(self, table: Table) -> None:
        self.name, self.count, self.told = table.name, 0, list[str]()

    def add(self, line: int, column: str | None, why: str) -> None:
        """One more, in a named column or of the line as a whole."""
        self.count += 1
        if self.count <= MOST_TOLD:
            place = f"line {line}" if column is None else f"line {line}, column {column!r}"
            self.told.append(f"{place}: {why}")

    def fits(self, line: int, cells: Sequence[str], width: int) -> bool:
        """Whether a line is as long as it should be; it is noted if not."""
        if len(cells) != width:
            self.add(line, None, f"{len(cells)} cells, where {width} are needed")
        return len(cells) == width

    def refuse(self, advice: str = "") -> None:
        """Raise ``Refused`` if there were any, with some ``advice``."""
        if self.count:
            more = self.count - len(self.told)
            end = f"; and {more} more{advice}" if more else advice
            raise Refused(f"{self.name}: {'; '.join(self.told)}{end}")


def cell_number(bad: Bad, line: int, column: str, cell: str) -> float:
    """The number of a cell; a bad one is noted, and is 0."""
    x = number(cell)
    if x is None:
        bad.add(line, column, _no_number(cell))
    elif abs(x) > LARGEST:
        bad.add(line, column, f"{cell[:40]} is too large")
    return x or 0.0


def _no_number(cell: str) -> str:
    """What to say of a cell that is none, in words of whoever wrote it."""
    if not cell:
        return "there is no number"
    point = cell.replace(",", ".")
    comma = point != cell and number(point) is not None
    return f"{cell[:40]!r} is no number" + (f": write {point[:40]}, with a point" if comma else "")
