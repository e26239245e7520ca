"""The package's door: what it offers, and what stands behind what."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import nn

PACKAGE = Path(nn.__file__).parent

#: the backbone of the package; each of these imports only from modules to its left
ORDER = [
    *("module", "init", "layers", "losses", "optim", "gates", "data", "rows", "history"),
    *("objective", "step", "compiled_step", "progress", "train", "plot", "pictures"),
    *("tasks", "options", "__main__"),
]


def imported(path):
    """The modules of nn that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "nn":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and str(node.module).startswith("nn."):
            found.add(node.module.split(".")[1])
    return found


def test_the_door_is_sorted_and_complete():
    public = {name for name, thing in vars(nn).items() if not name.startswith("_")}
    modules = {name for name in public if (PACKAGE / f"{name}.py").exists()}
    assert public - modules <= set(nn.__all__) <= public
    assert "gates" in nn.__all__
    assert nn.__all__ == sorted(nn.__all__, key=lambda n: (not n.isupper(), n[0].islower(), n))
    assert (PACKAGE / "py.typed").exists()


@pytest.mark.parametrize("name", ORDER)
def test_imports_run_in_one_direction(name):
    assert imported(PACKAGE / f"{name}.py") & set(ORDER) <= set(ORDER[: ORDER.index(name)])


def test_no_module_imports_one_that_imports_it():
    modules = [path for path in PACKAGE.glob("*.py") if path.stem != "__init__"]
    order = TopologicalSorter({path.stem: imported(path) for path in modules}).static_order()
    assert {path.stem for path in modules} <= set(order)  # a circle raises CycleError


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
    assert not loaded & {"numpy", "matplotlib", "tqdm", "graphviz", "llvmlite"}
