"""The arrays that a model's parameters make, by the paths to them.

``layers.0.neurons.3.w.1`` is ``W1[3,1]``: numbers at the end of a path are subscripts, and so is
the number of a part whose fellows are built alike out of nothing but rows and numbers (neurons).
The numbers that are left over count the layers. Read ``naming.py`` next.
"""

from __future__ import annotations

import keyword
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from autograd.compiler.loops.arrays import Array

__all__ = ["evenly_spaced", "identifier", "parameter_arrays"]

Path = tuple[str, ...]


class _Grid(NamedTuple):
    """Parameters of one kind: the words of their path, and their places, row-major."""

    words: Path
    shape: tuple[int, ...]
    places: tuple[int, ...]


def parameter_arrays(
    paths: Sequence[str], taken: Iterable[str] = (), used: Iterable[int] = ()
) -> list[Array]:
    """The arrays of parameters with these paths ("" for none), and last ``p``, all of them.

    Layers are counted as ``used`` meets parameters of theirs, then in order. Arrays whose places
    are not evenly spaced are left to ``p``, and so are labels that several have.

    >>> paths = [f"layers.0.neurons.{i}.{x}" for i in range(3) for x in ("w.0", "w.1", "b")]
    >>> for array in parameter_arrays(paths): print(*array)
    W1 0 (3, 2) (3, 1)
    b1 2 (3,) (3,)
    p 0 (9,) (1,)
    """
    often = Counter(paths)  # labels need not differ
    entries = [
        (tuple(path.split(".")), place)
        for place, path in enumerate(paths)
        if path and often[path] == 1
    ]
    grids = _grids(entries) if entries else []
    taken = {"p", *taken}
    found = []
    for grid, name in zip(grids, _names(grids, used)):
        strides = evenly_spaced(grid.places, grid.shape)
        if strides is not None and all(s > 0 for s in strides):
            found.append(Array(identifier(name, taken), grid.places[0], grid.shape, strides))
            taken.add(found[-1].name)
    return [*found, Array("p", 0, (len(paths),), (1,))]


def _grids(entries: list[tuple[Path, int]]) -> list[_Grid]:
    if len(entries) == 1 and not entries[0][0]:
        return [_Grid((), (), (entries[0][1],))]
    parts: dict[str, list[tuple[Path, int]]] = {}
    for path, place in entries:
        parts.setdefault(path[0] if path else "", []).append((path[1:], place))
    below = {part: _grids(inside) for part, inside in parts.items()}
    if _are_axis(list(below)) and _alike(list(below.values())):
        return [
            _Grid(same[0].words, (len(same), *same[0].shape), sum((g.places for g in same), ()))
            for same in zip(*below.values())
        ]
    return [
        grid._replace(words=(part, *grid.words)) for part, grids in below.items() for grid in grids
    ]


def _are_axis(parts: list[str]) -> bool:
    return parts == [str(i) for i in range(len(parts))]


def _alike(items: list[list[_Grid]]) -> bool:
    """Whether parts of a list are built alike, and are numbers, nests of them, or neurons."""
    forms = [[(grid.words, grid.shape) for grid in grids] for grids in items]
    if any(form != forms[0] for form in forms):
        return False
    return all(not words or len(shape) <= 1 for words, shape in forms[0])


def evenly_spaced(places: Sequence[int], shape: tuple[int, ...]) -> tuple[int, ...] | None:
    """The strides of a grid of places, row-major; ``None`` if it has no such.

    >>> evenly_spaced([2, 3, 5, 6], (2, 2)), evenly_spaced([2, 3, 5, 7], (2, 2))
    ((3, 1), None)
    """
    strides, step = [], len(places)
    for size in shape:
        step //= size
        strides.append(places[step] - places[0] if size > 1 else places[-1] - places[0] + 1)
    grid = [places[0]]
    for size, stride in zip(shape, strides):
        grid = [place + stride * i for place in grid for i in range(size)]
    return tuple(strides) if grid == list(places) else None


def _names(grids: list[_Grid], used: Iterable[int]) -> list[str]:
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


def _words(grid: _Grid) -> list[str]:
    return [word for word in grid.words if word and not word.isdecimal()]


def _name(grid: _Grid, count: str, length: int) -> str:
    words = _words(grid) or ["p"]
    matrix = words[-1] in ("w", "weight", "weights") and len(grid.shape) == 2
    last = "W" if matrix else words[-1]
    return "_".join([last, *words[-length:-1]]) + count


def identifier(name: str, taken: Iterable[str]) -> str:
    """A name that code may use: letters, digits and underscores, and not taken yet."""
    name = "".join(c if c.isalnum() or c == "_" else "_" for c in name)
    name = name if name.isidentifier() else f"_{name}"
    while name in taken or keyword.iskeyword(name):
        name += "_"
    return name
