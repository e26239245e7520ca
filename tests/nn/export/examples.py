"""Models that are exported, inputs for them, and what they answer here."""

from collections.abc import Callable
from random import Random
from typing import Any

import nn
from tests.nn.files.models import KNOWN

#: name -> a function that makes the model, and an input of it
MODELS: dict[str, tuple[Callable[[], Any], Any]] = {
    **{name: known for name, known in KNOWN.items() if name != "PPCA"},
    "Recurrent, tanh": (lambda: nn.Recurrent(2, 3, rng=1), [[1.0, -2.0], [0.5, 0.25], [1.0, 1.0]]),
    "Recurrent, linear": (lambda: nn.Recurrent(1, 2, "linear", rng=1), [[1.0], [0.5]]),
    "a sequence": (
        lambda: nn.Sequential(nn.Recurrent(2, 3, "relu", rng=3), nn.flatten, nn.MLP(6, [1], rng=0)),
        [[1.0, -2.0], [0.5, 0.25]],
    ),
    "Conv2d of two channels": (
        lambda: nn.Conv2d(2, 3, 2, "softplus", rng=0, stride=2),
        [[[0.5] * 5] * 4] * 2,
    ),
    "an activation of one's own": (
        lambda: nn.MLP(2, [3, 1], activation=lambda x: x * x / (1.0 + x * x), rng=0),
        [1.0, 2.0],
    ),
    "Attention of one head": (lambda: nn.Attention(4, rng=0), [[0.0] * 4] * 5),
}


def seeded(model: Any, seed: int = 0) -> Any:
    """The model with biases and gains that are not what they were made with."""
    source = Random(seed)
    for parameter in model.parameters():
        parameter.data += source.gauss(0.0, 0.3)
    return model


def like(example: Any, source: Random) -> Any:
    """A random input of the same shape; whole numbers stay below those of the example."""
    if isinstance(example, list):
        most = max(example) if isinstance(example[0], int) else 0
        return [source.randint(0, most) if most else like(x, source) for x in example]
    return source.randint(0, example) if isinstance(example, int) else source.gauss(0.0, 1.0)


def inputs(name: str, count: int = 5, seed: int = 0) -> list[Any]:
    """Random inputs of a model."""
    source = Random(seed)
    return [like(MODELS[name][1], source) for _ in range(count)]


def whole(batch: list[Any]) -> bool:
    """Whether the inputs are of whole numbers."""
    return all(isinstance(x, int) for x in nn.flatten(batch))


def answers(model: Any, batch: list[Any]) -> list[list[Any]]:
    """The answers as flat lists of Values."""
    return [nn.flatten(model(x)) for x in batch]
