"""``--predict``: what a model says of rows that are given as numbers or in a CSV file.

Read ``options.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import autograd as ag
from nn.cli.arguments import number
from nn.cli.csv_file import LARGEST, Bad, Table, cell_number, opened, titles, told_apart
from nn.cli.kept import Kept
from nn.cli.terminal import Refused
from nn.losses.objective import last_activation
from nn.models.predict import predict
from nn.probabilities import softmax

__all__ = ["answers", "asked"]


def asked(text: str, kept: Kept | None, columns: Sequence[str] = ()) -> list[list[float]]:
    """The rows of ``--predict``: numbers with commas between them, or the name of a CSV file.

    Of a file with a header come the ``columns`` (else those of the ``kept`` model) by name. Raises
    ``Refused`` that tells lines and columns.
    """
    cells = [number(cell) for cell in text.split(",")]
    if None not in cells:
        row = [x for x in cells if x is not None]
        if max(map(abs, row)) > LARGEST:
            raise Refused(f"argument --predict: {text[:60]!r} has a number that is too large")
        return [row]
    path = Path(text)
    if not text or "\0" in text or not path.exists():
        raise Refused(
            f"argument --predict: {text[:60]!r} is neither a row of numbers such as 0,1 nor a CSV "
            "file that is there"
        )
    return _rows(path, kept, columns)


def _rows(path: Path, kept: Kept | None, columns: Sequence[str]) -> list[list[float]]:
    table = opened(path)
    width = len(table.first[1])
    wanted = list(columns) or list(kept.columns if kept else ())
    header = _header(table, wanted)
    names = header or [f"column {i}" for i in range(1, width + 1)]
    places = list(range(width))
    if header and wanted:
        if missing := next((name for name in wanted if name not in header), None):
            raise Refused(f"{path} has no column {missing!r}; the model takes {', '.join(wanted)}")
        places = [header.index(name) for name in wanted]
    bad, rows = Bad(table), []
    for line, cells in table.more if header else (table.first, *table.more):
        if bad.fits(line, cells, width):
            rows.append([cell_number(bad, line, names[i], cells[i]) for i in places])
    bad.refuse()
    if not rows:
        raise Refused(f"{path} has a header and no rows")
    return rows


def _header(table: Table, wanted: Sequence[str]) -> list[str] | None:
    """The cells of the first line, if it names the wanted columns or is a header anyway."""
    cells = table.first[1]
    if not wanted or not {*wanted} <= {*cells}:
        return titles(table)
    told_apart(table, cells, wanted)
    return cells


def answers(model: Any, labels: Sequence[str], rows: list[list[float]]) -> list[dict[str, Any]]:
    """What the model says of each row: its class and how sure it is of it, or plain numbers.

    Raises ``Refused`` for a model that takes other rows.
    """
    try:
        found = predict(model, rows)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        wide = f"{len(rows[0])} number{'' if len(rows[0]) == 1 else 's'}"
        raise Refused(f"the model has no answer to a row of {wide}: {error}") from None
    return [{"row": row, **_read(model, labels, said)} for row, said in zip(rows, found)]


def _read(model: Any, labels: Sequence[str], said: Any) -> dict[str, Any]:
    """An answer as the class it stands for, or as it is."""
    outputs = said if isinstance(said, list) else [said]
    if not all(isinstance(x, (int, float)) and math.isfinite(x) for x in outputs):
        raise Refused("the model's answer is no finite number, or more than a row of them")
    last = last_activation(model)
    if len(outputs) == 1 and len(labels) == 2 and last in ("linear", "sigmoid"):
        upper = float(outputs[0] if last == "sigmoid" else ag.sigmoid(outputs[0]))
        shares = [1.0 - upper, upper]
    elif len(outputs) == len(labels) > 1 and last == "linear":
        shares = softmax(outputs)
    else:
        return {"answer": said}
    best = max(range(len(shares)), key=shares.__getitem__)
    return {"answer": labels[best], "probability": shares[best]}
