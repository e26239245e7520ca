"""Fixtures that several files use."""

from typing import Any

import pytest

from autograd.compiler.backends import choice


@pytest.fixture(params=["llvm", "numpy", "python"])
def any_backend(request: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Compiled functions run on each of the backends in turn, as far as they are installed."""
    if request.param != "python":
        pytest.importorskip("numpy", reason="batches need NumPy")
    if request.param == "llvm":
        pytest.importorskip("llvmlite", reason="machine code needs llvmlite")
    only = [backend for backend in choice.BACKENDS if request.param in backend.name]
    monkeypatch.setattr(choice, "BACKENDS", only)
    return str(request.param)
