"""What nodes, boxes and parameters are called: as in the network's picture."""

from typing import Any

import pytest

from nn.playground.checking import settings_of
from nn.playground.tables import tables
from tests.node import answer

PATHS = ["nn/playground/page/why/naming.js", "nn/playground/page/training/run.js"]
NAMED = """
const run = await Run.make(given.settings, given.tables, { wasm: false });
const { graph, values, loss, parameters } = run.graph(0);
const { layers, inputs } = run, made = { layers, inputs };
const told = { nodes: graph.nodes, values, output: loss, parameters };
const named = namedGraph(told, made), nameOf = (one) => named.nodes[nodeOf(told, one)].name;
const chosen = [...Array(parameters.length).keys()].map((parameter) => ({ parameter }));
return {
  nodes: named.nodes.map(({ name, path, op }) => [name, path, op ?? null]),
  said: chosen.map((one) => whatIs(one, made, nameOf(one))),
  neuron: nameOf({ layer: 0, neuron: 1 }),
};
"""


def named(**given: Any) -> Any:
    settings = settings_of({"task": "xor", "hidden": [2], **given})
    return answer(PATHS, NAMED, {"settings": settings, "tables": tables()})


def test_parameters_are_told_by_where_they_lead() -> None:
    assert named()["said"] == [
        "W1[0,0]: the weight from x₁ to neuron 1 of layer 1",
        "W1[0,1]: the weight from x₂ to neuron 1 of layer 1",
        "b1[0]: the bias of neuron 1 of layer 1",
        "W1[1,0]: the weight from x₁ to neuron 2 of layer 1",
        "W1[1,1]: the weight from x₂ to neuron 2 of layer 1",
        "b1[1]: the bias of neuron 2 of layer 1",
        "W2[0,0]: the weight from neuron 1 of layer 1 to the output",
        "W2[0,1]: the weight from neuron 2 of layer 1 to the output",
        "b2[0]: the bias of the output",
    ]


@pytest.mark.parametrize(("activation", "sums"), [("tanh", "z"), ("linear", "h")])
def test_sums_answers_and_boxes(activation: str, sums: str) -> None:
    found = named(activation=activation)
    assert found["neuron"] == "h1[1]"
    nodes = {name: (path, op) for name, path, op in found["nodes"] if op}
    assert nodes[f"{sums}1[1]"] == (["layer 1", "neuron 2"], "add")
    assert nodes["h1[0]"][0] == ["layer 1", "neuron 1"]
    assert nodes["out"] == (["output"], "add")
    assert [name for name in nodes if name.startswith("z")] == (
        ["z1[0]", "z1[1]"] if activation == "tanh" else []
    )


def test_of_several_outputs_each_has_its_number() -> None:
    found = named(task="three_blobs")
    nodes = {name: path for name, path, op in found["nodes"] if op}
    assert nodes["out[2]"] == ["output", "output 2"]
    assert "out" not in nodes


def test_the_error_of_a_square_is_called_so() -> None:
    assert ["error", ["loss"], "sub"] in named(task="function:plane")["nodes"]
