"""Every public name says what it is: a sentence, its errors, an example that runs, and a page."""

import ast
import builtins
import doctest
import inspect
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import autograd
from tests.pages import ROOT

SITE = ROOT / "docs" / "site"
with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(SITE)
    import doors

NAMES = {name.path: name for name in doors.public()}
DEFINED = {path: name for path, name in NAMES.items() if name.defined}
#: what a base class raises where a subclass has something to write
NOT_TOLD = ("NotImplementedError",)


def docstring(path: str) -> str:
    return inspect.getdoc(NAMES[path].thing) or ""


#: the examples that need a package which no other part of this does
NEEDED = {
    "nn.export.from_torch": ("torch",),
    "nn.export.to_torch": ("torch",),
    "nn.export.to_onnx": ("onnx",),
}


@pytest.mark.parametrize("path", DEFINED)
def test_a_docstring_begins_with_one_sentence(path: str) -> None:
    first = docstring(path).partition("\n\n")[0]
    assert first.endswith(".")
    assert not re.search(r"[a-z)]\.\s+[A-Z]", first), first
    assert len(first.splitlines()) <= 2


@pytest.mark.parametrize("path", DEFINED)
def test_an_example_stands_in_the_docstring(path: str) -> None:
    assert ">>> " in docstring(path)


def offered(path: str) -> dict[str, Any]:
    """What ``from package import *`` gives, and the same of the part that a name stands in."""
    package = path.partition(".")[0]
    own = package if isinstance(NAMES[path].thing, ModuleType) else NAMES[path].door
    modules = [sys.modules[package], sys.modules[own]]
    return {name: getattr(module, name) for module in modules for name in module.__all__}


@pytest.mark.parametrize("path", NAMES)
def test_an_example_runs_where_it_is_pasted(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in NEEDED.get(path, ()):
        pytest.importorskip(package, reason=f"{package} is not installed")
    monkeypatch.chdir(tmp_path)
    told: list[str] = []
    package = path.partition(".")[0]
    examples = doctest.DocTestParser().get_doctest(
        docstring(path), {**offered(path), package: sys.modules[package]}, path, None, None
    )
    doctest.DocTestRunner(verbose=False).run(examples, out=told.append)
    assert not told, "".join(told)


@pytest.mark.parametrize("path", DEFINED)
def test_errors_that_are_raised_are_named(path: str) -> None:
    missing = {
        error
        for error, where in raised(DEFINED[path].thing)
        if not any(kind in docstring(path) + where for kind in kinds_of(error))
    }
    assert missing == set()


def collected(module: str) -> set[str]:
    """The docstrings of a module that the doctests of the suite run."""
    found = doctest.DocTestFinder().find(sys.modules[module], module)
    return {test.name for test in found if test.examples}


def test_every_example_is_run_by_the_doctests() -> None:
    found = {home: collected(home) for home in {name.home for name in DEFINED.values()}}
    names = {path: (name.home, name.thing.__name__) for path, name in DEFINED.items()}
    assert [p for p, (home, own) in names.items() if f"{home}.{own}" not in found[home]] == []


@pytest.mark.parametrize("path", [path for path in DEFINED if isinstance(NAMES[path].thing, type)])
def test_public_methods_begin_with_a_sentence(path: str) -> None:
    told = {
        name: (inspect.getdoc(getattr(NAMES[path].thing, name)) or "").partition("\n\n")[0]
        for name in vars(NAMES[path].thing)
        if not name.startswith("_")
    }
    methods = {name: text for name, text in told.items() if own_routine(NAMES[path].thing, name)}
    assert [name for name, text in methods.items() if not text.endswith(".")] == []


def own_routine(kind: type, name: str) -> bool:
    found = inspect.getattr_static(kind, name)
    return inspect.isroutine(found) or isinstance(found, (property, classmethod, staticmethod))


def test_every_name_has_a_page() -> None:
    assert [name.path for name in NAMES.values() if doors.place_of(name) is None] == []


def kinds_of(error: str) -> list[str]:
    """The names under which an error may be told: its own, and those of its ancestors."""
    kind = getattr(builtins, error, None) or getattr(autograd, error)
    return [k.__name__ for k in kind.__mro__ if k not in (Exception, BaseException, object)]


def raised(thing: Any) -> Iterator[tuple[str, str]]:
    """The errors that stand behind ``raise`` in a definition, and the docstring nearest to it."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(thing)))
    except (OSError, TypeError):  # made at run time
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            told = ast.get_docstring(node) or ""
            for part in ast.walk(node):
                if isinstance(part, ast.Raise) and isinstance(part.exc, ast.Call):
                    error = ast.unparse(part.exc.func).rpartition(".")[2]
                    if error.endswith("Error") and error not in NOT_TOLD:
                        yield error, told
