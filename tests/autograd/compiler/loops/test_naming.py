"""What the numbers of a program are called."""

from typing import Any

import pytest

import autograd as ag
import nn
from autograd import Value
from autograd.compiler.loops.expand import expanded
from autograd.compiler.loops.loop import Index
from autograd.compiler.loops.naming import plain
from tests import reading


def names(program: object) -> list[str]:
    return [array.name for array in program.results]  # type: ignore[attr-defined]


def test_forward_and_backward_of_a_network() -> None:
    found = names(reading.named_of(reading.network((3, 5, 4, 1), "relu")))
    wanted = ["z1", "h1", "z2", "h2", "z3", "loss", "∂z3", "∂W3", "∂z2", "∂W2", "∂h1", "∂z1", "∂W1"]
    assert {*wanted} <= {*found}
    assert [x for x in found if x not in wanted] == ["v1", "v2"]


def test_without_the_gradient_the_output_is_y() -> None:
    found = names(reading.named_of(reading.network((3, 5, 1)), gradient=False))
    assert found == ["z1", "h1", "z2", "v1", "y"]


def test_inputs_keep_their_names_and_rest_arguments_are_x() -> None:
    program = reading.named_of(reading.network((3, 5, 1)))
    assert [(a.name, a.base, a.shape) for a in program.inputs] == [("x", 0, (4,)), ("seed", 4, ())]
    w = [Value(1.0), Value(2.0)]
    f = ag.compile(lambda height, width: ag.exp(height * w[0] + width * w[1]))
    assert [a.name for a in reading.named_of(f).inputs] == ["height", "width", "seed"]


def test_named_inputs_that_a_loop_counts_through_are_an_array_together() -> None:
    f = ag.compile(lambda a, x, b, c, d, e, g: [ag.exp(t) for t in (b, c, d, e, g)] + [x * a])
    program = reading.named_of(f, gradient=False)
    assert [(a.name, a.base, a.shape) for a in program.inputs] == [
        *(("a", 0, ()), ("x", 1, ()), ("x_", 2, (5,))),
    ]


def test_an_input_called_like_something_else() -> None:
    w = Value(2.0, label="v1")
    f = ag.compile(lambda seed, y, z1: [ag.exp(w * seed), ag.exp(y) * z1, ag.exp(y)])
    program = reading.named_of(f, gradient=False)
    everything = [a.name for a in (*program.inputs, *program.parameters, *program.results)]
    assert len({*everything}) == len(everything)
    single = ag.compile(lambda seed: ag.exp(w * seed))
    assert reading.named_of(single).names == ("seed", "seed_")


def test_labels_of_values_that_no_model_has() -> None:
    w = [Value(1.0, label="scale"), Value(2.0), Value(3.0, label="my offset")]
    f = ag.compile(lambda x: ag.tanh(x * w[0] * w[1] + w[2]))
    assert [a.name for a in reading.named_of(f).parameters] == ["scale", "my_offset", "p"]
    assert "∂scale" in names(reading.named_of(f))


def test_the_steps_of_a_sequence_are_one_array() -> None:
    program = reading.named_of(reading.recurrent())
    merged = {a.name: a.shape for a in program.results if len(a.shape) == 2}
    assert merged["∂z1"] == (6, 4)
    assert merged["z1"] == (6, 4)
    assert {"∂U1", "∂b1", "∂z2", "∂W2"} <= {*names(program)}


@pytest.mark.parametrize("f", [reading.network(), reading.convolution(), reading.recurrent()])
def test_every_leaf_is_found_and_every_row_has_one_name(f: ag.compiler.Compiled) -> None:  # type: ignore[name-defined]
    from autograd.compiler.loops.arrays import leaves

    program = reading.named_of(f)
    for loop in program.loops.loops:
        assert program.target(loop).array in program.results
        for index, extents in leaves(loop):
            place = program.find(index, extents)
            start = [s.offset + (s.table[0] if s.table else 0) for s in place.subscripts]
            more = index.table[0] if index.table else 0
            base = place.array.base + sum(s * i for s, i in zip(place.array.strides, start))
            assert base == index.base + more
    assert len({plain(name) for name in names(program)}) == len(program.results)


def test_where_the_derivatives_stand() -> None:
    program = reading.named_of(reading.network((2, 4, 1), "relu"))
    gradients = program.gradients()
    assert list(gradients) == ["W1", "b1", "W2", "b2"]
    assert program.find(gradients["b1"], (4,)).array.name == "∂z1"
    assert isinstance(gradients["W1"], Index)
    assert reading.named_of(reading.network(), gradient=False).gradients() == {}
    w, unused = Value(1.0, label="w"), Value(2.0, label="unused")
    f = ag.compile(lambda x: w * x + ag.detach(unused))
    assert list(reading.named_of(f).gradients()) == ["w"]


def test_names_as_code_may_spell_them() -> None:
    assert plain("∂z1") == "dz1"


NET = nn.MLP(3, [4, 1], activation="tanh", rng=0)
W = [Value(1.0 + i / 10) for i in range(4)]


@pytest.mark.parametrize(
    ("f", "inputs"),
    [
        (lambda x: ag.hessian(lambda a: ag.sum([ag.tanh(a * w) for w in W]))(x), 1),
        (lambda x: 2 * ag.grad(lambda a: ag.tanh(a * W[0]) * W[1] + ag.tanh(a * W[2]))(x), 1),
        (lambda *x: ag.value_and_grad(lambda *y: NET(list(y)), argnums=(0, 1, 2))(*x), 3),
        (lambda *x: ag.grad(lambda *y: NET(list(y)), argnums=(0, 1, 2))(*x), 3),
        (lambda *x: x[0] * W[0] * (x[1] * W[1]) * (x[2] * W[2]) * (x[3] * W[3]), 4),
    ],
    ids=["hessian", "grad", "value and grad", "grad of a net", "products"],
)
def test_what_is_named_is_what_was_recorded(f: Any, inputs: int) -> None:
    for gradient in (False, True):
        compiled = ag.compile(f, inputs=inputs)
        version = compiled._versions.get(inputs, gradient=gradient)
        program = version.recorded
        point = [0.3 + 0.1 * i for i in range(program.first)]
        given = point[: program.inputs], point[program.inputs :]
        again = expanded(version.named.loops).check().evaluate(*given)
        assert again == pytest.approx(program.evaluate(*given), rel=1e-12)
