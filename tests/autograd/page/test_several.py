"""Calls of several vectors at once: who is called, and that nothing else is found by it."""

from typing import Any

import pytest

from autograd import functions
from autograd.compiler.backends.llvm.vectormath import NAMES
from autograd.ops import OPS
from autograd.page.functions import function_data
from autograd.page.table import op_table
from tests.node import run
from tests.programs import points

PAGE = ["autograd/page/graph.js", "autograd/page/program.js"]
#: of one number, without a branch
SIMPLE = sorted(
    name
    for name, data in function_data(functions.__all__).items()
    if name in NAMES and data["takes"] == 1 and not data["calls"]
)

#: the results of a row on so many columns by one program, and column by column by another
RESULTS = """
const found = {};
for (const [name, columns] of Object.entries(given.columns)) {
  const results = async (count) => {
    const graph = new Graph(given.ops);
    const inputs = columns.slice(0, count).map((_, i) => graph.leaf(`x${i}`, "input"));
    const outputs = inputs.map((x) => graph.apply(name, [x]));
    const program = await compileProgram({ graph, inputs, parameters: [], outputs });
    return (of) => {
      const batch = program.bind(of);
      batch.step([]);
      return batch.outputs;
    };
  };
  const one = await results(1), all = await results(columns.length);
  found[name] = [all(columns), columns.flatMap((column) => one([column]))];
}
answer(found);
"""


def test_the_functions_of_activations_are_among_them() -> None:
    assert {"exp", "tanh", "sigmoid", "softplus", "erf", "log"} <= {*SIMPLE}
    assert not {"sin", "cos", "tan"} & {*SIMPLE}  # which have a branch for large angles


@pytest.fixture(scope="module")
def results() -> Any:
    columns = {}
    for name in SIMPLE:
        numbers = [x for (x,) in points(OPS[name], 70)]
        columns[name] = [numbers[k : k + 60] for k in range(7)]  # four at once, and three
    return run(PAGE, RESULTS, ops=op_table(SIMPLE), columns=columns)


@pytest.mark.parametrize("name", SIMPLE)
def test_each_result_is_that_of_a_call_of_its_own(name: str, results: Any) -> None:
    together, alone = results[name]
    assert together == alone
    assert len({tuple(column) for column in alone}) == 7


def test_calls_wait_for_one_another_until_one_is_needed() -> None:
    script = """
    const called = (build) => {
      const straight = new Straight(given.ops.rows);
      const first = straight.columns(6), inputs = [0, 1, 2, 3, 4, 5].map((i) => first + i);
      straight.outputs = build(inputs, (op, x) => straight.apply(op, [x]));
      const shape = { inputs: 6, parameters: 0, sums: 0 }, locals = { at: 0, pointers: inputs };
      const { functions } = given.ops, code = new Code("run", [], []);
      const block = new Block(code, straight, shape, functions, new Map(), locals);
      block.write();
      return [...block.called.keys()];
    };
    answer([
      called((x, apply) => x.map((one) => apply("tanh", one))),
      called((x, apply) => x.slice(0, 3).map((one) => apply("sin", one))),
      called((x, apply) => [apply("tanh", apply("tanh", x[0])), apply("tanh", x[1])]),
      called((x, apply) => x.slice(0, 4).map((one, i) => apply(i % 2 ? "tanh" : "exp", one))),
    ]);
    """
    paths = ["autograd/compiler/backends/wasm/straight.js", "autograd/page/block.js"]
    found = run([*paths, "autograd/page/encode.js"], script, ops=op_table(["tanh", "exp", "sin"]))
    assert found == [["tanh of 4", "tanh of 2"], ["sin"], ["tanh", "tanh of 2"], ["exp", "tanh"]]
