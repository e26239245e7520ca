"""Numbers by the paths of parameters: nested as the paths say, or as tensors.

Read ``tensors.py`` next.

>>> nested({"w.0": 1.0, "w.1": 2.0, "b": 0.5})
{'w': [1.0, 2.0], 'b': 0.5}
>>> [(tensor.name, tensor.shape) for tensor in grids(["neurons.0.w.0", "neurons.1.w.0", "b"])]
[('neurons.w', (2, 1)), ('b', ())]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeVar

from nn.files.fields import Unfit, number_of

__all__ = ["Grid", "count", "grids", "nested", "pairs"]

T = TypeVar("T")

#: lists whose members stand side by side, so that their numbers make matrices
SIDE_BY_SIDE = ("neurons",)


def nested(named: Mapping[str, T]) -> Any:
    """Numbers by path as dicts and lists within one another; flat where two paths exclude that."""
    root: dict[str, Any] = {}
    for path, x in named.items():
        *way, last = path.split(".")
        node = root
        for name in way:
            node = node.setdefault(name, {})
            if not isinstance(node, dict):
                return dict(named)
        if last in node:
            return dict(named)
        node[last] = x
    return {name: _listed(part) for name, part in root.items()}


def _listed(node: Any) -> Any:
    """Dicts with the keys 0, 1, … as lists."""
    if not isinstance(node, dict):
        return node
    parts = [_listed(part) for part in node.values()]
    numbered = [*node] == [str(i) for i in range(len(node))]
    return parts if numbered else dict(zip(node, parts))


def count(data: Any) -> int:
    """How many numbers there are in nested lists and dicts."""
    total, stack = 0, [data]
    while stack:
        part = stack.pop()
        if isinstance(part, (dict, list)):
            stack += part.values() if isinstance(part, dict) else part
        else:
            total += 1
    return total


def pairs(wanted: Any, given: Any, place: str) -> Iterator[tuple[Any, float]]:
    """What stands in ``wanted``, each with the number that stands there in ``given``.

    ``Unfit`` where they are not nested alike, and for what is no finite number.
    """
    if not isinstance(wanted, (dict, list)):
        yield wanted, number_of(given, place)
        return
    if type(given) is not type(wanted):
        raise Unfit(f"{place} is not nested as the parameters of the model are")
    if isinstance(wanted, dict):
        for name in [*wanted, *given]:
            if name not in given or name not in wanted:
                where = "the file" if name in given else "the model"
                raise Unfit(f"{place}.{name[:40]} stands in {where} alone")
        for name, part in wanted.items():
            yield from pairs(part, given[name], f"{place}.{name}")
    else:
        if len(given) != len(wanted):
            raise Unfit(f"{place} has {len(given)} parts, and in the model {len(wanted)}")
        for i, (part, x) in enumerate(zip(wanted, given)):
            yield from pairs(part, x, f"{place}.{i}")


# --- tensors ---


@dataclass(frozen=True)
class Grid:
    """A tensor: its name, its shape, and the paths of its numbers in row-major order."""

    name: str
    shape: tuple[int, ...]
    paths: tuple[str, ...]


def grids(paths: Sequence[str]) -> list[Grid]:
    """The paths as few tensors: trailing numbers are axes, and so is that of a neuron in its layer.

    Where such a tensor would have gaps, its first axis becomes a part of the names.
    """
    places = {path: _axes(path) for path in paths}
    found = list(_grids(list(paths), places))
    if any(n > 1 for n in Counter(grid.name for grid in found).values()):
        return [Grid(path, (), (path,)) for path in paths]
    return found


def _axes(path: str) -> list[int]:
    """Which words of a path count along an axis."""
    words = path.split(".")
    numbers = [i for i, word in enumerate(words) if word.isdecimal()]
    last = max((i for i, word in enumerate(words) if not word.isdecimal()), default=-1)
    return [i for i in numbers if i > last or (i and words[i - 1] in SIDE_BY_SIDE)]


def _grids(paths: list[str], axes: dict[str, list[int]]) -> Iterator[Grid]:
    groups: dict[tuple[str, int], list[str]] = {}
    for path in paths:
        groups.setdefault((_without(path, axes[path]), len(axes[path])), []).append(path)
    for (name, rank), members in groups.items():
        indices = [tuple(path.split(".")[i] for i in axes[path]) for path in members]
        shape = tuple(len({*column}) for column in zip(*indices))
        full = product(*[[str(i) for i in range(n)] for n in shape])
        if not rank or indices == [*full]:
            yield Grid(name, shape, tuple(members))
        else:
            yield from _grids(members, {path: axes[path][1:] for path in members})


def _without(path: str, axes: list[int]) -> str:
    return ".".join(word for i, word in enumerate(path.split(".")) if i not in axes)
