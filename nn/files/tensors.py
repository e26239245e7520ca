"""A model's numbers as ``.safetensors``: tensors by name, which PyTorch and others read.

The head of such a file is JSON, and the numbers stand behind it as they do in memory; the package
``safetensors`` writes and reads it. Read ``histories.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import autograd as ag
from nn.checks import needed
from nn.files.fields import Unfit, number_of
from nn.files.numbers import grids

__all__ = ["Tensors", "bytes_of", "tensors_in"]

#: what is read; both are exact in double precision, which is what is written
TYPES = ("F64", "F32")
#: in the file's own metadata, the entry with everything but the numbers
ENTRY = "nn"


@dataclass(frozen=True)
class Tensors:
    """What a file has: JSON about the model (None in a foreign file), and tensors by name."""

    about: Any
    arrays: dict[str, Any]

    @property
    def count(self) -> int:
        """How many numbers there are."""
        return sum(array.size for array in self.arrays.values())

    def pairs(self, wanted: Mapping[str, Any]) -> Iterator[tuple[Any, float]]:
        """What is ``wanted`` by path, each with its number; ``Unfit`` where they differ."""
        found = {grid.name: grid for grid in grids(list(wanted))}
        for name in [*found, *self.arrays]:
            if self.about is None and found.keys() != self.arrays.keys():
                raise Unfit(
                    f"this file of others has the tensors {_some(sorted(self.arrays))}, and into "
                    f"{_some(found)}; what was written by PyTorch is loaded into its module there, "
                    "and nn.export.from_torch(module) makes the model"
                )
            if name not in self.arrays or name not in found:
                where = "the file" if name in self.arrays else "the model"
                raise Unfit(f"the tensor {name[:80]!r} stands in {where} alone")
        for name, grid in found.items():
            array = self.arrays[name]
            if array.shape != grid.shape:
                here, there = _shape(array.shape), _shape(grid.shape)
                raise Unfit(f"the tensor {name!r} is {here}, and in the model {there}")
            for path, x in zip(grid.paths, array.ravel().tolist()):
                yield wanted[path], number_of(x, path)


def bytes_of(numbers: Mapping[str, float], about: str) -> bytes:
    """A file of numbers by path, in double precision, with JSON about them."""
    np, package = _packages()
    tensors = {
        grid.name: np.array([numbers[path] for path in grid.paths], "float64").reshape(grid.shape)
        for grid in grids(list(numbers))
    }
    written: bytes = package.save(tensors, metadata={ENTRY: about})
    return written


def tensors_in(raw: bytes, name: str) -> Tensors:
    """What stands in the bytes of a file called ``name``; ``Unfit`` if it is damaged or foreign."""
    package = _packages()[1]
    size = int.from_bytes(raw[:8], "little")
    if not 0 < size <= len(raw) - 8:
        raise Unfit("this is no .safetensors file, or not all of it")
    head = ag.files.parse_json(raw[8 : 8 + size], name)
    for tensor, entry in head.items() if isinstance(head, dict) else ():
        kind = entry.get("dtype") if isinstance(entry, dict) and tensor != "__metadata__" else None
        if isinstance(kind, str) and kind not in TYPES:
            raise Unfit(
                f"the tensor {tensor[:80]!r} is of {kind[:20]}, and read are {' and '.join(TYPES)}:"
                " convert it where it was made (in PyTorch by .float())"
            )
    try:
        found: dict[str, Any] = package.load(raw)
    except Exception as error:  # of its own kinds, and whatever a damaged head leads to
        raise Unfit(f"this is no .safetensors file, or not all of it: {error}") from None
    return Tensors(_about(head, name), found)


def _about(head: Any, name: str) -> Any:
    text = head.get("__metadata__", {}).get(ENTRY) if isinstance(head, dict) else None
    if text is None:
        return None
    return ag.files.parse_json(text.encode("utf-8", "replace"), f"{name}, metadata")


def _packages() -> tuple[Any, Any]:
    """NumPy, and the package that knows the format."""
    purpose = "a .safetensors file"
    return needed(purpose, "numpy"), needed(purpose, "safetensors.numpy")


def _some(names: Iterable[str]) -> str:
    first, *more = names
    shown = ", ".join(name[:40] for name in (first, *more[:2]))
    return f"{shown}, …" if len(more) > 2 else shown


def _shape(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape)) or "one number"
