"""How cost grows: double the examples, or the graph, and see what time and memory do.

    python -m benchmarks.scaling

Every size runs in a process of its own, in turn, a few times over; figures are medians. Memory is
the peak of the process above that of one which imported everything and computed nothing. A ratio
near 2 from one line to the next is linear growth.
"""

import resource
import statistics
import subprocess
import sys
import time

from benchmarks import timing

EXAMPLES = (50_000, 100_000, 200_000)
POINTS = (10, 20, 40, 80)
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
    seconds = []
    for _ in range(7):
        start = time.perf_counter()
        batch(vector)
        seconds.append(time.perf_counter() - start)
    return {"step, ms": 1e3 * statistics.median(seconds)}


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


def run_nothing(_: int) -> dict[str, float]:
    """Import what the others import, and compile something small."""
    import autograd as ag

    ag.compile(lambda x: x * x)([1.0, 2.0])
    return {}


RUNS = {"examples": run_examples, "graph": run_graph, "nothing": run_nothing}


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
            command = [sys.executable, "-m", "benchmarks.scaling", kind, str(size)]
            answer = subprocess.run(command, capture_output=True, text=True, check=True)
            found[size].append(eval(answer.stdout))  # what child() printed: a dict of numbers
    return {
        size: {name: statistics.median(run[name] for run in runs) for name in runs[0]}
        for size, runs in found.items()
    }


def main() -> None:
    """Print one table for the examples and one for the graph."""
    print(timing.machine())
    base = measure("nothing", (0,))[0]["peak memory, MB"]
    for kind, sizes in (("examples", EXAMPLES), ("graph", POINTS)):
        print(f"\n{kind:>10}  figures, and in brackets their ratio to the line above")
        before: dict[str, float] = {}
        for size, figures in measure(kind, sizes).items():
            figures["peak memory, MB"] -= base
            ratios = {name: f" ({x / before[name]:.2f})" for name, x in figures.items() if before}
            cells = (f"{name} {x:,.1f}{ratios.get(name, '')}" for name, x in figures.items())
            print(f"{size:>10,}  {'   '.join(cells)}")
            before = figures


if __name__ == "__main__":
    if len(sys.argv) == 3:
        child(sys.argv[1], int(sys.argv[2]))
    else:
        main()
