"""The modules that PyTorch has not: shapes, batches, and that no position sees a later one."""

import pytest

import autograd as ag
import nn

torch = pytest.importorskip("torch", reason="modules of PyTorch need torch")

from nn.export.pytorch import parts  # noqa: E402  # why: needs torch

X = torch.randn(3, 5, 4, generator=torch.Generator().manual_seed(0), dtype=torch.float64)


def test_sums_of_rows():
    rows = X[:, 0]
    assert torch.equal(parts.Sum()(rows)[:, 0], rows.sum(1))
    assert torch.allclose(parts.LogSumExp()(rows).exp()[:, 0], rows.exp().sum(1))


def test_parts_stand_side_by_side():
    both = parts.Parallel([torch.nn.Identity(), parts.Sum()])(X[:, 0])
    assert torch.equal(both, torch.cat([X[:, 0], X[:, 0].sum(1, keepdim=True)], dim=1))


def test_a_function_of_each_number_keeps_shape_and_type():
    for f in (lambda x: x * x, lambda x: 3.0):
        module = parts.Elementwise("f", ag.compile(f, inputs=1).source("torch"))
        found = module(X.float())
        assert (found.shape, found.dtype) == (X.shape, torch.float32)
        assert torch.allclose(found[0, 0, 0], torch.tensor(f(X[0, 0, 0].item())).float())


@pytest.mark.parametrize("model", [nn.Recurrent(4, 4, "sin", rng=0), nn.Attention(4, 2, rng=0)])
def test_later_positions_and_other_examples_are_not_seen(model):
    module = nn.export.to_torch(model)
    found = module(X)
    assert found.shape == X.shape
    assert torch.allclose(module(X[1:2, :3]), found[1:2, :3], atol=1e-12)


def test_a_gpt_is_causal_and_takes_batches():
    module = nn.export.to_torch(nn.GPT(7, 5, 4, 2, layers=2, rng=0))
    tokens = torch.tensor([[6, 0, 1, 2, 3], [1, 1, 5, 0, 0]])
    found = module(tokens)
    assert found.shape == (2, 5, 7)
    assert torch.allclose(module(tokens[1:, :2]), found[1:, :2], atol=1e-12)


def test_the_second_bias_of_a_recurrence_is_not_trained():
    (states,) = nn.export.to_torch(nn.Recurrent(4, 4, rng=0))
    assert not states.rnn.bias_hh_l0.requires_grad
    assert not states.rnn.bias_hh_l0.any()
