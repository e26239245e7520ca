"""Which small changes of the engine, the compiler and the training no test notices.

    python -m tests.mutants --count 500 --seed 1 --jobs 2 --out mutants.jsonl

Each worker has a copy of the checkout of its own, in which it makes one change (``changes.py``)
at a time. The tests come in tiers: 1 those of the module; 2 those that run the changed function
(for a change outside of functions: those of the modules that import this one); 3 all. They count
only if they pass on the unchanged copy, and a test of the later tiers that fails must pass there
once more. A line of JSON per mutant says what killed it, a test or the clock; a run that was broken
off goes on where its file ends, and ``--tiers 3`` tries all tests on those that are alive.
"""

import argparse
import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from tests.architecture import ROOT
from tests.mutants.worker import (
    EVERYTHING,
    Everything,
    Mutant,
    Outcome,
    Worker,
    mutants_of,
    near_tests,
    own_tests,
    run,
)

TARGETS = (
    *("autograd/*.py", "autograd/sparse/*.py"),
    *("autograd/compiler/*.py", "autograd/compiler/watch/*.py"),
    *("autograd/compiler/backends/text.py", "autograd/compiler/backends/choice.py"),
    *("autograd/compiler/loops/*.py", "autograd/compiler/backends/llvm/*.py"),
    *("nn/optim/*.py", "nn/losses/*.py", "nn/training/*.py"),
    *("autograd/files/*.py", "nn/files/*.py"),
)
NOT_MEANT = {"autograd/__init__.py", "autograd/notebook.py"}


def files(globs: Iterable[str] = TARGETS) -> list[str]:
    """The modules that are meant, as paths from the root."""
    found = {path.relative_to(ROOT).as_posix() for glob in globs for path in ROOT.glob(glob)}
    return sorted(found - NOT_MEANT)


_worker: Worker


def _settle(folder: Path, targets: set[str]) -> None:
    global _worker
    _worker = Worker(folder, targets)


def _baseline(tests: tuple[str, ...]) -> Outcome:
    return run(_worker.folder, ("--maxfail=100", *tests), 1800.0)


def _killer(*arguments: Any) -> str | None:
    return _worker.killer(*arguments)


def _everything() -> Everything:
    return _worker.everything()


def measure(todo: list[Mutant], tiers: list[int], jobs: int, out: Path) -> None:
    """Judge the mutants, tier by tier, and add a line to ``out`` for each."""
    targets = {mutant.file for mutant in todo}
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(jobs, initializer=_settle, initargs=(Path(folder), targets)) as pool,
        out.open("a", encoding="utf-8", buffering=1) as lines,
    ):
        baseline = pool.submit(_everything) if max(tiers) > 1 else None
        for tier in tiers:
            killed = set()
            futures = (
                _first(pool, todo) if tier == 1 else _later(pool, todo, baseline.result(), tier)
            )
            for future in as_completed(futures):
                if killer := future.result():
                    killed.add(futures[future])
                    found = {**futures[future]._asdict(), "killed_by": killer, "tier": tier}
                    lines.write(json.dumps(found) + "\n")
            todo = [mutant for mutant in todo if mutant not in killed]
            print(f"tier {tier}: {len(todo)} alive", flush=True)
        for mutant in todo:
            lines.write(json.dumps({**mutant._asdict(), "killed_by": None, "tier": None}) + "\n")


def _first(pool: ProcessPoolExecutor, todo: list[Mutant]) -> dict[Future[str | None], Mutant]:
    """Each mutant on the tests of its module, as far as they pass without it."""
    modules = list(dict.fromkeys(own_tests(mutant.file) for mutant in todo))
    baselines = dict(zip(modules, pool.map(_baseline, modules)))
    futures = {}
    for mutant in todo:
        tests = own_tests(mutant.file)
        failed, seconds = baselines[tests]
        sound = (*tests, *_without(failed))
        futures[pool.submit(_killer, mutant, sound, 10.0 + 5.0 * seconds, False)] = mutant
    return futures


def _later(
    pool: ProcessPoolExecutor, todo: list[Mutant], baseline: Everything, tier: int
) -> dict[Future[str | None], Mutant]:
    """Each mutant on the tests that run its function, or on all."""
    print("not counted:", *baseline.failed, flush=True)
    futures = {}
    for mutant in todo:
        touched = baseline.touched.get(f"{mutant.file}:{mutant.function}", [])
        near = touched if mutant.function and touched else near_tests(mutant.file)
        tests = (*(near if tier == 2 else EVERYTHING), *_without(baseline.failed))
        limit = 10.0 + 2.0 * baseline.seconds
        futures[pool.submit(_killer, mutant, tests, limit, True)] = mutant
    return futures


def _without(failed: list[str]) -> list[str]:
    return [f"--deselect={name}" for name in failed]


def written(out: Path) -> list[dict[str, Any]]:
    """What a file of results says so far; of two lines about a mutant the later one counts."""
    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return [*{(result["file"], result["index"]): result for result in found}.values()]


def report(results: list[dict[str, Any]]) -> str:
    """The survivors, then how many were killed by which tier."""
    survivors = [r for r in results if r["killed_by"] is None]
    survivors.sort(key=lambda r: (r["file"], r["line"]))
    lines = [f"{r['file']}:{r['line']}: {r['before']}  ->  {r['after']}" for r in survivors]
    killed = len(results) - len(survivors)
    tally = Counter(r["tier"] for r in results if r["tier"])
    by = ", ".join(f"{tally[tier]} by tier {tier}" for tier in sorted(tally))
    return "\n".join([*lines, f"{killed} of {len(results)} killed ({by})"])


def main() -> None:
    """Draw the sample, judge what is not judged yet, print the survivors."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--tiers", type=int, nargs="*", default=[1, 2, 3], choices=[1, 2, 3])
    parser.add_argument("--out", type=Path, default=Path("mutants.jsonl"))
    parser.add_argument("--only", nargs="*", default=TARGETS, metavar="GLOB")
    arguments = parser.parse_args()
    population = [mutant for file in files(arguments.only) for mutant in mutants_of(file)]
    random.Random(arguments.seed).shuffle(population)
    sample = population[: arguments.count]
    print(f"{len(sample)} of {len(population)} mutants", flush=True)
    arguments.out.touch()
    killed = [result for result in written(arguments.out) if result["killed_by"]]
    done = {(result["file"], result["index"]) for result in killed}
    todo = [mutant for mutant in sample if (mutant.file, mutant.index) not in done]
    measure(todo, arguments.tiers, arguments.jobs, arguments.out)
    print(report(written(arguments.out)))


if __name__ == "__main__":
    main()
