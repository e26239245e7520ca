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
from autograd.compiler.backends.llvm.kernel_text import KernelText, kernel_text
from autograd.compiler.backends.llvm.lowering import PYTHON
from autograd.compiler.backends.llvm.machine import machine
from autograd.compiler.backends.llvm.machine import usable as machine_usable
from autograd.compiler.columns import as_array, as_arrays, checked_array
from autograd.compiler.loops.expand import size
from autograd.compiler.loops.loop import Loops
from autograd.ops import OPS

__all__ = ["BACKEND", "NativeKernel"]

#: above this many operations in the bodies compiling takes too long: array code then
LIMIT = 200_000
#: above this many instructions of straight-line code it is generated quickly instead of well:
#: 8,000 take 1.0 s to generate well and 0.5 s to generate quickly, and then run half as fast again
THOROUGH_LIMIT = 10_000
#: examples times instructions from which a second thread pays for waking it up
THREADS_FROM = 8_000_000
#: numbers of blocks that are kept at once: they and the parameters share the second cache
SCRATCH = 200_000


class NativeKernel:
    """A program as machine code over the batch; a version for each width of vectors."""

    def __init__(self, loops: Loops, sums: int) -> None:
        self.loops, self.total, self.machine = loops, sums, machine()
        self.work = size(loops)
        self._versions: dict[int, tuple[Any, KernelText]] = {}

    def bind(self, columns: Sequence[Any], examples: int) -> Bound:
        """The kernel on these columns: contiguous float64 arrays of one length."""
        lanes = 2 * self.machine.native_lanes  # two vectors share each parameter that is loaded
        while lanes > max(examples, 1):  # never wider than the batch
            lanes //= 2
        return _BoundNative(self, *self._version(lanes), lanes, columns, examples)

    def _version(self, lanes: int) -> tuple[Any, KernelText]:
        if lanes not in self._versions:
            native = self.machine.native_lanes
            made = kernel_text(
                self.loops,
                lanes,
                sums=self.total,
                width=min(lanes, native),
                registers=32 if native == 8 else 16,
            )
            for name in set(re.findall(rf"@{PYTHON}(\w+)\(", made.text)):
                self.machine.provide(PYTHON + name, OPS[name].evaluate, OPS[name].arity)
            level = 1 if made.straight <= THOROUGH_LIMIT else 0
            self._versions[lanes] = self.machine.compile(made.text, level), made
        return self._versions[lanes]


class _BoundNative:
    def __init__(
        self,
        kernel: NativeKernel,
        native: Any,
        text: KernelText,
        lanes: int,
        columns: Sequence[Any],
        examples: int,
    ) -> None:
        import numpy as np

        self.native, self.columns, self.examples = native, columns, examples
        self.outputs = [np.empty(examples) for _ in kernel.loops.outputs[kernel.total :]]
        threads = 2 if examples * kernel.work >= THREADS_FROM and processors() > 1 else 1
        share = -(-examples // (threads * lanes)) * lanes  # whole blocks for each thread
        blocks = _blocks_of_a_chunk(text, share // lanes)
        memory = text.fixed + blocks * text.pitch
        pointers = [column.ctypes.data for column in (*columns, *self.outputs)]
        self._parts = []
        for i in range(threads):
            places = i * share, min((i + 1) * share, examples), examples, examples
            part = _Part(native, places, kernel.total, memory, [blocks * lanes, *pointers])
            self._parts.append(part)
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


def _blocks_of_a_chunk(text: KernelText, blocks: int) -> int:
    """How many blocks' numbers are kept for the sums over the batch: chunks of one size."""
    if not text.chunks or not text.pitch:
        return 1
    most = max(1, SCRATCH // text.pitch)
    chunks = max(1, -(-blocks // most))
    return max(1, -(-blocks // chunks))


class _Part:
    """One thread's share of the batch: the words that it hands to the machine code."""

    def __init__(
        self,
        native: Any,
        places: tuple[int, ...],
        sums: int,
        scratch: int,
        more: list[int],
    ) -> None:
        import numpy as np

        self.call, self.sums, self._memory = native.call, np.zeros(sums), np.empty(scratch + 8)
        aligned = -(-self._memory.ctypes.data // 64) * 64
        addresses = [0, self.sums.ctypes.data, aligned, *more]
        self.words = (ctypes.c_int64 * (WEIGHT + 1 + len(addresses)))(*places)
        self.words[WEIGHT + 1 :] = addresses  # type: ignore[assignment]  # ints are meant
        self.address = ctypes.addressof(self.words)
        self.weight = ctypes.c_double.from_buffer(self.words, 8 * WEIGHT)

    def run(self) -> bool:
        bad: float = self.call(self.address)
        return bad == 0.0


#: places of the words that change, see ``kernel_text.py``
WEIGHT, PARAMETERS = 4, 5


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


BACKEND = Backend(
    *("llvm", _usable, NativeKernel, as_arrays, as_array, checked_array),
    limit=LIMIT,
    needs="llvmlite and NumPy",
)
