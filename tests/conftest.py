"""Fixtures that several files use."""

from typing import Any

import pytest


@pytest.fixture(params=["llvm", "numpy", "python"])
def any_backend(request: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Compiled functions run on each of the backends in turn, as far as they are installed."""
    if request.param != "python":
        pytest.importorskip("numpy", reason="batches need NumPy")
    if request.param == "llvm":
        pytest.importorskip("llvmlite", reason="machine code needs llvmlite")
    for module in ("backends.choice", "versions", "compiled"):
        monkeypatch.setattr(f"autograd.compiler.{module}.best_backend", lambda: request.param)
    return str(request.param)
