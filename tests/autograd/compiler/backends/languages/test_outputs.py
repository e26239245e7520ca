"""The outputs as few copies."""

import autograd as ag
from autograd.compiler.backends.languages.outputs import Copy, copies_of
from autograd.compiler.loops.loop import Index
from tests import reading


def test_gradients_go_where_the_parameters_stand() -> None:
    program = reading.named_of(reading.network((2, 4, 1), "relu"))
    copies = copies_of(program)
    assert [copy.name for copy in copies] == ["", "W1", "b1", "W2", "b2"]
    assert [(c.first, c.shape, c.strides) for c in copies] == [
        *((0, (), ()), (1, (4, 2), (3, 1)), (3, (4,), (3,)), (13, (4,), (1,)), (17, (), ())),
    ]


def test_other_outputs_are_runs_constants_and_inputs() -> None:
    f = ag.compile(lambda *x: [*[ag.exp(a) for a in x], 0.5, x[1], x[0]], inputs=6)
    copies = copies_of(reading.named_of(f, gradient=False))
    assert [(c.first, c.shape) for c in copies][:2] == [(0, (6,)), (6, ())]
    assert copies[1].what == 0.5
    assert copies[2] == Copy(7, (2,), (1,), Index("input", 1, (-1,)))


def test_every_output_is_written_once() -> None:
    for f in (reading.convolution(), reading.recurrent(), reading.network()):
        program = reading.named_of(f)
        places: list[int] = []
        for copy in copies_of(program):
            found = [copy.first]
            for size, stride in zip(copy.shape, copy.strides):
                found = [place + stride * i for place in found for i in range(size)]
            places += found
        assert sorted(places) == list(range(len(program.loops.outputs)))
