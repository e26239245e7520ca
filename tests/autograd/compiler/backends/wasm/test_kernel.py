"""A program in WebAssembly gives what the program means, on batches of any length."""

import json
import math
import random
from collections.abc import Sequence

import pytest

import autograd as ag
from autograd import functions
from autograd.compiler.backends.wasm import kernel
from autograd.compiler.backends.wasm.kernel import wasm_module
from autograd.compiler.compiled import Compiled
from autograd.compiler.loops.find import apart
from autograd.compiler.loops.loop import Apply, Index, Loop, Loops
from autograd.compiler.loops.runnable import looped
from autograd.compiler.program import Instruction, Program
from autograd.compiler.record import record
from autograd.errors import GraphError
from autograd.ops import OPS
from tests import reading, sources
from tests.loops import disagreement, perceptron
from tests.programs import close, points, random_program, same
from tests.random_loops import random_loops
from tests.wasm import Node

LENGTHS = (1, 2, 3, 8, 201)


def gradient_of(f: Compiled, *, found: bool) -> tuple[Loops, int, list[float]]:
    """Its program with the gradient, as kernels run it or with its loops found, and its numbers."""
    version = f._versions.get(gradient=True)
    loops = looped(version.loops, seeded=True) if found else version.loops
    return loops, version.sums, version.parameters()


@pytest.mark.parametrize("found", [False, True])
@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_a_network_and_its_gradient(activation: str, found: bool, node: Node) -> None:
    f = reading.network((2, 8, 8, 1), activation)
    loops, sums, parameters = gradient_of(f, found=found)
    made = node(loops, sums)
    for examples in LENGTHS:
        assert disagreement(made, loops, sums, examples, parameters) < 1e-13


@pytest.mark.parametrize(
    "name", [x for x in sources.FUNCTIONS if x not in ("sums and copies", "straight")]
)
def test_functions_of_many_kinds(name: str, node: Node) -> None:
    loops, sums, parameters = gradient_of(sources.FUNCTIONS[name](), found=False)
    assert disagreement(node(loops, sums), loops, sums, 7, parameters) < 1e-12


def test_the_backend_of_python_gives_the_same(node: Node) -> None:
    """After one step of a descent as well."""
    f, rng = reading.network((2, 8, 8, 1), "tanh"), random.Random(3)
    loops, sums, parameters = gradient_of(f, found=False)
    columns = [[rng.uniform(-1.0, 1.0) for _ in range(33)] for _ in range(3)]
    bound = node(loops, sums).bind(columns, 33)
    for _ in range(2):
        value, gradient = f.value_and_grad(*columns)
        assert bound.run(parameters, 1 / 33)
        assert bound.sums == pytest.approx([value, *gradient], rel=1e-13, abs=1e-14)
        parameters = [p - 0.1 * g for p, g in zip(parameters, gradient)]
        f.assign(parameters)


def test_more_examples_than_the_scratch_memory_has_room_for(node: Node) -> None:
    loops = perceptron(3, 40)
    assert disagreement(node(loops, 201), loops, 201, 2001) < 1e-12


@pytest.mark.parametrize("seed", range(40))
def test_random_loops(seed: int, node: Node) -> None:
    loops = random_loops(random.Random(seed))
    for examples in (1, 6, 7):
        assert disagreement(node(loops, 0), loops, 0, examples) < 1e-11


def test_every_row_of_the_table(node: Node) -> None:
    steps, columns, expected = [], list[list[float]](), list[list[float]]()
    for name in functions.__all__:
        op = OPS[name]
        given = points(op, 5)
        steps.append(Instruction(name, tuple(range(len(columns), len(columns) + op.arity))))
        columns += [list(column) for column in zip(*given)]
        expected.append([op.evaluate(*operands) for operands in given])
    count = len(columns)
    program = Program(count, 0, tuple(steps), tuple(range(count, count + len(steps))))
    bound = node(apart(program), 0).bind(columns, 5)
    bound.run([], 1.0)
    for step, found, wanted in zip(steps, bound.outputs, expected):
        for got, want in zip(found, wanted):
            assert close(got, want, 1e-13, 1e-300), step.op


SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.0, 1e308, -1e308, 5e-324, 1e7, -1e7]
SPECIAL += [math.inf, -math.inf, math.nan]


def test_every_row_at_its_edges(node: Node) -> None:
    """As the machine code has it: infinities, nan, the signs of zeros, huge angles."""
    for name in functions.__all__:
        op = OPS[name]
        rows = [[x, y, z][: op.arity] for x in SPECIAL for y in SPECIAL for z in (2.0, math.nan)]
        program = Program(op.arity, 0, (Instruction(name, tuple(range(op.arity))),), (op.arity,))
        bound = node(apart(program), 0).bind([*zip(*rows)], len(rows))
        bound.run([], 1.0)
        with ag.nonfinite("allow"):
            for row, got in zip(rows, bound.outputs[0]):
                assert agrees(got, program.evaluate(row)[0]), (name, row, got)


def agrees(got: float, want: float) -> bool:
    return same(got, want) or (math.isfinite(want) and math.isclose(got, want, rel_tol=1e-13))


@pytest.mark.parametrize("seed", range(12))
def test_random_programs(seed: int, node: Node) -> None:
    rng = random.Random(seed)
    program = random_program(rng)
    columns = [[rng.uniform(0.3, 2.0) for _ in range(5)] for _ in range(program.inputs)]
    bound = node(apart(program), 0).bind(columns, 5)
    bound.run([0.75], 1.0)
    for i, row in enumerate(zip(*columns)):
        for got, want in zip(bound.outputs, program.evaluate(row, [0.75])):
            assert agrees(got[i], want) or abs(got[i] - want) < 1e-9 * abs(want)


def test_sums_that_are_not_finite_are_told(node: Node) -> None:
    product = Apply("mul", (Index("input", 0), Index("parameter", 0)))
    weighted = Apply("mul", (Index("input", 1), Index("result", 0)))
    loops = Loops(2, 1, (Loop((), product, 0), Loop((), weighted, 1)), (4, 0))
    bound = node(loops, 1).bind([[1.0, 2.0, 4.0]], 3)
    assert bound.run([3.0], 0.5)
    assert bound.sums == [10.5]
    assert bound.outputs == [[1.0, 2.0, 4.0]]
    for bad in (math.inf, math.nan):
        assert not bound.run([bad], 0.5)
    assert bound.run([3.0], 0.5)


def test_the_descriptor_can_be_written_as_json() -> None:
    made = wasm_module(perceptron(2, 4), 17)
    assert json.loads(json.dumps(made.descriptor)) == made.descriptor
    wanted = {"inputs": 2, "parameters": 16, "sums": 17, "outputs": 0, "imports": []}
    assert made.descriptor | wanted == made.descriptor


def test_a_module_grows_with_the_text_of_the_loops_not_with_their_members() -> None:
    small, large = (len(wasm_module(perceptron(8, n), 1 + 10 * n).code) for n in (64, 640))
    assert large < 1.5 * small


def test_what_no_browser_takes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "MOST", 60)
    loops = [Loop((), Apply("exp", (Index("input", 0),)), 0)]
    loops += [Loop((), Apply("exp", (Index("result", i),)), i + 1) for i in range(60)]
    assert wasm_module(Loops(1, 0, tuple(loops[:20]), (20,)))
    with pytest.raises(
        GraphError, match="outside of loops, and a function of WebAssembly holds 60"
    ):
        wasm_module(Loops(1, 0, tuple(loops), (61,)))


def imports(f: object, count: int) -> Sequence[str]:
    made = wasm_module(apart(record(f, count).program))  # type: ignore[arg-type]
    found: Sequence[str] = made.descriptor["imports"]
    return found


def test_what_is_brought_from_javascript() -> None:
    assert imports(lambda x, y: ag.atan2(x, y) + ag.sin(x) + x % y, 2) == ["atan2", "fmod", "sin"]
    assert imports(lambda x: ag.sigmoid(ag.exp(x)) + ag.log(ag.relu(x)) + x**3, 1) == []
