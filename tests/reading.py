"""Functions whose loops are well known, for tests of what is read in them."""

from typing import Any

import autograd as ag
import nn
from autograd.compiler.compiled import Compiled
from autograd.compiler.loops.naming import Named


def network(
    sizes: tuple[int, ...] = (2, 4, 1), activation: str = "tanh", loss: str = "squared_error"
) -> Compiled:
    """The loss of a small network; the targets come after the inputs."""
    model = nn.MLP(sizes[0], sizes[1:], activation=activation, rng=0)
    outputs = sizes[-1]

    def of(*x: Any) -> Any:
        target = list(x[-outputs:]) if outputs > 1 else x[-1]
        return getattr(nn, loss)(model(list(x[:-outputs])), target)

    return ag.compile(of, inputs=sizes[0] + outputs)


def convolution() -> Compiled:
    """A convolution of 3 × 3 over 5 × 5, two filters, then a layer of 3 and cross-entropy."""
    filters, layer = nn.Conv2d(1, 2, 3, "relu", rng=0), nn.Layer(18, 3, "linear", rng=1)

    def of(*x: Any) -> Any:
        picture = [list(x[5 * i : 5 * i + 5]) for i in range(5)]
        return nn.cross_entropy(layer(nn.flatten(filters([picture]))), list(x[25:]))

    return ag.compile(of, inputs=28)


def recurrent(steps: int = 6) -> Compiled:
    """The last state of a recurrent layer, read by one neuron."""
    states, readout = nn.Recurrent(1, 4, rng=0), nn.Layer(4, 1, "linear", rng=1)

    def of(*x: Any) -> Any:
        return nn.squared_error(readout(states([[v] for v in x[:-1]])[-1]), [x[-1]])

    return ag.compile(of, inputs=steps + 1)


def named_of(f: Compiled, *, gradient: bool = True) -> Named:
    """Its loops with names for all numbers."""
    return f._versions.get(gradient=gradient).named
