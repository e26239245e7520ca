"""What a backend is, and a kernel: a program that runs on the columns of a batch.

A file of this folder that can run batches ends with its ``BACKEND``, a line of ``choice.py`` puts
it into their order. Read ``text.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from autograd.compiler.loops.loop import Loops

__all__ = ["Backend", "Bound", "Kernel"]


class Backend(NamedTuple):
    """One way to run batches.

    ``kernel(loops, sums)`` makes a program ready; its first ``sums`` outputs are added up over
    the batch, and its last input is then their weight. ``columns(given, names)`` looks at what the
    kernel will be bound to, ``vector(numbers)`` makes what it takes as parameters, and
    ``checked(parameters, count)`` looks at what is given as such. A program with more operations
    than ``limit`` in the bodies of its loops is left to the backends further down. ``needs`` says
    what has to be there.
    """

    name: str
    usable: Callable[[], bool]
    kernel: Callable[[Loops, int], Kernel]
    columns: Callable[[Sequence[Any], Sequence[str]], list[Any]]
    vector: Callable[[Sequence[float]], Any]
    checked: Callable[[Any, int], Any]
    limit: float = math.inf
    needs: str = "nothing"


class Kernel(Protocol):
    """A program made ready for batches."""

    def bind(self, columns: Sequence[Any], examples: int) -> Bound:
        """The kernel on these columns, which are of one length and not copied."""


class Bound(Protocol):
    """A kernel on the columns of one batch: call it again and again with other parameters.

    ``run(parameters, weight)`` fills ``sums``, the weighted sums of the first outputs over the
    batch, ``gradient``, all of these but the first, and ``outputs``, a column for each of the rest.
    It answers whether all sums are finite.
    """

    sums: Any
    gradient: Any
    outputs: list[Any]

    def run(self, parameters: Any, weight: float) -> bool:
        """Compute everything anew."""
