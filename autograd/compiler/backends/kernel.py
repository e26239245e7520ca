"""What a kernel is: a program that runs on the columns of a batch.

``FloatKernel`` (``python.py``) is generated Python on floats, for one example and no dependency.
``ArrayKernel`` (``arrays.py``) is generated Python on NumPy arrays, ``NativeKernel``
(``llvm/run.py``) machine code from llvmlite: both take the whole batch as columns, add their first
outputs up over it, weighted, and give the others by example. Read ``text.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

__all__ = ["Bound", "Kernel"]


class Kernel(Protocol):
    """A program made ready for batches."""

    name: str

    def bind(self, columns: Sequence[Any], examples: int) -> Bound:
        """The kernel on these columns: contiguous float64 arrays of one length."""


class Bound(Protocol):
    """A kernel on the columns of one batch: call it again and again with other parameters.

    ``run(parameters, weight)`` (a float64 array, a number) fills ``sums``, the weighted sums of
    the first outputs over the batch, and ``outputs``, an array by example for each of the rest.
    It answers whether all sums are finite.
    """

    sums: Any
    outputs: list[Any]

    def run(self, parameters: Any, weight: float) -> bool:
        """Compute everything anew."""
