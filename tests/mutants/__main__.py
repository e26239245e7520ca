"""Which small changes of the engine, the compiler and the training no test notices.

    python -m tests.mutants --count 500 --seed 1 --jobs 2 --out mutants.jsonl

Each worker has a copy of the checkout of its own, in which it makes one change (``changes.py``)
at a time. The tests come in tiers: the module's own, those of the modules that import it, all. They
count only if they pass on the unchanged copy, and a test of the later tiers that fails must pass
there once more. A line of JSON per mutant says what killed it, a test or the clock; a run that was
broken off goes on where its file ends.
"""

import argparse
import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from tests.architecture import ROOT
from tests.mutants.worker import EVERYTHING, Mutant, Outcome, Worker, mutants_of, run, tiers

TARGETS = (
    *("autograd/*.py", "autograd/compiler/*.py", "autograd/compiler/backends/text.py"),
    *("autograd/compiler/backends/choice.py", "autograd/compiler/backends/llvm/lowering.py"),
    *("autograd/compiler/backends/llvm/run.py", "nn/optim/*.py", "nn/losses/*.py"),
    "nn/training/*.py",
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


def measure(todo: list[Mutant], jobs: int, out: Path) -> None:
    """Judge the mutants, tier by tier, and add a line to ``out`` for each."""
    targets = {mutant.file for mutant in todo}
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(jobs, initializer=_settle, initargs=(Path(folder), targets)) as pool,
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
    """The mutants that a tier kills, and with which test; it has to pass without them."""
    selected = {mutant: tiers(mutant.file)[tier - 1] for mutant in todo}
    whole = {m: tests if tier == 1 else EVERYTHING for m, tests in selected.items()}
    different = [*{*whole.values()}]
    baselines = dict(zip(different, pool.map(_baseline, different)))
    futures = {}
    for mutant, tests in selected.items():
        failed, seconds = baselines[whole[mutant]]
        sound = (*tests, *(f"--deselect={name}" for name in failed))
        limit = 10.0 + 5.0 * seconds
        futures[pool.submit(_killer, mutant, sound, limit, tier > 1)] = mutant
    print("not counted:", *{name for outcome in baselines.values() for name in outcome.failed})
    for future in as_completed(futures):
        if killer := future.result():
            yield futures[future], killer


def written(out: Path) -> list[dict[str, Any]]:
    """What a file of results says so far."""
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


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
    parser.add_argument("--out", type=Path, default=Path("mutants.jsonl"))
    parser.add_argument("--only", nargs="*", default=TARGETS, metavar="GLOB")
    arguments = parser.parse_args()
    population = [mutant for file in files(arguments.only) for mutant in mutants_of(file)]
    random.Random(arguments.seed).shuffle(population)
    sample = population[: arguments.count]
    print(f"{len(sample)} of {len(population)} mutants", flush=True)
    arguments.out.touch()
    done = {(result["file"], result["index"]) for result in written(arguments.out)}
    todo = [mutant for mutant in sample if (mutant.file, mutant.index) not in done]
    measure(todo, arguments.jobs, arguments.out)
    print(report(written(arguments.out)))


if __name__ == "__main__":
    main()
