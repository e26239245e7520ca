"""How cost grows: double the examples, the graph or the network; see what time and memory do.

    python -m benchmarks.scaling [TABLE ...]

Tables: "examples" (a step on more examples), "graph" (one loss written out for more points), "mlp"
(784-h-10 until it is ready, with more hidden units h), "gpt" (the little GPT, with more positions).
"ready" is all from the network's Python to the first result; "recording" and "finding" (of
loops) are parts of it, taken once more by themselves, and "rest" is mostly making machine code,
whose size is that of its object files.

Every size runs in a process of its own, in turn, a few times over; figures are medians. Memory is
the peak of the process above that of one which imported everything and computed nothing. A ratio
near 2 from one line to the next is linear growth.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from benchmarks import timing
from benchmarks.workloads import Workload, gpt, mnist

REPEATS = 5


def run_examples(count: int) -> dict[str, float]:
    """A step of the moons network over so many examples."""
    import numpy as np

    import autograd as ag
    import nn

    model = nn.MLP(2, [16, 16, 1], activation="relu", rng=0)
    loss = ag.compile(lambda a, b, y: nn.hinge(model([a, b]), y))
    rng = np.random.default_rng(0)
    columns = [rng.normal(size=count), rng.normal(size=count), rng.choice([-1.0, 1.0], count)]
    batch, vector = loss.bind(*columns), loss.vector()
    batch(vector)
    return {"step, ms": step_of(batch, vector)}


def step_of(batch: Any, vector: Any) -> float:
    """The median milliseconds of a few steps."""
    seconds = []
    for _ in range(7):
        start = time.perf_counter()
        batch(vector)
        seconds.append(time.perf_counter() - start)
    return 1e3 * statistics.median(seconds)


def run_graph(points: int) -> dict[str, float]:
    """Make a kernel of a loss that is written out for so many points: one large graph."""
    import autograd as ag
    import nn

    model = nn.MLP(2, [16, 16, 1], activation="relu", rng=0)
    data = nn.moons(points, rng=0)

    def written_out(scale: ag.Value) -> ag.Value:
        return sum(nn.mse(model([scale * a, b]), t) for (a, b), t in zip(*data))

    loss = ag.compile(written_out)
    start = time.perf_counter()
    loss.value_and_grad([1.0])
    ready = time.perf_counter() - start
    return {
        "instructions": len(loss.source("c", gradient=True).splitlines()),
        "ready, s": ready,
    }


def run_network(workload: Workload) -> dict[str, float]:
    """Make a network ready on its batch, and then the parts of that by themselves."""
    from autograd.compiler.loops.find import find
    from autograd.compiler.record import record
    from benchmarks.peers.chainrule_peer import compiled_loss

    loss, columns, _ = compiled_loss(workload)
    moments = [time.perf_counter()]

    def lap() -> float:
        moments.append(time.perf_counter())
        return moments[-1] - moments[-2]

    with noted_code() as sizes:
        batch = loss.bind(*columns)
        batch(vector := loss.vector())
    ready = lap()
    program = record(loss.function, len(columns), gradient=True).program
    recording = lap()
    loops = find(program, seeded=True).loops
    finding = lap()
    return {
        "instructions": len(program.instructions),
        "loops": sum(loop.members > 1 for loop in loops),
        "ready, s": ready,
        "recording, s": recording,
        "finding, s": finding,
        "rest, s": ready - recording - finding,
        "step, ms": step_of(batch, vector),
        "machine code, kB": sum(sizes) / 1000,
    }


@contextmanager
def noted_code() -> Iterator[list[int]]:
    """The sizes of the object files that LLVM makes meanwhile."""
    import llvmlite.binding as llvm

    sizes: list[int] = []
    make = llvm.create_mcjit_compiler

    def noting(module: Any, target: Any) -> Any:
        engine = make(module, target)
        engine.set_object_cache(lambda _, code: sizes.append(len(code)))
        return engine

    with patch.object(llvm, "create_mcjit_compiler", noting):
        yield sizes


def run_mlp(hidden: int) -> dict[str, float]:
    """A perceptron on pictures of MNIST's shape, with so many hidden units."""
    return run_network(mnist(hidden))


def run_gpt(positions: int) -> dict[str, float]:
    """The little GPT on names of so many positions."""
    return run_network(gpt(32, positions))


def run_nothing(_: int) -> dict[str, float]:
    """Import what the others import, and compile something small."""
    import autograd as ag

    ag.compile(lambda x: x * x)([1.0, 2.0])
    return {}


RUNS = {
    "examples": run_examples,
    "graph": run_graph,
    "mlp": run_mlp,
    "gpt": run_gpt,
    "nothing": run_nothing,
}
TABLES = {
    "examples": (50_000, 100_000, 200_000),
    "graph": (10, 20, 40, 80),
    "mlp": (16, 32, 64, 128),
    "gpt": (4, 8, 16),
}
"""The sizes of each table."""


def child(kind: str, size: int) -> None:
    """Run one size and print what it took."""
    figures = RUNS[kind](size)
    figures["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(repr(figures))


def measure(kind: str, sizes: tuple[int, ...]) -> dict[int, dict[str, float]]:
    """Medians of all figures, the sizes in turn."""
    found: dict[int, list[dict[str, float]]] = {size: [] for size in sizes}
    for _ in range(REPEATS):
        for size in sizes:
            command = [sys.executable, "-m", "benchmarks.scaling", kind, "--size", str(size)]
            answer = subprocess.run(command, capture_output=True, text=True, check=True)
            found[size].append(eval(answer.stdout))  # what child() printed: a dict of numbers
    return {
        size: {name: statistics.median(run[name] for run in runs) for name in runs[0]}
        for size, runs in found.items()
    }


def print_table(kind: str, base: float) -> None:
    """Print a line for each size, with ratios; `base` is the memory of nothing."""
    print(f"\n{kind:>10}  figures, and in brackets their ratio to the line above")
    before: dict[str, float] = {}
    for size, figures in measure(kind, TABLES[kind]).items():
        figures["peak memory, MB"] -= base
        ratios = {name: f" ({x / before[name]:.2f})" for name, x in figures.items() if before}
        cells = (f"{name} {_rounded(x)}{ratios.get(name, '')}" for name, x in figures.items())
        print(f"{size:>10,}  {'   '.join(cells)}", flush=True)
        before = figures


def _rounded(x: float) -> str:
    return f"{x:,.0f}" if x == int(x) or abs(x) >= 1000 else f"{x:.3g}"


def main() -> None:
    """Print the tables that were asked for, or run one size of one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scaling", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("tables", nargs="*", metavar="TABLE", default=list(TABLES))
    parser.add_argument("--size", type=int, help="run this size alone, in this process")
    arguments = parser.parse_args()
    if unknown := set(arguments.tables) - RUNS.keys():
        parser.error(f"no table of {', '.join(unknown)}; there are {', '.join(TABLES)}")
    if arguments.size is not None:
        return child(arguments.tables[0], arguments.size)
    print(timing.machine())
    base = measure("nothing", (0,))[0]["peak memory, MB"]
    for kind in arguments.tables:
        print_table(kind, base)


if __name__ == "__main__":
    main()
