"""The grids that a model's parameters make, by the paths to them: their names and places.

``layers.0.neurons.3.w.1`` is ``W1[3,1]``: numbers at the end of a path are subscripts, and so is
the number of a part whose fellows are built alike out of nothing but rows and numbers (neurons).
The numbers that are left over count the layers. Pictures and the compiler's listings take the
names of parameters from here. Read ``graph.py`` next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

__all__ = ["Grid", "parameter_grids", "parameter_names"]

Path = tuple[str, ...]


class Grid(NamedTuple):
    """Parameters of one kind: the words of their path, and their places, row-major."""

    words: Path
    shape: tuple[int, ...]
    places: tuple[int, ...]


def parameter_grids(paths: Sequence[str], used: Iterable[int] = ()) -> list[tuple[str, Grid]]:
    """The grids of parameters with these paths ("" for none), each with a name of its own.

    Layers are counted as ``used`` meets parameters of theirs, then in order. A path that several
    have, as labels may be, is left out.

    >>> paths = [f"layers.0.neurons.{i}.{x}" for i in range(3) for x in ("w.0", "w.1", "b")]
    >>> [(name, grid.shape) for name, grid in parameter_grids(paths)]
    [('W1', (3, 2)), ('b1', (3,))]
    """
    often = Counter(paths)
    entries = [
        (tuple(path.split(".")), place)
        for place, path in enumerate(paths)
        if path and often[path] == 1
    ]
    grids = _grids(entries) if entries else []
    return list(zip(_names(grids, used), grids))


def parameter_names(paths: Sequence[str], used: Iterable[int] = ()) -> dict[int, str]:
    """Place of a parameter -> its name in a grid.

    >>> parameter_names(["w.0", "w.1", "b"])
    {0: 'w[0]', 1: 'w[1]', 2: 'b'}
    """
    found = {}
    for name, grid in parameter_grids(paths, used):
        corners = product(*map(range, grid.shape))
        for place, corner in zip(grid.places, corners):
            found[place] = f"{name}[{','.join(map(str, corner))}]" if corner else name
    return found


def _grids(entries: list[tuple[Path, int]]) -> list[Grid]:
    if len(entries) == 1 and not entries[0][0]:
        return [Grid((), (), (entries[0][1],))]
    parts: dict[str, list[tuple[Path, int]]] = {}
    for path, place in entries:
        parts.setdefault(path[0] if path else "", []).append((path[1:], place))
    below = {part: _grids(inside) for part, inside in parts.items()}
    if _are_axis(list(below)) and _alike(list(below.values())):
        return [
            Grid(same[0].words, (len(same), *same[0].shape), sum((g.places for g in same), ()))
            for same in zip(*below.values())
        ]
    return [
        grid._replace(words=(part, *grid.words)) for part, grids in below.items() for grid in grids
    ]


def _are_axis(parts: list[str]) -> bool:
    return parts == [str(i) for i in range(len(parts))]


def _alike(items: list[list[Grid]]) -> bool:
    """Whether parts of a list are built alike, and are numbers, nests of them, or neurons."""
    forms = [[(grid.words, grid.shape) for grid in grids] for grids in items]
    if any(form != forms[0] for form in forms):
        return False
    return all(not words or len(shape) <= 1 for words, shape in forms[0])


def _names(grids: list[Grid], used: Iterable[int]) -> list[str]:
    """A short name for each that no other has: its last words, and the number of its layer."""
    numbers = [tuple(word for word in grid.words if word.isdecimal()) for grid in grids]
    layer_of = {place: key for grid, key in zip(grids, numbers) for place in grid.places}
    met = [*(layer_of.get(place, ()) for place in used), *numbers]
    layers = {key: i for i, key in enumerate(dict.fromkeys(filter(None, met)), 1)}
    counts = [str(layers[key]) if key else "" for key in numbers]
    lengths = [1] * len(grids)
    while True:
        names = [_name(grid, count, n) for grid, count, n in zip(grids, counts, lengths)]
        often = Counter(names)
        longer = [
            n + 1 if often[name] > 1 and n < len(_words(grid)) else n
            for grid, name, n in zip(grids, names, lengths)
        ]
        if longer == lengths:
            return names
        lengths = longer


def _words(grid: Grid) -> list[str]:
    return [word for word in grid.words if word and not word.isdecimal()]


def _name(grid: Grid, count: str, length: int) -> str:
    words = _words(grid) or ["p"]
    matrix = words[-1] in ("w", "weight", "weights") and len(grid.shape) == 2
    last = "W" if matrix else words[-1]
    return "_".join([last, *words[-length:-1]]) + count
