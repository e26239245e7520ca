"""The numbers of a chosen weight or neuron, and what the next step makes of them."""

from typing import Any

import pytest

from nn.playground.tables import tables
from tests.nn.playground.page.why.elements import ELEMENTS
from tests.node import answer

#: a network of one neuron with weights 0 and 1 and bias 2, seen at nodes 0, 1 and 2 of its graph
TOLD = """
const node = (name, path = ["layer 1"]) => ({ name, path });
const graph = {
  nodes: [node("W1[0,0]"), node("W1[0,1]"), node("b1[0]"), node("z1[0]"), node("h1[0]"),
    node("z2[0]", ["output"])],
  parameters: [0, 1, 2], values: [0.5, -2, 0, 3, 0.25, 7],
};
const kept = {
  frame: { parameters: [0.5, -2, 0], gradient: [4, 6, -8], rate: 0.125 },
  made: { settings: { optimizer: "sgd", optimizer_settings: { momentum: 0 }, ...given.settings },
    rows: { train: [0, 1, 2, 3] }, layers: [{ neurons: [{ weights: [0, 1], bias: 2 }] }] },
  tables: given.tables,
};
const store = { get: (key) => kept[key] }, gradient = [40, 60, -80, 5, 9, 11];
const whole = { tag: "div", children: factsOf({ store, graph, gradient, ...given.at }) };
return {
  facts: Object.fromEntries(all(whole, "div").filter(({ children: [first] }) => first?.tag === "dt")
    .map(({ children: [term, said] }) => [text(term), text(said)])),
  rows: all(whole, "tr").map((row) => row.children.map(text)),
};
"""


def told(at: dict[str, Any], **settings: Any) -> Any:
    given = {"at": at, "settings": settings, "tables": tables()}
    return answer(["nn/playground/page/why/facts.js"], ELEMENTS + TOLD, given)


def test_a_step_goes_down_the_gradient_of_the_batch() -> None:
    assert told({"chosen": {"parameter": 1}, "node": 1})["facts"] == {
        "W1[0,1]": "−2.0",
        "its gradient on all 4 rows": "6.0",
        "its gradient on this row": "60.0",
        "the next step": "W1[0,1] ← −2.0 − 0.125 · 6.0 = −2.75",
    }


@pytest.mark.parametrize(
    ("size", "name"),
    [(None, "all 4 rows"), (3, "this batch of 3"), (4, "all 4 rows"), (9, "all 4 rows")],
)
def test_a_batch_is_named(size: int | None, name: str) -> None:
    found = told({"chosen": {"parameter": 0}, "node": 0}, batch_size=size)
    assert f"its gradient on {name}" in found["facts"]


@pytest.mark.parametrize(
    ("optimizer", "own", "label"),
    [
        ("adam", {"eps": 1e-8}, "Adam"),
        ("sgd", {"momentum": 0.9, "nesterov": False}, "gradient descent"),
    ],
)
def test_what_remembers_is_no_plain_step(optimizer: str, own: dict[str, Any], label: str) -> None:
    more = {"optimizer": optimizer, "optimizer_settings": own}
    said = told({"chosen": {"parameter": 0}, "node": 0}, **more)["facts"]["the next step"]
    assert said == f"{label} makes it of this gradient and those before"


@pytest.mark.parametrize("penalty", [{"l1": 0.1}, {"l2": 0.1}])
def test_a_penalty_in_the_gradient_of_a_step_is_named(penalty: dict[str, float]) -> None:
    facts = told({"chosen": {"parameter": 0}, "node": 0}, **penalty)["facts"]
    assert facts["its gradient on all 4 rows, with the penalty"] == "4.0"
    assert facts["its gradient on this row"] == "40.0"
    rows = told({"chosen": {"layer": 0, "neuron": 0}, "node": 4}, **penalty)["rows"]
    assert rows[0][2:] == ["gradient, all 4 rows, with the penalty", "gradient, this row"]


def test_a_neuron_has_its_sum_its_answer_and_its_weights() -> None:
    found = told({"chosen": {"layer": 0, "neuron": 0}, "node": 4})
    assert found["facts"] == {
        "its weighted sum": "z1[0] = 3.0",
        "its answer on this row": "h1[0] = 0.25",
        "the gradient of its answer": "9.0",
    }
    assert found["rows"] == [
        ["weight", "number", "gradient, all 4 rows", "gradient, this row"],
        ["W1[0,0]", "0.5", "4.0", "40.0"],
        ["W1[0,1]", "−2.0", "6.0", "60.0"],
        ["b1[0]", "0.0", "−8.0", "−80.0"],
    ]
