"""PyTorch's modules read: equal answers, and the names of those that nothing here is like."""

import pytest

import autograd as ag
import nn
from tests.nn.export.examples import MODELS, answers, inputs, seeded
from tests.nn.files.models import OWN, numbers

torch = pytest.importorskip("torch", reason="modules of PyTorch need torch")

CLOSE = 1e-12
#: those with a way back that leads to the same module (a Linear with a bias becomes a layer)
ROUND = [name for name in MODELS if "own" not in name and name != "Linear with bias"]


@pytest.mark.parametrize("name", ROUND)
def test_a_round_trip_gives_equal_numbers(name):
    model = seeded(MODELS[name][0]())
    again = nn.export.from_torch(nn.export.to_torch(model))
    batch = inputs(name)
    assert numbers(answers(again, batch)) == numbers(answers(model, batch))
    assert [p.data for p in again.parameters()] == [p.data for p in model.parameters()]
    assert nn.export.to_torch(again)  # it is as one that was made here


def test_linear_layers_are_an_mlp():
    chain = torch.nn.Sequential(
        torch.nn.Linear(2, 4), torch.nn.ReLU(), torch.nn.Linear(4, 3, bias=False), torch.nn.Tanh()
    )
    model = nn.export.from_torch(chain)
    assert repr(model) == repr(nn.MLP(2, [4, 3], ["relu", "tanh"]))
    x = torch.randn(5, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    expected = chain.double()(x)
    for row, y in zip(x.tolist(), expected.tolist(), strict=True):
        assert [v.data for v in model(row)] == pytest.approx(y, abs=CLOSE)
    assert [p.data for p in model.layers[1].neurons[0].w] == chain[2].weight[0].tolist()


def test_single_precision_becomes_the_same_doubles():
    linear = torch.nn.Linear(2, 1)
    model = nn.export.from_torch(linear)
    assert [p.data for p in model.parameters()] == [
        *linear.weight[0].tolist(),
        linear.bias.item(),
    ]


def test_shared_weights_stay_shared():
    tied = nn.export.from_torch(nn.export.to_torch(OWN["tied"]()))
    assert tied.token.W[1][2] is tied.output.W[1][2]
    linear, rnn = torch.nn.Linear(2, 2), torch.nn.RNN(2, 2)
    assert len(nn.export.from_torch(torch.nn.Sequential(linear, linear)).parameters()) == 6
    twice = nn.export.from_torch(
        nn.export.to_torch(nn.Sequential(*[nn.export.from_torch(rnn)] * 2))
    )
    assert len(twice.parameters()) == 10


def test_nests_and_what_does_nothing():
    net = torch.nn.Sequential(
        torch.nn.Unflatten(1, (1, 3, 3)),
        torch.nn.Sequential(torch.nn.Conv2d(1, 2, 2), torch.nn.Dropout(0.5), torch.nn.GELU()),
        torch.nn.Identity(),
        torch.nn.Flatten(),
        torch.nn.Linear(8, 3),
        torch.nn.LogSoftmax(dim=1),
    ).eval()
    model = nn.export.from_torch(net)
    x = torch.randn(4, 9, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    for row, y in zip(x.tolist(), net.double()(x).tolist(), strict=True):
        assert [v.data for v in model(row)] == pytest.approx(y, abs=CLOSE)


class Own(torch.nn.Module):
    """A module of somebody's."""


def weightless():
    linear = torch.nn.Linear(1, 1)
    linear.weight.data[:] = float("nan")
    return linear


def hooked(module):
    """A module with something that happens beside it."""
    module.register_forward_hook(lambda module, x, y: 2 * y)
    return module


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: hooked(torch.nn.Linear(1, 1)), "this Linear cannot be read: it has hooks"),
        (lambda: hooked(torch.nn.Sequential(torch.nn.Linear(1, 1))), "it has hooks"),
        (Own, r"this Own .*nothing here is like it; known are .*Conv2d"),
        (lambda: torch.nn.LSTM(2, 2), "LSTM"),
        (lambda: torch.nn.BatchNorm1d(2), "BatchNorm1d"),
        (lambda: torch.nn.Sequential(torch.nn.Linear(2, 2), Own()), r"1 \(Own\)"),
        (lambda: torch.nn.Dropout(0.5), r"call \.eval\(\) first"),
        (lambda: torch.nn.Sequential(torch.nn.Flatten(), torch.nn.ReLU()), r"1 \(ReLU\).*follows"),
        (lambda: torch.nn.ReLU(), "follows no Linear"),
        (
            lambda: torch.nn.Sequential(nn.export.to_torch(nn.Recurrent(2, 2)), Own()),
            r"1 \(Own\)",
        ),
        (
            lambda: torch.nn.Sequential(torch.nn.RNN(2, 2), torch.nn.Linear(2, 1)),
            r"1 \(Linear\).*step by step",
        ),
        (
            lambda: nn.export.to_torch(nn.Neuron(1, lambda x: x * x)),
            r"1 \(Elementwise\).*somebody's own",
        ),
    ],
)  # fmt: skip
def test_what_nothing_here_is_like_is_named(make, said):
    with pytest.raises(ag.OperandError, match=said):
        nn.export.from_torch(make())


def test_what_is_no_module_or_has_no_numbers_is_said():
    with pytest.raises(ag.OperandError, match="a module of PyTorch, got 3"):
        nn.export.from_torch(3)
    with pytest.raises(ag.GraphError, match="weight has the number nan"):
        nn.export.from_torch(weightless())


def test_an_operation_on_a_sum_is_one_of_its_own():
    model = nn.Sequential(nn.Layer(2, 2, rng=0), ag.sum, ag.sigmoid)
    again = nn.export.from_torch(nn.export.to_torch(model))
    assert again([0.5, 1.0]).data == model([0.5, 1.0]).data
