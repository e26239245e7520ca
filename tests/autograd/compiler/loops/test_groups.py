"""Which trees become one loop, and in which order loops run."""

from typing import Any

import nn
from autograd.compiler.loops.find import find
from autograd.compiler.loops.loop import Index, Sum
from autograd.compiler.record import record


def leaves(body: Any) -> list[Index]:
    if isinstance(body, Index):
        return [body]
    parts = [run.term for run in body.runs] if isinstance(body, Sum) else ()
    return [leaf for part in parts or getattr(body, "operands", ()) for leaf in leaves(part)]


def test_a_loop_uses_only_what_stands_above_it() -> None:
    model = nn.MLP(3, [4, 4, 2], activation="tanh", rng=0)
    program = record(
        lambda *x: nn.cross_entropy(model(list(x[:3])), list(x[3:])), 5, gradient=True
    ).program
    known: set[int] = set()
    for loop in find(program, seeded=True).loops:
        for index in leaves(loop.body):
            if index.space == "result":
                assert index.base in known
        known.update(range(loop.first, loop.first + loop.members))


def test_trees_wait_for_others_of_their_shape() -> None:
    def positions(*x: Any) -> Any:
        late = x[1].sin()
        answers = [(a * a).tanh() for a in (x[0].exp(), (late * late).exp())]
        return sum(y * y for y in answers)

    loops = find(record(positions, 2).program).loops
    assert [loop.shape for loop in loops] == [(), (), (), (2,), ()]


def test_the_gradients_of_two_layers_are_two_loops() -> None:
    model = nn.MLP(3, [5, 5, 5], activation="relu", rng=0)
    program = record(
        lambda *x: nn.squared_error(model(list(x[:3])), list(x[3:])),
        8, gradient=True, first=model.parameters(),
    ).program  # fmt: skip
    shapes = [loop.shape for loop in find(program, seeded=True).loops]
    assert shapes.count((5, 5)) == 2


def test_positions_go_before_neurons() -> None:
    layer = nn.Layer(2, 3, "linear", rng=0)
    twice = record(lambda a, b, c, d: [layer([a, b]), layer([c, d])], 4, first=layer.parameters())
    summed = record(lambda *x: sum(z * z for z in twice_of(layer, x)), 4, first=layer.parameters())
    assert [loop.shape for loop in find(twice.program).loops] == [(2, 3)]
    loop = find(summed.program).loops[0]
    assert loop.shape == (2, 3)
    assert {index.strides for index in leaves(loop.body) if index.space == "input"} == {(2, 0, 1)}


def twice_of(layer: nn.Layer, x: Any) -> list[Any]:
    return [*layer(x[:2]), *layer(x[2:])]
