"""The direction of imports, the size of files and functions, a few habits: read with ``ast``."""

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "autograd").rglob("*.py")) + sorted((ROOT / "nn").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

#: a module of autograd imports only what stands before it; the rooms are neighbours that know the
#: engine and not one another
ENGINE = [
    *("ieee", "nested", "ops", "errors", "specialise", "graph", "finite", "copies", "operators"),
    *("backprop", "value", "functions", "functional", "gradcheck", "notebook"),
]
ROOMS = ["compiler", "exercises", "show"]

FILE_LINES, FUNCTION_LINES = 260, 30
#: what may be longer, and why
LONG_FILES = {
    "autograd/compiler/backends/llvm/vectors.py": "a builder and three kinds of vector, which make one another",
}
LONG_FUNCTIONS: dict[str, str] = {}

each_source = pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))


def is_for_types(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """What runs when a module is imported: not functions, not the type checker's part."""
    for node in body:
        yield node
        if not is_for_types(node) and not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for field in ("body", "orelse", "finalbody"):
                yield from statements(getattr(node, field, []))
            for handler in getattr(node, "handlers", []):
                yield from statements(handler.body)


def imported(path: Path, *, everywhere: bool = False) -> set[str]:
    """The modules that a file imports: when it is imported itself, or anywhere in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree) if everywhere else statements(tree.body):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return found


def rooms(path: Path) -> set[str]:
    """Parts of autograd that a file imports: "value", "show" …"""
    return {
        name.split(".")[1]
        for name in imported(path)
        if name.startswith("autograd.") and name.split(".")[1] in {*ENGINE, *ROOMS}
    }


def test_every_module_of_the_engine_has_a_place() -> None:
    names = {path.stem for path in (ROOT / "autograd").glob("*.py")} - {"__init__"}
    assert names == set(ENGINE)
    assert {path.parent.name for path in (ROOT / "autograd").glob("*/__init__.py")} == set(ROOMS)


@pytest.mark.parametrize("name", ENGINE)
def test_imports_of_the_engine_never_run_backwards(name: str) -> None:
    allowed = set(ENGINE[: ENGINE.index(name)])
    assert rooms(ROOT / "autograd" / f"{name}.py") <= allowed


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_know_the_engine_and_not_one_another(room: str) -> None:
    for path in (ROOT / "autograd" / room).rglob("*.py"):
        assert rooms(path) <= {*ENGINE, room}, path


def test_door_brings_in_the_engine_alone() -> None:
    assert rooms(ROOT / "autograd" / "__init__.py") <= set(ENGINE) - {"gradcheck"}


def test_autograd_never_imports_nn_and_nn_only_the_public_door() -> None:
    for path in SOURCES:
        names = imported(path, everywhere=True)
        if path.is_relative_to(ROOT / "autograd"):
            assert not {name for name in names if name.split(".")[0] == "nn"}, path
        else:
            modules = {".".join(name.split(".")[:2]) for name in names if "autograd." in name}
            closed = {f"autograd.{module}" for module in ENGINE} | {"autograd.show"}
            assert not modules & closed, path


@each_source
def test_no_file_is_long(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= FILE_LINES or str(path.relative_to(ROOT)) in LONG_FILES


def own_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function from ``def`` to its end, without its docstring."""
    documented = ast.get_docstring(function) is not None
    docstring = function.body[0].end_lineno - function.body[0].lineno + 1 if documented else 0
    return function.end_lineno - function.lineno + 1 - docstring


@each_source
def test_no_function_is_long(path: Path) -> None:
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    name = str(path.relative_to(ROOT))
    long = [f"{name}:{f.name} has {n}" for f in functions if (n := own_lines(f)) > FUNCTION_LINES]
    assert not [entry for entry in long if entry.split(" ")[0] not in LONG_FUNCTIONS]


@each_source
def test_no_star_imports(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert "*" not in {alias.name for alias in node.names}


@each_source
def test_assert_is_for_the_type_checker_only(path: Path) -> None:
    """``assert x is not None`` and ``assert isinstance(x, C)`` narrow a type; nothing else."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assert):
            text = ast.unparse(node.test)
            assert text.endswith("is not None") or text.startswith("isinstance("), text


def test_tests_of_one_file_have_different_names() -> None:
    for path in TESTS:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        bodies = [tree.body, *(n.body for n in tree.body if isinstance(n, ast.ClassDef))]
        for body in bodies:
            names = [node.name for node in body if isinstance(node, ast.FunctionDef)]
            assert [name for name, count in Counter(names).items() if count > 1] == [], path


def loaded_by(statement: str) -> set[str]:
    """The modules that a fresh Python loads for a statement."""
    report = (
        f"import sys; before = {{*sys.modules}}; {statement}; print(*{{*sys.modules}} - before)"
    )
    run = subprocess.run(
        [sys.executable, "-c", report], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(run.stdout.split())


def test_importing_autograd_loads_the_standard_library_only() -> None:
    loaded = loaded_by("import autograd")
    assert "autograd.value" in loaded
    foreign = {name.split(".")[0] for name in loaded} - {"autograd"} - sys.stdlib_module_names
    assert not foreign
    assert not [name for name in loaded if name.startswith(tuple(f"autograd.{r}" for r in ROOMS))]
    assert not loaded & {"typing", "dataclasses", "inspect", "autograd.gradcheck"}


def test_late_names_arrive_when_they_are_used() -> None:
    loaded = loaded_by("import autograd; autograd.check_gradients")
    assert "autograd.gradcheck" in loaded
    assert "autograd.show" not in loaded
