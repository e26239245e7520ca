"""Which backend runs a batch: the fastest that is installed.

Kernels are made ready in time proportional to the program's length, 25 to 60 µs an instruction (100
to 150 µs for machine code that is generated with care). Above ``NATIVE_LIMIT`` instructions the
array kernel takes over.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.util import find_spec

from autograd.compiler.backends.arrays import ArrayKernel
from autograd.compiler.backends.kernel import Kernel
from autograd.compiler.backends.llvm.machine import usable
from autograd.compiler.backends.llvm.run import NativeKernel
from autograd.compiler.program import Program
from autograd.ops import OPS, Op

__all__ = ["NATIVE_LIMIT", "batch_kernel", "best_backend"]

NATIVE_LIMIT = 200_000


def batch_kernel(program: Program, sums: int, backend: str) -> Kernel:
    """The kernel of a backend, "llvm" or "numpy"; the first ``sums`` outputs are added up.

    Kernels are kept by program: two networks of one shape, or two trainings of one network,
    share their machine code.
    """
    native = backend == "llvm" and len(program.instructions) <= NATIVE_LIMIT
    return _kept(program, sums, native, frozenset(OPS[op] for op, _ in program.instructions))


@lru_cache(maxsize=64)
def _kept(program: Program, sums: int, native: bool, rows: frozenset[Op]) -> Kernel:
    """``rows`` is part of the key only: ``define_op(replace=True)`` gives a name another row."""
    return NativeKernel(program, sums) if native else ArrayKernel(program, sums)


@cache
def best_backend() -> str:
    """What this environment has for batches: "llvm", "numpy", or "python" without either."""
    if find_spec("numpy") is None:
        return "python"
    return "llvm" if usable() else "numpy"
