"""The chain rule at the place where paths part, and what a loss makes of an output by rule."""

from typing import Any

import pytest

from autograd.ops import OPS
from autograd.page import op_table
from tests.node import answer

WHY = "nn/playground/page/why"
PATHS = [f"{WHY}/uses.js", f"{WHY}/condensed.js", "autograd/page/graph.js"]
GRAPH = """
const ops = given, graph = new Graph(ops), numbers = new Map();
const leaf = (name, x) => {
  const id = graph.leaf(name, "parameter");
  numbers.set(id, x);
  return id;
};
const op = (name, ...operands) => graph.apply(name, operands);
const asked = (output) =>
  ({ graph, values: graph.numbers(numbers), output, rows: ops.rows });
"""


def found(script: str) -> Any:
    return answer(PATHS, GRAPH + script, op_table(OPS))


def test_uses_are_told_by_their_size_at_the_node_that_has_them() -> None:
    told = found("""
    const x = leaf("x", 1), k = leaf("k", 3), h = op("mul", x, k);
    graph.nodes[h].name = "h";
    const [p, q, r] = [["a", 1], ["b", -5], ["c", 2]].map(([name, w]) =>
      op("mul", h, leaf(name, w)));
    const { count, ...rest } = explainedByUses(asked(op("add", op("add", p, q), r)), x, 2);
    return { count: Number(count), ...rest };
    """)
    assert (told["at"], told["below"], told["count"]) == ("h", "x", 3)
    assert [path["product"] for path in told["paths"]] == [-15.0, 6.0]
    assert (told["gradient"], told["rest"]) == (-6.0, 3.0)
    steps = told["paths"][0]["steps"]
    assert [step["below"] for step in steps[-2:]] == ["h", "x"]
    assert [step["rule"] for step in steps[-2:]] == ["b", "k"]


def test_a_sum_hands_on_only_what_it_alone_takes() -> None:
    told = found("""
    const x = leaf("x", 2), p = op("mul", x, leaf("a", 3)), q = op("mul", x, leaf("b", 5));
    const output = op("add", op("add", p, q), op("mul", p, leaf("d", 7)));
    const { paths, gradient } = explainedByUses(asked(output), x, 9);
    return { products: paths.map(({ product }) => product), gradient };
    """)
    assert told == {"products": [24.0, 5.0], "gradient": 29.0}


@pytest.mark.parametrize(
    ("loss", "rule"),
    [
        ('op("mul", op("tanh", out), c)', "c * (1 - v1 * v1)"),
        ('op("tanh", out)', "1 - L * L"),
        ('op("sub", op("add", op("mul", out, c), op("mul", out, d)), op("mul", out, c))', "d"),
        ('op("sub", op("mul", out, c), op("mul", out, d))', "c - d"),
        ('op("add", op("mul", out, c), op("mul", out, c))', "2 * c"),
        (
            "Array.from({ length: 5 }).reduce((sum) => op('add', sum, op('mul', out, c)), out)",
            "5 * c + 1.0",
        ),
        ("Array.from({ length: 6 }).reduce((sum) => op('add', sum, op('mul', out, c)), out)", ""),
    ],
)
def test_the_rule_of_a_loss(loss: str, rule: str) -> None:
    told = found(f"""
    const w = leaf("w", 0.5), x = leaf("x", 2), c = leaf("c", 3), d = leaf("d", 4);
    const out = graph.within(["layer 0", "neuron 0"], () => op("mul", w, x));
    graph.nodes[out].name = "out";
    const output = graph.within(["loss"], () => {loss});
    return explainedByNetwork(asked(output), w, 9).paths.map(({{ steps: [first] }}) => first.rule);
    """)
    assert told == [rule]
