"""What a ``Compiled`` keeps of one recording: its program, its kernels, its batches.

Relies on ``record.py``, ``kernels.py``, ``blame.py``; read ``compiled.py`` next.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import cached_property
from struct import Struct
from typing import Any

from autograd.compiler.blame import raise_for_example
from autograd.compiler.kernels import FloatKernel, batch_kernel, best_backend
from autograd.compiler.passes import optimise
from autograd.compiler.record import record
from autograd.compiler.watch import parameters_of, reachable
from autograd.errors import GraphError

__all__ = ["Batch", "Recorded"]


class Recorded:
    """One recording of a function of so many numbers, with or without its gradient."""

    def __init__(
        self, function: Callable[..., Any], names: Sequence[str], gradient: bool = False
    ) -> None:
        first = [p for model in reachable(function) for p in parameters_of(model)]
        recording = record(function, len(names), gradient=gradient, names=names, first=first)
        self.function, self.names = function, tuple(names)
        self.leaves, self.shape = recording.parameters, recording.result
        self.program = optimise(recording.program)
        self.sums = 1 + len(self.leaves) if gradient else 0

    @cached_property
    def floats(self) -> FloatKernel:
        """The kernel for one example."""
        return FloatKernel(self.program)

    @cached_property
    def kernel(self) -> Any:
        """The kernel for batches."""
        return batch_kernel(self.program, self.sums, best_backend())

    def parameters(self) -> list[float]:
        """The parameters' numbers, as they are now."""
        return [leaf.data for leaf in self.leaves]

    def bind(self, arrays: Sequence[Any], examples: int) -> Batch:
        """The function on these columns (float64 arrays that stay where they are)."""
        return Batch(self, arrays, examples)


class Batch:
    """A compiled function on fixed columns: call it again and again with other parameters.

    ``batch(parameters)`` returns the mean of the function's first output over the examples, its
    gradient by the parameters, and the other outputs by example. ``parameters`` is a float64
    array in the order of ``Compiled.parameters``; the arrays that come back are overwritten by
    the next call. What the columns hold is read anew at each call.
    """

    def __init__(self, recorded: Recorded, arrays: Sequence[Any], examples: int) -> None:
        self.recorded, self.arrays, self.examples = recorded, list(arrays), examples
        self.weight = 1.0 / max(examples, 1)
        self._bound = recorded.kernel.bind(self.arrays, examples)
        self.outputs: list[Any] = self._bound.outputs
        self._sums = self._bound.sums
        self._gradient = self._sums[1:]
        self._known: Any = None
        self._leaves = recorded.leaves
        self._numbers = array("d", recorded.parameters())
        self._pack = Struct(f"{len(self._leaves)}d").pack_into  # faster than array("d", numbers)

    def __call__(self, parameters: Any) -> tuple[float, Any, list[Any]]:
        """Raises ``NonFiniteError`` with the number of the example, ``GraphError`` for a
        parameter vector of the wrong size or type."""
        if parameters is not self._known:
            self._known = self._checked(parameters)
        if not self._bound.run(parameters, self.weight):
            self._blame(parameters)
        return float(self._sums[0]), self._gradient, self.outputs

    def at_present(self) -> list[float]:
        """The mean and the gradient with the parameters' own numbers, as a list."""
        numbers = self._numbers
        self._pack(numbers, 0, *[leaf.data for leaf in self._leaves])
        if not self._bound.run(numbers, self.weight):
            self._blame(numbers)
        listed: list[float] = self._sums.tolist()
        return listed

    def run(self) -> list[Any]:
        """The outputs by example, where there is no gradient."""
        self._pack(self._numbers, 0, *self.recorded.parameters())
        self._bound.run(self._numbers, self.weight)
        return self.outputs

    def _checked(self, parameters: Any) -> Any:
        import numpy as np

        count = len(self.recorded.leaves)
        if getattr(parameters, "shape", None) != (count,) or parameters.dtype != np.float64:
            raise GraphError(
                f"the parameters are a float64 array of {count} numbers, got {parameters!r}"
            )
        if not parameters.flags.c_contiguous:
            raise GraphError("the parameters must lie side by side: pass parameters.copy()")
        return parameters

    def _blame(self, numbers: Sequence[float]) -> None:
        rows = list(zip(*self.arrays)) if self.arrays else [()]
        raise_for_example(self.recorded.function, rows, self.recorded.leaves, numbers)
