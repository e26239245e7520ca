"""Which cells of a lesson show widgets, and which cells these need to run."""

import ast
import dis
from collections.abc import Iterator
from types import CodeType
from typing import Any

MOVING = {"interact", "interactive", "interactive_output", "explore"}


def calls(source: str) -> set[str]:
    """The functions that are called, by their last name."""
    found = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return {f.attr if isinstance(f, ast.Attribute) else getattr(f, "id", "") for f in found}


def names(source: str) -> tuple[set[str], set[str]]:
    """Names that a cell sets, and those that it takes from other cells."""
    top, *inner = _parts(compile(source, "cell", "exec", dont_inherit=True))
    sets: set[str] = set()
    takes: set[str] = set()
    for step in dis.get_instructions(top):
        if step.opname == "STORE_NAME":
            sets.add(step.argval)
        elif step.opname == "LOAD_NAME" and step.argval not in sets:
            takes.add(step.argval)
    for part in inner:  # these look their names up when they are called
        found = {s.argval for s in dis.get_instructions(part) if s.opname == "LOAD_GLOBAL"}
        takes |= found - sets
    return sets, takes


def _parts(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _parts(inner)


def widgets(cells: list[Any]) -> list[int]:
    """The places of the cells that show sliders or a player."""
    return [i for i, cell in enumerate(cells) if calls(cell.source) & MOVING]


def needed(cells: list[Any]) -> list[int]:
    """The places of the cells with widgets, and of all that define what those use.

    A name is what the nearest cell above made it, or else (for a function) one between it and the
    widget. What a cell changes in place, as training does, is left as it was.
    """
    known = [names(cell.source) for cell in cells]
    todo = widgets(cells)
    found = set(todo)
    while todo:
        place = todo.pop()
        above, below = range(place - 1, -1, -1), range(place + 1, max(found))
        for name in known[place][1]:
            maker = next((i for i in (*above, *below) if name in known[i][0]), None)
            if maker is not None and maker not in found:
                found.add(maker)
                todo.append(maker)
    return sorted(found)
