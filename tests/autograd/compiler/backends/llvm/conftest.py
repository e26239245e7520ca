"""Kernels for machines of different widths, on this one."""

from collections.abc import Callable
from typing import Any

import pytest

from autograd.compiler.loops.loop import Loops

Native = Callable[[Loops, int], Any]


@pytest.fixture(params=[2, 4, 8])
def native(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Native:
    """Makes a kernel of so many sums, written for vectors of 2, 4 and 8 lanes."""
    pytest.importorskip("llvmlite", reason="machine code needs llvmlite")
    pytest.importorskip("numpy", reason="batches need NumPy")
    from autograd.compiler.backends.llvm import run
    from autograd.compiler.backends.llvm.machine import machine

    monkeypatch.setattr(machine(), "native_lanes", request.param)
    return run.NativeKernel
