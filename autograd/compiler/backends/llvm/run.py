"""Machine code that runs: a kernel for each width of vectors, on one thread or two.

Read ``choice.py`` next.
"""

from __future__ import annotations

import ctypes
import os
import re
from array import array
from collections.abc import Sequence
from functools import cache
from typing import Any

from autograd.compiler.backends import arrays
from autograd.compiler.backends.kernel import Backend, Bound
from autograd.compiler.backends.llvm.kernel_text import kernel_text
from autograd.compiler.backends.llvm.lowering import PYTHON
from autograd.compiler.backends.llvm.machine import machine
from autograd.compiler.backends.llvm.machine import usable as machine_usable
from autograd.compiler.columns import as_array, as_arrays, checked_array
from autograd.compiler.program import Program
from autograd.ops import OPS

__all__ = ["BACKEND", "NativeKernel"]

#: above this many instructions compiling takes too long: array code then
LIMIT = 200_000
#: above this many instructions code is generated quickly instead of well: 8,000 instructions take
#: 1.0 s to generate well and 0.5 s to generate quickly, and then run half as fast again
THOROUGH_LIMIT = 10_000
#: examples times instructions from which a second thread pays for waking it up
THREADS_FROM = 2_000_000


class NativeKernel:
    """A program as machine code over the batch; a version for each width of vectors."""

    def __init__(self, program: Program, sums: int) -> None:
        self.program, self.total, self.machine = program, sums, machine()
        self._versions: dict[int, Any] = {}

    def bind(self, columns: Sequence[Any], examples: int) -> Bound:
        """The kernel on these columns: contiguous float64 arrays of one length."""
        lanes = 2 * self.machine.native_lanes  # two vectors share each parameter that is loaded
        while lanes > max(examples, 1):  # never wider than the batch
            lanes //= 2
        return _BoundNative(self, self._version(lanes), lanes, columns, examples)

    def _version(self, lanes: int) -> Any:
        if lanes not in self._versions:
            level = 1 if len(self.program.instructions) <= THOROUGH_LIMIT else 0
            width = min(lanes, self.machine.native_lanes)
            text = kernel_text(self.program, lanes, sums=self.total, width=width)
            for name in set(re.findall(rf"@{PYTHON}(\w+)\(", text)):
                self.machine.provide(PYTHON + name, OPS[name].evaluate, OPS[name].arity)
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
        self.sums, self._np = self._parts[0].sums, np
        self.gradient = self.sums[1:]
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
        with self._np.errstate(over="ignore", invalid="ignore"):
            for part, result in zip(self._parts[1:], rest):
                finite = result.result() and finite
                self.sums += part.sums
        return finite and bool(self._np.isfinite(self.sums).all())

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


#: places of the words that change, see ``kernel_text.py``
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


def _usable() -> bool:
    return arrays.usable() and machine_usable()


BACKEND = Backend("llvm", _usable, NativeKernel, as_arrays, as_array, checked_array, limit=LIMIT)
