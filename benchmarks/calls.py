"""Time one call on two numbers: a value and two derivatives, in this engine and in others.

    python -m benchmarks.calls [--quick] [--json FILE]

Two tables: the expression of micrograd's README, call by call; and Rosenbrock's function, handed to
SciPy's BFGS, from the start to the minimum. All engines run in one process, in turn, after their
results were found equal to those worked out by hand.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks import timing
from benchmarks.checks import TOLERANCE

Call = Callable[[float, float], tuple[Any, Any]]
"""From two numbers to a value and its two derivatives."""
Expression = Callable[[Callable[[Any], Any]], Callable[[Any, Any], Any]]
"""From an engine's relu to a function of two of its numbers."""

POINT, START = (-4.0, 2.0), (-1.2, 1.0)
WARM = 40
"""Minimisations before they are timed: some 40 calls each."""


def readme(relu: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """The expression of micrograd's README."""

    def f(a: Any, b: Any) -> Any:
        c = a + b
        d = a * b + b**3
        c = c + (c + 1)
        c = c + (1 + c + (-a))
        d = d + (d * 2 + relu(b + a))
        d = d + (3 * d + relu(b - a))
        e = c - d
        g = e**2
        return g / 2.0 + 10.0 / g

    return f


def rosenbrock(relu: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """Rosenbrock's valley, with its minimum at (1, 1)."""
    return lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2


def readme_by_hand(a: float, b: float) -> tuple[float, tuple[float, float]]:
    """The same, simplified and differentiated on paper."""
    right, above = a + b > 0, b - a > 0
    d = 3 * (a * b + b**3) + (a + b) * right
    e = 3 * a + 4 * b + 3 - 4 * d - (b - a) * above
    g = e * e
    slope = e - 20 / (g * e)
    by_a = slope * (3 - 12 * b - 4 * right + above)
    by_b = slope * (4 - 12 * a - 36 * b * b - 4 * right - above)
    return g / 2 + 10 / g, (by_a, by_b)


def rosenbrock_by_hand(x: float, y: float) -> tuple[float, tuple[float, float]]:
    """The same, differentiated on paper."""
    rest = y - x * x
    return (1 - x) ** 2 + 100 * rest * rest, (2 * (x - 1) - 400 * x * rest, 200 * rest)


BY_HAND: dict[Expression, Call] = {readme: readme_by_hand, rosenbrock: rosenbrock_by_hand}


# --- engines ---


def by_hand(expression: Expression) -> Call:
    return BY_HAND[expression]


def compiled(expression: Expression) -> Call:
    import autograd as ag

    return ag.compile(ag.value_and_grad(expression(ag.relu), argnums=(0, 1)))


def compiled_to_python(expression: Expression) -> Call:
    """As it is for the first calls, and for all where llvmlite is missing."""
    from autograd.compiler import single

    call = compiled(expression)
    with patch.object(single, "usable", lambda: False):
        for _ in range(single.NATIVE_FROM + 1):
            call(*START)
    return call


def eager(expression: Expression) -> Call:
    import autograd as ag

    return ag.value_and_grad(expression(ag.relu), argnums=(0, 1))


def micrograd(expression: Expression) -> Call:
    from micrograd.engine import Value

    f = expression(Value.relu)

    def call(x: float, y: float) -> tuple[float, tuple[float, float]]:
        a, b = Value(x), Value(y)
        result = f(a, b)
        result.backward()
        return result.data, (a.grad, b.grad)

    return call


def jax_jit(expression: Expression) -> Call:
    import jax

    jax.config.update("jax_platforms", "cpu")
    jax.config.update("jax_enable_x64", True)
    jitted = jax.jit(jax.value_and_grad(expression(jax.nn.relu), argnums=(0, 1)))

    def call(x: float, y: float) -> tuple[float, Any]:
        value, gradient = jax.block_until_ready(jitted(x, y))
        return float(value), gradient

    return call


def torch_eager(expression: Expression) -> Call:
    import torch

    torch.set_num_threads(1)
    f = expression(torch.relu)

    def call(x: float, y: float) -> tuple[float, Any]:
        a, b = (torch.tensor(float(z), dtype=torch.float64, requires_grad=True) for z in (x, y))
        result = f(a, b)
        result.backward()
        return result.item(), (a.grad, b.grad)

    return call


ENGINES: dict[str, Callable[[Expression], Call]] = {
    "chainrule": compiled,
    "chainrule, Python only": compiled_to_python,
    "chainrule, eager": eager,
    "micrograd": micrograd,
    "JAX jit": jax_jit,
    "PyTorch eager": torch_eager,
    "Python by hand": by_hand,
}


def ready(expression: Expression, point: tuple[float, float]) -> dict[str, Call]:
    """The engines that are installed, each found right at a point; the others are named."""
    expected = by_hand(expression)(*point)
    calls = {}
    for name, engine in ENGINES.items():
        try:
            calls[name] = engine(expression)
        except ImportError as error:
            print(f"missing: {name} ({error})")
            continue
        value, gradient = calls[name](*point)
        pairs = zip((value, *gradient), (expected[0], *expected[1]))
        worst = max(abs(float(got) - right) / abs(right) for got, right in pairs)
        if not worst <= TOLERANCE:
            raise ArithmeticError(f"{name} is wrong by {worst:.1e}; nothing was timed")
    return calls


# --- what is timed ---


def timer_of(call: Call, x: float, y: float) -> timing.Timer:
    """Seconds of so many calls."""

    def timer(calls: int) -> float:
        start = time.perf_counter()
        for _ in range(calls):
            call(x, y)
        return time.perf_counter() - start

    return timer


def minimize(call: Call) -> Any:
    """Rosenbrock's function by SciPy's BFGS, from the usual start."""
    import numpy as np
    from scipy.optimize import minimize as scipy_minimize

    def objective(point: Any) -> tuple[float, Any]:
        value, gradient = call(*point.tolist())
        return value, np.array([float(slope) for slope in gradient])

    return scipy_minimize(objective, START, jac=True, method="BFGS")


def first_minimum(engine: Callable[[Expression], Call]) -> float:
    """Seconds from the expression to its minimum, in an engine that has not seen it."""
    start = time.perf_counter()
    found = minimize(engine(rosenbrock))
    seconds = time.perf_counter() - start
    if not max(abs(found.x - 1.0)) < 1e-5:
        raise ArithmeticError(f"the minimum is at (1, 1), found {found.x}")
    return seconds


def timer_to_the_minimum(call: Call) -> timing.Timer:
    """Seconds of so many minimisations; after some, as engines may compile late."""
    for _ in range(WARM):
        minimize(call)

    def timer(calls: int) -> float:
        start = time.perf_counter()
        for _ in range(calls):
            minimize(call)
        return time.perf_counter() - start

    return timer


def print_table(title: str, columns: dict[str, dict[str, float]]) -> None:
    """Print the columns, each a time per engine, and the ratio of the last one to this engine's."""
    last = [*columns.values()][-1]
    print(f"\n{title}\n  {'engine':24}{''.join(map('{:>14}'.format, columns))}{'ratio':>10}")
    for name in sorted(last, key=last.__getitem__):
        cells = "".join(f"{column[name]:14,.2f}" for column in columns.values())
        print(f"  {name:24}{cells}{last[name] / last['chainrule']:10,.2f}")


def measure_calls(effort: timing.Effort) -> dict[str, dict[str, float]]:
    """The table of single calls."""
    timers = {name: timer_of(call, *POINT) for name, call in ready(readme, POINT).items()}
    medians = timing.medians(timing.interleaved(timers, effort))
    return {"µs per call": {name: 1e6 * seconds for name, seconds in medians.items()}}


def measure_minima(effort: timing.Effort) -> dict[str, dict[str, float]]:
    """The table of minimisations."""
    calls = ready(rosenbrock, START)
    minimize(calls["Python by hand"])  # SciPy is imported
    first = {name: 1e3 * first_minimum(ENGINES[name]) for name in calls}
    timers = {name: timer_to_the_minimum(call) for name, call in calls.items()}
    medians = timing.medians(timing.interleaved(timers, effort))
    return {"ms, first": first, "ms, again": {name: 1e3 * s for name, s in medians.items()}}


def main() -> None:
    """Check, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calls", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--quick", action="store_true", help="short, noisier measurements")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there, too")
    arguments = parser.parse_args()
    effort = timing.QUICK if arguments.quick else timing.NORMAL
    print(timing.machine())
    calls, minima = measure_calls(effort), measure_minima(effort)
    print_table("value and gradient of two numbers", calls)
    print_table("Rosenbrock's function by BFGS, from start to minimum", minima)
    if arguments.json:
        report = {"machine": timing.machine(), "call": calls, "minimum": minima}
        arguments.json.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
