"""Random functions over the whole op table, for the tests of the compiler.

Every operand is led into its domain first, so that all numbers on the way stay between some 1e-3
and some 1e3 and what is compared is arithmetic, not overflow.
"""

import math
import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import strategies as st

import autograd as ag
from autograd import functions
from autograd.compiler.backends import choice
from autograd.compiler.backends.choice import kernel_for
from autograd.compiler.backends.kernel import Backend, Kernel
from autograd.compiler.loops.runnable import runnable
from autograd.compiler.program import Instruction, Operand, Program
from autograd.ops import DOMAINS, OPS, Op

Steps = list[tuple[str, tuple[int, int, int]]]  # an op, and which earlier numbers it takes

INTO: dict[str, Callable[[Any], Any]] = {
    "real": lambda x: 1.4 * ag.tanh(x),
    "non-zero": lambda x: 0.3 + ag.sigmoid(x),
    "positive": lambda x: 0.3 + ag.softplus(0.5 * ag.tanh(x)),
    "unit": lambda x: 0.9 * ag.tanh(x),
    "over -1": lambda x: ag.sigmoid(x) - 0.3,
    "over 1": lambda x: 1.2 + ag.sigmoid(x),
}


def steps(names: Sequence[str] = functions.__all__, most: int = 12) -> st.SearchStrategy[Steps]:
    place = st.integers(0, 63)
    step = st.tuples(st.sampled_from(list(names)), st.tuples(place, place, place))
    return st.lists(step, min_size=3, max_size=most)


def function_of(chosen: Steps, *more: Any) -> Callable[..., Any]:
    """A function that does the steps; later ones may use what earlier ones made, or ``more``."""

    def f(*given: Any) -> Any:
        known = [*given, *more, 0.7]
        for name, places in chosen:
            operands = [known[place % len(known)] for place in places]
            safe = [INTO[domain](x) for domain, x in zip(OPS[name].domain, operands)]
            known.append(getattr(ag, name)(*safe))
        return ag.sum(known[len(given) :]) + 0.5 * given[0] * given[-1]

    return f


def random_program(rng: random.Random, inputs: int = 2, length: int = 25) -> Program:
    """A well-formed program over all rows, with constants (special ones too) among the operands."""
    constants = [0.0, -0.0, 1.0, -1.0, 2.0, 0.5, math.inf, -math.inf, math.nan, 3.7]

    def operand(limit: int) -> Operand:
        return rng.choice(constants) if rng.random() < 0.2 else rng.randrange(limit)

    made = []
    for index in range(inputs + 1, inputs + 1 + length):
        op = rng.choice(functions.__all__)
        made.append(Instruction(op, tuple(operand(index) for _ in range(OPS[op].arity))))
    outputs = tuple(rng.randrange(inputs + 1 + length) for _ in range(4))
    return Program(inputs, 1, tuple(made), (*outputs, 1.5)).check()


def points(op: Op, count: int) -> list[tuple[float, ...]]:
    """Points of an op's domain, the same ones each time."""
    rng = random.Random(op.name)

    def draw(domain: str) -> float:
        x = rng.uniform(*DOMAINS[domain])
        return -x if domain == "non-zero" and rng.random() < 0.5 else x

    return [tuple(map(draw, op.domain)) for _ in range(count)]


def same(a: float, b: float) -> bool:
    """Equal numbers, or both nan, or zeros of one sign."""
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    return a == b and math.copysign(1.0, a) == math.copysign(1.0, b)


def close(got: float, expected: float, tolerance: float, size: float = 0.0) -> bool:
    """Whether two numbers agree relative to the larger of the expected one and ``size``."""
    if math.isnan(expected) or math.isinf(expected):
        return same(got, expected)
    return abs(got - expected) <= tolerance * max(abs(expected), size)


def largest(program: Program, inputs: Sequence[float], parameters: Sequence[float] = ()) -> float:
    """The largest number that a program computes on its way."""
    count = program.first + len(program.instructions)
    everything = program.replaced(program.instructions, range(count)).evaluate(inputs, parameters)
    return max(map(abs, everything), default=0.0)


#: a test on each backend of the list in turn, as far as it can run here
each_backend = pytest.mark.parametrize(
    "backend",
    [
        pytest.param(b.name, marks=pytest.mark.skipif(not b.usable(), reason="not installed"))
        for b in choice.BACKENDS
    ],
)


def backend_named(name: str) -> Backend:
    """The backend of that name, or with that word in its name: "numpy"."""
    return next(b for b in choice.BACKENDS if name in b.name)


def batch_kernel(program: Program, sums: int, backend: str) -> Kernel:
    """The kernel of the backend of that name."""
    return kernel_for(runnable(program, seeded=sums > 0), sums, backend_named(backend))


def by_batch(program: Program, rows: Sequence[Sequence[float]], backend: str) -> list[Any]:
    """The outputs of a program of no parameters at each of the rows, as floats."""
    chosen = backend_named(backend)
    with ag.nonfinite("allow"):
        names = [f"x{i}" for i in range(program.inputs)]
        columns = chosen.columns([*map(list, zip(*rows))], names)
    bound = batch_kernel(program, 0, backend).bind(columns, len(rows))
    bound.run(chosen.vector([]), 1.0)
    return [tuple(map(float, row)) for row in zip(*bound.outputs)]
