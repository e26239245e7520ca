"""Random programs over the whole op table, by every road that leads to a number.

    python -m tests.tables.all_roads [--count 20000] [--start 0]

Each program is drawn from its seed: some steps, with every operand led into its domain or as it
comes, and points at which zeros of both signs, inf, nan, huge and tiny numbers stand among ordinary
ones. Its value, gradient and Hessian are taken eagerly and by every other road (plain numbers,
``refresh``, ``grad``, the recorded program as it is and after the passes, on floats and by each
backend on columns), and must be the same: inf, nan and the sign of zero exactly, other numbers up
to rounding, which is measured against the largest number on the way.

Three things are no disagreement. A road rounds differently, so where a choice (``maximum``,
``floor``) hangs by the last bits it may fall as it does for the eager engine at a neighbouring
point. The machine adds a product to a sum without rounding it first, so where a product overflows
on the way its sum may be finite, or inf where the others have nan. And where a partial asks
``is_zero`` (of the exponent in ``pow``), the eager engine asks about the number, a recording only
about constants: the derivative of x**y by x at (0, 0) is 0 there, and nan here.
"""

import argparse
import math
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import autograd as ag
from autograd import Value, functions
from autograd.compiler.backends.choice import BACKENDS, kernel_for
from autograd.compiler.backends.python import FloatKernel
from autograd.compiler.loops.runnable import runnable
from autograd.compiler.passes import optimise
from autograd.compiler.program import Program
from autograd.compiler.record import record
from autograd.nested import flatten
from autograd.ops import OPS
from tests.programs import INTO, Steps, close, largest, same

SPECIAL = [
    *(0.0, -0.0, 1.0, -1.0, 0.5, 2.0, -2.5, 1e-300, 1e300, 709.0, -745.0),
    *(math.inf, -math.inf, math.nan),
]
CONSTANTS = [0.7, 2.0, 0.0, -1.0, 0.5]
VALUE, DERIVATIVE = 1e-12, 1e-10
#: from here on a sum of products may overflow in one road and not in another
OVERFLOW = 1e290

#: op -> the operand that its partials ask ``is_zero`` of
_ASKED = {
    op.name: i
    for op in OPS.values()
    for i, name in enumerate(op.operands)
    if any(f"is_zero({name})" in (text or "") for text in op.partials)
}

Row = tuple[float, float]
Road = tuple[str, list[float]]


class Case(NamedTuple):
    """A program of two numbers, whether its operands are led into their domains, and points."""

    steps: Steps
    guarded: bool
    rows: list[Row]


def draw(seed: int) -> Case:
    """The case of a seed."""
    rng = random.Random(seed)
    steps = [
        (rng.choice(functions.__all__), (rng.randrange(64), rng.randrange(64), rng.randrange(64)))
        for _ in range(rng.randint(1, 5))
    ]

    def number(special: float) -> float:
        return rng.choice(SPECIAL) if rng.random() < special else rng.uniform(-3.0, 3.0)

    rows = [(number(chance), number(chance)) for chance in (0, 0, 0, 0.7, 0.7, 0.7, 0.7, 0.7)]
    return Case(steps, rng.random() < 0.5, rows)


def function_of(case: Case) -> Callable[[Any, Any], Any]:
    """The function of the last step's number, or where all are tame, of all of them."""

    def f(x: Any, y: Any) -> Any:
        known = [x, y, *CONSTANTS]
        for name, places in case.steps:
            operands = [known[place % len(known)] for place in places[: OPS[name].arity]]
            if case.guarded:
                operands = [INTO[d](o) for d, o in zip(OPS[name].domain, operands)]
            known.append(getattr(ag, name)(*operands))
        return ag.sum(known[7:]) + 0.5 * x * y if case.guarded else known[-1]

    return f


def everything(f: Callable[[Any, Any], Any]) -> Callable[[Any, Any], list[Any]]:
    """Value, gradient and Hessian, in a row of seven numbers."""

    def g(x: Any, y: Any) -> list[Any]:
        value, gradient = ag.value_and_grad(f, (0, 1))(x, y)
        curvature = ag.hessian(lambda v: f(*v))([x, y])
        return [value, *gradient, *curvature[0], *curvature[1]]

    return g


def by_backward(f: Callable[[Any, Any], Any], row: Row) -> list[float]:
    """The eager engine's own answer: ``backward`` for the gradient, two sweeps for the Hessian."""
    leaves = [*map(Value, row)]
    y = f(*leaves)
    if isinstance(y, Value):
        y.backward()
    curvature = ag.hessian(lambda v: f(*v))(list(row))
    value = y.data if isinstance(y, Value) else float(y)
    return [value, *(leaf.grad for leaf in leaves), *map(float, flatten(curvature))]


def eager_roads(f: Callable[[Any, Any], Any], row: Row) -> Iterator[Road]:
    """Answers that must be those of ``backward`` to the last bit."""
    root = f(*map(Value, row))
    yield "numbers", [float(f(*row))]
    if isinstance(root, Value):
        yield "refresh", [root.refresh().data]
    value, gradient = ag.value_and_grad(f, (0, 1))(*row)
    yield "value_and_grad", [float(value), *map(float, gradient)]


def other_roads(raw: Program, rows: Sequence[Row]) -> Iterator[tuple[str, list[list[float]]]]:
    """What the recorded program answers at all points, by each way to run it."""
    short = optimise(raw)
    floats = FloatKernel(short)
    yield "the program as recorded", [raw.evaluate(row) for row in rows]
    yield "floats", [floats(row, ()) for row in rows]
    for backend in BACKENDS:
        if backend.usable():
            names = [f"x{i}" for i in range(raw.inputs)]
            columns = backend.columns([*map(list, zip(*rows))], names)
            bound = kernel_for(runnable(raw), 0, backend).bind(columns, len(rows))
            bound.run(backend.vector([]), 1.0)
            outputs = [[*map(float, output)] for output in bound.outputs]
            yield backend.name, [list(answer) for answer in zip(*outputs)]


def disagreements(case: Case) -> list[str]:
    """Every answer that is neither the eager engine's nor excused above, in words."""
    f = function_of(case)
    found = []
    with ag.nonfinite("allow"):
        raw = record(everything(f), 2).program
        right = [by_backward(f, row) for row in case.rows]
        sizes = [largest(raw, row) for row in case.rows]
        for row, expected, size in zip(case.rows, right, sizes):
            for name, got in eager_roads(f, row):
                if not all(map(same, got, expected)):
                    found.append(f"{name} at {row}: {got}, backward {expected}")
            one, other = expected[4:6]
            if (
                size < OVERFLOW
                and not math.isnan(one + other)
                and not close(one, other, 1e-8, size)
            ):
                found.append(f"the Hessian at {row} is not symmetric: {one}, {other}")
        for name, answers in other_roads(raw, case.rows):
            for row, got, expected, size in zip(case.rows, answers, right, sizes, strict=True):
                if not _close(got, expected, size) and not _excused(f, name, raw, row, got, size):
                    found.append(f"{name} at {row}: {got}, backward {expected}")
    return found


def _excused(
    f: Callable[[Any, Any], Any], name: str, raw: Program, row: Row, got: list[float], size: float
) -> bool:
    """Whether products overflow, in machine code or not, a partial asks ``is_zero``, or the eager
    engine says the same at a point that rounding might take for this one."""
    if name == "llvm" and not size < OVERFLOW:
        return True
    if _zeros_asked_about(raw, row):
        return True
    return any(_close(got, by_backward(f, near), size) for near in neighbours(row))


def _zeros_asked_about(raw: Program, row: Row) -> bool:
    """Whether an operand that a partial asks ``is_zero`` of is 0 here and no constant."""
    count = raw.first + len(raw.instructions)
    numbers = raw.replaced(raw.instructions, range(count)).evaluate(row)
    asked = [operands[_ASKED[op]] for op, operands in raw.instructions if op in _ASKED]
    return any(not isinstance(x, float) and numbers[x] == 0.0 for x in asked)


def neighbours(row: Row) -> Iterator[Row]:
    """Points a rounding error away."""
    for step in (4e-16, 4e-15):
        for first in (-step, 0.0, step):
            for second in (-step, 0.0, step):
                yield row[0] * (1.0 + first), row[1] * (1.0 + second)


def _close(got: list[float], expected: list[float], size: float) -> bool:
    """Whether all numbers agree up to rounding, measured against the largest on the way."""
    if not math.isfinite(size):
        size = max([1.0, *filter(math.isfinite, map(abs, expected))])
    tolerances = [VALUE] + [DERIVATIVE] * (len(expected) - 1)
    return all(
        close(a, b, tolerance, size) or a == b for a, b, tolerance in zip(got, expected, tolerances)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=1000, help="how many programs")
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    options = parser.parse_args()
    roads: Counter[str] = Counter()
    for seed in range(options.start, options.start + options.count):
        for told in disagreements(draw(seed)):
            roads[told.partition(" at ")[0]] += 1
            print(f"seed {seed}: {draw(seed).steps}\n    {told}", flush=True)
    print(f"{options.count} programs, {roads.total()} disagreements: {dict(roads)}")


if __name__ == "__main__":
    main()
