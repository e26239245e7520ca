"""A recurrence is one Scan, whatever its activation; ONNX's own RNN gives the same."""

import numpy as np
import pytest

import nn

onnx = pytest.importorskip("onnx", reason="graphs need onnx")
runtime = pytest.importorskip("onnxruntime", reason="graphs are run by onnxruntime")

from nn.export.graphs.build import model_of  # noqa: E402  # why: needs onnx


def grid(rows):
    return np.array([[w.data for w in row] for row in rows], np.float32)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid", "softplus"])
def test_it_is_onnxs_own_rnn(activation):
    layer = nn.Recurrent(2, 3, activation, rng=0)
    for i, b in enumerate(layer.b):
        b.data = 0.1 * i
    b = np.array([[b.data for b in layer.b] + [0.0] * 3], np.float32)
    weights = {"W": grid(layer.W)[None], "R": grid(layer.U)[None], "B": b}
    node = onnx.helper.make_node(
        "RNN", ["x", *weights], ["y"], hidden_size=3, activations=[activation.capitalize()]
    )
    info = onnx.helper.make_tensor_value_info
    graph = onnx.helper.make_graph(
        [node],
        "rnn",
        [info("x", onnx.TensorProto.FLOAT, [4, 5, 2])],
        [info("y", onnx.TensorProto.FLOAT, None)],
        [onnx.numpy_helper.from_array(array, name) for name, array in weights.items()],
    )
    opset = [onnx.helper.make_opsetid("", 18)]
    theirs = onnx.helper.make_model(graph, opset_imports=opset, ir_version=9)
    x = np.random.default_rng(0).normal(size=(4, 5, 2)).astype(np.float32)
    expected = run(theirs, x)[:, 0].transpose(1, 0, 2)
    made = model_of(layer)
    assert [node.op_type for node in made.graph.node].count("Scan") == 1
    assert run(made, x.transpose(1, 0, 2)) == pytest.approx(expected, abs=1e-6)


def run(model, x):
    session = runtime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    return session.run(None, {"x": x})[0]
