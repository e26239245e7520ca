"""Loops for the tests of kernels, and the comparison with what they mean (``expanded``)."""

import math
import random
from collections.abc import Iterable, Sequence
from typing import Any

from autograd.compiler.backends.kernel import Kernel
from autograd.compiler.loops.expand import expanded
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Loops, Run, Sum


def mul(*operands: Expression) -> Apply:
    return Apply("mul", operands)


def add(*terms: Expression) -> Sum:
    return Sum(tuple(Run(1, term) for term in terms))


def dot(length: int, term: Expression) -> Sum:
    return Sum((Run(length, term),))


def perceptron(inputs: int, hidden: int) -> Loops:
    """Σ v·tanh(b + W x) with its gradient, in the order v, then (W, b) row by row; 1 + hidden +
    hidden · (inputs + 1) sums, the last input is the weight."""
    row = inputs + 1
    w = Index("parameter", hidden, (row, 1))
    b = Index("parameter", hidden + inputs, (row,))
    h = Index("result", 0, (1,))
    v, seed = Index("parameter", 0, (1,)), Index("input", inputs)
    z = Sum((Run(1, b), Run(inputs, mul(w, Index("input", 0, (0, 1))))))
    slope = Apply("sub", (1.0, mul(h, h)))
    delta = Index("result", 2 * hidden + 1, (1, 0))
    loops = [
        Loop((hidden,), Apply("tanh", (z,)), 0),
        Loop((), mul(seed, dot(hidden, mul(v, h))), hidden),
        Loop((hidden,), mul(seed, h), hidden + 1),
        Loop((hidden,), mul(mul(seed, v), slope), 2 * hidden + 1),
        Loop((hidden, inputs), mul(delta, Index("input", 0, (0, 1))), 3 * hidden + 1),
    ]
    first = inputs + 1 + hidden + hidden * row
    outputs = [first + hidden, *range(first + hidden + 1, first + 2 * hidden + 1)]
    for i in range(hidden):
        outputs += range(
            first + 3 * hidden + 1 + i * inputs, first + 3 * hidden + 1 + (i + 1) * inputs
        )
        outputs.append(first + 2 * hidden + 1 + i)
    return Loops(inputs + 1, hidden + hidden * row, tuple(loops), tuple(outputs))


def expected(
    loops: Loops, sums: int, rows: Iterable[Sequence[float]], parameters: Sequence[float]
) -> tuple[list[float], list[list[float]]]:
    """The sums over the examples, and the other outputs by example."""
    program = expanded(loops)
    outputs = [program.evaluate(row, parameters) for row in rows]
    totals = [math.fsum(row[i] for row in outputs) for i in range(sums)]
    return totals, [row[sums:] for row in outputs]


def disagreement(
    kernel: Kernel, loops: Loops, sums: int, examples: int, numbers: Sequence[float] | None = None
) -> float:
    """The largest relative difference between a kernel's answers and the loops' meaning."""
    import numpy as np

    rng = random.Random(7)
    columns = [
        np.array([rng.uniform(0.2, 1.7) for _ in range(examples)])
        for _ in range(loops.inputs - (sums > 0))
    ]
    given = numbers or [rng.uniform(-1.0, 1.0) for _ in range(loops.parameters)]
    bound = kernel.bind(columns, examples)
    for _ in range(2):  # the second time finds what the first has left behind
        assert bound.run(np.array(given), 0.5) is True
    rows: list[Any] = [list(row) for row in zip(*columns)] or [[] for _ in range(examples)]
    rows = [[*row, 0.5] for row in rows] if sums else rows
    totals, others = expected(loops, sums, rows, given)
    found = [*zip(totals, bound.sums)]
    for i, output in enumerate(bound.outputs):
        found += [(row[i], y) for row, y in zip(others, output)]
    return max((abs(a - b) / max(abs(a), 1.0) for a, b in found), default=0.0)
