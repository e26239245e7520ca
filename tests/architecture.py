"""The house: which room stands on which, and every import that is written down anywhere.

Each package has one total order of rooms; a room is a module or a folder, and what is not named
itself belongs to the folder that is. An import may lead to a room further down only, and within one
room imports run in no circle. All imports count: those in functions, those for the type checker,
those in stubs, and modules that are named in a text (``import_module("autograd.show")``).
"""

import ast
import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parent.parent

#: by which nn, and whoever uses them, enters the engine
DOORS = ("autograd", "autograd.exercises")

#: lowest first; "autograd" and "nn" themselves are the doors
ROOMS = {
    "autograd": [
        *(
            "ieee",
            "nested",
            "fields",
            "ops",
            "errors",
            "bundle",
            "files",
            "elimination",
            "specialise",
            "vocabulary",
            "rows",
        ),
        *("grids", "graph", "finite", "copies", "operators", "plain", "backprop", "value"),
        *("functions", "define", "observe", "sums", "levels", "sparse", "functional"),
        *("series", "expansion", "newton", "implicit", "gradcheck", "exchange"),
        *("show.text", "show.image", "show.scene", "show.tree", "show.explanation", "show.layout"),
        *("show.drawing", "show.player", "show.origin", "show.blame", "show", "notebook"),
        *("compiler.program", "compiler.passes", "compiler.symbol", "compiler.tape"),
        *("compiler.gradient", "compiler.record", "compiler.loops", "compiler.columns"),
        *("compiler.backends", "compiler.watch"),
        *("compiler.single", "compiler.arguments", "compiler.versions"),
        "compiler.replay",
        *("compiler.culprit", "compiler.batch", "compiler.examples", "compiler.texts"),
        *("compiler.compiled", "compiler"),
        *("page", "exercises", "", "__main__"),
    ],
    "nn": [
        *(
            "_startup",
            "checks",
            "named",
            "linalg",
            "probabilities",
            "models",
            "data",
            "losses",
            "optim",
            "latent",
            "plot",
            "training.history",
            "files",
            "export",
            "training",
            "playground",
        ),
        *("cli", "__main__", "", "course"),
    ],
}
_NAMED = re.compile(r"(autograd|nn)(\.[a-z_]\w*)+")

Sources = Mapping[str, str]  # path from the root -> text


def sources() -> dict[str, str]:
    """Every module and stub of both packages."""
    paths = [p for package in ROOMS for p in (ROOT / package).rglob("*.py*")]
    wanted = sorted(p for p in paths if p.suffix in (".py", ".pyi"))
    return {p.relative_to(ROOT).as_posix(): p.read_text(encoding="utf-8") for p in wanted}


def module_of(path: str) -> str:
    """``autograd/show/__init__.py`` -> ``autograd.show``."""
    return path.rpartition(".")[0].removesuffix("/__init__").replace("/", ".")


def imports(path: str, text: str, modules: set[str]) -> set[str]:
    """The modules that a file names in an import, or in a text that is no docstring."""
    tree = ast.parse(text)
    found = set()
    for name in _names(tree, path):
        while name and name not in modules:  # ``from autograd.graph import Node`` names a class
            name = name.rpartition(".")[0]
        found.add(name)
    return found - {""}


def _names(tree: ast.Module, path: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and _NAMED.fullmatch(str(node.value)):
            yield str(node.value)


def place(module: str) -> tuple[str, int]:
    """The package of a module, and its room's place in the order; ``KeyError`` if it has none."""
    package, _, rest = module.partition(".")
    room = rest
    while room and room not in ROOMS[package]:
        room = room.rpartition(".")[0]
    if rest and not room:
        raise KeyError(module)
    return package, ROOMS[package].index(room)


def arrows_back(texts: Sources) -> list[str]:
    """Every import that does not lead down, as "importer -> imported"."""
    modules = {module_of(path) for path in texts}
    found = []
    for path, text in texts.items():
        package, own = place(module_of(path))
        for name in imports(path, text, modules):
            other, below = place(name)
            allowed = below <= own if package == other else package == "nn" and name in DOORS
            if not allowed:
                found.append(f"{module_of(path)} -> {name}")
    return sorted(found)


def circle(texts: Sources) -> list[str]:
    """The modules of one circle of imports; empty when there is none."""
    modules = {module_of(path) for path in texts}
    graph: dict[str, set[str]] = {}
    for path, text in texts.items():
        own = module_of(path)
        graph.setdefault(own, set()).update(imports(path, text, modules) - {own})
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []
