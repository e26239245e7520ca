"""Fixtures that several files use."""

from typing import Any

import pytest

from autograd.compiler.backends import choice


@pytest.fixture(params=choice.BACKENDS, ids=lambda backend: backend.name)
def any_backend(request: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Compiled functions run on each of the backends in turn, as far as they can run here.

    What a test gets is the last word of the name: "llvm", "numpy", "python".
    """
    backend = request.param
    if not backend.usable():
        pytest.skip(f"{backend.name} cannot run here")
    monkeypatch.setattr(choice, "BACKENDS", [backend])
    return str(backend.name.split()[-1].strip("()"))
