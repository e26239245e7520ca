"""Graphs that are recorded in a page: what their nodes say of themselves."""

from typing import Any

import pytest

from autograd.page.table import op_table
from tests.node import run

OPS = op_table(["tanh", "pow", "detach", "div"])
HEAD = """
const graph = new Graph(given.ops);
const x = graph.leaf("x", "input"), w = graph.leaf("w", "parameter");
const told = (id) => graph.nodes[id];
"""


def found(script: str) -> Any:
    return run(["autograd/page/graph.js"], HEAD + script, ops=OPS)


def test_nodes_tell_where_they_stand() -> None:
    script = """
    const y = graph.within("layer 0", () => graph.within(["neuron 1", "sum"], () =>
      graph.apply("mul", [w, x])));
    const [slope] = graph.gradient(graph.apply("tanh", [y]), [w]);
    const fails = () => { throw new Error("no"); };
    let failed = "";
    try { graph.within("layer 1", fails); } catch { failed = graph.path; }
    const paths = [x, y].map((id) => told(id).path);
    answer([paths, failed, told(slope).path, told(w), told(y).kind]);
    """
    paths, failed, slope, leaf, kind = found(script)
    inside = ["layer 0", "neuron 1", "sum"]
    assert paths == [[], inside]
    assert slope == inside  # a gradient's node stands where the node is that it is handed on by
    assert failed == []
    assert leaf == {"name": "w", "kind": "parameter", "op": None, "operands": [], "path": []}
    assert kind == "op"


def test_what_is_constant_is_computed_and_kept_once() -> None:
    script = """
    const two = graph.constant(2), same = graph.constant(2);
    const eight = graph.apply("pow", [two, graph.constant(3)]);
    const zeros = [0, -0, 0, NaN, NaN].map((x) => graph.constant(x));
    answer([two === same, told(eight), new Set(zeros).size, graph.numbers([])[zeros[1]]]);
    """
    same, eight, zeros, minus = found(script)
    assert same
    assert (eight["kind"], eight["value"]) == ("constant", 8.0)
    assert zeros == 3
    assert str(minus) == "-0.0"


def test_a_gradient_has_no_needless_nodes() -> None:
    script = """
    const before = graph.nodes.length + 2; // the constants 0 and 1
    const inner = graph.apply("sub", [graph.apply("mul", [w, x]), x]);
    const y = graph.apply("mul", [inner, x]);
    const [slope, none] = graph.gradient(y, [w, graph.leaf("v", "parameter")]);
    answer([told(slope).operands, told(none).value, graph.nodes.length - before]);
    """
    assert found(script) == [[0, 0], 0, 5]  # three operations, v, and x * x


def test_what_is_not_differentiated_is_not_visited() -> None:
    script = """
    const y = graph.apply("mul", [graph.apply("detach", [graph.apply("tanh", [w])]), w]);
    const values = graph.numbers(new Map([[w, 0.5]]));
    const [slope] = graph.gradient(y, [w]);
    const { gradient, shares } = graph.sweep(values, y);
    answer([told(slope).op, gradient[w], shares.length, values[y]]);
    """
    op, slope, shares, value = found(script)
    assert op == "detach"
    assert slope * 0.5 == pytest.approx(value)
    assert shares == 2


def test_an_exponent_that_is_the_constant_0_has_no_powers_of_minus_1() -> None:
    script = """
    const y = graph.apply("pow", [x, graph.constant(0)]), [slope] = graph.gradient(y, [x]);
    const values = graph.numbers(new Map([[x, 0]]));
    answer([values[y], graph.nodes[slope].value, graph.sweep(values, y).gradient[x]]);
    """
    assert found(script) == [1, 0, 0]


def test_a_condition_that_is_no_number_holds() -> None:
    script = """
    const y = graph.apply("where", [w, x, graph.constant(3)]);
    answer([NaN, 0, -0, 2].map((c) => graph.numbers(new Map([[w, c], [x, 1]]))[y]));
    """
    assert found(script) == [1, 3, 3, 1]  # as everywhere: what is not 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('graph.apply("mul", [x])', "mul takes a, b; got 1 nodes"),
        (
            "graph.instantiate({ operands: 2, steps: [], outputs: [0] }, [x])",
            "the function takes 2 numbers, got 1 nodes",
        ),
        (
            'graph.apply("warp", [x])',
            "the page has no op warp: it must be among the names given to op_table",
        ),
    ],
)
def test_what_is_refused(call: str, message: str) -> None:
    assert found(f"try {{ {call}; }} catch (error) {{ answer(error.message); }}") == message


def test_the_order_is_that_of_the_walk() -> None:
    script = """
    const a = graph.apply("tanh", [w]), b = graph.apply("tanh", [x]);
    const y = graph.apply("add", [graph.apply("mul", [b, a]), b]);
    answer([graph.order(y), [x, b, w, a, y - 1, y]]);
    """
    order, expected = found(script)
    assert order == expected
