"""The neurons of a model of one's own are found in the page as in Python's pictures."""

import pytest

from autograd import Value
from autograd.graph import topological_order
from autograd.show.scene.names import model_names
from nn import MLP
from tests.node import answer
from tests.page_graphs import graph_of

FOUND = """
const { nodes, parameters, layers } = given;
const plain = nodes.map((node) => ({ ...node, path: ["model"] }));
return withNeurons({ nodes: plain, parameters }, layers).nodes.map(({ path }) => path);
"""


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_the_same_nodes_stand_in_the_same_neurons(activation: str) -> None:
    model = MLP(2, [3, 2, 1], activation=activation, rng=1)
    loss = (model([Value(0.5), Value(-1.0)]) - 1.0) ** 2
    told = graph_of(loss, model=model)
    names = [node.get("name") for node in told["nodes"]]
    places = {value: i for i, value in enumerate(model.parameters())}
    layers = [
        {
            "neurons": [
                {"weights": [places[w] for w in neuron.w], "bias": places[neuron.b]}
                for neuron in layer.neurons
            ]
        }
        for layer in model.layers
    ]
    known = dict(graph_names(model, loss))
    parameters = [names.index(known[parameter]) for parameter in model.parameters()]
    given = {"nodes": told["nodes"], "parameters": parameters, "layers": layers}
    found = answer(["nn/playground/page/why/structure.js"], FOUND, given)
    ours = [node.get("path") or ["model"] for node in told["nodes"]]
    assert found == ours


def graph_names(model: MLP, loss: Value) -> list[tuple[Value, str]]:
    return [*model_names(model, topological_order(loss)).items()]


#: nodes 0 to 3 are w, b, x and a number; w and b are the parameters of the one neuron
LEAVES: list[tuple[str | None, list[int]]] = [(None, []), (None, []), (None, []), (None, [])]


@pytest.mark.parametrize(
    ("operations", "inside"),
    [
        ([("mul", [0, 2]), ("add", [4, 1]), ("tanh", [5])], [0, 1, 4, 5, 6]),
        ([("mul", [2, 0]), ("sub", [4, 1]), ("relu", [5])], [0, 1, 4, 5, 6]),
        ([("mul", [0, 2]), ("add", [4, 1]), ("mul", [5, 3])], [0, 1, 4, 5]),
        ([("mul", [0, 2]), ("add", [4, 1]), ("tanh", [5]), ("mul", [5, 6])], [0, 1, 4, 5]),
        ([("mul", [0, 1]), ("tanh", [4])], []),
        ([("mul", [0, 2]), ("tanh", [4]), ("add", [5, 1])], []),
    ],
    ids=["sum", "difference", "no activation", "used twice", "product of both", "no sum"],
)
def test_what_belongs_to_a_neuron(
    operations: list[tuple[str, list[int]]], inside: list[int]
) -> None:
    nodes = [{"op": op, "operands": operands} for op, operands in [*LEAVES, *operations]]
    layers = [{"neurons": [{"weights": [0], "bias": 1}]}]
    given = {"nodes": nodes, "parameters": [0, 1], "layers": layers}
    found = answer(["nn/playground/page/why/structure.js"], FOUND, given)
    assert [i for i, path in enumerate(found) if path == ["layer 0", "neuron 0"]] == inside
