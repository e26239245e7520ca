"""Array code: a program as generated Python on NumPy arrays, a column at a time.

Read ``llvm/run.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from autograd.compiler.backends.kernel import Backend, Bound
from autograd.compiler.backends.python import python_source
from autograd.compiler.columns import as_array, as_arrays, checked_array
from autograd.compiler.loops.expand import expanded
from autograd.compiler.loops.loop import Loops

__all__ = ["BACKEND", "ArrayKernel"]


class ArrayKernel:
    """A program as a Python function of NumPy arrays."""

    def __init__(self, loops: Loops, sums: int) -> None:
        program = expanded(loops)
        from autograd.compiler.backends import elementwise

        scope = elementwise.functions()
        exec(compile(python_source(program, arrays=True), "<compiled program>", "exec"), scope)
        self.function, self.program, self.total = scope["f"], program, sums

    def bind(self, columns: Sequence[Any], examples: int) -> Bound:
        """The kernel on these columns: float64 arrays of one length."""
        return _BoundArrays(self, columns, examples)


class _BoundArrays:
    def __init__(self, kernel: ArrayKernel, columns: Sequence[Any], examples: int) -> None:
        import numpy as np

        self.kernel, self.columns, self.examples, self.np = kernel, columns, examples, np
        self.sums = np.zeros(kernel.total)
        self.gradient = self.sums[1:]
        self.outputs = [np.empty(examples) for _ in kernel.program.outputs[kernel.total :]]

    def run(self, parameters: Any, weight: float) -> bool:
        np, total = self.np, self.kernel.total
        given = (*self.columns, weight) if total else self.columns
        with np.errstate(all="ignore"):
            try:
                results = self.kernel.function(*given, p=parameters)
            except ArithmeticError:  # of parameters alone: Python's floats refuse, NumPy's answer
                given = (*self.columns, np.float64(weight)) if total else self.columns
                results = self.kernel.function(*given, p=np.asarray(parameters))
            for i, y in enumerate(results[:total]):
                self.sums[i] = y.sum() if np.ndim(y) else y * self.examples
            finite = bool(np.isfinite(self.sums).all())
        for output, y in zip(self.outputs, results[total:]):
            output[:] = y
        return finite


def usable() -> bool:
    """Whether NumPy is installed."""
    return find_spec("numpy") is not None


BACKEND = Backend("source (numpy)", usable, ArrayKernel, as_arrays, as_array, checked_array)
