"""Programs of graphs that were recorded in a page: every row and whole networks, by both roads."""

import math
import random
from typing import Any

import pytest

import autograd as ag
import nn
from autograd import functions
from autograd.ops import OPS
from autograd.page.table import expression, op_table
from tests.node import run
from tests.programs import same

PROGRAM = ["autograd/page/graph.js", "autograd/page/program.js"]
SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 1e308, math.inf, -math.inf, math.nan]
ROADS = ["wasm", "interpreted"]

ROWS = """
const found = {};
for (const [name, columns] of Object.entries(given.columns)) {
  const graph = new Graph(given.ops);
  const inputs = columns.map((_, i) => graph.leaf(`x${i}`, "input"));
  const outputs = [graph.apply(name, inputs)];
  const told = { graph, inputs, parameters: [], outputs };
  const program = await compileProgram(told, { wasm: given.wasm });
  const batch = program.bind(columns);
  batch.step([]);
  found[name] = [program.kind, batch.outputs[0]];
}
answer(found);
"""


def rows_of(name: str) -> list[list[float]]:
    op = OPS[name]
    return [[x, y, z][: op.arity] for x in SPECIAL for y in SPECIAL for z in (2.0, math.nan)]


@pytest.fixture(scope="module", params=ROADS)
def every_row(request: Any) -> dict[str, Any]:
    columns = {name: [*map(list, zip(*rows_of(name)))] for name in functions.__all__}
    ops = op_table(functions.__all__)
    found: dict[str, Any] = run(
        PROGRAM, ROWS, ops=ops, columns=columns, wasm=request.param == "wasm"
    )
    assert {kind for kind, _ in found.values()} == {request.param}
    return found


@pytest.mark.parametrize("name", functions.__all__)
def test_every_row_at_special_numbers(name: str, every_row: dict[str, Any]) -> None:
    _, column = every_row[name]
    for numbers, got in zip(rows_of(name), column, strict=True):
        with ag.nonfinite("allow"):
            want = OPS[name].evaluate(*numbers)
        near = math.isfinite(want) and math.isclose(got, want, rel_tol=1e-13)
        assert near or same(got, want), numbers


# --- networks ---

NETWORK = """
const graph = new Graph(given.ops);
const leaves = (count, kind) => Array.from({ length: count }, (_, i) => graph.leaf(`${i}`, kind));
const inputs = leaves(given.inputs, "input"), parameters = leaves(given.parameters, "parameter");
const [loss, ...others] = graph.instantiate(given.expression, [...inputs, ...parameters]);
const outputs = [loss, ...graph.gradient(loss, parameters)];
const told = { graph, inputs, parameters, outputs: [...outputs, ...others], sums: outputs.length };
const program = await compileProgram(told, { wasm: given.wasm });
answer([program.kind, given.batches.map((columns) => {
  const batch = program.bind(columns);
  batch.step(given.numbers.map((x) => 2 * x));
  const { value, gradient, finite } = batch.step(given.numbers);
  return [value, gradient, finite, batch.outputs];
})]);
"""


def network(sizes: tuple[int, ...], activation: str) -> tuple[Any, Any, Any]:
    """Its loss and answer as a compiled function, the same as an expression, and parameters."""
    model = nn.MLP(sizes[0], sizes[1:], activation=activation, rng=0)

    def loss(*row: Any) -> Any:
        answer = model([*row[:-1]])
        answer = answer[0] if isinstance(answer, list) else answer
        return [nn.squared_error(answer, row[-1]), answer]

    told = expression(loss, sizes[0] + 1, model.parameters())
    return ag.compile(lambda *row: loss(*row)[0]), told, model.parameters()


def columns(count: int, examples: int) -> list[list[float]]:
    rng = random.Random(examples)
    return [[rng.uniform(-1.5, 1.5) for _ in range(examples)] for _ in range(count)]


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "softplus"])
@pytest.mark.parametrize("sizes", [(1, 1), (2, 8, 8, 1), (3, 4, 1)])
def test_a_network_and_its_gradient(sizes: Any, activation: str, road: str) -> None:
    f, told, parameters = network(sizes, activation)
    batches = [columns(sizes[0] + 1, n) for n in (1, 2, 3, 64, 65, 201)]
    given = {"inputs": sizes[0] + 1, "parameters": len(parameters), "batches": batches}
    given |= {"expression": told, "numbers": [p.data for p in parameters]}
    ops = op_table(step[0] for step in told["steps"])
    kind, found = run(PROGRAM, NETWORK, ops=ops, wasm=road == "wasm", **given)
    assert kind == road
    for batch, (value, gradient, finite, (answers,)) in zip(batches, found):
        want, slopes = f.value_and_grad(*batch)
        assert finite
        assert [value, *gradient] == pytest.approx([want, *slopes], rel=1e-13, abs=1e-14)
        assert len(answers) == len(batch[0])
        losses = [0.5 * (y - t) ** 2 for y, t in zip(answers, batch[-1])]
        assert sum(losses) / len(losses) == pytest.approx(value, rel=1e-12)


def test_what_is_constant_or_copied_may_be_an_output() -> None:
    script = """
    const graph = new Graph(given.ops), x = graph.leaf("x", "input");
    const two = graph.constant(2), told = { graph, inputs: [x], parameters: [] };
    const y = graph.apply("identity", [graph.apply("pow", [x, two])]);
    const found = [];
    for (const wasm of [true, false]) {
      const program = await compileProgram({ ...told, outputs: [two, x, x, y] }, { wasm });
      const batch = program.bind([[1, 3, 5]]);
      batch.step([]);
      batch.columns[0].set([7], 1);
      batch.step([]);
      const summed = await compileProgram({ ...told, outputs: [two, x, x, y], sums: 4 }, { wasm });
      const { value, gradient } = summed.bind([[1, 3, 5]]).step([], 1);
      found.push([batch.outputs, [value, ...gradient]]);
    }
    answer(found);
    """
    found = run(PROGRAM, script, ops=op_table(["pow", "identity"]))
    outputs = [[2.0] * 3, [1.0, 7.0, 5.0], [1.0, 7.0, 5.0], [1.0, 49.0, 25.0]]
    assert found == [[outputs, [6.0, 9.0, 9.0, 35.0]]] * 2


def test_a_leaf_that_the_program_is_not_given_is_told() -> None:
    script = """
    const graph = new Graph(given.ops);
    const [x, w] = ["input", "parameter"].map((kind) => graph.leaf(kind[0], kind));
    const outputs = [graph.apply("mul", [x, w])];
    await compileProgram({ graph, inputs: [x], parameters: [], outputs }).catch(
      (error) => answer(error.message));
    """
    message = "the parameter p is neither among the program's inputs nor its parameters"
    assert run(PROGRAM, script, ops=op_table([])) == message


@pytest.mark.parametrize("road", ROADS)
def test_sums_that_are_not_finite_are_told(road: str) -> None:
    told = expression(lambda x, w: ag.log(x * w), 2)
    given = {"inputs": 1, "parameters": 1, "expression": told, "numbers": [1.0]}
    given |= {"batches": [[[1.0, 2.0]], [[1.0, 0.0]], [[1.0, 2.0, -1.0]]]}
    ops = op_table(["log", "mul"])
    _, found = run(PROGRAM, NETWORK, ops=ops, wasm=road == "wasm", **given)
    assert [finite for _, _, finite, _ in found] == [True, False, False]
    assert found[1][0] == -math.inf


@pytest.mark.parametrize("road", ROADS)
def test_forward_only_on_many_rows(road: str) -> None:
    script = """
    const graph = new Graph(given.ops);
    const x = graph.leaf("x", "input"), w = graph.leaf("w", "parameter");
    const times = (a, b) => graph.apply("mul", [a, b]);
    const outputs = given.slopes.map((slope) =>
      graph.apply("tanh", [times(times(x, graph.constant(slope)), w)]));
    const told = { graph, inputs: [x], parameters: [w], outputs };
    const batch = (await compileProgram(told, { wasm: given.wasm })).bind([given.xs]);
    const { value, finite } = batch.step([2]);
    answer([value ?? null, finite, batch.outputs]);
    """
    rng = random.Random(1)
    xs, slopes = [rng.uniform(-1, 1) for _ in range(5001)], [0.1 * k for k in range(1, 9)]
    found = run(PROGRAM, script, ops=op_table(["tanh"]), xs=xs, slopes=slopes, wasm=road == "wasm")
    value, finite, columns = found
    assert (value, finite) == (None, True)
    for slope, column in zip(slopes, columns, strict=True):
        assert column == pytest.approx([math.tanh(x * slope * 2) for x in xs], rel=1e-13)


@pytest.mark.parametrize("road", ROADS)
def test_a_long_chain(road: str) -> None:
    script = """
    const graph = new Graph(given.ops), x = graph.leaf("x", "input");
    let y = x;
    const odd = (i) => (i % 2 ? "sub" : "add");
    for (let i = 0; i < 20_000; i++) y = graph.apply(odd(i), [y, graph.constant(i)]);
    const told = { graph, inputs: [x], parameters: [], outputs: [y] };
    const program = await compileProgram(told, { wasm: given.wasm });
    const batch = program.bind([[1, 2]]);
    batch.step([]);
    answer([program.kind, batch.outputs[0]]);
    """
    found = run(PROGRAM, script, ops=op_table(["add", "sub"]), wasm=road == "wasm")
    assert found == [road, [1.0 - 10_000, 2.0 - 10_000]]


def test_what_is_too_long_for_a_browser_is_interpreted() -> None:
    script = """
    const graph = new Graph(given.ops), x = graph.leaf("x", "input");
    let y = x;
    for (let i = 0; i < 30_000; i++) y = graph.apply("add", [y, graph.constant(i)]);
    const told = { graph, inputs: [x], parameters: [], outputs: [y] };
    answer((await compileProgram(told)).kind);
    """
    assert run(PROGRAM, script, ops=op_table(["add"])) == "interpreted"
