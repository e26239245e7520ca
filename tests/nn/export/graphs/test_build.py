"""Every kind of module as an ONNX graph, which onnxruntime and ONNX's own evaluator run."""

import numpy as np
import pytest

import autograd as ag
import nn
from tests.nn.export.examples import MODELS, answers, inputs, seeded, whole
from tests.nn.files.models import OWN, numbers

onnx = pytest.importorskip("onnx", reason="what is exported to ONNX needs onnx")
runtime = pytest.importorskip("onnxruntime", reason="graphs are run by onnxruntime")

from onnx.reference import ReferenceEvaluator  # noqa: E402  # why: needs onnx

from nn.export.graphs.build import model_of  # noqa: E402

#: what has no say in the shape of its inputs
SHAPED = [name for name in MODELS if name != "Sequential of nothing"]


def run(model, batch, double=False):
    """What onnxruntime answers, a flat list for each example."""
    session = runtime.InferenceSession(
        model_of(model, double).SerializeToString(), providers=["CPUExecutionProvider"]
    )
    (given,) = session.get_inputs()
    assert given.name == "x"
    assert given.shape[0] == "batch"
    array = np.array(batch, np.int64 if whole(batch) else np.float64 if double else np.float32)
    (found,) = session.run(["y"], {"x": array})
    assert found.dtype == (np.float64 if double else np.float32)
    return found.reshape(len(batch), -1)


@pytest.mark.parametrize("name", SHAPED)
@pytest.mark.parametrize("count", [1, 5])
def test_answers_are_equal_in_single_precision(name, count):
    model = seeded(MODELS[name][0]())
    batch = inputs(name, count)
    expected = np.array(numbers(answers(model, batch)))
    found = run(model, batch)
    assert np.abs(found - expected).max() <= 1e-6 * max(1.0, np.abs(expected).max())


@pytest.mark.parametrize("name", SHAPED)
def test_answers_are_equal_in_double_precision_by_the_reference(name):
    model = seeded(MODELS[name][0]())
    batch = inputs(name)
    expected = np.array(numbers(answers(model, batch)))
    (found,) = ReferenceEvaluator(model_of(model, double=True)).run(None, {"x": np.array(batch)})
    assert found.dtype == np.float64
    close = 1e-12 if "LayerNorm" not in name else 1e-10  # its epsilon is a float32
    assert found.reshape(len(batch), -1) == pytest.approx(expected, rel=close, abs=close)


@pytest.mark.parametrize("name", ["MLP", "Recurrent", "GPT", "Parallel", "RMSNorm"])
def test_the_runtime_takes_double_precision(name):
    model = seeded(MODELS[name][0]())
    batch = inputs(name)
    expected = np.array(numbers(answers(model, batch)))
    close = (
        1e-7 if name in ("GPT", "Parallel") else 1e-12
    )  # its softmax has the digits of a float32
    assert run(model, batch, double=True) == pytest.approx(expected, rel=close, abs=close)


def test_sizes_that_are_open_may_be_any():
    gpt = nn.GPT(5, 6, 4, 2, rng=0)
    for length in (1, 6):
        tokens = [[t % 5 for t in range(length)]]
        assert run(gpt, tokens) == pytest.approx(np.array(numbers(answers(gpt, tokens))), abs=1e-6)
    conv = nn.Conv2d(1, 2, 2, rng=0)
    picture = [[[[0.1 * i * j for i in range(7)] for j in range(3)]]]
    assert run(conv, picture) == pytest.approx(np.array(numbers(answers(conv, picture))), abs=1e-6)


def test_a_graph_says_who_made_it_and_what_goes_in_and_out():
    made = model_of(nn.MLP(2, [3, 1], rng=0))
    onnx.checker.check_model(made, full_check=True)
    assert (made.producer_name, made.producer_version) == ("chainrule", ag.__version__)
    assert [(o.domain, o.version) for o in made.opset_import] == [("", 18)]
    (x,), (y,) = made.graph.input, made.graph.output
    shapes = [[d.dim_param or d.dim_value for d in v.type.tensor_type.shape.dim] for v in (x, y)]
    assert shapes == [["batch", 2], ["batch", 1]]
    names = [constant.name for constant in made.graph.initializer]
    assert names == ["layers.0.w", "layers.0.b", "layers.1.w", "layers.1.b"]


def test_shared_parameters_are_there_once():
    made = model_of(OWN["tied"]())
    assert [c.name for c in made.graph.initializer if list(c.dims) == [5, 4]] == ["token.W"]
    layer = nn.Layer(2, 2, rng=0)
    assert len(model_of(nn.Sequential(layer, layer)).graph.initializer) == 2


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (nn.Sequential(nn.softmax), "no part of it says how many numbers"),
        (nn.Sequential(nn.Layer(1, 1), len), r"layers\.1 \(len\).*write this one in ONNX"),
        (nn.PPCA(3, 1), "PPCA"),
        (nn.Neuron(1, lambda x: ag.atan2(x, 2.0)), "ONNX has no atan2"),
        (3, "a model, such as"),
    ],
    ids=str,
)
def test_what_onnx_cannot_be_told_is_named(model, said):
    with pytest.raises(ag.OperandError, match=said):
        model_of(model)


@pytest.mark.parametrize("number", [1e39, float("inf"), float("nan")])
def test_numbers_that_single_precision_has_not_are_refused(number):
    model = nn.Neuron(1)
    model.w[0].data = number
    with pytest.raises(ag.GraphError, match="w has a number that is not finite, or not as float32"):
        model_of(model)
    assert number != 1e39 or model_of(model, double=True)


def test_parts_that_do_not_fit_are_said():
    with pytest.raises(ag.GraphError, match=r"this Sequential do not fit together: .*rank"):
        model_of(nn.Sequential(nn.Conv2d(1, 1, 2), nn.Layer(4, 1)))
    with pytest.raises(ag.GraphError, match="between 4 and 2"):
        model_of(nn.Sequential(nn.Layer(3, 2), nn.Layer(4, 1)))
