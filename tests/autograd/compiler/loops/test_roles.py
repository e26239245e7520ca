"""Pre-activations, activations and gradients are told from what the loops compute."""

import autograd as ag
import nn
from autograd import Value
from autograd.compiler.loops import roles
from autograd.compiler.loops.loop import Apply, Index, Run, Sum
from tests import reading


def names(f: ag.compiler.compiled.Compiled, *, gradient: bool = True) -> list[str]:  # type: ignore[name-defined]
    return [array.name for array in reading.named_of(f, gradient=gradient).results]


def test_terms_look_into_sums_within_sums() -> None:
    a, b, c = (Index("input", i) for i in range(3))
    body = Sum((Run(1, a), Run(1, Sum((Run(3, b), Run(1, 2.0)))), Run(5, c)))
    assert list(roles.terms(body, (4,))) == [(a, (4,)), (b, (4, 3)), (2.0, (4,)), (c, (4, 5))]
    assert list(roles.terms(Apply("exp", (a,)), ())) == [(Apply("exp", (a,)), ())]


def test_products_know_along_which_side_they_are_summed() -> None:
    program = reading.named_of(reading.network((2, 4, 3, 1), "relu"))
    by_name = {program.target(loop).array.name: loop for loop in program.loops.loops}
    (ahead,) = roles.products(by_name["z2"], program.find)
    (back,) = roles.products(by_name["∂h1"], program.find)
    assert ahead.parameter.array.name == back.parameter.array.name == "W2"
    assert (ahead.across, back.across) == (True, False)
    assert (ahead.other.array.name, back.other.array.name) == ("h1", "∂z2")
    assert roles.layer(ahead) == "z2"


def test_what_depends_on_more_than_a_pre_activation_is_no_activation() -> None:
    layer = nn.Layer(2, 3, "linear", rng=0)
    gated = ag.compile(lambda a, b: [z * ag.tanh(z) * a for z in layer([a, b])])
    assert "h" not in names(gated, gradient=False)
    own = ag.compile(
        lambda a, b: nn.squared_error([z * ag.tanh(z) for z in layer([a, b])], [1, 2, 3])
    )
    assert names(own, gradient=False)[:2] == ["z", "h"]


def test_a_table_of_weights_by_words() -> None:
    class Look(nn.Module):
        def __init__(self) -> None:
            self.query, self.key = nn.Recurrent(2, 3, "linear", rng=0), nn.Recurrent(2, 3, rng=1)

        def __call__(self, x: list[Value]) -> list[Value]:
            return [q * k for q, k in zip(self.query([x])[0], self.key([x])[0])]

    look = Look()
    found = names(ag.compile(lambda a, b: look([a, b])), gradient=False)
    assert "query" in found
    assert "key" in found


def test_a_bias_shared_by_all_steps_has_a_gradient_of_its_own() -> None:
    found = names(reading.recurrent())
    assert {"∂b1", "∂z1"} <= {*found}
