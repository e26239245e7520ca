"""Kernels: programs that run.

``FloatKernel`` is generated Python on floats, for one example and no dependency. ``ArrayKernel``
is generated Python on NumPy arrays, ``NativeKernel`` machine code from llvmlite: both take the
whole batch as columns, add their first outputs up over it, weighted, and give the others by
example.

Both are compiled in time proportional to the program's length, 25 to 60 µs an instruction (100 to
150 µs for machine code below ``THOROUGH_LIMIT``, which is generated with more care). Above
``NATIVE_LIMIT`` instructions the array kernel takes over.

Relies on ``source.py``, ``llvm.py``, ``native.py``; read ``compiled.py`` next.
"""

from __future__ import annotations

import ctypes
import os
from array import array
from collections.abc import Callable, Sequence
from functools import cache, cached_property, lru_cache
from importlib.util import find_spec
from typing import Any, Protocol

from autograd import ieee
from autograd.compiler.program import Program
from autograd.compiler.source import python_source
from autograd.ops import OPS, Op

__all__ = ["ArrayKernel", "Bound", "FloatKernel", "NativeKernel", "batch_kernel", "best_backend"]

#: above this many instructions code is generated quickly instead of well: 8,000 instructions take
#: 1.0 s to generate well and 0.5 s to generate quickly, and then run half as fast again
THOROUGH_LIMIT = 10_000
NATIVE_LIMIT = 200_000
#: examples times instructions from which a second thread pays for waking it up
THREADS_FROM = 2_000_000


class FloatKernel:
    """A program as a Python function of floats; the text is compiled at the first call."""

    def __init__(self, program: Program) -> None:
        self.program = program

    @cached_property
    def _function(self) -> Callable[..., list[float]]:
        scope: dict[str, Any] = {**vars(ieee), **{op: row.evaluate for op, row in OPS.items()}}
        exec(compile(python_source(self.program), "<compiled program>", "exec"), scope)
        function: Callable[..., list[float]] = scope["f"]
        return function

    def __call__(self, inputs: Sequence[float], parameters: Sequence[float]) -> list[float]:
        """The outputs at one example, by IEEE arithmetic."""
        try:
            return self._function(*inputs, p=parameters)
        except ArithmeticError:  # a division by zero: Python's floats refuse what IEEE answers
            return self.program.evaluate(inputs, parameters)


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


class ArrayKernel:
    """A program as a Python function of NumPy arrays."""

    name = "source (numpy)"

    def __init__(self, program: Program, sums: int) -> None:
        from autograd.compiler import arrays

        scope = dict(vars(arrays))
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
        self.outputs = [np.empty(examples) for _ in kernel.program.outputs[kernel.total :]]

    def run(self, parameters: Any, weight: float) -> bool:
        np, total = self.np, self.kernel.total
        given = (*self.columns, weight) if total else self.columns
        with np.errstate(all="ignore"):
            results = self.kernel.function(*given, p=parameters)
            for i, y in enumerate(results[:total]):
                self.sums[i] = y.sum() if np.ndim(y) else y * self.examples
            finite = bool(np.isfinite(self.sums).all())
        for output, y in zip(self.outputs, results[total:]):
            output[:] = y
        return finite


class NativeKernel:
    """A program as machine code over the batch; a version for each width of vectors."""

    name = "llvm"

    def __init__(self, program: Program, sums: int) -> None:
        from autograd.compiler.native import machine

        self.program, self.total, self.machine = program, sums, machine()
        self._versions: dict[int, Any] = {}

    def bind(self, columns: Sequence[Any], examples: int) -> Bound:
        """The kernel on these columns: contiguous float64 arrays of one length."""
        lanes = 2 * self.machine.native_lanes  # two vectors share each parameter that is loaded
        while lanes > max(examples, 1):  # never wider than the batch
            lanes //= 2
        return _BoundNative(self, self._version(lanes), lanes, columns, examples)

    def _version(self, lanes: int) -> Any:
        from autograd.compiler.llvm import kernel_text

        if lanes not in self._versions:
            level = 1 if len(self.program.instructions) <= THOROUGH_LIMIT else 0
            width = min(lanes, self.machine.native_lanes)
            text = kernel_text(self.program, lanes, sums=self.total, width=width)
            self._versions[lanes] = self.machine.compile(text, level)
        return self._versions[lanes]


class _BoundNative:
    def __init__(
        self, kernel: NativeKernel, native: Any, lanes: int, columns: Sequence[Any], examples: int
    ) -> None:
        import numpy as np

        self.native, self.columns, self.examples = native, columns, examples
        self.outputs = [np.empty(examples) for _ in kernel.program.outputs[kernel.total :]]
        work = examples * len(kernel.program.instructions)
        threads = 2 if work >= THREADS_FROM and processors() > 1 else 1
        share = -(-examples // (threads * lanes)) * lanes  # whole blocks for each thread
        pointers = [column.ctypes.data for column in (*columns, *self.outputs)]
        self._parts = [
            _Part(native, i * share, min((i + 1) * share, examples), kernel.total, lanes, pointers)
            for i in range(threads)
        ]
        for part in self._parts:
            part.words[EXAMPLES] = part.words[ROOM] = examples
        self.sums, self._isfinite = self._parts[0].sums, np.isfinite
        self._known: Any = None
        self._weight = 0.0

    def run(self, parameters: Any, weight: float) -> bool:
        if not self.examples:
            self.sums[:] = 0.0
            return True
        if parameters is not self._known or weight != self._weight:
            self._tell(parameters, weight)
        first = self._parts[0]
        if len(self._parts) == 1:
            return first.run()
        rest = [_pool().submit(part.run) for part in self._parts[1:]]
        finite = first.run()
        for part, result in zip(self._parts[1:], rest):
            finite = result.result() and finite
            self.sums += part.sums
        return finite and bool(self._isfinite(self.sums).all())

    def _tell(self, parameters: Any, weight: float) -> None:
        """Write down where the parameters are: asking an array for that takes a microsecond."""
        is_list = isinstance(parameters, array)
        address = parameters.buffer_info()[0] if is_list else parameters.ctypes.data
        for part in self._parts:
            part.words[PARAMETERS] = address
            part.weight.value = weight
        self._known, self._weight = parameters, weight


class _Part:
    """One thread's share of the batch: the words that it hands to the machine code."""

    def __init__(
        self, native: Any, begin: int, end: int, sums: int, lanes: int, pointers: list[int]
    ) -> None:
        import numpy as np

        self.call, self.sums, self.scratch = native.call, np.zeros(sums), np.empty(sums * lanes)
        addresses = [0, self.sums.ctypes.data, self.scratch.ctypes.data, *pointers]
        self.words = (ctypes.c_int64 * (WEIGHT + 1 + len(addresses)))(begin, end)
        self.words[WEIGHT + 1 :] = addresses  # type: ignore[assignment]  # ints are meant
        self.address = ctypes.addressof(self.words)
        self.weight = ctypes.c_double.from_buffer(self.words, 8 * WEIGHT)

    def run(self) -> bool:
        bad: float = self.call(self.address)
        return bad == 0.0


#: places of the words that change, see ``llvm.py``
EXAMPLES, ROOM, WEIGHT, PARAMETERS = 2, 3, 4, 5


def processors() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@cache
def _pool() -> Any:
    from concurrent.futures import ThreadPoolExecutor

    if hasattr(os, "register_at_fork"):  # a forked process has none of our threads
        os.register_at_fork(after_in_child=_pool.cache_clear)
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="autograd")


def batch_kernel(program: Program, sums: int, backend: str) -> ArrayKernel | NativeKernel:
    """The kernel of a backend, "llvm" or "numpy"; the first ``sums`` outputs are added up.

    Kernels are kept by program: two networks of one shape, or two trainings of one network,
    share their machine code.
    """
    native = backend == "llvm" and len(program.instructions) <= NATIVE_LIMIT
    return _kept(program, sums, native, frozenset(OPS[op] for op, _ in program.instructions))


@lru_cache(maxsize=64)
def _kept(
    program: Program, sums: int, native: bool, rows: frozenset[Op]
) -> ArrayKernel | NativeKernel:
    """``rows`` is part of the key only: ``define_op(replace=True)`` gives a name another row."""
    return NativeKernel(program, sums) if native else ArrayKernel(program, sums)


@cache
def best_backend() -> str:
    """What this environment has for batches: "llvm", "numpy", or "python" without either."""
    if find_spec("numpy") is None:
        return "python"
    from autograd.compiler.native import usable

    return "llvm" if usable() else "numpy"
