"""Activations that are modules of PyTorch, those that are not, and the way back."""

import pytest

import nn

torch = pytest.importorskip("torch", reason="modules of PyTorch need torch")

from nn.export.pytorch.activations import NAMED, READ, activation_modules, activation_read  # noqa: E402  # why: needs torch

X = torch.linspace(-30.0, 30.0, 241, dtype=torch.float64)


@pytest.mark.parametrize("kind", READ, ids=lambda kind: kind.__name__)
def test_each_module_is_read_as_what_it_is(kind):
    neuron = nn.export.from_torch(torch.nn.Sequential(torch.nn.Linear(1, 1), kind()))
    neuron = neuron.layers[0].neurons[0]
    neuron.w[0].data, neuron.b.data = 1.0, 0.0
    expected = kind()(X).tolist()
    assert [neuron([x]).data for x in X.tolist()] == pytest.approx(expected, rel=1e-12, abs=3e-9)


def test_softplus_is_exact_where_pytorch_turns_to_a_line_at_twenty():
    (module,) = activation_modules("softplus", "")
    exact = torch.log1p(torch.exp(-X.abs())) + X.clamp(min=0)
    assert torch.equal(module(X), exact) or (module(X) - exact).abs().max() < 1e-15
    assert (torch.nn.Softplus()(X) - exact).abs().max() > 1e-10


@pytest.mark.parametrize("name", NAMED)
def test_named_ones_come_back(name):
    (module,) = activation_modules(name, "")
    expected = None if name == "identity" else name  # which is left out
    assert activation_read(module) == expected


def test_others_keep_their_name():
    (module,) = activation_modules("sin", "")
    assert repr(module) == "Elementwise(sin)"
    assert activation_read(module) == "sin"


@pytest.mark.parametrize(
    ("module", "said"),
    [
        (torch.nn.GELU(approximate="tanh"), "its approximate is 'tanh'"),
        (torch.nn.LeakyReLU(0.2), r"its negative_slope is 0\.2"),
        (torch.nn.Softplus(beta=2.0), r"its beta is 2\.0"),
        (torch.nn.Softplus(threshold=1.0), "its threshold"),
    ],
    ids=repr,
)
def test_settings_that_make_another_function_are_named(module, said):
    with pytest.raises(ValueError, match=said):
        activation_read(module)
