"""Every number that is called ∂q is the whole derivative by q, member by member."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest

import autograd as ag
import nn
from autograd import Value
from autograd.compiler.compiled import Compiled
from autograd.compiler.loops.expand import place
from autograd.compiler.loops.loop import Apply, Expression, Index
from autograd.compiler.loops.naming import Named
from autograd.functions import apply
from autograd.ops import OPS
from tests import reading


class Evaluated:
    """The numbers of a program of loops as Values, after a sweep backwards from its loss."""

    def __init__(
        self, program: Named, inputs: Sequence[float], parameters: Sequence[float]
    ) -> None:
        self.program = program
        self.spaces: dict[str, Any] = {
            "input": [Value(x) for x in inputs],
            "parameter": [Value(x) for x in parameters],
            "result": {},
        }
        for loop in program.loops.loops:
            for row, counters in enumerate(product(*map(range, loop.shape)), loop.first):
                x = self.number(loop.body, counters, loop.shape)
                self.spaces["result"][row] = x if isinstance(x, Value) else Value(x)
        self.spaces["result"][int(program.loops.outputs[0]) - program.loops.first].backward()

    def number(self, x: Expression, counters: tuple[int, ...], counts: tuple[int, ...]) -> Any:
        if isinstance(x, float):
            return x
        if isinstance(x, Index):
            return self.spaces[x.space][place(x, counters, counts)]
        if isinstance(x, Apply):
            return apply(OPS[x.op], *[self.number(y, counters, counts) for y in x.operands])
        terms = []
        for length, term in x.runs:
            for i in range(length):
                more = ((*counters, i), (*counts, length)) if length > 1 else (counters, counts)
                terms.append(self.number(term, *more))
        return sum(terms[1:], terms[0])

    def wrong(self) -> list[str]:
        """The names of derivatives that are not what they say."""
        named = {a.name: ("result", a) for a in self.program.results}
        named |= {a.name: ("parameter", a) for a in self.program.parameters}
        found = []
        for name, (space, array) in named.items():
            if name.startswith("∂"):
                said = [self.spaces[space][x].data for x in array.places()]
                space, of = named.get(name[1:], ("", array))
                true = [self.spaces[space][x].grad for x in of.places()] if space else []
                if said != pytest.approx(true, rel=1e-9, abs=1e-12):
                    found.append(name)
        for name, index in self.program.gradients().items():
            array = named[name][1]
            where = product(*map(range, array.shape))
            said = [self.spaces[index.space][place(index, x, array.shape)].data for x in where]
            true = [self.spaces["parameter"][x].grad for x in array.places()]
            if said != pytest.approx(true, rel=1e-9, abs=1e-12):
                found.append(f"gradient by {name}")
        return found


def integer_target(target: int = 0, outputs: int = 2) -> Compiled:
    model = nn.MLP(3, [5, 7, outputs], rng=0)
    return ag.compile(lambda *x: nn.cross_entropy(model([*x]), target), inputs=3)


def hinge() -> Compiled:
    layer = nn.Layer(3, 1, "linear", rng=0)
    return ag.compile(lambda *x: ag.relu(1.0 - x[3] * layer([*x[:3]])[0]), inputs=4)


def shared() -> Compiled:
    layer = nn.Layer(4, 4, "tanh", rng=0)
    return ag.compile(lambda *x: sum(v * v for v in layer(layer([*x]))), inputs=4)


def shared_residual() -> Compiled:
    layer = nn.Layer(4, 4, "tanh", rng=0)

    def of(*x: Any) -> Any:
        h = [a + b for a, b in zip(x, layer([*x]))]
        return sum(v * v for v in [a + b for a, b in zip(h, layer(h))])

    return ag.compile(of, inputs=4)


def attention() -> Compiled:
    layer = nn.Attention(4, 2, rng=0)

    def of(*x: Any) -> Any:
        return sum(v * v for row in layer([[*x[4 * t : 4 * t + 4]] for t in range(3)]) for v in row)

    return ag.compile(of, inputs=12)


def polynomial(*labels: str) -> Compiled:
    w = [Value(0.1 * k + 0.2, label=label) for k, label in enumerate(labels)]
    return ag.compile(lambda x, y: sum(w[k] * x**k for k in range(4)) - y)


def residual() -> Compiled:
    layer = nn.Layer(3, 1, "linear", rng=0)
    return ag.compile(lambda *x: (1.0 - layer([*x])[0]) ** 2, inputs=3)


def bias_alone() -> Compiled:
    layer = nn.Layer(3, 1, "linear", rng=0)
    return ag.compile(lambda *x: layer([*x])[0], inputs=3)


def twice_the_same() -> Compiled:
    layer = nn.Layer(3, 3, "linear", rng=0)
    return ag.compile(
        lambda *x: sum(ag.tanh(a) * ag.exp(b) * b for a, b in zip(layer([*x]), layer([*x]))),
        inputs=3,
    )


CASES = {
    "xor": reading.network((2, 4, 1)),
    "integer target": integer_target(),
    "one target of four": integer_target(2, 4),
    "hinge": hinge(),
    "convolution": reading.convolution(),
    "recurrent": reading.recurrent(4),
    "shared": shared(),
    "shared residual": shared_residual(),
    "attention": attention(),
    "polynomial": polynomial("", "", "", ""),
    "labelled": polynomial("w0", "w1", "w2", "w3"),
    "residual": residual(),
    "bias alone": bias_alone(),
    "twice the same": twice_the_same(),
}


def names(f: Compiled) -> set[str]:
    return {array.name for array in reading.named_of(f).results}


@pytest.mark.parametrize("case", CASES)
def test_what_is_called_a_derivative_is_that_derivative(case: str) -> None:
    f = CASES[case]
    program = reading.named_of(f)
    inputs = [0.3 + 0.17 * ((7 * i) % 11) - 0.6 for i in range(program.loops.inputs - 1)]
    version = f._versions.get(gradient=True)
    assert Evaluated(program, [*inputs, 1.0], version.parameters()).wrong() == []


@pytest.mark.parametrize(
    ("case", "some"),
    [
        ("xor", {"∂z2", "∂W2", "∂W1", "∂z1"}),
        ("integer target", {"∂h2", "∂z2", "∂W2", "∂h1", "∂z1", "∂W1"}),
        ("hinge", {"∂z", "∂W"}),
        ("convolution", {"∂z2", "∂W2", "∂h1", "∂z1", "∂W1", "∂b1"}),
        ("recurrent", {"∂z2", "∂W2", "∂b1", "∂U1"}),
        ("shared", {"∂W", "∂b"}),
        ("attention", {"∂W_output"}),
        ("polynomial", {"∂p"}),
        ("residual", {"∂z", "∂W"}),
    ],
)
def test_what_stands_as_an_array_has_its_name(case: str, some: set[str]) -> None:
    assert some <= names(CASES[case])


def test_a_number_less_its_leaf_is_no_activation() -> None:
    assert not {x for x in names(CASES["residual"]) if x.startswith("h")}


def test_a_bias_whose_derivative_is_the_seed_has_a_line() -> None:
    assert "∂b[i] = seed" in str(CASES["bias alone"].loops)
