"""What is said of a divergence, in graphs in which it is known who did it."""

from typing import Any

from autograd import Value, exp, nonfinite, sqrt
from autograd.ops import OPS
from autograd.page import op_table
from tests.node import run
from tests.page_graphs import graph_of

PATHS = ["nn/playground/page/why/blame.js", "nn/playground/page/why/asked.js"]
BLAMED = """
const found = blameOf(askedOf(given.graph, given.rows), 2), { nodes } = given.graph;
answer([found.sentence, found.trail.map((id) => nodes[id].op ?? nodes[id].name)]);
"""


def told(root: Value) -> Any:
    return run(PATHS, BLAMED, graph=graph_of(root), rows=op_table(OPS)["rows"])


def test_a_value_and_what_led_to_it_without_the_sums() -> None:
    w, b = Value(1000.0, label="w"), Value(1.0, label="b")
    with nonfinite("allow"):
        sentence, trail = told(exp(w * 2.0 + b) * 0.0)
    assert sentence == "In row 3, exp made inf of 2001.0."
    assert trail == ["exp", "mul", "w"]


def test_a_derivative_of_finite_numbers() -> None:
    x = Value(0.0, label="x")
    with nonfinite("allow"):
        sentence, trail = told(sqrt(x) + 1.0)
    assert sentence == "In row 3, the derivative of sqrt is inf at x = 0.0."
    assert trail == ["sqrt", "x"]


def test_a_gradient_that_overflows_on_its_way() -> None:
    x = Value(1e-150, label="x")
    with nonfinite("allow"):
        sentence, _ = told(x * 1e200 * 1e200)
    assert sentence == "In row 3, the gradient that * hands on is inf at x = 1e−150."


def test_what_was_given() -> None:
    x = Value(float("nan"), label="x")
    with nonfinite("allow"):
        sentence, trail = told(x * 2.0)
    assert (sentence, trail) == ("In row 3, x = nan was given.", ["x"])


def test_where_all_is_finite_it_begins_at_the_output() -> None:
    x = Value(1e150, label="x")
    sentence, trail = told(x * x)
    assert sentence.startswith("Already in row 3, * made 1e300 of x = 1e150 and x = 1e150:")
    assert trail == ["mul", "x"]


def test_of_a_long_way_back_the_beginning_is_shown() -> None:
    x = Value(0.5, label="x")
    root: Value = x
    for _ in range(9):
        root = root.tanh()
    with nonfinite("allow"):
        _, trail = told(exp(root * 1e6))
    assert trail == ["exp", "mul", *["tanh"] * 4]


def test_a_number_that_was_written_down_is_not_what_led_to_it() -> None:
    x = Value(0.0, label="x")
    with nonfinite("allow"):
        _, trail = told(sqrt(2.0 * x))
    assert trail == ["sqrt", "mul", "x"]
