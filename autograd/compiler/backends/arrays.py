"""Array code: loops as generated Python on NumPy arrays, a loop for all its members and examples.

Matrix products, and sums over the batch, are added up in BLAS's and NumPy's own order; everything
else, and runs of less than four terms, in the order of the program. Read ``llvm/run.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from types import CodeType
from typing import TYPE_CHECKING, Any

from autograd.compiler.backends.kernel import Backend, Bound
from autograd.compiler.columns import as_array, as_arrays, checked_array
from autograd.compiler.loops.loop import Loops
from autograd.compiler.loops.runnable import looped
from autograd.compiler.program import Operand

if TYPE_CHECKING:  # NumPy may be missing
    from autograd.compiler.backends.spaces import Spaces

__all__ = ["BACKEND", "ArrayKernel"]

#: longer batches are cut into pieces of so many numbers (16 MB: more is not faster)
ROOM = 2_000_000
#: so many may be asked for, the rows of sums included, which nobody writes to
ASKED = 100_000_000


class ArrayKernel:
    """A program of loops as a Python function on NumPy arrays."""

    def __init__(self, loops: Loops, sums: int) -> None:
        from autograd.compiler.backends.statements import Statements

        loops = looped(loops, seeded=sums > 0)  # arrays run loops faster at any size
        self.loops, self.total = loops, sums
        self.statements = Statements(loops, sums)
        self.code: CodeType = compile(str(self.statements), "<compiled program>", "exec")
        spaces = self.statements.spaces
        needed = loops.inputs + int(spaces.by_example.sum()) + 2 * self.statements.widest
        self.piece = max(min(ROOM // max(needed, 1), ASKED // max(spaces.rows, 1)), 1)

    def bind(self, columns: Sequence[Any], examples: int) -> Bound:
        """The kernel on these columns: float64 arrays of one length."""
        return _BoundArrays(self, columns, examples)


class _BoundArrays:
    def __init__(self, kernel: ArrayKernel, columns: Sequence[Any], examples: int) -> None:
        import numpy as np

        self.kernel, self.columns, self.np = kernel, columns, np
        step = min(kernel.piece, max(examples, 1))
        self.pieces = [slice(i, min(i + step, examples)) for i in range(0, examples, step)]
        self.numbers = np.empty(kernel.loops.parameters)
        sizes = {piece.stop - piece.start for piece in self.pieces}
        self.runs = {size: _Run(kernel, self.numbers, size) for size in sizes}
        alone = len(self.pieces) == 1
        self.sums = next(iter(self.runs.values())).sums if alone else np.zeros(kernel.total)
        self.gradient = self.sums[1:]
        self.outputs = [np.empty(examples) for _ in kernel.loops.outputs[kernel.total :]]

    def run(self, parameters: Any, weight: float) -> bool:
        np, alone = self.np, len(self.pieces) == 1
        self.numbers[:] = parameters
        if not alone:
            self.sums[:] = 0.0
        with np.errstate(all="ignore"):
            for piece in self.pieces:
                run = self.runs[piece.stop - piece.start]
                run.on(self.columns if alone else [c[piece] for c in self.columns], weight)
                for output, y in zip(self.outputs, run.outputs):
                    output[piece] = y
                if not alone:
                    self.sums += run.sums
            return bool(np.isfinite(self.sums).all())


class _Run:
    """The arrays for a piece of so many examples, and the function on these."""

    def __init__(self, kernel: ArrayKernel, numbers: Any, examples: int) -> None:
        import numpy as np

        statements, loops, total = kernel.statements, kernel.loops, kernel.total
        self.among = statements.spaces.weight_among_inputs()
        self.np, self.inputs = np, np.empty((loops.inputs, examples))
        self.given = self.inputs[:-1].ravel() if total else self.inputs.ravel()
        self.spaces = {name: np.zeros((statements.spaces.rows, 1)) for name in "US"}
        self.spaces |= {"X": self.inputs, "R": np.empty((statements.spaces.rows, examples))}
        self.weight, self.sums = np.zeros(1), np.zeros(total)
        alone = {"P": numbers, "W": self.weight, "G": self.sums}
        self.spaces |= {name: array[:, np.newaxis] for name, array in alone.items()}
        scope = statements.scope(self.spaces) | {"N": examples}
        exec(kernel.code, scope)
        self.function = scope["run"]
        self.outputs = [self._output(x, loops, statements.spaces) for x in loops.outputs[total:]]

    def _output(self, x: Operand, loops: Loops, spaces: Spaces) -> Any:
        """A row, or a number for all examples."""
        if isinstance(x, float):
            return x
        space, row = spaces.of_output(x)
        return self.spaces[space][row]

    def on(self, columns: Sequence[Any], weight: float) -> None:
        """Run on these columns."""
        if columns:
            self.np.concatenate(columns, out=self.given)
        if self.sums.size:
            self.weight[0] = weight
            if self.among:
                self.inputs[-1] = weight
        self.function()


def usable() -> bool:
    """Whether NumPy is installed."""
    return find_spec("numpy") is not None


BACKEND = Backend(
    *("source (numpy)", usable, ArrayKernel, as_arrays, as_array, checked_array), needs="NumPy"
)
