"""Time one eager training step of micrograd's demo, in micrograd and in this engine.

    python -m benchmarks.eager [--rounds N] [--json FILE]

The step is a forward and backward pass over 100 moons through MLP(2, [16, 16, 1]) with hinge
loss and an L2 penalty. Both engines run the same lines, in turn, with Python's garbage
collector at its defaults and with the collector off; first their results are compared.
"""

import argparse
import gc
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import checks, timing
from benchmarks.workloads import moons

Step = Callable[[], tuple[float, list[float]]]
ENGINES = ("micrograd", "chainrule")
SETTINGS = ("on", "off")


def training_step(value_class: Any, model: Any) -> Step:
    """Return micrograd's demo on an engine's own Value and MLP, with equal parameters.

    The batch is made of Python floats, which both engines handle faster than NumPy's.
    """
    batch = moons()
    rows, labels = batch.inputs.tolist(), [int(y) for y in batch.targets[:, 0]]
    numbers = batch.flat(batch.parameters)[batch.by_neuron()]
    for parameter, number in zip(model.parameters(), numbers.tolist()):
        parameter.data = number

    def step() -> tuple[float, list[float]]:
        inputs = [list(map(value_class, xrow)) for xrow in rows]
        scores = list(map(model, inputs))
        losses = [(1 + -yi * scorei).relu() for yi, scorei in zip(labels, scores)]
        data_loss = sum(losses) * (1.0 / len(losses))
        alpha = 1e-4
        reg_loss = alpha * sum(p * p for p in model.parameters())
        total_loss = data_loss + reg_loss
        model.zero_grad()
        total_loss.backward()
        return total_loss.data, [p.grad for p in model.parameters()]

    return step


def micrograd_step() -> Step:
    """Return the step of micrograd from the package index."""
    from micrograd.engine import Value
    from micrograd.nn import MLP

    return training_step(Value, MLP(2, [16, 16, 1]))


def chainrule_step() -> Step:
    """Return the step of this engine."""
    from autograd import Value
    from nn import MLP

    return training_step(Value, MLP(2, [16, 16, 1], activation="relu", output="linear"))


def available_steps() -> dict[str, Step]:
    """Return the steps of the engines that are installed; name the others."""
    steps = {}
    for name, make in zip(ENGINES, (micrograd_step, chainrule_step)):
        try:
            steps[name] = make()
        except ImportError as error:
            print(f"missing: {name} ({error})")
    return steps


def check_agreement(steps: dict[str, Step]) -> None:
    """Raise unless all engines find the same loss and the same gradients."""
    results = [
        (value, np.array(gradients, float)) for value, gradients in (s() for s in steps.values())
    ]
    for value, gradients in results[1:]:
        error = checks.error_against(results[0], value, gradients)
        if not error <= checks.TOLERANCE:
            raise ArithmeticError(f"the engines disagree by {error:.1e}; nothing was timed")


def seconds(step: Step, collector: str) -> float:
    """Time one step with the cycle collector on (inside a training loop) or off (from clean).

    With the collector on, an untimed step goes first: in a training loop every step finds what
    the step before has left to the collector. What the other engine has left is taken away.
    """
    gc.collect()
    if collector == "off":
        gc.disable()
    else:
        step()
    try:
        start = time.perf_counter()
        step()
        return time.perf_counter() - start
    finally:
        gc.enable()


def measure(steps: dict[str, Step], rounds: int) -> dict[tuple[str, str], float]:
    """Return the median milliseconds of every engine in every setting, taken in turn."""
    samples = {(name, setting): [] for setting in SETTINGS for name in steps}
    for _ in range(rounds):
        for (name, setting), taken in samples.items():
            taken.append(1e3 * seconds(steps[name], setting))
    return timing.medians(samples)


def print_table(medians: dict[tuple[str, str], float]) -> None:
    """Print milliseconds per step, and micrograd's time over this engine's."""
    print(f"{'median ms per step':24}{'collector on':>14}{'collector off':>15}")
    for name in ENGINES:
        cells = [medians.get((name, setting)) for setting in SETTINGS]
        on, off = (f"{cell:.1f}" if cell else "missing" for cell in cells)
        print(f"{name:24}{on:>14}{off:>15}")
    if len(medians) == len(ENGINES) * len(SETTINGS):
        on, off = (medians["micrograd", s] / medians["chainrule", s] for s in SETTINGS)
        print(f"{'micrograd / chainrule':24}{on:14.2f}{off:15.2f}")


def main() -> None:
    """Check, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.eager", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--rounds", type=int, default=7, help="samples per median (default 7)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there, too")
    arguments = parser.parse_args()
    print(timing.machine())
    steps = available_steps()
    check_agreement(steps)
    medians = measure(steps, arguments.rounds)
    print_table(medians)
    if arguments.json:
        report = {"machine": timing.machine(), "rounds": arguments.rounds}
        for (name, setting), value in medians.items():
            report[f"{name}, collector {setting}, ms"] = value
        arguments.json.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
