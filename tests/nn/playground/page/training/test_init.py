"""First weights of the page beside those of ``nn.MLP``."""

from typing import Any

import pytest

import nn
from nn.models.init import CUTTING
from tests.node import answer

INITS = {
    "default": None,
    "xavier": nn.init.xavier,
    "he": nn.init.he,
    "zeros": nn.init.zeros,
    "uniform": nn.init.uniform(),
    "normal": nn.init.normal(),
}
SIZES, ACTIVATIONS = [3, 5, 4, 2], ["relu", "tanh", "linear"]


@pytest.mark.parametrize("name", INITS)
def test_a_seed_gives_the_weights_that_it_gives_in_python(name: Any) -> None:
    layers = [
        {"inputs": inputs, "size": size, "activation": activation}
        for inputs, size, activation in zip(SIZES, SIZES[1:], ACTIVATIONS)
    ]
    script = "return firstParameters(given.layers, given.settings, given.tables);"
    settings, tables = {"init": name, "seed": 11}, {"cutting": CUTTING}
    given = {"layers": layers, "settings": settings, "tables": tables}
    found = answer(["nn/playground/page/training/init.js"], script, given)
    model = nn.MLP(SIZES[0], SIZES[1:], activation=ACTIVATIONS, rng=11, init=INITS[name])
    assert found == pytest.approx([p.data for p in model.parameters()], rel=1e-15, abs=0.0)
