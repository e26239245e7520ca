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
