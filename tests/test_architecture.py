"""The direction of imports, the size of files and functions, a few habits: read with ``ast``."""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.architecture import ROOMS, ROOT, arrows_back, circle, module_of, place, sources
from tests.brackets import functions

pytestmark = pytest.mark.checkout

SOURCES = [ROOT / path for path in sources() if path.endswith(".py")]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
SCRIPTS = sorted(path for package in ROOMS for path in (ROOT / package).rglob("*.js"))

FILE_LINES, FUNCTION_LINES, COLUMNS = 250, 30, 100
#: what may be longer, and why
LONG_FILES = {
    "autograd/compiler/backends/llvm/vectors.py": "a builder and three kinds of vector, which "
    "make one another",
    "autograd/ops.py": "a row for each operation, and there will be more",
}

#: exercises with their solutions and slips, a table; ``tests/nn/course`` goes over all of them
LESSONS = "nn/course/lesson"

each_source = pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in SOURCES]
)


# --- who imports whom ---


def test_every_module_has_a_room() -> None:
    for path in sources():
        place(module_of(path))  # raises KeyError for one without


def test_every_room_exists() -> None:
    modules = {module_of(path) for path in sources()}
    for package, rooms in ROOMS.items():
        assert {f"{package}.{room}".rstrip(".") for room in rooms} <= modules


def test_every_import_leads_down() -> None:
    assert arrows_back(sources()) == []


def test_no_imports_run_in_a_circle() -> None:
    assert circle(sources()) == []


LATE = "\n\ndef late() -> object:\n    import autograd.show\n    return autograd.show\n"
TYPED = "\nif TYPE_CHECKING:\n    from autograd.value import Value\n"
NAMED = '\nfrom importlib import import_module\nlate = import_module("autograd.show")\n'
PLANTED = {
    "late": ("autograd/ops.py", LATE, "autograd.ops -> autograd.show"),
    "type-only": ("autograd/graph.py", TYPED, "autograd.graph -> autograd.value"),
    "by name": ("autograd/ops.py", NAMED, "autograd.ops -> autograd.show"),
    "stub": (
        "autograd/operators.pyi",
        "\nfrom autograd.value import Value\n",
        "autograd.operators -> autograd.value",
    ),
    "door": (
        "autograd/errors.py",
        "\nfrom autograd import Value\n",
        "autograd.errors -> autograd",
    ),
    "neighbour": (
        "nn/linalg.py",
        "\nfrom nn.training import fit\n",
        "nn.linalg -> nn.training.fit",
    ),
    "own door": ("nn/losses/formulas.py", "\nimport nn\n", "nn.losses.formulas -> nn"),
    "inside": (
        "nn/models/module.py",
        "\nfrom autograd.graph import walk\n",
        "nn.models.module -> autograd.graph",
    ),
    "other package": ("autograd/value.py", "\nimport nn\n", "autograd.value -> nn"),
}


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_import_is_found(what: str) -> None:
    path, line, arrow = PLANTED[what]
    texts = sources()
    assert arrows_back({**texts, path: texts[path] + line}) == [arrow]


def test_a_planted_circle_within_a_room_is_found() -> None:
    texts = sources()
    late = "\n\ndef late() -> object:\n    from nn.models import layers\n    return layers\n"
    texts["nn/models/module.py"] += late
    assert {"nn.models.module", "nn.models.layers"} <= set(circle(texts))


def test_no_public_name_of_a_package_hides_one_of_its_modules() -> None:
    modules = {module_of(path) for path in sources()}
    for path in SOURCES:
        if path.name == "__init__.py":
            package = module_of(path.relative_to(ROOT).as_posix())
            inside = {m.rpartition(".")[2] for m in modules if m.rpartition(".")[0] == package}
            tree = ast.parse(path.read_text(encoding="utf-8"))
            imports = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
            hidden = {
                alias.asname or alias.name
                for node in imports
                for alias in node.names
                if f"{node.module}.{alias.name}" not in modules
            }
            assert not inside & hidden, package


# --- sizes and habits ---


def test_few_files_may_be_long() -> None:
    assert len(LONG_FILES) <= 3


@each_source
def test_no_file_is_long(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    own = path.relative_to(ROOT).as_posix()
    assert lines <= FILE_LINES or own in LONG_FILES or own.startswith(LESSONS)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_no_script_of_the_page_is_long_or_wide(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= FILE_LINES
    assert [i for i, line in enumerate(lines, 1) if len(line) > COLUMNS] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_no_function_of_a_script_is_long(path: Path) -> None:
    found = functions(path.read_text(encoding="utf-8"))
    assert [f"line {line} has {n}" for line, n in found if n > FUNCTION_LINES] == []


SCRIPT = """
const f = async ({ a, b }, c = "}") => { // }
  if (a) {
    return /[{]/.test(`{${b}`);
  }
  for (const x of b) { c(() => { x({ y: "{" }); }); }
};
class A {
  get z() { return 1; }
  long(
    b,
  ) {
    return { b };
  }
}
"""


def test_functions_of_a_script_are_found_by_their_brackets() -> None:
    assert functions(SCRIPT) == [(6, 1), (9, 1), (10, 5), (2, 6)]


def own_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function from ``def`` to its end, without its docstring."""
    documented = ast.get_docstring(function) is not None
    docstring = function.body[0].end_lineno - function.body[0].lineno + 1 if documented else 0
    return function.end_lineno - function.lineno + 1 - docstring


@each_source
def test_no_function_is_long(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [
        n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    assert [f"{f.name} has {n}" for f in functions if (n := own_lines(f)) > FUNCTION_LINES] == []


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


@each_source
def test_the_files_that_a_docstring_points_to_exist(path: Path) -> None:
    """``name.py`` stands beside the file, in a folder below it, or is told from the root."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    named = re.findall(r"``([\w./]+\.(?:pyi?|js))``", text)
    around = [*path.relative_to(ROOT).parents]
    missing = [n for n in named if not any((ROOT / folder / n).exists() for folder in around)]
    assert missing == []
    assert "Relies on" not in text, "the imports say what a file relies on"


# --- tests mirror the modules ---


def holds_more_than_names(path: Path) -> bool:
    """Whether there is more in a module than imports, a docstring and ``__all__``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    code = [n for n in tree.body if not isinstance(n, (ast.Import, ast.ImportFrom, ast.Expr))]
    return any(isinstance(n, (ast.FunctionDef, ast.ClassDef)) for n in code)


@each_source
def test_every_module_has_tests_of_its_name(path: Path) -> None:
    own = path.relative_to(ROOT).as_posix()
    if holds_more_than_names(path) and path.name != "__init__.py" and LESSONS not in own:
        mirror = ROOT / "tests" / path.parent.relative_to(ROOT) / f"test_{path.name}"
        assert mirror.exists(), f"{mirror.relative_to(ROOT)} is missing"
        assert re.search(r"^def test_|^    def test_", mirror.read_text("utf-8"), re.MULTILINE)


def test_every_test_file_below_a_package_mirrors_a_module() -> None:
    """By its name, which an aspect may follow: ``test_functional_numpy.py``; it may be a script."""
    for package in ROOMS:
        for path in (ROOT / "tests" / package).rglob("test_*.py"):
            folder = ROOT / path.parent.relative_to(ROOT / "tests")
            words = path.stem.removeprefix("test_").split("_")
            names = ["_".join(words[:n]) for n in range(1, len(words) + 1)]
            paths = [folder / f"{n}{end}" for n in names for end in (".py", ".js", "")]
            known = any(path.exists() for path in paths)
            assert known or names[-1] in ("door", "torch", "exercises"), path.relative_to(ROOT)


def test_tests_of_one_file_have_different_names() -> None:
    for path in TESTS:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        bodies = [tree.body, *(n.body for n in tree.body if isinstance(n, ast.ClassDef))]
        for body in bodies:
            names = [node.name for node in body if isinstance(node, ast.FunctionDef)]
            assert [name for name, count in Counter(names).items() if count > 1] == [], path


# --- what an import loads ---


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
    late = ("autograd.show", "autograd.compiler", "autograd.exercises", "autograd.gradcheck")
    assert not [name for name in loaded if name.startswith(late)]
    assert not loaded & {"typing", "dataclasses", "inspect"}


def test_late_names_arrive_when_they_are_used() -> None:
    loaded = loaded_by("import autograd; autograd.check_gradients")
    assert "autograd.gradcheck" in loaded
    assert "autograd.show" not in loaded
