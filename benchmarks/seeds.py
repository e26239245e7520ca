"""How often the command line's defaults solve its tasks: many seeds, one line per task.

    python -m benchmarks.seeds [TASK ...] [--seeds 100]

A gate is solved when all four rows are on the right side of ½ and the loss is below 0.05, a data
set at a training accuracy of 98 %.
"""

import argparse
import contextlib
import io
import json
import statistics
import tempfile
import time
from typing import Any
from unittest.mock import patch

from nn import __main__ as command_line

TASKS = ("xor", "and", "or", "xnor", "nand", "moons", "circles", "spirals", "blobs")


def run(task: str, seed: int) -> dict[str, Any]:
    """One run of the command line, without its pictures; its JSON and its exit code."""
    printed = io.StringIO()
    with (
        tempfile.TemporaryDirectory() as folder,
        patch.object(command_line, "pictures", lambda *_: ([], [])),
        contextlib.redirect_stdout(printed),
    ):
        arguments = [task, "--json", "--quiet", "--seed", str(seed), "--out", folder]
        code = command_line.main(arguments)
    return {**json.loads(printed.getvalue()), "solved": code == 0}


def main() -> None:
    """Run every task with every seed and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.seeds")
    parser.add_argument("tasks", nargs="*", metavar="TASK", default=list(TASKS))
    parser.add_argument("--seeds", type=int, default=100)
    arguments = parser.parse_args()
    print(f"{'task':10}{'solved':>10}{'epochs, median':>16}{'max':>6}{'worst accuracy':>16}")
    for task in arguments.tasks:
        start = time.perf_counter()
        results = [run(task, seed) for seed in range(arguments.seeds)]
        solved = sum(result["solved"] for result in results)
        epochs = [result["epochs"] for result in results]
        worst = min(result["accuracy"] for result in results)
        each = (time.perf_counter() - start) / arguments.seeds
        print(
            f"{task:10}{solved:>6}/{arguments.seeds}{statistics.median(epochs):>16.0f}"
            f"{max(epochs):>6}{worst:>16.2%}   ({each:.2f} s each)",
            flush=True,
        )


if __name__ == "__main__":
    main()
