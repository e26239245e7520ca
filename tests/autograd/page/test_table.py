"""The op table in a page: every row with its partials, recorded functions, a network's sweep."""

import json
import math
import random
from typing import Any

import pytest

import autograd as ag
import nn
from autograd import Value, functions
from autograd.backprop import steps
from autograd.define import temporary_op
from autograd.errors import RecordingError
from autograd.functions import numeric_partial
from autograd.graph import topological_order
from autograd.ops import DOMAINS, OPS
from autograd.page.table import expression, op_table
from tests.node import run

GRAPH = ["autograd/page/graph.js"]


def points(name: str) -> list[list[float]]:
    """Points of a row's domain, and its conventions."""
    rng, op = random.Random(name), OPS[name]
    intervals = [DOMAINS[domain] for domain in op.domain]
    found = [[rng.uniform(*interval) for interval in intervals] for _ in range(5)]
    return found + [[*point] for point in op.conventions]


ROW = """
const graph = new Graph(given.ops);
const { operands } = given.ops.rows[given.name];
const leaves = operands.map((name) => graph.leaf(name, "input"));
const y = graph.apply(given.name, leaves);
const slopes = graph.gradient(y, leaves);
answer(given.points.map((point) => {
  const values = graph.numbers(point);
  const { gradient } = graph.sweep(values, y);
  return [values[y], slopes.map((id) => values[id]), leaves.map((id) => gradient[id])];
}));
"""


@pytest.mark.parametrize("name", functions.__all__)
def test_every_row_and_its_partials(name: str) -> None:
    given = points(name)
    found = run(GRAPH, ROW, ops=op_table([name]), name=name, points=given)
    for point, (value, recorded, swept) in zip(given, found):
        leaves = [*map(Value, point)]
        result = functions.GENERIC[name](*leaves)
        assert value == pytest.approx(result.data, rel=1e-13, abs=1e-15), point
        for i in range(len(leaves)):
            try:
                partial = numeric_partial(result, i)
            except ag.NonFiniteError:
                continue
            if point != [0.0, 0.0]:  # what is recorded knows of constants only that they are 0
                assert recorded[i] == pytest.approx(partial, rel=1e-13, abs=1e-15), (point, i)
            assert swept[i] == pytest.approx(partial, rel=1e-13, abs=1e-15), (point, i)


def test_the_table_is_closed_and_can_be_written_as_json() -> None:
    table = op_table(["softplus", "pow"])
    assert json.loads(json.dumps(table, allow_nan=False)) == table
    assert {"sigmoid", "powlog", "xlogy", "log", "where", "sub", "mul"} <= {*table["rows"]}
    row = table["rows"]["pow"]
    assert row["mark"] == "**"
    assert row["rules"][1] == ["call", "powlog", "a", "b", {"float": 1.0}]


def test_a_name_that_is_no_row() -> None:
    with pytest.raises(KeyError, match="no row 'warp'"):
        op_table(["warp"])


def test_a_row_that_the_page_was_not_given() -> None:
    script = """
    const graph = new Graph(given.ops), x = graph.leaf("x", "input");
    try { graph.apply("tanh", [x]); } catch (error) { answer(error.message); }
    """
    found = run(GRAPH, script, ops=op_table(["exp"]))
    assert found == "the page has no op tanh: it must be among the names given to op_table"


# --- recorded functions ---

INSTANTIATED = """
const graph = new Graph(given.ops);
const leaves = given.point.map((_, i) => graph.leaf(`x${i}`, "input"));
const outputs = graph.instantiate(given.expression, leaves);
const slopes = graph.gradient(outputs[0], leaves);
const values = graph.numbers(given.point);
answer([outputs, slopes].map((ids) => ids.map((id) => values[id])));
"""
FUNCTIONS: dict[str, tuple[Any, int]] = {
    "shared": (lambda x: (lambda e: e / (1.0 + e) + e)(ag.exp(x)), 1),
    "squared": (lambda y, t: (y - t) ** 2, 2),
    "root": (lambda g, s, eps: g / (s**0.5 + eps), 3),
    "several": (lambda a, b: [a * b, a - b, 3.0], 2),
    "logits": (lambda *z: nn.cross_entropy([*z], 1), 3),
    "infinite": (lambda x: ag.minimum(x, math.inf), 1),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_recorded_functions(name: str) -> None:
    function, arity = FUNCTIONS[name]
    point = [0.7, 1.9, 0.3][:arity]
    told = expression(function, arity)
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    ops = op_table(step[0] for step in told["steps"])
    outputs, slopes = run(GRAPH, INSTANTIATED, ops=ops, expression=told, point=point)
    leaves = [*map(Value, point)]
    result = function(*leaves)
    expected = result if isinstance(result, list) else [result]
    assert outputs == pytest.approx([x.data if isinstance(x, Value) else x for x in expected])
    expected[0].backward()
    assert slopes == pytest.approx([leaf.grad for leaf in leaves], rel=1e-13)


def test_a_function_of_other_values_is_refused() -> None:
    w = Value(2.0, label="w")
    with pytest.raises(RecordingError, match="which it is not given"):
        expression(lambda x: w * x, 1)


# --- a network, recorded as Python's graph ---


def graph_data(root: Value) -> tuple[list[Value], list[Any]]:
    """The order of a graph, and its nodes by their places in it."""
    order = topological_order(root)
    place = {node: i for i, node in enumerate(order)}
    nodes: list[Any] = []
    for node in order:
        operands = [place[x] if isinstance(x, Value) else {"constant": x} for x in node.operands]
        nodes.append([node.op.name if node.op else None, operands])
    return order, nodes


SWEEP = """
const graph = new Graph(given.ops), ids = [];
for (const [op, operands] of given.nodes) {
  const at = (x) => (typeof x === "number" ? ids[x] : graph.constant(x.constant));
  ids.push(op ? graph.apply(op, operands.map(at)) : graph.leaf("", "parameter"));
}
const numbers = graph.numbers(new Map(ids.map((id, i) => [id, given.leaves[i]])));
const { gradient, shares } = graph.sweep(numbers, ids.at(-1));
const back = new Map(ids.map((id, i) => [id, i]));
answer({
  data: ids.map((id) => numbers[id]),
  gradient: ids.map((id) => gradient[id]),
  shares: shares.map((x) => [back.get(x.node), x.position, x.partial, x.share, x.before]),
});
"""


def test_the_sweep_goes_the_way_of_python_number_by_number() -> None:
    model = nn.MLP(2, [3, 3, 1], activation="relu", rng=1)
    loss = nn.squared_error(model([Value(0.5), Value(-1.5)]), 1.0)
    order, nodes = graph_data(loss)
    ops = op_table(node.op.name for node in order if node.op)
    found = run(GRAPH, SWEEP, ops=ops, nodes=nodes, leaves=[node.data for node in order])
    gradient: dict[Value, Any] = {loss: 1.0}
    place = {node: i for i, node in enumerate(order)}
    swept = [
        [place[node], i, partial, share, before]
        for node, i, partial, share, before in steps(order, gradient, {*order}, numeric_partial)
    ]
    assert found["data"] == [node.data for node in order]
    assert found["shares"] == swept
    assert found["gradient"] == [gradient.get(node, 0.0) for node in order]


def test_parameters_that_are_values_have_the_places_of_their_order() -> None:
    """Those that are not used as well; a leaf that is not among them is a number."""
    a, b, c, other = Value(2.0), Value(3.0), Value(5.0), Value(7.0)
    told = expression(lambda x, y: [c * x + other * y, a], 2, [a, b, c])
    assert told == {
        "operands": 5,
        "steps": [["mul", 4, 0], ["mul", {"constant": 7.0}, 1], ["add", 5, 6]],
        "outputs": [7, 2],
    }


AT_FOUR = [
    *((">", 0, 0.25), (">", 4, 1.0), (">=", 4, 0.25), (">=", 9, 1.0)),
    *(("<", 9, 0.25), ("<", 4, 1.0), ("<=", 4, 0.25), ("<=", 0, 1.0)),
]


def test_a_row_of_ones_own_comes_with_what_it_is_written_in() -> None:
    text = "where(x {} {}, sqrt(abs(x)), x)"
    for sign, other, slope in AT_FOUR:
        partial = f"where(x {sign} {other}, sign(x) * 0.5 / y, 1.0)"
        with temporary_op("bent", "x", text.format(sign, other), (partial,), "real") as bent:
            told = expression(bent, 1)
            ops = op_table(["bent"])
        assert {"sqrt", "where", "div"} <= {*ops["rows"]}
        outputs, slopes = run(GRAPH, INSTANTIATED, ops=ops, expression=told, point=[4.0])
        assert outputs == [4.0 if slope == 1.0 else 2.0]
        assert slopes == [slope]
