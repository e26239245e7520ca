"""``for`` statements of loops: to the last bit what the loops stand for, and short."""

import math
import random

import pytest

import nn
from autograd.compiler.backends.forloops import for_loops
from autograd.compiler.backends.python import ForKernel, python_words, spelled_constant
from autograd.compiler.loops.expand import expanded
from autograd.compiler.loops.find import find
from autograd.compiler.loops.loop import Apply, Index, Loop, Loops, Run, Sum
from autograd.compiler.record import record
from autograd.ops import OPS
from tests.programs import same
from tests.random_loops import random_loops


def text_of(loops: Loops) -> str:
    return for_loops(loops, python_words(), spelled_constant)[0]


def check(loops: Loops, rng: random.Random) -> None:
    inputs = [rng.gauss(0, 1) for _ in range(loops.inputs)]
    parameters = [rng.gauss(0, 1) for _ in range(loops.parameters)]
    expected = expanded(loops).evaluate(inputs, parameters)
    got = ForKernel(loops)(inputs, parameters)
    assert len(got) == len(expected)
    assert all(map(same, got, expected))


@pytest.mark.parametrize("seed", range(150))
def test_random_loops(seed: int) -> None:
    rng = random.Random(seed)
    check(random_loops(rng), rng)


@pytest.mark.parametrize("op", [name for name in OPS if name != "detach"])
def test_each_op_within_a_run(op: str) -> None:
    row = OPS[op]
    leaves = [Index("input", i, (2, 3)) for i in range(row.arity)]
    points = [Apply("add", (1.2, Apply("sigmoid", (leaf,)))) for leaf in leaves]
    if row.domain[0] in ("unit", "over -1"):
        points[0] = Apply("mul", (0.9, Apply("tanh", (leaves[0],))))
    term = Apply(op, (Apply(op, tuple(points)), *points[1:])) if op == "where" else Apply(
        op, tuple(points)
    )  # fmt: skip
    body = Sum((Run(1, leaves[0]._replace(strides=(1,))), Run(4, term)))
    check(Loops(20, 0, (Loop((3,), body, 0),), (20, 21, 22)), random.Random(2))


def test_the_gradient_of_a_network_to_the_last_bit() -> None:
    model = nn.MLP(4, [5, 3], activation="relu", rng=0)
    recording = record(
        lambda *x: nn.cross_entropy(model(list(x[:4])), list(x[4:])), 7,
        gradient=True, first=model.parameters(),
    )  # fmt: skip
    check(find(recording.program, seeded=True), random.Random(3))


def test_a_sum_of_negative_zeros_is_one() -> None:
    loops = Loops(4, 0, (Loop((), Sum((Run(4, Index("input", 0, (1,))),)), 0),), (4,))
    (zero,) = ForKernel(loops)([-0.0] * 4, [])
    assert same(zero, -0.0)


def test_sums_are_added_from_the_left_and_not_better() -> None:
    loops = Loops(3, 0, (Loop((), Sum((Run(3, Index("input", 0, (1,))),)), 0),), (3,))
    assert ForKernel(loops)([1.0, 1e100, -1e100], []) == [0.0]


def test_a_division_by_zero_is_answered_as_everywhere() -> None:
    body = Apply("div", (1.0, Index("input", 0, (1,))))
    loops = Loops(2, 0, (Loop((2,), body, 0),), (2, 3))
    assert ForKernel(loops)([0.0, -4.0], []) == [math.inf, -0.25]


def test_the_text_grows_with_the_loops_alone() -> None:
    def lines(width: int) -> int:
        model = nn.MLP(3, [width, 2], activation="tanh", rng=0)
        program = record(lambda *x: model(list(x)), 3, first=model.parameters()).program
        return text_of(find(program)).count("\n")

    assert lines(8) == lines(16)


def test_outputs_that_stand_side_by_side_are_one_slice() -> None:
    loops = Loops(2, 2, (Loop((3,), Index("input", 0, (0,)), 0),), (4, 5, 6, 1.0, 0, 1, 3, 2, -0.0))
    last = text_of(loops).splitlines()[-1]
    assert last == "    return [*r[0:3], 1.0, *x[0:2], p[1], p[0], (-0.0)]"


def test_nothing_is_computed_or_fetched_twice() -> None:
    x, w = Index("input", 0, (1,)), Index("parameter", 3, (0,))
    body = Apply("relu", (Apply("mul", (Apply("exp", (x,)), w)),))
    lines = text_of(Loops(3, 4, (Loop((3,), body, 0),), (7, 8, 9))).splitlines()
    assert [line.strip() for line in lines[2:7]] == [
        "v0 = p[3]",
        "o = []",
        "for v1 in x[0:3]:",
        "t0 = exp(v1) * v0",
        "o.append(0.0 if (t0 <= 0) else t0)",
    ]
