"""Fixtures that several files use."""

import os
from pathlib import Path
from typing import Any

import pytest

from autograd.compiler.backends import choice
from tests.site import build

os.environ["AUTOGRAD_COURSE"] = ""  # what tests solve is nobody's progress


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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site, which SITE may name; skipped where MkDocs is missing."""
    for needed in ("material", "mkdocstrings_handlers"):
        pytest.importorskip(needed, reason="the extra docs is not installed")
    if made := os.environ.get("SITE"):
        return Path(made)
    folder = tmp_path_factory.mktemp("site")
    built = build(folder)
    assert built.returncode == 0, built.stdout
    assert "WARNING" not in built.stdout, built.stdout
    return folder
