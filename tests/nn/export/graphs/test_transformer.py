"""Norms and attention as nodes: causal, over batches of any size."""

import numpy as np
import pytest

import nn
from nn.models.gpt import Block

onnx = pytest.importorskip("onnx", reason="graphs need onnx")
runtime = pytest.importorskip("onnxruntime", reason="graphs are run by onnxruntime")

from nn.export.graphs.build import model_of  # noqa: E402  # why: needs onnx

X = np.random.default_rng(0).normal(size=(3, 5, 4)).astype(np.float32)


def session(model):
    text = model_of(model).SerializeToString()
    opened = runtime.InferenceSession(text, providers=["CPUExecutionProvider"])
    return lambda x: opened.run(None, {"x": x})[0]


@pytest.mark.parametrize("make", [nn.Attention, lambda *a, rng: Block(*a, 8, rng=rng)])
def test_later_positions_and_other_examples_are_not_seen(make):
    run = session(make(4, 2, rng=0))
    found = run(X)
    assert found.shape == X.shape
    assert run(X[1:2, :3]) == pytest.approx(found[1:2, :3], abs=1e-6)


def test_a_gpt_is_causal_and_takes_batches():
    run = session(nn.GPT(7, 5, 4, 2, layers=2, rng=0))
    tokens = np.array([[6, 0, 1, 2, 3], [1, 1, 5, 0, 0]])
    found = run(tokens)
    assert found.shape == (2, 5, 7)
    assert run(tokens[1:, :2]) == pytest.approx(found[1:, :2], abs=1e-6)


@pytest.mark.parametrize("norm", [nn.RMSNorm(4), nn.RMSNorm(4, False, 0.5), nn.LayerNorm(4)])
def test_norms_are_of_each_row(norm):
    found = session(norm)(X[0])
    rows = [[float(getattr(y, "data", y)) for y in norm(row)] for row in X[0].tolist()]
    assert found == pytest.approx(np.array(rows), abs=1e-6)
