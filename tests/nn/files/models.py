"""One model of each kind, and a few of somebody's own: what the tests of files save and load."""

from collections.abc import Callable
from typing import Any

import autograd as ag
import nn
from autograd import Value
from nn.models.gpt import Block

#: name -> a function that makes the model, and an input of it
KNOWN: dict[str, tuple[Callable[[], Any], Any]] = {
    "Neuron": (lambda: nn.Neuron(3, "sigmoid", rng=0), [1.0, -2.0, 0.5]),
    "Layer": (lambda: nn.Layer(2, 3, ag.sin, rng=0), [1.0, -2.0]),
    "MLP": (lambda: nn.MLP(2, [4, 3, 2], ["relu", "sin"], "sigmoid", rng=0), [1.0, -2.0]),
    "MLP of one": (lambda: nn.MLP(1, [1], rng=0), [1.5]),
    "Linear": (lambda: nn.Linear(2, 3, rng=0), [1.0, -2.0]),
    "Linear with bias": (lambda: nn.Linear(2, 3, bias=True, rng=0), [1.0, -2.0]),
    "Embedding": (lambda: nn.Embedding(4, 2, rng=0), 3),
    "RMSNorm": (lambda: nn.RMSNorm(2), [1.0, -2.0]),
    "RMSNorm without gain": (lambda: nn.RMSNorm(2, False, 0.25), [1.0, -2.0]),
    "LayerNorm": (lambda: nn.LayerNorm(2, 0.125), [1.0, -2.0]),
    "Conv1d": (lambda: nn.Conv1d(2, 3, 2, "relu", rng=0, stride=2), [[1.0, 2.0, 3.0], [0.5] * 3]),
    "Conv2d": (lambda: nn.Conv2d(1, 2, 2, rng=0), [[[1.0, 2.0], [3.0, 4.0]]]),
    "Recurrent": (lambda: nn.Recurrent(2, 3, "sigmoid", rng=0), [[1.0, -2.0], [0.5, 0.25]]),
    "Attention": (lambda: nn.Attention(4, 2, rng=0), [[1.0, 2.0, 3.0, 4.0]] * 2),
    "Block": (lambda: Block(4, 2, 3, rng=0), [[1.0, 2.0, 3.0, 4.0]] * 2),
    "GPT": (lambda: nn.GPT(5, 3, 4, 2, layers=2, hidden=3, rng=0), [4, 0, 1]),
    "PPCA": (lambda: nn.PPCA(3, 1, rng=0), [1.0, -2.0, 0.5]),
    "Sequential": (
        lambda: nn.Sequential(
            nn.reshape(1, 2, 2), nn.Conv2d(1, 2, 2, rng=0), nn.flatten, nn.Layer(2, 2, rng=1),
            nn.softmax,
        ),
        [1.0, -2.0, 0.5, 0.25],
    ),
    "Parallel": (
        lambda: nn.concatenate(
            nn.Layer(2, 3, rng=0), nn.flatten, nn.compose(nn.Linear(2, 1, rng=1), nn.softmax)
        ),
        [1.0, -2.0],
    ),
    "Sequential of nothing": (lambda: nn.Sequential(nn.log_softmax), [1.0, -2.0]),
}  # fmt: skip


class Line(nn.Module):
    """A module of one's own, with parameters in a dict and in a list."""

    def __init__(self) -> None:
        self.slope = {"0": Value(2.0), "1": Value(-0.0)}
        self.offset = [Value(1.0)]

    def __call__(self, x: Any) -> Any:
        return self.slope["0"] * x + self.slope["1"] + self.offset[0]


def tied() -> nn.GPT:
    """A GPT that reads and writes with one table."""
    model = nn.GPT(5, 3, 4, 2, rng=0)
    model.output.W = model.token.W
    return model


def replaced() -> nn.MLP:
    """A network of which one neuron was changed by hand."""
    model = nn.MLP(2, [3, 1], rng=0)
    model.layers[0].neurons[1] = nn.Neuron(2, "relu", rng=1)
    return model


def shared() -> nn.Sequential:
    """One layer that is passed twice."""
    layer = nn.Layer(2, 2, rng=0)
    return nn.Sequential(layer, ag.sum, lambda x: [x, x], layer)


def noted() -> nn.MLP:
    """A network with something hung on to it."""
    model = nn.MLP(2, [1], rng=0)
    model.extra = Value(3.0)
    return model


#: name -> a function that makes a model that no file can make
OWN: dict[str, Callable[[], Any]] = {
    "Line": Line,
    "tied": tied,
    "replaced": replaced,
    "shared": shared,
    "noted": noted,
    "lambda": lambda: nn.Sequential(nn.Layer(2, 2, rng=0), lambda x: x),
    "activation": lambda: nn.MLP(2, [3, 1], activation=lambda x: x * x, rng=0),
    "inside": lambda: nn.Parallel(Line(), nn.Neuron(2, rng=0)),
}


def numbers(answer: Any) -> Any:
    """An answer as nested plain numbers."""
    if isinstance(answer, (list, tuple)):
        return [numbers(part) for part in answer]
    return answer.data if isinstance(answer, Value) else answer


def exactly(model: nn.Module) -> list[tuple[str, str]]:
    """The parameters by path, to the last bit and with the sign of zero."""
    return [(name, p.data.hex()) for name, p in model.named_parameters()]
