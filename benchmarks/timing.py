"""Medians of repeated batches, taken in turn over all engines, and the machine's name.

Taking turns matters on shared machines: when the machine slows down for a while, every
engine has its share of it. Python's garbage collector stays at its defaults.
"""

import os
import platform
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Timer = Callable[[int], float]
"""A function that runs a step so many times and returns the seconds that took."""


@dataclass(frozen=True)
class Effort:
    """How long to measure: rounds, seconds per batch, seconds to spend on a slow engine, and those
    until one that does not answer is stopped."""

    rounds: int
    batch: float
    budget: float
    patience: float


NORMAL = Effort(rounds=15, batch=0.05, budget=10.0, patience=300.0)
QUICK = Effort(rounds=5, batch=0.01, budget=2.0, patience=60.0)


def calibrate(timer: Timer, batch: float) -> tuple[int, float]:
    """Return how many calls fill a batch, and the seconds per call seen on the way."""
    calls = 1
    while True:
        seconds = timer(calls)
        if seconds >= batch / 2:
            return calls, seconds / calls
        calls = max(2 * calls, int(calls * batch / max(seconds, 1e-9) / 1.2))


def interleaved(timers: dict[str, Timer], effort: Effort) -> dict[str, list[float]]:
    """Return the seconds per call of every timer, one sample per round.

    A slow engine sits out some rounds: it takes part in as many as its budget allows, and
    its calibration counts as the first.
    """
    calls, samples, turns = {}, {}, {}
    for name, timer in timers.items():
        calls[name], seconds = calibrate(timer, effort.batch)
        affordable = int(effort.budget / (seconds * calls[name]))
        slow = affordable < effort.rounds
        turns[name] = max(affordable - 1, 0) if slow else effort.rounds
        samples[name] = [seconds] if slow else []
    for turn in range(effort.rounds):
        for name, timer in timers.items():
            if _takes_part(turn, turns[name], effort.rounds):
                samples[name].append(timer(calls[name]) / calls[name])
    return samples


def _takes_part(turn: int, turns: int, rounds: int) -> bool:
    """Spread so many turns evenly over the rounds."""
    return (turn + 1) * turns // rounds > turn * turns // rounds


def medians(samples: dict[str, list[float]]) -> dict[str, float]:
    """Return the median of every list of samples."""
    return {name: statistics.median(values) for name, values in samples.items()}


def machine() -> str:
    """Name the processor, the number of cores, the system and the Python."""
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, "
        f"{platform.python_implementation()} {platform.python_version()}"
    )


def _processor() -> str:
    """Return the processor's model name where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()
