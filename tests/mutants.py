"""Which small changes of the engine, the compiler and the training no test notices.

    python -m tests.mutants --count 500 --seed 1 --jobs 2 --out mutants.jsonl

Each worker has a copy of the checkout of its own, in which it makes one change (``mutations.py``)
at a time. The tests come in tiers: the module's own, those of the modules that import it, all. A
tier counts only if it passes on the unchanged copy; the test that kills a mutant by failing must
pass there once more. A line of JSON per mutant says what killed it, a test or the clock; a run
that was broken off goes on where its file ends.
"""

import argparse
import ast
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from tests.architecture import ROOT, imports, module_of, sources
from tests.mutations import changes

TARGETS = (
    *("autograd/*.py", "autograd/compiler/*.py", "autograd/compiler/backends/text.py"),
    *("autograd/compiler/backends/choice.py", "autograd/compiler/backends/llvm/lowering.py"),
    *("autograd/compiler/backends/llvm/run.py", "nn/optim/*.py", "nn/losses/*.py"),
    "nn/training/*.py",
)
NOT_MEANT = {"autograd/__init__.py", "autograd/notebook.py"}
#: what needs minutes or a browser, or reads the source instead of running it
IGNORED = (
    *("tests/browser", "tests/nn/test_torch.py", "tests/test_videos.py", "tests/test_notebooks.py"),
    *("tests/test_architecture.py", "tests/test_derived.py", "tests/test_mutations.py"),
)
EVERYTHING = ("tests", "autograd", "nn", "README.md")
PYTEST = (
    *(sys.executable, "-m", "pytest", "-x", "-q", "-n0", "--tb=no", "-p", "no:cacheprovider"),
    "--hypothesis-profile=ci",  # derandomised
    *(f"--ignore={path}" for path in IGNORED),
)
NO_TESTS, BYTES = 5, 6 * 2**30


class Mutant(NamedTuple):
    """The ``index``-th change of a file."""

    file: str
    index: int
    line: int
    before: str
    after: str


class Outcome(NamedTuple):
    """Whether a run of tests passed, which test failed first, the seconds it took."""

    passed: bool
    culprit: str
    seconds: float


def files(globs: Iterable[str] = TARGETS) -> list[str]:
    """The modules that are meant, as paths from the root."""
    found = {path.relative_to(ROOT).as_posix() for glob in globs for path in ROOT.glob(glob)}
    return sorted(found - NOT_MEANT)


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
def tiers(file: str) -> list[list[str]]:
    """What pytest is to run: the module's own tests, its importers' and the tables, everything."""
    own, module = _mirrors(file), module_of(file)
    importers = [path for path, imported in _imports().items() if module in imported]
    near = {*importers}.union(*map(_mirrors, importers)) - {*own}
    near = {path for path in near if not path.startswith((*IGNORED, "tests/tables"))}
    first, second = [*own, file], [*sorted(near), "tests/tables"]
    return [first, second, [*EVERYTHING, *(f"--ignore={path}" for path in (*first, *second))]]


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
    """Run tests in a copy of the checkout; ``TimeoutExpired`` and a crash are failures."""
    start = time.monotonic()
    process = subprocess.Popen(
        [*PYTEST, *tests],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES)),
    )
    try:
        printed, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return Outcome(False, "timeout", seconds)
    failed = re.search(r"^(?:FAILED|ERROR) ([^\s[]+)", printed, re.MULTILINE)
    culprit = failed[1] if failed else f"exit {process.returncode}: {printed.strip()[-80:]}"
    return Outcome(process.returncode in (0, NO_TESTS), culprit, time.monotonic() - start)


class Worker:
    """A copy of the checkout; its targets are laid out as ``ast.unparse`` does it."""

    def __init__(self, folder: Path) -> None:
        hidden = shutil.ignore_patterns(".git", ".*_cache", "__pycache__")
        self.folder = Path(shutil.copytree(ROOT, folder / str(os.getpid()), ignore=hidden))
        self.unchanged = {file: self._parse(file) for file in files()}
        for file, tree in self.unchanged.items():
            self._write(file, tree)

    def _parse(self, file: str) -> ast.Module:
        return ast.parse((self.folder / file).read_text(encoding="utf-8"))

    def _write(self, file: str, tree: ast.Module) -> None:
        (self.folder / file).write_text(ast.unparse(tree), encoding="utf-8")

    def killer(self, mutant: Mutant, tests: list[str], seconds: float) -> str | None:
        """What ends a mutant: a test that passes without it, or the clock; ``None`` if nothing."""
        tree = self._parse(mutant.file)
        next(islice(changes(tree), mutant.index, None))  # the tree is in this state now
        self._write(mutant.file, tree)
        outcome = run(self.folder, tests, seconds)
        self._write(mutant.file, self.unchanged[mutant.file])
        if outcome.passed:
            return None
        flaky = "::" in outcome.culprit and not run(self.folder, [outcome.culprit], 120.0).passed
        return None if flaky else outcome.culprit


_worker: Worker


def _settle(folder: Path) -> None:
    global _worker
    _worker = Worker(folder)


def _baseline(tests: tuple[str, ...]) -> Outcome:
    return run(_worker.folder, tests, 1800.0)


def _killer(mutant: Mutant, tests: list[str], seconds: float) -> str | None:
    return _worker.killer(mutant, tests, seconds)


def measure(todo: list[Mutant], jobs: int, out: Path) -> None:
    """Judge the mutants, tier by tier, and add a line to ``out`` for each."""
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(jobs, initializer=_settle, initargs=(Path(folder),)) as pool,
        out.open("a", encoding="utf-8", buffering=1) as lines,
    ):
        for tier in (1, 2, 3):
            killed = set()
            for mutant, killer in _killers(pool, todo, tier):
                killed.add(mutant)
                found = {**mutant._asdict(), "killed_by": killer, "tier": tier}
                lines.write(json.dumps(found) + "\n")
            todo = [mutant for mutant in todo if mutant not in killed]
            print(f"tier {tier}: {len(todo)} alive", flush=True)
        for mutant in todo:
            lines.write(json.dumps({**mutant._asdict(), "killed_by": None, "tier": None}) + "\n")


def _killers(
    pool: ProcessPoolExecutor, todo: list[Mutant], tier: int
) -> Iterator[tuple[Mutant, str]]:
    """The mutants that a tier kills, if it passes without them, and what does it."""
    tests = {mutant: tiers(mutant.file)[tier - 1] for mutant in todo}
    whole = {tuple(path for path in t if path[0] != "-") for t in tests.values()}
    baselines = dict(zip(whole, pool.map(_baseline, whole)))
    for paths, outcome in baselines.items():
        if not outcome.passed:
            print(f"not counted, {outcome.culprit} fails unchanged: {paths}", flush=True)
    futures = {}
    for mutant, paths in tests.items():
        baseline = baselines[tuple(path for path in paths if path[0] != "-")]
        if baseline.passed:
            limit = 10.0 + 5.0 * baseline.seconds
            futures[pool.submit(_killer, mutant, paths, limit)] = mutant
    for future in as_completed(futures):
        if killer := future.result():
            yield futures[future], killer


def report(results: list[dict[str, Any]]) -> str:
    """The survivors, then how many were killed by which tier."""
    survivors = [r for r in results if r["killed_by"] is None]
    survivors.sort(key=lambda r: (r["file"], r["line"]))
    lines = [f"{r['file']}:{r['line']}: {r['before']}  ->  {r['after']}" for r in survivors]
    killed = len(results) - len(survivors)
    tally = Counter(r["tier"] for r in results if r["tier"])
    by = ", ".join(f"{tally[tier]} by tier {tier}" for tier in sorted(tally))
    return "\n".join([*lines, f"{killed} of {len(results)} killed ({by})"])


def _written(out: Path) -> list[dict[str, Any]]:
    lines = out.read_text(encoding="utf-8").splitlines() if out.exists() else []
    return [json.loads(line) for line in lines]


def main() -> None:
    """Draw the sample, judge what is not judged yet, print the survivors."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("mutants.jsonl"))
    parser.add_argument("--only", nargs="*", default=TARGETS, metavar="GLOB")
    arguments = parser.parse_args()
    population = [mutant for file in files(arguments.only) for mutant in mutants_of(file)]
    random.Random(arguments.seed).shuffle(population)
    sample = population[: arguments.count]
    print(f"{len(sample)} of {len(population)} mutants", flush=True)
    done = {(result["file"], result["index"]) for result in _written(arguments.out)}
    todo = [mutant for mutant in sample if (mutant.file, mutant.index) not in done]
    measure(todo, arguments.jobs, arguments.out)
    print(report(_written(arguments.out)))


if __name__ == "__main__":
    main()
