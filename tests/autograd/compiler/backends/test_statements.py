"""Statements on arrays: the text of loops, and that random ones compute what they stand for."""

import math
import random

import pytest

import nn
from autograd.compiler.loops.expand import expanded
from autograd.compiler.loops.find import find
from autograd.compiler.loops.loop import Apply, Index, Loop, Loops, Run, Sum
from autograd.compiler.loops.simplify import simplified
from autograd.compiler.record import record
from autograd.ops import OPS
from tests.programs import close, largest
from tests.random_loops import random_loops

np = pytest.importorskip("numpy", reason="array code needs NumPy")
arrays = pytest.importorskip("autograd.compiler.backends.arrays")
Statements = pytest.importorskip("autograd.compiler.backends.statements").Statements


def agree(loops: Loops, sums: int, seed: int, examples: int = 3) -> None:
    """Whether arrays compute what the loops stand for, example by example and summed up."""
    rng, program = random.Random(seed), expanded(loops)
    parameters = [rng.gauss(0, 1) for _ in range(loops.parameters)]
    columns = [[rng.gauss(0, 1) for _ in range(examples)] for _ in range(loops.inputs - (sums > 0))]
    bound = arrays.ArrayKernel(loops, sums).bind([*map(np.array, columns)], examples)
    bound.run(np.array(parameters), 0.3)
    rows = [[*row, 0.3] if sums else list(row) for row in zip(*columns)]
    expected = [program.evaluate(row, parameters) for row in rows]
    size = max(largest(program, row, parameters) for row in rows)
    for i, column in enumerate(zip(*expected)):
        if i < sums:
            assert close(bound.sums[i], math.fsum(column), 1e-12, size * examples), i
        else:
            for got, right in zip(bound.outputs[i - sums], column):
                assert close(got, right, 1e-12, size), i


@pytest.mark.parametrize("seed", range(60))
def test_random_loops(seed: int) -> None:
    loops = random_loops(random.Random(seed))
    most = len(loops.outputs)
    for sums in (0, 1, most - 2, most):
        agree(loops, sums, seed)


@pytest.mark.parametrize("op", [name for name in OPS if name != "detach"])
def test_each_op_within_runs_within_runs(op: str) -> None:
    leaf = Index("input", 0, (1, 2, 3))
    points = [Apply("add", (1.2, Apply("sigmoid", (leaf,)))), Apply("tanh", (leaf,)), 0.5]
    if OPS[op].domain[0] in ("unit", "over -1"):
        points[0] = Apply("mul", (0.9, Apply("tanh", (leaf,))))
    term = Apply(op, tuple(points[: OPS[op].arity]))
    run = Sum((Run(6, term), Run(1, 0.25)))
    body = Sum((Run(2, Apply("mul", (Index("parameter", 0, (0, 1)), run))), Run(1, 1.0)))
    loops = Loops(30, 2, (Loop((3,), body, 0),), (32, 33, 34))
    for sums in (0, 3):
        agree(loops, sums, 7)


def texts(inputs: int, widths: list[int]) -> str:
    model = nn.MLP(inputs, widths, activation="tanh", rng=0)

    def f(*x: float) -> object:
        return nn.squared_error(model(list(x[:inputs])), list(x[inputs:]))

    recording = record(f, inputs + widths[-1], gradient=True, first=model.parameters())
    loops = simplified(find(recording.program, seeded=True))
    return str(Statements(loops, 1 + len(recording.parameters)))


def test_layers_and_their_gradients_are_matrix_products() -> None:
    text = texts(6, [8, 5])
    assert text.count("@") == 5  # two layers, their weights' gradients, one layer's way back
    assert "take" not in text


def test_the_text_does_not_grow_with_the_layers() -> None:
    assert texts(6, [8, 5]).count("\n") == texts(12, [16, 10]).count("\n")


def test_short_runs_are_added_in_their_order() -> None:
    terms = [1e16, 1.0, -1e16]
    loops = Loops(3, 0, (Loop((), Sum((Run(3, Index("input", 0, (1,))),)), 0),), (3,))
    bound = arrays.ArrayKernel(loops, 0).bind([np.array([x]) for x in terms], 1)
    bound.run(np.array([]), 1.0)
    assert bound.outputs[0].tolist() == [1e16 + 1.0 - 1e16]


def test_a_run_of_one_number_counts_it_as_often() -> None:
    body = Sum(
        (Run(5, 0.5), Run(1, Index("input", 0, (1,))), Run(6, Index("parameter", 0, (0, 0))))
    )
    loops = Loops(3, 1, (Loop((2,), body, 0),), (4, 5))
    for sums in (0, 1, 2):
        agree(loops, sums, 5)


def test_runs_of_few_terms_are_no_matrix_product() -> None:
    def text(length: int) -> str:
        w, x = Index("parameter", 0, (4, 1)), Index("input", 0, (0, 1))
        layer = Loop((4,), Sum((Run(length, Apply("mul", (w, x))),)), 0)
        return str(Statements(Loops(4, 16, (layer,), (20,)), 0))

    assert ("@" in text(4), "@" in text(3)) == (True, False)


def test_the_largest_array_on_the_way_is_known() -> None:
    pair = Apply("mul", (Index("input", 0, (1, 0)), Index("input", 0, (0, 1))))
    loop = Loop((3,), Sum((Run(8, Apply("exp", (pair,))),)), 0)
    assert Statements(Loops(8, 0, (loop,), (8, 9, 10)), 0).widest == 24
