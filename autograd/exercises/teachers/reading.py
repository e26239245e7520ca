"""What of a submission is run: its imports and definitions, the answers, and what these need.

No training and no plots. Read ``marking.py`` next.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.util import decode_source
from pathlib import Path

from autograd.errors import FileFormatError
from autograd.files import parse_json, read_bytes

__all__ = ["Statement", "definitions", "pieces"]

_DEFINING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
_ASSIGNING = (ast.Assign, ast.AnnAssign, ast.AugAssign)
_BLOCKS = (ast.If, ast.Try, ast.With, ast.For)


def pieces(path: Path) -> list[str]:
    """The code of a submission: the code cells of a notebook, or the whole of another file.

    Raises ``FileFormatError`` for what is no notebook, ``OSError``, ``SyntaxError`` and
    ``UnicodeDecodeError`` as files do.
    """
    raw = read_bytes(path)
    if path.suffix != ".ipynb":
        return [decode_source(raw)]
    found = parse_json(raw, path.name)
    cells = found.get("cells") if isinstance(found, dict) else None
    if not isinstance(cells, list):
        raise FileFormatError(f"{path.name} is no notebook: it has no cells")
    code = [c for c in cells if isinstance(c, dict) and c.get("cell_type") == "code"]
    return [_joined(cell.get("source")) for cell in code]


def _joined(source: object) -> str:
    """The text of a cell, without the lines that speak to the notebook."""
    text = "".join(map(str, source)) if isinstance(source, list) else str(source or "")
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        lines = text.split("\n")
        return "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!")))
    return text


@dataclass(frozen=True)
class Statement:
    """A statement of a submission, the names that it binds and the global ones that it reads."""

    source: str
    node: ast.stmt
    binds: frozenset[str]
    reads: frozenset[str]


def definitions(
    texts: Collection[str], names: Collection[str], given: Collection[str] = ()
) -> tuple[list[Statement], list[str]]:
    """The imports, functions, classes, constants and answers in these texts; what was no Python.

    Of the rest there is what the answers read, unless it is ``given``.

    >>> found, notes = definitions(["history = fit()\\nk = 1 / 3\\nw = (k, 2)", "oh no"], ["w"])
    >>> [statement.source for statement in found], notes
    (['k = 1 / 3', 'w = (k, 2)'], ['piece 2 is no Python'])
    """
    found: list[Statement] = []
    notes = []
    for i, text in enumerate(texts, start=1):
        try:
            found += list(_statements(text))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            notes.append(f"piece {i} is no Python")
    needed = _needed(found, names, given)
    return [s for s in found if _defines(s) or needed & s.binds], notes


def _statements(text: str) -> Iterator[Statement]:
    """The statements that may define something, each as it is written."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.encode() for line in text.split("\n")]
    for node in ast.parse(text).body:
        if not isinstance(node, (*_DEFINING, *_ASSIGNING, *_BLOCKS)):
            continue
        decorators = getattr(node, "decorator_list", [])
        first, column = (decorators[0].lineno, 0) if decorators else (node.lineno, node.col_offset)
        part = lines[first - 1 : node.end_lineno]
        part[-1] = part[-1][: node.end_col_offset]
        source = b"\n".join([part[0][column:], *part[1:]]).decode()
        yield Statement(source, node, *_names(source, node))


def _names(source: str, node: ast.stmt) -> tuple[frozenset[str], frozenset[str]]:
    """What a statement binds at the top, ``w`` for ``w[0] = 1``, and what it reads there."""
    table = symtable.symtable(source, "", "exec")
    binds = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    reads = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
    inner = table.get_children()
    while inner:
        scope = inner.pop()
        reads |= {s.get_name() for s in scope.get_symbols() if s.is_global()}
        inner += scope.get_children()
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", node)]
    for target in targets:
        while isinstance(target, (ast.Subscript, ast.Attribute)):
            target = target.value
            if isinstance(target, ast.Name):
                binds.add(target.id)
    return frozenset(binds), frozenset(reads)


def _needed(
    found: Collection[Statement], names: Collection[str], given: Collection[str]
) -> set[str]:
    """The answers' names, those that their statements read, and so on."""
    binding: dict[str, list[Statement]] = {}
    for statement in found:
        for name in statement.binds:
            binding.setdefault(name, []).append(statement)
    needed: set[str] = set()
    new = set(names)
    while new:
        needed |= new
        read = {name for one in new for made in binding.get(one, ()) for name in made.reads}
        new = read - needed - set(given)
    return needed


def _defines(statement: Statement) -> bool:
    """Whether it is kept in any case: an import, a function, a class, a plain number or text."""
    node = statement.node
    if isinstance(node, _DEFINING):
        return not (isinstance(node, ast.ImportFrom) and node.module == "__future__")
    if not isinstance(node, (ast.Assign, ast.AnnAssign)) or node.value is None:
        return False
    try:
        ast.literal_eval(node.value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return all(isinstance(target, ast.Name) for target in targets)
