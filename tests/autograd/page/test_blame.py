"""What is to blame in a page, beside the errors of Python."""

from collections.abc import Callable
from typing import Any

import pytest

import autograd as ag
from autograd import Value, exp, nonfinite
from autograd.ops import OPS
from autograd.page.table import expression, op_table
from tests.node import run
from tests.page_graphs import graph_of

SCRIPT = """
const graph = new Graph(given.ops);
const leaves = given.point.map((_, i) => graph.leaf(`x${i}`, "parameter"));
const [output] = graph.within("layer 0", () => graph.instantiate(given.expression, leaves));
const values = graph.numbers(given.point), found = blame({ graph, values, output });
const node = graph.nodes[found?.node];
answer(found && { ...node, ...found, numbers: node.operands.map((id) => values[id]) });
"""


def blamed(function: Callable[..., Any], point: list[float]) -> Any:
    told = expression(function, len(point))
    ops = op_table(op for op, *_ in told["steps"])
    paths = ["autograd/page/graph.js", "autograd/page/blame.js"]
    return run(paths, SCRIPT, ops=ops, expression=told, point=point)


@pytest.mark.parametrize(
    ("function", "point"),
    [
        (lambda a, b: ag.exp(a) * b + ag.log(a * b), [2.0, 0.0]),
        (lambda a, b: ag.exp(ag.exp(a * b)), [3.0, 3.0]),
        (lambda a, b: a / (b - 1.0) + ag.log(b - 1.0), [3.0, 1.0]),
    ],
)
def test_a_value(function: Any, point: list[float]) -> None:
    found = blamed(function, point)
    with pytest.raises(ag.NonFiniteError) as caught:
        function(*map(Value, point))
    assert caught.value.op is not None
    assert (found["kind"], found["op"]) == ("value", caught.value.op.name)
    operands = [x.data if isinstance(x, Value) else x for x in caught.value.operands]
    assert found["numbers"] == operands
    assert found["path"] == ["layer 0"]


@pytest.mark.parametrize(
    ("function", "point", "position"),
    [
        (lambda a, b: ag.sqrt(a) * b, [0.0, 2.0], 0),
        (lambda a, b: a**b + b, [0.0, 0.5], 0),
        (lambda a, b: a * 1e200 * 1e200 + b, [1e-150, 1.0], 0),
        (lambda a, b: (a * 1e308 + a * 1e308) * b, [1e-9, 1.0], 0),  # of two shares
    ],
)
def test_a_derivative(function: Any, point: list[float], position: int) -> None:
    found = blamed(function, point)
    loss = function(*map(Value, point))
    with pytest.raises(ag.NonFiniteError) as caught:
        loss.backward()
    assert caught.value.op is not None
    assert (found["kind"], found["op"]) == ("derivative", caught.value.op.name)
    assert found["position"] == position


def test_a_leaf_and_nothing() -> None:
    found = blamed(lambda a, b: a + b, [1.0, float("nan")])
    assert (found["kind"], found["name"], found["op"]) == ("leaf", "x1", None)
    assert blamed(lambda a, b: a + b, [float("inf"), 1.0])["name"] == "x0"
    assert blamed(lambda a, b: a + b, [1.0, 2.0]) is None


TRAIL = """
const { nodes, values, output } = given.graph, asked = { graph: { nodes }, values, output };
asked.graph.sweep = () => given.graph;
const { node } = blame(asked) ?? { node: output };
answer(trailFrom({ ...asked, rows: given.rows }, node).map((id) =>
  [nodes[id].name, nodes[id].op, values[id]]));
"""


def trail(root: Value) -> Any:
    paths, rows = ["autograd/page/blame.js"], op_table(OPS)["rows"]
    return run(paths, TRAIL, graph=graph_of(root), rows=rows)


def test_what_led_to_the_first_that_is_not_finite() -> None:
    x, w, b = Value(2.0, label="x"), Value(500.0, label="w"), Value(1.0, label="b")
    with nonfinite("allow"):
        found = trail((exp(w * x + b) * 0.0) + 1.0)
    assert [op for _, op, _ in found] == ["exp", "add", "mul", None]
    assert found[0][2] == float("inf")
    assert found[-1][0] in ("w", "x")


def test_a_pole_is_blamed_on_what_is_zero() -> None:
    a, b = Value(3.0, label="a"), Value(0.0, label="b")
    with nonfinite("allow"):
        found = trail(a / b)
    assert found[1][0] == "b"
