"""The package's door: what it offers, and what it needs."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import nn

PACKAGE = Path(nn.__file__).parent


def test_the_door_is_sorted_and_complete():
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    rooms |= {"linalg", "checks", "named", "probabilities", "sys", "TYPE_CHECKING"}
    public = {name for name in vars(nn) if not name.startswith("_")} | {nn.Playground.__name__}
    assert public - rooms <= set(nn.__all__) <= public
    assert {"gates", "init", "plot"} <= set(nn.__all__)
    assert all(isinstance(getattr(nn, name), ModuleType) for name in ("gates", "init", "plot"))
    assert nn.__all__ == sorted(nn.__all__, key=lambda n: (not n.isupper(), n[0].islower(), n))
    assert (PACKAGE / "py.typed").exists()


def test_a_prompt_offers_what_the_doors_are_for():
    for door in (nn, nn.plot, nn.gates, nn.init):
        assert dir(door) == sorted(door.__all__)


def test_importing_nn_needs_the_standard_library_only():
    code = "import sys, nn; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=PACKAGE.parent,
    )
    loaded = {name.split(".")[0] for name in run.stdout.split()}
    assert "nn" in loaded
    assert not loaded & {"numpy", "matplotlib", "tqdm", "graphviz", "llvmlite", "asyncio"}
    assert "nn.playground" not in run.stdout.split(), "it comes when it is asked for"


def test_a_name_that_was_asked_for_is_there_from_then_on():
    assert vars(nn)[nn.Playground.__name__] is nn.Playground


def test_a_name_that_is_not_there_is_told_with_the_nearest():
    with pytest.raises(AttributeError, match="module 'nn' has no attribute 'Playgrund'") as told:
        nn.Playgrund  # noqa: B018
    assert (told.value.name, told.value.obj) == ("Playgrund", nn)
