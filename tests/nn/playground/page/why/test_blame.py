"""Which operation came to inf or nan first, in graphs in which it is known."""

from typing import Any

from autograd import Value, exp, nonfinite
from autograd.ops import OPS
from autograd.page import op_table
from tests.node import run
from tests.page_graphs import graph_of

PATHS = ["nn/playground/page/why/blame.js"]
BLAMED = """
const { nodes, values, output } = given.graph;
answer(blamed({ nodes, values, output }, given.rows).map((id) =>
  [nodes[id].name, nodes[id].op, values[id]]));
"""


def trail(root: Value) -> Any:
    return run(PATHS, BLAMED, graph=graph_of(root), rows=op_table(OPS)["rows"])


def test_the_first_that_is_not_finite_and_what_led_to_it() -> None:
    x, w, b = Value(2.0, label="x"), Value(500.0, label="w"), Value(1.0, label="b")
    with nonfinite("allow"):
        found = trail((exp(w * x + b) * 0.0) + 1.0)
    assert [op for _, op, _ in found] == ["exp", "mul", None]
    assert found[0][2] == float("inf")
    assert found[-1][0] in ("w", "x")


def test_where_all_is_finite_it_begins_at_the_output() -> None:
    x = Value(1e150, label="x")
    found = trail(x * x)
    assert [op for _, op, _ in found] == ["mul", None]


def test_a_pole_is_blamed_on_what_is_zero() -> None:
    a, b = Value(3.0, label="a"), Value(0.0, label="b")
    with nonfinite("allow"):
        found = trail(a / b)
    assert found[1][0] == "b"
