"""The same programs without generated code."""

import json
import math
import random

import pytest

import autograd as ag
from autograd import functions
from autograd.compiler.backends.wasm.data import program_data
from autograd.compiler.loops.find import apart
from autograd.compiler.loops.loop import Apply, Index, Loop, Loops
from autograd.compiler.loops.runnable import looped
from autograd.compiler.program import Instruction, Program
from autograd.ops import OPS
from tests import reading, sources
from tests.loops import disagreement, perceptron
from tests.programs import same
from tests.random_loops import random_loops
from tests.wasm import Node

SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 1e308, math.inf, -math.inf, math.nan]


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_a_network_and_its_gradient(activation: str, node: Node) -> None:
    version = reading.network((2, 8, 8, 1), activation)._versions.get(gradient=True)
    for loops in (version.loops, looped(version.loops, seeded=True)):
        kernel = node.interpreted(loops, version.sums)
        for examples in (1, 2, 63, 64, 65, 201):
            error = disagreement(kernel, loops, version.sums, examples, version.parameters())
            assert error < 1e-13


@pytest.mark.parametrize("name", ["deep", "convolution", "recurrent", "named inputs"])
def test_functions_of_many_kinds(name: str, node: Node) -> None:
    version = sources.FUNCTIONS[name]()._versions.get(gradient=True)
    kernel = node.interpreted(version.loops, version.sums)
    assert disagreement(kernel, version.loops, version.sums, 7, version.parameters()) < 1e-12


@pytest.mark.parametrize("seed", range(20))
def test_random_loops(seed: int, node: Node) -> None:
    loops = random_loops(random.Random(seed))
    assert disagreement(node.interpreted(loops, 0), loops, 0, 6) < 1e-11


@pytest.mark.parametrize("name", functions.__all__)
def test_every_row_of_the_table(name: str, node: Node) -> None:
    op = OPS[name]
    rows = [[x, y, z][: op.arity] for x in SPECIAL for y in SPECIAL for z in (2.0, math.nan)]
    program = Program(op.arity, 0, (Instruction(name, tuple(range(op.arity))),), (op.arity,))
    bound = node.interpreted(apart(program), 0).bind([*zip(*rows)], len(rows))
    bound.run([], 1.0)
    with ag.nonfinite("allow"):
        for row, got in zip(rows, bound.outputs[0]):
            (want,) = program.evaluate(row)
            near = math.isfinite(want) and math.isclose(got, want, rel_tol=1e-13)
            assert near or same(got, want), row


def test_the_data_can_be_written_as_json() -> None:
    body = Apply("relu", (Apply("add", (Index("input", 0, (1,)), -math.inf)),))
    data = program_data(Loops(3, 0, (Loop((3,), body, 0),), (3, 4, math.nan)))
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert list(data["rows"]) == ["relu"]
    assert data["outputs"] == [3, 4, {"constant": "NaN"}]


def test_data_grow_with_the_text_of_the_loops_not_with_their_members() -> None:
    small, large = (
        {**program_data(perceptron(8, n), 1 + 10 * n), "outputs": []} for n in (64, 640)
    )
    assert len(str(large)) < 1.1 * len(str(small))


def test_zeros_keep_their_signs(node: Node) -> None:
    bound = node.interpreted(Loops(1, 0, (), (0.0, -0.0, math.inf)), 0).bind([[1.0]], 1)
    bound.run([], 1.0)
    assert [str(x) for (x,) in bound.outputs] == ["0.0", "-0.0", "inf"]
