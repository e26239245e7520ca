"""PyTorch's layers one by one, with the settings that there are and those that there are not."""

import pytest

import autograd as ag
import nn
from tests.nn.files.models import numbers

torch = pytest.importorskip("torch", reason="modules of PyTorch need torch")

CLOSE = 1e-12
F64 = {"dtype": torch.float64}

#: name -> a module, and the shape of its inputs
KNOWN = {
    "Linear": (lambda: torch.nn.Linear(3, 2, **F64), (3,)),
    "Linear without bias": (lambda: torch.nn.Linear(3, 2, bias=False, **F64), (3,)),
    "Conv1d": (lambda: torch.nn.Conv1d(2, 3, 3, stride=2, **F64), (2, 8)),
    "Conv2d": (lambda: torch.nn.Conv2d(2, 3, 2, padding="valid", bias=False, **F64), (2, 4, 3)),
    "RNN": (lambda: torch.nn.RNN(2, 3, num_layers=2, batch_first=True, **F64), (4, 2)),
    "RNN without bias": (
        lambda: torch.nn.RNN(2, 3, bias=False, nonlinearity="relu", batch_first=True, **F64),
        (4, 2),
    ),
    "LayerNorm": (lambda: torch.nn.LayerNorm(3, **F64), (3,)),
    "LayerNorm without gain": (
        lambda: torch.nn.LayerNorm(3, eps=0.1, elementwise_affine=False),
        (3,),
    ),
    "RMSNorm": (lambda: torch.nn.RMSNorm(3, **F64), (3,)),
    "RMSNorm without gain": (lambda: torch.nn.RMSNorm(3, 0.1, elementwise_affine=False), (3,)),
    "Flatten": (torch.nn.Flatten, (2, 3)),
    "Unflatten": (lambda: torch.nn.Unflatten(1, (2, 3)), (6,)),
    "Softmax": (lambda: torch.nn.Softmax(dim=-1), (3,)),
    "LogSoftmax": (lambda: torch.nn.LogSoftmax(dim=1), (3,)),
}


@pytest.mark.parametrize("name", KNOWN)
def test_answers_are_equal(name):
    make, shape = KNOWN[name]
    torch.manual_seed(0)
    module = make()
    with torch.no_grad():
        for parameter in module.parameters():
            parameter += torch.randn_like(parameter) / 4
    x = torch.randn(3, *shape, **F64)
    expected = module(x)
    expected = expected[0] if isinstance(expected, tuple) else expected
    model = nn.export.from_torch(module)
    for row, y in zip(x.tolist(), expected.flatten(1).tolist(), strict=True):
        assert nn.flatten(numbers(model(row))) == pytest.approx(y, abs=CLOSE)


def test_an_embedding_is_its_table():
    table = torch.nn.Embedding(4, 3)
    model = nn.export.from_torch(table)
    assert [[w.data for w in model(k)] for k in range(4)] == table.weight.tolist()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: torch.nn.Conv2d(1, 1, 3, padding=1), r"its padding is \(1, 1\)"),
        (lambda: torch.nn.Conv2d(1, 1, 3, padding="same"), "its padding is 'same'"),
        (lambda: torch.nn.Conv1d(1, 1, 3, dilation=2), "its dilation"),
        (lambda: torch.nn.Conv1d(2, 2, 3, groups=2), "its groups is 2"),
        (lambda: torch.nn.Conv2d(1, 1, (3, 2)), "the same along both sides"),
        (lambda: torch.nn.Conv2d(1, 1, 3, stride=(1, 2)), "the same along both sides"),
        (lambda: torch.nn.RNN(1, 1, bidirectional=True), "its bidirectional is True"),
        (lambda: torch.nn.RNN(1, 1, 2, dropout=0.5), r"call \.eval\(\) first"),
        (lambda: torch.nn.Embedding(3, 2, max_norm=1.0), "its max_norm"),
        (lambda: torch.nn.LayerNorm((2, 3)), "a list of numbers, not of a table"),
        (lambda: torch.nn.Flatten(0), "its start_dim is 0"),
        (lambda: torch.nn.Unflatten(2, (1, 2)), "its dim is 2"),
        (lambda: torch.nn.Softmax(dim=0), "its dim is 0"),
    ],
)
def test_settings_that_nothing_here_has_are_named(make, said):
    with pytest.raises(ag.OperandError, match=said):
        nn.export.from_torch(make())


def test_what_is_zero_there_already_adds_nothing():
    assert len(nn.export.from_torch(torch.nn.RNN(2, 3)).parameters()) == 18
