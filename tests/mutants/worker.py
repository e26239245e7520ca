"""A copy of the checkout in which one change at a time is made, and the tests that judge it.

Read ``__main__.py`` next.
"""

import ast
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tests.architecture import ROOT, imports, module_of, sources
from tests.mutants.changes import changes

#: what needs minutes or a browser, or reads the source instead of running it
IGNORED = (
    *("tests/browser", "tests/nn/test_torch.py", "tests/test_videos.py", "tests/test_notebooks.py"),
    *("tests/test_architecture.py", "tests/test_derived.py", "tests/test_mutants.py"),
)
FOLLOWED = ("--maxfail=100", "-p", "tests.mutants.touched")
EVERYTHING = ("tests", "autograd", "nn")
PYTEST = (
    *(sys.executable, "-m", "pytest", "-x", "-q", "-n0", "--tb=no", "-p", "no:cacheprovider"),
    "--hypothesis-profile=ci",  # derandomised
    *(f"--ignore={path}" for path in IGNORED),
)
ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": "1", "AUTOGRAD_AGREEMENT": "12"}
NO_TESTS, BYTES = 5, 6 * 2**30


class Mutant(NamedTuple):
    """The ``index``-th change of a file."""

    file: str
    index: int
    function: str
    line: int
    before: str
    after: str


class Outcome(NamedTuple):
    """What failed in a run of tests (test functions, or what else went wrong), and the seconds."""

    failed: list[str]
    seconds: float


def mutants_of(file: str) -> Iterator[Mutant]:
    """Every change of a file that leaves it something that Python can compile."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    for index, change in enumerate(changes(tree)):
        try:
            compile(ast.unparse(tree), file, "exec")
        except SyntaxError:
            continue
        yield Mutant(file, index, *change)


@cache
def own_tests(file: str) -> tuple[str, ...]:
    """What pytest is to run for a module alone: the tests of its name, its examples."""
    return (*_mirrors(file), file)


@cache
def near_tests(file: str) -> tuple[str, ...]:
    """The tests of the modules that import this one, and the tables."""
    module = module_of(file)
    importers = [path for path, imported in _imports().items() if module in imported]
    near = {*importers}.union(*map(_mirrors, importers)) - {*own_tests(file)}
    near = {path for path in near if not path.startswith((*IGNORED, "tests/tables"))}
    return (*sorted(near), "tests/tables")


@cache
def _imports() -> dict[str, set[str]]:
    """For each module and test the modules that it imports."""
    texts = {path: text for path, text in sources().items() if path.endswith(".py")}
    modules = {module_of(path) for path in texts}
    for path in (ROOT / "tests").rglob("test_*.py"):
        texts[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
    return {path: imports(path, text, modules) for path, text in texts.items()}


def _mirrors(file: str) -> list[str]:
    """``tests/nn/test_linalg.py`` for ``nn/linalg.py``; several where the name goes on."""
    folder, stem = Path("tests", file).parent, Path(file).stem
    found = sorted((ROOT / folder).glob(f"test_{stem}.py"))
    found += sorted((ROOT / folder).glob(f"test_{stem}_*.py"))
    return [path.relative_to(ROOT).as_posix() for path in found]


def run(folder: Path, tests: Iterable[str], seconds: float) -> Outcome:
    """Run tests in a copy of the checkout; running out of time and a crash are failures."""
    start = time.monotonic()
    places = {"PYTHONPATH": str(folder), "TOUCHED": str(folder / "touched")}
    process = subprocess.Popen(
        [*PYTEST, *tests],
        cwd=folder,
        env={**os.environ, **ENVIRONMENT, **places},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=_prepare,
    )
    try:
        printed, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return Outcome(["timeout"], seconds)
    finally:
        with suppress(ProcessLookupError):  # whatever it has left behind
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    failed = re.findall(r"^(?:FAILED|ERROR) ([^\s[]+)", printed, re.MULTILINE)
    if process.returncode not in (0, NO_TESTS) and not failed:
        failed = [f"exit {process.returncode}: {printed.strip()[-80:]}"]
    return Outcome([*dict.fromkeys(failed)], time.monotonic() - start)


def _prepare() -> None:
    """What holds in the process of the tests: memory is limited, Ctrl-C heard in the background."""
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Everything(NamedTuple):
    """All tests without a mutant: what failed, the seconds, and who runs which function."""

    failed: list[str]
    seconds: float
    touched: dict[str, list[str]]


class Worker:
    """A copy of the checkout; its targets are laid out as ``ast.unparse`` does it."""

    def __init__(self, folder: Path, targets: Iterable[str]) -> None:
        hidden = shutil.ignore_patterns(".git", ".*_cache", "__pycache__")
        self.folder = Path(shutil.copytree(ROOT, folder / str(os.getpid()), ignore=hidden))
        self.unchanged = {file: self._parse(file) for file in targets}
        for file, tree in self.unchanged.items():
            self._write(file, tree)

    def everything(self) -> Everything:
        """Run all tests on the unchanged copy."""
        failed, seconds = run(self.folder, (*FOLLOWED, *EVERYTHING), 3600.0)
        text = (self.folder / "touched").read_text(encoding="utf-8")
        return Everything(failed, seconds, json.loads(text))

    def _parse(self, file: str) -> ast.Module:
        return ast.parse((self.folder / file).read_text(encoding="utf-8"))

    def _write(self, file: str, tree: ast.Module) -> None:
        (self.folder / file).write_text(ast.unparse(tree), encoding="utf-8")

    def killer(
        self, mutant: Mutant, tests: Iterable[str], seconds: float, again: bool
    ) -> str | None:
        """What ends a mutant: a test (which passes without it ``again``) or the clock, if any."""
        tree = self._parse(mutant.file)
        next(islice(changes(tree), mutant.index, None))  # the tree is in this state now
        self._write(mutant.file, tree)
        outcome = run(self.folder, tests, seconds)
        self._write(mutant.file, self.unchanged[mutant.file])
        if not outcome.failed:
            return None
        named = again and "::" in outcome.failed[0]
        flaky = named and run(self.folder, outcome.failed[:1], 120.0).failed
        return None if flaky else outcome.failed[0]
