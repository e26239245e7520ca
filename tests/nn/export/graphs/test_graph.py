"""Graphs: equal nodes once, names that differ, constants of one type."""

import numpy as np
import pytest

import autograd as ag
from autograd import Value

onnx = pytest.importorskip("onnx", reason="graphs need onnx")

from nn.export.graphs.graph import Graph, Tensor  # noqa: E402  # why: needs onnx


def test_arithmetic_becomes_nodes_in_order():
    graph = Graph()
    x = Tensor(graph, "x")
    y = 1.0 - (-x) * 2.0 / (x + 3.0)
    assert [node.op_type for node in graph.nodes] == ["Neg", "Mul", "Add", "Div", "Sub"]
    assert graph.nodes[-1].output == [y.name]


def test_equal_nodes_and_constants_are_there_once():
    graph = Graph()
    x = Tensor(graph, "x")
    assert (x * 2.0).name == (x * 2.0).name
    assert (x * 2.0).name != (2.0 * x).name
    assert len(graph.nodes) == 2
    assert len(graph.constants) == 1
    assert graph.node("Softmax", x, axis=1).name != graph.node("Softmax", x, axis=0).name


def test_comparisons_are_truth_values():
    x = Tensor(Graph(), "x")
    assert all(found.decided for found in (x < 1.0, x <= 1.0, x > 1.0, x >= 1.0))
    assert not (x + 1.0).decided


@pytest.mark.parametrize("double", [False, True])
def test_numbers_have_the_type_of_the_graph(double):
    graph = Graph(double)
    graph.constant(0.1)
    graph.parameter([Value(0.1)], "w", (1,))
    graph.ints(1, 2)
    types = [onnx.numpy_helper.to_array(c).dtype for c in graph.constants.values()]
    own = np.float64 if double else np.float32
    assert types == [own, own, np.int64]


def test_names_are_not_used_twice_within_a_body_either():
    graph = Graph()
    body = Graph(within=graph)
    names = [graph.fresh("x"), body.fresh("add"), graph.fresh("add")]
    assert names == ["x_2", "add", "add_2"]
    assert body.constant(1.0).name == graph.constant(1.0).name


def test_infinity_may_be_a_constant_and_no_parameter():
    graph = Graph()
    assert graph.constant(float("-inf"))
    with pytest.raises(ag.GraphError, match="w has a number that is not finite"):
        graph.parameter([Value(float("inf"))], "w", (1,))
    with pytest.raises(ag.GraphError, match="float32"):
        graph.constant(1e300)
