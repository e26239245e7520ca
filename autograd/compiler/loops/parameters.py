"""The arrays that a model's parameters make, by the paths to them.

What they are called stands in ``autograd/grids.py``. Read ``naming.py`` next.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Sequence
from unicodedata import normalize

from autograd.compiler.loops.arrays import Array
from autograd.grids import parameter_grids

__all__ = ["evenly_spaced", "identifier", "parameter_arrays", "spelled"]


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
    taken = {"p", *taken}
    found = []
    for name, grid in parameter_grids(paths, used):
        strides = evenly_spaced(grid.places, grid.shape)
        if strides is not None and all(s > 0 for s in strides):
            found.append(Array(identifier(name, taken), grid.places[0], grid.shape, strides))
            taken.add(found[-1].name)
    return [*found, Array("p", 0, (len(paths),), (1,))]


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


def identifier(name: str, taken: Iterable[str]) -> str:
    """A name that code may use: letters, digits and underscores, and not taken yet.

    Subscripts stay: ``q₁`` is spelled ``q1`` where code is written (``naming.plain``).

    >>> identifier("q₁", []), identifier("q₁", ["q1"]), identifier("2nd-w", [])
    ('q₁', 'q₁_', '_2nd_w')
    """
    name = "".join(c if c.isalnum() or c == "_" else "_" for c in name)
    name = name if spelled(name).isidentifier() else f"_{name}"
    used = {spelled(other) for other in taken}
    while spelled(name) in used or keyword.iskeyword(spelled(name)):
        name += "_"
    return name


def spelled(name: str) -> str:
    """A name without subscripts, as Python itself reads names (NFKC).

    >>> spelled("q₁")
    'q1'
    """
    return normalize("NFKC", name)
