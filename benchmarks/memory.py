"""Watch the memory of one process through a million training steps of XOR, by both engines.

    python -m benchmarks.memory [--steps N] [--engine eager|compiled]

One call of ``fit``: 1,000 steps of 4 rows are an epoch, so that the history stays short. After each
epoch the resident memory is read (Linux tells it in ``/proc``); the first tenth of them is the
warm-up, and the others may not differ by more than 5 MB. The exit code is 1 if they do.
"""

import argparse
import os
import sys
import time
from pathlib import Path

from benchmarks import timing
from nn import MLP, Adam, fit, gates

ENGINES = ("eager", "compiled")
STEPS_AN_EPOCH = 1000
#: megabytes
ALLOWED = 5.0


def resident() -> float:
    """Megabytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def course(engine: str, steps: int) -> list[float]:
    """The resident memory after each epoch of a training of so many steps."""
    X, y = gates.xor()
    found: list[float] = []
    fit(
        MLP(2, [4, 1], rng=0),
        X * STEPS_AN_EPOCH,
        y * STEPS_AN_EPOCH,
        loss="bce_with_logits",
        optimizer=Adam(1e-3),
        epochs=steps // STEPS_AN_EPOCH,
        batch_size=len(X),
        rng=0,
        progress=False,
        engine=engine,
        callback=lambda history: found.append(resident()),
    )
    return found


def told(engine: str, steps: int) -> bool:
    """Train, print what was found, and return whether it is flat."""
    begin = time.perf_counter()
    found = course(engine, steps)
    steady = found[len(found) // 10 :]
    spread = max(steady) - min(steady)
    print(
        f"{engine:9} {steps:>9,} steps in {time.perf_counter() - begin:7.1f} s: "
        f"{found[0]:.1f} MB after the first epoch, {min(steady):.1f} to {max(steady):.1f} MB after "
        f"the warm-up, {steady[-1]:.1f} MB at the end",
        flush=True,
    )
    return spread <= ALLOWED


def main() -> int:
    """Measure one engine, or both one after the other."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--steps", type=int, default=1_000_000, help="default 1,000,000")
    parser.add_argument("--engine", choices=ENGINES, help="one of them (default: both)")
    arguments = parser.parse_args()
    if arguments.steps < 10 * STEPS_AN_EPOCH:
        parser.error(f"give at least {10 * STEPS_AN_EPOCH:,} steps: the first tenth is the warm-up")
    print(timing.machine())
    engines = [arguments.engine] if arguments.engine else ENGINES
    flat = [told(engine, arguments.steps) for engine in engines]
    return 0 if all(flat) else 1


if __name__ == "__main__":
    sys.exit(main())
