"""What of a submission is run: its imports and definitions, and the answers; no training, no plots.

Read ``marking.py`` next.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from pathlib import Path

from autograd.files import parse_json, read_bytes

__all__ = ["definitions", "pieces"]

_IMPORTS = (ast.Import, ast.ImportFrom)
_DEFINING = (*_IMPORTS, ast.FunctionDef, ast.ClassDef)
#: what is only drawn with may be missing here
_TRIED = "try:\n    {}\nexcept ImportError:\n    pass"


def pieces(path: Path) -> list[str]:
    """The code of a submission: the code cells of a notebook, or the whole of another file.

    Raises ``FileFormatError`` for what is no notebook, ``OSError`` and ``UnicodeDecodeError`` as
    files do.
    """
    raw = read_bytes(path)
    if path.suffix != ".ipynb":
        return [raw.decode("utf-8")]
    found = parse_json(raw, path.name)
    cells = found.get("cells") if isinstance(found, dict) else None
    listed = cells if isinstance(cells, list) else []
    code = [c for c in listed if isinstance(c, dict) and c.get("cell_type") == "code"]
    return [_joined(cell.get("source")) for cell in code]


def _joined(source: object) -> str:
    """The text of a cell, without the lines that speak to the notebook."""
    text = "".join(map(str, source)) if isinstance(source, list) else str(source or "")
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(("%", "!")))


def definitions(texts: Collection[str], names: Collection[str]) -> tuple[str, list[str]]:
    """The imports, functions, classes, constants and answers in these texts; what was no Python.

    >>> definitions(["history = fit()\\nw = (1, 2)", "oh no"], [])
    ('w = (1, 2)', ['piece 2 is no Python'])
    """
    kept, notes = [], []
    for i, text in enumerate(texts, start=1):
        try:
            kept += list(_kept(text, names))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            notes.append(f"piece {i} is no Python")
    return "\n".join(kept), notes


def _kept(text: str, names: Collection[str]) -> Iterator[str]:
    for node in ast.parse(text).body:
        answer = isinstance(node, ast.Assign) and _is_answer(node, names)
        if not answer and not isinstance(node, _DEFINING):
            continue
        decorators = getattr(node, "decorator_list", [])
        parts = [f"@{ast.get_source_segment(text, one)}" for one in decorators]
        kept = "\n".join([*parts, ast.get_source_segment(text, node) or ""])
        yield _TRIED.format(kept) if isinstance(node, _IMPORTS) else kept


def _is_answer(node: ast.Assign, names: Collection[str]) -> bool:
    """Whether an answer gets its name, or some name a plain number, text or list."""
    targets = [target.id for target in node.targets if isinstance(target, ast.Name)]
    if set(targets) & set(names):
        return True
    try:
        ast.literal_eval(node.value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return len(targets) == len(node.targets)
