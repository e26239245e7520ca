"""Every activation as nodes: near 0, far from it, and in expressions of one's own."""

import math

import numpy as np
import pytest

import autograd as ag
import nn
from autograd.define import temporary_op

pytest.importorskip("onnx", reason="what is exported to ONNX needs onnx")
runtime = pytest.importorskip("onnxruntime", reason="graphs are run by onnxruntime")

from nn.export.graphs.build import model_of  # noqa: E402  # why: needs onnx

POINTS = (-30.0, -3.0, -0.7, -1e-5, 0.0, 1e-5, 0.3, 0.7, 1.5, 30.0)


def answers(f, points, double=False):
    """What onnxruntime gives for an activation, from single numbers."""
    neuron = nn.Neuron(1, f)
    neuron.w[0].data = 1.0
    session = runtime.InferenceSession(
        model_of(neuron, double).SerializeToString(), providers=["CPUExecutionProvider"]
    )
    return session.run(
        None, {"x": np.array(points, np.float64 if double else np.float32)[:, None]}
    )[0][:, 0].tolist()


def expected(f, points):
    """What the engine gives, at numbers as single precision has them."""
    with ag.nonfinite("allow"):
        return [float(f(float(np.float32(x)))) for x in points]


@pytest.mark.parametrize("name", [name for name in ag.unary_ops() if name != "detach"])
def test_every_operation(name):
    exact = expected(ag.unary_ops()[name], POINTS)
    pairs = [(y, known) for y, known in zip(answers(name, POINTS), exact) if abs(known) < 1e6]
    assert len(pairs) >= 2
    small = 1e-30 if name in ("expm1", "log1p") else 1e-6
    assert [y for y, _ in pairs] == pytest.approx([y for _, y in pairs], rel=3e-6, abs=small)


#: from where rounding begins to where floats end
WIDE = [
    sign * x for x in (1e-300, 1e-12, 1e-5, 0.3, 0.999, 1.5, 30.0, 41.0, 700.0) for sign in (1, -1)
]


@pytest.mark.parametrize("name", [*ag.unary_ops()])
def test_every_operation_in_double_precision(name):
    f, missing = ag.unary_ops()[name], ("asin", "acos", "atan", "erf")
    if name in missing:  # as to_onnx says
        with pytest.raises(Exception, match="NOT_IMPLEMENTED"):
            answers(name, [0.5], double=True)
        return
    points = [*WIDE, 0.0, 709.0, 710.0, 710.4, 800.0, 1e9, 1e200]
    with ag.nonfinite("allow"):
        known = [(x, f(x)) for x in points]
    known = [(x, y) for x, y in known if math.isfinite(y)]
    assert len(known) > 5
    found = answers(name, [x for x, _ in known], double=True)
    small = 1e-15 if name == "sigmoid" else 1e-305  # onnxruntime's own
    assert found == pytest.approx([y for _, y in known], rel=1e-12, abs=small)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: ag.where(x > 0.5, x * x, -x),
        lambda x: ag.where(ag.step(x), 2.0, ag.minimum(x, -1.0)) / 3.0,
        lambda x: ag.logaddexp(x, 1.0) + ag.maximum(x, 0.5),
        lambda x: ag.hypot(x, 2.0) + x % 2.0 + x // 3.0,
        lambda x: ag.greater(x, 0.0) + ag.greater_equal(x, 0.3) + x**2,
        lambda x: 3.0 - x + 1.0 / (2.0 + x * x),
        lambda x: 7.0,
    ],
)
def test_expressions_of_ones_own(f):
    assert answers(f, POINTS) == pytest.approx(expected(f, POINTS), rel=1e-6, abs=1e-6)


def test_an_operation_that_was_defined_here():
    with temporary_op("bent", "x", "exp2(x) / (1 + abs(x))", ("y",), "real") as bent:
        assert answers("bent", [0.5, -2.0]) == pytest.approx(expected(bent, [0.5, -2.0]), rel=1e-6)


def test_small_numbers_keep_their_digits():
    (found,) = answers("log1p", [1e-6])
    assert found == pytest.approx(math.log1p(float(np.float32(1e-6))), rel=1e-6)


def test_linear_is_no_node():
    assert [node.op_type for node in model_of(nn.Neuron(1, "linear")).graph.node] == ["Gemm"]
